"""A record that waits for the last case, where some case never ends."""

import pytest

from journeysim.build import build
from journeysim.model.problem import ScenarioError
from journeysim.read import read_text
from journeysim.simulate import engine, simulate

ROUND = """\
journeysim: 1
name: Two desks that know better
run: {arrivals: 1 day, horizon: none}
segments: {customer: {gives up: {attempts: 500}}}
issues: {question: {raised by: {customer: 2 per h}}}
channels: {phone: {reaches: care}, letter: {kind: message, reaches: back}}
departments:
  care: {staff: 2, handling: 5 min, rules: {write: {then: {refer: letter}}}}
  back: {staff: 2, handling: 5 min, rules: {call: {then: {refer: phone}}}}
"""


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience for tests."""
    monkeypatch.setattr(engine, "ENDLESS", 60_000)


@pytest.mark.parametrize(
    "text",
    [
        ROUND.replace("segments: {customer: {gives up: {attempts: 500}}}\n", ""),
        ROUND.replace("{refer: letter}", "{transfer: back}").replace("{refer: phone}", "{transfer: care}"),
        ROUND.replace("attempts: 500", "attempts: 1")
        .replace("{refer: letter}", "{ticket: back}")
        .replace("{refer: phone}", "{ticket: care}"),
    ],
    ids=["referrals", "transfers", "tickets of customers who gave up"],
)
def test_a_case_that_never_ends_is_told_in_place_of_waiting_for_it(text: str) -> None:
    """It would fill the memory; the problem points at the horizon."""
    with pytest.raises(ScenarioError) as caught:
        simulate(build(read_text(text, file="round.yaml")))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.line, problem.place.column) == ("never-over", 3, 24)
    assert "47 cases go round without ever coming to an end" in problem.fact


def test_long_rounds_that_end_are_waited_for() -> None:
    """Customers who give up at last are followed to their end, however many rows that takes."""
    text = ROUND.replace("arrivals: 1 day", "arrivals: 20 days").replace("attempts: 500", "attempts: 20")
    log = simulate(build(read_text(text, file="round.yaml")))
    assert len(log.rows) > engine.ENDLESS
