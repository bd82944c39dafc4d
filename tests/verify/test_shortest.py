"""Counterexamples are the shortest there are: plain relaxation of every edge finds none that is shorter."""

import numpy as np
from hypothesis import HealthCheck, Phase, assume, given, settings

from journeysim.build import build
from journeysim.model.process import NONE
from journeysim.model.proof import Standing
from journeysim.model.unfold import unfold
from journeysim.read import read_text
from journeysim.verify import solve
from journeysim.verify.absorbing import TooMany, chain
from journeysim.verify.memory import Count
from journeysim.verify.paths import WEIGHTLESS, shortest
from journeysim.verify.rounds import Tireless, _shortest_round
from tests.strategies import scenarios, twists

with_luck = settings(
    deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


def relaxed(edges, starts, size):
    """The least weight from the starts to each node: all edges, until nothing changes."""
    far = np.full(size, np.inf)
    far[starts] = 0
    sources, targets, weights = (np.array(column) for column in zip(*edges, strict=True))
    while True:
        before = far.copy()
        np.minimum.at(far, targets, far[sources] + weights)
        if (far == before).all():
            return far


@settings(with_luck, max_examples=40)
@given(text=scenarios() | twists())
def test_the_way_to_a_class_is_the_shortest(text):
    """By attempts and moves of the company."""
    process = build(read_text(text))
    graph = unfold(process, bound=400)
    assume(graph.complete)
    solution = solve(process, graph)
    weights = [0 if label.act in WEIGHTLESS and label.item == NONE else 1 for label in graph.labels]
    owners = np.repeat(np.arange(len(graph.nodes)), np.diff(graph.first_choice))
    edges = [
        (int(owners[choice]), int(graph.target[branch]), weights[int(graph.label[choice])])
        for choice in range(len(owners))
        for branch in range(int(graph.first_branch[choice]), int(graph.first_branch[choice + 1]))
    ]
    assume(edges)
    for roots in graph.roots:
        starts = [node for _, node in roots]
        far = relaxed(edges, starts, len(graph.nodes))
        for standing in Standing:
            goal = solution.standing == standing
            way = shortest(graph, starts, goal)
            least = far[goal].min(initial=np.inf)
            assert (np.inf if way is None else sum(weights[int(graph.label[hop.choice])] for hop in way)) == least


@settings(with_luck, max_examples=40)
@given(text=scenarios() | twists())
def test_the_round_is_the_shortest(text):
    """By attempts, and then by moves."""
    process = build(read_text(text))
    for population in range(len(process.populations)):
        tireless = Tireless(process, population)
        try:
            walked = chain(tireless.first(), tireless.after, counts=len(Count), bound=300)
        except TooMany:
            continue
        tries = walked.rewards[:, Count.ATTEMPT] > 0
        size = len(walked.nodes)
        steps = list(zip(walked.source.tolist(), walked.target.tolist(), strict=True))
        if not steps:
            continue
        edges = [(source, target, 1000 * tries[source] + 1) for source, target in steps]
        best, best_for_ever = np.inf, np.inf
        ends = set(range(size)) - {source for source, _ in steps}
        for node in np.flatnonzero(tries).tolist():
            far = relaxed(edges, [node], size)
            turn = min((far[source] + weight for source, target, weight in edges if target == node), default=np.inf)
            returns = [far_from for far_from in np.flatnonzero(far < np.inf).tolist() if far_from != node]
            stays = not ends & set(returns) and all(np.isfinite(relaxed(edges, [one], size)[node]) for one in returns)
            best = min(best, turn)
            best_for_ever = min(best_for_ever, turn if stays else np.inf)
        found = _shortest_round(walked)
        length = np.inf if found is None else sum(1000 * tries[node] + 1 for node in found[0])
        assert length == (best_for_ever if best_for_ever < np.inf else best)
        assert found is None or found[1] == (best_for_ever < np.inf)
