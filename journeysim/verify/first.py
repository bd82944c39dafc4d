"""The first state of a segment and issue: means over how a case may begin, and what can be reached from there."""

from dataclasses import dataclass

import numpy as np

from journeysim.model.proof import Solution, Standing
from journeysim.verify.keeping import TIE
from journeysim.verify.mdp import mdp, reachable


@dataclass(frozen=True, slots=True)
class First:
    """What was proved of a population.

    `best`, `waiting` and `attempts` are means over the draws of attributes and of what the issue begins with.
    `standing` is `None` where the graph is not complete: undetermined. `nodes` counts the nodes that can be
    reached, `standings` those of each class.
    """

    standing: Standing | None
    best: float
    waiting: float
    attempts: float
    nodes: int
    standings: dict[Standing, int]


def first(solution: Solution, population: int) -> First:
    """The answers for the first state of a population."""
    graph = solution.graph
    roots = graph.roots[population]
    starts = np.array([node for _, node in roots], np.int64)
    chances = np.array([chance for chance, _ in roots])
    best, waiting, attempts = (
        _mean(values[starts], chances) for values in (solution.best, solution.waiting, solution.attempts)
    )
    if not graph.complete:
        standing = None
    elif best == 0:
        standing = Standing.TRAPPED
    elif solution.in_hand[starts].all():
        standing = Standing.IN_HAND
    elif best == 1:
        standing = Standing.RESOLVABLE
    else:
        standing = Standing.CATCH_22 if waiting >= best - TIE else Standing.LUCK_BOUND
    whole = mdp(graph.first_choice, graph.first_branch, graph.target, graph.chance)
    counts = np.bincount(solution.standing[reachable(whole, starts)], minlength=len(Standing))
    standings = {each: int(counts[each]) for each in Standing}
    return First(standing, best, waiting, attempts, int(counts.sum()), standings)


def _mean(values: "np.typing.NDArray[np.float64]", chances: "np.typing.NDArray[np.float64]") -> float:
    """The mean; exactly 0 or 1 only where all are."""
    for end in (0.0, 1.0):
        if (values == end).all():
            return end
    return float(values @ chances / chances.sum())
