"""How people write durations, chances, rates, numbers, dates and hours. Each function turns a leaf into its value.

Seconds, shares up to 1 and cases per second come out; a leaf that is written otherwise raises an error that
says how it is written.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import PlainValidator, WithJsonSchema

from journeysim.model.calendar import Span
from journeysim.model.duration import DAY, HOUR, MINUTE, UNITS

from .nodes import Leaf, Node
from .reading import found, no_pasted, shortened, wrong

T = TypeVar("T")

LONGEST = 36500 * DAY
"""Nothing in a scenario lasts longer than a century."""

NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_DURATION = re.compile(rf"({NUMBER}) (s|min|h|days?|weeks?)")
_LOOSE = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*([a-z]+)\.?", re.IGNORECASE)
_PARTS = re.compile(rf"(?:{NUMBER}\s*[a-z]+\s*)+", re.IGNORECASE)
_RATE = re.compile(rf"({NUMBER}) per (s|min|h|day|week)")
_LOOSE_RATE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:per|/|a|an|each)\s*([a-z]+)\.?", re.IGNORECASE)
_COIN = r"(?:[A-Z]{3}|[€$£]|euros?|dollars?|pounds?)"
_LOOSE_COST = re.compile(rf"{_COIN}?\s*({NUMBER})\s*{_COIN}?\s*(?:(?:per|/|a|an)\s*([A-Za-z]+))?")
_CHANCE = re.compile(rf"({NUMBER})%")
_HOURS = re.compile(r"([0-9][0-9]):([0-9][0-9])-([0-9][0-9]):([0-9][0-9])")
_LOOSE_HOURS = re.compile(
    r"([0-9]{1,2})(?:[:.h]([0-9][0-9]))?\s*(?:-|to)\s*([0-9]{1,2})(?:[:.h]([0-9][0-9]))?", re.IGNORECASE
)
_DATE = re.compile(r"([0-9]{4})-([0-9][0-9])-([0-9][0-9])")

_UNIT_SLIPS = {
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d",), "days"),
    **dict.fromkeys(("w", "wk", "wks"), "weeks"),
    **{unit: unit for unit in UNITS},
}
_LONG_UNITS = {"month": 30, "months": 30, "year": 365, "years": 365, "y": 365}


def text_of(node: Node, expects: str, move: str = "write it so", *, lines: bool = False) -> Leaf:
    """The node as text without pasted characters, of one line unless `lines`; else it is told what is expected."""
    if not isinstance(node, Leaf):
        raise wrong("wrong-shape", f"{expects}, but {found(node)} stands here", move)
    if node.broken:
        raise wrong("known", "", "")
    if "\n" in node and not lines:
        raise wrong("wrong-shape", f"{expects}, but lines of text stand here", "write it behind the key, on its line")
    no_pasted(node)
    return node


def duration(node: Node) -> float:
    """Seconds: `90 s`, `6 min`, `2 h`, `1 day`, `3 weeks`."""
    leaf = text_of(node, "a duration is written like '6 min'")
    match = _DURATION.fullmatch(leaf)
    if not match and re.match(rf"-{NUMBER}", leaf):
        raise wrong("bad-duration", f"'{shortened(leaf)}' is below zero", "write a time of '0 s' or more")
    if not match:
        raise wrong("bad-duration", f"'{shortened(leaf)}' is not written as a duration", _mended_duration(leaf))
    seconds = float(match[1]) * UNITS[match[2]]
    if seconds > LONGEST:
        raise wrong("bad-duration", f"'{shortened(leaf)}' is longer than a century", "write a shorter time")
    return seconds


def _mended_duration(leaf: str) -> str:
    usual = "write a number, a blank and a unit: '90 s', '6 min', '2 h', '1 day' or '3 weeks'"
    if re.fullmatch(NUMBER, leaf):
        return f"say the unit: '{leaf} s', '{leaf} min', '{leaf} h' or '{leaf} day{'' if leaf == '1' else 's'}'"
    match = _LOOSE.fullmatch(leaf)
    if match:
        number, unit = match[1].replace(",", "."), match[2].lower()
        if unit in _UNIT_SLIPS:
            return f"write '{number} {_UNIT_SLIPS[unit]}'"
        if unit in _LONG_UNITS:
            return f"{unit.removesuffix('s')}s differ in length: write '{float(number) * _LONG_UNITS[unit]:g} days'"
        return usual
    if _PARTS.fullmatch(leaf):
        pieces = re.findall(rf"({NUMBER})\s*([a-z]+)", leaf, re.IGNORECASE)
        units = [UNITS.get(_UNIT_SLIPS.get(unit.lower(), "")) for _, unit in pieces]
        if None not in units:
            total = sum(float(number) * (unit or 0) for (number, _), unit in zip(pieces, units, strict=True))
            return f"use one unit: '{_in_one_unit(total)}'"
    return usual


def _in_one_unit(seconds: float) -> str:
    """A duration in the largest unit that leaves a whole number."""
    for size, name in ((DAY, "days"), (HOUR, "h"), (MINUTE, "min")):
        if seconds % size == 0:
            return f"{seconds / size:g} {name}"
    return f"{seconds:g} s"


def chance(node: Node) -> float:
    """A share up to 1: `40%`."""
    leaf = text_of(node, "a chance is written like '40%'")
    match = _CHANCE.fullmatch(leaf)
    if not match and re.match(rf"-{NUMBER}", leaf):
        raise wrong("bad-chance", f"'{shortened(leaf)}' is below 0%", "write a chance from 0% to 100%")
    if not match:
        raise wrong("bad-chance", f"'{shortened(leaf)}' is not written as a chance, like '40%'", _mended_chance(leaf))
    if float(match[1]) > 100:
        raise wrong("bad-chance", f"the chance '{leaf}' is over 100%", "write one from 0% to 100%")
    return float(match[1]) / 100


def _mended_chance(leaf: str) -> str:
    match = re.fullmatch(rf"({NUMBER})\s*(%|percent|per cent)?", leaf)
    if match and match[2]:
        return f"write '{match[1]}%'"
    if match and float(match[1]) <= 1 and "." in match[1]:
        return f"write '{float(match[1]) * 100:g}%'"
    if match and float(match[1]) <= 100:
        return f"write '{match[1]}%'"
    fraction = re.fullmatch(r"([0-9]+)\s*/\s*([0-9]+)", leaf)
    if fraction and int(fraction[2]) > 0 and int(fraction[1]) <= int(fraction[2]):
        return f"write '{100 * int(fraction[1]) / int(fraction[2]):.4g}%'"
    return "write a number from 0 to 100 and the sign, like '40%'"


def rate(node: Node) -> float:
    """Cases per second: `8 per day`."""
    leaf = text_of(node, "a rate is written like '8 per day'")
    match = _RATE.fullmatch(leaf)
    if not match:
        if re.fullmatch(rf"-{NUMBER} per .*", leaf):
            raise wrong("bad-rate", f"'{shortened(leaf)}' is below zero", "write a rate of zero or more")
        raise wrong("bad-rate", f"'{shortened(leaf)}' is not written as a rate, like '8 per day'", _mended_rate(leaf))
    return float(match[1]) / UNITS[match[2]]


def _mended_rate(leaf: str) -> str:
    plain = re.sub(r"(?<=[0-9])[ ,_'](?=[0-9]{3}\b)", "", leaf)
    if plain != leaf and _RATE.fullmatch(plain):
        return f"write '{plain}'"
    match = _LOOSE_RATE.fullmatch(leaf)
    if match:
        unit = _UNIT_SLIPS.get(match[2].lower())
        if unit:
            return f"write '{match[1]} per {unit.removesuffix('s') if unit != 's' else unit}'"
        if match[2].lower() in _LONG_UNITS:
            return f"write it by the day: '{float(match[1]) / _LONG_UNITS[match[2].lower()]:.3g} per day'"
    if re.fullmatch(NUMBER, leaf):
        return f"say in what time: '{leaf} per h' or '{leaf} per day'"
    return "write a number, 'per' and s, min, h, day or week"


def number(node: Node) -> float:
    """A number of zero or more, with a decimal point where need be."""
    leaf = text_of(node, "a number is written like '12' or '0.8'")
    if not re.fullmatch(NUMBER, leaf) or len(leaf) > 15:
        raise wrong("bad-number", f"'{shortened(leaf)}' is not a number of zero or more", _mended_number(leaf))
    return float(leaf)


def between(lowest: float, highest: float, what: str) -> Callable[[Node], float]:
    """A validator for a number that may be below zero, from one to another."""
    limits = f"from {lowest:g} to {highest:g}"

    def read(node: Node) -> float:
        leaf = text_of(node, f"{what} is {limits}", f"write a number {limits}")
        plain = re.sub(r"(?<=[0-9]),(?=[0-9])", ".", leaf)
        if not re.fullmatch(f"-?{NUMBER}", plain) or len(leaf) > 15 or not lowest <= float(plain) <= highest:
            fact = f"{what} is {limits}, and '{shortened(leaf)}' stands here"
            share = re.fullmatch(rf"(-?{NUMBER})%", leaf)
            move = f"write '{float(share[1]) / 100:g}'" if share else f"write a number {limits}"
            raise wrong("bad-number", fact, move)
        if plain != leaf:
            raise wrong("bad-number", f"'{shortened(leaf)}' is not a number {limits}", f"write '{plain}'")
        return float(leaf) + 0.0

    return read


def _mended_number(leaf: str) -> str:
    plain = re.sub(r"(?<=[0-9])[ ,_'](?=[0-9]{3}\b)", "", leaf)
    if re.fullmatch(NUMBER, plain):
        return f"write '{plain}'"
    if re.fullmatch(r"[0-9]+,[0-9]+", leaf):
        return f"write '{leaf.replace(',', '.')}'"
    if share := re.fullmatch(rf"({NUMBER})\s*%", leaf):
        return f"write '{float(share[1]) / 100:g}'"
    if re.fullmatch(r"\+?[0-9]*\.?[0-9]+(?:e-?[0-9])?", leaf, re.IGNORECASE) and len(leaf) <= 15:
        return f"write '{float(leaf):.12g}'"
    if part := re.fullmatch(r"([0-9]{1,6})\s*/\s*([1-9][0-9]{0,5})", leaf):
        return f"write '{int(part[1]) / int(part[2]):.4g}'"
    if sum_ := re.fullmatch(rf"{_COIN}?\s*({NUMBER})\s*{_COIN}?", leaf):
        return f"write '{sum_[1]}': the scenario says its 'currency' once"
    return "write digits, like '12' or '0.8'"


def whole(node: Node) -> int:
    """A whole number of zero or more."""
    leaf = text_of(node, "a whole number is written like '12'")
    if not re.fullmatch(r"[0-9]{1,9}", leaf):
        counted = re.fullmatch(r"([0-9]{1,9}) ?([a-z ]+)", leaf, re.IGNORECASE)
        meant = counted is not None and counted[2] not in _UNIT_SLIPS
        move = f"write '{counted[1]}'" if counted is not None and meant else "write digits, like '12'"
        raise wrong("bad-number", f"'{shortened(leaf)}' is not a whole number of zero or more", move)
    return int(leaf)


def positive(node: Node) -> int:
    """A whole number of one or more."""
    count = whole(node)
    if count == 0:
        raise wrong("bad-number", "'0' is too small", "write 1 or more")
    return count


def hourly_cost(node: Node) -> float:
    """Money per hour: `32 per h`."""
    leaf = text_of(node, "a cost is written like '32 per h'")
    match = re.fullmatch(rf"({NUMBER}) per h", leaf)
    if not match:
        raise wrong("bad-number", f"'{shortened(leaf)}' is not written as money per hour", _mended_cost(leaf))
    return float(match[1])


def _mended_cost(leaf: str) -> str:
    match = _LOOSE_COST.fullmatch(leaf)
    unit = match and UNITS.get(_UNIT_SLIPS.get((match[2] or "h").lower(), ""))
    return f"write '{float(match[1]) * HOUR / unit:g} per h'" if match and unit else "write it like '32 per h'"


def yes_no(node: Node) -> bool:
    """`yes` or `no`."""
    leaf = text_of(node, "'yes' or 'no' belongs here")
    if leaf not in ("yes", "no"):
        meant = {"true": "yes", "on": "yes", "y": "yes", "false": "no", "off": "no", "n": "no"}.get(
            (plain := leaf.lower().rstrip(" ,;.}])")), plain
        )
        move = f"write '{meant}'" if meant in ("yes", "no") else "write 'yes' or 'no'"
        raise wrong("wrong-word", f"'{shortened(leaf)}' is neither 'yes' nor 'no'", move)
    return leaf == "yes"


def date(node: Node) -> dt.date:
    """A day of the calendar: `2026-01-05`."""
    leaf = text_of(node, "a date is written like '2026-01-05'")
    match = _DATE.fullmatch(leaf)
    if not match:
        raise wrong(
            "bad-date", f"'{shortened(leaf)}' is not written as a date", "write year, month and day: '2026-01-05'"
        )
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        year, month = int(match[1]), int(match[2])
        known = year > 0 and 1 <= month <= 12
        move = (
            f"that month has {monthrange(year, month)[1]} days" if known else "write year, month and day: '2026-01-05'"
        )
        raise wrong("bad-date", f"there is no day '{leaf}' in the calendar", move) from None
    if not 1900 <= day.year <= 2200:
        raise wrong("bad-date", f"the year of '{leaf}' is far off", "write a year from 1900 to 2200")
    return day


def hours(node: Node) -> Span:
    """Begin and end in seconds after midnight: `09:00-18:00`."""
    leaf = text_of(node, "hours are written like '09:00-18:00'")
    match = _HOURS.fullmatch(leaf)
    if not match:
        raise wrong(
            "bad-hours", f"'{shortened(leaf)}' is not written as hours, like '09:00-18:00'", _mended_hours(leaf)
        )
    begin_h, begin_m, end_h, end_m = (int(group) for group in match.groups())
    begin, end = begin_h * 60 + begin_m, end_h * 60 + end_m
    if begin_m > 59 or end_m > 59 or begin > 24 * 60 or end > 24 * 60:
        raise wrong(
            "bad-hours", f"'{shortened(leaf)}' names a time that no day has", "write hours from '00:00' to '24:00'"
        )
    if begin >= end:
        move = (
            f"write '{leaf[:5]}-24:00' on this day and '00:00-{leaf[6:]}' on the next"
            if end
            else f"write '{leaf[:5]}-24:00'"
        )
        raise wrong(
            "bad-hours", f"'{shortened(leaf)}' ends before it begins", move if begin > end else "write a later end"
        )
    return begin * MINUTE, end * MINUTE


def _mended_hours(leaf: str) -> str:
    leaf = re.sub(r"([0-9]{1,2})((?::[0-9][0-9])?)\s*([ap])\.?m\.?", _of_twenty_four, leaf, flags=re.IGNORECASE)
    match = _LOOSE_HOURS.fullmatch(leaf)
    if match and int(match[1]) < 25 and int(match[3]) < 25:
        begin, end = int(match[1]), int(match[3])
        if end <= begin < end + 12 <= 24 and begin <= 12:  # a clock of twelve hours
            end += 12
        return f"write '{begin:02}:{match[2] or '00'}-{end:02}:{match[4] or '00'}'"
    return "write begin and end: '09:00-18:00'"


def _of_twenty_four(clock: re.Match[str]) -> str:
    """A time like `5pm` as one of 24 hours."""
    return f"{int(clock[1]) % 12 + (12 if clock[3].lower() == 'p' else 0):02}{clock[2]}"


def word(*words: str, what: str) -> Callable[[Node], str]:
    """A validator for one of a few words."""

    def one(node: Node) -> str:
        leaf = text_of(node, f"{what} is {either(words)}")
        if leaf not in words:
            raise wrong("wrong-word", f"'{shortened(leaf)}' is not known as {what}", f"write {either(words)}")
        return str(leaf)

    return one


def either(words: Sequence[str]) -> str:
    """'a', 'b' or 'c'."""
    quoted = [f"'{word}'" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def prose(node: Node) -> str:
    """A text for people; in quotes where it holds what YAML might take for something else."""
    if not isinstance(node, Leaf):
        raise wrong(
            "wrong-shape",
            f"a text belongs here, but {found(node)} stands here",
            "write it, in quotes where it holds , : # ? { or }",
        )
    if node.broken:
        raise wrong("known", "", "")
    if not node.strip():
        raise wrong("empty-value", "the text is empty", "write something, or leave the key out")
    if node.plain and node[0] in "\u201c\u201d\u201e\u2018\u2019\u00ab":
        raise wrong(
            "pasted-character",
            f"the curly quote {node[0]} does not quote",
            f'write straight quotes: "{node.strip(node[0] + _CLOSING)}"',
        )
    if node.plain:
        slip = next((sign for sign in "?:{}[]" if sign in node), None)
        if slip:
            raise wrong(
                "unquoted-text", f"'{slip}' stands in unquoted text", f'put the text in quotes: "{shortened(node, 60)}"'
            )
    return str(node)


_CLOSING = "\u201d\u201c\u2019\u00bb"


def _text(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


TEXT = {"type": ["string", "number", "boolean"]}
_WHOLE = {"type": "integer", "minimum": 0}

Duration = Annotated[float, PlainValidator(duration), WithJsonSchema(_text(rf"{NUMBER} (s|min|h|days?|weeks?)"))]
Chance = Annotated[float, PlainValidator(chance), WithJsonSchema(_text(rf"{NUMBER}%"))]
PerSecond = Annotated[float, PlainValidator(rate), WithJsonSchema(_text(rf"{NUMBER} per (s|min|h|day|week)"))]
Number = Annotated[float, PlainValidator(number), WithJsonSchema({"type": "number", "minimum": 0})]
Whole = Annotated[int, PlainValidator(whole), WithJsonSchema(_WHOLE)]
Positive = Annotated[int, PlainValidator(positive), WithJsonSchema({"type": "integer", "minimum": 1})]
Money = Annotated[float, PlainValidator(number), WithJsonSchema({"type": "number", "minimum": 0})]
HourlyCost = Annotated[float, PlainValidator(hourly_cost), WithJsonSchema(_text(rf"{NUMBER} per h"))]
MoodValue = Annotated[
    float, PlainValidator(between(-1, 1, "a mood")), WithJsonSchema({"type": "number", "minimum": -1, "maximum": 1})
]
MoodAmount = Annotated[
    float,
    PlainValidator(between(-2, 2, "what moves a mood")),
    WithJsonSchema({"type": "number", "minimum": -2, "maximum": 2}),
]
Empathy = Annotated[
    float, PlainValidator(between(0, 1, "empathy")), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})
]
YesNo = Annotated[bool, PlainValidator(yes_no), WithJsonSchema({"enum": ["yes", "no", True, False]})]
Date = Annotated[dt.date, PlainValidator(date), WithJsonSchema(_text(r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]"))]
Hours = Annotated[Span, PlainValidator(hours), WithJsonSchema(_text(r"[0-9][0-9]:[0-9][0-9]-[0-9][0-9]:[0-9][0-9]"))]
Prose = Annotated[str, PlainValidator(prose), WithJsonSchema(TEXT)]
