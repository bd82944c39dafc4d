"""One value per replication into a mean with its spread."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from journeysim.model.report import Figure


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over `n` replications and its standard error (0 where all values are equal); NaN where n is too small
    for it.
    """

    value: float
    error: float
    n: int

    def figure(self, t: float) -> Figure:
        """With the interval of `t` standard errors to both sides; `t` is not used where n < 2 or nothing varies."""
        if self.n == 0:
            return Figure(None, None, None, 0)
        if self.n == 1:
            return Figure(self.value, None, None, 1)
        if self.error == 0:
            return Figure(self.value, self.value, self.value, self.n)
        return Figure(self.value, self.value - t * self.error, self.value + t * self.error, self.n)


def mean_of(values: Sequence[float]) -> Mean:
    """The mean of `values` and its standard error s / sqrt(n); NaN values stand for figures that do not exist and
    are left out.
    """
    known = [float(value) for value in values if not math.isnan(value)]
    n = len(known)
    if n == 0:
        return Mean(math.nan, math.nan, 0)
    if min(known) == max(known):
        return Mean(known[0], 0.0 if n > 1 else math.nan, n)
    value = math.fsum(known) / n
    variance = math.fsum((one - value) ** 2 for one in known) / (n - 1)
    return Mean(value, math.sqrt(variance / n), n)
