"""What one replication says: plain numbers, small enough to travel between processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from journeysim.model.scenario import Condition, Expectation


@dataclass(frozen=True, slots=True)
class Question:
    """A figure asked of a part of the cases or visits.

    `scope` `None`: of all. `within` (seconds) belongs to `resolved`. Where `share` is set, the figure is the share of
    the cases in `scope` for which it holds, and `figure` is not used.
    """

    figure: str
    within: float | None = None
    share: Condition | None = None
    scope: Condition | None = None


def question(expectation: Expectation) -> Question:
    """What must be measured so that `expectation` can be judged."""
    return Question(expectation.figure, expectation.within, expectation.share, expectation.scope)


PROVED = ("trapped", "catch_22", "best_case", "verdict")
"""Figures that are proved from the graph: no sample has them."""


def is_sampled(expectation: Expectation) -> bool:
    """Whether `expectation` is about what customers met, and not about what a proof says."""
    return expectation.share is not None or expectation.figure not in PROVED


@dataclass(frozen=True, slots=True)
class LoopTally:
    """A loop in one replication: how often it was walked, the attempts made in all those rounds, and the cases that
    walked it.
    """

    signature: tuple[str, ...]
    rounds: int
    attempts: int
    cases: int


@dataclass(frozen=True, slots=True)
class DeadEndTally:
    """A dead end in one replication: how often it was hit, and how many customers stopped there."""

    where: str
    segment: str
    issue: str
    causes: tuple[str, ...]
    hits: int
    final: int


@dataclass(frozen=True, slots=True)
class Sample:
    """The figures of one replication, by name; a figure that does not exist in it is NaN.

    `cases` is the number of counted cases. `all`, and each value of `segments`, `issues` and `departments`, maps the
    name of a figure to its value, in the units of `Figure`. `answers` holds what was asked beyond these.
    """

    seed: int
    replication: int
    cases: int
    all: Mapping[str, float]
    segments: Mapping[str, Mapping[str, float]]
    issues: Mapping[str, Mapping[str, float]]
    departments: Mapping[str, Mapping[str, float]]
    loops: tuple[LoopTally, ...] = ()
    dead_ends: tuple[DeadEndTally, ...] = ()
    answers: Mapping[Question, float] = field(default_factory=dict)
