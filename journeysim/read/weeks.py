"""Tables by day and hour: calendars, rosters of staff, profiles of demand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BeforeValidator, GetJsonSchemaHandler, PlainValidator, Tag, ValidationInfo, WithJsonSchema
from pydantic_core import CoreSchema

from journeysim.model.calendar import ALWAYS, WEEKDAYS, Calendar, Profile, Roster, Span, Week

from .nodes import Leaf, Listing, Node, Table
from .parts import Part, key
from .reading import Reading, found, listed, reading, wrong
from .scalars import TEXT, Hours, Number, Prose, Whole, date, hours, prose, text_of
from .times import ways
from .written import From

T = TypeVar("T")

EVERY_DAY = "every day"
HOLIDAY = "holiday"

_LONG_DAYS = {
    "monday": "mon",
    "tuesday": "tue",
    "wednesday": "wed",
    "thursday": "thu",
    "friday": "fri",
    "saturday": "sat",
    "sunday": "sun",
}
_SHORT_DAYS = {day[:2]: day for day in WEEKDAYS}
_USUAL = "write 'mon', 'mon-fri', 'every day', 'holiday' or a date like '2026-04-03'"


def days(leaf: Leaf) -> tuple[int, ...] | dt.date | str:
    """Weekdays by number, a date, or the word `every day` or `holiday`."""
    text_of(leaf, "a day is written like 'mon', 'mon-fri' or '2026-04-03'")
    if leaf in (EVERY_DAY, HOLIDAY):
        return str(leaf)
    if leaf[:4].isdigit() and "-" in leaf:
        return date(leaf)
    parts = leaf.split("-")
    if all(part in WEEKDAYS for part in parts) and len(parts) == 1:
        return (WEEKDAYS.index(leaf),)
    if all(part in WEEKDAYS for part in parts) and len(parts) == 2:
        first, last = (WEEKDAYS.index(part) for part in parts)
        if first < last:
            return tuple(range(first, last + 1))
        raise wrong(
            "bad-day",
            f"'{leaf}' runs past the end of the week",
            f"write '{parts[0]}-sun' and '{f'mon-{parts[1]}' if last else 'mon'}'"
            if first > last
            else f"write '{parts[0]}'",
        )
    raise wrong("bad-day", f"'{leaf}' names no day", _mended(leaf))


def _mended(leaf: str) -> str:
    low = leaf.lower().replace(" ", "")
    for long, short in _LONG_DAYS.items():
        low = low.replace(long + "s", short).replace(long, short)
    low = low.replace("to", "-") if "-" not in low else low
    low = "-".join(_SHORT_DAYS.get(part, part) for part in low.split("-"))
    if low != leaf and all(part in WEEKDAYS for part in low.split("-")):
        return f"write '{low}'"
    if low in ("everyday", "daily", "always", "all", "mon-sun"):
        return f"write '{EVERY_DAY}'"
    if low in ("weekdays", "weekday", "workdays"):
        return "write 'mon-fri'"
    if low in ("weekend", "weekends"):
        return "write 'sat-sun'"
    if low in ("holidays", "bankholiday", "publicholiday"):
        return f"write '{HOLIDAY}'"
    if "," in leaf:
        return "write a line for each"
    return _USUAL


def is_hours(word: str) -> bool:
    """Whether a word is written as hours."""
    return re.fullmatch(r"[0-9]{1,2}:[0-9][0-9]-[0-9]{1,2}:[0-9][0-9]", word) is not None


def _day(node: Node) -> Any:
    assert isinstance(node, Leaf)
    days(node)
    return node


Day = Annotated[Any, PlainValidator(_day), WithJsonSchema({"type": "string"})]


def ambiguous_days(table: Table, now: Reading) -> None:
    """Note two spans of days, equally particular, that share a day."""
    spans: list[tuple[Leaf, set[int]]] = []
    for name in table:
        try:
            said = days(name)
        except Exception:  # the day reports itself
            continue
        if not isinstance(said, tuple) or len(said) == 1:
            continue
        for other, numbers in spans:
            shared = sorted(numbers & set(said))
            if shared and len(numbers) == len(said):
                now.note(
                    "overlap",
                    f"'{name}' and '{other}' both name '{WEEKDAYS[shared[0]]}', and neither is more particular",
                    "name each day once",
                    name,
                )
        spans.append((name, set(said)))


def overlapping_hours(spans: list[Leaf], now: Reading) -> None:
    """Note hours of one day that overlap."""
    read: list[tuple[Span, Leaf]] = []
    for leaf in spans:
        try:
            read.append((hours(leaf), leaf))
        except Exception:  # the hours report themselves
            continue
    read.sort(key=lambda row: row[0])
    for ((_, end), longest), ((begin, _), leaf) in zip(accumulate(read, _later), read[1:], strict=False):
        if begin < end:
            first, second = sorted((longest, leaf), key=lambda one: one.place)
            move = "let one begin where the other ends"
            now.note("overlap", f"'{second}' overlaps with '{first}' of the same day", move, second)


def _later(one: tuple[Span, Leaf], other: tuple[Span, Leaf]) -> tuple[Span, Leaf]:
    """The one of the two that ends later."""
    return other if other[0][1] > one[0][1] else one


def week(table: Mapping[Any, T], *, holidays_too: bool = True) -> Week[T]:
    """What is said by day, the most particular winning; `every day` names holidays too, unless said otherwise."""
    weekdays: list[T | None] = [None] * 7
    size = [8] * 7
    holiday: T | None = None
    dates: dict[dt.date, T] = {}
    for name, value in table.items():
        said = days(name)
        if isinstance(said, dt.date):
            dates[said] = value
        elif said == HOLIDAY:
            holiday = value
        else:
            numbers = tuple(range(7)) if said == EVERY_DAY else said
            for number in numbers:
                assert isinstance(number, int)
                if len(numbers) < size[number]:
                    weekdays[number], size[number] = value, len(numbers)
    if holiday is None and holidays_too:
        holiday = next((value for name, value in table.items() if name == EVERY_DAY), None)
    return Week(tuple(weekdays), holiday, dates)


def _one_span(span: Span) -> tuple[Span, ...]:
    return (span,)


def _sorted(spans: list[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans))


def _check_openings(node: Any, info: ValidationInfo) -> Any:
    if isinstance(node, Listing):
        overlapping_hours([item for item in node if isinstance(item, Leaf)], reading(info))
    return node


Openings = Annotated[
    tuple[Span, ...],
    From(
        Annotated[
            Annotated[tuple[Span, ...], From(Hours, _one_span), Tag("text")]
            | Annotated[
                tuple[Span, ...], From(Annotated[list[Hours], BeforeValidator(_check_openings)], _sorted), Tag("list")
            ],
            ways("a day has hours, or a list of hours", "write it like '09:00-18:00' or '[09:00-12:00, 13:00-17:00]'"),
        ]
    ),
]


def _table_of_days(example: str) -> Any:
    def check(node: Any, info: ValidationInfo) -> Any:
        if not isinstance(node, Table):
            fact = f"a table of days belongs here, but {found(node)} stands here"
            raise wrong("wrong-shape", fact, f"write it like '{example}'")
        hourly = next((name for name in node if is_hours(name)), None)
        if hourly is not None:
            fact = f"'{hourly}' are hours, and a day belongs before them"
            raise wrong("bad-day", fact, f"write it like '{example}'", hourly)
        ambiguous_days(node, reading(info))
        return node

    return BeforeValidator(check)


def _calendar(read: Mapping[Any, tuple[Span, ...]]) -> Calendar:
    return week(read)


_Days = Annotated[dict[Day, Openings], _table_of_days("{mon-fri: 09:00-18:00}")]
CalendarTable = Annotated[Calendar, From(_Days, _calendar)]


def _apart_from_about(node: Any) -> Any:
    """The days of a calendar that has a name, and may say what it is about."""
    about = node.value("about") if isinstance(node, Table) else None
    if about is None:
        return node
    prose(about)
    days_only = node.like()
    days_only.update({name: entry for name, entry in node.items() if name != "about"})
    return days_only


@dataclass(frozen=True)
class _MayBeAbout:
    """Tells editors of the key `about`."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "properties": {"about": {**TEXT, "description": "what to know about it"}}}


