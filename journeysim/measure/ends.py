"""How each case ends, read at the horizon, and how long it took."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from journeysim.measure.reading import MS, Floats, Ints, Mask, Reading
from journeysim.model.log import Kind, Stop

ENDINGS = ("resolved", "gave up", "dead end", "unresolved")
"""The four ends, in the words of conditions; their shares sum to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """One entry per case. Times in seconds, NaN for none; `reopened` counts, `ending` is an index into `ENDINGS`."""

    ending: Ints
    time_to_resolution: Floats
    """From arising to the moment that the last resolution took effect; NaN unless it stands at the horizon."""
    first_resolution: Floats
    """From arising to the first seeming resolution."""
    stopped: Floats
    """When the customer stopped trying for the last time, from the start of the run."""
    reopened: Ints
    won_back: Mask
    """Stopped, and later resolved for good by the company."""
    age: Floats
    """How long the case was in the record: to its lasting resolution, else to the horizon."""

    @property
    def words(self) -> npt.NDArray[np.str_]:
        """The ending of each case in words."""
        return np.array(ENDINGS)[self.ending]


def ends(reading: Reading) -> Ends:
    """The end of each case: resolved and not reopened since; else where the customer has stopped, dead end or gave
    up; else unresolved.
    """
    resolutions = reading.rows(Kind.RESOLVES)
    turns = reading.rows(Kind.RESOLVES, Kind.REOPENS)
    stops = reading.rows(Kind.STOPS)
    last_turn, last_stop = reading.last_of(turns), reading.last_of(stops)
    resolved = (last_turn >= 0) & (pick(reading.kind, last_turn, int(Kind.REOPENS)) == Kind.RESOLVES)
    in_dead_end = pick(reading.cause, last_stop, -1) == Stop.DEAD_END
    lasting = np.where(resolved, last_turn, -1)
    return Ends(
        ending=np.where(resolved, 0, np.where(last_stop < 0, 3, np.where(in_dead_end, 2, 1))),
        time_to_resolution=since_arising(reading, lasting),
        first_resolution=since_arising(reading, reading.first_of(resolutions)),
        stopped=np.where(last_stop >= 0, pick(reading.time, last_stop, 0) / MS, np.nan),
        reopened=reading.per_case(reading.rows(Kind.REOPENS)),
        won_back=resolved & (last_stop >= 0) & (last_turn > last_stop) & (pick(reading.cause, last_turn, -1) >= 0),
        age=(np.where(resolved, pick(reading.time, last_turn, 0), reading.log.horizon) - reading.arose) / MS,
    )


def pick(column: npt.NDArray[np.generic], rows: Ints, otherwise: int) -> Ints:
    """The values of `column` at `rows`, `otherwise` where a row is -1."""
    if not len(column):
        return np.full(len(rows), otherwise, np.int64)
    return np.where(rows >= 0, column[rows].astype(np.int64), otherwise)


def since_arising(reading: Reading, rows: Ints) -> Floats:
    """Seconds from each case's arising to the row given for it, NaN where it is -1."""
    return np.where(rows >= 0, (pick(reading.time, rows, 0) - reading.arose) / MS, np.nan)
