"""What a scenario says, as data: one variant of it, with all defaults applied.

Times are distributions over seconds, chances are floats from 0 to 1, rates are cases per second. Names are
those of the file. A `Scenario` may still be wrong as a process; a `Process` may not.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from journeysim.model.calendar import ALWAYS, Calendar, Roster
from journeysim.model.conditions import By, Condition, Test
from journeysim.model.duration import DAY, Time
from journeysim.model.outcomes import (
    Branch,
    Call,
    Drop,
    Outcome,
    Promise,
    Refer,
    Refuse,
    Resolve,
    Rule,
    Ticket,
    Transfer,
    Verb,
)
from journeysim.model.people import (
    Announcement,
    Arrivals,
    At,
    Balks,
    Cases,
    Escalation,
    Every,
    GivesUp,
    Incident,
    Issue,
    Rate,
    Redials,
    Segment,
    StartsOver,
)
from journeysim.model.problem import Path, Place

__all__ = [
    "ARRIVALS",
    "LONGER",
    "Announcement",
    "Arrivals",
    "At",
    "Balks",
    "Bound",
    "Branch",
    "By",
    "Call",
    "Callback",
    "Cases",
    "Channel",
    "Condition",
    "Department",
    "Drop",
    "Escalation",
    "Every",
    "Expectation",
    "Fact",
    "GivesUp",
    "Incident",
    "Issue",
    "Mood",
    "Outcome",
    "Overflow",
    "Promise",
    "Queue",
    "Rate",
    "Redials",
    "Refer",
    "Refuse",
    "Resolve",
    "Rule",
    "Run",
    "Scenario",
    "Segment",
    "StartsOver",
    "Test",
    "Ticket",
    "Transfer",
    "Verb",
    "Watchdog",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of a case. The first of `values` holds at the start.

    `kept_in` a system it is seen only by those who read that system; `None`: by everyone, the customer too.
    """

    name: str
    place: Place
    values: tuple[str, ...]
    kept_in: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach the company. `reaches` gives a department, one by the case, or departments with chances.

    An attempt through a `public` channel is going public; a message that is not `noticed` is lost without a word.
    """

    name: str
    place: Place
    reaches: str | By[str] | Mapping[str, float]
    kind: Literal["live", "message"] = "live"
    open: Calendar = ALWAYS
    find: Time | None = None
    found: float = 1.0
    takes: Time | None = None
    admits: Condition | None = None
    admits_place: Place | None = None
    reads: tuple[str, ...] = ()
    about: str | None = None
    public: bool = False
    noticed: float = 1.0


@dataclass(frozen=True, slots=True)
class Overflow:
    """Who has waited `after` seconds on a live line moves to that of department `to`."""

    to: str
    after: float


@dataclass(frozen=True, slots=True)
class Callback:
    """Who has waited `offered_after` seconds on a live line is offered to be called back when it is their turn.

    A share `taken` of them goes away and is called; who does not keep their place moves to the end of the line.
    """

    offered_after: float
    taken: float
    keeps_place: bool = True


@dataclass(frozen=True, slots=True)
class Queue:
    """Who is served first within a priority, and how many may wait (`limit` `None`: any number).

    `ageing`: seconds after which who waits moves up a priority, again and again; `None`: never.
    """

    order: Literal["first come", "oldest case", "last come"] = "first come"
    limit: int | None = None
    overflow: Overflow | None = None
    callback: Callback | None = None
    ageing: float | None = None


@dataclass(frozen=True, slots=True)
class Department:
    """A team with one queue. `staff` is a number on duty in the hours of `works`, or a roster.

    `works` `None`: the hours of the channels that reach it, or always where none does. Where `staff` is a
    roster, `works` is `None` and the roster's hours stand for it. `at_closing` `None`: live visits finish the
    queue, others keep it. `at_once`: contacts that one agent handles together. `empathy` is from 0 to 1 (`None`: not
    said; 0.5, which moves nobody's mood).
    """

    name: str
    place: Place
    staff: int | Roster
    handling: Time | By[Time]
    rules: tuple[Rule, ...]
    works: Calendar | None = None
    priority: tuple[Condition, ...] = ()
    queue: Queue = field(default_factory=Queue)
    at_closing: Literal["finishes the queue", "keeps the queue", "sends the queue away"] | None = None
    at_end_of_shift: Literal["finishes", "puts down"] = "finishes"
    answer_within: float = 20.0
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    notes: float = 1.0
    retelling: Time | None = None
    cost: float | None = None
    about: str | None = None
    at_once: int = 1
    calls_out: bool = False
    empathy: float | None = None


@dataclass(frozen=True, slots=True)
class Watchdog:
    """Hands a case to department `hands_to`, once, as soon as `when` holds and `unless` (`None`: never) does not.

    It sees what that department reads.
    """

    name: str
    place: Place
    when: Condition
    hands_to: str
    unless: Condition | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Mood:
    """What moves a mood, which is from -1 to 1, each time; `empathy` times that of the department less a half.

    They are choices, not findings. `drives`: moods decide what customers do, or are only felt.
    """

    waiting_an_hour: float = -0.2
    turned_away: float = -0.1
    referred: float = -0.1
    refused: float = -0.2
    transferred: float = -0.05
    told_again: float = -0.1
    broken_promise: float = -0.3
    silent_week: float = -0.1
    empathy: float = 0.2
    resolved: float = 0.4
    gesture: float = 0.4
    drives: Literal["behaviour", "after the end only"] = "behaviour"


ARRIVALS = 28 * DAY
"""How long cases arise where nothing is said; and what `{cases: N}` are spread over where a run counts its cases."""

LONGER = 90 * DAY
"""How long the record goes on after the last case has arisen, where nothing is said."""


@dataclass(frozen=True, slots=True)
class Run:
    """When cases arise and when the record ends, in seconds from `start`, 00:00.

    Exactly one of `arrivals` (seconds) and `cases` (a number over all issues together) is set. `horizon`
    `None`: the record ends when the last case has ended, or where `longer` is set so long after the last has arisen.
    """

    start: dt.date = dt.date(2026, 1, 5)
    arrivals: float | None = ARRIVALS
    cases: int | None = None
    horizon: float | None = ARRIVALS + LONGER
    warm_up: float = 0.0
    longer: float | None = None

    def ends(self, arrivals_end: float) -> float | None:
        """When the record ends if the last case arises then; `None` for when the last case has ended."""
        return self.horizon if self.longer is None else arrivals_end + self.longer


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit that an expectation sets, in the figure's own unit (seconds, shares up to 1, counts).

    `of_baseline`: a multiple of the baseline's figure instead.
    """

    value: float
    of_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """A figure and its limits (`None`: none on that side). Where the figure is `verdict`, any of `verdicts` will do.

    `share` set: the figure is the share, among the cases of `scope`, of those for which it holds.
    """

    name: str
    place: Place
    figure: str
    at_least: Bound | None = None
    at_most: Bound | None = None
    within: float | None = None
    share: Condition | None = None
    scope: Condition | None = None
    verdicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One variant of a scenario file, complete. Mappings keep the order of the file.

    `variant` is `None` for the file as it stands. `variants` names those that the file offers, with what
    each is about. `handed_down` are those `accepted` findings that the variant at hand does not name itself. `mood` is
    `None` where the file says nothing of it: the amounts are then those that are documented. `places` gives the place
    of every key and value by its path in the document.
    """

    name: str
    file: str
    run: Run
    holidays: Mapping[dt.date, str]
    segments: Mapping[str, Segment]
    issues: Mapping[str, Issue]
    facts: Mapping[str, Fact]
    systems: tuple[str, ...]
    channels: Mapping[str, Channel]
    departments: Mapping[str, Department]
    watchdogs: Mapping[str, Watchdog] = field(default_factory=dict)
    expectations: tuple[Expectation, ...] = ()
    about: str | None = None
    currency: str | None = None
    variant: str | None = None
    variants: Mapping[str, str | None] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)
    handed_down: frozenset[str] = frozenset()
    mood: Mood | None = None
    places: Mapping[Path, Place] = field(default_factory=dict)
    incidents: Mapping[str, Incident] = field(default_factory=dict)
