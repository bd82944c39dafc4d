"""What is proved of going public: whether anybody must, and what it relies on."""

import pytest

from journeysim import bundled
from journeysim.build import build
from journeysim.read import read, read_text
from journeysim.verify import verify
from tests.verify.proved import desk, proved

PRESS = "press: {staff: 1, handling: 1 h, rules: {mend: {then: {resolve: now}}}}"
BLOG = "{phone: {reaches: desk}, blog: {kind: message, public: yes, noticed: 70%, reaches: press}}"
REFUSES = "no: {then: {refuse: policy}}"


def verdict(text: str):
    """The only verdict of a scenario."""
    (one,) = verify(build(read_text(text))).verdicts
    return one


def test_publicity_is_the_customers_move_and_being_noticed_is_chance() -> None:
    """Who may post as often as they like is noticed in the end: 1 / 0.7 attempts."""
    found = proved(desk(REFUSES, more=PRESS, channels=BLOG)).first
    assert found.best == 1
    assert found.attempts == pytest.approx(1 / 0.7)


def test_a_message_that_nobody_can_notice_leads_nowhere() -> None:
    """The best case is that of the others."""
    text = desk(REFUSES, more=PRESS, channels=BLOG.replace("70%", "0%"))
    assert proved(text).first.best == 0


def test_a_verdict_that_needs_publicity_says_so() -> None:
    """In the verdict, and as a finding with the chance that the modelled customers do it."""
    text = desk(REFUSES, more=PRESS, channels=BLOG, top="segments: {customer: {escalates: {blog: {chance: 40%}}}}")
    found = verdict(text)
    assert found.relies_on == ("only by publicity",)
    (finding,) = [one for one in found.findings if one.code == "only-by-publicity"]
    assert finding.sentence == (
        "A customer with question fares best by going public: at best the chance is 100%, and 0% for those who never "
        "do."
    )
    assert finding.severity == "warning"
    assert finding.likelihood == pytest.approx(0.4)
    assert finding.place.line == 6
    assert found.expected is not None
    assert found.expected.figures["resolved"] == pytest.approx(0.4 * 0.7)
    assert found.expected.figures["unnoticed"] == pytest.approx(0.4 * 0.3)


def test_a_public_channel_that_nobody_would_try_is_named_too() -> None:
    """The one says that it is public, the other that the customers modelled here do not do it."""
    text = desk(REFUSES, more=PRESS, channels=BLOG, top="segments: {customer: {tries: [phone]}}")
    assert verdict(text).relies_on == ("only by publicity", "only by blog")


def test_several_public_channels_are_one_publicity() -> None:
    """Each could stand in for the other, so that none is needed by itself."""
    channels = BLOG.replace("}}", "}, forum: {public: yes, reaches: press}}")
    assert verdict(desk(REFUSES, more=PRESS, channels=channels)).relies_on == ("only by publicity",)


def test_publicity_that_is_not_needed_is_not_found() -> None:
    """Where the phone helps as surely, nothing is relied on."""
    found = verdict(desk("help: {then: {resolve: now}}", more=PRESS, channels=BLOG))
    assert found.relies_on == ()
    assert "only-by-publicity" not in {finding.code for finding in found.findings}


def test_a_rule_may_wait_for_publicity() -> None:
    """What is public is part of the state: the phone helps once it is."""
    text = desk(
        "mend: {when: {went public: yes}, then: {resolve: now}}, no: {then: {refuse: policy}}",
        channels="{phone: {reaches: desk}, blog: {kind: message, public: yes, noticed: 0%, reaches: desk}}",
    )
    found = verdict(text)
    assert (found.best_case, found.fewest_attempts, found.relies_on) == (1, 2, ("only by publicity",))


def test_a_story_tells_of_what_nobody_notices() -> None:
    """A post that can be made once, and may pass unnoticed: the draw that loses."""
    text = desk(
        REFUSES,
        more=PRESS,
        channels="{phone: {reaches: desk}, "
        "blog: {kind: message, public: yes, noticed: 70%, admits: {used: no}, reaches: press}}",
        top="facts: {used: [no, yes]}",
        issue="raised by: {customer: 1 per day}, begins with: {set: {used: yes}, refuse: before}",
    )
    assert verdict(text).verdict == "trapped"
    once = text.replace("begins with: {set: {used: yes}, refuse: before}", "begins with: {refuse: before}")
    once = once.replace("admits: {used: no}", "admits: {contacts: {under: 1}}")
    found = verdict(once.replace("no: {then", "no: {when: {contacts: {at least: 1}}, then"))
    assert (found.verdict, found.best_case) == ("resolvable", 1)


def test_moods_that_decide_are_beyond_the_expected_case() -> None:
    """It takes everybody to stay in the mood of the start, and says so; moods that decide nothing are not named."""
    escalates = "escalates: {blog: {when: {mood: {under: -0.1}}}}"
    text = desk(REFUSES, more=PRESS, channels=BLOG, top=f"segments: {{customer: {{{escalates}}}}}")
    found = verdict(text).expected
    assert found is not None
    assert "mood, where it decides what customers do (taken as at the start)" in found.not_covered
    assert found.figures["resolved"] == 0
    low = verdict(text.replace(escalates, f"mood: -0.2, {escalates}")).expected
    assert low is not None
    assert low.figures["resolved"] == pytest.approx(0.7)
    felt = verdict(text.replace("segments:", "mood: {drives: after the end only}\nsegments:", 1)).expected
    assert felt is not None
    assert not any("mood" in one for one in felt.not_covered)


def test_who_meets_it_is_not_said_where_moods_and_watchdogs_decide():
    """Nought would be wrong: one in four goes public by their mood, and a watchdog loses one case in three."""
    proof = verify(build(read(bundled.locate("cancelled_store_card"))))
    holders = {one.code: one.likelihood for one in proof.findings if one.segment == "cardholder"}
    assert holders["trapped"] is None
    assert holders["only-by-publicity"] is None
    assert holders["luck-bound"] == 1
