"""Inverse distribution functions: a chance between 0 and 1 into seconds."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import special

from journeysim.model.duration import (
    Exactly,
    Exponential,
    Gamma,
    Lognormal,
    Time,
    Triangular,
    Uniform,
    Values,
    Weibull,
)

Floats = npt.NDArray[np.float64]


def quantile(time: Time) -> Callable[[Floats], Floats]:
    """The inverse distribution function of a time; maps an array of chances to seconds, element by element."""
    match time:
        case Exactly(seconds):
            return lambda u: np.full_like(u, seconds)
        case Exponential(mean):
            return lambda u: -mean * np.log1p(-u)
        case Lognormal(mean, cv):
            variance = math.log1p(cv * cv)
            location, scale = math.log(mean) - variance / 2, math.sqrt(variance)
            return lambda u: np.exp(location + scale * np.asarray(special.ndtri(u), dtype=np.float64))
        case Gamma(mean, cv):
            shape = 1 / (cv * cv)
            return lambda u: np.asarray(special.gammaincinv(shape, u), dtype=np.float64) * (mean / shape)
        case Weibull(mean, cv):
            shape = weibull_shape(cv)
            width = mean / math.gamma(1 + 1 / shape)
            return lambda u: width * (-np.log1p(-u)) ** (1 / shape)
        case Uniform(low, high):
            return lambda u: low + (high - low) * u
        case Triangular(low, mode, high):
            return _triangular(low, mode, high)
        case Values(seconds, chances):
            bounds = np.cumsum(chances)[:-1]
            values = np.array(seconds)
            return lambda u: values[np.searchsorted(bounds, u, side="right")]


def _triangular(low: float, mode: float, high: float) -> Callable[[Floats], Floats]:
    width = high - low
    if width == 0:
        return lambda u: np.full_like(u, low)
    peak = (mode - low) / width
    return lambda u: np.where(
        u < peak,
        low + np.sqrt(u * width * (mode - low)),
        high - np.sqrt((1 - u) * width * (high - mode)),
    )


def weibull_shape(cv: float) -> float:
    """The shape of a Weibull distribution with this coefficient of variation.

    Solves gamma(1 + 2/k) / gamma(1 + 1/k)^2 = 1 + cv^2 for k (Johnson, Kotz and Balakrishnan, "Continuous
    Univariate Distributions", vol. 1, 1994, ch. 21), for a cv of 0.01 to 100.
    """
    from scipy.optimize import brentq  # slow to import

    def excess(log_shape: float) -> float:
        k = math.exp(log_shape)
        return math.lgamma(1 + 2 / k) - 2 * math.lgamma(1 + 1 / k) - math.log1p(cv * cv)

    return math.exp(brentq(excess, math.log(0.08), math.log(500), xtol=1e-14, rtol=8.9e-16))
