"""Proofs into SARIF 2.1.0, so that findings show at their lines in a pull request.

The format: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", 2020.
"""

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from journeysim.model.problem import Place
from journeysim.model.proof import Finding, Proof, Step, Story

RULES = {
    "trapped": "The customer can come to where nothing resolves the case any more.",
    "catch-22": "Nothing that the customer can do improves the odds.",
    "luck-bound": "Even at best a resolution is not certain.",
    "only-by-publicity": "Who never goes public fares worse.",
    "endless-loop": "The customer can be sent round with nothing changed.",
    "blind-handoff": "A referral leads to a gate that does not let this customer in.",
    "lost-silently": "Cases are lost without a word.",
    "empty-promise": "A promise that nothing carries out.",
    "dead-rule": "A rule that never applies.",
    "closed-to-all": "A channel that nobody may ever enter.",
    "unreached": "A department to which no case can come.",
    "no-way-in": "A segment that can reach no channel.",
    "stale-acceptance": "A finding is accepted that is found no more.",
}
"""What each code of a finding stands for."""


def proofs_as_sarif(proofs: Sequence[Proof], *, version: str) -> str:
    """One SARIF log with a result for each finding; counterexamples are code flows, acceptances suppressions."""
    codes = list(RULES)
    results = [_result(finding, proof, codes) for proof in proofs for finding in proof.findings]
    results += [_stale(name, place) for proof in proofs for name, place in proof.stale]
    driver = {
        "name": "journeysim",
        "version": version,
        "rules": [{"id": code, "shortDescription": {"text": text}} for code, text in RULES.items()],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _result(finding: Finding, proof: Proof, codes: list[str]) -> dict[str, Any]:
    variant = "" if proof.variant is None else f" (variant '{proof.variant}')"
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code) if finding.code in codes else -1,
        "level": "error" if finding.severity == "error" else "warning",
        "message": {"text": f"{finding.sentence}{variant}"},
        "locations": [_location(finding.place)],
        "partialFingerprints": {"finding/v1": f"{proof.scenario}/{proof.variant or ''}/{finding.name}"},
    }
    related = [step for step in finding.involved if step.place is not None]
    if related:
        result["relatedLocations"] = [
            _location(step.place, step.sentence, number) for number, step in enumerate(related, start=1) if step.place
        ]
    if finding.story is not None and (flow := _flow(finding.story)):
        result["codeFlows"] = [{"threadFlows": [{"locations": flow}]}]
    if finding.accepted is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.accepted}]
    return result


def _stale(name: str, place: Place) -> dict[str, Any]:
    return {
        "ruleId": "stale-acceptance",
        "level": "warning",
        "message": {"text": f"'{name}' is accepted, but nothing of that name is found any more."},
        "locations": [_location(place)],
    }


def _flow(story: Story) -> list[dict[str, Any]]:
    steps: list[Step] = [*story.way_in, *story.loop]
    steps += [Step(f"{row.channel}: {row.sentence}", row.place) for row in story.table]
    return [{"location": _location(step.place, step.sentence)} for step in steps if step.place is not None]


def _location(place: Place, text: str | None = None, number: int | None = None) -> dict[str, Any]:
    path = PurePath(place.file)
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}
    }
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": max(1, place.column)}
    location: dict[str, Any] = {"physicalLocation": physical}
    if text is not None:
        location["message"] = {"text": text}
    if number is not None:
        location["id"] = number
    return location
