"""A log made ready to be counted: its rows case by case, and its visits as columns."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from journeysim.model.log import Came, EventLog, Kind, Left

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Column = npt.NDArray[Any]

MS = 1000.0
"""Milliseconds in a second: times are whole milliseconds in a log, seconds in figures."""


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """One entry per visit number, -1 (or `False`) where the log does not say. Moments in milliseconds.

    `left` is the moment of ABANDONS or LEAVES. `until_served` is when waiting ended (start, leaving, or the horizon),
    `until` when the visit ended (or the horizon). `handled` is the time of handling so far, without the time it was
    put down.
    """

    case: Ints
    department: Ints
    channel: Ints
    came: Ints
    joined: Ints
    started: Ints
    ended: Ints
    left: Ints
    until_served: Ints
    until: Ints
    handled: Ints
    abandoned: Mask
    live: Mask
    """It came by a live channel, so that the customer stays with it."""
    retold: Mask
    moved: Mask
    """It left for another place in line, where the next visit goes on with it."""
    goes_on: Mask
    """It goes on with the wait of the visit before."""
    held: Ints
    """How long the customer was away, to be called back."""

    @property
    def by_customer(self) -> Mask:
        """Visits that are attempts of a customer."""
        theirs: Mask = self.case_known & (self.came == Came.CUSTOMER)
        return theirs

    @property
    def case_known(self) -> Mask:
        """Visits that exist: numbers may have gaps."""
        known: Mask = self.case >= 0
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """Where rows of each kind stand: `order` sorts rows by kind, those of kind k from `bounds[k]` to `bounds[k +
    1]`.
    """

    order: Ints
    bounds: Ints
    kind: npt.NDArray[np.uint8]

    def rows(self, *kinds: Kind) -> Ints:
        """Where rows of these kinds stand, ascending."""
        if len(kinds) == 1:
            return self.order[self.bounds[kinds[0]] : self.bounds[kinds[0] + 1]]
        return np.flatnonzero(among(self.kind, kinds))


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Rows of cases as columns, sorted by case and within it in the order of happening; times in milliseconds.

    `n` is the number of cases. `arose` is the moment each case arose (-1: it never did), `counted` whether that was
    within the time that figures are of.
    """

    log: EventLog
    n: int
    time: Ints
    case: Ints
    kind: npt.NDArray[np.uint8]
    early: Mask
    channel: Ints
    department: Ints
    visit: Ints
    cause: Ints
    situation: Ints
    amount: Ints
    kinds: Kinds
    arose: Ints
    counted: Mask
    visits: Visits

    def rows(self, *kinds: Kind) -> Ints:
        """Where rows of these kinds stand, ascending."""
        return self.kinds.rows(*kinds)

    def per_case(self, rows: Ints) -> Ints:
        """How many of `rows` each case has."""
        return np.bincount(self.case[rows], minlength=self.n).astype(np.int64, copy=False)

    def first_of(self, rows: Ints) -> Ints:
        """The first of `rows` (ascending) of each case, -1 for none."""
        return self.last_of(rows[::-1])

    def last_of(self, rows: Ints) -> Ints:
        """The last of `rows` (ascending) of each case, -1 for none."""
        found = np.full(self.n, -1, np.int64)
        found[self.case[rows]] = rows  # of equal indices, the last assignment stands
        return found


def among(kind: npt.NDArray[np.uint8], kinds: tuple[Kind, ...]) -> Mask:
    """Which rows are of these kinds."""
    table = np.zeros(256, np.bool_)
    table[list(kinds)] = True
    found: Mask = table[kind]
    return found


def kinds_of(kind: npt.NDArray[np.uint8]) -> Kinds:
    """Index rows by their kind."""
    order = np.argsort(kind, kind="stable").astype(np.int64, copy=False)
    return Kinds(order, np.append(0, np.cumsum(np.bincount(kind, minlength=len(Kind)))), kind)


