"""The finite process that a scenario describes: integer states, decision tables, and where each came from.

Engine and verifier walk the same `Process`. Names have become indices, conditions have become bit masks, and
states are numbered as they are reached. Everything here is exact and without a clock: a state holds what is
true of a case, not when it happens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from journeysim.model.decision import (
    NONE,
    Check,
    Checks,
    Context,
    Does,
    Item,
    Stage,
    State,
    Subject,
    Table,
    band,
    holds,
    looks,
    seen,
    value_of,
)
from journeysim.model.log import Came
from journeysim.model.nodes import (
    ChannelNode,
    DepartmentNode,
    EscalationNode,
    OutcomeNode,
    Population,
    RuleNode,
    WatchdogNode,
)
from journeysim.model.problem import Problem
from journeysim.model.scenario import Call, Scenario, Segment

__all__ = [
    "NONE",
    "ChannelNode",
    "Check",
    "Checks",
    "Context",
    "DepartmentNode",
    "Does",
    "EscalationNode",
    "Item",
    "NoRule",
    "OutcomeNode",
    "Population",
    "Process",
    "RuleNode",
    "Stage",
    "State",
    "Subject",
    "Table",
    "WatchdogNode",
    "band",
    "holds",
    "seen",
    "value_of",
]


class NoRule(Exception):
    """A department has a case before it for which it has no rule: (department, state, context)."""

    def __init__(self, department: DepartmentNode, state: State, context: Context) -> None:
        super().__init__(department.name)
        self.department, self.state, self.context = department, state, context


@dataclass(eq=False, slots=True)
class Process:
    """What a scenario means. Made by `build` alone; past it nobody checks again.

    States, items and situations are numbered as they are reached; `states[n]` is the state numbered n, and the
    methods that answer with a state's number are pure: the same question always has the same answer, though the
    numbers depend on the order of asking. `asked` is all that rules and gates ask for; `publics` is a bit mask over the
    channels through which attempts are remembered as going public (0 where nobody asks), `moods` the bounds that
    escalations name, in millionths. A situation is what loops are told by: facts, notes and pending things.
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
    publics: int = 0
    watchdogs: tuple[WatchdogNode, ...] = ()
    moods: tuple[int, ...] = ()
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
        """Note down what anybody's rules, gates or watchdogs ask for."""
        gates = [channel.looks for channel in self.channels]
        watched = [looks(watchdog.when, watchdog.unless) for watchdog in self.watchdogs]
        rules = [department.looks for department in self.departments]
        self.asked = frozenset[Subject]().union(*gates, *rules, *watched)

    @property
    def surprises(self) -> tuple[Problem, ...]:
        """The warnings of what the scenario does not accept."""
        return tuple(problem for problem in self.warnings if problem.code not in self.scenario.accepted)

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
            made = self.items[outcome.item].outcome
            pending = tuple(sorted((*(other for other in pending if self.items[other].outcome != made), outcome.item)))
        referral = outcome.referral if outcome.does is Does.REFER else old.referral
        watched = old.watched if outcome.watchdog == NONE else old.watched | 1 << outcome.watchdog
        return old._replace(facts=tuple(facts), notes=notes, pending=pending, referral=referral, watched=watched)

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

    def attempted(self, state: int, channel: int) -> int:
        """The state once an attempt is made: a referral holds for one attempt, and what is public stays so."""
        old = self.states[state]
        public = old.public | self.publics >> channel & 1
        if old.referral == NONE and public == old.public:
            return state
        found = self._moves.get((public, state, 4))
        return self._move((public, state, 4), referral=NONE, public=public) if found is None else found

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
        """The pending item that an equal one merges with, or `NONE`: of the same outcome, or by the same channel.

        A call that has left nothing but a voicemail is made anew: the new one takes its place.
        """
        made = self.items[item]
        for other in pending:
            known = self.items[other]
            if (known.outcome, known.channel) == (made.outcome, made.channel):
                return NONE if self.called_in_vain(known) else other
        return NONE

    def is_call(self, item: Item) -> bool:
        """Whether this is a call of the company, or one that the customer returns."""
        return item.outcome != NONE and self.outcomes[item.outcome].does is Does.CALL

    def called_in_vain(self, item: Item) -> bool:
        """Whether this is a call of which nothing is left but a voicemail."""
        if item.came != Came.CALL:
            return False
        verb = self.outcomes[item.outcome].source.verb
        return isinstance(verb, Call) and item.missed >= verb.tries

    def voicemail(self, state: int, outcome: int) -> int:
        """The pending call of an outcome that has left a voicemail, or `NONE`."""
        for number in self.states[state].pending:
            item = self.items[number]
            if item.outcome == outcome and item.came == Came.CALL and item.missed:
                return number
        return NONE

    def missed(self, state: int, call: int) -> int:
        """The state once nobody has answered a call: a voicemail is a word to the customer."""
        item = self.items[call]
        return self.told(self.turned(state, call, item._replace(missed=item.missed + 1)))

    def returned(self, state: int, call: int) -> int:
        """The state once the customer returns a voicemail: they wait to be put through, and nobody calls any more."""
        return self.turned(state, call, self.items[self.voicemail_returned(call)])

    def voicemail_returned(self, call: int) -> int:
        """What a call becomes when the customer returns its voicemail."""
        return self.item(self.items[call]._replace(came=int(Came.CUSTOMER), missed=0))

    def turned(self, state: int, item: int, into: Item) -> int:
        """The state in which a pending thing has become another."""
        return self.added(self.removed(state, item), self.item(into))

    def segment_of(self, state: int) -> Segment:
        """Who the customer is."""
        population, _ = self.traits[self.states[state].traits]
        return self.scenario.segments[self.populations[population].segment]

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
