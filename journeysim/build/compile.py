"""Names to indices: the tables of a `Process` out of a `Scenario`."""

import itertools
import math
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TypeVar

from journeysim.build.calling import calling_problems
from journeysim.build.checks import Names, compile_by, compile_condition, cuts
from journeysim.build.explore import explore
from journeysim.build.timing import timing_problems
from journeysim.model.decision import looks
from journeysim.model.duration import Exactly, Time
from journeysim.model.feeling import follows_mood, start_of
from journeysim.model.log import Came
from journeysim.model.problem import Place, Problem, ScenarioError
from journeysim.model.process import (
    NONE,
    ChannelNode,
    DepartmentNode,
    Does,
    EscalationNode,
    Item,
    OutcomeNode,
    Population,
    Process,
    RuleNode,
    Table,
    WatchdogNode,
)
from journeysim.model.scenario import (
    By,
    Call,
    Channel,
    Condition,
    Department,
    Drop,
    Outcome,
    Promise,
    Refer,
    Refuse,
    Resolve,
    Rule,
    Scenario,
    Ticket,
    Transfer,
    Verb,
    Watchdog,
)

T = TypeVar("T")

MOST_KINDS = 10_000
"""Combinations of attribute values that a segment may have."""


def build(scenario: Scenario) -> Process:
    """The process that a scenario describes, walked once from every first state.

    Raises `ScenarioError` with all that only the graph shows: a department with no rule for a case that can come
    before it, a round that takes no time, hours that never come. What can be lived with is in
    `Process.warnings`: a rule that never applies, a channel that nobody may enter.
    """
    impossible = [
        *_too_many_kinds(scenario),
        *_nothing_to_transfer(scenario),
        *_unheard(scenario),
        *_into_itself(scenario),
        *calling_problems(scenario),
    ]
    if impossible:
        raise ScenarioError(impossible)
    process = _Compiler(scenario).process()
    problems = [*timing_problems(scenario, process)]
    if not any(problem.severity == "error" for problem in problems):
        problems += explore(process)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ScenarioError(errors)
    process.warnings = tuple(sorted(problems, key=lambda problem: problem.place))
    return process


def _too_many_kinds(scenario: Scenario) -> Iterator[Problem]:
    """Segments whose attributes make more kinds of customers than anybody can tell apart."""
    for segment in scenario.segments.values():
        kinds = math.prod(len(values) for values in segment.traits.values())
        if kinds > MOST_KINDS:
            yield Problem(
                segment.place,
                "too-many-kinds",
                f"the attributes of '{segment.name}' make {kinds:,} kinds of customers, more than {MOST_KINDS:,}",
                "leave out attributes that no rule or gate asks for",
                ("segments", segment.name),
                len(segment.name),
            )


def _nothing_to_transfer(scenario: Scenario) -> Iterator[Problem]:
    """Transfers where nobody is in contact: in a promise, a call, or in what an issue begins with."""
    todo = [issue.begins_with for issue in scenario.issues.values() if issue.begins_with is not None]
    branches = [branch for dept in scenario.departments.values() for rule in dept.rules for branch in rule.then]
    todo += [
        branch.outcome.verb.then
        for branch in branches
        if isinstance(branch.outcome.verb, Promise | Call) and branch.outcome.verb.then
    ]
    while todo:
        outcome = todo.pop()
        if isinstance(outcome.verb, Promise | Call) and outcome.verb.then is not None:
            todo.append(outcome.verb.then)
        if isinstance(outcome.verb, Transfer):
            yield Problem(
                outcome.place,
                "nothing-to-transfer",
                "a transfer passes on a contact that the customer has made, and here is none",
                f"write 'ticket: {outcome.verb.to}' to hand the case on inside",
                width=len("transfer"),
            )


def _unheard(scenario: Scenario) -> Iterator[Problem]:
    """Announcements that nobody hears: on channels without a line, or after the end."""
    for incident in scenario.incidents.values():
        path = ("incidents", incident.name, "announcement", "heard on")
        for name in incident.announcement.heard_on if incident.announcement is not None else ():
            if scenario.channels[name].kind != "live":
                yield Problem(
                    scenario.places.get(path, incident.place),
                    "not-live",
                    f"the announcement of '{incident.name}' is to be heard on '{name}', where nobody waits in line",
                    "name live channels alone",
                    path,
                    len("heard on"),
                )
        announced = incident.announcement
        if announced is not None and isinstance(incident.lasts, Exactly) and announced.after >= incident.lasts.seconds:
            path = ("incidents", incident.name, "announcement", "after")
            yield Problem(
                scenario.places.get(path, incident.place),
                "no-effect",
                f"'{incident.name}' is over before its announcement is played",
                "write a time shorter than 'lasts'",
                path,
                len("after"),
            )


