"""The commands. Each imports what it uses when it is used, so that help comes at once."""

from __future__ import annotations

import os
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from journeysim import __version__, bundled, folder
from journeysim.cli import screen

if TYPE_CHECKING:
    from journeysim.model.report import Report
    from journeysim.model.scenario import Scenario

KEPT, BROKEN, UNDECIDED = 0, 1, 3
"""Exit codes of a check."""


ORDER = ("run", "verify", "story", "scenarios", "new", "fmt", "diff", "explain", "export", "schema", "completion")


class Commands(click.Group):
    """Commands in the order in which one needs them; a misspelt one is told the nearest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self.commands, key=ORDER.index)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from difflib import get_close_matches

        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.commands, n=1)
            known = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(self.commands)}"
            ctx.fail(f"no command is named '{args[0]}'; {known}")
        return super().resolve_command(ctx, args)


def example(*lines: str) -> str:
    """Examples below the help of a command, each on a line of its own."""
    return "\b\nFor example:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nBegin with:\n  journeysim run former_customer_refund\n  journeysim new my_desk.yaml",
)
@click.version_option(__version__, "-V", "--version", message="journeysim %(version)s")
def command() -> None:
    """Simulate what a process does to its customers: where they end, in which circles they go, how long it takes.

    Exit codes: 0 all is well, 1 a check failed, 2 the input cannot be used, 3 a check is undecided, 4 journeysim
    itself failed, 130 stopped by Ctrl-C.
    """


# --- run ---


def complete_scenario(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[object]:
    """Names of bundled scenarios and of files here."""
    from click.shell_completion import CompletionItem

    files = (path.name for pattern in ("*.yaml", "*.yml") for path in Path().glob(pattern))
    names = [name for name in (*bundled.scenarios(), *sorted(files)) if name.startswith(incomplete)]
    return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="file")]


def complete_variant(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[object]:
    """The variants of the scenario that was named."""
    from click.shell_completion import CompletionItem

    from journeysim.model.problem import ScenarioError
    from journeysim.read import read

    # before an option has its value, click leaves the arguments unread
    scenario = ctx.params.get("scenario") or next((word for word in ctx.args if not word.startswith("-")), None)
    if scenario is None:
        return []
    try:
        variants = read(bundled.locate(scenario)).variants
    except ScenarioError:
        return []
    begun = incomplete.lstrip("'\"")
    return [CompletionItem(_word(name), help=about) for name, about in variants.items() if name.startswith(begun)]


def _word(name: str) -> str:
    """The name as one word of the shell: bash inserts what it is given, others quote it themselves."""
    from shlex import quote

    return quote(name) if os.environ.get("_JOURNEYSIM_COMPLETE", "").startswith("bash") else name


def complete_code(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[object]:
    """The codes of problems and findings."""
    from click.shell_completion import CompletionItem

    from journeysim.read import CODES
    from journeysim.render.sarif import RULES

    return [CompletionItem(code) for code in dict.fromkeys((*CODES, *RULES)) if code.startswith(incomplete)]


@command.command(
    short_help="Simulate a scenario and report what became of its customers.",
    epilog=example(
        "journeysim run former_customer_refund --variant 'exception path'",
        "journeysim run desk.yaml -r 100 --seed 7 -o results",
        "journeysim run desk.yaml --check --format json > figures.json",
    ),
)
@click.argument("scenario", shell_complete=complete_scenario)
@click.option("--variant", metavar="NAME", shell_complete=complete_variant, help="Run this variant, not the baseline.")
@click.option(
    "-r",
    "--replications",
    type=click.IntRange(min=1),
    metavar="N",
    default=30,
    show_default=True,
    help="How many times, with other luck each time.",
)
@click.option("--seed", type=click.IntRange(min=0), metavar="N", default=0, show_default=True, help="Names the luck.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write events.parquet, journeys.csv, figures.json and report.md into FOLDER, all or nothing.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How to answer.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes; by default as many as it is worth."
)
@click.option(
    "--patient",
    is_flag=True,
    help="Without lines and hours, and with customers who wait for all that is pending: the expected case.",
)
@click.option("--check", is_flag=True, help="Exit with 1 if an expectation is broken, with 3 if one is undecided.")
def run(
    scenario: str,
    variant: str | None,
    replications: int,
    seed: int,
    output: Path | None,
    form: str,
    workers: int | None,
    patient: bool,
    check: bool,
) -> int:
    """Simulate SCENARIO, a YAML file or the name of a bundled scenario, and report what became of its customers.

    The same scenario and seed give the same answer, whatever the number of workers.
    """
    from journeysim.build import build
    from journeysim.read import read
    from journeysim.replicate import answer, compares_with_baseline, questions, replicate
    from journeysim.results import write_answer, write_runs

    path = bundled.locate(scenario)
    said = read(path, variant=variant)
    process = build(said)
    screen.tell_problems(process.surprises)
    if output is not None:
        folder.refuse_if_occupied(output)
    with screen.progress() as progress:
        runs = partial(
            replicate,
            replications=replications,
            seed=seed,
            questions=questions(said),
            patient=patient,
            workers=workers,
            progress=progress,
        )
        baseline = [one.sample for one in runs(build(read(path)))] if compares_with_baseline(said) else None
        if output is None:
            report = answer(said, [one.sample for one in runs(process)], baseline=baseline, patient=patient)
        else:
            with folder.replacing(output) as files, closing(runs(process, with_logs=True)) as recorded:
                report = answer(said, write_runs(recorded, files), baseline=baseline, patient=patient)
                write_answer(report, files, version=__version__)
    _show(report, form)
    return _verdict(report, said) if check else KEPT


def _show(report: Report, form: str) -> None:
    import sys

    if form == "json":
        from journeysim.render.as_json import as_json

        screen.put_as_utf8(as_json(report, version=__version__))
    elif form == "markdown":
        from journeysim.render.markdown import as_markdown

        screen.put_as_utf8(as_markdown(report))
    else:
        from journeysim.render.text import as_text

        out = sys.stdout
        screen.put(
            as_text(
                report,
                width=screen.width(out),
                colour=screen.has_colour(out),
                letters_only=screen.letters_only(out),
            )
        )


def _verdict(report: Report, scenario: Scenario) -> int:
    """The exit code of a check: what is not decided never passes."""
    verdicts = {kept.verdict for kept in report.expectations}
    if "broken" in verdicts:
        return BROKEN
    all_judged = len(report.expectations) == len(scenario.expectations)
    return KEPT if verdicts <= {"kept"} and all_judged else UNDECIDED


# --- new, scenarios ---


@command.command(
    short_help="Write a small scenario to start from.",
    epilog=example("journeysim new my_desk.yaml", "journeysim run my_desk.yaml"),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def new(file: Path) -> None:
    """Write a small scenario with comments into FILE, to change into your own. It runs as it is."""
    from journeysim.cli.starter import starter

    try:
        with file.open("x", encoding="utf-8", newline="\n") as text:
            text.write(starter(str(file)))
    except FileExistsError:
        raise click.UsageError(f"'{file}' is there already, and stays as it is; name another file") from None
    except OSError as error:
        raise click.UsageError(f"'{file}' cannot be written: {error.strerror}") from None
    screen.put(f"{file} is written. Run it:  journeysim run {file}\n")


@command.command(
    short_help="List the scenarios that come with journeysim.",
    epilog=example("journeysim scenarios", "journeysim run former_customer_refund"),
)
def scenarios() -> None:
    """List the scenarios that come with journeysim, and what each is about."""
    from textwrap import fill

    from journeysim.read import read

    for name, path in bundled.scenarios().items():
        said = read(path)
        screen.put(f"{name}: {said.name}\n")
        if said.about:
            screen.put(fill(" ".join(said.about.split()), 78, initial_indent="  ", subsequent_indent="  ") + "\n")
        for variant, about in said.variants.items():
            first = f"  variant '{variant}'" + (": " if about else "")
            screen.put(fill(first + " ".join((about or "").split()), 78, subsequent_indent="    ") + "\n")


# --- explain, schema, completion ---


@command.command(
    short_help="Tell what a problem means and how to mend it.",
    epilog=example("journeysim explain unknown-name", "journeysim explain"),
)
@click.argument("code", required=False, shell_complete=complete_code)
def explain(code: str | None) -> None:
    """Tell what a problem means and how to mend it.

    CODE stands in brackets behind the problem; without it, all are listed."""
    from difflib import get_close_matches
    from textwrap import fill

    from journeysim.read import CODES
    from journeysim.render.sarif import RULES

    if code is None:
        widest = max(map(len, CODES))
        screen.put("".join(f"{code:<{widest}}  {known.title}\n" for code, known in CODES.items()))
        return
    code = code.strip("[]")
    if code in RULES and code not in CODES:
        screen.put(f"{code}: a finding of `journeysim verify`\n\n{RULES[code]}\n")
        screen.put("Its story stands below it; docs/proofs.md tells how to mend it or accept it.\n")
        return
    if code not in CODES:
        near = get_close_matches(code, CODES, n=3, cutoff=0.4)
        move = f"did you mean {' or '.join(near)}?" if near else "journeysim explain lists all"
        raise click.UsageError(f"no problem has the code '{code}'; {move}")
    for line in str(CODES[code]).splitlines():
        screen.put((line if line.startswith("    ") else fill(line, 78)) + "\n")


@command.command(
    short_help="Print the JSON Schema of the scenario language.",
    epilog=example("journeysim schema > journeysim.schema.json"),
)
def schema() -> None:
    """Print the JSON Schema of the scenario language, with which editors complete and check as you type."""
    import json

    from journeysim.read import json_schema

    screen.put_as_utf8(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")


@command.command(
    short_help="Print what makes a shell complete commands.",
    epilog=example(
        'eval "$(journeysim completion bash)"     # in ~/.bashrc',
        'eval "$(journeysim completion zsh)"      # in ~/.zshrc',
        "journeysim completion fish > ~/.config/fish/completions/journeysim.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands, options, scenarios and variants."""
    from click.shell_completion import get_completion_class

    scripts = get_completion_class(shell)
    assert scripts is not None
    screen.put(scripts(command, {}, "journeysim", "_JOURNEYSIM_COMPLETE").source() + "\n")
