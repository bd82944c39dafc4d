"""The moods of customers whose mood decides what they do: read from the log while it is being written."""

from journeysim.model.feeling import MOVES, Felt
from journeysim.model.log import Feeling
from journeysim.simulate.record import unpacked


class Feelings:
    """The moods of some cases. A mood is a function of the rows of a case, so nothing else has to tell of it."""

    def __init__(self, rows: bytearray, feeling: Feeling) -> None:
        self._rows = rows
        self._feeling = feeling
        self._read = 0
        self._felt: dict[int, Felt] = {}

    def begins(self, case: int, population: int) -> None:
        """The mood of this case is asked for from now on; its first row has not been read yet."""
        self._felt[case] = Felt(self._feeling, population)

    def of(self, case: int, now: int) -> int:
        """The mood of a case, in millionths."""
        self._catch_up()
        felt = self._felt[case]
        felt.passes(now)
        return felt.value

    def forget(self, case: int) -> None:
        """The mood of this case decides nothing any more."""
        self._felt.pop(case, None)

    def _catch_up(self) -> None:
        felt_by = self._felt
        fresh = self._rows[self._read :]
        self._read += len(fresh)
        for now, case, kind, _, channel, department, visit, cause, _, amount in unpacked(fresh):
            if kind in MOVES and (felt := felt_by.get(case)) is not None:
                felt.row(now, kind, channel, department, cause, amount, visit)
