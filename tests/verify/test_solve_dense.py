"""The solver beside a naive one, on small random graphs: every strategy is tried, every end component looked at."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from journeysim.model.graph import Act, Graph, Label, Mover, Node
from journeysim.model.process import NONE, Process
from journeysim.model.proof import Standing
from journeysim.verify import solve

ATTEMPT = Label(Mover.CUSTOMER, Act.ATTEMPT, channel=0)
HANGS_UP = Label(Mover.CUSTOMER, Act.HANGS_UP)
ITEMS = tuple(Label(Mover.COMPANY, Act.MATURES, item=item) for item in range(3))
LABELS = (ATTEMPT, HANGS_UP, *ITEMS)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """A choice of a small graph."""

    label: Label
    branches: tuple[tuple[float, int], ...]


Small = list[list[Choice]]
"""The choices of each node; the first node is the resolved one."""


def graph_of(small: Small) -> Graph:
    """The same as flat arrays."""
    choices = [choice for node in small for choice in node]
    branches = [branch for choice in choices for branch in choice.branches]
    return Graph(
        nodes=[Node(number) for number in range(len(small))],
        resolved=np.arange(len(small)) == 0,
        first_choice=np.cumsum([0, *map(len, small)]),
        label=np.array([LABELS.index(choice.label) for choice in choices], np.int32),
        first_branch=np.cumsum([0, *(len(choice.branches) for choice in choices)]),
        target=np.array([target for _, target in branches], np.int32),
        chance=np.array([chance for chance, _ in branches], np.float64),
        outcome=np.full(len(branches), NONE, np.int32),
        labels=list(LABELS),
        roots=(),
        complete=True,
    )


@st.composite
def smalls(draw: st.DrawFn) -> Small:
    """Up to six nodes; no node has two choices that mature the same item."""
    size = draw(st.integers(2, 6))
    small: Small = [[]]
    for _ in range(size - 1):
        labels = draw(st.lists(st.sampled_from(LABELS), max_size=3, unique_by=lambda label: (label.act, label.item)))
        node = []
        for label in labels:
            targets = draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=3, unique=True))
            weights = draw(st.lists(st.integers(1, 4), min_size=len(targets), max_size=len(targets)))
            chances = [weight / sum(weights) for weight in weights]
            node.append(Choice(label, tuple(zip(chances, targets, strict=True))))
        small.append(node)
    return small


# --- the naive answers ----------------------------------------------------------------------------------------------


def strategies(small: Small) -> Iterator[list[Choice | None]]:
    """Every way to choose once for each node."""
    choices: list[list[Choice] | list[None]] = [node or [None] for node in small]
    for picked in itertools.product(*choices):
        yield list(picked)


def reaching(strategy: Sequence[Choice | None], goals: set[int]) -> tuple[Floats, Floats]:
    """(probability of reaching a goal, expected attempts until then where it is certain, else infinity)."""
    size = len(strategy)
    steps = np.zeros((size, size))
    cost = np.zeros(size)
    for node, choice in enumerate(strategy):
        if choice is not None and node not in goals:
            cost[node] = choice.label.act is Act.ATTEMPT
            for chance, target in choice.branches:
                steps[node, target] += chance
    can = set(goals)
    while more := {node for node in range(size) if node not in can and any(steps[node, to] for to in can)}:
        can |= more
    inside = sorted(can - goals)
    chances = np.array([float(node in goals) for node in range(size)])
    matrix = np.eye(len(inside)) - steps[np.ix_(inside, inside)]
    chances[inside] = np.linalg.solve(matrix, steps[np.ix_(inside, sorted(goals))].sum(axis=1))
    lost = set(range(size)) - can
    while more := {node for node in can - lost - goals if any(steps[node, to] for to in lost)}:
        lost |= more
    sure = sorted(can - lost - goals)
    costs = np.full(size, np.inf)
    costs[sorted(goals)] = 0.0
    costs[sure] = np.linalg.solve(np.eye(len(sure)) - steps[np.ix_(sure, sure)], cost[sure])
    chances[sure] = 1.0
    return chances, costs


def highest(small: Small) -> Floats:
    """The best probability of each node over all strategies."""
    return cast(Floats, np.max([reaching(strategy, {0})[0] for strategy in strategies(small)], axis=0))


def fewest(small: Small, best: Floats) -> Floats:
    """The fewest attempts of each node over all strategies that keep the best case and surely settle."""
    settled = {node for node in range(len(small)) if node == 0 or best[node] == 0}
    keeping = [
        [
            choice
            for choice in choices
            if (all(best[to] == 1 for _, to in choice.branches) if best[node] == 1 else True)
            and abs(sum(chance * best[to] for chance, to in choice.branches) - best[node]) < 1e-9
        ]
        for node, choices in enumerate(small)
    ]
    return cast(Floats, np.min([reaching(strategy, settled)[1] for strategy in strategies(keeping)], axis=0))


def waits_for_ever(small: Small) -> set[int]:
    """The nodes of end components in which timing can stay for ever without putting anything off for ever."""
    found: set[int] = set()
    size = len(small)
    for count in range(1, size):
        for nodes in map(set, itertools.combinations(range(1, size), count)):
            inside = {
                node: [choice for choice in small[node] if all(to in nodes for _, to in choice.branches)]
                for node in nodes
            }
            if not all(inside.values()) or not connected(inside):
                continue
            always = set.intersection(*({choice.label.item for choice in small[node]} for node in nodes))
            taken = {choice.label.item for choices in inside.values() for choice in choices}
            if always <= taken:
                found |= nodes
    return found


def connected(inside: dict[int, list[Choice]]) -> bool:
    """Whether each node can be reached from each."""
    for start in inside:
        reached, todo = {start}, [start]
        while todo:
            for choice in inside[todo.pop()]:
                fresh = {to for _, to in choice.branches} - reached
                reached |= fresh
                todo += fresh
        if len(reached) < len(inside):
            return False
    return True


def in_hand(small: Small) -> npt.NDArray[np.bool_]:
    """Whether no order of things leads to waiting for ever or to a stop."""
    bad = waits_for_ever(small) | {node for node in range(1, len(small)) if not small[node]}
    while more := {
        node
        for node in range(len(small))
        if node not in bad and any(to in bad for choice in small[node] for _, to in choice.branches)
    }:
        bad |= more
    return np.array([node not in bad for node in range(len(small))])


@settings(max_examples=150, deadline=None)
@given(smalls())
def test_the_answers_are_those_of_trying_everything(small: Small) -> None:
    """V, W, W- and the fewest attempts, zeros and ones exactly."""
    solution = solve(cast(Process, None), graph_of(small))
    waiting = [[choice for choice in node if choice.label.mover is Mover.COMPANY] for node in small]
    best = highest(small)
    for found, expected in ((solution.best, best), (solution.waiting, highest(waiting))):
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
        np.testing.assert_array_equal(found == 0, expected == 0)
        np.testing.assert_array_equal(found == 1, expected == 1)
    np.testing.assert_array_equal(solution.in_hand, in_hand(waiting))
    np.testing.assert_allclose(solution.attempts, fewest(small, best), rtol=1e-9, atol=1e-12)


@settings(max_examples=50, deadline=None)
@given(smalls())
def test_every_node_has_the_first_class_that_fits(small: Small) -> None:
    """In the order of the classes: trapped, in hand, Catch-22, luck-bound, resolvable; a resolved node is settled."""
    solution = solve(cast(Process, None), graph_of(small))
    for node in range(len(small)):
        best, waiting = solution.best[node], solution.waiting[node]
        if node == 0:
            expected = Standing.SETTLED
        elif best == 0:
            expected = Standing.TRAPPED
        elif solution.in_hand[node]:
            expected = Standing.IN_HAND
        elif best < 1 and abs(best - waiting) < 1e-9:
            expected = Standing.CATCH_22
        else:
            expected = Standing.LUCK_BOUND if best < 1 else Standing.RESOLVABLE
        assert solution.standing[node] == expected
