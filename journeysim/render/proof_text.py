"""A `Proof` as text for a terminal, and as Markdown: verdicts first, then each finding with its story."""

from collections import Counter
from collections.abc import Hashable, Iterator
from math import isinf
from textwrap import fill

from journeysim.model.proof import Finding, Mend, Proof, Step, Story, Verdict

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


PATIENT = "What the modelled customers come to, if they wait for whatever is under way"
"""What stands over the expected case."""

ENDS = ("resolved", "gave_up", "dead_end", "unresolved")
MEANS = ("attempts", "contacts", "loops", "dead_end_hits")

EXPECTED = (
    "segment",
    "issue",
    "resolved",
    "gave up",
    "dead end",
    "no end",
    "attempts",
    "contacts",
    "loops",
    "dead ends hit",
)
"""Heads of the expected case: shares of ends, then means per case."""


def proof_as_text(proof: Proof, *, width: int = 80) -> str:
    """The proof in columns of text, `width` wide where the words allow it."""
    width = min(max(width, 60), 100)
    lines = [title(proof), ""]
    lines += [*_columns([HEADS, *(row_of(verdict) for verdict in proof.verdicts)], words=3), ""]
    lines += relied_on(proof)
    if expected := expected_rows(proof):
        lines += [f"  {PATIENT}", *_columns([EXPECTED, *expected], words=2), ""]
    open_findings = [finding for finding in proof.findings if finding.accepted is None]
    told: Told = {}
    for finding in open_findings:
        lines += [*_finding(finding, width, told), ""]
    for kept in proof.expectations:
        sign = {"kept": "✓", "broken": "✗"}.get(kept.verdict, "?")
        said = "" if kept.verdict == "kept" else f", but expected: {kept.sentence}"
        lines.append(fill(f"{sign} {kept.name}: {number_of(kept.figure.value)}{said}", width, subsequent_indent="  "))
    lines += [fill(f"accepted  {said}", width, subsequent_indent=" " * 10) for said in _known(proof, ": ")]
    for name, place in proof.stale:
        lines.append(f"stale     {place}: '{name}' is accepted, but nothing of that name is found any more")
    lines.append(summary(proof))
    return "\n".join(lines) + "\n"


