"""What a verdict relies on that the customer would not do by themselves."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from journeysim.model.graph import Act, Label
from journeysim.model.process import Process
from journeysim.model.proof import Solution
from journeysim.verify.keeping import TIE
from journeysim.verify.mdp import kept, mdp
from journeysim.verify.solve import highest


def relied_on(solution: Solution, population: int) -> Iterator[str]:
    """`only by clearing up`, `only by overflow` where the best case is worse without that, `only by publicity` where it
    is for who never goes public, and `only by CHANNEL` for each channel without which it is worse, of those that the
    segment neither tries nor escalates to.

    `only by returning a voicemail` where that is so for customers who never return one.
    """
    process = solution.process
    segment = process.scenario.segments[process.populations[population].segment]
    own = {*segment.tries, *(one.channel for one in segment.escalates)}
    best = best_of(solution, population)
    if best == 0:
        return
    if best_in_private(solution, population) < best - TIE:
        yield "only by publicity"
    for act, word in ((Act.CLEARS_UP, "clearing up"), (Act.OVERFLOWS, "overflow")):
        if best_but_for(solution, population, partial(_is, act)) < best - TIE:
            yield f"only by {word}"
    for channel in process.channels:
        if channel.name not in own and best_without(solution, population, {channel.index}) < best - TIE:
            yield f"only by {channel.name}"
    returned = partial(_is, Act.RETURNS)
    if segment.returns_voicemail == 0 and best_but_for(solution, population, returned) < best - TIE:
        yield "only by returning a voicemail"


def _is(act: Act, label: Label) -> bool:
    return label.act is act


def best_of(solution: Solution, population: int) -> float:
    """The best case of the first state."""
    roots = solution.graph.roots[population]
    return sum(chance * float(solution.best[node]) for chance, node in roots)


def best_in_private(solution: Solution, population: int) -> float:
    """The best case of who never goes public."""
    return best_without(solution, population, publics(solution.process))


def publics(process: Process) -> set[int]:
    """The public channels."""
    return {n for n, channel in enumerate(process.scenario.channels.values()) if channel.public}


def best_without(solution: Solution, population: int, channels: set[int]) -> float:
    """The best case of who never tries these channels."""
    return best_but_for(solution, population, lambda label: label.act is Act.ATTEMPT and label.channel in channels)


def best_but_for(solution: Solution, population: int, left_out: Callable[[Label], bool]) -> float:
    """The best case where some moves are left out."""
    graph = solution.graph
    through = np.array([left_out(label) for label in graph.labels], np.bool_)
    if not through.any():
        return best_of(solution, population)
    roots = graph.roots[population]
    starts, chances = np.array([node for _, node in roots], np.int64), np.array([chance for chance, _ in roots])
    whole = mdp(graph.first_choice, graph.first_branch, graph.target, graph.chance)
    fewer, _ = kept(whole, ~through[graph.label])
    return float(chances @ highest(fewer, graph.resolved)[starts])
