"""How the customers of a log felt: at the start, at their lowest, before they were helped, at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from journeysim.measure.reading import Floats, Ints, Mask, Reading, among
from journeysim.model.feeling import MOVES, ONE, Felt
from journeysim.model.log import Feeling, Kind


@dataclass(frozen=True, slots=True, eq=False)
class Moods:
    """One entry per case, moods from -1 to 1.

    `before` is the mood just before the resolution that stands (NaN where none does). `churned` ended below the bound
    of their segment, `promoters` above theirs, `recovered` are promoters who had been below the bound for leaving.
    """

    start: Floats
    lowest: Floats
    before: Floats
    end: Floats
    churned: Mask
    promoters: Mask
    recovered: Mask


def moods_of(reading: Reading) -> Callable[[], Moods]:
    """The moods of a log, worked out when they are asked for, and then once."""
    return cache(lambda: moods(reading))


def moods(reading: Reading) -> Moods:
    """Follow every case through its rows; NaN and nobody where the log does not say what moves moods."""
    feeling = reading.log.book.feeling
    if feeling is None:
        unknown, nobody = np.full(reading.n, np.nan), np.zeros(reading.n, np.bool_)
        return Moods(unknown, unknown, unknown, unknown, nobody, nobody, nobody)
    population = reading.log.cases["population"].astype(np.int64)
    end, lowest, before = followed(reading, feeling, population)
    churns, promotes, start = (
        np.array([*bounds, 0], np.int64)[population] for bounds in (feeling.churns, feeling.promotes, feeling.starts)
    )
    promoters: Mask = end > promotes
    return Moods(
        start=start / ONE,
        lowest=lowest / ONE,
        before=before / ONE,
        end=end / ONE,
        churned=end < churns,
        promoters=promoters,
        recovered=promoters & (lowest < churns),
    )


def followed(reading: Reading, feeling: Feeling, population: Ints) -> tuple[Ints, Ints, Floats]:
    """(at the end, the lowest, before the last resolution or NaN) of each case, in millionths."""
    rows = np.flatnonzero(among(reading.kind, tuple(Kind(kind) for kind in MOVES)))
    names = ("case", "time", "kind", "channel", "department", "cause", "amount", "visit")
    columns = [getattr(reading, name)[rows].tolist() for name in names]
    felt = [Felt(feeling, who) for who in population.tolist()]
    for case, now, kind, channel, department, cause, amount, visit in zip(*columns, strict=True):
        felt[case].row(now, kind, channel, department, cause, amount, visit)
    for one in felt:
        one.ends(reading.log.horizon)
    return (
        np.array([one.value for one in felt], np.int64),
        np.array([one.lowest for one in felt], np.int64),
        np.array([np.nan if one.before is None else one.before for one in felt], np.float64),
    )
