"""The rounds in which modelled customers can be sent who never tire: the shortest, the way in, and both told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from journeysim.model.graph import Graph
from journeysim.model.process import NONE, OutcomeNode, Process
from journeysim.model.proof import Step, Story
from journeysim.model.scenario import StartsOver
from journeysim.verify.absorbing import Chain, TooMany, chain
from journeysim.verify.mdp import Indices
from journeysim.verify.memory import Branch, Count, Doing, Memory, Stay
from journeysim.verify.patient import Patient
from journeysim.verify.stories import Teller

BOUND = 200_000
"""Memories walked at most; past it no round is looked for."""


@dataclass(frozen=True, slots=True)
class Round:
    """The channels of a round in their order, the way in and the round as sentences, and whether no way leads out."""

    stops: tuple[str, ...]
    story: Story
    for_ever: bool


class Tireless(Patient):
    """Patient customers without limits of persistence: they never give up, and start over at every dead end.

    While `after` is asked for what may come next, `by` is the outcome by which the branch at hand comes about, `None`
    where there is none.
    """

    def __init__(self, process: Process, population: int) -> None:
        super().__init__(process, population, with_path=False)
        self.limit = None
        self.segment = replace(self.segment, starts_over=StartsOver(1))
        self.by: OutcomeNode | None = None

    def after(self, memory: Memory) -> Iterator[Branch]:
        """What may come next; rounds are not counted, so that an endless walk stays finite."""
        for chance, made, counts in super().after(memory._replace(rounds=0)):
            yield chance, made._replace(rounds=0, attempts=min(made.attempts, 2), last=NONE), counts

    def _effect(self, memory: Memory, outcome: OutcomeNode, stay: Stay | None, *, noted: bool) -> Iterator[Branch]:
        before, self.by = self.by, outcome
        yield from super()._effect(memory, outcome, stay, noted=noted)
        self.by = before


def endless_round(process: Process, graph: Graph, population: int) -> Round | None:
    """The round with the fewest attempts, and then moves; one that is never left before others. `None`: there is none.

    Nothing has changed at its end, so that it may be walked for ever. `None`, too, where there are too many walks.
    """
    tireless = Tireless(process, population)
    try:
        walked = chain(tireless.first(), tireless.after, counts=len(Count), bound=BOUND)
    except TooMany:
        return None
    found = _shortest_round(walked)
    if found is None:
        return None
    cycle, for_ever = found
    steps = _Steps(walked)
    tries = {number for number in cycle if steps.tries[number]}
    way_in = steps.shortest(np.flatnonzero(walked.begins > 0).tolist(), tries)
    assert way_in is not None, "whatever was walked can be reached"
    turn = cycle.index(way_in[-1])
    cycle = cycle[turn:] + cycle[: turn + 1]
    memories = walked.nodes
    teller = _RoundTeller(tireless, Teller(process, graph))
    opening = teller.teller.opening_of(memories[way_in[0]].state)
    loop = teller.told(memories[n] for n in cycle)
    story = Story((opening, *_up_to(loop, teller.told(memories[n] for n in way_in))), loop)
    return Round(tuple(_stops(process, [memories[n] for n in cycle[:-1]])), story, for_ever)


def _shortest_round(walked: Chain[Memory]) -> tuple[list[int], bool] | None:
    """The nodes of the shortest round with an attempt in it, and whether it is never left."""
    size = len(walked.nodes)
    moves = csr_array((walked.chance, (walked.source, walked.target)), shape=(size, size))
    _, which = connected_components(moves, directed=True, connection="strong")
    inside = which[walked.source] == which[walked.target]
    tries = walked.rewards[:, Count.ATTEMPT] > 0
    rounds = np.unique(which[walked.source[inside & tries[walked.source]]])
    for_ever = np.setdiff1d(rounds, which[walked.source[~inside]])
    looked_at = for_ever if len(for_ever) else rounds
    starts = np.flatnonzero(np.isin(which, looked_at) & tries).tolist()
    steps, best = _Steps(walked), list[int]()
    for start in starts:
        cycle = steps.back(start, which, steps.length(best))
        if cycle is not None:
            best = cycle
    return (best[:-1], bool(len(for_ever))) if best else None


class _Steps:
    """Ways through a chain by attempts, then by moves."""

    def __init__(self, walked: Chain[Memory]) -> None:
        self.after: list[list[int]] = [[] for _ in walked.nodes]
        for source, target in zip(walked.source.tolist(), walked.target.tolist(), strict=True):
            self.after[source].append(target)
        self.tries = (walked.rewards[:, Count.ATTEMPT] > 0).tolist()

    def length(self, way: list[int]) -> tuple[int, int] | None:
        """(attempts, moves) of a way; `None` of none."""
        return (sum(self.tries[node] for node in way[:-1]), len(way) - 1) if way else None

    def shortest(self, starts: list[int], goals: set[int]) -> list[int] | None:
        """The shortest way from one of the starts to a goal, which may be a start itself."""
        return self._way([(0, 0, start, NONE) for start in starts], goals)

    def back(self, start: int, within: Indices, bound: tuple[int, int] | None) -> list[int] | None:
        """The shortest way from a node back to it, shorter than `bound`, that stays in the class of the node."""
        first = (int(self.tries[start]), 1)
        inside = [(*first, to, start) for to in self.after[start] if within[to] == within[start]]
        return self._way(inside, {start}, within=within, bound=bound)

    def _way(
        self,
        todo: list[tuple[int, int, int, int]],
        goals: set[int],
        *,
        within: Indices | None = None,
        bound: tuple[int, int] | None = None,
    ) -> list[int] | None:
        """Dijkstra over (attempts, moves), from (attempts, moves, node, node before)."""
        came: dict[int, int] = {}
        heapify(todo)
        while todo:
            attempts, moves, node, before = heappop(todo)
            if bound is not None and (attempts, moves) >= bound:
                return None
            if node in came:
                continue
            came[node] = before
            if node in goals:
                return _traced(came, node)
            reached = attempts + self.tries[node], moves + 1
            for to in self.after[node]:
                if to not in came and (within is None or within[to] == within[node]):
                    heappush(todo, (*reached, to, node))
        return None


def _traced(came: dict[int, int], goal: int) -> list[int]:
    way, node = [goal], came[goal]
    while node != NONE and node in came and node != goal:
        way.append(node)
        node = came[node]
    return (way if node == NONE else [*way, node])[::-1]


def _up_to(loop: tuple[Step, ...], steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps of a way in without rounds at its end that sound like the loop."""
    while steps[-len(loop) :] == loop:
        steps = steps[: -len(loop)]
    return steps


