"""Best case and fewest attempts once more, as plainly as can be: from the `Scenario`, by names, without a `Process`.

States are tuples of names and numbers, conditions are read as they stand, successors are written down from the page
on semantics, values are iterated until they stand still. For small scenarios only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import inf

import numpy as np
from scipy.sparse import csr_array, identity
from scipy.sparse.linalg import spsolve

from journeysim.model.problem import Place
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
    Test,
    Ticket,
    Transfer,
)


@dataclass(frozen=True)
class Visit:
    """Somebody's contact, ticket or message in a department: waiting, or in hand with what is `known`."""

    department: str
    channel: str | None
    referrer: str | None
    came: str
    warm: bool = False
    known: bool | None = None


@dataclass(frozen=True)
class Calling:
    """A call that a department makes; `missed` counts tries that nobody answered. `returned`: the customer has called
    back, and speaks to them once this has `begun`.
    """

    outcome: Outcome
    department: str
    missed: int = 0
    returned: bool = False
    begun: bool = False


@dataclass(frozen=True)
class Case:
    """All that is true of a case. `pending` maps what made a thing (an outcome's place, a channel) to the thing."""

    who: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    notes: frozenset[str] = frozenset()
    pending: frozenset[tuple[Place | str, Outcome | Visit | Calling]] = frozenset()
    contacts: int = 0
    referral: tuple[str, tuple[str, ...]] | None = None
    stage: str = "open"
    found: frozenset[str] = frozenset()
    age: int = 0
    silence: int = 0
    public: bool = False
    at: Visit | None = None
    watched: frozenset[str] = frozenset()


Branches = list[tuple[float, Case]]
Move = tuple[bool, Branches]
"""Whether it is an attempt, and where it leads."""


class TooLarge(Exception):
    """There are more states than asked for."""


