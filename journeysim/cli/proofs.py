"""The commands of the proof: `verify` and `export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from journeysim import __version__, bundled
from journeysim.cli import screen
from journeysim.cli.commands import BROKEN, KEPT, UNDECIDED, command, complete_scenario, complete_variant, example

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeysim.model.process import Process
    from journeysim.model.proof import Proof
    from journeysim.render import ProofForm

FORMS = ("text", "json", "markdown", "sarif", "mermaid")


@command.command(
    short_help="Prove what cannot happen to a customer, and tell the shortest story of what can.",
    epilog=example(
        "journeysim verify former_customer_refund",
        "journeysim verify desk.yaml --all-variants",
        "journeysim verify desk.yaml --format sarif > desk.sarif",
    ),
)
@click.argument("scenarios", metavar="SCENARIO...", nargs=-1, required=True, shell_complete=complete_scenario)
@click.option(
    "--variant", metavar="NAME", shell_complete=complete_variant, help="Verify this variant, not the baseline."
)
@click.option("--all-variants", is_flag=True, help="Verify the baseline and every variant.")
@click.option(
    "--bound",
    type=click.IntRange(min=1),
    metavar="N",
    default=5_000_000,
    show_default=True,
    help="States to look at, at most; past it a verdict is undetermined.",
)
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How to answer.")
def verify(scenarios: tuple[str, ...], variant: str | None, all_variants: bool, bound: int, form: ProofForm) -> int:
    """Prove, without simulating, whether each customer of SCENARIO can be helped at all, how surely at best, and in how
    few attempts; and find where the process traps them.

    Exits with 0 if nothing was found, 1 if something was, 2 if the input cannot be used, 3 if undetermined.
    """
    from journeysim.read import read

    if variant is not None and all_variants:
        raise click.UsageError("--variant names one, --all-variants all of them; say one of the two")
    proofs: list[Proof] = []
    for scenario in scenarios:
        path = bundled.locate(scenario)
        names = (None, *read(path).variants) if all_variants else (variant,)
        proofs += [_proved(str(path), name, bound) for name in names]
    _show(proofs, form)
    if any(verdict.verdict == "undetermined" for proof in proofs for verdict in proof.verdicts):
        return UNDECIDED
    verdicts = {kept.verdict for proof in proofs for kept in proof.expectations}
    found = any(proof.stale or any(one.accepted is None for one in proof.findings) for proof in proofs)
    if found or "broken" in verdicts:
        return BROKEN
    return UNDECIDED if "undecided" in verdicts else KEPT


def _proved(path: str, variant: str | None, bound: int) -> Proof:
    from journeysim.proving import prove
    from journeysim.read import read

    return prove(read(path, variant=variant), bound=bound)


def _show(proofs: Sequence[Proof], form: ProofForm) -> None:
    import sys

    from journeysim.render import proofs_as

    if form == "text":
        screen.put(proofs_as(proofs, form, width=screen.width(sys.stdout)))
    else:
        screen.put_as_utf8(proofs_as(proofs, form, version=__version__))


@command.command(
    short_help="Write the graph of a scenario for other tools.",
    epilog=example(
        "journeysim export former_customer_refund --format prism > refund.prism",
        "journeysim export desk.yaml --format dot | dot -Tsvg > desk.svg",
    ),
)
@click.argument("scenario", shell_complete=complete_scenario)
@click.option(
    "--variant", metavar="NAME", shell_complete=complete_variant, help="Export this variant, not the baseline."
)
@click.option("--format", "form", type=click.Choice(["prism", "dot", "mermaid"]), required=True, help="For which tool.")
@click.option("--segment", metavar="NAME", help="Whose case the PRISM model begins with; by default the first.")
@click.option("--issue", metavar="NAME", help="What it is about; by default the first that this segment raises.")
@click.option("--best-moves", is_flag=True, help="PRISM: only the moves that keep the best case, to count attempts.")
@click.option(
    "--bound", type=click.IntRange(min=1), metavar="N", default=100_000, show_default=True, help="States, at most."
)
def export(
    scenario: str,
    variant: str | None,
    form: str,
    segment: str | None,
    issue: str | None,
    best_moves: bool,
    bound: int,
) -> int:
    """Write the graph that `verify` walks: a PRISM model with labels and rewards, or a picture for Graphviz or Mermaid.

    In the PRISM model V is Pmax=? [F "resolved"]; with --best-moves the fewest attempts are
    R{"attempts"}min=? [F "settled"].
    """
    from journeysim.build import build
    from journeysim.model.unfold import unfold
    from journeysim.read import read
    from journeysim.render.graphs import as_dot, as_mermaid, as_prism
    from journeysim.verify import moves_that_keep, solve

    process = build(read(bundled.locate(scenario), variant=variant))
    graph = unfold(process, bound=bound)
    if not graph.complete:
        raise click.UsageError(f"there are more than {bound:,} states; raise --bound to export them")
    solution = solve(process, graph)
    if form == "prism":
        moves = moves_that_keep(solution) if best_moves else None
        screen.put_as_utf8(as_prism(solution, _population(process, segment, issue), moves=moves))
    else:
        screen.put_as_utf8(as_dot(solution) if form == "dot" else as_mermaid(solution))
    return KEPT


def _population(process: Process, segment: str | None, issue: str | None) -> int:
    """The population that is meant, or the first."""
    for number, who in enumerate(process.populations):
        if segment in (None, who.segment) and issue in (None, who.issue):
            return number
    known = ", ".join(f"{who.segment} with {who.issue}" for who in process.populations)
    raise click.UsageError(f"nobody of segment '{segment}' raises '{issue}'; there are {known}")
