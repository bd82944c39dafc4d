"""What a scenario says, as data: one variant of it, with all defaults applied.

Times are distributions over seconds, chances are floats from 0 to 1, rates are cases per second. Names are
those of the file. A `Scenario` may still be wrong as a process; a `Process` may not.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from journeysim.model.calendar import ALWAYS, Calendar, Profile, Roster
from journeysim.model.duration import DAY, ENDLESS, HOUR, Exactly, Time
from journeysim.model.problem import Path, Place

T = TypeVar("T")

AN_HOUR, A_DAY, A_WEEK = Exactly(HOUR), Exactly(DAY), Exactly(7 * DAY)


@dataclass(frozen=True, slots=True)
class By(Generic[T]):
    """A value that depends on the case.

    `about` is `issue`, `segment`, `channel`, or the name of an attribute or a fact; `table` is looked up
    with its value, `otherwise` serves the rest (`None`: the table names every value there is).
    """

    about: str
    table: Mapping[str, T]
    otherwise: T | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison: `about` is one of `values`, or a number within bounds.

    `about` is an attribute, a fact, or `issue`, `segment`, `channel`, `known`, `referred by`, `came as`,
    `went public`, `contacts`, `open for`, `silent for`, `mood`; in an expectation also `department`, `ended`. `values`
    is empty where the bounds speak. `at_least` is reached by equality, `over` and `under` are not. `contacts`
    counts, `mood` is from -1 to 1, the others are seconds.
    """

    about: str
    values: tuple[str, ...] = ()
    at_least: float | None = None
    over: float | None = None
    under: float | None = None


Condition = tuple[tuple[Test, ...], ...]
"""Any of these holds, where each is a group of tests that all hold."""


@dataclass(frozen=True, slots=True)
class Resolve:
    """The case is resolved `after` a time (`None`: at once); the fix works with chance `works`, else it reopens.

    A resolution that takes effect later is told to the customer unless it is done `silently`. A `gesture` is money
    that the customer gets with it.
    """

    after: Time | None = None
    works: float = 1.0
    reopens_after: Time = A_DAY
    silently: bool = False
    gesture: float = 0.0


@dataclass(frozen=True, slots=True)
class Transfer:
    """The same contact goes to the queue of department `to`, at once; `warm`: it is known there."""

    to: str
    warm: bool = False


@dataclass(frozen=True, slots=True)
class Refer:
    """The customer is told to contact `to`, channels in order; `after` `None` means their own pause."""

    to: tuple[str, ...]
    after: Time | None = None
    followed: float = 1.0


@dataclass(frozen=True, slots=True)
class Promise:
    """Something will be done within `within` seconds: `then`, or nothing at all where it is `None`.

    Kept in time with chance `kept`, done after twice `within` with chance `late`; both are of all promises.
    """

    within: float
    kept: float = 1.0
    late: float = 0.0
    then: "Outcome | None" = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """Handed on inside to department `to`; the customer is told to wait `told` seconds (`None`: told nothing)."""

    to: str
    told: float | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    """The customer is told no, for this `reason`; the case stays as it is."""

    reason: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Lost silently: the customer believes it pending."""


@dataclass(frozen=True, slots=True)
class Call:
    """The company calls the customer `after` a time (`None`: at once), up to `tries` times, with a while between.

    `then` is carried out when they speak: the call is answered, or the customer returns a voicemail.
    """

    then: "Outcome"
    after: Time | None = None
    tries: int = 1
    again_after: Time = A_DAY


Verb = Resolve | Transfer | Refer | Promise | Ticket | Call | Refuse | Drop


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule does. `place` identifies it: two outcomes are equal when they stand at the same place."""

    verb: Verb
    place: Place
    set: tuple[tuple[str, str], ...] = ()
    note: bool = True
    says: str | None = None
    count: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """An outcome and its chance among those of its rule."""

    chance: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Rule:
    """Applies where `when` holds (`None`: always) and `unless` does not (`None`: never)."""

    name: str
    place: Place
    then: tuple[Branch, ...]
    when: Condition | None = None
    unless: Condition | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Balks:
    """Leaves at once when more than `queue_over` wait, or the announced wait is over `wait_over` seconds."""

    queue_over: int | None = None
    wait_over: float | None = None


