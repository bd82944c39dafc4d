"""A `Proof` as text for a terminal, and as Markdown: verdicts first, then each finding with its story."""

from collections import Counter
from collections.abc import Iterator
from textwrap import fill

from journeysim.model.proof import Finding, Mend, Proof, Step, Verdict

VERDICTS = {
    "trapped": "trapped",
    "in_hand": "in hand",
    "catch_22": "Catch-22",
    "luck_bound": "luck-bound",
    "resolvable": "resolvable",
    "undetermined": "undetermined",
}
"""Verdicts as people say them."""

HEADS = ("segment", "issue", "verdict", "best case", "by waiting", "attempts", "states", "trapped", "Catch-22")


def proof_as_text(proof: Proof, *, width: int = 80) -> str:
    """The proof in columns of text, `width` wide where the words allow it."""
    width = min(max(width, 60), 100)
    lines = [title(proof), ""]
    rows = [HEADS, *(row_of(verdict) for verdict in proof.verdicts)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADS))]
    for row in rows:
        cells = [cell.ljust(w) if n < 3 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))]
        lines.append(f"  {'  '.join(cells)}".rstrip())
    lines += ["", *_relied_on(proof)]
    open_findings = [finding for finding in proof.findings if finding.accepted is None]
    for finding in open_findings:
        lines += [*_finding(finding, width), ""]
    for kept in proof.expectations:
        sign = {"kept": "✓", "broken": "✗"}.get(kept.verdict, "?")
        said = "" if kept.verdict == "kept" else f", but expected: {kept.sentence}"
        lines.append(fill(f"{sign} {kept.name}: {_number(kept.figure.value)}{said}", width, subsequent_indent="  "))
    lines += [fill(f"accepted  {said}", width, subsequent_indent=" " * 10) for said in _known(proof, ": ")]
    for name, place in proof.stale:
        lines.append(f"stale     {place}: '{name}' is accepted, but nothing of that name is found any more")
    lines.append(summary(proof))
    return "\n".join(lines) + "\n"


def _known(proof: Proof, then: str) -> list[str]:
    """The findings that are accepted, with the reason; what is accepted of several in one sentence is told once."""
    often = Counter((one.name, one.accepted) for one in proof.findings if one.accepted is not None)
    return [f"{name}{f' ({n} times)' if n > 1 else ''}{then}{reason}" for (name, reason), n in often.items()]


def proof_as_markdown(proof: Proof) -> str:
    """The proof as a Markdown page, for a pull request."""
    lines = [f"## {title(proof)}", "", f"| {' | '.join(HEADS)} |", f"|{' --- |' * 3}{' ---: |' * (len(HEADS) - 3)}"]
    lines += [f"| {' | '.join(row_of(verdict))} |" for verdict in proof.verdicts]
    lines += ["", *_relied_on(proof)]
    open_findings = [finding for finding in proof.findings if finding.accepted is None]
    for finding in open_findings:
        lines += [f"### {finding.code}", "", f"**{finding.sentence}** `{finding.place}`{_met(finding)}", ""]
        lines += list(_story_in_markdown(finding))
    for kept in proof.expectations:
        lines.append(f"- {kept.name}: {kept.verdict} ({_number(kept.figure.value)}; {kept.sentence})")
    lines += [f"- accepted: {said}" for said in _known(proof, " — ")]
    for name, place in proof.stale:
        lines.append(f"- stale: `{name}` is accepted at `{place}`, but nothing of that name is found any more")
    lines += ["", summary(proof)]
    return "\n".join(lines) + "\n"


def title(proof: Proof) -> str:
    """The scenario, and its variant if it is one."""
    return proof.scenario if proof.variant is None else f"{proof.scenario}: {proof.variant}"


def row_of(verdict: Verdict) -> tuple[str, ...]:
    """A verdict as cells under `HEADS`."""
    return (
        verdict.segment,
        verdict.issue,
        VERDICTS[verdict.verdict],
        _share(verdict.best_case),
        _share(verdict.by_waiting),
        "–" if verdict.fewest_attempts is None else f"{verdict.fewest_attempts:.3g}",
        f"{verdict.states:,}".replace(",", " "),
        str(verdict.trapped),
        str(verdict.catch_22),
    )


