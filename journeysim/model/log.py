"""What happened, as rows: the one seam between the engine and every figure.

A log is one replication's rows in the order in which things happened, and a book of names. Each figure of a
report is computed from these alone, so the log of a real help desk in the same columns gets the same report.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt


class Kind(IntEnum):
    """What a row says. After the colon: the columns it uses beside `time`, `case` and `situation`.

    A *visit* is one stay in a department, numbered within the log; its rows share `visit`, `channel` (the
    one it came by, -1 for none) and `department`. All moments and lengths are in milliseconds.
    """

    ARISES = 0
    """The issue arises, or the customer's record begins."""
    ATTEMPT = 1
    """The customer starts to try a channel: channel, cause = `Why`, amount = own time until the door."""
    TURNED_AWAY = 2
    """The attempt ended before a line: channel, department (-1 unless its line was full), cause = `Door`."""
    MERGES = 3
    """A message joined one on its way through the channel, the attempt ends there: channel, visit of the earlier."""
    JOINS = 4
    """A visit begins, in line or served at once: visit, channel, department, cause = `Came`; `situation` as met.

    amount = 1 where it goes on with the wait of a visit that has just left another place in line, else 0.
    """
    ABANDONS = 5
    """The customer leaves the line unserved: visit, channel, department, cause = `Left`."""
    STARTS = 6
    """Handling begins: visit, channel, department, amount = 1 where the story must be told again, else 0."""
    PUTS_DOWN = 7
    """Handling is interrupted at the end of a shift: visit, channel, department."""
    TAKES_UP = 8
    """Interrupted handling goes on: visit, channel, department."""
    ENDS = 9
    """Handling ends: visit, channel, department, cause = outcome.

    The cause is -1 where the case had been resolved meanwhile, or nobody answered a call.
    """
    LEAVES = 10
    """The visit ends unserved, the case resolved, the line sent away or another joined: visit, channel, department,
    cause = `Left`.

    A customer whose case is resolved on the way to a door has a row with no visit.
    """
    ACTS = 11
    """The company does of itself what an outcome says (a promise, a watchdog, what an issue begins with): cause."""
    TOLD = 12
    """The customer is told to wait: amount = the moment until when."""
    PERCEIVES = 13
    """The customer perceives a change: what was tried before may be worth trying again."""
    PROMISES = 14
    """A promise is made: cause = outcome, amount = the moment it is due."""
    CHASES = 15
    """An outcome made a pending thing that was pending already: cause = outcome."""
    KEPT = 16
    """A promise is carried out: cause = outcome, amount = 1 if late, else 0."""
    BROKEN = 17
    """A promise will not be kept any more: cause = outcome."""
    VOID = 18
    """A promise is pointless since the case was resolved: cause = outcome."""
    RESOLVES = 19
    """A resolution takes effect (it may yet prove false): cause = outcome, -1 where it cleared up by itself."""
    REOPENS = 20
    """The fix did not work: the case is open again: cause = the outcome that had seemed to resolve it."""
    DEAD_END = 21
    """A dead end is hit."""
    STARTS_OVER = 22
    """The customer begins another round."""
    STOPS = 23
    """The customer stops trying: cause = `Stop`."""
    ON_DUTY = 24
    """Staff on duty from now on (case = -1): department, amount = number."""
    UNNOTICED = 25
    """Nobody in the company notices a message, the attempt ends there: channel."""
    INFORMED = 26
    """The attempt ended before a line: the caller heard that an incident is known, and hung up content: channel."""
    HOLDS = 27
    """The customer goes away, to be called back when it is their turn: visit, channel, department."""
    CALLS = 28
    """The company sets out to call the customer, as a visit: department, cause = outcome, amount = which try."""
    VOICEMAIL = 29
    """Nobody answered, a voicemail is left: visit, department, cause = the call's outcome, amount = which try."""
    RETURNS = 30
    """The customer returns a voicemail, by an attempt through no channel: department, cause = the call's outcome."""


class Why(IntEnum):
    """Why an attempt is made."""

    OWN = 0
    """The next channel of their own."""
    REFERRED = 1
    """Told to contact it."""
    REDIAL = 2
    """Again after abandoning."""
    CHASE = 3
    """What was told or expected did not come."""
    ESCALATES = 4
    """A channel beside their own, after a failed attempt or silence."""
    RETURNED = 5
    """A voicemail of the company is returned."""


class Door(IntEnum):
    """What turned an attempt away."""

    GATE = 0
    CLOSED = 1
    NOT_FOUND = 2
    FULL = 3


class Came(IntEnum):
    """How a visit came about."""

    CUSTOMER = 0
    TRANSFER = 1
    TICKET = 2
    PROMISE = 3
    WATCHDOG = 4
    CALL = 5
    """The company calls; a call that the customer returns came as `CUSTOMER`."""


class Left(IntEnum):
    """Why a line was left."""

    PATIENCE = 0
    BALKED = 1
    RESOLVED = 2
    SENT_AWAY = 3
    MOVED = 4
    """To another place: the line overflowed, or a callback did not keep the place. The next visit goes on with it."""
    NOT_REACHED = 5
    """Called back in place of waiting, and did not answer."""


class Stop(IntEnum):
    """Why a customer stopped."""

    DEAD_END = 0
    ATTEMPTS = 1
    EFFORT = 2
    OPEN_FOR = 3
    ABANDONED = 4
    """Gave up after abandoning, as their redial habit says."""
    NOTHING_LEFT = 5
    """No channel was left to try, though something was pending without their knowing."""
    MOOD = 6
    """Their mood was too low."""


