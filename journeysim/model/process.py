"""The finite process that a scenario describes: integer states, decision tables, and where each came from.

Engine and verifier walk the same `Process`. Names have become indices, conditions have become bit masks, and
states are numbered as they are reached. Everything here is exact and without a clock: a state holds what is
true of a case, not when it happens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Generic, NamedTuple, TypeVar

from journeysim.model.duration import Time
from journeysim.model.log import Came
from journeysim.model.problem import Place, Problem
from journeysim.model.scenario import Outcome, Scenario

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


class Item(NamedTuple):
    """Something pending: a resolution on its way, a promise, a ticket, a message.

    A message has a channel and no outcome; the others have the outcome that made them (outcomes at one place of
    the file count as one). `department` is where a ticket or message waits, `warm` whether it is known there.
    The graph tells one that waits from one `in_hand`, with what was `known` as it began, where that matters.
    """

    outcome: int = NONE
    channel: int = NONE
    department: int = NONE
    referrer: int = NONE
    came: int = int(Came.TICKET)
    warm: int = 0
    in_hand: int = 0
    known: int = 0


class State(NamedTuple):
    """All that is true of a case, without the clock.

    `notes` is a bit mask over systems; `pending` sorted items. `found` (a bit mask over channels that not everybody
    finds) and the bands of `age` and `silence` are the graph's: the engine remembers them beside the state, with times.
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


class Context(NamedTuple):
    """What a decision may know beside the state: where the visit came from, and bands of time."""

    channel: int = NONE
    referrer: int = NONE
    came: int = int(Came.CUSTOMER)
    known: int = 0
    age: int = 0
    silence: int = 0


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


Checks = tuple[tuple[Check, ...], ...]
"""Any group holds, where all checks of a group pass."""


def holds(checks: Checks, state: State, context: Context) -> bool:
    """Whether any group of checks passes."""
    return any(all(check.passes(state, context) for check in group) for group in checks)


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """A value by what holds of the case; `subject` `None`: always `otherwise`."""

    subject: Subject | None
    which: int
    values: Mapping[int, T]
    otherwise: T | None

    def of(self, state: State, context: Context) -> T:
        """The value for this case."""
        if self.subject is None:
            value = self.otherwise
        else:
            value = self.values.get(value_of(self.subject, self.which, state, context), self.otherwise)
        assert value is not None, "a table that names every value or has an otherwise"
        return value


@dataclass(frozen=True, slots=True)
class OutcomeNode:
    """An outcome with its names resolved. `item` is what it makes pending, `then` what a promise carries out."""

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
    """A department's tables. `looks` names the parts of a context that its rules ask for."""

    index: int
    name: str
    rules: tuple[RuleNode, ...]
    reads: int
    writes: int
    handling: Table[Time]
    priority: tuple[Checks, ...]
    looks: frozenset[Subject]
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
class Population:
    """An issue and a segment that raises it; its cases' traits are `traits`.

    `attributes` gives each attribute with the running sums of its values' chances; `traits` runs through the
    combinations of values, the last attribute fastest.
    """

    issue: str
    segment: str
    attributes: tuple[tuple[str, tuple[float, ...]], ...]
    traits: tuple[int, ...]
    patience: Table[Time]


class NoRule(Exception):
    """A department has a case before it for which it has no rule: (department, state, context)."""

    def __init__(self, department: DepartmentNode, state: State, context: Context) -> None:
        super().__init__(department.name)
        self.department, self.state, self.context = department, state, context


