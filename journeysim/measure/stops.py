"""The stops of each case in the order in which it met them: what loops and dead ends are made of."""

from dataclasses import dataclass

import numpy as np

from journeysim.measure.reading import Ints, Reading
from journeysim.model.log import Came, Door, Kind


@dataclass(frozen=True, slots=True, eq=False)
class Stops:
    """One entry per stop, sorted by case and within it as met.

    `row` is where it stands in the reading, `name` an index into `stop_names`, `key` what it is compared by (a gate or
    a department), `situation` as it was met (-1: not known). `attempts` counts attempts up to the row, over all cases:
    only differences within a case mean something.
    """

    row: Ints
    case: Ints
    name: Ints
    key: Ints
    situation: Ints
    attempts: Ints


def stop_names(reading: Reading) -> tuple[str, ...]:
    """Channels, then departments, in the order of the book."""
    book = reading.log.book
    return (*(channel.name for channel in book.channels), *(department.name for department in book.departments))


def names_of(reading: Reading, rows: Ints) -> Ints:
    """What rows of attempts and visits are called: the channel where the customer came by one, else the department."""
    channels = len(reading.log.book.channels)
    by_channel = (reading.kind[rows] != Kind.JOINS) | (reading.cause[rows] == Came.CUSTOMER)
    by_channel &= reading.channel[rows] >= 0
    return np.where(by_channel, reading.channel[rows], channels + reading.department[rows])


def stops(reading: Reading) -> Stops:
    """Gates that turned the customer away, and visits that were handled or still go on.

    Not among them: lines left unserved, closed doors, full lines, channels not found, and attempts before the date
    told.
    """
    visits, channels = reading.visits, len(reading.log.book.channels)
    rows = reading.rows(Kind.TURNED_AWAY, Kind.JOINS)
    rows = rows[~reading.early[rows]]
    is_gate = reading.kind[rows] == Kind.TURNED_AWAY
    visit = np.where(is_gate, -1, reading.visit[rows])
    unserved = np.append((visits.left >= 0) & (visits.started < 0), False)
    chosen = np.where(is_gate, reading.cause[rows] == Door.GATE, ~unserved[visit])
    rows, is_gate = rows[chosen], is_gate[chosen]
    made = np.cumsum(reading.kind == Kind.ATTEMPT)
    return Stops(
        row=rows,
        case=reading.case[rows],
        name=names_of(reading, rows),
        key=np.where(is_gate, reading.channel[rows], channels + reading.department[rows]),
        situation=reading.situation[rows],
        attempts=made[rows],
    )
