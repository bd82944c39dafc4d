"""A `Report` into Markdown, for a page that people read and a change that they discuss."""

from collections.abc import Iterable

from journeysim.model.report import Report
from journeysim.render.outline import Outline, Table, outline
from journeysim.render.words import Signs


def as_markdown(report: Report) -> str:
    """The answer as GitHub-flavoured Markdown, with a line end at the end."""
    signs = Signs()
    return "\n\n".join(_blocks(outline(report, signs=signs), report.about, signs)) + "\n"


def _blocks(answer: Outline, about: str | None, signs: Signs) -> Iterable[str]:
    yield f"# {_plain(answer.title)}" + (f" {signs.dot} {_plain(answer.variant)}" if answer.variant else "")
    if about:
        yield _plain(about)
    yield f"{_plain(answer.basis)}."
    yield _grid(("How it ended", "share of all customers"), ((end.label, end.said) for end in answer.ends))
    yield "\n".join(f"- **{remark.label}:** {_plain(remark.sentence)}" for remark in answer.remarks)
    for table in (answer.segments, answer.issues, answer.departments):
        if table.rows:
            yield from _table(table)
    if answer.marks:
        yield "## Expected"
        yield _grid(
            ("", "expectation", "says", "found"),
            ((signs.verdict(mark.verdict), mark.name, mark.sentence, mark.found) for mark in answer.marks),
            words=3,
        )
        if answer.together:
            yield f"_{answer.together}._"
    for note in answer.notes:
        yield f"> {_plain(note)}"


def _table(table: Table) -> Iterable[str]:
    yield f"## {table.title}"
    yield _grid(table.header, table.rows)
    yield f"_{table.note[0].upper()}{table.note[1:]}._"


def _grid(header: Iterable[str], rows: Iterable[Iterable[str]], *, words: int = 1) -> str:
    """A table; the first columns hold `words`, the others figures, which stand at the right."""
    head = [_cell(text) for text in header]
    rule = [":---" if column < words else "---:" for column in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *([_cell(text) for text in row] for row in rows)))


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """Text that Markdown leaves as it is."""
    for sign in "\\`*_<>[]":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
