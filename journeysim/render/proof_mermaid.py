"""The stories of a proof as Mermaid flow charts, which many pages draw by themselves."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from textwrap import wrap

from journeysim.model.proof import Finding, Proof, Story


def proofs_as_mermaid(proofs: Sequence[Proof]) -> str:
    """One flow chart: each finding that is not accepted is a box of its own, its story from top to bottom."""
    lines = ["flowchart TD"]
    number = 0
    for proof in proofs:
        for finding in proof.findings:
            if finding.story is None or finding.accepted is not None:
                continue
            number += 1
            lines += _finding(finding, finding.story, number)
    if not number:
        lines.append('  nothing["Nothing found."]')
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, story: Story, number: int) -> Iterator[str]:
    head = finding.code if not finding.segment else f"{finding.code}: {finding.segment} with {finding.issue}"
    yield f'  subgraph f{number}["{_text(head)}"]'
    names: list[str] = []
    for step in (*story.way_in, *story.loop):
        names.append(f"f{number}s{len(names)}")
        line = f" (line {step.place.line})" if step.place else ""
        yield f'    {names[-1]}["{_text(step.sentence + line)}"]'
    for before, after in pairwise(names):
        yield f"    {before} --> {after}"
    if story.loop:
        yield f"    {names[-1]} --> {names[len(story.way_in)]}"
    elif names:
        for row_number, row in enumerate(story.table):
            row_name = f"f{number}t{row_number}"
            yield f'    {row_name}(["{_text(row.sentence)}"])'
            yield f"    {names[-1]} -->|{_text(row.channel, 30)}| {row_name}"
            yield f"    {row_name} -.-> {names[-1]}"
    yield "  end"


def _text(words: str, width: int = 44) -> str:
    plain = words.replace('"', "'").replace("“", "'").replace("”", "'").replace("&", "and")
    return "<br/>".join(wrap(plain.replace("<", "‹").replace(">", "›").replace("|", "/"), width))
