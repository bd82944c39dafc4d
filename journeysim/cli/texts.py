"""The commands about the text of a scenario: `fmt` and `diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeysim import __version__, bundled, folder
from journeysim.cli import screen
from journeysim.cli.commands import BROKEN, KEPT, command, complete_scenario, complete_variant, example

if TYPE_CHECKING:
    from journeysim.render.differences import DiffForm

SAME, DIFFERS, UNUSABLE = 0, 1, 2


@command.command(
    short_help="Lay out scenario files in one way, comments kept.",
    epilog=example("journeysim fmt desk.yaml", "journeysim fmt --check scenarios/*.yaml"),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
def fmt(files: tuple[Path, ...], check: bool) -> int:
    """Lay out each FILE anew: keys in the order of the language, one way of spacing, 120 columns.

    What it says does not change: comments stay, and names of your own stay in their order. Braces stay where they fit
    on the line. A file that cannot be read is left alone, and its problems are told.

    Exits with 0 if all is well, 1 if --check found a file that would change, 2 if a file cannot be read.
    """
    from journeysim.model.problem import ScenarioError
    from journeysim.read import laid_out, read, text_of_file

    unusable = changed = False
    for path in files:
        try:
            read(path)
        except ScenarioError as error:
            screen.tell_problems(error.problems)
            unusable = True
            continue
        text = text_of_file(path)
        fresh = laid_out(text)
        if fresh == text:
            continue
        changed = True
        if check:
            screen.put(f"{path} would be laid out anew\n")
        else:
            folder.replace_file(path, fresh)
            screen.put(f"{path} is laid out anew\n")
    if unusable:
        return UNUSABLE
    return BROKEN if check and changed else KEPT


@command.command(
    short_help="Say in words what differs between two scenarios.",
    epilog=example(
        "journeysim diff old.yaml new.yaml",
        "journeysim diff former_customer_refund --variant 'exception path'",
        "git difftool --extcmd 'journeysim diff' -- desk.yaml",
    ),
)
@click.argument("before", metavar="A", shell_complete=complete_scenario)
@click.argument("after", metavar="[B]", required=False, shell_complete=complete_scenario)
@click.option(
    "--variant",
    metavar="NAME",
    shell_complete=complete_variant,
    help="Compare this variant: of A with A as it stands, or of both where there is a B.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to answer.",
)
def diff(before: str, after: str | None, variant: str | None, form: DiffForm) -> int:
    """Say what differs between scenarios A and B, or between A and its variant: rules, gates, chances, staffing, times,
    segments, and between two files what is expected, and what their variants change.

    Lines, comments, the order of keys and other words for the same thing are no difference.

    Exits with 0 if they say the same, 1 if they differ, 2 if one cannot be used.
    """
    import sys

    from journeysim.model.difference import differences, differences_of_files
    from journeysim.read import read
    from journeysim.render.differences import differences_as

    if after is None and variant is None:
        raise click.UsageError("there is nothing to compare with; name a second scenario, or a --variant of this one")
    files = bundled.locate(before), bundled.locate(after or before)
    old, new = read(files[0], variant=None if after is None else variant), read(files[1], variant=variant)
    names = (before, after) if after is not None else ("baseline", str(variant))
    found = differences(old, new)
    if after is not None and variant is None:
        both = [name for name in old.variants if name in new.variants]
        found = differences_of_files(
            old, new, {name: (read(files[0], variant=name), read(files[1], variant=name)) for name in both}
        )
    if after is None:  # what a variant is expected to bring is no difference of the process
        found = tuple(one for one in found if one.path[0] != "expectations")
    text = differences_as(found, form, names=names, width=screen.width(sys.stdout), version=__version__)
    if form == "text":
        screen.put(text.replace("→", "->") if screen.letters_only(sys.stdout) else text)
    else:
        screen.put_as_utf8(text)
    return DIFFERS if found else SAME
