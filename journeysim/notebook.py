"""A scenario on the table: load it, run it, look at it. The door for notebooks and scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from operator import index
from os import PathLike, fspath
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from journeysim.build import build
from journeysim.bundled import locate
from journeysim.measure import choose, journey
from journeysim.model.journey import Chosen, Journey
from journeysim.model.log import EventLog
from journeysim.model.problem import NoJourney, Problem
from journeysim.model.process import Process
from journeysim.model.proof import Proof
from journeysim.model.report import Report
from journeysim.model.scenario import Scenario
from journeysim.proving import prove
from journeysim.read import read
from journeysim.render.html import as_html
from journeysim.render.proof_html import proof_as_html
from journeysim.render.proof_text import proof_as_text
from journeysim.render.story import as_story
from journeysim.render.text import as_text
from journeysim.replicate import (
    Replication,
    answer,
    compares_with_baseline,
    others_are_safe,
    questions,
    replicate,
)
from journeysim.simulate import simulate

if TYPE_CHECKING:
    from pandas import DataFrame

    from journeysim.render.picture import Curve, Picture


WIDTH = 100
"""Columns of what a scenario shows of itself."""


def load(scenario: str | PathLike[str], *, variant: str | None = None) -> Study:
    """A scenario, ready to run: a YAML file or the name of a bundled scenario, in one of its variants.

    Raises `ScenarioError` with all that is wrong in the file.
    """
    return Study(fspath(scenario), variant)


class Study:
    """A scenario that was read and found to be possible: `scenario` and `process` hold what was made of it."""

    def __init__(self, file: str, variant: str | None = None) -> None:
        self._file = file
        self.scenario: Scenario = read(locate(file), variant=variant)
        self.process: Process = build(self.scenario)

    @property
    def variants(self) -> Mapping[str, str | None]:
        """The variants that the file offers, with what each is about."""
        return self.scenario.variants

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is odd in the scenario but does not keep it from running."""
        return self.process.surprises

    def run(
        self,
        *,
        replications: int = 30,
        seed: int = 0,
        variant: str | None = None,
        patient: bool = False,
        workers: int | None = None,
    ) -> Result:
        """Simulate it so many times, each with other luck. The same seed gives the same result.

        `variant` runs another variant of the same file. `patient`: under the assumptions of the expected case, with
        customers who let everything that is pending happen first, no lines, and nominal times. `workers` `None`: as
        many processes as it is worth. Raises `ScenarioError` for a variant that is not there, `ValueError` for fewer
        than one replication or worker and for a seed below zero, `TypeError` for numbers that are not whole.
        """
        seed = index(seed)
        if seed < 0:
            raise ValueError("a seed is zero or more")
        if workers is not None and workers < 1:
            raise ValueError("a run needs at least one worker")
        if variant is not None and variant != self.scenario.variant:
            study = Study(self._file, variant)
            return study.run(replications=replications, seed=seed, patient=patient, workers=workers)
        if replications < 1:
            raise ValueError("a run needs at least one replication")
        if workers is None and not others_are_safe():
            workers = 1
        asked = questions(self.scenario)

        def runs(process: Process, *, with_logs: bool) -> list[Replication]:
            return list(
                replicate(
                    process,
                    replications=replications,
                    seed=seed,
                    questions=asked,
                    with_logs=with_logs,
                    patient=patient,
                    workers=workers,
                )
            )

        baseline = None
        if compares_with_baseline(self.scenario):
            baseline = [one.sample for one in runs(Study(self._file).process, with_logs=False)]
        recorded = runs(self.process, with_logs=True)
        report = answer(self.scenario, [one.sample for one in recorded], baseline=baseline, patient=patient)
        return Result(report, tuple(recorded))

    def verify(self, *, bound: int = 5_000_000) -> Proved:
        """What is proved of the scenario, without simulating: verdicts, findings with their stories, mends.

        `bound` is the number of states to look at, at most; past it verdicts are undetermined.
        """
        return Proved(prove(self.scenario, bound=bound))

    def story(
        self,
        *,
        case: int | None = None,
        ending: str | None = None,
        like: str | None = None,
        seed: int = 0,
        replication: int = 0,
    ) -> Story:
        """One simulated journey as its customer would write it down; see `Result.story`. Simulates one replication."""
        log = simulate(self.process, seed=seed, replication=replication)
        return _story(log, self.scenario.name, self.scenario.variant, case=case, ending=ending, like=like)

    def __repr__(self) -> str:
        said = self.scenario
        lines = [said.name + (f" · {said.variant}" if said.variant else "")]
        if said.about:
            lines.append(fill(" ".join(said.about.split()), WIDTH))
        for label, names in (
            ("segments", said.segments),
            ("issues", said.issues),
            ("channels", said.channels),
            ("departments", said.departments),
            ("variants", said.variants),
        ):
            if names:
                lines.append(fill(f"{label}: {', '.join(names)}", WIDTH, subsequent_indent="    "))
        lines.extend(str(problem) for problem in self.warnings)
        return "\n".join(lines)


