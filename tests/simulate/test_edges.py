"""Engine and graph agree: whatever a case lives through is a path of the graph."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import simpy
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from journeysim.build import build
from journeysim.model.process import Process
from journeysim.model.unfold import unfold
from journeysim.read import read_text
from journeysim.simulate import engine, world
from journeysim.simulate.events import Case
from tests.strategies import scenarios

pytestmark = pytest.mark.usefixtures("glanced_at")

BOUND = 4000
"""Nodes of the graphs that are looked at; larger ones are passed over."""

AT_ONCE = 4
"""Moves of the graph that the engine may make at one event: an attempt, its line, its end, and what follows."""

Seen = tuple[Any, ...]


class Watch:
    """What became of each case's state, event by event."""

    def __init__(self) -> None:
        self.event = 0
        self.states: dict[int, dict[int, int]] = defaultdict(dict)


def watched(process: Process, seed: int) -> list[list[int]]:
    """The states of each case of a run, as they were at the end of each event that changed them."""
    watch = Watch()

    class WatchedCase(Case):
        __slots__ = ()

        @property
        def state(self) -> int:  # type: ignore[override]
            return Case.state.__get__(self)

        @state.setter
        def state(self, state: int) -> None:
            Case.state.__set__(self, state)
            watch.states[self.index][watch.event] = state

    class CountedClock(world.Clock):
        def run(self, until: Any = None) -> Any:
            return simpy.Environment.run(self, until)  # one event at a time

        def step(self) -> None:
            watch.event += 1
            super().step()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "Case", WatchedCase)
        patch.setattr(world, "Clock", CountedClock)
        engine.simulate(process, seed=seed)
    return [list(states.values()) for _, states in sorted(watch.states.items())]


def seen(process: Process, number: int) -> Seen:
    """A state without what the engine remembers otherwise: bands of time, what was found, which work has begun."""
    state = process.states[number]
    pending = {process.items[item]._replace(in_hand=0, known=0) for item in state.pending}
    return (
        state.traits,
        state.facts,
        state.notes,
        tuple(sorted(pending)),
        state.contacts,
        state.referral,
        state.stage,
        state.public,
    )


def beyond(ways: dict[Seen, set[Seen]], state: Seen) -> set[Seen]:
    """Where the graph leads from a state in a few moves."""
    reached, edge = {state}, {state}
    for _ in range(AT_ONCE):
        edge = {after for one in edge for after in ways[one]} - reached
        reached |= edge
    return reached


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(text=scenarios(), seed=st.integers(0, 2**32))
def test_every_step_of_the_engine_is_an_edge_of_the_graph(text: str, seed: int) -> None:
    """From the first state on, event by event."""
    walk_the_graph(text, seed)


@pytest.mark.long
@settings(
    max_examples=1000,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(text=scenarios(), seed=st.integers(0, 2**32))
def test_every_step_is_an_edge_in_a_thousand_scenarios(text: str, seed: int) -> None:
    """As above, the same thousand each time."""
    walk_the_graph(text, seed)


ON_THE_WAY = """
journeysim: 1
name: An answer that comes while they are on the way
run: {arrivals: 1 day}
facts: {seen: {values: [no, yes, over]}}
segments: {customer: {tries: [mail, shop], chases: 1 h, gives up: {attempts: 4}}}
issues: {question: {raised by: {customer: {at: [0 s]}}}}
channels:
  mail: {kind: message, admits: {seen: no}, reaches: desk}
  shop: {takes: 5 h, admits: {seen: yes}, reaches: counter}
  phone: {admits: {seen: over}, reaches: counter}
departments:
  desk: {staff: 1, handling: 3 h, rules: {send on: {then: {set: {seen: yes}, refer: phone}}}}
  counter:
    staff: 1
    handling: 10 min
    rules:
      sent: {when: {referred by: desk}, then: {resolve: now}}
      not sent: {then: {set: {seen: over}, drop: silently}}
"""


def test_a_referral_that_comes_on_the_way_is_used_up_at_the_door() -> None:
    """They are let in for what has changed meanwhile, by the same attempt that the graph knows."""
    walk_the_graph(ON_THE_WAY, 1)


def walk_the_graph(text: str, seed: int) -> None:
    """Run a scenario, and look every step of every case up in the graph; a large graph is passed over."""
    process = build(read_text(text))
    graph = unfold(process, bound=BOUND)
    if not graph.complete:
        return
    runs = watched(process, seed)
    assert len(runs) == len(engine.simulate(process, seed=seed).cases)
    names = [seen(process, node.state) for node in graph.nodes]
    ways: dict[Seen, set[Seen]] = defaultdict(set)
    of_choice = np.repeat(np.arange(len(graph.nodes)), np.diff(graph.first_choice))
    of_branch = np.repeat(of_choice, np.diff(graph.first_branch))
    for source, target in zip(of_branch.tolist(), graph.target.tolist(), strict=True):
        if names[source] != names[target]:
            ways[names[source]].add(names[target])
    firsts = {names[node] for roots in graph.roots for _, node in roots}
    for run in runs:
        path = [seen(process, state) for state in run]
        assert any(path[0] in beyond(ways, first) for first in firsts)
        for before, after in pairwise(path):
            assert after in beyond(ways, before), (before, after)