def reading(log: EventLog) -> Reading:
    """Sort the rows of `log` by case and gather its visits, once for all figures."""
    owner = log.rows["case"]
    order = np.argsort(np.ascontiguousarray(owner), kind="stable")
    rows = log.rows.take(order[np.count_nonzero(owner < 0) :])
    time, case, kinds = whole(rows["time"]), whole(rows["case"]), kinds_of(np.ascontiguousarray(rows["kind"]))
    columns = {name: whole(rows[name]) for name in ("channel", "department", "visit", "cause", "situation", "amount")}
    arising = kinds.rows(Kind.ARISES)[::-1]
    arose = np.full(len(log.cases), -1, np.int64)
    arose[case[arising]] = time[arising]
    return Reading(
        log=log,
        n=len(log.cases),
        time=time,
        case=case,
        kind=kinds.kind,
        early=rows["early"] != 0,
        kinds=kinds,
        arose=arose,
        counted=(arose >= max(log.warm_up, 0)) & (arose <= log.arrivals_end),
        visits=visits(log, time, case, kinds, columns),
        **columns,
    )


def whole(column: Column) -> Ints:
    """A column of a log as 64-bit integers in one piece."""
    return np.ascontiguousarray(column, dtype=np.int64)


def visits(log: EventLog, time: Ints, case: Ints, kinds: Kinds, columns: dict[str, Ints]) -> Visits:
    """Gather the rows of each visit into one entry."""
    visit = columns["visit"]
    number = int(visit.max(initial=-1)) + 1

    def of_visits(*which: Kind) -> Ints:
        rows = kinds.rows(*which)
        return rows[visit[rows] >= 0]

    def gathered(column: Ints, *which: Kind) -> Ints:
        rows = of_visits(*which)
        found = np.full(number, -1, np.int64)
        found[visit[rows]] = column[rows]
        return found

    def total(*which: Kind) -> tuple[Ints, Ints]:
        rows = of_visits(*which)
        moments = np.zeros(number, np.int64)
        np.add.at(moments, visit[rows], time[rows])
        return moments, np.bincount(visit[rows], minlength=number)

    started, ended = gathered(time, Kind.STARTS), gathered(time, Kind.ENDS)
    left = gathered(time, Kind.ABANDONS, Kind.LEAVES)
    begun, times_begun = total(Kind.STARTS, Kind.TAKES_UP)
    over, times_over = total(Kind.ENDS, Kind.PUTS_DOWN)
    channel, away = gathered(columns["channel"], Kind.JOINS), gathered(time, Kind.HOLDS)
    live_channels = np.array([info.kind == "live" for info in log.book.channels] + [False])
    return Visits(
        case=gathered(case, Kind.JOINS),
        department=gathered(columns["department"], Kind.JOINS),
        channel=channel,
        came=gathered(columns["cause"], Kind.JOINS),
        joined=gathered(time, Kind.JOINS),
        started=started,
        ended=ended,
        left=left,
        until_served=first_said(started, left, log.horizon),
        until=first_said(ended, left, log.horizon),
        handled=over - begun + (times_begun - times_over) * log.horizon,
        abandoned=gathered(time, Kind.ABANDONS) >= 0,
        live=live_channels[channel],
        retold=gathered(columns["amount"], Kind.STARTS) > 0,
        moved=gathered(columns["cause"], Kind.LEAVES) == Left.MOVED,
        goes_on=gathered(columns["amount"], Kind.JOINS) > 0,
        held=np.where(away >= 0, first_said(started, left, log.horizon) - away, 0),
    )


def first_said(one: Ints, other: Ints, otherwise: int) -> Ints:
    """Of each entry, `one` where it is said, else `other`, else `otherwise`."""
    return np.where(one >= 0, one, np.where(other >= 0, other, otherwise))


def running(step: Ints, group: Ints) -> Ints:
    """The running sum of `step` within each stretch of equal `group`."""
    total = np.cumsum(step)
    new = np.flatnonzero(np.diff(group, prepend=-1))
    before = np.append(0, total)[new]
    within: Ints = total - np.repeat(before, np.diff(np.append(new, len(group))))
    return within
