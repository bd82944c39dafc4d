"""Verdicts with mends: a change is built and proved again before it is offered, which takes two verbs in a row."""

from dataclasses import replace

from journeysim.build import build
from journeysim.judge import judge_proved
from journeysim.model.problem import ScenarioError
from journeysim.model.proof import Proof, Verdict
from journeysim.model.scenario import Scenario
from journeysim.verify import briefly, verify, with_mends

MENDED = 20_000
"""States of a scenario, at most, for which mends are sought: each is proved again."""


def prove(scenario: Scenario, *, bound: int = 5_000_000) -> Proof:
    """What is proved of a scenario, with mends for its traps and Catch-22s. Raises `ScenarioError`."""
    process = build(scenario)
    proof = verify(process, bound=bound)
    proof = replace(proof, expectations=judge_proved(scenario.expectations, proof.verdicts))
    if sum(verdict.states for verdict in proof.verdicts) > MENDED:
        return proof
    return with_mends(process, proof, _changed)


def _changed(scenario: Scenario) -> tuple[Verdict, ...] | None:
    try:
        return briefly(build(scenario), bound=MENDED)
    except ScenarioError:
        return None
