"""Who comes, how they behave, and with what: segments, issues, incidents, and how often these arise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from journeysim.model.calendar import Profile
from journeysim.model.conditions import By, Condition
from journeysim.model.duration import A_WEEK, AN_HOUR, ENDLESS, Time
from journeysim.model.outcomes import Outcome
from journeysim.model.problem import Place


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
