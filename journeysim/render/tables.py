"""Event logs and journeys into tables of columns that people can read, and those into files.

Words take the place of indices, seconds that of milliseconds; null means none.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from journeysim.model.log import BY_OUTCOME, IN_MILLISECONDS, REASONS, Book, EventLog, Kind, Situation
from journeysim.model.report import Report

Integers = npt.NDArray[np.integer]
Columns = Mapping[str, npt.NDArray[Any]]


def events(logs: Iterable[EventLog]) -> pa.Table:
    """The rows of the logs, in their order.

    Columns: `replication`, `time` (seconds since the run began), `at` (the same as a date and time), `case`, `issue`,
    `segment`, `kind`, `channel`, `department`, `visit`, `rule`, `outcome` and `place` (of what the company did, and
    where the file says so), `why`, `early` (before the date that was told), `amount` (seconds where it is a length or
    a moment) and `situation` (facts, notes and pending things afterwards).
    """
    return pa.concat_tables([_events(log) for log in logs]).unify_dictionaries()


def _events(log: EventLog) -> pa.Table:
    rows, book = log.rows, log.book
    kind, cause, case = rows["kind"], rows["cause"].astype(np.int64), rows["case"].astype(np.int64)
    population = _of_cases(log.cases["population"], case)
    outcome = np.where(np.isin(kind, BY_OUTCOME), cause, -1)
    lengths = np.isin(kind, IN_MILLISECONDS)
    start = np.datetime64(log.start, "ms")
    return pa.table(
        {
            "replication": np.full(len(rows), log.replication, np.int32),
            "time": rows["time"] / 1000,
            "at": pa.array(start + rows["time"].astype("timedelta64[ms]"), pa.timestamp("ms")),
            "case": _indices(rows["case"]),
            "issue": _words(population, [info.issue for info in book.populations]),
            "segment": _words(population, [info.segment for info in book.populations]),
            "kind": _words(kind, [_word(kind) for kind in Kind]),
            "channel": _words(rows["channel"], [info.name for info in book.channels]),
            "department": _words(rows["department"], [info.name for info in book.departments]),
            "visit": _indices(rows["visit"]),
            "rule": _words(outcome, [info.rule for info in book.outcomes]),
            "outcome": _words(outcome, [info.verb for info in book.outcomes]),
            "place": _words(outcome, [info.place for info in book.outcomes]),
            "why": _reasons(kind, cause),
            "early": rows["early"].astype(bool),
            "amount": np.where(lengths, rows["amount"] / 1000, rows["amount"]),
            "situation": _situations(rows["situation"], book),
        }
    )


def journeys(runs: Iterable[tuple[int, Columns]]) -> pa.Table:
    """One row a case: the columns of each replication under its number, one replication after the other."""
    return pa.concat_tables([_journeys(replication, columns) for replication, columns in runs])


def _journeys(replication: int, columns: Columns) -> pa.Table:
    """The columns, with null where a number is not one."""
    length = len(next(iter(columns.values())))
    return pa.table(
        {
            "replication": np.full(length, replication, np.int32),
            **{
                name: pa.array(column, mask=np.isnan(column) if column.dtype.kind == "f" else None)
                for name, column in columns.items()
            },
        }
    )


def figures(report: Report) -> pa.Table:
    """One row a figure: `scope` (all, segment, issue, department), `name`, `figure`, `value`, `low`, `high`, `n`."""
    scopes = [
        ("all", "", report.all),
        *(("segment", name, group) for name, group in report.segments.items()),
        *(("issue", name, group) for name, group in report.issues.items()),
        *(("department", name, group) for name, group in report.departments.items()),
    ]
    rows = [
        (scope, name, figure, found.value, found.low, found.high, found.n)
        for scope, name, group in scopes
        for figure, found in group.items()
    ]
    types = [pa.string()] * 3 + [pa.float64()] * 3 + [pa.int64()]
    names = ("scope", "name", "figure", "value", "low", "high", "n")
    return pa.table(
        {name: pa.array([row[column] for row in rows], type=types[column]) for column, name in enumerate(names)}
    )


def write_records(records: Iterable[tuple[EventLog, Columns]], *, events: Path, journeys: Path) -> None:
    """Write the logs to a Parquet file, one row group each, and the journeys to a CSV file, as they come.

    The same records give the same bytes. An empty cell of the CSV file means none.
    """
    with ExitStack() as stack:
        rows = cases = None
        for log, columns in records:
            row, case = _events(log), _journeys(log.replication, columns)
            if rows is None or cases is None:
                rows = stack.enter_context(pa.parquet.ParquetWriter(events, row.schema, compression="zstd"))
                cases = stack.enter_context(pa.csv.CSVWriter(journeys, case.schema))
            rows.write_table(row)
            cases.write_table(case)


def _word(member: IntEnum) -> str:
    return member.name.lower().replace("_", " ")


def _words(codes: Integers, words: Sequence[str]) -> pa.DictionaryArray:
    """A word for each code, null for a negative one; equal words become one."""
    distinct = list(dict.fromkeys(words))
    place = {word: index for index, word in enumerate(distinct)}
    lookup = np.array([*(place[word] for word in words), -1], np.int32)
    found = lookup[np.where(codes < 0, len(words), codes)]
    return pa.DictionaryArray.from_arrays(pa.array(found, mask=found < 0), pa.array(distinct, pa.string()))


def _indices(codes: Integers) -> pa.Array:
    return pa.array(codes, mask=codes < 0)


def _of_cases(column: Integers, case: Integers) -> Integers:
    """A column of the cases for each row; -1 where the row has no case."""
    extended = np.append(column.astype(np.int64), -1)
    found: Integers = extended[np.where(case < 0, len(column), case)]
    return found


def _reasons(kind: Integers, cause: Integers) -> pa.DictionaryArray:
    words: list[str] = []
    codes = np.full(len(kind), -1, np.int64)
    for member, reasons in REASONS.items():
        here = kind == member
        codes[here] = np.where(cause[here] < 0, -1, cause[here] + len(words))
        words.extend(_word(reason) for reason in reasons)
    return _words(codes, words)


def _situations(codes: Integers, book: Book) -> pa.DictionaryArray:
    return _words(codes, [_situation(situation) for situation in book.situations])


def _situation(situation: Situation) -> str:
    """What holds in words: `request: logged; known in billing; pending: ticket to finance`."""
    parts = [f"{fact}: {value}" for fact, value in situation.facts.items()]
    if situation.notes:
        parts.append(f"known in {', '.join(situation.notes)}")
    if situation.pending:
        parts.append(f"pending: {', '.join(situation.pending)}")
    return "; ".join(parts)