def _into_itself(scenario: Scenario) -> Iterator[Problem]:
    """Lines that overflow into themselves."""
    for department in scenario.departments.values():
        overflow = department.queue.overflow
        if overflow is not None and overflow.to == department.name:
            path = ("departments", department.name, "queue", "overflow", "to")
            yield Problem(
                scenario.places.get(path, department.place),
                "cycle",
                f"the line of '{department.name}' overflows into itself",
                "name another department",
                path,
                len("to"),
            )


def _conditions(scenario: Scenario) -> list[Condition]:
    channels = [channel.admits for channel in scenario.channels.values()]
    departments = [
        condition
        for department in scenario.departments.values()
        for condition in (
            *department.priority,
            *(part for rule in department.rules for part in (rule.when, rule.unless)),
        )
    ]
    escalations = [one.when for segment in scenario.segments.values() for one in segment.escalates]
    watchdogs = [part for watchdog in scenario.watchdogs.values() for part in (watchdog.when, watchdog.unless)]
    conditions = (*channels, *departments, *escalations, *watchdogs)
    return [condition for condition in conditions if condition is not None]


def _sums(chances: Mapping[str, float]) -> tuple[float, ...]:
    """Running sums that end at exactly 1."""
    return (*list(accumulate(chances.values()))[:-1], 1.0)


def _itself(time: Time) -> Time:
    return time


def _index(known: list[T], value: T) -> int:
    """Where a value stands in the list; a new one is added at its end."""
    if value not in known:
        known.append(value)
    return known.index(value)


