"""What departments do, as scenarios say it: verbs, outcomes with their chances, and rules."""

from dataclasses import dataclass

from journeysim.model.conditions import Condition
from journeysim.model.duration import A_DAY, Time
from journeysim.model.problem import Place


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
