"""A `Report` into an outline: what an answer says and in which order, before it is laid out anywhere.

Text, Markdown and HTML lay out the same outline, so that they cannot tell different things.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from journeysim.model.report import DeadEnd, Figure, Loop, Report
from journeysim.render.words import Signs, label_of, said, unit_of

ENDS = ("resolved", "dead_end", "gave_up", "unresolved")
"""The ends of a journey, which together are all customers."""

OF_CASES = (
    *ENDS,
    "first_contact_resolution",
    "attempts",
    "contacts",
    "turned_away",
    "went_public",
    "loops",
    "calls",
    "calls_answered",
    "watchdogs",
    "met_catch_22",
    "time_to_resolution_median",
    "time_to_resolution_p90",
    "mood",
    "mood_lowest",
    "churned",
    "promoters",
    "silent_dissatisfied",
)
"""The figures of cases that are shown side by side."""

OF_DEPARTMENTS = ("handled", "wait_mean", "service_level", "abandonment", "occupancy")
"""The figures of departments that are shown."""

UNLESS_NOBODY = ("met_catch_22",)
"""Of these, those that are left out where they are 0 everywhere."""

PLACE = re.compile(r"\(([^()]*):(\d+)\)")
"""A place at the end of a cause."""


@dataclass(frozen=True, slots=True)
class End:
    """One way in which journeys ended: `share` of all customers draws its bar, `None` where there is none."""

    name: str
    label: str
    said: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A labelled sentence."""

    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header; the first column names the row. `note` says what the figures are of."""

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An expectation: its verdict, and what was found."""

    verdict: str
    name: str
    sentence: str
    found: str


@dataclass(frozen=True, slots=True)
class Outline:
    """All that an answer says."""

    title: str
    variant: str | None
    basis: str
    ends: tuple[End, ...]
    remarks: tuple[Remark, ...]
    segments: Table
    issues: Table
    departments: Table
    marks: tuple[Mark, ...]
    together: str
    """What the intervals of several marks are; empty where they are those of the rest."""
    notes: tuple[str, ...]


def outline(report: Report, *, signs: Signs) -> Outline:
    """What the answer to `report` says, in the order in which it matters."""
    marks = tuple(
        Mark(kept.verdict, kept.name, kept.sentence, _found(kept.sentence, kept.figure, signs))
        for kept in report.expectations
    )
    return Outline(
        title=report.scenario,
        variant=report.variant,
        basis=_basis(report, signs),
        ends=tuple(_end(name, report.all, signs) for name in ENDS),
        remarks=(*_worst_dead_end(report, signs), *_commonest_loop(report, signs), _time(report, signs)),
        segments=_side_by_side("Segments", report.segments, signs),
        issues=_side_by_side("Issues", report.issues, signs),
        departments=_departments(report.departments, signs),
        marks=marks,
        together=_together(marks, signs),
        notes=report.notes,
    )


def _together(marks: tuple[Mark, ...], signs: Signs) -> str:
    wide = len(marks) > 1 and any(signs.about in mark.found for mark in marks)
    return f"{signs.about} so wide that all of them hold together, at 95%" if wide else ""


def _basis(report: Report, signs: Signs) -> str:
    if report.replications == 1:
        return f"1 replication, {_count(report.cases)} customers, seed {report.seed}; more replications give intervals"
    return (
        f"{report.replications} replications, {_count(report.cases)} customers, seed {report.seed}; "
        f"{signs.about} is half a 95% interval"
    )


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _end(name: str, figures: Mapping[str, Figure], signs: Signs) -> End:
    figure = figures.get(name)
    share = None if figure is None else figure.value
    return End(name, label_of(name), said(figure, "share", signs=signs), share)


def _worst_dead_end(report: Report, signs: Signs) -> tuple[Remark, ...]:
    if not report.dead_ends:
        return (Remark("Dead ends", "nobody met one"),)
    worst = max(report.dead_ends, key=_gravity)
    final = said(worst.final, "count", signs=signs)
    for_good = "each for good" if worst.final == worst.hits else f"{final} of them for good"
    if not worst.final.value:
        for_good = "none of them for good"
    sentence = (
        f"{worst.segment} with {worst.issue} runs dry at {worst.where}, "
        f"{said(worst.hits, 'count', signs=signs)} times a run, {for_good}"
    )
    causes = ", ".join(_by_line(worst.causes))
    return (Remark("Worst dead end", f"{sentence}: {causes}" if causes else sentence),)


def _by_line(causes: tuple[str, ...]) -> tuple[str, ...]:
    """The causes, with `(line 45)` for `(refund.yaml:45)` where they all stand in one file."""
    files = {file for cause in causes for file, _ in PLACE.findall(cause)}
    return tuple(PLACE.sub(r"(line \2)", cause) for cause in causes) if len(files) == 1 else causes


def _gravity(dead_end: DeadEnd) -> tuple[float, float]:
    return (dead_end.final.value or 0.0, dead_end.hits.value or 0.0)


def _commonest_loop(report: Report, signs: Signs) -> tuple[Remark, ...]:
    if not report.loops:
        return (Remark("Loops", "nobody went in a circle"),)
    commonest = max(report.loops, key=_commonness)
    circle = f" {signs.arrow} ".join((*commonest.signature, commonest.signature[0]))
    long = f"{commonest.length:.3g}"
    attempts = f"{long} attempt{'' if long == '1' else 's'}"
    return (
        Remark(
            "Commonest loop",
            f"{circle}, {attempts} a round: {said(commonest.cases, 'share', signs=signs)} "
            f"of all customers walk it, {said(commonest.rounds, 'count', signs=signs)} rounds a run",
        ),
    )


def _commonness(loop: Loop) -> tuple[float, float]:
    return (loop.cases.value or 0.0, loop.rounds.value or 0.0)


def _time(report: Report, signs: Signs) -> Remark:
    median, tenth = (report.all.get(f"time_to_resolution_{name}") for name in ("median", "p90"))
    if median is None or median.value is None:
        return Remark("Time to resolution", "nobody's issue was resolved")
    return Remark(
        "Time to resolution",
        f"{said(median, 'seconds', signs=signs)} in the median, nine in ten within "
        f"{said(tenth, 'seconds', signs=signs)}; of those resolved",
    )


def _side_by_side(title: str, groups: Mapping[str, Mapping[str, Figure]], signs: Signs) -> Table:
    shown = [name for name in OF_CASES if any(_is_shown(name, figures.get(name)) for figures in groups.values())]
    return Table(
        title=title,
        note="shares and means of their customers; times of those resolved",
        header=("", *groups),
        rows=tuple(
            (label_of(name), *(said(figures.get(name), unit_of(name), signs=signs) for figures in groups.values()))
            for name in shown
        ),
    )


def _is_shown(name: str, figure: Figure | None) -> bool:
    return figure is not None and (name not in UNLESS_NOBODY or bool(figure.value))


def _departments(departments: Mapping[str, Mapping[str, Figure]], signs: Signs) -> Table:
    return Table(
        title="Departments",
        note="in time and hung up: of live visits; busy: of staffed time",
        header=("", *(label_of(name) for name in OF_DEPARTMENTS)),
        rows=tuple(
            (department, *(said(figures.get(name), unit_of(name), signs=signs) for name in OF_DEPARTMENTS))
            for department, figures in departments.items()
        ),
    )


def _found(sentence: str, figure: Figure, signs: Signs) -> str:
    """What was found, in the unit of the figure that the sentence begins with."""
    name = sentence.split(maxsplit=1)[0]
    return said(figure, "share" if name == "share" else unit_of(name), signs=signs)
