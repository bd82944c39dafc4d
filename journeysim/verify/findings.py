"""What is wrong with a process for one segment and issue, each with its shortest story."""

from collections.abc import Iterator

import numpy as np

from journeysim.model.problem import Place
from journeysim.model.proof import Finding, Solution, Standing, Step, Story
from journeysim.verify.keeping import TIE
from journeysim.verify.outcomes import blind_handoffs, empty_promises, lost_silently
from journeysim.verify.paths import Mask, round_trip, shortest
from journeysim.verify.relying import best_in_private, best_of, publics
from journeysim.verify.rounds import endless_round
from journeysim.verify.stories import Teller
from journeysim.verify.subject import ERROR, WARNING, Subject, way_to
from journeysim.verify.words import odds_in_words


def findings(subject: Subject) -> Iterator[Finding]:
    """Everything found, the worst first."""
    yield from _trapped(subject)
    yield from _catch_22(subject)
    yield from _luck_bound(subject)
    yield from _only_by_publicity(subject)
    yield from _endless_loops(subject)
    yield from blind_handoffs(subject)
    yield from lost_silently(subject)
    yield from empty_promises(subject)


def _at_large(subject: Subject, among: Mask) -> Mask:
    """Those among these nodes in which the customer is nowhere."""
    found: Mask = among & ~subject.graph.resolved
    for node in np.flatnonzero(among).tolist():
        found[node] = subject.graph.nodes[node].position is None
    return found


def _trapped(subject: Subject) -> Iterator[Finding]:
    traps = _at_large(subject, subject.standing(Standing.TRAPPED))
    way = way_to(subject, traps)
    if way is None:
        return
    _, node, told = way
    teller = Teller(subject.process, subject.graph)
    own = subject.process.scenario.segments[subject.segment].tries
    tries = tuple(n for n, channel in enumerate(subject.process.channels) if channel.name in own)
    tries = tuple(sorted(tries, key=lambda n: own.index(subject.process.channels[n].name)))
    loop = teller.told(round_trip(subject.process, subject.graph, node, tries))
    table = tuple(teller.endings(node))
    at_once = all(traps[start] for start in subject.starts)
    where = "is trapped from the start:" if at_once else "can be trapped: from there,"
    yield subject.finds(
        code="trapped",
        severity=ERROR,
        sentence=f"{subject.case} {where} nothing that they or anybody else can do resolves the case.",
        place=_cause(told, subject),
        involved=_involved(told, loop, table),
        likelihood=1.0 if at_once else subject.walks.meets(traps),
        story=Story(told, loop, table),
    )


def _catch_22(subject: Subject) -> Iterator[Finding]:
    caught = _at_large(subject, subject.standing(Standing.CATCH_22))
    way = way_to(subject, caught)
    if way is None:
        return
    _, node, told = way
    table = tuple(Teller(subject.process, subject.graph).endings(node))
    odds = float(subject.solution.best[node])
    at_once = all(caught[start] for start in subject.starts)
    where = "is in a Catch-22 from the start" if at_once else "can come into a Catch-22"
    yield subject.finds(
        code="catch-22",
        severity=ERROR,
        sentence=f"{subject.case} {where}: the case ends well with "
        f"a chance of {odds_in_words(odds)} if they wait, and nothing that they can do improves it.",
        place=_cause(told, subject),
        involved=_involved(told, (), table),
        likelihood=1.0 if at_once else subject.walks.meets(caught),
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
    told = (teller.opening(way[0].node if way else starts[0]), *(teller.told(way) if way else ()))
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


def _involved(*parts: tuple[object, ...]) -> tuple[Step, ...]:
    """The gates and rules that a story names, each once."""
    steps: dict[Place, Step] = {}
    for part in parts:
        for one in part:
            place: Place | None = getattr(one, "place", None)
            if place is not None:
                steps.setdefault(place, Step(getattr(one, "sentence", ""), place))
    return tuple(steps.values())
