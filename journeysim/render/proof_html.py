"""A `Proof` as a piece of HTML, as notebooks show it: a table of verdicts, and each finding with its story."""

from collections.abc import Iterator
from html import escape

from journeysim.model.proof import Finding, Proof, Step
from journeysim.render.proof_text import HEADS, row_of, summary, title


def proof_as_html(proof: Proof) -> str:
    """The verdicts as a table, the findings below it, their stories folded out."""
    heads = "".join(f"<th>{escape(head)}</th>" for head in HEADS)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row_of(one))}</tr>" for one in proof.verdicts)
    parts = [f"<h3>{escape(title(proof))}</h3>", f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"]
    for finding in proof.findings:
        parts += _finding(finding)
    parts.append(f"<p>{escape(summary(proof))}</p>")
    return "\n".join(parts)


def _finding(finding: Finding) -> Iterator[str]:
    opened = " open" if finding.severity == "error" and finding.accepted is None else ""
    yield f"<details{opened}><summary><b>{escape(finding.code)}</b>: {escape(finding.sentence)}</summary>"
    yield f"<p><code>{escape(str(finding.place))}</code></p>"
    if finding.accepted is not None:
        yield f"<p>Accepted: {escape(finding.accepted)}</p>"
    if finding.story is not None:
        yield from _steps("How it comes about", finding.story.way_in)
        yield from _steps("And then round and round", finding.story.loop)
        if finding.story.table:
            yield "<p>Where each channel ends from there</p><table><tbody>"
            for row in finding.story.table:
                yield f"<tr><td>{escape(row.channel)}</td><td>{escape(row.sentence)}</td></tr>"
            yield "</tbody></table>"
    for mend in finding.mends:
        yield f"<p>Mend: {escape(mend.sentence)}</p><pre>{escape(mend.patch)}</pre>"
    yield "</details>"


def _steps(head: str, steps: tuple[Step, ...]) -> Iterator[str]:
    if steps:
        yield f"<p>{escape(head)}</p><ol>"
        for step in steps:
            line = f" <small>(line {step.place.line})</small>" if step.place else ""
            yield f"<li>{escape(step.sentence)}{line}</li>"
        yield "</ol>"
