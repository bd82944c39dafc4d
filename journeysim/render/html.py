"""A `Report` into HTML, for a notebook: one table after the other, no style but alignment."""

from collections.abc import Iterable
from html import escape

from journeysim.model.report import Report
from journeysim.render.outline import Outline, Table, outline
from journeysim.render.words import Signs

RIGHT = ' style="text-align: right; padding-left: 1em"'
LEFT = ' style="text-align: left"'


def as_html(report: Report) -> str:
    """The answer as a fragment of HTML; whatever the scenario says is escaped."""
    signs = Signs()
    return "\n".join(_blocks(outline(report, signs=signs), signs))


def _blocks(answer: Outline, signs: Signs) -> Iterable[str]:
    title = answer.title if answer.variant is None else f"{answer.title} {signs.dot} {answer.variant}"
    yield f"<h3>{escape(title)}</h3>"
    yield f"<p><small>{escape(answer.basis)}</small></p>"
    yield _grid(("How it ended", "share of all customers"), [(end.label, end.said) for end in answer.ends])
    yield "<ul>"
    for remark in answer.remarks:
        yield f"<li><b>{escape(remark.label)}:</b> {escape(remark.sentence)}</li>"
    yield "</ul>"
    for table in (answer.segments, answer.departments):
        if table.rows:
            yield from _table(table)
    if answer.marks:
        yield "<h4>Expected</h4>"
        yield "<ul>"
        for mark in answer.marks:
            sign = signs.verdict(mark.verdict)
            yield f"<li>{sign} {escape(mark.name)}: {escape(mark.sentence)}; found {escape(mark.found)}</li>"
        yield "</ul>"
        if answer.together:
            yield f"<p><small>{escape(answer.together)}</small></p>"
    for note in answer.notes:
        yield f"<p><i>{escape(note)}</i></p>"


def _table(table: Table) -> Iterable[str]:
    yield f"<h4>{escape(table.title)}</h4>"
    yield _grid(table.header, table.rows)
    yield f"<p><small>{escape(table.note)}</small></p>"


def _grid(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th{RIGHT if index else LEFT}>{escape(text)}</th>" for index, text in enumerate(header))
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(row: Iterable[str]) -> str:
    return "".join(f"<td{RIGHT if index else LEFT}>{escape(text)}</td>" for index, text in enumerate(row))
