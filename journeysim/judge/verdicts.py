"""Expectations into verdicts, with one declared error rate for all of a file."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from journeysim.judge.sentences import sentence
from journeysim.model.interval import Mean, mean_of
from journeysim.model.report import Figure, Kept
from journeysim.model.sample import Question, Sample, is_sampled, question
from journeysim.model.scenario import Bound, Expectation

ERROR = 0.05
"""The chance that any verdict of a file is wrong: that one says `kept` or `broken` of a mean that is neither."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A mean that shall lie from `at_least` to `at_most` (`None`: no limit on that side)."""

    mean: Mean
    at_least: float | None
    at_most: float | None

    def verdict(self, t: float) -> str:
        """Kept where the interval of `t` standard errors lies wholly within, broken where wholly without, else
        undecided.
        """
        interval = self.mean.figure(t)
        if interval.low is None or interval.high is None:
            return "undecided"
        low = -math.inf if self.at_least is None else self.at_least
        high = math.inf if self.at_most is None else self.at_most
        if low <= interval.low and interval.high <= high:
            return "kept"
        return "broken" if interval.high < low or interval.low > high else "undecided"


def judge(
    expectations: Sequence[Expectation], samples: Sequence[Sample], *, baseline: Sequence[Sample] | None = None
) -> tuple[Kept, ...]:
    """A verdict on each of `expectations` that is sampled, in their order; those that are proved are left to the proof.

    An expectation is kept where the interval of its figure lies wholly within its limits, broken where it lies wholly
    outside, and undecided otherwise, or where fewer than two replications have the figure. A limit is part of what is
    allowed. Where all replications agree, the interval is a point.

    The error rate is family-wise: all intervals of one call hold together with at least 95 % confidence. It is split
    evenly (Bonferroni; Dunn 1961, "Multiple comparisons among means"): with m comparisons each has Student's t
    interval at 1 - 0.05 / m, which is the interval that `Kept.figure` shows. An expectation is one comparison; each
    limit that is a multiple of the baseline is one of its own. Such a limit is compared by replication (common random
    numbers): the interval is of figure - multiple x baseline's figure, over the replications that both have.

    `samples` and `baseline` must have been asked `question(expectation)`, unless it is a plain figure of all cases.
    Raises `ValueError` where they were not, or where a limit needs a baseline and there is none.
    """
    sampled = [expectation for expectation in expectations if is_sampled(expectation)]
    compared = [comparisons(expectation, samples, baseline) for expectation in sampled]
    number = sum(len(parts) for parts in compared)
    return tuple(
        Kept(
            name=expectation.name,
            place=str(expectation.place),
            sentence=sentence(expectation),
            figure=shown(list(values(expectation, samples).values()), number),
            verdict=together([part.verdict(factor(part.mean, number)) for part in parts]),
        )
        for expectation, parts in zip(sampled, compared, strict=True)
    )


def together(verdicts: Sequence[str]) -> str:
    """One verdict of several: broken if any is, kept if all are."""
    if "broken" in verdicts:
        return "broken"
    return "kept" if all(verdict == "kept" for verdict in verdicts) else "undecided"


def comparisons(
    expectation: Expectation, samples: Sequence[Sample], baseline: Sequence[Sample] | None
) -> list[Comparison]:
    """What has to be compared for one expectation."""
    own = values(expectation, samples)
    low, high = expectation.at_least, expectation.at_most
    found = []
    if any(bound is not None and not bound.of_baseline for bound in (low, high)):
        found.append(Comparison(mean_of(list(own.values())), plain(low), plain(high)))
    for bound, is_low in ((low, True), (high, False)):
        if bound is None or not bound.of_baseline:
            continue
        if baseline is None:
            raise ValueError(f"{expectation.name!r} compares with the baseline, which was not measured")
        theirs = values(expectation, baseline)
        gain = mean_of([own[one] - bound.value * theirs[one] for one in own if one in theirs])
        found.append(Comparison(gain, 0.0 if is_low else None, None if is_low else 0.0))
    return found


def plain(bound: Bound | None) -> float | None:
    """The number of a limit that is one."""
    return None if bound is None or bound.of_baseline else bound.value


def values(expectation: Expectation, samples: Sequence[Sample]) -> Mapping[int, float]:
    """The figure in each replication, in their order."""
    asked = question(expectation)
    found = {}
    for sample in sorted(samples, key=lambda sample: sample.replication):
        if asked in sample.answers:
            found[sample.replication] = sample.answers[asked]
        elif asked == Question(asked.figure) and asked.figure in sample.all:
            found[sample.replication] = sample.all[asked.figure]
        else:
            raise ValueError(f"{expectation.name!r} was not asked when replication {sample.replication} was measured")
    return found


def shown(numbers: Sequence[float], comparisons: int) -> Figure:
    """The figure with the interval at the level that each of so many comparisons has."""
    mean = mean_of(numbers)
    return mean.figure(factor(mean, comparisons))


def factor(mean: Mean, comparisons: int) -> float:
    """How many standard errors the interval reaches to each side; 0 where nothing varies."""
    if not mean.error > 0:
        return 0.0
    from scipy.special import stdtrit  # slow to import

    return float(stdtrit(mean.n - 1, 1 - ERROR / comparisons / 2))