class Naive:
    """One scenario, walked."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        rules = [rule for department in scenario.departments.values() for rule in department.rules]
        conditions = [condition for rule in rules for condition in (rule.when, rule.unless)]
        conditions += [channel.admits for channel in scenario.channels.values()]
        conditions += [part for watchdog in scenario.watchdogs.values() for part in (watchdog.when, watchdog.unless)]
        tests = [test for condition in conditions for group in condition or () for test in group]
        self.ages = spans(tests, "open for")
        self.silences = spans(tests, "silent for")
        bounds = [limit for test in tests if test.about == "contacts" for limit in limits(test)]
        self.asks_of_publicity = any(test.about == "went public" for test in tests)
        self.most_contacts = int(max(bounds)) + 1 if bounds else 0

    # --- what holds ---

    def holds(self, condition: Condition, case: Case, visit: Visit, reads: tuple[str, ...]) -> bool:
        """Whether any group of the condition holds, for somebody who reads these systems."""
        return any(all(self.passes(test, case, visit, reads) for test in group) for group in condition)

    def passes(self, test: Test, case: Case, visit: Visit, reads: tuple[str, ...]) -> bool:
        """Whether one comparison holds."""
        numbers = {
            "contacts": lambda: case.contacts,
            "open for": lambda: self.ages[case.age].some,
            "silent for": lambda: self.silences[case.silence].some,
        }
        if test.about in numbers:
            number = numbers[test.about]()
            return (
                (test.at_least is None or number >= test.at_least)
                and (test.over is None or number > test.over)
                and (test.under is None or number < test.under)
            )
        return self.value(test.about, case, visit, reads) in test.values

    def value(self, about: str, case: Case, visit: Visit, reads: tuple[str, ...]) -> str | None:
        """What an attribute, a fact, or something of the visit is."""
        if about in self.scenario.facts:
            fact = self.scenario.facts[about]
            hidden = fact.kept_in is not None and fact.kept_in not in reads
            return fact.values[0] if hidden else dict(case.facts)[about]
        of_visit = {
            "channel": visit.channel,
            "referred by": visit.referrer,
            "came as": visit.came,
            "known": "yes" if visit.known else "no",
            "went public": "yes" if case.public else "no",
        }
        return of_visit[about] if about in of_visit else dict(case.who).get(about)

    def rule(self, department: Department, case: Case, visit: Visit) -> Rule:
        """The first rule that applies."""
        for rule in department.rules:
            if rule.when is not None and not self.holds(rule.when, case, visit, department.reads):
                continue
            if rule.unless is None or not self.holds(rule.unless, case, visit, department.reads):
                return rule
        raise AssertionError("built scenarios have a rule for every case")

    # --- how a case begins ---

    def begins(self, issue: str, segment: str, incident: str = "") -> Branches:
        """(chance, case) of all ways in which a case may begin."""
        traits = self.scenario.segments[segment].traits
        facts = tuple((name, fact.values[0]) for name, fact in self.scenario.facts.items())
        found: Branches = []
        for values in product(*(table.items() for table in traits.values())):
            chance = float(np.prod([share for _, share in values]))
            who = {
                "issue": issue,
                "segment": segment,
                "caused by": incident,
                **dict(zip(traits, (name for name, _ in values), strict=True)),
            }
            case = Case(tuple(who.items()), facts)
            did = self.scenario.issues[issue].begins_with
            for share, after in [(1.0, case)] if did is None else self.done(case, did, None, by_itself=True):
                found.append((chance * share, after))
        return [(chance, case) for chance, case in found if chance > 0]

    # --- what may happen next ---

    def moves(self, case: Case) -> Iterator[Move]:
        """All that customer, company and time can do."""
        if case.stage == "resolved":
            return
        clears_up = self.scenario.issues[dict(case.who)["issue"]].clears_up
        if clears_up is not None and (clears_up != "with the incident" or dict(case.who)["caused by"]):
            yield False, [(1.0, replace(case, stage="resolved", pending=frozenset(), referral=None, at=None))]
        if case.stage == "seems":
            yield False, [(1.0, replace(case, stage="open"))]
            return
        if case.at is None:
            for channel in self.scenario.channels.values():
                yield True, self.attempt(case, channel)
        elif case.at.known is None:
            yield False, [(1.0, replace(case, at=None))]
            held, visit = self.begun(case, case.at)
            yield False, [(1.0, replace(held, at=visit))]
            overflow = self.scenario.departments[case.at.department].queue.overflow
            if overflow is not None:
                yield False, [(1.0, replace(case, at=replace(case.at, department=overflow.to)))]
        else:
            yield False, self.handled(replace(case, at=None), case.at, None, stays=case.at)
        for key, thing in case.pending:
            rest = replace(case, pending=case.pending - {(key, thing)})
            if isinstance(thing, Outcome):
                yield False, self.matured(rest, thing)
            elif isinstance(thing, Calling):
                yield from self.calls(case, rest, key, thing)
            elif thing.known is None:
                held, visit = self.begun(rest, thing)
                yield False, [(1.0, with_pending(held, key, visit))]
            else:
                yield False, self.handled(rest, thing, key, stays=rest.at)
        if case.age + 1 < len(self.ages):
            yield False, [(1.0, replace(case, age=case.age + 1))]
        if case.silence + 1 < len(self.silences) and self.may_be_silent(case):
            yield False, [(1.0, replace(case, silence=case.silence + 1))]
        for watchdog in self.scenario.watchdogs.values():
            reads = self.scenario.departments[watchdog.hands_to].reads
            nowhere = Visit("", None, None, "")
            if watchdog.name in case.watched or not self.holds(watchdog.when, case, nowhere, reads):
                continue
            if watchdog.unless is None or not self.holds(watchdog.unless, case, nowhere, reads):
                after = replace(case, watched=case.watched | {watchdog.name})
                ticket = Visit(watchdog.hands_to, None, None, "watchdog")
                yield False, [(1.0, with_pending(after, watchdog.place, ticket))]

    def calls(self, case: Case, rest: Case, key: Place | str, thing: Calling) -> Iterator[Move]:
        """What may become of a call: made, answered or not; returned; put through."""
        verb = thing.outcome.verb
        assert isinstance(verb, Call)
        if thing.returned and not thing.begun:
            counted = replace(rest, contacts=min(rest.contacts + 1, self.most_contacts))
            yield False, [(1.0, with_pending(counted, key, replace(thing, begun=True)))]
            return
        spoken = self.done(rest, verb.then, self.scenario.departments[thing.department], heard=True)
        if thing.returned:
            yield False, spoken
            return
        if thing.missed and case.at is None:
            yield True, [(1.0, with_pending(rest, key, replace(thing, missed=0, returned=True)))]
        if thing.missed < verb.tries:
            chance = self.scenario.segments[dict(case.who)["segment"]].answers_calls
            vain = with_pending(replace(rest, silence=0), key, replace(thing, missed=thing.missed + 1))
            branches = [(chance * share, after) for share, after in spoken] + [(1 - chance, vain)]
            yield False, [(share, after) for share, after in branches if share > 0]

    def may_be_silent(self, case: Case) -> bool:
        """Whether a case of this age can have been silent for the next length of time."""
        silence, age = self.silences[case.silence + 1], self.ages[case.age]
        return silence.low < age.high or (silence.exact and age.exact and silence.low == age.high)

    def attempt(self, case: Case, channel: Channel) -> Branches:
        """An attempt: the channel is found or not, the gate asked, the way taken."""
        referrer = case.referral[0] if case.referral and channel.name in case.referral[1] else None
        case = replace(case, referral=None, public=case.public or (channel.public and self.asks_of_publicity))
        branches: Branches = []
        found = channel.found
        if found < 1 and channel.name not in case.found:
            branches.append((1 - found, case))
            case = replace(case, found=case.found | {channel.name})
        else:
            found = 1.0
        visit = Visit("", channel.name, referrer, "customer")
        if channel.admits is not None and not self.holds(channel.admits, case, visit, channel.reads):
            return [*branches, (found, case)]
        branches.append((found * (1 - channel.noticed), case))
        for share, department in self.reached(channel, case, visit):
            there = replace(visit, department=department)
            after = replace(case, at=there) if channel.kind == "live" else with_pending(case, channel.name, there)
            branches.append((found * channel.noticed * share, after))
        return [(share, after) for share, after in branches if share > 0]

    def reached(self, channel: Channel, case: Case, visit: Visit) -> list[tuple[float, str]]:
        """(share, department) of where a channel leads."""
        reaches = channel.reaches
        if isinstance(reaches, str):
            return [(1.0, reaches)]
        if isinstance(reaches, By):
            value = self.value(reaches.about, case, visit, channel.reads)
            department = reaches.table.get(value or "", reaches.otherwise)
            assert department is not None
            return [(1.0, department)]
        assert isinstance(reaches, Mapping)
        return [(share, name) for name, share in reaches.items() if share]

    def begun(self, case: Case, visit: Visit) -> tuple[Case, Visit]:
        """Handling begins: the contact counts, and it is settled whether the department knows the case."""
        if visit.came == "customer":
            case = replace(case, contacts=min(case.contacts + 1, self.most_contacts))
        department = self.scenario.departments[visit.department]
        known = visit.warm or bool(case.notes & set(department.reads))
        return case, replace(visit, known=known)

    def handled(self, case: Case, visit: Visit, key: Place | str | None, *, stays: Visit | None) -> Branches:
        """A visit ends by the first rule; `key` is what a ticket or message was pending as (`None`: a live contact)."""
        department = self.scenario.departments[visit.department]
        live = key is None
        found: Branches = []
        held = case if live else replace(case, at=stays)
        for branch in self.rule(department, case, visit).then:
            if not branch.chance:
                continue
            verb, outcome = branch.outcome.verb, branch.outcome
            if live:
                heard = True
            elif visit.channel is not None:
                heard = not isinstance(verb, Transfer | Drop) or outcome.says is not None
            else:
                heard = told(outcome)
            for share, after in self.done(held, outcome, department, heard=heard):
                if isinstance(verb, Transfer):
                    onward = Visit(verb.to, visit.channel, visit.referrer, "transfer", verb.warm)
                    after = replace(after, at=onward) if key is None else with_pending(after, key, onward)
                found.append((branch.chance * share, after))
        return found

    def matured(self, rest: Case, outcome: Outcome) -> Branches:
        """A resolution takes effect, or a promise comes due."""
        verb = outcome.verb
        if isinstance(verb, Resolve):
            return settled(rest, verb)
        assert isinstance(verb, Promise)
        kept = min(1.0, verb.kept + verb.late)
        after = [(1.0, rest)] if verb.then is None else self.done(rest, verb.then, None, by_itself=True, came="promise")
        branches = [(1 - kept, rest), *((kept * share, case) for share, case in after)]
        return [(share, case) for share, case in branches if share > 0]

    def done(
        self,
        case: Case,
        outcome: Outcome,
        department: Department | None,
        *,
        heard: bool = False,
        by_itself: bool = False,
        came: str = "ticket",
    ) -> Branches:
        """What an outcome comes to; `by_itself`: the company acts without a visit."""
        facts = {**dict(case.facts), **dict(outcome.set)}
        case = replace(case, facts=tuple(facts.items()))
        if told(outcome) if by_itself else heard:
            case = replace(case, silence=0)
        noted: Branches = [(1.0, case)]
        if department is not None and outcome.note and department.writes:
            written = replace(case, notes=case.notes | set(department.writes))
            noted = [(department.notes, written), (1 - department.notes, case)]
        found: Branches = []
        for share, after in noted:
            if share <= 0:
                continue
            match outcome.verb:
                case Resolve(after=None):
                    found += [(share * chance, then) for chance, then in settled(after, outcome.verb)]
                    continue
                case Resolve() | Promise():
                    after = with_pending(after, outcome.place, outcome)
                case Call():
                    after = with_pending(after, outcome.place, Calling(outcome, self.maker(outcome)))
                case Ticket(to=to):
                    after = with_pending(after, outcome.place, Visit(to, None, None, came))
                case Refer(to=to) if department is not None:
                    after = replace(after, referral=(department.name, to))
                case Refer(to=to):
                    after = replace(after, referral=(self.maker(outcome), to))
            found.append((share, after))
        return found

    def maker(self, outcome: Outcome) -> str:
        """The department that has promised or said an outcome; none for what an issue begins with."""
        for department in self.scenario.departments.values():
            for rule in department.rules:
                for branch in rule.then:
                    said: Outcome | None = branch.outcome
                    while said is not None:
                        if said.place == outcome.place:
                            return department.name
                        said = said.verb.then if isinstance(said.verb, Promise | Call) else None
        return ""


def settled(case: Case, verb: Resolve) -> Branches:
    """The resolution takes effect: nothing is pending any more, and the customer is at large."""
    over = replace(case, pending=frozenset(), referral=None, at=None)
    both = [(verb.works, replace(over, stage="resolved")), (1 - verb.works, replace(over, stage="seems"))]
    return [(share, after) for share, after in both if share > 0]


def with_pending(case: Case, key: Place | str, thing: Outcome | Visit | Calling) -> Case:
    """One more thing pending; an equal one that is already there stands, unless it is a call made in vain."""
    there = next((known for other, known in case.pending if other == key), None)
    if isinstance(there, Calling) and there.missed == getattr(there.outcome.verb, "tries", 0):
        case = replace(case, pending=case.pending - {(key, there)})
    elif there is not None:
        return case
    return replace(case, pending=case.pending | {(key, thing)})


def told(outcome: Outcome) -> bool:
    """Whether the customer hears of what the company does out of their sight."""
    match outcome.verb:
        case Refer() | Refuse() | Promise():
            return True
        case Resolve(after=after, silently=silently):
            return after is not None and not silently
        case Ticket(told=until):
            return until is not None
    return False


def limits(test: Test) -> list[float]:
    """The numbers that a threshold names."""
    return [bound for bound in (test.at_least, test.over, test.under) if bound is not None]


@dataclass(frozen=True)
class Span:
    """Lengths of time between two thresholds, or one of these exactly."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether this is a threshold."""
        return self.low == self.high

    @property
    def some(self) -> float:
        """A length of time in it."""
        return self.low if self.exact else self.low + 1 if self.high == inf else (self.low + self.high) / 2


