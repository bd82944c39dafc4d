"""Calendars and rosters laid over the days of a run: who is there when.

Moments are integer milliseconds since the midnight that begins the run.
"""

import datetime as dt
from collections.abc import Callable, Container
from typing import NamedTuple, TypeVar

from journeysim.model.calendar import ALWAYS, Calendar, Roster, Week
from journeysim.model.scenario import By, Channel, Department, Scenario

T = TypeVar("T")

DAY_MS = 86_400_000
LOOK_AHEAD = 1500
"""Days after which a level that has not changed never will: longer than any gap between dates that people name."""


class Stretch(NamedTuple):
    """A level that holds from `begin` up to `end`."""

    begin: int
    end: int
    level: int


class Timetable:
    """A number by the clock: 0 or 1 for doors, staff on duty for departments. Made day by day, as asked.

    `steady` says that it never changes. After the last day of the calendar, at the end of the year 9999, all is closed.
    """

    def __init__(self, day: Callable[[int], tuple[Stretch, ...]], start: dt.date, *, steady: bool = False) -> None:
        self._day = day
        self._last = (dt.date.max - start).days
        self._steady = steady
        self._days: dict[int, tuple[Stretch, ...]] = {}

    def day(self, number: int) -> tuple[Stretch, ...]:
        """The stretches of one day of the run with a level above 0, sorted, in moments of the run."""
        if number not in self._days:
            self._days[number] = self._day(number) if number <= self._last else ()
        return self._days[number]

    def level(self, moment: int) -> int:
        """The level at a moment."""
        for stretch in self.day(moment // DAY_MS):
            if stretch.begin <= moment < stretch.end:
                return stretch.level
        return 0

    def next_open(self, moment: int) -> Stretch | None:
        """The stretch that is open at the moment or opens next; `None` if none ever does."""
        first = moment // DAY_MS
        for number in range(first, first + LOOK_AHEAD):
            for stretch in self.day(number):
                if stretch.end > moment:
                    return stretch
        return None

    def next_change(self, moment: int) -> tuple[int, int] | None:
        """The first moment after this one at which the level differs, and the level then; `None` if none ever does."""
        if self._steady:
            return None
        now = self.level(moment)
        at = moment
        first = moment // DAY_MS
        for number in range(first, first + LOOK_AHEAD):
            for stretch in self.day(number):
                if stretch.end <= moment:
                    continue
                if stretch.begin > at and now:
                    return at, 0
                if stretch.begin > moment and stretch.level != now:
                    return stretch.begin, stretch.level
                at = stretch.end
            if now and at < (number + 1) * DAY_MS:
                return at, 0
        return None

    def seconds_between(self, begin: int, end: int) -> float:
        """The level summed over a stretch of time, in level-seconds."""
        total = 0
        for number in range(begin // DAY_MS, end // DAY_MS + 1):
            for stretch in self.day(number):
                total += stretch.level * max(0, min(end, stretch.end) - max(begin, stretch.begin))
        return total / 1000


def of_day(week: Week[T], date: dt.date, holidays: Container[dt.date]) -> T | None:
    """What a week says of a date: the date itself before a holiday, a holiday before the weekday."""
    if date in week.dates:
        return week.dates[date]
    return week.holiday if date in holidays else week.weekdays[date.weekday()]


def roster_table(roster: Roster, start: dt.date, holidays: Container[dt.date]) -> Timetable:
    """Staff by a roster; a day not named has none."""

    def day(number: int) -> tuple[Stretch, ...]:
        offset = number * DAY_MS
        spans = of_day(roster, start + dt.timedelta(days=number), holidays) or ()
        return tuple(
            Stretch(offset + round(begin * 1000), offset + round(end * 1000), level)
            for begin, end, level in spans
            if level
        )

    return Timetable(day, start)


def calendar_table(
    calendars: tuple[Calendar, ...], start: dt.date, holidays: Container[dt.date], *, level: int = 1
) -> Timetable:
    """`level` where any of the calendars is open, else 0."""

    def day(number: int) -> tuple[Stretch, ...]:
        offset = number * DAY_MS
        date = start + dt.timedelta(days=number)
        spans = sorted(span for calendar in calendars for span in of_day(calendar, date, holidays) or ())
        merged: list[Stretch] = []
        for begin, end in spans if level else ():
            stretch = Stretch(offset + round(begin * 1000), offset + round(end * 1000), level)
            if merged and stretch.begin <= merged[-1].end:
                merged[-1] = merged[-1]._replace(end=max(merged[-1].end, stretch.end))
            else:
                merged.append(stretch)
        return tuple(merged)

    return Timetable(day, start, steady=ALWAYS in calendars)


def reaching(scenario: Scenario, department: str) -> tuple[str, ...]:
    """The channels that lead to a department, in the order of the file."""
    return tuple(name for name, channel in scenario.channels.items() if department in leads_to(channel))


def leads_to(channel: Channel) -> frozenset[str]:
    """The departments that a channel's routing may choose."""
    reaches = channel.reaches
    if isinstance(reaches, str):
        return frozenset((reaches,))
    if isinstance(reaches, By):
        return frozenset(reaches.possible)
    return frozenset(reaches)


def staff_table(scenario: Scenario, department: Department) -> Timetable:
    """Staff on duty in a department, by its roster, its calendar, or the hours of the channels that reach it."""
    start, holidays, staff = scenario.run.start, scenario.holidays, department.staff
    if not isinstance(staff, int):
        return roster_table(staff, start, holidays)
    if department.works is not None:
        calendars: tuple[Calendar, ...] = (department.works,)
    else:
        calendars = tuple(scenario.channels[name].open for name in reaching(scenario, department.name)) or (ALWAYS,)
    return calendar_table(calendars, start, holidays, level=staff)