@dataclass(eq=False, slots=True)
class Process:
    """What a scenario means. Made by `build` alone; past it nobody checks again.

    States, items and situations are numbered as they are reached; `states[n]` is the state numbered n, and the
    methods that answer with a state's number are pure: the same question always has the same answer, though
    the numbers depend on the order of asking. `asked` is all that rules and gates ask for. A situation is what
    loops are told by: facts, notes and pending things.
    """

    scenario: Scenario
    populations: tuple[Population, ...]
    traits: tuple[tuple[int, Mapping[str, str]], ...]
    fact_names: tuple[str, ...]
    fact_values: tuple[tuple[str, ...], ...]
    visible: tuple[bool, ...]
    systems: tuple[str, ...]
    channels: tuple[ChannelNode, ...]
    departments: tuple[DepartmentNode, ...]
    outcomes: tuple[OutcomeNode, ...]
    begins_with: tuple[int, ...]
    referrals: tuple[tuple[int, tuple[int, ...]], ...]
    ages: tuple[int, ...]
    silences: tuple[int, ...]
    contacts_cap: int
    items: list[Item]
    warnings: tuple[Problem, ...] = ()
    states: list[State] = field(default_factory=list)
    situations: list[tuple[tuple[int, ...], int, tuple[int, ...]]] = field(default_factory=list)
    situation_of: list[int] = field(default_factory=list)
    asked: frozenset[Subject] = frozenset()
    _state_numbers: dict[State, int] = field(default_factory=dict)
    _situation_numbers: dict[tuple[tuple[int, ...], int, tuple[int, ...]], int] = field(default_factory=dict)
    _item_numbers: dict[Item, int] = field(default_factory=dict)
    _moves: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note down what anybody's rules or gates ask for."""
        gates = [channel.looks for channel in self.channels]
        self.asked = frozenset[Subject]().union(*gates, *(department.looks for department in self.departments))

    def number(self, state: State) -> int:
        """The number of a state; a new one is added."""
        found = self._state_numbers.get(state)
        if found is not None:
            return found
        fresh = len(self.states)
        self._state_numbers[state] = fresh
        self.states.append(state)
        key = (state.facts, state.notes, state.pending)
        situation = self._situation_numbers.setdefault(key, len(self.situations))
        if situation == len(self.situations):
            self.situations.append(key)
        self.situation_of.append(situation)
        return fresh

    def item(self, item: Item) -> int:
        """The number of a pending item; a new one is added."""
        if not self._item_numbers:
            self._item_numbers.update((known, n) for n, known in enumerate(self.items))
        found = self._item_numbers.get(item)
        if found is None:
            found = self._item_numbers[item] = len(self.items)
            self.items.append(item)
        return found

    def first(self, traits: int) -> int:
        """The state in which a case of these traits arises, before anything the company has done."""
        return self.number(State(traits=traits, facts=(0,) * len(self.fact_names)))

    def begun(self, traits: int) -> int:
        """The state in which a case of these traits arises, in bands of time where somebody asks for them."""
        age = band(self.ages, 0) if Subject.AGE in self.asked else 0
        silence = band(self.silences, 0) if Subject.SILENCE in self.asked else 0
        return self._move((traits, self.first(traits), 11), age=age, silence=silence)

    def after(self, state: int, outcome: int, *, noted: bool) -> int:
        """The state after an outcome: facts set, a note left, something pending, a referral open.

        A resolution that takes effect at once is left to `settled`, since whether it works is a draw.
        """
        question = (2 * outcome + noted, state, 0)
        found = self._moves.get(question)
        if found is None:
            found = self._moves[question] = self.number(self._after(self.states[state], self.outcomes[outcome], noted))
        return found

    def _after(self, old: State, outcome: OutcomeNode, noted: bool) -> State:
        facts = list(old.facts)
        for fact, value in outcome.sets:
            facts[fact] = value
        notes = old.notes
        if noted and outcome.source.note and outcome.department != NONE:
            notes |= self.departments[outcome.department].writes
        pending = old.pending
        if outcome.item != NONE and self.twin(old.pending, outcome.item) == NONE:
            pending = tuple(sorted((*pending, outcome.item)))
        referral = outcome.referral if outcome.does is Does.REFER else old.referral
        return old._replace(facts=tuple(facts), notes=notes, pending=pending, referral=referral)

    def settled(self, state: int, *, works: bool) -> int:
        """The state once a resolution has taken effect: nothing is pending any more."""
        found = self._moves.get((works, state, 1))
        if found is None:
            stage = int(Stage.RESOLVED if works else Stage.SEEMS)
            found = self._move((works, state, 1), stage=stage, pending=(), referral=NONE)
        return found

    def reopened(self, state: int) -> int:
        """The state once a fix has proved false."""
        return self._move((0, state, 2), stage=int(Stage.OPEN))

    def counted(self, state: int) -> int:
        """The state once one more contact has begun; counted up to the largest number that anybody asks for."""
        if not self.contacts_cap:
            return state
        return self._move((0, state, 3), contacts=min(self.states[state].contacts + 1, self.contacts_cap))

    def attempted(self, state: int) -> int:
        """The state once an attempt is made: a referral holds for one attempt."""
        if self.states[state].referral == NONE:
            return state
        found = self._moves.get((0, state, 4))
        return self._move((0, state, 4), referral=NONE) if found is None else found

    def added(self, state: int, item: int) -> int:
        """The state with one more thing pending."""
        return self._move((item, state, 5), pending=tuple(sorted({*self.states[state].pending, item})))

    def removed(self, state: int, item: int) -> int:
        """The state once a pending thing is over."""
        return self._move((item, state, 6), pending=tuple(n for n in self.states[state].pending if n != item))

    def found(self, state: int, channel: int) -> int:
        """The state once the customer has found a channel."""
        return self._move((channel, state, 7), found=self.states[state].found | 1 << channel)

    def older(self, state: int) -> int:
        """The state in the next band of age."""
        return self._move((0, state, 8), age=self.states[state].age + 1)

    def silent(self, state: int) -> int:
        """The state in the next band of silence."""
        return self._move((0, state, 9), silence=self.states[state].silence + 1)

    def told(self, state: int) -> int:
        """The state once the customer has heard a word: silence begins anew."""
        return self._move((0, state, 10), silence=band(self.silences, 0)) if self.states[state].silence else state

    def _move(self, question: tuple[int, int, int], **changes: Any) -> int:
        found = self._moves.get(question)
        if found is None:
            found = self._moves[question] = self.number(self.states[question[1]]._replace(**changes))
        return found

    def twin(self, pending: tuple[int, ...], item: int) -> int:
        """The pending item that an equal one merges with, or `NONE`: of the same outcome, or by the same channel."""
        made = self.items[item]
        for other in pending:
            known = self.items[other]
            if (known.outcome, known.channel) == (made.outcome, made.channel):
                return other
        return NONE

    def noticed(self, state: int, outcome: int) -> bool:
        """Whether the outcome changes a fact that the customer can see."""
        facts = self.states[state].facts
        return any(self.visible[fact] and facts[fact] != value for fact, value in self.outcomes[outcome].sets)

    def knows(self, department: int, state: int, *, warm: bool) -> bool:
        """Whether the department knows the case: it was handed over in person, or left a note that it can read."""
        return warm or bool(self.states[state].notes & self.departments[department].reads)

    def referrer(self, state: int, channel: int) -> int:
        """The department whose referral an attempt through this channel follows, or `NONE`."""
        return self.followed(self.states[state].referral, channel)

    def followed(self, referral: int, channel: int) -> int:
        """The department of a referral that an attempt through this channel follows, or `NONE`."""
        if referral == NONE or channel not in self.referrals[referral][1]:
            return NONE
        return self.referrals[referral][0]

    def admits(self, channel: int, state: int, context: Context) -> bool:
        """Whether the channel's gate lets this case in."""
        node = self.channels[channel]
        if node.gate is None:
            return True
        key = (state, seen(context, node.looks))
        found = node.admissions.get(key)
        if found is None:
            found = node.admissions[key] = holds(node.gate, self.states[state], context)
        return found

    def decide(self, department: int, state: int, context: Context) -> int:
        """The index of the first rule that applies.

        Raises `NoRule` where none does; `build` has made sure that this cannot happen in a state that it reached.
        """
        node = self.departments[department]
        key = (state, seen(context, node.looks))
        found = node.decisions.get(key)
        if found is None:
            found = node.decisions[key] = self.first_rule(node, self.states[state], context)
        return found

    @staticmethod
    def first_rule(node: DepartmentNode, state: State, context: Context) -> int:
        """The index of a department's first rule that applies; raises `NoRule` where none does."""
        for number, rule in enumerate(node.rules):
            if rule.applies(state, context):
                return number
        raise NoRule(node, state, context)


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


def band(cuts: tuple[int, ...], milliseconds: int) -> int:
    """The band of a length of time: even between the cuts, odd on one of them."""
    for number, cut in enumerate(cuts):
        if milliseconds <= cut:
            return 2 * number + (milliseconds == cut)
    return 2 * len(cuts)
