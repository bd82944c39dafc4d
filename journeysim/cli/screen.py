"""What the command shows: answers on the one stream, problems and progress on the other."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TextIO

from journeysim.model.problem import Problem

REFRESH = 0.1
"""Seconds between two looks of the progress bar."""


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at the stream."""
    return stream.isatty()


def has_colour(stream: TextIO) -> bool:
    """Whether the stream shows colours and nobody asked for none (https://no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def letters_only(stream: TextIO) -> bool:
    """Whether the stream cannot show the signs of an answer."""
    try:
        "±→·–─█▏✓✗".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def width(stream: TextIO) -> int:
    """The columns of the terminal; 80 in a pipe."""
    return shutil.get_terminal_size((80, 24)).columns if is_terminal(stream) else 80


def put(text: str) -> None:
    """Write an answer to standard output."""
    sys.stdout.write(text)
    sys.stdout.flush()


def put_as_utf8(text: str) -> None:
    """Write a document to standard output, in UTF-8 whatever the locale says, as programs expect it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def tell(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def tell_problems(problems: Iterable[Problem]) -> None:
    """Write each problem on a line of its own; on a terminal with the line of the file, the wrong word pointed at."""
    from journeysim.render.problems import pointer, problem_line

    colour = has_colour(sys.stderr)
    for problem in problems:
        tell(problem_line(problem, colour=colour))
        pointed = pointer(problem, _source(problem), colour=colour) if is_terminal(sys.stderr) else ""
        if pointed:
            tell(pointed)


def _source(problem: Problem) -> str:
    if not problem.place.line:
        return ""  # of the file as a whole, which may be no file to open
    lines = _lines(problem.place.file)
    return lines[problem.place.line - 1] if problem.place.line <= len(lines) else ""


@cache
def _lines(file: str) -> list[str]:
    try:
        with open(file, encoding="utf-8", errors="replace") as text:
            return text.read().split("\n")
    except OSError:
        return []


def _grouped(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")


def _time_left(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _pace(done: int, expected: int, seconds: float) -> str:
    """How fast it goes and how long it will: over the whole of it, so that it does not jump."""
    if not done or seconds <= 0:
        return ""
    rate = done / seconds
    return f"{_grouped(rate)} a second, {_time_left(max(expected - done, 0) / rate)} left"


@contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """Something to tell of customers done and customers expected: a bar on a terminal, `None` in a pipe."""
    if not is_terminal(sys.stderr):
        yield None
        return
    import time

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[pace]}"),
        console=Console(stderr=True, highlight=False),
        transient=True,
        auto_refresh=False,  # a thread of its own would stand in the way of workers
    )
    with bar:
        customers = bar.add_task("the first customers", total=None, pace="")
        began = looked = time.monotonic()

        def update(done: int, expected: int) -> None:
            nonlocal began, looked
            now = time.monotonic()
            if now - looked < REFRESH and done < expected:
                return
            looked = now
            total = max(done, expected)
            said = f"{_grouped(done)} of about {_grouped(total)} customers"
            pace = _pace(done, total, now - began)
            bar.update(customers, description=said, completed=done, total=total, pace=pace, refresh=True)

        yield update
