"""Lengths of time: how they are distributed, and how they are said. Seconds inside, everywhere."""

import math
from dataclasses import dataclass

SECOND, MINUTE, HOUR, DAY, WEEK = 1.0, 60.0, 3600.0, 86400.0, 604800.0

UNITS = {"s": SECOND, "min": MINUTE, "h": HOUR, "day": DAY, "days": DAY, "week": WEEK, "weeks": WEEK}
"""The units that people write, in seconds."""


@dataclass(frozen=True, slots=True)
class Exactly:
    """Always `seconds`."""

    seconds: float

    @property
    def mean(self) -> float:
        return self.seconds


AN_HOUR, A_DAY, A_WEEK = Exactly(HOUR), Exactly(DAY), Exactly(7 * DAY)


@dataclass(frozen=True, slots=True)
class Exponential:
    """Memoryless, with this `mean` in seconds."""

    mean: float


@dataclass(frozen=True, slots=True)
class Lognormal:
    """`mean` in seconds; `cv` is the standard deviation over the mean."""

    mean: float
    cv: float


@dataclass(frozen=True, slots=True)
class Gamma:
    """`mean` in seconds; `cv` is the standard deviation over the mean."""

    mean: float
    cv: float


@dataclass(frozen=True, slots=True)
class Weibull:
    """`mean` in seconds; `cv` is the standard deviation over the mean."""

    mean: float
    cv: float


@dataclass(frozen=True, slots=True)
class Uniform:
    """Evenly between `low` and `high` seconds."""

    low: float
    high: float

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Triangular:
    """Between `low` and `high` seconds, most often about `mode`."""

    low: float
    mode: float
    high: float

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3


@dataclass(frozen=True, slots=True)
class Values:
    """One of `seconds`, each with its chance; the chances sum to 1."""

    seconds: tuple[float, ...]
    chances: tuple[float, ...]

    @property
    def mean(self) -> float:
        return math.fsum(value * chance for value, chance in zip(self.seconds, self.chances, strict=True))


Time = Exactly | Exponential | Lognormal | Gamma | Weibull | Uniform | Triangular | Values
"""How long something takes."""

ENDLESS = Exactly(math.inf)
"""Never over: the patience of someone who does not hang up."""


def is_instant(time: Time | None) -> bool:
    """Whether it surely takes no time at all."""
    match time:
        case None:
            return True
        case Exactly(seconds):
            return seconds == 0
        case Uniform(_, high) | Triangular(_, _, high):
            return high == 0
        case Values(seconds):
            return all(value == 0 for value in seconds)
        case _:
            return False


def in_words(seconds: float) -> str:
    """Say a length of time in the largest unit that keeps it short: `90 s`, `2.5 h`, `58 days`."""
    if math.isinf(seconds):
        return "endless"
    for unit, name in ((WEEK * 52, ""), (DAY, "days"), (HOUR, "h"), (MINUTE, "min")):
        if name and abs(seconds) >= unit * (2 if name == "days" else 1):
            return f"{seconds / unit:.3g} {name}"
    return f"{seconds:.3g} s"