def spans(tests: list[Test], about: str) -> list[Span]:
    """All lengths of time, from 0 on, as the thresholds divide them."""
    found, low = list[Span](), 0.0
    for cut in sorted({bound for test in tests if test.about == about for bound in limits(test)}):
        found += [Span(low, cut)] * (cut > 0) + [Span(cut, cut)]
        low = cut
    return [*found, Span(low, inf)]


# --- values ---


@dataclass(frozen=True)
class Answer:
    """Best case and fewest attempts from the first state."""

    best: float
    attempts: float


def naive_answers(scenario: Scenario, *, bound: int) -> dict[tuple[str, ...], Answer]:
    """By issue and segment, and the incident where one is the cause; raises `TooLarge` past `bound` states."""
    walk = Naive(scenario)
    who = [(issue.name, segment) for issue in scenario.issues.values() for segment in issue.raised_by]
    who += [
        (incident.issue, segment, incident.name)
        for incident in scenario.incidents.values()
        for segment in incident.raised_by
    ]
    return {names: _answer(walk, walk.begins(*names), bound) for names in who}


def _answer(walk: Naive, begins: Branches, bound: int) -> Answer:
    numbers: dict[Case, int] = {}
    todo: list[Case] = []

    def number(case: Case) -> int:
        if case not in numbers:
            if len(numbers) >= bound:
                raise TooLarge
            numbers[case] = len(numbers)
            todo.append(case)
        return numbers[case]

    first = [(chance, number(case)) for chance, case in begins]
    owners, costs, rows = list[int](), list[float](), list[list[tuple[float, int]]]()
    while todo:
        case = todo.pop()
        for attempt, branches in walk.moves(case):
            assert abs(sum(chance for chance, _ in branches) - 1) < 1e-12
            owners.append(numbers[case])
            costs.append(float(attempt))
            rows.append([(chance, number(after)) for chance, after in branches])
    resolved = np.array([case.stage == "resolved" for case in numbers])
    matrix = csr_array(
        (
            [chance for row in rows for chance, _ in row],
            (
                [n for n, row in enumerate(rows) for _ in row],
                [to for row in rows for _, to in row],
            ),
        ),
        shape=(len(rows), len(numbers)),
    )
    owner, cost = np.array(owners, np.int64), np.array(costs)
    best = _iterated(matrix, owner, np.zeros(len(rows)), resolved.astype(float), ~resolved, np.maximum)
    done = resolved | (best < 1e-12)
    keeps = (matrix @ best >= best[owner] - 1e-9) & ~done[owner]
    matrix, owner, cost = matrix[keeps], owner[keeps], cost[keeps]
    above = _at_random(matrix, owner, cost, done)
    attempts = _iterated(matrix, owner, cost, above, ~done, np.minimum)
    return Answer(
        sum(chance * float(best[node]) for chance, node in first),
        sum(chance * float(attempts[node]) for chance, node in first),
    )


def _iterated(matrix, owner, cost, start, free, better) -> np.ndarray:
    """Value iteration until nothing moves any more; the values of nodes that are not free stand."""
    values = start
    worst = -np.inf if better is np.maximum else np.inf
    for _ in range(200_000):
        after = np.full(len(values), worst)
        better.at(after, owner, cost + matrix @ values)
        after = np.where(free & np.isfinite(after), after, np.where(free, 0.0, start))
        if np.max(np.abs(after - values), initial=0.0) < 1e-13:
            return after
        values = after
    raise AssertionError("values do not stand still")


def _at_random(matrix, owner, cost, done) -> np.ndarray:
    """The attempts of whoever takes any move that keeps the best case: a bound from above, from which iteration
    falls to the fewest of those who settle for sure (Bertsekas & Yu 2016).
    """
    size = len(done)
    count = np.bincount(owner, minlength=size)
    share = csr_array((1 / count[owner], (owner, np.arange(len(owner)))), shape=(size, len(owner)))
    among = np.flatnonzero(~done)
    values = np.zeros(size)
    if len(among):
        inner = (share @ matrix)[among][:, among]
        values[among] = spsolve((identity(len(among)) - inner).tocsc(), (share @ cost)[among])
    return values
