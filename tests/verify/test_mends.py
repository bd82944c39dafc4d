"""Mends are proved again for those whom a change concerns, and for nobody else."""

from pathlib import Path

import pytest

from journeysim.build import build
from journeysim.bundled import scenarios
from journeysim.model.proof import Mend, Proof, Verdict
from journeysim.model.scenario import Scenario
from journeysim.proving import prove
from journeysim.read import read, read_text
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


def verdicts(scenario: Scenario) -> dict[tuple[str, str], Verdict]:
    """What is proved of each segment and issue."""
    return {(one.segment, one.issue): one for one in briefly(build(scenario))}


@pytest.mark.parametrize("name", scenarios())
def test_every_mend_gives_what_it_promises_once_it_is_pasted(name: str, tmp_path: Path) -> None:
    """As it is printed, under `variants` of the scenario: the best case, and how many other verdicts change."""
    path = scenarios()[name]
    text = path.read_text(encoding="utf-8")
    before = verdicts(read(path))
    for verdict, mend in offered(prove(read(path))):
        pasted = tmp_path / path.name
        head, variants, rest = text.partition("\nvariants:\n")
        pasted.write_text(f"{head}\nvariants:\n{mend.patch}{rest}" if variants else f"{text}variants:\n{mend.patch}")
        variant = mend.patch.strip().split(":")[0]
        after = verdicts(read(pasted, variant=variant))
        kind = verdict.segment, verdict.issue
        assert after[kind].best_case == mend.best_case
        assert after[kind].best_case == pytest.approx(verdict.best_case + mend.gained, abs=1e-12)
        others = sum(after[one].verdict != before[one].verdict for one in before if one != kind)
        assert others == mend.other_verdicts


def offered(proof: Proof) -> list[tuple[Verdict, Mend]]:
    """Every mend once for each segment and issue that it is for."""
    found = {
        (verdict.segment, verdict.issue, mend.patch): (verdict, mend)
        for verdict in proof.verdicts
        for finding in verdict.findings
        for mend in finding.mends
    }
    return list(found.values())