def _stops(process: Process, memories: list[Memory]) -> list[str]:
    """The channels of a round, rounds within the round left out."""
    stops: list[str] = []
    for memory in memories:
        if _attempts(process, memory):
            name = process.channels[memory.channel].name
            if name in stops:
                del stops[stops.index(name) :]
            stops.append(name)
    return stops


def _attempts(process: Process, memory: Memory) -> bool:
    """Whether what comes next is an attempt by a channel."""
    return memory.doing == Doing.TRIES and memory.stay is None and _pending(process, memory) == NONE


def _pending(process: Process, memory: Memory) -> int:
    """The pending thing that matures next, or `NONE`."""
    pending = process.states[memory.state].pending
    return next((item for item in pending if not process.called_in_vain(process.items[item])), NONE)


class _RoundTeller:
    """Tells a walk of a tireless customer."""

    def __init__(self, tireless: Tireless, teller: Teller) -> None:
        self.tireless = tireless
        self.teller = teller
        self.process = tireless.process

    def told(self, memories: Iterable[Memory]) -> tuple[Step, ...]:
        """The walk as sentences; what belongs to one contact is told in one."""
        steps: list[Step] = []
        entered = NONE
        for before, after in pairwise(memories):
            counts = self._comes_about(before, after)
            if _attempts(self.process, before) and after.doing == Doing.VISITS:
                entered = before.channel
                continue
            step = self._step(before, after, counts, entered)
            if step is not None:
                steps.append(step)
            entered = NONE
        return tuple(steps)

    def _comes_about(self, before: Memory, after: Memory) -> tuple[Count, ...]:
        """What is counted on the way from one memory to the next; `by` is then the outcome that led there."""
        self.tireless.by = None
        for chance, made, counts in self.tireless.after(before):
            if chance > 0 and made == after:
                return counts
        raise AssertionError("a walk goes from memory to memory")

    def _step(self, before: Memory, after: Memory, counts: tuple[Count, ...], entered: int) -> Step | None:
        teller, by = self.teller, self.tireless.by
        seems = after.doing == Doing.CONTENT
        if before.doing == Doing.CONTENT:
            return Step("The trouble is back: the fix did not work.")
        if before.stay is not None:
            assert by is not None, "a visit comes to an outcome"
            return teller.did(by, NONE, entered=entered, seems=seems)
        item = _pending(self.process, before)
        if item != NONE:
            return self._matured(item, by, counts, seems=seems)
        return self._tried(before, after, counts) if before.doing == Doing.TRIES else None

    def _matured(self, item: int, by: OutcomeNode | None, counts: tuple[Count, ...], *, seems: bool) -> Step:
        teller, pending = self.teller, self.process.items[item]
        if self.process.is_call(pending):
            if by is None:
                return teller.missed(item)
            return teller.spoke(item, by, called_back=Count.ATTEMPT in counts, seems=seems)
        if pending.department != NONE:
            assert by is not None, "a ticket comes to an outcome"
            return teller.did(by, item, seems=seems)
        return teller.came_due(item, kept=by is not None, works=not seems)

    def _tried(self, before: Memory, after: Memory, counts: tuple[Count, ...]) -> Step:
        channel, teller = before.channel, self.teller
        source = self.process.scenario.channels[self.process.channels[channel].name]
        if Count.UNNOTICED in counts:
            return teller.unnoticed(channel)
        if Count.TURNED_AWAY not in counts:
            return teller.wrote(channel)
        lost = source.found < 1 and not after.found >> channel & 1
        return teller.not_found(channel) if lost else teller.turned_away(channel)
