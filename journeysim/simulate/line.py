"""Who waits at a desk, and who is next."""

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush

from journeysim.model.process import NONE, Subject
from journeysim.simulate.events import Case, Visit

Rank = Callable[[Visit], tuple[int, int]]

LASTING = frozenset((Subject.TRAITS, Subject.CHANNEL, Subject.REFERRER, Subject.CAME))
"""What stays as it is while somebody waits."""


class Line:
    """Who waits, first come first served. Entries of visits that have left are passed over when they come up."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: deque[tuple[int, Visit]] = deque()

    def push(self, visit: Visit) -> None:
        """A visit joins at its place."""
        self._entries.append((visit.number, visit))

    def pop(self) -> Visit | None:
        """The next who still waits; `None` when nobody does."""
        entries = self._entries
        while entries:
            number, visit = entries.popleft()
            if visit.waiting and visit.number == number:
                return visit
        return None


class RankedLine(Line):
    """Who waits, by a rank that stays as it was when they joined. `rise` moves somebody up a priority.

    Whoever has risen has more than one entry; only the highest counts. `by_joining` says whether the order within a
    priority is that of joining (1), the reverse (-1), or neither (0).
    """

    __slots__ = ("_by_joining", "_heap", "_latest", "_rank", "_risen")

    def __init__(self, rank: Rank, by_joining: int) -> None:
        self._heap: list[tuple[int, float, int, Visit]] = []
        self._rank = rank
        self._risen: dict[int, tuple[int, float]] = {}
        self._by_joining = by_joining
        self._latest = 0

    def push(self, visit: Visit) -> None:
        """A visit joins at its place; one that has risen keeps it."""
        rank = self._risen.get(visit.number) if self._risen else None
        self._latest = visit.number
        heappush(self._heap, (*(rank or self._rank(visit)), visit.number, visit))

    def rise(self, visit: Visit) -> bool:
        """Move somebody who waits up a priority, as if they joined it now; whether they can rise any further."""
        first, place = self._risen.get(visit.number) or self._rank(visit)
        if not first:
            return False
        if self._by_joining:
            place = self._by_joining * (self._latest + 0.5)
        self._risen[visit.number] = first - 1, place
        heappush(self._heap, (first - 1, place, visit.number, visit))
        return first > 1

    def pop(self) -> Visit | None:
        """The next who still waits; `None` when nobody does."""
        while self._heap:
            first, _, number, visit = heappop(self._heap)
            if visit.waiting and visit.number == number:
                if self._risen and self._risen.get(number, (first,))[0] != first:
                    continue  # they have risen since
                return visit
        return None


class ChangingLine(RankedLine):
    """Who waits, by a rank that may change meanwhile.

    Everybody stands where they belonged when they were last looked at: as they joined, as their case changed (`touch`),
    and as time came to a moment that bears on their rank. `until(visit)` is the next such moment, `None` for never.
    """

    __slots__ = ("_case_of", "_moments", "_now", "_of_case", "_stands", "_touched", "_until")

    def __init__(
        self, rank: Rank, by_joining: int, now: Callable[[], int], until: Callable[[Visit], int | None]
    ) -> None:
        super().__init__(rank, by_joining)
        self._now = now
        self._until = until
        self._stands: dict[int, tuple[int, float]] = {}
        self._moments: list[tuple[int, int, Visit]] = []
        self._case_of: dict[int, int] = {}
        self._of_case: dict[int, dict[int, Visit]] = {}
        self._touched: dict[int, None] = {}

    def push(self, visit: Visit) -> None:
        """A visit joins."""
        self._latest = visit.number
        self._case_of[visit.number] = visit.case.index
        self._of_case.setdefault(visit.case.index, {})[visit.number] = visit
        self._look_at(visit)

    def touch(self, case: Case) -> None:
        """Something has changed about a case, which may wait here."""
        if case.index in self._of_case:
            self._touched[case.index] = None

    def rise(self, visit: Visit) -> bool:
        """Move somebody who waits up a priority, as if they joined it now; true, since they may fall back."""
        self._look_at_all()
        risen, _ = self._risen.get(visit.number, (0, 0))
        first, place = self._stands[visit.number]
        if first:
            self._risen[visit.number] = risen + 1, self._by_joining * (self._latest + 0.5) or place
            self._look_at(visit)
        return True

    def pop(self) -> Visit | None:
        """The next who still waits, as things are now; `None` when nobody does."""
        self._look_at_all()
        while self._heap:
            first, place, number, visit = heappop(self._heap)
            waits = visit.waiting and visit.number == number
            if waits and self._stands.get(number) != (first, place):
                continue  # they stand elsewhere now
            self._forget(number)
            if waits:
                return visit
        return None

    def _forget(self, number: int) -> None:
        """A visit waits here no more; its case may be long over."""
        self._stands.pop(number, None)
        index = self._case_of.pop(number, NONE)
        numbers = self._of_case.get(index, {})
        numbers.pop(number, None)
        if not numbers:
            self._of_case.pop(index, None)

    def _look_at_all(self) -> None:
        """Look at whoever may stand elsewhere now."""
        now = self._now()
        while self._moments and self._moments[0][0] <= now:
            _, number, visit = heappop(self._moments)
            if number in self._stands and visit.waiting and visit.number == number:
                self._look_at(visit)
        for index in self._touched:
            for number, visit in self._of_case.get(index, {}).items():
                if visit.waiting and visit.number == number:
                    self._look_at(visit)
        self._touched.clear()

    def _look_at(self, visit: Visit) -> None:
        first, own = self._rank(visit)
        risen, place = self._risen.get(visit.number, (0, own))
        stands = max(0, first - risen), place
        if self._stands.get(visit.number) != stands:
            self._stands[visit.number] = stands
            heappush(self._heap, (*stands, visit.number, visit))
        moment = self._until(visit)
        if moment is not None:
            heappush(self._moments, (moment, visit.number, visit))
