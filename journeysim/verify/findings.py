"""What is wrong with a process for one segment and issue, each with its shortest story."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from journeysim.model.graph import Act, Graph
from journeysim.model.log import Came
from journeysim.model.problem import Place
from journeysim.model.process import NONE, Context, Does, OutcomeNode, Process
from journeysim.model.proof import Finding, Solution, Standing, Step, Story
from journeysim.model.scenario import Promise
from journeysim.verify.keeping import TIE
from journeysim.verify.likelihood import Walks
from journeysim.verify.paths import Hop, Mask, round_trip, shortest
from journeysim.verify.relying import best_in_private, best_of, publics
from journeysim.verify.rounds import endless_round
from journeysim.verify.stories import Teller
from journeysim.verify.words import condition_in_words, in_full, odds_in_words, outcome_in_words

ERROR, WARNING = "error", "warning"

SPOKEN = (Act.HANDLED, Act.CALLS, Act.SPEAKS)
"""Moves at which a department comes to an outcome."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A population of a solved process, with the nodes that it can reach and its walks."""

    process: Process
    solution: Solution
    population: int
    reached: Mask
    walks: Walks

    @property
    def graph(self) -> Graph:
        """The graph that was solved."""
        return self.solution.graph

    @property
    def starts(self) -> list[int]:
        """The first nodes."""
        return [node for _, node in self.graph.roots[self.population]]

    @property
    def segment(self) -> str:
        """Whose case it is."""
        return self.process.populations[self.population].segment

    @property
    def issue(self) -> str:
        """What it is about."""
        return self.process.populations[self.population].issue

    @property
    def case(self) -> str:
        """Whose case of what, as a sentence begins."""
        return f"{in_full(self.segment)} with {self.issue}"

    def finds(
        self,
        *,
        code: str,
        severity: str,
        sentence: str,
        place: Place,
        involved: tuple[Step, ...] = (),
        likelihood: float | None = None,
        story: Story | None = None,
    ) -> Finding:
        """A finding about this population."""
        return Finding(code, severity, self.segment, self.issue, sentence, place, involved, likelihood, story)

    def standing(self, standing: Standing) -> Mask:
        """The reachable nodes of a class."""
        found: Mask = self.reached & (self.solution.standing == standing)
        return found


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything found, the worst first."""
    yield from _trapped(subject)
    yield from _catch_22(subject)
    yield from _luck_bound(subject)
    yield from _only_by_publicity(subject)
    yield from _endless_loops(subject)
    yield from _blind_handoffs(subject)
    yield from _lost_silently(subject)
    yield from _empty_promises(subject)


def _way(subject: Subject, goal: Mask) -> tuple[list[Hop], int, tuple[Step, ...]] | None:
    """The shortest way to a node of the goal: hops, the node, and the sentences."""
    hops = shortest(subject.graph, subject.starts, goal)
    if hops is None:
        return None
    teller = Teller(subject.process, subject.graph)
    start = hops[0].node if hops else next(node for node in subject.starts if goal[node])
    told = (teller.opening(start), *teller.told(hops))
    return hops, hops[-1].to if hops else start, told


def _at_large(subject: Subject, among: Mask) -> Mask:
    """Those among these nodes in which the customer is nowhere."""
    found: Mask = among & ~subject.graph.resolved
    for node in np.flatnonzero(among).tolist():
        found[node] = subject.graph.nodes[node].position is None
    return found


def _trapped(subject: Subject) -> Iterator[Finding]:
    traps = _at_large(subject, subject.standing(Standing.TRAPPED))
    way = _way(subject, traps)
    if way is None:
        return
    _, node, told = way
    teller = Teller(subject.process, subject.graph)
    own = subject.process.scenario.segments[subject.segment].tries
    tries = tuple(n for n, channel in enumerate(subject.process.channels) if channel.name in own)
    tries = tuple(sorted(tries, key=lambda n: own.index(subject.process.channels[n].name)))
    loop = teller.told(round_trip(subject.process, subject.graph, node, tries))
    table = tuple(teller.endings(node))
    yield subject.finds(
        code="trapped",
        severity=ERROR,
        sentence=f"{subject.case} can be trapped: from there, nothing that they or "
        "anybody else can do resolves the case.",
        place=_cause(told, subject),
        involved=_involved(told, loop, table),
        likelihood=subject.walks.meets(traps),
        story=Story(told, loop, table),
    )


def _catch_22(subject: Subject) -> Iterator[Finding]:
    caught = _at_large(subject, subject.standing(Standing.CATCH_22))
    way = _way(subject, caught)
    if way is None:
        return
    _, node, told = way
    table = tuple(Teller(subject.process, subject.graph).endings(node))
    odds = float(subject.solution.best[node])
    yield subject.finds(
        code="catch-22",
        severity=ERROR,
        sentence=f"{subject.case} can come into a Catch-22: the case ends well with "
        f"a chance of {odds_in_words(odds)} if they wait, and nothing that they can do improves it.",
        place=_cause(told, subject),
        involved=_involved(told, (), table),
        likelihood=subject.walks.meets(caught),
        story=Story(told, (), table),
    )


def _luck_bound(subject: Subject) -> Iterator[Finding]:
    bound = subject.standing(Standing.LUCK_BOUND)
    starts = [node for node in subject.starts if bound[node]]
    if not starts:
        return
    best = sum(chance * subject.solution.best[node] for chance, node in subject.graph.roots[subject.population])
    loses = subject.reached & _loses(subject.solution)
    way = shortest(subject.graph, starts, loses)
    teller = Teller(subject.process, subject.graph)
    told = (teller.opening(starts[0]), *(teller.told(way) if way else ()))
    yield subject.finds(
        code="luck-bound",
        severity=WARNING,
        sentence=f"{subject.case} cannot be sure of a resolution whatever they do: at best the chance is "
        f"{odds_in_words(best)}.",
        place=_cause(told, subject),
        involved=_involved(told, (), ()),
        likelihood=subject.walks.meets(bound),
        story=Story(told),
    )


def _only_by_publicity(subject: Subject) -> Iterator[Finding]:
    best, private = best_of(subject.solution, subject.population), best_in_private(subject.solution, subject.population)
    if private >= best - TIE:
        return
    sources = tuple(subject.process.scenario.channels.values())
    public = [sources[channel] for channel in sorted(publics(subject.process))]
    yield subject.finds(
        code="only-by-publicity",
        severity=WARNING,
        sentence=f"{subject.case} fares best by going public: at best the chance is "
        f"{odds_in_words(best)}, and {odds_in_words(private)} for those who never do.",
        place=public[0].place,
        involved=tuple(Step(f"{channel.name} is public.", channel.place) for channel in public),
        likelihood=subject.walks.goes_public(),
    )


def _loses(solution: Solution) -> Mask:
    """Nodes that are trapped: where a draw that was lost has led."""
    lost: Mask = solution.standing == Standing.TRAPPED
    return lost


def _cause(told: tuple[Step, ...], subject: Subject) -> Place:
    """The last place of a story: the gate or rule that closed the way."""
    places = [step.place for step in told[1:] if step.place is not None]
    return places[-1] if places else subject.process.scenario.segments[subject.segment].place


def _involved(*parts: tuple[object, ...]) -> tuple[Step, ...]:
    """The gates and rules that a story names, each once."""
    steps: dict[Place, Step] = {}
    for part in parts:
        for one in part:
            place: Place | None = getattr(one, "place", None)
            if place is not None:
                steps.setdefault(place, Step(getattr(one, "sentence", ""), place))
    return tuple(steps.values())


def _endless_loops(subject: Subject) -> Iterator[Finding]:
    """Rounds that a customer who never tires can be sent, coming back to where nothing has changed."""
    found = endless_round(subject.process, subject.graph, subject.population)
    if found is None:
        return
    for_ever = found.for_ever and not subject.process.populations[subject.population].clears_up
    yield subject.finds(
        code="endless-loop",
        severity=ERROR if for_ever else WARNING,
        sentence=f"{subject.case} can be sent round and round, "
        f"{' → '.join((*found.stops, found.stops[0]))}, with nothing changed"
        + (", and no channel of their own leads out of it." if for_ever else "."),
        place=next(
            (step.place for step in found.story.loop if step.place is not None),
            subject.process.scenario.segments[subject.segment].place,
        ),
        involved=_involved(found.story.loop),
        story=found.story,
    )


def _handled(subject: Subject) -> npt.NDArray[np.int64]:
    """Every branch by which a rule or a call of a reachable case comes to an outcome."""
    graph = subject.graph
    spoken = np.array([label.act in SPOKEN for label in graph.labels], np.bool_)
    owner = np.repeat(np.arange(len(graph.nodes)), np.diff(graph.first_choice))
    met = spoken[graph.label] & subject.reached[owner]
    branches: npt.NDArray[np.int64] = np.flatnonzero(
        np.repeat(met, np.diff(graph.first_branch)) & (graph.outcome != NONE)
    )
    return branches


def _referred(subject: Subject) -> Iterator[tuple[int, OutcomeNode]]:
    """(branch, outcome) of every referral that a reachable case meets."""
    process, graph = subject.process, subject.graph
    refers = np.array([outcome.does is Does.REFER for outcome in process.outcomes], np.bool_)
    branches = _handled(subject)
    for branch in branches[refers[graph.outcome[branches]]].tolist():
        yield branch, process.outcomes[int(graph.outcome[branch])]


def _story_of(subject: Subject, branches: Sequence[int]) -> Story | None:
    """The shortest way to where one of these branches is drawn, and the branch."""
    graph = subject.graph
    choices = np.searchsorted(graph.first_branch, np.array(branches), side="right") - 1
    nodes = np.searchsorted(graph.first_choice, choices, side="right") - 1
    goal = np.zeros(len(graph.nodes), np.bool_)
    goal[nodes] = True
    way = _way(subject, goal)
    if way is None:
        return None
    hops, node, _ = way
    drawn = int(np.flatnonzero(nodes == node)[0])
    last = Hop(node, int(choices[drawn]), branches[drawn], int(graph.target[branches[drawn]]))
    teller = Teller(subject.process, graph)
    start = hops[0].node if hops else node
    return Story((teller.opening(start), *teller.told([*hops, last])))


def _blind_handoffs(subject: Subject) -> Iterator[Finding]:
    process, graph = subject.process, subject.graph
    blind: dict[tuple[Place, int], tuple[OutcomeNode, list[int]]] = {}
    for branch, outcome in _referred(subject):
        state = graph.nodes[int(graph.target[branch])].state
        for channel in outcome.to:
            referrer = process.referrer(state, channel)
            held = process.states[state]
            context = Context(channel, referrer, int(Came.CUSTOMER), 0, held.age, held.silence)
            if not process.admits(channel, process.attempted(state, channel), context):
                blind.setdefault((outcome.source.place, channel), (outcome, []))[1].append(branch)
    for (place, channel), (outcome, branches) in blind.items():
        source = process.scenario.channels[process.channels[channel].name]
        department = process.departments[outcome.department].name
        gate = source.admits_place or source.place
        admits = condition_in_words(source.admits) if source.admits is not None else "nobody"
        yield subject.finds(
            code="blind-handoff",
            severity=WARNING,
            sentence=f"{department}, by its rule '{outcome.rule}', sends {subject.segment} customers to {source.name}, "
            f"whose gate (line {gate.line}) does not let them in: it admits only {admits}.",
            place=place,
            involved=(Step(f"the gate of {source.name}", gate),),
            likelihood=subject.walks.meets_outcome(_sends_blindly(process, place, channel)),
            story=_story_of(subject, branches),
        )


def _comes_from(place: Place) -> Callable[[OutcomeNode, int], bool]:
    return lambda outcome, _: outcome.source.place == place


def _sends_blindly(process: Process, place: Place, channel: int) -> Callable[[OutcomeNode, int], bool]:
    """Whether an outcome is this referral, and the gate it leads to refuses the case as it then is."""

    def met(outcome: OutcomeNode, state: int) -> bool:
        if outcome.source.place != place:
            return False
        after = process.after(state, outcome.index, noted=False)
        context = Context(channel, process.referrer(after, channel))
        return not process.admits(channel, process.attempted(after, channel), context)

    return met


def _reachable_outcomes(subject: Subject) -> dict[int, Sequence[int]]:
    """Every outcome that a reachable case may meet in a visit, with its branches."""
    branches = _handled(subject)
    outcomes = subject.graph.outcome[branches]
    ordered = branches[np.argsort(outcomes, kind="stable")]
    numbers, firsts = np.unique(np.sort(outcomes), return_index=True)
    found = dict(zip(numbers.tolist(), (part.tolist() for part in np.split(ordered, firsts[1:])), strict=True))
    return dict(sorted(found.items(), key=lambda one: one[1][0]))


def _lost_silently(subject: Subject) -> Iterator[Finding]:
    process = subject.process
    for index, branches in _reachable_outcomes(subject).items():
        outcome = process.outcomes[index]
        if outcome.does is not Does.DROP:
            continue
        department = process.departments[outcome.department]
        rule = next(rule for rule in department.rules if rule.name == outcome.rule)
        chances = dict(zip(rule.outcomes, np.diff((0.0, *rule.bounds)).tolist(), strict=True))
        chance = chances.get(index, 1.0)  # what is lost in a call is lost whenever they speak
        yield subject.finds(
            code="lost-silently",
            severity=WARNING,
            sentence=f"{department.name}, by its rule '{rule.name}', loses cases of {subject.segment} customers "
            f"without a word: {odds_in_words(chance)} of those that it handles so. They go on waiting.",
            place=outcome.source.place,
            likelihood=subject.walks.meets_outcome(_comes_from(outcome.source.place)),
            story=_story_of(subject, branches),
        )


def _empty_promises(subject: Subject) -> Iterator[Finding]:
    process = subject.process
    reachable = _reachable_outcomes(subject)
    begins = process.begins_with[subject.population]
    if begins != NONE:
        reachable.setdefault(begins, [])
    for index, branches in reachable.items():
        outcome = process.outcomes[index]
        verb = outcome.source.verb
        if not isinstance(verb, Promise) or (verb.then is not None and verb.kept + verb.late > 0):
            continue
        maker = (
            "What the issue begins with" if outcome.department == NONE else process.departments[outcome.department].name
        )
        why = "says nothing of what would be done" if verb.then is None else "is never kept"
        yield subject.finds(
            code="empty-promise",
            severity=WARNING,
            sentence=f"{maker} {outcome_in_words(process, outcome)}, but the promise {why}.",
            place=outcome.source.place,
            likelihood=subject.walks.meets_outcome(_comes_from(outcome.source.place)) if branches else 1.0,
            story=_story_of(subject, branches) if branches else None,
        )


def counts(standing: npt.NDArray[np.int8], reached: Mask) -> dict[Standing, int]:
    """How many reachable nodes there are of each class."""
    return {one: int(np.count_nonzero(standing[reached] == one)) for one in Standing}
