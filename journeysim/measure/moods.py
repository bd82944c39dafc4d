"""How the customers of a log felt: at the start, at their lowest, before they were helped, at the end."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from journeysim.measure.reading import Floats, Ints, Mask, Reading, among, running
from journeysim.measure.steps import Steps, steps
from journeysim.model.feeling import ONE
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
    felt = steps(reading, feeling)
    start = np.array([*feeling.starts, 0], np.int64)[population]
    value = values(start, felt)
    first = np.diff(felt.case, prepend=-1) != 0
    lowest, end, before = start.copy(), start.copy(), np.full(reading.n, np.nan)
    np.minimum.at(lowest, felt.case, value)
    end[felt.case] = value  # of equal indices, the last assignment stands
    turns = np.flatnonzero(among(reading.kind, (Kind.RESOLVES, Kind.REOPENS))[felt.row] & (felt.row >= 0))
    stood = np.where(first[turns], start[felt.case[turns]], value[turns - 1])
    before[felt.case[turns]] = np.where(reading.kind[felt.row[turns]] == Kind.RESOLVES, stood, np.nan)
    return end, lowest, before


def values(start: Ints, felt: Steps) -> Ints:
    """The mood after each step, from the `start` of each case and never past either end of the scale.

    Some steps in a row do together what one does: they add, then they hold between two bounds. So the steps up to each
    one are put together in pairs, then in fours, eights and so on, in all cases at once.
    """
    add = felt.amount.copy()
    low, high = np.full(len(add), -ONE), np.full(len(add), ONE)
    place = running(np.ones(len(add), np.int64), felt.case) - 1
    reach, late = 1, np.flatnonzero(place >= 1)
    while len(late):
        early = late - reach
        bounds = (np.clip(bound[early] + add[late], low[late], high[late]) for bound in (low, high))
        low[late], high[late], add[late] = *bounds, add[early] + add[late]
        reach *= 2
        late = late[place[late] >= reach]
    found: Ints = np.clip(start[felt.case] + add, low, high)
    return found
