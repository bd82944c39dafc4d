"""What a verdict relies on that the customer would not do by themselves."""

from collections.abc import Iterator

import numpy as np

from journeysim.model.graph import Act
from journeysim.model.proof import Solution
from journeysim.verify.keeping import TIE
from journeysim.verify.mdp import kept, mdp
from journeysim.verify.solve import highest


def relied_on(solution: Solution, population: int) -> Iterator[str]:
    """`only by CHANNEL` for each channel outside the segment's own `tries` without which the best case is worse."""
    graph, process = solution.graph, solution.process
    roots = graph.roots[population]
    starts = np.array([node for _, node in roots], np.int64)
    chances = np.array([chance for chance, _ in roots])
    own = process.scenario.segments[process.populations[population].segment].tries
    whole = mdp(graph.first_choice, graph.first_branch, graph.target, graph.chance)
    best = float(chances @ solution.best[starts])
    for channel in process.channels:
        if channel.name in own or best == 0:
            continue
        through = np.array([label.act is Act.ATTEMPT and label.channel == channel.index for label in graph.labels])
        if not through.any():
            continue
        without, _ = kept(whole, ~through[graph.label])
        if float(chances @ highest(without, graph.resolved)[starts]) < best - TIE:
            yield f"only by {channel.name}"
