"""How likely the modelled customers meet what the proof found."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from journeysim.model.graph import Graph
from journeysim.model.process import NONE, OutcomeNode, Process, State
from journeysim.verify.absorbing import Chain, TooMany, absorbed, chain
from journeysim.verify.beyond import leads_elsewhere
from journeysim.verify.memory import Branch, Count, Doing, End, Memory, Stay
from journeysim.verify.paths import Mask
from journeysim.verify.patient import Patient

BOUND, WATCHED = 200_000, 20_000
"""Memories walked at most, and at most for each outcome that is watched; past it no likelihood is given."""


class Watching(Patient):
    """Patient customers of whom those who meet an outcome, in a state of interest, are led aside."""

    def __init__(self, process: Process, population: int, met: Callable[[OutcomeNode, int], bool]) -> None:
        super().__init__(process, population, with_path=False)
        self.watched_for = met

    def _effect(self, memory: Memory, outcome: OutcomeNode, stay: Stay | None, *, noted: bool) -> Iterator[Branch]:
        if memory.state != NONE and self.watched_for(outcome, memory.state):
            return iter([(1.0, ASIDE, ())])
        return super()._effect(memory, outcome, stay, noted=noted)


ASIDE = Memory(NONE, Doing.OVER, len(End))
"""Where those are led who were watched for."""


class Walks:
    """The walks of one population's modelled customers through a solved graph."""

    def __init__(self, process: Process, graph: Graph, population: int) -> None:
        self.process = process
        self.graph = graph
        self.population = population
        self._chain: Chain[Memory] | None = None
        patient = Patient(process, population, with_path=False)
        try:
            self._chain = chain(patient.first(), patient.after, counts=len(Count), bound=BOUND)
        except TooMany:
            self._chain = None

    def meets(self, goal: Mask) -> float | None:
        """The probability that a customer is ever in one of these nodes; `None` where no walk says."""
        wanted = {_plain(self.process.states[self.graph.nodes[n].state]) for n in np.flatnonzero(goal).tolist()}
        states = self.process.states
        return self._ever(
            lambda memory: (
                memory.stay is None
                and memory.doing not in (Doing.CONTENT, Doing.OVER)
                and _plain(states[memory.state]) in wanted
            )
        )

    def goes_public(self) -> float | None:
        """The probability that a customer ever tries a public channel; `None` where no walk says."""
        public = [channel.public for channel in self.process.scenario.channels.values()]
        states = self.process.states
        return self._ever(
            lambda memory: (
                memory.doing == Doing.TRIES
                and memory.stay is None
                and public[memory.channel]
                and not states[memory.state].pending
            )
        )

    def _ever(self, holds: Callable[[Memory], bool]) -> float | None:
        """The probability that a memory ever is so; `None` where there are too many walks, or where they do not say."""
        if self._chain is None:
            return None
        walked = self._chain
        hit = np.array([holds(memory) for memory in walked.nodes], dtype=np.bool_)
        keep = ~hit[walked.source]
        cut = replace(walked, source=walked.source[keep], target=walked.target[keep], chance=walked.chance[keep])
        return self._unless_elsewhere(min(1.0, float(absorbed(cut).ends[hit].sum())))

    def _unless_elsewhere(self, share: float) -> float | None:
        """A probability; `None` for nought where moods, days or watchdogs, unknown to a walk, may lead there."""
        return None if share == 0 and leads_elsewhere(self.process, self.population) else share

    def meets_outcome(self, met: Callable[[OutcomeNode, int], bool]) -> float | None:
        """The probability that a customer ever meets an outcome, given it and the state's number before it."""
        watching = Watching(self.process, self.population, met)
        try:
            walked = chain(watching.first(), watching.after, counts=len(Count), bound=WATCHED)
        except TooMany:
            return None
        if ASIDE not in walked.nodes:
            return self._unless_elsewhere(0.0)
        return min(1.0, float(absorbed(walked).ends[walked.nodes.index(ASIDE)]))


def _plain(state: State) -> State:
    """A state without what the modelled customers' chain does not hold."""
    return state._replace(found=0, age=0, silence=0)
