"""The parts of a process: populations, channels, departments, rules, outcomes, with indices in place of names."""

from dataclasses import dataclass, field

from journeysim.model.decision import (
    NONE,
    Checks,
    Context,
    Does,
    State,
    Subject,
    Table,
    holds,
)
from journeysim.model.duration import Time
from journeysim.model.problem import Place
from journeysim.model.scenario import Escalation, Outcome


@dataclass(frozen=True, slots=True)
class OutcomeNode:
    """An outcome with its names resolved.

    `item` is what it makes pending, `then` what a promise or a call carries out, `watchdog` whose doing it is.
    """

    index: int
    does: Does
    source: Outcome
    department: int
    rule: str
    sets: tuple[tuple[int, int], ...]
    item: int = NONE
    to: tuple[int, ...] = ()
    then: int = NONE
    referral: int = NONE
    watchdog: int = NONE


@dataclass(frozen=True, slots=True)
class WatchdogNode:
    """A watchdog: the outcome by which it hands a case on."""

    name: str
    when: Checks
    unless: Checks | None
    outcome: int

    def holds(self, state: State, context: Context) -> bool:
        """Whether it would hand on a case in this state."""
        return holds(self.when, state, context) and (self.unless is None or not holds(self.unless, state, context))


@dataclass(frozen=True, slots=True)
class RuleNode:
    """A rule: the running sums of its chances beside the outcomes."""

    name: str
    place: Place
    when: Checks | None
    unless: Checks | None
    bounds: tuple[float, ...]
    outcomes: tuple[int, ...]

    def applies(self, state: State, context: Context) -> bool:
        """Whether the rule holds in this state and context."""
        if self.when is not None and not holds(self.when, state, context):
            return False
        return self.unless is None or not holds(self.unless, state, context)


@dataclass(frozen=True, slots=True)
class DepartmentNode:
    """A department's tables. `looks` names the parts of a context that its rules ask for; `overflow` is the department
    to which who waits too long moves on.
    """

    index: int
    name: str
    rules: tuple[RuleNode, ...]
    reads: int
    writes: int
    handling: Table[Time]
    priority: tuple[Checks, ...]
    looks: frozenset[Subject]
    overflow: int = NONE
    decisions: dict[tuple[int, Context], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChannelNode:
    """A channel's gate and routing; `reaches` gives departments with running sums of their chances."""

    index: int
    name: str
    live: bool
    gate: Checks | None
    reaches: Table[tuple[tuple[float, ...], tuple[int, ...]]]
    looks: frozenset[Subject]
    admissions: dict[tuple[int, Context], bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EscalationNode:
    """A channel that customers take beside their own, and when (`None`: at the first failed attempt or silence)."""

    channel: int
    when: Checks | None
    source: Escalation

    def applies(self, state: State, context: Context) -> bool:
        """Whether the customer thinks of it now."""
        return self.when is None or holds(self.when, state, context)


@dataclass(frozen=True, slots=True)
class Population:
    """An issue and a segment that raises it, by itself or (`incident`) in an incident; its cases' traits are `traits`.

    `attributes` gives each attribute with the running sums of its values' chances; `traits` runs through the
    combinations of values, the last attribute fastest. `clears_up`: its cases may be resolved without the company.
    `mood` is that at the start, in millionths; `follows_mood` says whether it decides what they do.
    """

    issue: str
    segment: str
    attributes: tuple[tuple[str, tuple[float, ...]], ...]
    traits: tuple[int, ...]
    patience: Table[Time]
    escalations: tuple[EscalationNode, ...] = ()
    incident: str | None = None
    clears_up: bool = False
    mood: int = 0
    follows_mood: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What tells it from others, as the key of its luck."""
        return (self.issue, self.segment) if self.incident is None else (self.issue, self.segment, self.incident)
