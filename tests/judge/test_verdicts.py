"""Expectations that name the verdict of a proof."""

from dataclasses import replace

import pytest

from journeysim.build import build
from journeysim.judge import judge_proved
from journeysim.model import scenario as nouns
from journeysim.model.problem import ScenarioError
from journeysim.read import read_text
from journeysim.verify import verify

TEXT = """\
journeysim: 1
name: Verdicts
segments: {member: {is: {account: yes}}, guest: {is: {account: no}}}
issues: {refund: {raised by: {member: 5 per day, guest: 1 per day}}}
channels: {phone: {admits: {account: yes}, reaches: care}, shop: {reaches: counter}}
departments:
  care: {staff: 2, handling: 6 min, rules: {pay: {then: {resolve: now}}}}
  counter: {staff: 2, handling: 6 min, rules: {sorry: {then: {refuse: policy}}}}
"""


@pytest.mark.parametrize(
    ("expected", "verdict", "share"),
    [
        ("verdict: resolvable, for: {segment: member}", "kept", 1),
        ("verdict: trapped, for: {segment: guest}", "kept", 1),
        ("verdict: [in hand, resolvable], for: {segment: guest}", "broken", 0),
        ("verdict: [catch-22, luck-bound, resolvable]", "broken", 0.5),
        ("verdict: [resolvable, trapped]", "kept", 1),
    ],
)
def test_a_verdict_is_kept_where_every_segment_and_issue_has_it(expected, verdict, share):
    """Or one of several."""
    scenario = read_text(f"{TEXT}expect: {{as proved: {{{expected}}}}}\n")
    (kept,) = judge_proved(scenario.expectations, verify(build(scenario)).verdicts)
    assert (kept.verdict, kept.figure.value) == (verdict, share)


def test_more_than_segment_and_issue_cannot_be_asked_of_a_proof():
    """A scenario that asks it is refused as it is read; an expectation that comes otherwise is undecided."""
    with pytest.raises(ScenarioError, match="cannot be asked by 'contacts'"):
        read_text(f"{TEXT}expect: {{as proved: {{verdict: resolvable, for: {{contacts: {{over: 1}}}}}}}}\n")
    scenario = read_text(f"{TEXT}expect: {{as proved: {{verdict: resolvable, for: {{segment: member}}}}}}\n")
    (expectation,) = scenario.expectations
    asked = replace(expectation, scope=((nouns.Test("contacts", over=1.0),),))
    (kept,) = judge_proved([asked], verify(build(scenario)).verdicts)
    assert (kept.verdict, kept.figure.value) == ("undecided", None)


def test_a_proof_without_an_answer_keeps_no_verdict():
    """Not even that somebody is trapped."""
    scenario = read_text(f"{TEXT}expect: {{as proved: {{verdict: trapped}}}}\n")
    (kept,) = judge_proved(scenario.expectations, verify(build(scenario), bound=1).verdicts)
    assert (kept.verdict, kept.sentence) == ("undecided", "verdict trapped")
