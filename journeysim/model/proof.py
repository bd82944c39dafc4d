"""What was proved: verdicts, findings with their shortest stories, and what would mend them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from journeysim.model.graph import Graph
from journeysim.model.problem import Place
from journeysim.model.process import Process
from journeysim.model.report import Kept


class Standing(IntEnum):
    """The class of an unresolved node: the first that fits, in this order. A resolved node is `SETTLED`."""

    TRAPPED = 0
    """Nothing that anybody does can resolve the case."""
    IN_HAND = 1
    """The company has it: waiting suffices, however the timing falls."""
    CATCH_22 = 2
    """Not certain, and nothing that the customer can do improves the odds."""
    LUCK_BOUND = 3
    """Not certain, even at best."""
    RESOLVABLE = 4
    """Certain, for a customer who knows the way."""
    SETTLED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The exact answers for every node of a graph; arrays are indexed by node.

    `best` is V, `waiting` is W, `in_hand` says whether W- is 1, `attempts` is the fewest expected attempts until
    settled, `standing` the class. Zeros and ones of `best` and `waiting` are exact; numbers between are within
    1e-9.
    """

    process: Process
    graph: Graph
    best: npt.NDArray[np.float64]
    waiting: npt.NDArray[np.float64]
    in_hand: npt.NDArray[np.bool_]
    attempts: npt.NDArray[np.float64]
    standing: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of a story, and where in the file it comes from (`None`: from nowhere in it)."""

    sentence: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """A row of the table of a Catch-22: where an attempt through a channel ends, and by which gate or rule."""

    channel: str
    sentence: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Story:
    """A counterexample, the shortest there is: the way in, then a loop (a lasso) or a table, as the finding asks."""

    way_in: tuple[Step, ...]
    loop: tuple[Step, ...] = ()
    table: tuple[Ending, ...] = ()


@dataclass(frozen=True, slots=True)
class Mend:
    """A single change that would open a trap or a Catch-22, verified again before it is offered.

    `patch` is YAML to paste under `variants`; `best_case` is that of the finding's first state after the change,
    `gained` what it adds, `other_verdicts` how many verdicts of other segments and issues it changes.
    """

    sentence: str
    patch: str
    best_case: float
    gained: float
    other_verdicts: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the proof found wrong, for one segment and issue.

    `code` is one of trapped, catch-22, luck-bound, only-by-publicity, endless-loop, dead-rule, blind-handoff,
    lost-silently, empty-promise. `likelihood` is the probability that the modelled customer meets it, `None`
    where that is not covered. `accepted` holds the scenario's reason for living with it.
    """

    code: str
    severity: str
    segment: str
    issue: str
    sentence: str
    place: Place
    involved: tuple[Step, ...] = ()
    likelihood: float | None = None
    story: Story | None = None
    mends: tuple[Mend, ...] = ()
    accepted: str | None = None

    @property
    def name(self) -> str:
        """What `accepted` in a scenario calls it: the code and whose case of what; nobody's, the code alone."""
        return f"{self.code} of {self.segment} with {self.issue}" if self.segment else self.code


@dataclass(frozen=True, slots=True)
class Expected:
    """The exact means of the patient modelled customer, by the names of figures; what they leave out is named."""

    figures: Mapping[str, float]
    dead_ends: Mapping[str, float] = field(default_factory=dict)
    not_covered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was proved of one segment and issue.

    `verdict` is trapped, in_hand, catch_22, luck_bound, resolvable, or undetermined where the bound on nodes was
    reached. `best_case` is V of the first state, `by_waiting` W, `fewest_attempts` as SEMANTICS defines it.
    `states` counts reachable nodes, `trapped` and `catch_22` those of that class. `relies_on` names what the
    verdict needs that the customer would not do by themselves.
    """

    segment: str
    issue: str
    verdict: str
    best_case: float | None
    by_waiting: float | None
    fewest_attempts: float | None
    states: int
    trapped: int
    catch_22: int
    relies_on: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    expected: Expected | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """All that was proved of one variant.

    `general` are findings that concern no segment alone; `stale` names acceptances that no longer apply, and where
    they stand; `expectations` are those of the scenario that a proof decides.
    """

    scenario: str
    variant: str | None
    verdicts: tuple[Verdict, ...]
    general: tuple[Finding, ...] = ()
    stale: tuple[tuple[str, Place], ...] = ()
    expectations: tuple[Kept, ...] = ()
    abstracted: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, in the order of the verdicts."""
        return (*(finding for verdict in self.verdicts for finding in verdict.findings), *self.general)
