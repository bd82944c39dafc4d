"""Hours of the week, holidays, and rates that follow them.

Days are 24 hours long and there are no time zones: a moment is a number of seconds after the midnight
that begins the run. The most particular name of a day wins: a date, then `holiday`, then a weekday.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

T = TypeVar("T")

Span = tuple[float, float]
"""Begin and end of an opening, in seconds after midnight; 86400 ends a day."""


@dataclass(frozen=True, slots=True)
class Week(Generic[T]):
    """Something said by day: weekdays 0 (Monday) to 6, holidays, and single dates.

    A weekday without a value has `None`. `holiday` is `None` where nothing is said of holidays; what that
    means is for the reader of the week to decide (a calendar is closed, a profile takes the weekday).
    """

    weekdays: tuple[T | None, ...] = (None,) * 7
    holiday: T | None = None
    dates: Mapping[dt.date, T] = field(default_factory=dict)


Calendar = Week[tuple[Span, ...]]
"""Opening hours by day; spans of one day are sorted and do not overlap."""

Roster = Week[tuple[tuple[float, float, int], ...]]
"""Staff by day: (begin, end, number on duty), sorted, without overlap."""

ALWAYS: Calendar = Week(weekdays=(((0.0, 86400.0),),) * 7, holiday=((0.0, 86400.0),))


@dataclass(frozen=True, slots=True)
class Profile:
    """Weights that spread a rate over the days and hours of a week.

    `days` holds a weight by day (`None`: all days weigh the same); `hours` holds (begin, end, weight) spans
    within a day (empty: flat). What is not named weighs 0; a holiday not named counts as its weekday.
    """

    days: Week[float] | None = None
    hours: tuple[tuple[float, float, float], ...] = ()
