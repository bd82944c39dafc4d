"""Loops: rounds after which a case stood where it had stood before, with nothing changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from journeysim.measure.reading import Ints, Mask, Reading
from journeysim.measure.stops import Stops, stop_names, stops
from journeysim.model.sample import LoopTally


@dataclass(frozen=True, slots=True)
class Round:
    """One loop that was walked: its case, the names of its stops in a standard rotation, and the attempts made in
    it.
    """

    case: int
    names: tuple[int, ...]
    attempts: int


def rounds(reading: Reading) -> list[Round]:
    """All loops of all cases, each counted once and then erased from the path.

    A stop met again in the same situation closes a loop; the path is cut back to where it was met before, so that three
    rounds are three loops (loop erasure: Lawler 1980, "A self-avoiding random walk"). A stop in an unknown situation
    closes none. Only cases that meet a stop again are walked one by one.
    """
    met = stops(reading)
    met = only(met, met.situation >= 0)
    if not len(met.row):
        return []
    keys = len(reading.log.book.channels) + len(reading.log.book.departments)
    place = met.situation * keys + met.key
    met_again = repeated(met.case, place, reading.n)
    chosen = only(met, met_again[met.case])
    places = place[met_again[met.case]]
    found: list[Round] = []
    bounds = np.flatnonzero(np.diff(chosen.case, prepend=-1, append=-1)).tolist()
    names, steps, attempts = chosen.name.tolist(), places.tolist(), chosen.attempts.tolist()
    for first, end in pairwise(bounds):
        case = int(chosen.case[first])
        found += [Round(case, *loop) for loop in erased(steps[first:end], names[first:end], attempts[first:end])]
    return found


def repeated(case: Ints, place: Ints, n: int) -> Mask:
    """Which cases meet a place more than once."""
    _, compact = np.unique(place, return_inverse=True)
    code = np.sort(case * (int(compact.max(initial=0)) + 1) + compact)
    again = code[1:][code[1:] == code[:-1]] // (int(compact.max(initial=0)) + 1)
    found = np.zeros(n, np.bool_)
    found[again] = True
    return found


def only(met: Stops, mask: Mask) -> Stops:
    """The stops where `mask` holds."""
    return Stops(*(getattr(met, name)[mask] for name in Stops.__slots__))


def erased(places: Sequence[int], names: Sequence[int], attempts: Sequence[int]) -> list[tuple[tuple[int, ...], int]]:
    """The loops of one walk: the rotated names and the attempts of each, in the order in which they close.

    `attempts` is cumulative. Each stop of the path carries the attempts that led to it from the stop before, so that
    those of an erased loop count once.
    """
    found: list[tuple[tuple[int, ...], int]] = []
    path: list[tuple[int, int]] = []  # name, attempts that led here
    at: dict[int, int] = {}  # place -> its position in the path
    order: list[int] = []
    before = attempts[0] if attempts else 0
    for place, name, made in zip(places, names, attempts, strict=True):
        led, before = made - before, made
        start = at.get(place)
        if start is None:
            at[place] = len(path)
            path.append((name, led))
            order.append(place)
            continue
        loop = path[start:]
        found.append((rotated(tuple(name for name, _ in loop)), led + sum(led for _, led in loop[1:])))
        for gone in order[start + 1 :]:
            del at[gone]
        del path[start + 1 :], order[start + 1 :]
    return found


def rotated(names: tuple[int, ...]) -> tuple[int, ...]:
    """The rotation that comes first: the same for all who walk the loop, wherever they entered it."""
    return min(names[start:] + names[:start] for start in range(len(names)))


def tallies(reading: Reading, walked: Sequence[Round]) -> tuple[LoopTally, ...]:
    """The loops of the counted cases by signature, commonest first."""
    called = stop_names(reading)
    by_names: dict[tuple[int, ...], list[Round]] = {}
    for loop in walked:
        if reading.counted[loop.case]:
            by_names.setdefault(loop.names, []).append(loop)
    found = [
        LoopTally(
            signature=tuple(called[name] for name in names),
            rounds=len(loops),
            attempts=sum(loop.attempts for loop in loops),
            cases=len({loop.case for loop in loops}),
        )
        for names, loops in by_names.items()
    ]
    return tuple(sorted(found, key=lambda loop: (-loop.rounds, loop.signature)))


def ping_pong(reading: Reading) -> Ints:
    """How often each case went from a department to another and straight back (A-B-A), over visits served or still
    open.

    Ping-pong behaviour as in the BPI Challenge 2013 (Steeman, 2013), here between departments.
    """
    visits = reading.visits
    rows = np.flatnonzero(visits.case_known & ((visits.started >= 0) | (visits.left < 0)))
    first_row = np.full(len(visits.case), -1, np.int64)
    joins = np.flatnonzero(reading.visit >= 0)[::-1]
    first_row[reading.visit[joins]] = joins
    rows = rows[np.argsort(first_row[rows], kind="stable")]
    case, department = visits.case[rows], visits.department[rows]
    back = (department[2:] == department[:-2]) & (department[2:] != department[1:-1]) & (case[2:] == case[:-2])
    return np.bincount(case[2:][back], minlength=reading.n).astype(np.int64, copy=False)
