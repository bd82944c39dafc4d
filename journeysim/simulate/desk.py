"""A department at work: its line, its staff, its shifts, and what its rules have been found to say."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

from journeysim.model.hours import Timetable
from journeysim.model.process import DepartmentNode, OutcomeNode, Subject
from journeysim.model.scenario import Department
from journeysim.simulate.dice import DepartmentDice, Roll
from journeysim.simulate.events import Case, Timer, Visit

Rank = Callable[[Visit], tuple[int, int]]

LASTING = frozenset((Subject.TRAITS, Subject.CHANNEL, Subject.REFERRER, Subject.CAME))
"""What stays as it is while somebody waits."""

TIMELESS = frozenset((Subject.TRAITS, Subject.FACT, Subject.CONTACTS))
"""What a state alone tells."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An outcome as the company carries it out.

    `changes`: what state follows is not told by the state before it alone, or more than that is to be settled;
    `answers`: it is a word to the customer.
    """

    number: int
    outcome: OutcomeNode
    takes_effect: "Effect"
    changes: bool
    answers: bool


Effect = Callable[[Case, OutcomeNode, Visit | None, int, int], None]
"""What an outcome does: of the case, its outcome, the visit that ends with it, a pending thing to merge with, now."""

Done = tuple[int, int, "tuple[Desk, bool] | None", Deed]
"""A deed in a state: the state after it where the state before it alone tells, else `NONE`; its number; to which desk
it passes on, and whether warmly; and the deed itself."""

Choice = tuple[Callable[[Case], int] | None, tuple[Done, ...]]
"""What a rule may come to in a state: how to draw which (`None` for a single outcome), and what is done."""


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


class WatchedLine(RankedLine):
    """Who waits, by a rank that may change meanwhile: all are looked at each time that the next is taken up."""

    __slots__ = ("_there",)

    def __init__(self, rank: Rank, by_joining: int) -> None:
        super().__init__(rank, by_joining)
        self._there: list[tuple[int, Visit]] = []

    def push(self, visit: Visit) -> None:
        """A visit joins."""
        self._latest = visit.number
        self._there.append((visit.number, visit))

    def rise(self, visit: Visit) -> bool:
        """Move somebody who waits up a priority, as if they joined it now; true, since they may fall back."""
        risen, _ = self._risen.get(visit.number, (0, 0))
        first, place = self._stands(visit)
        if first:
            self._risen[visit.number] = risen + 1, self._by_joining * (self._latest + 0.5) or place
        return True

    def _stands(self, visit: Visit) -> tuple[int, float]:
        first, own = self._rank(visit)
        risen, place = self._risen.get(visit.number, (0, own))
        return max(0, first - risen), place

    def pop(self) -> Visit | None:
        """The first of all who still wait, as things are now; `None` when nobody does."""
        self._there = [(number, visit) for number, visit in self._there if visit.waiting and visit.number == number]
        if not self._there:
            return None
        first = min(self._there, key=lambda entry: (*self._stands(entry[1]), entry[0]))
        self._there.remove(first)
        return first[1]


class Desk:
    """The running state of a department.

    `plain` says that its rules ask for nothing but the state, so that `choices` answers by the state's number.
    `restless`: waiting in its line leads to something, by and by.
    `capacity` counts the contacts that staff on duty can have in hand: `at_once` each.
    `handling` is the roll for the handling time where that is the same for everyone, else `None`; `straight` where
    handling asks for nothing else. `aside`: some wait outside the line, for the last calls or put down.
    """

    __slots__ = (
        "aside",
        "at_once",
        "busy",
        "capacity",
        "choices",
        "closing_level",
        "department",
        "dice",
        "handling",
        "in_hand",
        "index",
        "last_calls",
        "limit",
        "line",
        "needs_known",
        "node",
        "plain",
        "put_down",
        "puts_down",
        "restless",
        "straight",
        "table",
        "waiting",
    )

    def __init__(
        self, node: DepartmentNode, department: Department, table: Timetable, line: Line, dice: DepartmentDice
    ) -> None:
        self.node = node
        self.index = node.index
        self.department = department
        self.dice = dice
        self.table = table
        self.line = line
        self.limit = department.queue.limit
        queue = department.queue
        self.restless = not (queue.overflow is None and queue.callback is None and queue.ageing is None)
        self.at_once = department.at_once
        self.capacity = table.level(0) * self.at_once
        self.busy = 0
        self.waiting = 0
        self.aside = False
        self.last_calls: deque[Visit] = deque()
        self.closing_level = 0
        self.puts_down = department.at_end_of_shift == "puts down"
        self.in_hand: list[Timer] = []
        self.put_down: list[tuple[Visit, int]] = []
        self.plain = node.looks <= TIMELESS
        self.choices: dict[int, Choice] = {}
        self.needs_known = Subject.KNOWN in node.looks or department.retelling is not None
        self.handling: Roll | None = dice.handling.otherwise if dice.handling.subject is None else None
        self.straight = self.handling is not None and not self.needs_known and not self.puts_down
