"""The files of a folder of results: what happened, every journey, every figure, and a page to read."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from journeysim.folder import EVENTS, FIGURES, JOURNEYS, REPORT
from journeysim.model.log import EventLog
from journeysim.model.report import Report
from journeysim.model.sample import Sample
from journeysim.render.as_json import as_json
from journeysim.render.markdown import as_markdown
from journeysim.render.tables import write_records
from journeysim.replicate import Columns, Replication


def write_runs(runs: Iterable[Replication], folder: Path) -> list[Sample]:
    """Write the events and journeys of `runs`, which have their logs, as they come; returns their samples."""
    samples: list[Sample] = []

    def recorded() -> Iterator[tuple[EventLog, Columns]]:
        for run in runs:
            assert run.log is not None
            assert run.journeys is not None
            samples.append(run.sample)
            yield run.log, run.journeys

    write_records(recorded(), events=folder / EVENTS, journeys=folder / JOURNEYS)
    return samples


def write_answer(report: Report, folder: Path, *, version: str) -> None:
    """Write the figures and the readable report; `version` is that of journeysim."""
    (folder / FIGURES).write_text(as_json(report, version=version), encoding="utf-8", newline="\n")
    (folder / REPORT).write_text(as_markdown(report), encoding="utf-8", newline="\n")
