"""Mends are proved again for those whom a change concerns, and for nobody else."""

from journeysim.build import build
from journeysim.model.proof import Verdict
from journeysim.model.scenario import Scenario
from journeysim.read import read_text
from journeysim.verify import briefly, verify, with_mends

RETURNS = """
journeysim: 1
name: Returns
segments:
  member: {is: {account: yes}}
  guest: {is: {account: no}}
issues:
  refund: {raised by: {member: 5 per day, guest: 1 per day}}
  question: {raised by: {member: 9 per day, guest: 4 per day}}
channels:
  phone: {admits: {account: yes}, reaches: care}
  shop: {reaches: counter}
departments:
  care: {staff: 2, handling: 5 min, rules: {pay: {then: {resolve: now}}}}
  counter:
    staff: 1
    handling: 3 min
    rules:
      answer: {when: {issue: question}, then: {resolve: now}}
      not here: {then: {refer: phone}}
"""


def test_a_changed_scenario_is_proved_for_those_whom_it_concerns() -> None:
    """A gate for its segment, with all issues; a rule for those who can meet it. The offer is that of a whole proof."""
    process = build(read_text(RETURNS))
    asked: list[set[tuple[str, str]]] = []

    def prove(scenario: Scenario) -> tuple[Verdict, ...]:
        asked.append({(who, issue.name) for issue in scenario.issues.values() for who in issue.raised_by})
        return briefly(build(scenario))

    proof = with_mends(process, verify(process), prove)
    assert asked == [
        {("guest", "refund")},
        {("guest", "question")},
        {("guest", "refund")},
        {("member", "refund")},
        {("guest", "refund")},
        {("member", "refund")},
    ]
    (mends,) = [finding.mends for finding in proof.findings if finding.code == "trapped"]
    assert [(mend.sentence, mend.best_case, mend.other_verdicts) for mend in mends] == [
        ("let guest in by phone", 1.0, 0),
        ("let counter, by its rule 'not here', hand it to care", 1.0, 0),
        ("let counter, by its rule 'not here', pass them on to care", 1.0, 0),
    ]
