"""A `Report` into JSON, for programs: every figure by its name, keys in a stable order."""

import json
import math
from collections.abc import Mapping
from typing import Any

from journeysim.model.figures import FIGURES
from journeysim.model.report import Figure, Report

OF_CASES = tuple(figure.name for figure in FIGURES if figure.scope == "cases")
NOTHING = Figure(None, None, None, 0)
"""A figure of nothing: no money, no moods, no calls, no proof."""


def as_json(report: Report, *, version: str) -> str:
    """The whole report as JSON text, with a line end at the end.

    Each figure is `{"value", "low", "high", "n"}`, with null where there is none (money in a scenario without prices,
    mood in one that does not speak of it); times are in seconds, `effort` in minutes, shares up to 1. `version` is
    that of journeysim.
    """
    return json.dumps(_document(report, version), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _document(report: Report, version: str) -> dict[str, Any]:
    return {
        "journeysim": version,
        "scenario": report.scenario,
        "variant": report.variant,
        "about": report.about,
        "currency": report.currency,
        "seed": report.seed,
        "replications": report.replications,
        "cases": report.cases,
        "all": _of_cases(report.all),
        "segments": {name: _of_cases(figures) for name, figures in report.segments.items()},
        "issues": {name: _of_cases(figures) for name, figures in report.issues.items()},
        "departments": {name: _figures(figures) for name, figures in report.departments.items()},
        "loops": [
            {
                "signature": list(loop.signature),
                "length": _number(loop.length),
                "rounds": _figure(loop.rounds),
                "cases": _figure(loop.cases),
            }
            for loop in report.loops
        ],
        "dead_ends": [
            {
                "where": dead_end.where,
                "segment": dead_end.segment,
                "issue": dead_end.issue,
                "causes": list(dead_end.causes),
                "hits": _figure(dead_end.hits),
                "final": _figure(dead_end.final),
            }
            for dead_end in report.dead_ends
        ],
        "expectations": [
            {
                "name": kept.name,
                "place": kept.place,
                "sentence": kept.sentence,
                "verdict": kept.verdict,
                "figure": _figure(kept.figure),
            }
            for kept in report.expectations
        ],
        "notes": list(report.notes),
    }


def _of_cases(figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Figures of cases, those that this report does not have as well: the names are the same for every scenario."""
    absent = {name: _figure(NOTHING) for name in OF_CASES if name not in figures}
    return _figures(figures) | absent


def _figures(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {name: _figure(figure) for name, figure in figures.items()}


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": _number(figure.value),
        "low": _number(figure.low),
        "high": _number(figure.high),
        "n": int(figure.n),
    }


def _number(value: float | None) -> float | None:
    """The number; null where there is none, since JSON knows no infinity."""
    return None if value is None or not math.isfinite(value) else float(value)
