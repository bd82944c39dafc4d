"""A `Proof` into JSON, for programs."""

import json
from collections.abc import Sequence
from typing import Any

from journeysim.model.problem import Place
from journeysim.model.proof import Finding, Proof, Story, Verdict


def proofs_as_json(proofs: Sequence[Proof], *, version: str) -> str:
    """The proofs as JSON text: one object, or a list where there are several."""
    documents = [_proof(proof, version) for proof in proofs]
    document: Any = documents[0] if len(documents) == 1 else documents
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _proof(proof: Proof, version: str) -> dict[str, Any]:
    return {
        "journeysim": version,
        "scenario": proof.scenario,
        "variant": proof.variant,
        "verdicts": [_verdict(verdict) for verdict in proof.verdicts],
        "findings": [_finding(finding) for finding in proof.general],
        "expectations": [
            {
                "name": kept.name,
                "place": kept.place,
                "sentence": kept.sentence,
                "verdict": kept.verdict,
                "value": kept.figure.value,
            }
            for kept in proof.expectations
        ],
        "stale": [{"name": name, "place": _place(place)} for name, place in proof.stale],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    expected = verdict.expected
    return {
        "segment": verdict.segment,
        "issue": verdict.issue,
        "verdict": verdict.verdict,
        "best_case": verdict.best_case,
        "by_waiting": verdict.by_waiting,
        "fewest_attempts": verdict.fewest_attempts,
        "states": verdict.states,
        "trapped": verdict.trapped,
        "catch_22": verdict.catch_22,
        "relies_on": list(verdict.relies_on),
        "findings": [_finding(finding) for finding in verdict.findings],
        "expected": None
        if expected is None
        else {
            "figures": {name: _finite(value) for name, value in expected.figures.items()},
            "dead_ends": dict(expected.dead_ends),
            "not_covered": list(expected.not_covered),
        },
    }


def _finite(value: float) -> float | None:
    return value if value < float("inf") else None


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "segment": finding.segment or None,
        "issue": finding.issue or None,
        "sentence": finding.sentence,
        "place": _place(finding.place),
        "involved": [{"sentence": step.sentence, "place": _place(step.place)} for step in finding.involved],
        "likelihood": finding.likelihood,
        "story": None if finding.story is None else _story(finding.story),
        "mends": [
            {
                "sentence": mend.sentence,
                "patch": mend.patch,
                "best_case": mend.best_case,
                "gained": mend.gained,
                "other_verdicts": mend.other_verdicts,
            }
            for mend in finding.mends
        ],
        "accepted": finding.accepted,
    }


def _story(story: Story) -> dict[str, Any]:
    return {
        "way_in": [{"sentence": step.sentence, "place": _place(step.place)} for step in story.way_in],
        "loop": [{"sentence": step.sentence, "place": _place(step.place)} for step in story.loop],
        "table": [
            {"channel": row.channel, "sentence": row.sentence, "place": _place(row.place)} for row in story.table
        ],
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}
