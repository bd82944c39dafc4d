"""A `Proof` as a piece of HTML, as notebooks show it: a table of verdicts, and each finding with its story."""

from collections.abc import Iterator
from html import escape

from journeysim.model.proof import Finding, Proof, Step
from journeysim.render.proof_text import (
    EXPECTED,
    HEADS,
    PATIENT,
    expected_rows,
    gain,
    met,
    number_of,
    relied_on,
    row_of,
    summary,
    title,
)

LEFT, RIGHT = (f' style="text-align: {side}"' for side in ("left", "right"))


def proof_as_html(proof: Proof) -> str:
    """The verdicts as a table, the findings below it, their stories folded out."""
    parts = [f"<h3>{escape(title(proof))}</h3>", _table(HEADS, [row_of(one) for one in proof.verdicts], words=3)]
    parts += [f"<p>{escape(line.strip())}</p>" for line in relied_on(proof) if line]
    if expected := expected_rows(proof):
        parts += [f"<p>{escape(PATIENT)}</p>", _table(EXPECTED, expected, words=2)]
    for finding in proof.findings:
        parts += _finding(finding)
    for kept in proof.expectations:
        decided = f"{kept.name}: {kept.verdict} ({number_of(kept.figure.value)}; {kept.sentence})"
        parts.append(f"<p>{escape(decided)}</p>")
    for name, place in proof.stale:
        stale = f"'{name}' is accepted at {place}, but nothing of that name is found any more"
        parts.append(f"<p>{escape(stale)}</p>")
    parts.append(f"<p>{escape(summary(proof))}</p>")
    return "\n".join(parts)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]], *, words: int) -> str:
    """A table with its words, which come first, to the left and its numbers to the right, whatever the page does."""
    sides = [LEFT if number < words else RIGHT for number in range(len(heads))]
    head = "".join(f"<th{side}>{escape(cell)}</th>" for side, cell in zip(sides, heads, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{side}>{escape(cell)}</td>' for side, cell in zip(sides, row, strict=True))}</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _finding(finding: Finding) -> Iterator[str]:
    opened = " open" if finding.severity == "error" and finding.accepted is None else ""
    yield f"<details{opened}><summary><b>{escape(finding.code)}</b>: {escape(finding.sentence)}</summary>"
    yield f"<p><code>{escape(str(finding.place))}</code>{escape(met(finding))}</p>"
    if finding.accepted is not None:
        yield f"<p>Accepted: {escape(finding.accepted)}</p>"
    if finding.story is not None:
        yield from _steps("How it comes about", finding.story.way_in)
        head = "And then round and round" if finding.story.way_in else "Round and round"
        yield from _steps(head, finding.story.loop)
        if finding.story.table:
            yield "<p>Where each channel ends from there</p><table><tbody>"
            for row in finding.story.table:
                yield f"<tr><td{LEFT}>{escape(row.channel)}</td><td{LEFT}>{escape(row.sentence)}</td></tr>"
            yield "</tbody></table>"
    for mend in finding.mends:
        yield f"<details><summary>Mend: {escape(mend.sentence)} ({escape(gain(mend))})</summary>"
        yield f"<pre>{escape(mend.patch)}</pre></details>"
    yield "</details>"


def _steps(head: str, steps: tuple[Step, ...]) -> Iterator[str]:
    if steps:
        yield f"<p>{escape(head)}</p><ol>"
        for step in steps:
            line = f" <small>(line {step.place.line})</small>" if step.place else ""
            yield f"<li>{escape(step.sentence)}{line}</li>"
        yield "</ol>"