@dataclass(frozen=True)
class Story:
    """A journey on the table: `journey` holds its moments, `chosen` how it was found; it shows itself as a letter."""

    journey: Journey
    chosen: Chosen
    scenario: str
    variant: str | None

    def __repr__(self) -> str:
        return as_story(self.journey, scenario=self.scenario, variant=self.variant).rstrip("\n")

    def _repr_html_(self) -> str:
        return as_story(self.journey, "html", scenario=self.scenario, variant=self.variant)


def _story(
    log: EventLog,
    scenario: str,
    variant: str | None,
    *,
    case: int | None,
    ending: str | None,
    like: str | None,
) -> Story:
    chosen = choose(log, case=case, ending=None if ending is None else ending.replace("_", " "), like=like)
    return Story(journey(log, chosen.case), chosen, scenario, variant)


@dataclass(frozen=True)
class Proved:
    """A proof on the table: `proof` holds verdicts and findings as objects; it shows itself in a notebook."""

    proof: Proof

    @cached_property
    def verdicts(self) -> DataFrame:
        """One row for each segment and issue: verdict, best_case, by_waiting, fewest_attempts, states and more."""
        from pandas import DataFrame

        names = ("segment", "issue", "verdict", "best_case", "by_waiting", "fewest_attempts", "states", "trapped")
        rows = [{name: getattr(one, name) for name in (*names, "catch_22")} for one in self.proof.verdicts]
        return DataFrame(rows, columns=[*names, "catch_22"])

    @cached_property
    def findings(self) -> DataFrame:
        """One row a finding: code, severity, segment, issue, sentence, place, likelihood, accepted."""
        from pandas import DataFrame

        names = ("code", "severity", "segment", "issue", "sentence", "place", "likelihood", "accepted")
        return DataFrame([{name: getattr(one, name) for name in names} for one in self.proof.findings], columns=names)

    def __repr__(self) -> str:
        return proof_as_text(self.proof)

    def _repr_html_(self) -> str:
        return proof_as_html(self.proof)


@dataclass(frozen=True, eq=False, repr=False)
class Result:
    """What came out of a run: `report`, and tables of it all as pandas frames.

    Shows itself as a page in a notebook and as text elsewhere.
    """

    report: Report
    runs: tuple[Replication, ...]

    @cached_property
    def journeys(self) -> DataFrame:
        """One row a customer and replication: who, what became of it, and how long it took (seconds)."""
        from journeysim.render.tables import journeys

        tables = ((one.sample.replication, one.journeys) for one in self.runs)
        frame: DataFrame = journeys([(number, table) for number, table in tables if table is not None]).to_pandas()
        return frame

    @cached_property
    def events(self) -> DataFrame:
        """One row an event, all replications one after the other, in words; times in seconds."""
        from journeysim.render.tables import events

        frame: DataFrame = events([one.log for one in self.runs if one.log is not None]).to_pandas()
        return frame

    @cached_property
    def figures(self) -> DataFrame:
        """One row a figure: of what it is, its value, and its 95 % interval over replications."""
        from journeysim.render.tables import figures

        frame: DataFrame = figures(self.report).to_pandas()
        return frame

    def story(
        self,
        *,
        case: int | None = None,
        ending: str | None = None,
        like: str | None = None,
        replication: int = 0,
    ) -> Story:
        """One journey as its customer would write it down, with the rules and lines that did it in notes.

        Of `case`, a number in the column `case` of `journeys`; or the one nearest to the words `like`, for example
        `"chat, hotline, store"`; or the longest, of those that hit a dead end where any did. `ending` is `resolved`,
        `gave up`, `dead end` or `unresolved`. Raises `NoJourney` where there is none.
        """
        log = next((one.log for one in self.runs if one.sample.replication == replication), None)
        if log is None:
            raise NoJourney(f"there is no replication {replication}; there are 0 to {len(self.runs) - 1}")
        return _story(log, self.report.scenario, self.report.variant, case=case, ending=ending, like=like)

    def plot(self) -> Picture:
        """A picture: how journeys ended by segment, and how many were resolved within so many days."""
        from journeysim.render.picture import picture

        return picture(self.report, self._curves())

    def _curves(self) -> dict[str, Curve]:
        """By segment, the share of its customers resolved within each time for which all of them were observed."""
        from journeysim.render.picture import Curve

        customers = self.journeys[self.journeys["counted"]]
        observed = min(
            (run.log.horizon - run.log.arrivals_end) / 1000 if "unresolved" in set(customers["ending"]) else inf
            for run in self.runs
            if run.log is not None
        )
        curves = {}
        times_of = dict(iter(customers.groupby("segment")["time_to_resolution"]))
        for segment in (name for name in self.report.segments if name in times_of):
            times = times_of[segment]
            resolved = np.sort(times[times <= observed].to_numpy(dtype=float))
            curves[str(segment)] = Curve(resolved, np.arange(1, len(resolved) + 1) / len(times))
        return curves

    def __repr__(self) -> str:
        return as_text(self.report).rstrip("\n")

    def _repr_html_(self) -> str:
        return as_html(self.report)
