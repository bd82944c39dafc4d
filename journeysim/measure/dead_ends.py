"""Dead ends: where they were hit, and the gates and rules that led there."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from journeysim.measure.reading import Ints, Mask, Reading
from journeysim.measure.stops import names_of, stop_names
from journeysim.model.log import Came, Door, Kind, Stop
from journeysim.model.sample import DeadEndTally


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """One entry per dead end hit: its row, its case, and whether the customer stopped there."""

    row: Ints
    case: Ints
    final: Mask


def hits(reading: Reading) -> Hits:
    """Every dead end hit. Final is the last before the customer stopped for it, also where the company won them
    back later.
    """
    rows = reading.rows(Kind.DEAD_END)
    stops = reading.rows(Kind.STOPS)
    stops = stops[reading.cause[stops] == Stop.DEAD_END]
    before = np.searchsorted(rows, stops) - 1
    before = before[before >= 0]
    final = np.zeros(len(rows), np.bool_)
    final[before] = True
    return Hits(rows, reading.case[rows], final)


def tallies(reading: Reading, hit: Hits) -> tuple[DeadEndTally, ...]:
    """The dead ends hit by counted cases, grouped by where, who and what led there; most frequent first.

    Where: the last attempt that was turned away or not noticed, or visit of the customer before. What led there: the
    doors that turned the case away, the rules that applied, the lines that the customer left and what nobody noticed,
    since the customer last perceived
    a change or the case arose.
    """
    chosen = reading.counted[hit.case]
    rows, final = hit.row[chosen], hit.final[chosen]
    where = last_stand(reading, rows)
    population = whole_population(reading)[reading.case[rows]]
    causes = causes_since_change(reading, rows)
    keys = list(zip(where.tolist(), population.tolist(), causes, strict=True))
    times = Counter(keys)
    finals = Counter(key for key, stopped in zip(keys, final.tolist(), strict=True) if stopped)
    called, said = (*stop_names(reading), ""), cause_words(reading)
    book = reading.log.book
    found = [
        DeadEndTally(
            where=called[key[0]],
            segment=book.populations[key[1]].segment,
            issue=book.populations[key[1]].issue,
            causes=tuple(said[code] for code in key[2]),
            hits=number,
            final=finals[key],
        )
        for key, number in times.items()
    ]
    return tuple(sorted(found, key=lambda end: (-end.hits, end.where, end.segment, end.issue, end.causes)))


def whole_population(reading: Reading) -> Ints:
    """The population of each case."""
    return np.ascontiguousarray(reading.log.cases["population"], dtype=np.int64)


def last_stand(reading: Reading, rows: Ints) -> Ints:
    """The name (index into `stop_names`, -1 for none) of the last attempt or visit of the customer before each row."""
    stands = reading.rows(Kind.TURNED_AWAY, Kind.UNNOTICED, Kind.JOINS)
    own = (reading.kind[stands] != Kind.JOINS) | np.isin(reading.cause[stands], (Came.CUSTOMER, Came.TRANSFER))
    stands = stands[own]
    found = np.searchsorted(stands, rows) - 1
    if not len(stands):
        return np.full(len(rows), -1, np.int64)
    same = (found >= 0) & (reading.case[stands[found]] == reading.case[rows])
    return np.where(same, names_of(reading, stands)[found], -1)


def causes_since_change(reading: Reading, rows: Ints) -> list[tuple[int, ...]]:
    """The distinct codes (see `cause_words`) between each row and the last change before it, ascending."""
    changes = reading.rows(Kind.ARISES, Kind.PERCEIVES)
    led = reading.rows(Kind.TURNED_AWAY, Kind.UNNOTICED, Kind.ENDS, Kind.ABANDONS)
    led = led[(reading.kind[led] != Kind.ENDS) | (reading.cause[led] >= 0)]
    doors, outcomes = len(Door) * len(reading.log.book.channels), len(reading.log.book.outcomes)
    kind, cause = reading.kind[led], reading.cause[led]
    of_door, of_line = reading.channel[led] * len(Door) + cause, doors + outcomes + reading.department[led]
    unseen = doors + outcomes + len(reading.log.book.departments) + reading.channel[led]
    codes = np.select(
        [kind == Kind.TURNED_AWAY, kind == Kind.ENDS, kind == Kind.ABANDONS],
        [of_door, doors + cause, of_line],
        unseen,
    )
    since = np.append(changes, 0)[np.searchsorted(changes, rows) - 1]
    first, end = np.searchsorted(led, since), np.searchsorted(led, rows)
    return [tuple(sorted(set(codes[a:b].tolist()))) for a, b in zip(first.tolist(), end.tolist(), strict=True)]


def cause_words(reading: Reading) -> tuple[str, ...]:
    """What each code says: four doors for each channel, the outcomes by department and rule, the lines, and what was
    not noticed.
    """
    book = reading.log.book
    doors = [
        words
        for channel in book.channels
        for words in (
            f"{channel.name} turned away at its gate" + (f" ({channel.gate})" if channel.gate else ""),
            f"{channel.name} was closed",
            f"{channel.name} was not found",
            f"{channel.name} met a full line",
        )
    ]
    rules = [f"{outcome.department}: {outcome.rule} ({outcome.place})" for outcome in book.outcomes]
    lines = [f"the line of {department.name} was left" for department in book.departments]
    return (*doors, *rules, *lines, *(f"{channel.name} was not noticed" for channel in book.channels))
