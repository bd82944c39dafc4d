"""What was measured: figures with their intervals, loops, dead ends, and expectations held against them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over replications with its 95 % confidence interval (Student's t over replications).

    `n` counts the replications in which the figure exists. `value` is `None` where n = 0; `low` and `high`
    are `None` where n < 2. Times are in seconds (`effort` in minutes), shares up to 1.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Loop:
    """A closed walk of a case: the stops of one round in a standard rotation.

    `length` is the mean number of attempts in a round, `rounds` how often it was walked per replication, `cases`
    the share of all counted cases that walked it at least once.
    """

    signature: tuple[str, ...]
    length: float
    rounds: Figure
    cases: Figure


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A place where cases hit a dead end.

    `where` is the last stop, `causes` the gates, rules, shut doors and lines left since the last perceived
    change, each with its line. `hits` and `final` (those who stopped there) are per replication.
    """

    where: str
    segment: str
    issue: str
    causes: tuple[str, ...]
    hits: Figure
    final: Figure


@dataclass(frozen=True, slots=True)
class Kept:
    """An expectation and how it fared: `verdict` is `kept`, `broken` or `undecided`, all of a file together at 95 %.

    `figure` holds the interval that decided, which is wider than 95 % where several were compared.
    """

    name: str
    place: str
    sentence: str
    figure: Figure
    verdict: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured over the replications of one variant.

    `all`, and each value of `segments`, `issues` and `departments`, maps the name of a figure to it. `cases` is the
    number of counted cases over all replications. The scenario's own counts stand among the figures of cases.
    """

    scenario: str
    variant: str | None
    about: str | None
    currency: str | None
    seed: int
    replications: int
    cases: int
    all: Mapping[str, Figure]
    segments: Mapping[str, Mapping[str, Figure]]
    issues: Mapping[str, Mapping[str, Figure]]
    departments: Mapping[str, Mapping[str, Figure]]
    loops: tuple[Loop, ...] = ()
    dead_ends: tuple[DeadEnd, ...] = ()
    expectations: tuple[Kept, ...] = ()
    notes: tuple[str, ...] = field(default=())
