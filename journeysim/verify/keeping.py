"""The choices that keep the best case."""

import numpy as np

from journeysim.model.proof import Solution
from journeysim.verify.mdp import Mask, Mdp, Numbers, all_branches, mdp

TIE = 1e-9
"""Values closer than this are equal."""


def keeping(process: Mdp, best: Numbers, settled: Mask) -> Mask:
    """Which choices of nodes that are not settled leave the best case as it is: exactly where it is 1, else to 1e-9."""
    after = np.bincount(process.choice, process.chance * best[process.target], len(process.owner))
    before = best[process.owner]
    sure = all_branches(process, best[process.target] == 1)
    kept: Mask = np.where(before == 1, sure, after >= before - TIE) & ~settled[process.owner]
    return kept


def moves_that_keep(solution: Solution) -> Mask:
    """Which choices of a solved graph keep the best case; none of a settled node do."""
    graph = solution.graph
    process = mdp(graph.first_choice, graph.first_branch, graph.target.astype(np.int64), graph.chance)
    return keeping(process, solution.best, graph.resolved | (solution.best == 0))
