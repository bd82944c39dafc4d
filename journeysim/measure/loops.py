"""Loops: rounds after which a case stood where it had stood before, with nothing changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from journeysim.measure.reading import Ints, Mask, Reading
from journeysim.measure.stops import Stops, stop_names, stops
from journeysim.model.sample import LoopTally

Walked = tuple[tuple[tuple[int, ...], int], ...]
"""The loops of one walk: the rotated names of each, and the attempts made in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Rounds:
    """One entry per loop that was walked: its case, which of `signatures` (names of stops, rotated) it is, its
    attempts.
    """

    case: Ints
    which: Ints
    attempts: Ints
    signatures: tuple[tuple[int, ...], ...]


def rounds(reading: Reading) -> Rounds:
    """All loops of all cases, each counted once and then erased from the path.

    A stop met again in the same situation closes a loop; the path is cut back to where it was met before, so that three
    rounds are three loops (loop erasure: Lawler 1980, "A self-avoiding random walk"). A stop in an unknown situation
    closes none. Only cases that meet a stop again are walked, and walks that are alike only once.
    """
    met = stops(reading)
    met = only(met, met.situation >= 0)
    keys = len(reading.log.book.channels) + len(reading.log.book.departments)
    place = met.situation * keys + met.key
    again = repeated(met.case, place, reading.n)[met.case]
    met, place = only(met, again), place[again]
    bounds = np.flatnonzero(np.diff(met.case, prepend=-1, append=-1))
    first = np.repeat(bounds[:-1], np.diff(bounds))
    steps = np.stack([place, met.name, met.attempts - met.attempts[first]], axis=1)
    walks: dict[bytes, Walked] = {}
    found: list[Walked] = []
    for start, end in pairwise(bounds.tolist()):
        walk = steps[start:end]
        alike = walk.tobytes()
        if alike not in walks:
            walks[alike] = erased(*walk.T.tolist())
        found.append(walks[alike])
    numbers: dict[tuple[int, ...], int] = {}
    closed = [(numbers.setdefault(names, len(numbers)), made) for loops in found for names, made in loops]
    which, attempts = np.array(closed, np.int64).reshape(-1, 2).T
    case = np.repeat(met.case[bounds[:-1]], np.array([len(loops) for loops in found], np.int64))
    return Rounds(case, which, attempts, tuple(numbers))


def repeated(case: Ints, place: Ints, n: int) -> Mask:
    """Which cases meet a place more than once."""
    size = int(place.max(initial=0)) + 1
    code = np.sort(case * size + place)
    found = np.zeros(n, np.bool_)
    found[code[1:][code[1:] == code[:-1]] // size] = True
    return found


def only(met: Stops, mask: Mask) -> Stops:
    """The stops where `mask` holds."""
    return Stops(*(getattr(met, name)[mask] for name in Stops.__slots__))


def erased(places: Sequence[int], names: Sequence[int], attempts: Sequence[int]) -> Walked:
    """The loops of one walk: the rotated names and the attempts of each, in the order in which they close.

    `attempts` is cumulative. A stop is called by how the loop came to it, so that the one that closes it gives its
    name. Each stop of the path carries the attempts that led to it from the stop before, so that those of an erased
    loop count once.
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
        loop = [*path[start + 1 :], (name, led)]
        found.append((rotated(tuple(name for name, _ in loop)), sum(led for _, led in loop)))
        for gone in order[start + 1 :]:
            del at[gone]
        del path[start + 1 :], order[start + 1 :]
    return tuple(found)


def rotated(names: tuple[int, ...]) -> tuple[int, ...]:
    """The rotation that comes first: the same for all who walk the loop, wherever they entered it."""
    return min(names[start:] + names[:start] for start in range(len(names)))


def tallies(reading: Reading, walked: Rounds) -> tuple[LoopTally, ...]:
    """The loops of the counted cases by signature, commonest first."""
    called, number = stop_names(reading), len(walked.signatures)
    counted = reading.counted[walked.case]
    case, which = walked.case[counted], walked.which[counted]
    rounds = np.bincount(which, minlength=number).tolist()
    attempts = np.zeros(number, np.int64)
    np.add.at(attempts, which, walked.attempts[counted])
    once = np.unique(case * max(number, 1) + which) % max(number, 1)
    cases = np.bincount(once, minlength=number).tolist()
    found = [
        LoopTally(tuple(called[name] for name in names), *counts)
        for names, *counts in zip(walked.signatures, rounds, attempts.tolist(), cases, strict=True)
        if counts[0]
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