def _columns(rows: list[tuple[str, ...]], *, words: int) -> Iterator[str]:
    """Rows in columns, the first of them, which hold words, to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if number < words else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"  {'  '.join(cells)}".rstrip()


def expected_rows(proof: Proof) -> list[tuple[str, ...]]:
    """The expected case of each segment and issue as cells under `EXPECTED`; none where it is not known."""
    rows = []
    for verdict in proof.verdicts:
        figures = verdict.expected.figures if verdict.expected is not None else {}
        if figures:
            shares = (_share(round(figures[name], 12)) for name in ENDS)
            means = (_mean(figures.get(name)) for name in MEANS)
            rows.append((verdict.segment, verdict.issue, *shares, *means))
    return rows


def _mean(value: float | None) -> str:
    if value is None:
        return "–"
    return "endless" if isinf(value) else f"{value:.3g}"


def _known(proof: Proof, then: str) -> list[str]:
    """The findings that are accepted, with the reason; what is accepted of several in one sentence is told once."""
    often = Counter((one.name, one.accepted) for one in proof.findings if one.accepted is not None)
    return [f"{name}{f' ({n} times)' if n > 1 else ''}{then}{reason}" for (name, reason), n in often.items()]


def proof_as_markdown(proof: Proof) -> str:
    """The proof as a Markdown page, for a pull request."""
    lines = [f"## {title(proof)}", "", f"| {' | '.join(HEADS)} |", f"|{' --- |' * 3}{' ---: |' * (len(HEADS) - 3)}"]
    lines += [f"| {' | '.join(row_of(verdict))} |" for verdict in proof.verdicts]
    lines += ["", *relied_on(proof)]
    if expected := expected_rows(proof):
        lines += [f"{PATIENT}:", "", f"| {' | '.join(EXPECTED)} |"]
        lines += [
            f"|{' --- |' * 2}{' ---: |' * (len(EXPECTED) - 2)}",
            *(f"| {' | '.join(row)} |" for row in expected),
            "",
        ]
    open_findings = [finding for finding in proof.findings if finding.accepted is None]
    for finding in open_findings:
        lines += [f"### {finding.code}", "", f"**{finding.sentence}** `{finding.place}`{met(finding)}", ""]
        lines += list(_story_in_markdown(finding))
    for kept in proof.expectations:
        lines.append(f"- {kept.name}: {kept.verdict} ({number_of(kept.figure.value)}; {kept.sentence})")
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
    """In percent; what is neither sure nor out of the question never reads as if it were."""
    if share is None:
        return "–"
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    if 0.001 <= share <= 0.999:
        return f"{100 * share:.3g}%"
    return "<0.1%" if share < 0.5 else ">99.9%"


def number_of(value: float | None) -> str:
    """A figure that a proof decides."""
    return "not decided" if value is None else f"{value:.4g}"


def relied_on(proof: Proof) -> list[str]:
    """What verdicts need that customers would not do, a line each, with an empty one behind them."""
    lines = [
        f"  {verdict.segment} with {verdict.issue}: {', '.join(verdict.relies_on)}"
        for verdict in proof.verdicts
        if verdict.relies_on
    ]
    return [*lines, ""] if lines else []


def met(finding: Finding) -> str:
    """How many of the modelled customers meet a finding, to stand behind its place."""
    if finding.likelihood is None:
        return ""
    return f"; {_share(finding.likelihood)} of the modelled customers meet it"


Told = dict[tuple[str, Hashable], str]
"""What was said in full under which head, and of which finding."""


def _finding(finding: Finding, width: int, told: Told) -> Iterator[str]:
    """What a finding says; what an earlier one has said word by word is referred to, and noted in `told`."""
    sign = "✗" if finding.severity == "error" else "!"
    yield fill(f"{sign} {finding.code}: {finding.sentence}", width, subsequent_indent="  ")
    yield fill(f"{finding.place}{met(finding)}", width, initial_indent="  ", subsequent_indent="  ")
    story = finding.story
    if story is None:
        return
    way_in = list(_numbered(story.way_in, width))
    parts: list[tuple[str, Hashable, list[str]]] = [
        ("How it comes about", story.way_in[1:], way_in),
        ("And then round and round" if way_in else "Round and round", story.loop, list(_numbered(story.loop, width))),
        ("Where each channel ends from there", story.table, list(_table(story, width))),
        ("What would mend it, by itself", finding.mends, list(_mends(finding, width))),
    ]
    for head, said, lines in parts:
        if len(lines) > 2 and (head, said) in told:
            line = f"{head}: as above, under '{told[head, said]}'"
            yield fill(line, width, initial_indent="  ", subsequent_indent="    ")
        elif lines:
            told[head, said] = finding.name
            yield f"  {head}"
            yield from lines


def _table(story: Story, width: int) -> Iterator[str]:
    widest = max((len(row.channel) for row in story.table), default=0)
    for row in story.table:
        line = f" (line {row.place.line})" if row.place else ""
        yield fill(
            f"{row.channel.ljust(widest)}  {row.sentence}{line}",
            width,
            initial_indent="    ",
            subsequent_indent=" " * (6 + widest),
        )


def _mends(finding: Finding, width: int) -> Iterator[str]:
    if not finding.mends:
        return
    for mend in finding.mends:
        yield fill(f"- {mend.sentence}: {gain(mend)}", width, initial_indent="    ", subsequent_indent="      ")
    yield "  The first of them, to paste under `variants`"
    yield from (f"    {line}" for line in finding.mends[0].patch.rstrip().splitlines())


def gain(mend: Mend) -> str:
    """What a mend brings."""
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
        rounds = "And then round and round" if story.way_in else "Round and round"
        for head, steps in (("How it comes about", story.way_in), (rounds, story.loop)):
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
        yield f"<details><summary>Mend: {mend.sentence} ({gain(mend)})</summary>"
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
