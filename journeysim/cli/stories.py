"""The command `story`: one simulated journey, as its customer would write it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from journeysim import __version__, bundled
from journeysim.cli import screen
from journeysim.cli.commands import KEPT, command, complete_scenario, complete_variant, example

if TYPE_CHECKING:
    from journeysim.model.journey import Chosen
    from journeysim.render.story import StoryForm


@command.command(
    short_help="Tell one simulated journey as its customer would write it down.",
    epilog=example(
        "journeysim story former_customer_refund",
        "journeysim story former_customer_refund --like 'chat, hotline, store'",
        "journeysim story desk.yaml --ending resolved --format markdown > story.md",
    ),
)
@click.argument("scenario", shell_complete=complete_scenario)
@click.option("--variant", metavar="NAME", shell_complete=complete_variant, help="Of this variant, not the baseline.")
@click.option(
    "--case",
    type=click.IntRange(min=0),
    metavar="ID",
    help="The journey of this case: the number in the column `case` of journeys.csv.",
)
@click.option(
    "--ending",
    type=click.Choice(["resolved", "gave_up", "dead_end", "unresolved"]),
    help="The longest journey that ends so.",
)
@click.option(
    "--like",
    metavar="TEXT",
    help="The journey in which most of this happens, in this order: names of channels, departments and rules, or "
    "words like 'turned away', with commas between them.",
)
@click.option("--seed", type=click.IntRange(min=0), metavar="N", default=0, show_default=True, help="Names the luck.")
@click.option(
    "--replication",
    type=click.IntRange(min=0),
    metavar="N",
    default=0,
    show_default=True,
    help="Which of the replications of a run.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to tell.",
)
def story(
    scenario: str,
    variant: str | None,
    case: int | None,
    ending: str | None,
    like: str | None,
    seed: int,
    replication: int,
    form: StoryForm,
) -> int:
    """Simulate SCENARIO once and tell the journey of one customer as a letter of complaint, with dates, what was said,
    and in notes the rules and lines that did it.

    By default it is the longest journey in a dead end, or the longest where nobody met one. The same seed and
    replication are those of `journeysim run`.
    """
    import sys

    from journeysim.build import build
    from journeysim.measure import choose, journey
    from journeysim.read import read
    from journeysim.render.story import as_story
    from journeysim.simulate import simulate

    if case is not None and (ending is not None or like is not None):
        raise click.UsageError("--case names one journey, --ending and --like look for one; say one of the two")
    said = read(bundled.locate(scenario), variant=variant)
    process = build(said)
    screen.tell_problems(process.surprises)
    with screen.progress() as progress:
        log = simulate(process, seed=seed, replication=replication, progress=progress)
    chosen = choose(log, case=case, ending=None if ending is None else ending.replace("_", " "), like=like)
    _tell_what_is_missing(chosen)
    text = as_story(
        journey(log, chosen.case),
        form,
        scenario=said.name,
        variant=said.variant,
        width=screen.width(sys.stdout),
        letters_only=screen.letters_only(sys.stdout),
        version=__version__,
    )
    if form == "text":
        screen.put(text)
    else:
        screen.put_as_utf8(text)
    return KEPT


def _tell_what_is_missing(chosen: Chosen) -> None:
    if chosen.met != chosen.wanted:
        screen.tell(
            f"journeysim: in no journey does all of this happen in this order: {', '.join(chosen.wanted)}; "
            f"told is one with {', '.join(chosen.met)}"
        )
