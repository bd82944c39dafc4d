"""Figures over replications, with their confidence intervals."""

from collections.abc import Sequence

from journeysim.model.interval import mean_of
from journeysim.model.report import Figure

LEVEL = 0.95
"""The confidence level of every interval that a report shows."""


def interval(values: Sequence[float], *, level: float = LEVEL) -> Figure:
    """The mean of one value per replication, and its two-sided Student-t interval at `level`; NaN values do not exist.

    mean -+ t(1 - (1 - level) / 2, n - 1) s / sqrt(n): Law, "Simulation Modeling and Analysis" (5th ed. 2015), eq.
    4.12. It supposes replications that are independent and means that are about normal. Equal values give a point. An
    interval is not cut to where the figure can be: one of a share may reach below 0 or above 1.
    """
    mean = mean_of(values)
    if not mean.error > 0:
        return mean.figure(0.0)
    from scipy.special import stdtrit  # slow to import

    return mean.figure(float(stdtrit(mean.n - 1, 1 - (1 - level) / 2)))
