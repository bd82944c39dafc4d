"""The random scenarios on which proofs are held to other programs: what of the language they say, and reach."""

from collections import Counter
from collections.abc import Iterable
from enum import Enum

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from journeysim.build import build
from journeysim.model.graph import NOT_FOUND, UNNOTICED, Act
from journeysim.model.process import Does, Subject
from journeysim.model.proof import Standing
from journeysim.model.unfold import unfold
from journeysim.read import read_text
from journeysim.verify import first, solve
from tests.strategies import scenarios, twists

BOUND = 600

BY_CHANCE = {NOT_FOUND: "not found", UNNOTICED: "not noticed"}


def named(members: Iterable[Enum]) -> set[str]:
    """Members with their kinds: those of one kind are equal to numbers, and so to those of others."""
    return {f"{type(member).__name__} {member.name}" for member in members}


def reached(strategy, examples: int) -> Counter[str]:
    """How many of these scenarios reach each move, outcome, subject of a condition and class in their graphs."""
    found: Counter[str] = Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(text=strategy)
    def count(text):
        process = build(read_text(text))
        graph = unfold(process, bound=BOUND)
        if not graph.complete:
            return
        outcomes = set(np.unique(graph.outcome).tolist())
        solution = solve(process, graph)
        answers = [first(solution, number) for number in range(len(process.populations))]
        found.update(named(label.act for label in graph.labels))
        found.update(BY_CHANCE[number] for number in outcomes & BY_CHANCE.keys())
        found.update(named(process.outcomes[number].does for number in outcomes if number >= 0))
        found.update(named(process.asked))
        found.update(named(answer.standing for answer in answers))
        found.update({"between" for answer in answers if 0 < answer.best < 1})

    count()
    return found


@pytest.mark.long
def test_every_verb_condition_and_class_is_reached():
    """By twenty of two thousand at least; the mood is asked by escalations alone, which are no part of a graph."""
    found = reached(scenarios(), 1000) + reached(twists(), 1000)
    asked, classes = set(Subject) - {Subject.MOOD}, set(Standing) - {Standing.SETTLED}
    wanted = named(Act) | named(Does) | named(asked) | named(classes) | set(BY_CHANCE.values())
    assert {one: found[one] for one in wanted if found[one] < 20} == {}
    assert found["between"] >= 200
