"""A `Report` into a screen of text, in colour where the screen has colours."""

import io
from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from journeysim.model.report import Report
from journeysim.render.outline import End, Outline, Remark, Table, outline
from journeysim.render.words import PLAIN, Signs

COLOURS = {"resolved": "green", "dead_end": "red", "gave_up": "yellow", "unresolved": "bright_black"}
VERDICTS = {"kept": "green", "broken": "red", "undecided": "yellow"}
WANTED = {"broken": "but expected:", "undecided": "which does not decide:"}
BAR = 34
"""The length of a bar that stands for all customers, in characters."""

NARROWEST, WIDEST = 60, 100


def as_text(report: Report, *, width: int = 80, colour: bool = False, letters_only: bool = False) -> str:
    """The answer as text of at most `width` columns (60 to 100), with a line end at the end.

    `colour` adds terminal escapes; `letters_only` keeps to ASCII signs (names in the scenario stay as they are).
    """
    signs = PLAIN if letters_only else Signs()
    console = Console(
        file=io.StringIO(),
        width=min(max(width, NARROWEST), WIDEST),
        color_system="standard" if colour else None,
        force_terminal=colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    with console.capture() as capture:
        for part in _parts(outline(report, signs=signs), signs, console.width):
            console.print(part)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _parts(answer: Outline, signs: Signs, width: int) -> Iterable[RenderableType]:
    yield _heading(answer, signs)
    yield ""
    yield _ends(answer.ends, signs)
    yield ""
    yield _remarks(answer.remarks)
    for table in (answer.segments, answer.departments):
        if table.rows:
            yield ""
            yield _table(table, signs, width)
    if answer.marks:
        yield ""
        yield _marks(answer, signs)
    for note in answer.notes:
        yield ""
        yield Text(f"Note: {note}", style="yellow")


def _heading(answer: Outline, signs: Signs) -> RenderableType:
    title = Text(answer.title, style="bold")
    if answer.variant is not None:
        title.append(f" {signs.dot} {answer.variant}", style="bold cyan")
    return Group(title, Text(answer.basis, style="bright_black"))


def _ends(ends: Sequence[End], signs: Signs) -> RenderableType:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    for _ in range(3):
        grid.add_column(no_wrap=True)
    for end, found in zip(ends, _aligned([end.said for end in ends], signs), strict=True):
        style = COLOURS[end.name]
        grid.add_row(Text(end.label, style=style), found, Text(_bar(end.share, signs), style=style))
    return Group(Text("How it ended, as shares of all customers", style="bold"), Padding(grid, (0, 0, 0, 2)))


def _bar(share: float | None, signs: Signs) -> str:
    """A bar to the eighth of a character; what is not nothing shows."""
    if not share:
        return ""
    steps = len(signs.bar_ends)
    length = max(1, round(share * BAR * steps))
    return (signs.bar * (length // steps) + signs.bar_ends[length % steps]).rstrip() or signs.bar


def _remarks(remarks: Iterable[Remark]) -> RenderableType:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for remark in remarks:
        grid.add_row(Text(remark.label, style="bold"), remark.sentence)
    return grid


def _table(table: Table, signs: Signs, width: int) -> RenderableType:
    """The table, in blocks of columns one below the other where it is wider than the screen."""
    title = Text(table.title, style="bold").append(f"  {table.note}", style="not bold bright_black")
    names, *columns = zip(table.header, *table.rows, strict=True)
    cells = [[head, *_aligned(found, signs)] for head, *found in columns]
    widths = [max(map(len, column)) + 2 for column in cells]
    room = width - 2 - max(map(len, names))
    blocks = (_grid(names, [cells[column] for column in block]) for block in _blocks(widths, room))
    return Group(title, *(Padding(block, (0, 0, 0, 2)) for block in blocks))


def _blocks(widths: Sequence[int], room: int) -> Iterable[range]:
    """Runs of columns that fit side by side."""
    first = 0
    while first < len(widths):
        last = first + 1
        while last < len(widths) and sum(widths[first : last + 1]) <= room:
            last += 1
        yield range(first, last)
        first = last


def _grid(names: Sequence[str], columns: Sequence[Sequence[str]]) -> Grid:
    grid = Grid.grid(padding=(0, 2, 0, 0))
    grid.add_column()
    for _ in columns:
        grid.add_column(justify="right")
    (_, *heads), *rows = zip(names, *columns, strict=True)
    grid.add_row("", *(Text(head, style="underline") for head in heads))
    for row in rows:
        grid.add_row(*row)
    return grid


def _aligned(found: Sequence[str], signs: Signs) -> list[str]:
    """Figures of one column, so that their ± stand below each other."""
    parts = [text.partition(f" {signs.about}") for text in found]
    left = max((len(value) for value, _, _ in parts), default=0)
    right = max((len(about + half) for _, about, half in parts), default=0)
    return [f"{value:>{left}}{about + half:<{right}}" for value, about, half in parts]


def _marks(answer: Outline, signs: Signs) -> RenderableType:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for mark in answer.marks:
        sign = Text(signs.verdict(mark.verdict), style=VERDICTS[mark.verdict])
        sentence = Text(mark.name).append(f": {mark.found}", style="bright_black")
        if mark.verdict != "kept":
            sentence.append(f", {WANTED[mark.verdict]} {mark.sentence}", style=VERDICTS[mark.verdict])
        grid.add_row(sign, sentence)
    title = Text("Expected", style="bold").append(f"  {answer.together}", style="not bold bright_black")
    return Group(title, Padding(grid, (0, 0, 0, 2)))
