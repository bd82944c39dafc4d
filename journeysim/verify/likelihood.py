"""How likely the modelled customers meet what the proof found, and the rounds in which they can be sent."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from journeysim.model.graph import Graph
from journeysim.model.problem import Place
from journeysim.model.process import NONE, OutcomeNode, Process, State
from journeysim.model.scenario import StartsOver
from journeysim.verify.absorbing import Chain, TooMany, absorbed, chain
from journeysim.verify.beyond import leads_elsewhere
from journeysim.verify.memory import Branch, Count, Doing, End, Memory, Stay
from journeysim.verify.paths import Mask
from journeysim.verify.patient import Patient

BOUND, WATCHED = 200_000, 20_000
"""Memories walked at most, and at most for each outcome that is watched; past it no likelihood is given."""


class Tireless(Patient):
    """Patient customers without limits of persistence: they never give up, and start over at every dead end."""

    def __init__(self, process: Process, population: int) -> None:
        super().__init__(process, population, with_path=False)
        self.limit = None
        self.segment = replace(self.segment, starts_over=StartsOver(1))

    def after(self, memory: Memory) -> Iterator[Branch]:
        """What may come next; rounds are not counted, so that an endless walk stays finite."""
        for chance, made, counts in super().after(memory._replace(rounds=0)):
            yield chance, made._replace(rounds=0, attempts=min(made.attempts, 2), last=NONE), counts


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

    def endless_loop(self) -> tuple[tuple[str, ...], tuple[Place, ...], bool] | None:
        """The shortest round: its stops, their places, and whether it can never be left. `None` if there is none."""
        tireless = Tireless(self.process, self.population)
        try:
            walked = chain(tireless.first(), tireless.after, counts=len(Count), bound=BOUND)
        except TooMany:
            return None
        size = len(walked.nodes)
        moves = csr_array((walked.chance, (walked.source, walked.target)), shape=(size, size))
        _, which = connected_components(moves, directed=True, connection="strong")
        inside = which[walked.source] == which[walked.target]
        counted = walked.rewards[:, Count.ATTEMPT] > 0
        rounds = {int(which[n]) for n in walked.source[inside & counted[walked.source]].tolist()}
        if not rounds:
            return None
        leaves = set(which[walked.source[~inside]].tolist())
        best: tuple[int, list[int]] | None = None
        for component in rounds:
            members = np.flatnonzero(which == component).tolist()
            cycle = _shortest_cycle(moves, members, which)
            if cycle and (best is None or len(cycle) < len(best[1])):
                best = component, cycle
        if best is None:
            return None
        component, cycle = best
        stops, places = self._stops([walked.nodes[n] for n in cycle])
        return (stops, places, component not in leaves) if stops else None

    def _stops(self, memories: list[Memory]) -> tuple[tuple[str, ...], tuple[Place, ...]]:
        """The channels of a round and where they stand, rounds within the round left out."""
        scenario = self.process.scenario
        stops: list[str] = []
        places: list[Place] = []
        for memory in memories:
            if memory.doing == Doing.TRIES and memory.stay is None and memory.channel != NONE:
                channel = scenario.channels[self.process.channels[memory.channel].name]
                if channel.name in stops:
                    back = stops.index(channel.name)
                    del stops[back:], places[back:]
                stops.append(channel.name)
                places.append(channel.admits_place or channel.place)
        return tuple(stops), tuple(places)


def _plain(state: State) -> State:
    """A state without what the modelled customers' chain does not hold."""
    return state._replace(found=0, age=0, silence=0)


def _shortest_cycle(
    moves: csr_array, members: list[int], which: "np.ndarray[tuple[int], np.dtype[np.int32]]"
) -> list[int]:
    """The shortest way from a member of a strongly connected set back to it."""
    best: list[int] = []
    for start in members[:200]:
        came: dict[int, int] = {}
        todo = [start]
        while todo and start not in came:
            following = []
            for node in todo:
                for to in moves.indices[moves.indptr[node] : moves.indptr[node + 1]].tolist():
                    if which[to] == which[start] and to not in came:
                        came[to] = node
                        following.append(to)
            todo = following
        if start in came:
            cycle, node = [start], came[start]
            while node != start:
                cycle.append(node)
                node = came[node]
            if not best or len(cycle) < len(best):
                best = cycle[::-1]
    return best