class _Compiler:
    """Holds the indices while the tables are made."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.channels = tuple(scenario.channels)
        self.departments = tuple(scenario.departments)
        self.facts = tuple(scenario.facts)
        self.outcomes: list[OutcomeNode] = []
        self.first_at: dict[Place, int] = {}
        self.items: list[Item] = []
        self.referrals: list[tuple[int, tuple[int, ...]]] = []
        owners = [(issue.name, segment) for issue in scenario.issues.values() for segment in issue.raised_by]
        self.incidents: list[str | None] = [None] * len(owners)
        for incident in scenario.incidents.values():
            owners += [(incident.issue, segment) for segment in incident.raised_by]
            self.incidents += [incident.name] * len(incident.raised_by)
        traits: list[tuple[int, Mapping[str, str]]] = []
        numbers: list[tuple[int, ...]] = []
        for population, (_, segment) in enumerate(owners):
            attributes = scenario.segments[segment].traits
            combinations = [
                dict(zip(attributes, values, strict=True)) for values in itertools.product(*attributes.values())
            ]
            numbers.append(tuple(range(len(traits), len(traits) + len(combinations))))
            traits += [(population, combination) for combination in combinations]
        moments, cap = cuts(_conditions(scenario))
        self.names = Names(
            scenario, tuple(traits), tuple(owners), self.facts, self.channels, self.departments, moments, cap
        )
        self.numbers = numbers

    def process(self) -> Process:
        scenario, names = self.scenario, self.names
        departments = tuple(self._department(n, d) for n, d in enumerate(scenario.departments.values()))
        begins = {
            issue.name: NONE if issue.begins_with is None else self._outcome(issue.begins_with, NONE, "")
            for issue in scenario.issues.values()
        }
        watchdogs = tuple(self._watchdog(n, w) for n, w in enumerate(scenario.watchdogs.values()))
        return Process(
            scenario=scenario,
            populations=tuple(self._population(n, *owner) for n, owner in enumerate(names.owners)),
            traits=names.traits,
            fact_names=self.facts,
            fact_values=tuple(fact.values for fact in scenario.facts.values()),
            visible=tuple(fact.kept_in is None for fact in scenario.facts.values()),
            systems=scenario.systems,
            channels=tuple(self._channel(n, c) for n, c in enumerate(scenario.channels.values())),
            departments=departments,
            outcomes=tuple(self.outcomes),
            begins_with=tuple(begins[issue] for issue, _ in names.owners),
            referrals=tuple(self.referrals),
            ages=names.cuts["open for"],
            silences=names.cuts["silent for"],
            moods=names.cuts["mood"],
            contacts_cap=names.contacts_cap,
            items=self.items,
            publics=self._publics(),
            watchdogs=watchdogs,
        )

    def _publics(self) -> int:
        """The public channels, where anybody asks whether a case went public."""
        tests = (test for condition in _conditions(self.scenario) for group in condition for test in group)
        if not any(test.about == "went public" for test in tests):
            return 0
        return sum(1 << n for n, channel in enumerate(self.scenario.channels.values()) if channel.public)

    def _population(self, number: int, issue: str, segment: str) -> Population:
        who = self.scenario.segments[segment]
        incident, clears = self.incidents[number], self.scenario.issues[issue].clears_up
        return Population(
            issue,
            segment,
            tuple((attribute, _sums(chances)) for attribute, chances in who.traits.items()),
            self.numbers[number],
            self._times(who.patience, ()),
            tuple(
                EscalationNode(self.channels.index(one.channel), compile_condition(one.when, self.names, ()), one)
                for one in who.escalates
            ),
            incident,
            clears is not None and (clears != "with the incident" or incident is not None),
            start_of(who),
            follows_mood(self.scenario, who),
        )

    def _channel(self, number: int, channel: Channel) -> ChannelNode:
        gate = compile_condition(channel.admits, self.names, channel.reads)

        def one(name: str) -> tuple[tuple[float, ...], tuple[int, ...]]:
            return (1.0,), (self.departments.index(name),)

        if isinstance(channel.reaches, str):
            reaches = Table(None, 0, {}, one(channel.reaches))
        elif isinstance(channel.reaches, By):
            reaches = compile_by(channel.reaches, self.names, channel.reads, one)
        else:
            shares = channel.reaches
            spread = _sums(shares), tuple(self.departments.index(name) for name in shares)
            reaches = Table(None, 0, {}, spread)
        return ChannelNode(number, channel.name, channel.kind == "live", gate, reaches, looks(gate))

    def _times(self, value: Time | By[Time], reads: tuple[str, ...]) -> Table[Time]:
        if isinstance(value, By):
            return compile_by(value, self.names, reads, _itself)
        return Table(None, 0, {}, value)

    def _mask(self, systems: tuple[str, ...]) -> int:
        return sum(1 << self.scenario.systems.index(system) for system in systems)

    def _department(self, number: int, department: Department) -> DepartmentNode:
        rules = tuple(self._rule(number, department, rule) for rule in department.rules)
        overflow = department.queue.overflow
        priority = tuple(
            compile_condition(condition, self.names, department.reads) or () for condition in department.priority
        )
        return DepartmentNode(
            index=number,
            name=department.name,
            rules=rules,
            reads=self._mask(department.reads),
            writes=self._mask(department.writes),
            handling=self._times(department.handling, department.reads),
            priority=priority,
            looks=looks(*(part for rule in rules for part in (rule.when, rule.unless))),
            overflow=NONE if overflow is None else self.departments.index(overflow.to),
        )

    def _rule(self, number: int, department: Department, rule: Rule) -> RuleNode:
        bounds = (*list(accumulate(branch.chance for branch in rule.then))[:-1], 1.0)
        return RuleNode(
            rule.name,
            rule.place,
            compile_condition(rule.when, self.names, department.reads),
            compile_condition(rule.unless, self.names, department.reads),
            bounds,
            tuple(self._outcome(branch.outcome, number, rule.name) for branch in rule.then),
        )

    def _watchdog(self, number: int, watchdog: Watchdog) -> WatchdogNode:
        """A watchdog, which makes a ticket like any other outcome."""
        reads = self.scenario.departments[watchdog.hands_to].reads
        outcome = Outcome(Ticket(watchdog.hands_to), watchdog.place)
        return WatchdogNode(
            watchdog.name,
            compile_condition(watchdog.when, self.names, reads) or (),
            compile_condition(watchdog.unless, self.names, reads),
            self._outcome(outcome, NONE, "", came=Came.WATCHDOG, watchdog=number),
        )

    def _outcome(
        self, outcome: Outcome, department: int, rule: str, *, came: Came = Came.TICKET, watchdog: int = NONE
    ) -> int:
        then = NONE
        if isinstance(outcome.verb, Promise | Call) and outcome.verb.then is not None:
            inside = Came.PROMISE if isinstance(outcome.verb, Promise) else Came.TICKET
            then = self._outcome(outcome.verb.then, department, rule, came=inside)
        index = len(self.outcomes)
        self.outcomes.append(None)  # type: ignore[arg-type]
        same = self.first_at.setdefault(outcome.place, index)
        does, to = self._verb(outcome.verb)
        item = referral = NONE
        if does in (Does.TAKES, Does.PROMISE, Does.TICKET):
            item = _index(self.items, Item(same, department=to[0] if does is Does.TICKET else NONE, came=int(came)))
        if does is Does.CALL:
            item = _index(self.items, Item(same, department=department, came=int(Came.CALL)))
        if does is Does.REFER:
            referral = _index(self.referrals, (department, to))
        sets = tuple(
            (self.facts.index(fact), self.scenario.facts[fact].values.index(value)) for fact, value in outcome.set
        )
        self.outcomes[index] = OutcomeNode(
            index, does, outcome, department, rule, sets, item, to, then, referral, watchdog
        )
        return index

    def _verb(self, verb: Verb) -> tuple[Does, tuple[int, ...]]:
        match verb:
            case Resolve(after=None):
                return Does.RESOLVE, ()
            case Resolve():
                return Does.TAKES, ()
            case Transfer(to=to):
                return Does.TRANSFER, (self.departments.index(to),)
            case Ticket(to=to):
                return Does.TICKET, (self.departments.index(to),)
            case Refer(to=channels):
                return Does.REFER, tuple(self.channels.index(channel) for channel in channels)
            case Promise():
                return Does.PROMISE, ()
            case Call():
                return Does.CALL, ()
            case Refuse():
                return Does.REFUSE, ()
            case Drop():
                return Does.DROP, ()