def _share(share: float | None) -> str:
    if share is None:
        return "–"
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    return f"{min(max(share, 0.0001), 0.9999):.3g}" if not 0.001 <= share <= 0.999 else f"{100 * share:.3g}%"


def _number(value: float | None) -> str:
    return "not decided" if value is None else f"{value:.4g}"


def _relied_on(proof: Proof) -> list[str]:
    lines = [
        f"  {verdict.segment} with {verdict.issue}: {', '.join(verdict.relies_on)}"
        for verdict in proof.verdicts
        if verdict.relies_on
    ]
    return [*lines, ""] if lines else []


def _met(finding: Finding) -> str:
    if finding.likelihood is None:
        return ""
    return f"; {_share(finding.likelihood)} of the modelled customers meet it"


def _finding(finding: Finding, width: int) -> Iterator[str]:
    sign = "✗" if finding.severity == "error" else "!"
    yield fill(f"{sign} {finding.code}: {finding.sentence}", width, subsequent_indent="  ")
    yield fill(f"{finding.place}{_met(finding)}", width, initial_indent="  ", subsequent_indent="  ")
    story = finding.story
    if story is None:
        return
    if story.way_in:
        yield "  How it comes about"
        yield from _numbered(story.way_in, width)
    if story.loop:
        yield "  And then round and round"
        yield from _numbered(story.loop, width)
    if story.table:
        yield "  Where each channel ends from there"
        widest = max(len(row.channel) for row in story.table)
        for row in story.table:
            line = f" (line {row.place.line})" if row.place else ""
            yield fill(
                f"{row.channel.ljust(widest)}  {row.sentence}{line}",
                width,
                initial_indent="    ",
                subsequent_indent=" " * (6 + widest),
            )
    if finding.mends:
        yield "  What would mend it, by itself"
        for mend in finding.mends:
            yield fill(f"- {mend.sentence}: {_gain(mend)}", width, initial_indent="    ", subsequent_indent="      ")
        yield "  The first of them, to paste under `variants`"
        yield from (f"    {line}" for line in finding.mends[0].patch.rstrip().splitlines())


def _gain(mend: Mend) -> str:
    others = {0: "no other verdict", 1: "1 other verdict"}.get(
        mend.other_verdicts, f"{mend.other_verdicts} other verdicts"
    )
    return f"best case {_share(mend.best_case)}, changes {others}"


def _numbered(steps: tuple[Step, ...], width: int) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        line = f" (line {step.place.line})" if step.place else ""
        yield fill(f"{number}. {step.sentence}{line}", width, initial_indent="    ", subsequent_indent="       ")


def _story_in_markdown(finding: Finding) -> Iterator[str]:
    story = finding.story
    if story is not None:
        for head, steps in (("How it comes about", story.way_in), ("And then round and round", story.loop)):
            if steps:
                yield f"{head}:"
                yield ""
                for number, step in enumerate(steps, start=1):
                    yield f"{number}. {step.sentence}" + (f" (line {step.place.line})" if step.place else "")
                yield ""
        if story.table:
            yield "| channel | from there |"
            yield "| --- | --- |"
            for row in story.table:
                line = f" (line {row.place.line})" if row.place else ""
                yield f"| {row.channel} | {row.sentence}{line} |"
            yield ""
    for mend in finding.mends:
        yield f"<details><summary>Mend: {mend.sentence} ({_gain(mend)})</summary>"
        yield ""
        yield "```yaml"
        yield from mend.patch.rstrip().splitlines()
        yield "```"
        yield ""
        yield "</details>"
        yield ""


def summary(proof: Proof) -> str:
    """What was found, in one sentence."""
    if any(verdict.verdict == "undetermined" for verdict in proof.verdicts):
        return "Undetermined: there are more states than the bound; raise it with --bound."
    found = [finding for finding in proof.findings if finding.accepted is None]
    if not found:
        return "Nothing found." if not proof.stale else "Nothing found but what is accepted without need."
    errors = sum(finding.severity == "error" for finding in found)
    if len(found) == 1:
        return "1 finding, and it shuts somebody out." if errors else "1 finding."
    shut = {0: "", 1: ", one of which shuts somebody out"}.get(errors, f", {errors} of which shut somebody out")
    return f"{len(found)} findings{shut}."
