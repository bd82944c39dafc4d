"""Problems into the lines that a person mends a file by."""

import unicodedata

from journeysim.model.problem import Problem

ESCAPES = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "place": "\x1b[1m", "off": "\x1b[0m"}
WIDEST = 160
"""Source lines are shown this wide; of a longer one, the part about the problem."""


def problem_line(problem: Problem, *, colour: bool = False) -> str:
    """`file:line:column: error: fact; move [code]`, on one line."""
    text = " ".join(str(problem).splitlines())
    if not colour:
        return text
    place, severity = str(problem.place), problem.severity
    rest = text.removeprefix(f"{place}: {severity}: ")
    return f"{ESCAPES['place']}{place}:{ESCAPES['off']} {ESCAPES[severity]}{severity}:{ESCAPES['off']} {rest}"


def pointer(problem: Problem, source: str, *, colour: bool = False) -> str:
    """The line of the file with carets under the wrong word, on two lines; empty where no column is known.

    `source` is that line. What does not print, and tabs, are shown as blanks, so that the carets stand right.
    """
    column = problem.place.column - 1
    if column < 0:
        return ""
    source = "".join(sign if sign.isprintable() else " " for sign in source.rstrip("\r\n"))
    first = max(0, column - WIDEST // 2) if len(source) > WIDEST else 0
    shown = source[first : first + WIDEST].rstrip()
    before = _columns(source[first:column])
    width = max(1, min(_columns(source[column : column + problem.width]), WIDEST - before))
    carets = "^" * width
    if colour:
        carets = f"{ESCAPES[problem.severity]}{carets}{ESCAPES['off']}"
    return f"    {shown}\n    {' ' * before}{carets}"


def _columns(text: str) -> int:
    """How wide a text is on a terminal."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
