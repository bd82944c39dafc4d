"""A population of a solved process that findings are about, and the shortest ways through its part of the graph."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from journeysim.model.graph import Graph
from journeysim.model.problem import Place
from journeysim.model.process import Process
from journeysim.model.proof import Finding, Solution, Standing, Step, Story
from journeysim.verify.likelihood import Walks
from journeysim.verify.paths import Hop, Mask, shortest
from journeysim.verify.stories import Teller
from journeysim.verify.words import in_full

ERROR, WARNING = "error", "warning"


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


def way_to(subject: Subject, goal: Mask) -> tuple[list[Hop], int, tuple[Step, ...]] | None:
    """The shortest way to a node of the goal: hops, the node, and the sentences."""
    hops = shortest(subject.graph, subject.starts, goal)
    if hops is None:
        return None
    teller = Teller(subject.process, subject.graph)
    start = hops[0].node if hops else next(node for node in subject.starts if goal[node])
    told = (teller.opening(start), *teller.told(hops))
    return hops, hops[-1].to if hops else start, told


def story_of(subject: Subject, branches: Sequence[int]) -> Story | None:
    """The shortest way to where one of these branches is drawn, and the branch; without any, how the case begins."""
    graph, teller = subject.graph, Teller(subject.process, subject.graph)
    if not branches:
        return Story((teller.opening(subject.starts[0]),))
    choices = np.searchsorted(graph.first_branch, np.array(branches), side="right") - 1
    nodes = np.searchsorted(graph.first_choice, choices, side="right") - 1
    goal = np.zeros(len(graph.nodes), np.bool_)
    goal[nodes] = True
    way = way_to(subject, goal)
    if way is None:
        return None
    hops, node, _ = way
    drawn = int(np.flatnonzero(nodes == node)[0])
    last = Hop(node, int(choices[drawn]), branches[drawn], int(graph.target[branches[drawn]]))
    return Story((teller.opening(hops[0].node if hops else node), *teller.told([*hops, last])))
