"""What the kernel's heap holds: cases, visits, alarms. All are re-armed rather than made anew.

Each is a `simpy.Event` that the clock is given with `schedule` or `put`; what happens at its time stands in
`callbacks`, which are always one. An event that waits in the heap is never armed again: to call it off,
its callback becomes one that does nothing, and a fresh event takes its place.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simpy.events import Event

from journeysim.model.process import NONE
from journeysim.simulate.luck import IN_BLOCK, Block, Uses

if TYPE_CHECKING:
    from journeysim.simulate.desk import Desk
    from journeysim.simulate.dice import Habits

Callbacks = tuple[Callable[[Any], None], ...]


def nothing(_: Any) -> None:
    """What happens at the time of an event that was called off."""


NOTHING: Callbacks = (nothing,)
"""The callbacks of an event that was called off."""

PRIORITIES = range(-1, 4)
SHIFT_CHANGES, HANDLING_ENDS, THINGS_MATURE, ATTEMPTS_BEGIN, PATIENCE_ENDS = PRIORITIES
"""What comes first at equal times, as priorities of the kernel."""

AT_LARGE, WAITS, UNDER_WAY, IN_LINE, IN_HAND, CONTENT, STOPPED = range(7)
"""What a customer is doing: between moves, expecting, on the way to a door, in line, in hand, resolved, no more."""


class Timer(Event):
    """A moment at which something is to happen to `subject`."""

    __slots__ = ("callbacks", "subject")

    _ok = True

    def __init__(self, subject: Any) -> None:
        self.callbacks: Any = NOTHING
        self.subject = subject


class Visit(Event):
    """One stay in a department. A customer on a live line is their own visit; tickets and messages are others."""

    __slots__ = (
        "callbacks",
        "came",
        "case",
        "channel",
        "desk",
        "early",
        "item",
        "joined",
        "known",
        "number",
        "referrer",
        "void",
        "waiting",
        "warm",
    )

    _ok = True
    case: "Case"
    desk: "Desk"

    def __init__(self) -> None:
        self.callbacks: Any = NOTHING
        self.number = NONE
        self.channel = NONE
        self.referrer = NONE
        self.came = 0
        self.warm = False
        self.known = False
        self.void = False
        self.waiting = False
        self.early = 0
        self.item = NONE
        self.joined = 0


PLACES = tuple(range(IN_BLOCK + 1))
"""The places in a block, as the objects that all cases share."""

NOTHING_PENDING: "dict[int, Timer | Visit]" = {}
"""What most cases have pending most of the time; never written to."""


class Case(Visit):
    """One customer with one issue: who they are, what they do now, what they remember. Times in ms."""

    __slots__ = (
        "alarm",
        "arises",
        "attempts",
        "block",
        "customer",
        "doing",
        "done",
        "effort",
        "expects",
        "found",
        "habits",
        "handled",
        "heard",
        "in_block",
        "index",
        "next_channel",
        "own",
        "pending",
        "plan",
        "population",
        "rounds",
        "state",
        "told_by",
        "tried",
        "until",
        "uses",
        "why",
    )

    state: int
    why: int

    def __init__(
        self,
        index: int,
        population: int,
        customer: int,
        now: int,
        uses: Uses,
        block: Block,
        habits: "Habits",
        ends: Callbacks,
    ) -> None:
        self.callbacks = ends
        self.case = self
        self.index = index
        self.population = population
        self.customer = customer
        self.arises = self.heard = now
        self.uses = uses
        self.block = block
        self.in_block = PLACES[customer & IN_BLOCK]
        self.habits = habits
        self.doing = AT_LARGE
        self.attempts = self.effort = self.rounds = self.tried = self.found = self.early = 0
        self.done = self.handled = self.void = self.waiting = self.known = self.warm = self.expects = False
        self.item = self.next_channel = self.own = self.until = self.told_by = NONE
        self.plan: tuple[int, ...] = ()
        self.alarm: Timer | None = None
        self.pending: dict[int, Timer | Visit] = NOTHING_PENDING

    def let_go(self) -> None:
        """Open the circles through which a case holds itself, so that one that is over frees its memory at once."""
        self.alarm = None
        del self.case

    def hold(self, item: int, thing: "Timer | Visit") -> None:
        """Something is pending from now on."""
        if self.pending is NOTHING_PENDING:
            self.pending = {}
        self.pending[item] = thing