NamedCalendar = Annotated[
    Calendar, From(Annotated[_Days, BeforeValidator(_apart_from_about), _MayBeAbout()], _calendar)
]
"""A calendar with a name of its own."""


def _calendar_name(node: Node, info: ValidationInfo) -> str | Calendar:
    leaf = text_of(node, "a calendar is named here")
    if leaf == "always":
        return ALWAYS
    now = reading(info)
    names = now.names.get("calendar")
    if names is not None and leaf not in names:
        hours = re.fullmatch(r"([0-9][0-9]:[0-9][0-9])-([0-9][0-9]:[0-9][0-9])", leaf)
        move = (
            f"say on which days: '{{mon-fri: {leaf}}}'" if hours else now.advise(leaf, [*names, "always"], "calendars")
        )
        raise wrong("unknown-name", f"no calendar is named '{leaf}'", move)
    return str(leaf)


CalendarChoice = Annotated[
    str | Calendar,
    From(
        Annotated[
            Annotated[str, PlainValidator(_calendar_name), WithJsonSchema({"type": "string"}), Tag("text")]
            | Annotated[CalendarTable, Tag("table")],
            ways("a calendar is named, or is a table of days", "write it like 'office' or '{mon-fri: 09:00-18:00}'"),
        ]
    ),
]
"""A calendar by name (still a name when it comes out), or written out."""