@dataclass(frozen=True, slots=True)
class Redials:
    """After abandoning: the same channel again with `chance`, `after` a time (`None`: their own pause)."""

    chance: float
    after: Time | None = None
    otherwise: Literal["tries the next", "gives up"] = "tries the next"


@dataclass(frozen=True, slots=True)
class StartsOver:
    """Another round at a dead end, at most `times`; `after` `None` means their own pause."""

    times: int
    after: Time | None = None


@dataclass(frozen=True, slots=True)
class GivesUp:
    """Limits of persistence, first to come: attempts made, own effort (s), age of the case (s), mood. `None`: no limit.

    Below `mood` the customer has had enough.
    """

    attempts: int | None = None
    effort: float | None = None
    open_for: float | None = None
    mood: float | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """A channel taken beside the customer's own, once `when` holds (`None`: at once) after a failed attempt or silence.

    The dice fall once a case: with `chance` it is taken, `after` a time (`None`: their own pause).
    """

    channel: str
    place: Place
    when: Condition | None = None
    chance: float = 1.0
    after: Time | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Who they are and how they behave.

    `traits` gives each attribute's values with their chances. `tries` holds channels; where `tries_chances`
    is empty they are taken in order, else drawn among those not yet tried with these weights. `mood` is that at the
    start, below `churns` they leave the company, above `promotes` they recommend it (`None`: not said; 0, -0.5, 0.5).
    """

    name: str
    place: Place
    tries: tuple[str, ...]
    traits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    tries_chances: tuple[float, ...] = ()
    hesitates: Time | None = None
    patience: Time | By[Time] = ENDLESS
    balks: Balks | None = None
    redials: Redials | None = None
    closed_doors: Literal["waits", "turned away"] = "waits"
    pauses: Time = AN_HOUR
    chases: Time = A_WEEK
    starts_over: StartsOver | None = None
    gives_up: GivesUp = field(default_factory=GivesUp)
    worth: float | None = None
    about: str | None = None
    escalates: tuple[Escalation, ...] = ()
    answers_calls: float = 0.7
    returns_voicemail: float = 0.3
    mood: float | None = None
    churns: float | None = None
    promotes: float | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """A Poisson stream, `per_second` in the mean over a whole week."""

    per_second: float


@dataclass(frozen=True, slots=True)
class Every:
    """One case each `gap`, the first after one gap."""

    gap: Time


@dataclass(frozen=True, slots=True)
class At:
    """One case at each of these moments, in seconds from the start of the run."""

    moments: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """So many cases in all, spread over the time of arrivals as the profile says."""

    number: int


@dataclass(frozen=True, slots=True)
class Announcement:
    """What callers on the channels `heard_on` hear from `after` seconds into an incident to its end.

    A share of them, `satisfies`, hangs up content.
    """

    heard_on: tuple[str, ...]
    after: float
    satisfies: float


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that gives many customers the same issue.

    It `starts` so many seconds after the start of the run, or comes again and again, one `every` so often; exactly
    one of the two is set. Each time it causes `raised_by` cases, which arise as `spread` says after its beginning
    (`None`: evenly over the time that it lasts).
    """

    name: str
    place: Place
    issue: str
    raised_by: Mapping[str, int]
    lasts: Time
    starts: float | None = None
    every: Time | None = None
    spread: Time | None = None
    announcement: Announcement | None = None
    about: str | None = None


Arrivals = Rate | Every | At | Cases


@dataclass(frozen=True, slots=True)
class Issue:
    """What customers need, and who has it how often. `begins_with` is what the company did before the first attempt.

    `clears_up`: how long after it arose the case is resolved without the company's doing, `with the incident` for the
    end of the one that caused it, `None` for never.
    """

    name: str
    place: Place
    raised_by: Mapping[str, Arrivals]
    profile: Profile | None = None
    worth: float | None = None
    begins_with: Outcome | None = None
    about: str | None = None
    clears_up: Time | Literal["with the incident"] | None = None


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
