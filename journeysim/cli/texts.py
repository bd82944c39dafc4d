"""The commands about the text of a scenario: `fmt`."""

from __future__ import annotations

from pathlib import Path

import click

from journeysim import folder
from journeysim.cli import screen
from journeysim.cli.commands import BROKEN, KEPT, command, example

UNUSABLE = 2


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
