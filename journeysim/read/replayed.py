"""Arrivals from a file beside the scenario: one row for each case.

The file is CSV: a first line that names the columns, `time` and perhaps `segment`, then one case a line. A time is a
date, a date and a time of day, or a duration from the start of the run.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from journeysim.model.problem import Place, Problem

from .files import NoText, refusal_beside, text_of_file
from .nodes import Leaf
from .reading import Reading, problem, reading, shortened, wrong
from .scalars import TEXT, duration, text_of

COLUMNS = ("time", "segment")

OTHER_COMMAS = {";": "semicolons", "\t": "tabs"}
"""What spreadsheets write between columns in place of commas."""

MOST_PROBLEMS = 20
"""So many wrong rows of a file are told of."""

_MOMENT = re.compile(
    r"([0-9]{4}-[0-9][0-9]-[0-9][0-9])(?:[ T]([0-9][0-9]):([0-9][0-9])(?::([0-9][0-9](?:\.[0-9]+)?))?)?"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A case of a file: what stands in its columns, and where."""

    time: Leaf
    segment: Leaf | None


@dataclass(slots=True)
class Replayed:
    """A file of arrivals as it is read: its rows, and what is wrong with it."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def replayed(text: str, name: str) -> Replayed:
    """The rows of a text; `name` is what problems call it."""
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        return Replayed(
            problems=[Problem(Place(name), "empty-file", "the file holds no rows", "begin it with the line 'time'")]
        )
    heads = list(_cells(lines[0], name, 1))
    found = Replayed(problems=[*_wrong_heads(heads)])
    if found.problems:
        return found
    which = {str(head): number for number, head in enumerate(heads)}
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = list(_cells(line, name, number))
        if len(cells) != len(heads):
            fact = f"the line has {_many(len(cells), 'value')}, and the first line names {_many(len(heads), 'column')}"
            found.problems.append(
                Problem(Place(name, number, 1), "bad-row", fact, f"write {len(heads)}, with commas between them")
            )
            continue
        found.rows.append(Row(cells[which["time"]], cells[which["segment"]] if "segment" in which else None))
    if not found.rows and not found.problems:
        fact, move = "the file names columns and has no row", "add a line for each case"
        found.problems.append(Problem(Place(name, 1, 1), "empty-file", fact, move))
    return found


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _cells(line: str, name: str, number: int) -> Iterator[Leaf]:
    """The values of a line, without the quotes and blanks around them."""
    column = 1
    for cell in line.split(","):
        bare = cell.strip()
        begin = column + len(cell) - len(cell.lstrip())
        if len(bare) > 1 and bare[0] == bare[-1] == '"':
            bare, begin = bare[1:-1], begin + 1
        yield Leaf.at(bare, Place(name, number, begin), width=max(1, len(bare)))
        column += len(cell) + 1


def _wrong_heads(heads: list[Leaf]) -> Iterator[Problem]:
    other = next((sign for sign in OTHER_COMMAS if len(heads) == 1 and sign in heads[0]), None)
    if other is not None:
        fact = f"the columns stand between {OTHER_COMMAS[other]}, not between commas"
        yield problem("bad-row", fact, "save the file as CSV with commas", heads[0])
        return
    for number, head in enumerate(heads):
        if head not in COLUMNS:
            fact = f"there is no column '{shortened(head)}'"
            yield problem("unknown-key", fact, "the columns are 'time' and, where it is wanted, 'segment'", head)
        elif head in heads[:number]:
            yield problem("named-twice", f"the column '{head}' stands twice", "take one of them away", head)
    if "time" not in heads and heads:
        yield problem("missing-key", "the file has no column 'time'", "name it in the first line", heads[0])


def moment(leaf: Leaf, start: dt.date) -> float:
    """Seconds from the start of the run to a date, a date and a time of day, or of a duration."""
    match = _MOMENT.fullmatch(leaf)
    if match is None:
        if re.match("[0-9]{4}-", leaf):
            raise wrong("bad-date", f"'{shortened(leaf)}' is not written as a time", "write it like '2026-03-24 16:30'")
        return duration(leaf)
    try:
        day = dt.date.fromisoformat(match[1])
    except ValueError:
        raise wrong("bad-date", f"there is no day '{match[1]}' in the calendar", "write another day") from None
    hours, minutes, seconds = int(match[2] or 0), int(match[3] or 0), float(match[4] or 0)
    if hours > 23 or minutes > 59 or seconds >= 60:
        raise wrong("bad-date", f"no day has the time in '{leaf}'", "write hours from '00:00' to '23:59'")
    since = (day - start).days * 86_400 + hours * 3600 + minutes * 60 + seconds
    if since < 0:
        raise wrong("bad-date", f"'{leaf}' is before the run begins on {start}", "let 'start' of 'run' be earlier")
    return since


def _read(leaf: Leaf, now: Reading) -> Replayed:
    """The file that a word names, read once for all variants."""
    name = str(Path(leaf.place.file).parent / leaf)
    if name not in now.files:
        refusal = refusal_beside(leaf, Path(leaf.place.file) if now.in_file else None)
        if refusal is not None:
            raise wrong(*refusal)
        try:
            text = text_of_file(
                Path(name), at=problem("", "", "", leaf), what="a list of arrivals, which is a CSV file"
            )
        except NoText as error:
            now.problems.append(error.problem)
            raise wrong("known", "", "") from None
        now.files[name] = replayed(text, name)
    found = now.files[name]
    assert isinstance(found, Replayed)
    return found


def _moments(node: Any, info: ValidationInfo) -> tuple[float, ...]:
    """The moments (s) of the cases of the segment under which the word stands."""
    leaf, now = text_of(node, "'file' is the name of a CSV file beside this one"), reading(info)
    found = _read(leaf, now)
    segment, start = leaf.path[-2], now.start or dt.date(1900, 1, 1)
    moments, problems = list[float](), list(found.problems[:MOST_PROBLEMS])
    for row in found.rows:
        if len(problems) >= MOST_PROBLEMS:
            break
        try:
            at = moment(row.time, start)
        except PydanticCustomError as error:
            said = error.context or {}
            problems.append(problem(error.type, said["fact"], said["move"], row.time))
            continue
        known = now.names.get("segment")
        if row.segment is not None and known is not None and row.segment not in known:
            problems.append(problem("unknown-name", *now.no_such(row.segment, "segment", known), row.segment))
        elif row.segment is None or row.segment == segment:
            moments.append(at)
    now.problems.extend(problems)
    if not moments and not problems:
        raise wrong("no-effect", f"no row of '{leaf}' is of the segment '{segment}'", "leave it out, or add rows")
    return tuple(sorted(moments))


ArrivalsFile = Annotated[tuple[float, ...], PlainValidator(_moments), WithJsonSchema(TEXT)]
"""Moments in seconds from the start of the run, read from the file that is named."""
