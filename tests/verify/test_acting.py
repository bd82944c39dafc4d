"""What is proved where the company acts of itself: calls, voicemails, watchdogs."""

import pytest

from journeysim.build import build
from journeysim.model.unfold import unfold
from journeysim.read import read_text
from journeysim.verify import first, solve, verify

FRAME = """\
journeysim: 1
name: Calls
segments: {{customer: {{tries: [phone]{who}}}}}
issues: {{question: {{raised by: {{customer: 8 per day}}}}}}
channels: {{phone: {{admits: {{contacts: {{under: 1}}}}, reaches: desk}}}}
departments:
  desk: {{staff: 2, calls out: yes, handling: 5 min, rules: {{{rules}}}}}
{more}"""


def proof(rules: str, *, who: str = "", more: str = ""):
    """The verdict on the only population; its customers get through by phone once."""
    return verify(build(read_text(FRAME.format(rules=rules, who=who, more=more)))).verdicts[0]


CALL = "it: {then: {call: {tries: 2, then: {resolve: now}}}}"


def test_returning_a_voicemail_is_the_customers_move_and_an_attempt():
    """So a call resolves the case for sure, at the price of an attempt where nobody answered twice."""
    verdict = proof(CALL, who=", answers calls: 60%")
    assert (verdict.verdict, verdict.best_case) == ("resolvable", 1)
    assert verdict.by_waiting == 0
    assert verdict.fewest_attempts == pytest.approx(1 + 0.4**2)


def test_a_call_that_is_always_answered_is_in_hand():
    """Once it is made, waiting suffices."""
    process = build(read_text(FRAME.format(rules=CALL, who=", answers calls: 100%", more="")))
    solution = solve(process, unfold(process))
    assert first(solution, 0).best == 1
    made = next(n for n, node in enumerate(solution.graph.nodes) if process.states[node.state].pending)
    assert solution.in_hand[made]


def test_a_verdict_that_needs_customers_to_do_what_they_never_do_says_so():
    """Who never answers has to return a voicemail."""
    assert proof(CALL, who=", answers calls: 0%, returns voicemail: 0%").relies_on == ("only by returning a voicemail",)
    assert proof(CALL, who=", answers calls: 0%, returns voicemail: 5%").relies_on == ()


def test_the_story_tells_of_calls_in_plain_words():
    """Who called, whether anybody answered, and what it came to."""
    rules = """
      late: {when: {came as: watchdog}, then: {call: {then: {resolve: {works: 50%}}}}},
      it: {then: {refuse: policy}}"""
    more = "watchdogs: {a week: {when: {open for: {over: 7 days}}, hands to: desk}}"
    verdict = proof(rules, who=", answers calls: 60%", more=more)
    trapped = next(finding for finding in verdict.findings if finding.code == "trapped")
    sentences = [step.sentence for step in trapped.story.way_in]
    assert sentences == [
        "A customer with question.",
        "Time passes; the case is over 7 days old.",
        "The watchdog 'a week' hands the case to desk.",
        "Then desk takes up what was handed to it and, by its rule 'late', has them called.",
        "Then desk calls, they answer, and it resolves the case, or so it seems.",
    ]
    assert verdict.best_case == pytest.approx(0.5)


def test_nobody_answers_and_the_voicemail_is_returned():
    """Told as the way to where it was lost."""
    rules = "it: {then: {call: {then: {resolve: {works: 50%}}}}}"
    trapped = next(one for one in proof(rules, who=", answers calls: 0%").findings if one.code == "trapped")
    assert [step.sentence for step in trapped.story.way_in] == [
        "A customer with question.",
        "They try phone: desk, by its rule 'it', has them called.",
        "Then desk calls; nobody answers, and a voicemail is left.",
        "They return the voicemail.",
        "They are put through to desk, which resolves the case, or so it seems.",
    ]


def test_a_watchdog_can_make_a_trap_a_way_out():
    """A case that the desk loses, and the phone no longer takes, is found again."""
    lost = "late: {when: {came as: watchdog}, then: {resolve: now}}, it: {then: {drop: silently}}"
    assert proof(lost).verdict == "trapped"
    found = proof(lost, more="watchdogs: {days: {when: {silent for: {over: 2 days}}, hands to: desk}}")
    assert found.verdict == "in_hand"
    assert found.trapped == 0


def test_a_promise_to_call_is_no_empty_promise():
    """It says what would be done."""
    rules = "it: {then: {promise: {within: 2 days, kept: 5%, then: {call: {then: {resolve: now}}}}}}"
    assert "empty-promise" not in {finding.code for finding in proof(rules).findings}


def test_watchdogs_are_not_in_the_expected_case_and_calls_are():
    """What the patient customer leaves out is named."""
    verdict = proof(CALL, who=", answers calls: 60%, returns voicemail: 50%")
    assert verdict.expected.figures["resolved"] == pytest.approx(1 - (0.4 * 0.5) ** 2)
    more = "watchdogs: {days: {when: {silent for: {over: 2 days}}, hands to: desk}}"
    assert "watchdogs" in proof(CALL, more=more).expected.not_covered
