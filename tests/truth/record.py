"""One replication as columns, and what can be observed in it.

An observation is a pair (sum, count) whose ratio is the figure: so replications of unequal size are put together
rightly. Times are in the unit of the case; a window is half open.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from journeysim.model.log import EventLog, Kind

Column = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Record:
    """A log with its window: what joins, arises or is there from `begin` to `end` counts. `unit` is in seconds."""

    log: EventLog
    unit: float
    begin: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.begin

    def rows(self, kind: Kind) -> npt.NDArray[np.void]:
        return self.log.rows[self.log.rows["kind"] == kind]

    def times(self, rows: npt.NDArray[np.void]) -> Column:
        return rows["time"] / (1000 * self.unit)

    def within(self, moments: Column) -> Mask:
        return (moments >= self.begin) & (moments < self.end)

    def each(self, hour: float, day: float) -> Column:
        """This hour of every day of the window, its first and last edge included once."""
        return np.arange(self.begin + hour, self.end + hour * 1e-9, day)

    # --- visits, by their number ---

    @cached_property
    def _joins(self) -> npt.NDArray[np.void]:
        rows = self.rows(Kind.JOINS)
        return rows[np.argsort(rows["visit"], kind="stable")]

    def _by_visit(self, *kinds: Kind) -> Column:
        moments = np.full(int(self._joins["visit"].max(initial=-1)) + 1, np.nan)
        for kind in kinds:
            rows = self.rows(kind)
            moments[rows["visit"]] = self.times(rows)
        return moments[self._joins["visit"]]

    @cached_property
    def joined(self) -> Column:
        return self.times(self._joins)

    @cached_property
    def started(self) -> Column:
        """When handling began; nan where it never did."""
        return self._by_visit(Kind.STARTS)

    @cached_property
    def left(self) -> Column:
        """When the customer left the line unserved; nan where they did not."""
        return self._by_visit(Kind.ABANDONS, Kind.LEAVES)

    @cached_property
    def ended(self) -> Column:
        """When handling ended; infinite where it goes on."""
        return np.nan_to_num(self._by_visit(Kind.ENDS), nan=np.inf)

    @cached_property
    def departments(self) -> npt.NDArray[np.int_]:
        return self._joins["department"].astype(int)

    @cached_property
    def visitors(self) -> npt.NDArray[np.int_]:
        """The case of each visit."""
        return self._joins["case"].astype(int)

    def at(self, department: str | None, segment: str | None = None) -> Mask:
        """Which visits are to this department and of this segment."""
        chosen = np.ones(len(self._joins), dtype=bool)
        if department is not None:
            names = [each.name for each in self.log.book.departments]
            chosen &= self.departments == names.index(department)
        if segment is not None:
            chosen &= self.of(segment)[self.visitors]
        return chosen

    # --- cases, by their number ---

    def of(self, segment: str) -> Mask:
        """Which cases are of this segment."""
        named = np.array([each.segment == segment for each in self.log.book.populations])
        return named[self.log.cases["population"]]

    @cached_property
    def arose(self) -> Column:
        moments = np.full(len(self.log.cases), np.nan)
        rows = self.rows(Kind.ARISES)
        moments[rows["case"]] = self.times(rows)
        return moments

    @cached_property
    def resolved(self) -> Column:
        """When the last resolution of each case took effect; nan where none did."""
        moments = np.full(len(self.log.cases), np.nan)
        rows = self.rows(Kind.RESOLVES)
        moments[rows["case"]] = self.times(rows)
        return moments

    @cached_property
    def attempts(self) -> Column:
        """How many attempts each case made."""
        return np.bincount(self.rows(Kind.ATTEMPT)["case"], minlength=len(self.log.cases)).astype(float)

    @cached_property
    def counted(self) -> Mask:
        """Which cases arose in the window."""
        return self.within(self.arose)


Observation = tuple[float, float]
Observe = Callable[[Record], Observation]


# --- of visits that joined in the window ---


def wait_mean(department: str | None = None, segment: str | None = None) -> Observe:
    """Of all visits; an abandoned one waits until it leaves."""

    def observe(record: Record) -> Observation:
        chosen = record.at(department, segment) & record.within(record.joined)
        until = np.where(np.isnan(record.started), record.left, record.started)
        return float((until - record.joined)[chosen].sum()), float(chosen.sum())

    return observe


def wait_mean_served(record: Record) -> Observation:
    """Of those who were served."""
    chosen = record.within(record.joined) & ~np.isnan(record.started)
    return float((record.started - record.joined)[chosen].sum()), float(chosen.sum())


def wait_mean_abandoned(record: Record) -> Observation:
    """Of those who were not."""
    chosen = record.within(record.joined) & ~np.isnan(record.left)
    return float((record.left - record.joined)[chosen].sum()), float(chosen.sum())


def waits(record: Record) -> Observation:
    """Share of visits that were not served at once."""
    chosen = record.within(record.joined)
    return float(chosen.sum() - (record.started == record.joined)[chosen].sum()), float(chosen.sum())


def unserved(department: str | None = None) -> Observe:
    """Share of visits that left the line unserved, for another one or for good."""

    def observe(record: Record) -> Observation:
        chosen = record.at(department) & record.within(record.joined)
        return float((~np.isnan(record.left))[chosen].sum()), float(chosen.sum())

    return observe


abandons = unserved()


def served_within(limit: float) -> Observe:
    """Share of all visits that were served within this wait."""

    def observe(record: Record) -> Observation:
        chosen = record.within(record.joined)
        soon = record.started - record.joined <= limit + 1e-9
        return float(soon[chosen].sum()), float(chosen.sum())

    return observe


def visits_to(department: str) -> Observe:
    """Visits to it per unit of time."""

    def observe(record: Record) -> Observation:
        return float((record.at(department) & record.within(record.joined)).sum()), record.length

    return observe


# --- averages over time ---


def time_spent(record: Record, begins: Column, ends: Column) -> float:
    """The time in the window that lies between a begin and its end, summed."""
    inside = np.minimum(ends, record.end) - np.maximum(begins, record.begin)
    return float(np.maximum(np.nan_to_num(inside, nan=0.0), 0.0).sum())


def busy(staff: int, department: str | None = None) -> Observe:
    """Occupancy of so many."""

    def observe(record: Record) -> Observation:
        chosen = record.at(department)
        return time_spent(record, record.started[chosen], record.ended[chosen]), staff * record.length

    return observe


def present(department: str | None = None) -> Observe:
    """Mean number in line and in service."""

    def observe(record: Record) -> Observation:
        chosen = record.at(department)
        until = np.where(np.isnan(record.left), record.ended, record.left)
        return time_spent(record, record.joined[chosen], until[chosen]), record.length

    return observe


def in_line(record: Record) -> Observation:
    """Mean number in line."""
    until = np.where(np.isnan(record.started), np.nan_to_num(record.left, nan=np.inf), record.started)
    return time_spent(record, record.joined, until), record.length


def present_at(hour: float, day: float) -> Observe:
    """Mean number in line and in service just before this hour of each day of the window."""

    def observe(record: Record) -> Observation:
        until = np.where(np.isnan(record.left), record.ended, record.left)
        return counted_before(record.joined, until, record.each(hour, day))

    return observe


def in_line_at(hour: float, day: float) -> Observe:
    """Mean number in line just before this hour of each day of the window."""

    def observe(record: Record) -> Observation:
        until = np.where(np.isnan(record.started), np.nan_to_num(record.left, nan=np.inf), record.started)
        return counted_before(record.joined, until, record.each(hour, day))

    return observe


def counted_before(begins: Column, ends: Column, moments: Column) -> Observation:
    """How many have begun and not ended, summed over moments, and the number of these."""
    came, went = (np.searchsorted(np.sort(edges), moments, side="left") for edges in (begins, ends))
    return float((came - went).sum()), float(len(moments))


# --- of attempts in the window ---


def turned_away(record: Record) -> Observation:
    """Share of attempts that were turned away."""
    tried, refused = (record.times(record.rows(kind)) for kind in (Kind.ATTEMPT, Kind.TURNED_AWAY))
    return float(record.within(refused).sum()), float(record.within(tried).sum())


# --- of cases that arose in the window ---


def visits_each(department: str | None = None, segment: str | None = None) -> Observe:
    """Visits per case."""

    def observe(record: Record) -> Observation:
        chosen = record.counted if segment is None else record.counted & record.of(segment)
        made = np.bincount(record.visitors[record.at(department)], minlength=len(record.log.cases))
        return float(made[chosen].sum()), float(chosen.sum())

    return observe


def visits_squared(segment: str) -> Observe:
    """The second moment of visits per case."""

    def observe(record: Record) -> Observation:
        chosen = record.counted & record.of(segment)
        made = np.bincount(record.visitors, minlength=len(record.log.cases)).astype(float)
        return float((made[chosen] ** 2).sum()), float(chosen.sum())

    return observe


def made_visits(number: int) -> Observe:
    """Share of cases with at most so many visits."""

    def observe(record: Record) -> Observation:
        made = np.bincount(record.visitors, minlength=len(record.log.cases))
        return float((made[record.counted] <= number).sum()), float(record.counted.sum())

    return observe


def repeat_share(record: Record) -> Observation:
    """Share of visits that are not the first of their case."""
    made = np.bincount(record.visitors, minlength=len(record.log.cases))[record.counted]
    return float((made - 1).sum()), float(made.sum())


def attempts_each(record: Record) -> Observation:
    """Attempts per case."""
    return float(record.attempts[record.counted].sum()), float(record.counted.sum())


def tried_again(record: Record) -> Observation:
    """Share of cases with more than one attempt."""
    return float((record.attempts > 1)[record.counted].sum()), float(record.counted.sum())


def time_to_resolution(record: Record) -> Observation:
    """From arising to the last resolution, of all cases (each must have one)."""
    taken = (record.resolved - record.arose)[record.counted]
    return float(taken.sum()), float(len(taken))


def resolved_within(limit: float) -> Observe:
    """Share of cases resolved within this time."""

    def observe(record: Record) -> Observation:
        taken = (record.resolved - record.arose)[record.counted]
        return float((taken <= limit).sum()), float(len(taken))

    return observe


def time_to_service(record: Record) -> Observation:
    """From arising to the start of the first handling, of all cases (each must have one)."""
    first = np.full(len(record.log.cases), np.inf)
    np.fmin.at(first, record.visitors, record.started)
    taken = (first - record.arose)[record.counted]
    return float(taken.sum()), float(len(taken))


def ends_as(outcome: str, segment: str) -> Observe:
    """Share of cases whose last handling ended so: an outcome by its own `count`, or its verb where it has none."""

    def observe(record: Record) -> Observation:
        rows = record.rows(Kind.ENDS)
        names = np.array([each.count or each.verb for each in record.log.book.outcomes])
        last = np.full(len(record.log.cases), -1)
        last[rows["case"]] = rows["cause"]
        chosen = record.counted & record.of(segment)
        return float((names[last[chosen]] == outcome).sum()), float(chosen.sum())

    return observe


# --- what should be zero in the mean: how far the dice fell from where they should ---


def arrivals_over(rate: float, segment: str | None = None) -> Observe:
    """Cases that arose in the window, over those expected."""

    def observe(record: Record) -> Observation:
        chosen = record.counted if segment is None else record.counted & record.of(segment)
        return float(chosen.sum()), rate * record.length

    return observe


def handling_over(mean: float, power: int = 1, department: str | None = None, segment: str | None = None) -> Observe:
    """Mean handling time (or mean power of it) of what began in the window, over what it should be."""

    def observe(record: Record) -> Observation:
        chosen = record.at(department, segment) & record.within(np.nan_to_num(record.started, nan=-np.inf))
        lengths = (record.ended - record.started)[chosen]
        return float((lengths**power).sum()), mean * len(lengths)

    return observe
