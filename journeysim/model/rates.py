"""Rates that follow the hours of the week, as a cumulative curve to turn a stream of arrivals through."""

import datetime as dt
from collections.abc import Container

import numpy as np
import numpy.typing as npt

from journeysim.model.calendar import Profile
from journeysim.model.duration import DAY
from journeysim.model.hours import of_day

Floats = npt.NDArray[np.float64]


def day_shape(profile: Profile) -> tuple[tuple[float, float, float], ...]:
    """(begin, end, weight) over a day; one flat stretch where the profile says nothing of hours."""
    return profile.hours or ((0.0, DAY, 1.0),)


def _weight_of_hours(profile: Profile) -> float:
    return sum((end - begin) * weight for begin, end, weight in day_shape(profile))


def weekly_weight(profile: Profile) -> float:
    """The profile summed over an ordinary week (weight times seconds)."""
    days = [1.0] * 7 if profile.days is None else [weight or 0.0 for weight in profile.days.weekdays]
    share = 1.0 if _weight_of_hours(profile) > 0 else 0.0
    return sum(days) * share * DAY


def cumulative(
    profile: Profile | None, until: float, start: dt.date, holidays: Container[dt.date]
) -> tuple[Floats, Floats]:
    """Moments (s) and the expected number of arrivals up to each, for a mean rate of one per second.

    The mean is over an ordinary week, nights included: `days` says how the week's arrivals are shared out
    over its days, `hours` how a day's are shared out over its hours. A holiday not named counts as its weekday.
    Two arrays of the same length, piecewise linear between the points, from 0 to `until`.
    """
    if profile is None:
        return np.array([0.0, until]), np.array([0.0, until])
    hours = day_shape(profile)
    a_day = _weight_of_hours(profile)
    a_week = 7.0 if profile.days is None else sum(weight or 0.0 for weight in profile.days.weekdays)
    moments, totals = [0.0], [0.0]
    for number in range(int(until // DAY) + 1):
        date = start + dt.timedelta(days=number)
        weight: float | None = 1.0
        if profile.days is not None:
            weight = of_day(profile.days, date, holidays)
            if weight is None:
                weight = profile.days.weekdays[date.weekday()] or 0.0
        of_the_day = 7.0 * DAY * (weight or 0.0) / a_week if a_week and a_day else 0.0
        for begin, end, share in hours:
            for moment, gain in ((begin, 0.0), (end, of_the_day * (end - begin) * share / a_day if a_day else 0.0)):
                at = number * DAY + moment
                if at > moments[-1]:
                    moments.append(at)
                    totals.append(totals[-1] + gain)
                elif gain:
                    totals[-1] += gain
    moments.append(max(moments[-1], until))
    totals.append(totals[-1])
    curve = np.array(moments), np.array(totals)
    cut = np.interp(until, *curve)
    keep = curve[0] < until
    return np.append(curve[0][keep], until), np.append(curve[1][keep], cut)
