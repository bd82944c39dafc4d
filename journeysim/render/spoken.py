"""Dates, lengths of time and numbers as people say them in a letter."""

import datetime as dt
from collections.abc import Sequence

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MONTHS = 8
"""Weeks, at most, that are counted as such."""

WORKERS = ("er", "ers", "or", "ors", "man", "men", "ant", "ants", "ist", "ists", "ian", "ians", "agent", "agents")
"""How words for people end."""

PLACES = (
    *("desk", "team", "office", "staff", "line", "room", "board", "house", "warehouse", "shop", "workshop", "store"),
    *("department", "unit", "centre", "center", "intake", "registry", "bank", "branch", "clerk", "clerks", "branches"),
)
"""Words for places where people work, and for those who work there, that want an article."""

ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def number(count: int) -> str:
    """A number, in words up to twelve."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def many(count: int, thing: str) -> str:
    """`three days`, `one day`."""
    return f"{number(count)} {thing}{'' if count == 1 else 's'}"


def times(count: int) -> str:
    """`once`, `twice`, `three times`."""
    return {1: "once", 2: "twice"}.get(count, f"{number(count)} times")


def again(before: int) -> str:
    """What an attempt is called after so many of its like."""
    return {0: "", 1: " again"}.get(before, f" for the {ordinal(before + 1)} time")


def ordinal(place: int) -> str:
    """`fourth`, `21st`."""
    if place < len(ORDINALS):
        return ORDINALS[place]
    ending = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def span(length: dt.timedelta) -> str:
    """A length of time in round words: `a minute`, `25 minutes`, `two hours`, `34 days`."""
    seconds = length.total_seconds()
    if seconds < 50:
        return "less than a minute"
    if seconds < 90:
        return "a minute"
    if seconds < 50 * 60:
        return many(round(seconds / 60), "minute")
    if seconds < 36 * 3600:
        halves = round(seconds / 1800)
        if halves <= 2:
            return "an hour"
        return "an hour and a half" if halves == 3 else many(round(seconds / 3600), "hour")
    return days(round(seconds / 86400))


def days(count: int) -> str:
    """Days as people count them, whole weeks as weeks: `three days`, `a week`, `two weeks`, `51 days`."""
    weeks, rest = divmod(count, 7)
    if rest or not 0 < weeks <= MONTHS:
        return many(count, "day")
    return "a week" if weeks == 1 else many(weeks, "week")


def day(date: dt.date, *, year: bool = False) -> str:
    """`Friday 3 April`, with the year where it is wanted."""
    return f"{date:%A} {date.day} {date:%B}" + (f" {date.year}" if year else "")


def part_of_day(at: dt.datetime) -> str:
    """`night`, `morning`, `afternoon` or `evening`."""
    return next(
        (part for part, until in (("night", 5), ("morning", 12), ("afternoon", 18)) if at.hour < until), "evening"
    )


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def the(name: str) -> str:
    """A channel as one speaks of it: `the hotline`; a name that has a capital or an article of its own stays."""
    return name if name[:1].isupper() or name.startswith(("the ", "my ", "their ")) else f"the {name}"


def those(department: str) -> str:
    """A department as one speaks of it: `the senior manager`, `the chat desk`; but `billing`, `care`, `tier two`."""
    last = department.rsplit(" ", 1)[-1]
    return the(department) if last in PLACES or last.endswith(WORKERS) else department