def _check_hours(node: Any, info: ValidationInfo) -> Any:
    if not isinstance(node, Table):
        raise wrong(
            "wrong-shape",
            f"a table of hours belongs here, but {found(node)} stands here",
            "write it like '{09:00-18:00: 4}'",
        )
    overlapping_hours(list(node), reading(info))
    return node


def _by_hour(read: Mapping[Span, T]) -> tuple[tuple[float, float, T], ...]:
    return tuple(sorted(((begin, end, value) for (begin, end), value in read.items()), key=lambda row: row[:2]))


def _roster(read: Mapping[Any, tuple[tuple[float, float, int], ...]]) -> Roster:
    return week(read)


_Shifts = Annotated[Any, From(Annotated[dict[Hours, Whole], BeforeValidator(_check_hours)], _by_hour)]
Staff = Annotated[
    int | Roster,
    From(
        Annotated[
            Annotated[Whole, Tag("text")]
            | Annotated[
                Roster,
                From(Annotated[dict[Day, _Shifts], _table_of_days("{mon-fri: {09:00-18:00: 4}}")], _roster),
                Tag("table"),
            ],
            ways("'staff' is a number, or a table of days", "write it like '4' or '{mon-fri: {09:00-18:00: 4}}'"),
        ]
    ),
]


def _day_weights(read: Mapping[Any, float]) -> Week[float]:
    return week(read, holidays_too=False)


class ProfilePart(Part):
    """Weights that spread a rate over the days and hours of a week."""

    part: ClassVar[str] = "a profile"
    named: ClassVar[str | None] = "profile"

    days: (
        Annotated[Week[float], From(Annotated[dict[Day, Number], _table_of_days("{mon-fri: 100}")], _day_weights)]
        | None
    ) = key(
        "weights by day; a day not named weighs 0, a holiday not named counts as its weekday",
        "days: number",
        default="all days alike",
        example="{mon-fri: 100, sat: 40}",
    )
    hours: (
        Annotated[
            tuple[tuple[float, float, float], ...],
            From(Annotated[dict[Hours, Number], BeforeValidator(_check_hours)], _by_hour),
        ]
        | None
    ) = key(
        "weights by hour; an hour not named weighs 0",
        "hours: number",
        default="all hours alike",
        example="{08:00-12:00: 2, 12:00-20:00: 1}",
    )
    about: Prose | None = key("what to know about it", "text", example="Calls of last spring.")

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Neither days nor hours."""
        if not any(name in ("days", "hours", "about") for name in table):
            now.note(
                "missing-key",
                "a profile needs 'days' or 'hours'",
                f"its keys are {listed(cls.known_keys())}",
                table.key if table.key is not None else table,
            )

    def noun(self) -> Profile:
        """The profile as data."""
        return Profile(self.days, self.hours or ())
