"""Simulated against known: run lengths, replications in worker processes, intervals, and one level for all.

**The level.** All comparisons of one size are one family. With N comparisons each interval has the level
1 - FAMILY / N (Bonferroni), so that the chance of any false alarm in a correct engine is at most FAMILY, however
the figures of a case depend on each other. Seeds are fixed: a test that passes once passes always.

**The interval.** Student's t over independent replications, of a ratio (sum over count), linearised (Cochran 1977,
6.3). In the long size replications are added until the usual interval, at 95 %, is narrow, and the dice that fell
are used as control variates (Lavenberg & Welch 1981): by how much more customers came, and took longer, than in the
mean is known, and what that explains is taken off by regression. What is taken off is itself held to its mean, as
comparisons of their own, so that nothing is explained away.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import stats

from journeysim.build import build
from journeysim.model.process import Process
from journeysim.read import read_text
from journeysim.simulate import simulate
from tests.truth.cases import CASES, case
from tests.truth.kinds import SECONDS, Case, number
from tests.truth.record import Record

FAMILY = 0.01
"""The chance that any comparison of a correct engine fails, at most; in either size."""

COMPARISONS = 500
"""Comparisons in one size, at most: figures and dice of all cases."""

LEVEL = 1 - FAMILY / COMPARISONS

WIDE = 0.02
"""The widest that a 95 % interval of the long size may be, as a share of the known value."""

WORKERS = 2

Pairs = npt.NDArray[np.float64]
"""By replication and figure: sum and count."""


@dataclass(frozen=True)
class Size:
    """How much is simulated: visits in a replication (at least so many relaxation times), and replications.

    Where a replication is counted in cases: `cases` times as many as the kind says.
    """

    visits: int
    cases: int
    relaxations: float
    warm_up: float
    replications: int
    seed: int
    controlled: bool


QUICK = Size(visits=1500, cases=1, relaxations=12, warm_up=6, replications=20, seed=1, controlled=False)
LONG = Size(visits=12000, cases=15, relaxations=40, warm_up=10, replications=32, seed=2, controlled=True)


@dataclass(frozen=True)
class Interval:
    """A figure as simulated, its interval at LEVEL, and the half width of the usual one at 95 %."""

    value: float
    low: float
    high: float
    half_95: float

    @property
    def width(self) -> float:
        """How wide the interval is at 95 %."""
        return 2 * self.half_95

    def holds(self, known: float, near: float = 0.0) -> bool:
        """Whether the known value lies in it, `near` allowing for a limit that is not reached."""
        return self.low - near * abs(known) <= known <= self.high + near * abs(known)


@dataclass(frozen=True)
class Window:
    """The value of `run`, and from when until when is looked at, in the unit of the case."""

    run: str
    begin: float
    end: float


def window(of: Case, size: Size) -> Window:
    """How long a replication is, and the part of it that counts."""
    if of.cases is not None:
        many = of.cases if of.times > 1 else of.cases * size.cases
        return Window(f"{{arrivals: {many} cases, horizon: none}}", 0.0, float("inf"))
    if of.day is not None:
        return Window(f"{{arrivals: {number(of.day)} {of.unit}, horizon: none}}", 0.0, of.day)
    begin = size.warm_up * of.settles
    length = max(size.visits / of.visits, size.relaxations * of.settles)
    if of.whole is not None:
        length = np.ceil(length / of.whole) * of.whole
        begin = np.ceil(begin / of.whole) * of.whole
    begin, length, tail = (round(float(each), 3) for each in (begin, length, of.tail))
    arrivals = f"{number(begin + length + tail)} {of.unit}"
    horizon = arrivals if of.cut else "none"
    return Window(
        f"{{arrivals: {arrivals}, warm-up: {number(begin)} {of.unit}, horizon: {horizon}}}", begin, begin + length
    )


@cache
def process(name: str, size: Size, stretch: float) -> Process:
    """The case as it is simulated, all handling times multiplied by `stretch`."""
    of = case(name)
    return build(read_text(of.scenario(window(of, size).run, stretch)))


def seed(name: str, size: Size) -> int:
    """A seed of its own for each case and size."""
    return crc32(name.encode()) + size.seed


def replicated(name: str, size: Size, stretch: float, replications: Sequence[int]) -> Pairs:
    """What these replications show: the figures, then the dice."""
    of, span, model = case(name), window(case(name), size), process(name, size, stretch)
    seen = []
    for replication in replications:
        log = simulate(model, seed=seed(name, size), replication=replication)
        record = Record(log, SECONDS[of.unit], span.begin, span.end)
        seen.append([observe(record) for _, observe in of.known.values()] + [dice(record) for dice in of.dice.values()])
    return np.array(seen)


def simulated(pool: Executor, name: str, size: Size, replications: range, stretch: float = 1.0) -> Pairs:
    """These replications of a case, in their order, dealt out to the workers in small hands."""
    hand = max(1, len(replications) // (4 * WORKERS))
    hands = [replications[begin : begin + hand] for begin in range(0, len(replications), hand)]
    jobs = [pool.submit(replicated, name, size, stretch, hand) for hand in hands]
    return np.concatenate([job.result() for job in jobs])


def narrowed(pool: Executor, name: str, size: Size) -> Pairs:
    """Replications until the 95 % interval of every figure is narrow enough (Chow & Robbins 1965).

    How many are added is judged by the variances so far; at most they become four times as many in one step.
    """
    of = case(name)
    pairs = simulated(pool, name, size, range(size.replications * of.times))
    while (needed := len(pairs) * widest(of, pairs, size) ** 2) > len(pairs):
        more = range(len(pairs), min(int(1.05 * needed) + 2, 4 * len(pairs)))
        pairs = np.concatenate([pairs, simulated(pool, name, size, more)])
    return pairs


def widest(of: Case, pairs: Pairs, size: Size) -> float:
    """The widest 95 % interval of a figure, over the width allowed."""
    known = list(intervals(of, pairs, size))[: len(of.known)]
    return max(interval.width / (WIDE * abs(value)) for _, value, interval in known)


def ratio(pairs: Pairs, controls: Pairs | None = None) -> Interval:
    """The interval of one figure; `controls` are ratios with mean 1."""
    sums, counts = pairs[:, 0], pairs[:, 1]
    plain = sums.sum() / counts.sum()
    residuals = (sums - plain * counts) / counts.mean()
    design = np.ones((len(pairs), 1))
    if controls is not None:
        strayed = controls[:, :, 0] / controls[:, :, 1] - 1
        design = np.hstack([design, strayed])
    fitted, *_ = np.linalg.lstsq(design, residuals, rcond=None)
    freedom = len(pairs) - design.shape[1]
    spread = float(((residuals - design @ fitted) ** 2).sum()) / freedom
    deviation = float(np.sqrt(spread * np.linalg.pinv(design.T @ design)[0, 0]))
    value = float(plain + fitted[0])
    half = deviation * float(stats.t.isf((1 - LEVEL) / 2, freedom))
    return Interval(value, value - half, value + half, deviation * float(stats.t.isf(0.025, freedom)))


def intervals(of: Case, pairs: Pairs, size: Size) -> Iterator[tuple[str, float, Interval]]:
    """Name, known value and interval of each comparison."""
    figures, dice = pairs[:, : len(of.known)], pairs[:, len(of.known) :]
    controls = dice if size.controlled and len(of.dice) else None
    for k, (name, (known, _)) in enumerate(of.known.items()):
        yield name, known, ratio(figures[:, k], controls)
    for k, name in enumerate(of.dice):
        yield name, 1.0, ratio(dice[:, k])


def all_comparisons() -> int:
    """How many there are."""
    return sum(len(case(name).known) + len(case(name).dice) for name in CASES)
