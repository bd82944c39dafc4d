"""What decisions look at: the state of a case, where a visit came from, and checks and tables over both."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, NamedTuple, TypeVar

from journeysim.model.log import Came

T = TypeVar("T")

NONE = -1
"""The index that means none."""


class Stage(IntEnum):
    """How far a case is: to be solved, seemingly solved, solved."""

    OPEN = 0
    SEEMS = 1
    RESOLVED = 2


class Does(IntEnum):
    """What an outcome does; `TAKES` is a resolution that takes effect later."""

    RESOLVE = 0
    TAKES = 1
    TRANSFER = 2
    REFER = 3
    PROMISE = 4
    TICKET = 5
    REFUSE = 6
    DROP = 7
    CALL = 8


class Subject(IntEnum):
    """What a check looks at."""

    TRAITS = 0
    FACT = 1
    CONTACTS = 2
    CHANNEL = 3
    REFERRER = 4
    CAME = 5
    KNOWN = 6
    AGE = 7
    SILENCE = 8
    PUBLIC = 9
    MOOD = 10


class Item(NamedTuple):
    """Something pending: a resolution on its way, a promise, a ticket, a message, a call.

    A message has a channel and no outcome; the others have the outcome that made them (outcomes at one place of
    the file count as one). `department` is where a ticket or message waits, `warm` whether it is known there.
    The graph tells one that waits from one `in_hand`, with what was `known` as it began, where that matters.

    A call has the `department` that makes it; `missed` counts the tries that nobody answered, each of which left a
    voicemail. Once the customer returns one, the call came as `CUSTOMER` and waits to be put through.
    """

    outcome: int = NONE
    channel: int = NONE
    department: int = NONE
    referrer: int = NONE
    came: int = int(Came.TICKET)
    warm: int = 0
    in_hand: int = 0
    known: int = 0
    missed: int = 0


class State(NamedTuple):
    """All that is true of a case, without the clock.

    `notes` is a bit mask over systems, `watched` one over watchdogs that have come; `pending` are sorted items;
    `public` says whether the case went public, where that is asked. `found` (a mask over channels that not all find)
    and the bands of `age` and `silence` are the graph's: the engine remembers them beside the state, with times.
    """

    traits: int
    facts: tuple[int, ...] = ()
    notes: int = 0
    pending: tuple[int, ...] = ()
    contacts: int = 0
    referral: int = NONE
    stage: int = int(Stage.OPEN)
    found: int = 0
    age: int = 0
    silence: int = 0
    public: int = 0
    watched: int = 0


class Context(NamedTuple):
    """What a decision may know beside the state: where the visit came from, bands of time, and that of the mood."""

    channel: int = NONE
    referrer: int = NONE
    came: int = int(Came.CUSTOMER)
    known: int = 0
    age: int = 0
    silence: int = 0
    mood: int = 0


class Check(NamedTuple):
    """One comparison: bit `value + 1` of `accepts` says whether the value passes."""

    subject: Subject
    which: int
    accepts: int

    def passes(self, state: State, context: Context) -> bool:
        """Whether this holds."""
        return bool(self.accepts >> (value_of(self.subject, self.which, state, context) + 1) & 1)


def value_of(subject: Subject, which: int, state: State, context: Context) -> int:
    """The index that a check or a table is about."""
    match subject:
        case Subject.TRAITS:
            return state.traits
        case Subject.FACT:
            return state.facts[which]
        case Subject.CONTACTS:
            return state.contacts
        case Subject.CHANNEL:
            return context.channel
        case Subject.REFERRER:
            return context.referrer
        case Subject.CAME:
            return context.came
        case Subject.KNOWN:
            return context.known
        case Subject.AGE:
            return context.age
        case Subject.SILENCE:
            return context.silence
        case Subject.PUBLIC:
            return state.public
        case Subject.MOOD:
            return context.mood


Checks = tuple[tuple[Check, ...], ...]
"""Any group holds, where all checks of a group pass."""


def holds(checks: Checks, state: State, context: Context) -> bool:
    """Whether any group of checks passes."""
    return any(all(check.passes(state, context) for check in group) for group in checks)


def looks(*conditions: Checks | None) -> frozenset[Subject]:
    """Which subjects the checks ask for."""
    return frozenset(
        check.subject for checks in conditions if checks is not None for group in checks for check in group
    )


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A value by what holds of the case; `subject` `None`: always `otherwise`."""

    subject: Subject | None
    which: int
    values: Mapping[int, T]
    otherwise: T | None

    @property
    def possible(self) -> tuple[T, ...]:
        """Every value that there may be, `otherwise` last."""
        return (*self.values.values(), *(() if self.otherwise is None else (self.otherwise,)))

    def of(self, state: State, context: Context) -> T:
        """The value for this case."""
        if self.subject is None:
            value = self.otherwise
        else:
            value = self.values.get(value_of(self.subject, self.which, state, context), self.otherwise)
        assert value is not None, "a table that names every value or has an otherwise"
        return value


def seen(context: Context, looks: frozenset[Subject]) -> Context:
    """The context with all that nobody asks for left out, so that equal questions look equal."""
    return Context(
        context.channel if Subject.CHANNEL in looks else NONE,
        context.referrer if Subject.REFERRER in looks else NONE,
        context.came if Subject.CAME in looks else 0,
        context.known if Subject.KNOWN in looks else 0,
        context.age if Subject.AGE in looks else 0,
        context.silence if Subject.SILENCE in looks else 0,
    )


def band(cuts: tuple[int, ...], value: int) -> int:
    """The band of a length of time (ms), or of a mood (millionths): even between the cuts, odd on one of them."""
    for number, cut in enumerate(cuts):
        if value <= cut:
            return 2 * number + (value == cut)
    return 2 * len(cuts)