REASONS: Mapping[Kind, type[IntEnum]] = {
    Kind.ATTEMPT: Why,
    Kind.TURNED_AWAY: Door,
    Kind.JOINS: Came,
    Kind.ABANDONS: Left,
    Kind.LEAVES: Left,
    Kind.STOPS: Stop,
}
"""The kinds whose cause is a reason, and what it is one of."""

BY_OUTCOME = (
    Kind.ENDS,
    Kind.ACTS,
    Kind.PROMISES,
    Kind.CHASES,
    Kind.KEPT,
    Kind.BROKEN,
    Kind.VOID,
    Kind.RESOLVES,
    Kind.REOPENS,
    Kind.CALLS,
    Kind.VOICEMAIL,
    Kind.RETURNS,
)
"""The kinds whose cause is an outcome."""

IN_MILLISECONDS = (Kind.ATTEMPT, Kind.TOLD, Kind.PROMISES)
"""The kinds whose amount is a length or a moment."""

ROW = np.dtype(
    [
        ("time", "<i8"),  # milliseconds since the run began
        ("case", "<i4"),  # number of the case in this log, its index in `cases`; -1: none
        ("kind", "<u1"),  # a Kind
        ("early", "<u1"),  # 1 on rows of an attempt made before the date that the customer was told, else 0
        ("channel", "<i2"),
        ("department", "<i2"),
        ("visit", "<i4"),
        ("cause", "<i4"),
        ("situation", "<i4"),  # facts, notes, pending after this row (JOINS, TURNED_AWAY: as met); -1: not known
        ("amount", "<i8"),
    ]
)
"""A row of the log, 38 bytes; -1 in an index column means none."""

CASE = np.dtype(
    [
        ("population", "<i2"),  # index into Book.populations
        ("number", "<i4"),  # the customer's number within the population, from 0
        ("traits", "<i2"),  # index into Book.traits
    ]
)
"""Who a case is."""


@dataclass(frozen=True, slots=True)
class PopulationInfo:
    """An issue and the segment that has it; worths in money, `None` where not said."""

    issue: str
    segment: str
    issue_worth: float | None = None
    segment_worth: float | None = None


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """A channel; `gate` is where its gate stands in the file, `None` for a channel open to everyone."""

    name: str
    kind: str = "live"
    gate: str | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class DepartmentInfo:
    """A department; `answer_within` in seconds, `cost` in money per hour of staff, who handle `at_once` contacts
    together.
    """

    name: str
    answer_within: float = 20.0
    cost: float | None = None
    at_once: int = 1


@dataclass(frozen=True, slots=True)
class OutcomeInfo:
    """An outcome: `verb` is the word of the language, `place` is `file:line`.

    `department` and `rule` are empty for what an issue begins with; a watchdog has its name as `rule`.
    `reason` is that of a refusal, `gesture` the money that a resolution gives.
    """

    verb: str
    department: str
    rule: str
    place: str
    to: tuple[str, ...] = ()
    says: str | None = None
    count: str | None = None
    reason: str | None = None
    gesture: float = 0.0


@dataclass(frozen=True, slots=True)
class Situation:
    """What holds of a case besides the clock: facts by name, systems with a note, pending things in words."""

    facts: Mapping[str, str]
    notes: tuple[str, ...]
    pending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feeling:
    """What moves moods, in whole millionths of the scale from -1 to 1; `spoken_of`: it belongs in a report.

    By outcome: `spoken` at the end of a live contact, `written` where the customer reads of it, whether it `answers` a
    message, whether the customer hears of it where it comes about `unseen`, and what goes with its resolution
    (`gestures`). By department, `tones`: what a contact
    there adds. By channel: whether it is `live`. By population: `starts`, and the bounds `churns` and `promotes`.
    """

    spoken_of: bool
    waiting_an_hour: int
    turned_away: int
    told_again: int
    broken_promise: int
    silent_week: int
    resolved: int
    spoken: tuple[int, ...]
    written: tuple[int, ...]
    answers: tuple[bool, ...]
    unseen: tuple[bool, ...]
    gestures: tuple[int, ...]
    tones: tuple[int, ...]
    live: tuple[bool, ...]
    starts: tuple[int, ...]
    churns: tuple[int, ...]
    promotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The names behind the indices of a log; `feeling` is what moves moods, `None` where that is not known."""

    populations: tuple[PopulationInfo, ...]
    traits: tuple[Mapping[str, str], ...]
    channels: tuple[ChannelInfo, ...]
    departments: tuple[DepartmentInfo, ...]
    outcomes: tuple[OutcomeInfo, ...]
    situations: tuple[Situation, ...]
    feeling: Feeling | None = None


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """One replication: `rows` (dtype `ROW`, in the order of happening), `cases` (dtype `CASE`) and the book.

    `warm_up`, `arrivals_end` and `horizon` are in milliseconds: figures are of cases that arose from `warm_up`
    up to `arrivals_end`; the record ends at `horizon`. What is under way then simply has no closing row.
    """

    rows: npt.NDArray[np.void]
    cases: npt.NDArray[np.void]
    book: Book
    warm_up: int
    arrivals_end: int
    horizon: int
    start: dt.date
    seed: int = 0
    replication: int = 0
