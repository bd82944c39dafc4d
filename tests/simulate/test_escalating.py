"""Going public, and channels that customers take beside their own."""

import numpy as np
import pytest

from journeysim.measure import journeys, laws, measure
from journeysim.model import scenario as nouns
from journeysim.model.log import Kind
from journeysim.model.sample import Question
from tests.simulate.telling import log_of, scenario, story

TRIES = (Kind.ATTEMPT, Kind.UNNOTICED, Kind.DEAD_END, Kind.STOPS, Kind.RESOLVES)
TWO = "{phone: {reaches: desk}, blog: {kind: message, public: yes, reaches: press}}"
REFUSES_THEN_HELPS = """
  desk: {staff: 9, handling: 10 min, rules: {no: {then: {refuse: policy}}}}
  press: {staff: 9, handling: 20 min, rules: {help: {then: {resolve: now}}}}"""


def test_a_customer_who_is_refused_escalates_after_a_pause() -> None:
    """The channel stands beside their own: it is not among those that they try by themselves."""
    text = scenario(
        segments="{customer: {escalates: {blog: {after: 2 h}}}}", channels=TWO, departments=REFUSES_THEN_HELPS
    )
    assert story(text, *TRIES) == [
        "00:00:00 customer 0 tries phone",
        "02:10:00 customer 0 escalates to blog",
        "02:30:00 customer 0 is resolved",
    ]


def test_a_customer_who_hears_nothing_escalates_instead_of_chasing() -> None:
    """Silence is when what was expected has not come; until then they wait."""
    text = scenario(
        segments="{customer: {chases: 3 days, escalates: {blog: {after: 0 s, when: {silent for: {over: 2 days}}}}}}",
        channels=TWO,
        departments="""
  desk: {staff: 9, handling: 10 min, rules: {lose: {then: {drop: silently}}}}
  press: {staff: 9, handling: 20 min, rules: {help: {then: {resolve: now}}}}""",
    )
    assert story(text, *TRIES) == [
        "00:00:00 customer 0 tries phone",
        "3d 00:10:00 customer 0 escalates to blog",
        "3d 00:30:00 customer 0 is resolved",
    ]


def test_each_channel_is_taken_once_a_case_in_the_order_of_the_file() -> None:
    """Conditions that do not hold yet are asked again at the next failed attempt."""
    text = scenario(
        segments="""{customer: {starts over: {times: 1}, escalates: {
            letter: {when: {contacts: {at least: 2}}}, blog: {when: {went public: no}}}}}""",
        channels="""{phone: {reaches: desk}, letter: {kind: message, reaches: desk},
            blog: {kind: message, public: yes, reaches: desk}}""",
        departments="{desk: {staff: 9, handling: 10 min, rules: {no: {then: {refuse: policy}}}}}",
    )
    assert story(text, *TRIES) == [
        "00:00:00 customer 0 tries phone",
        "01:10:00 customer 0 escalates to blog",
        "02:20:00 customer 0 escalates to letter",
        "02:30:00 customer 0 hits a dead end",
        "03:30:00 customer 0 tries phone",
        "03:40:00 customer 0 hits a dead end",
        "03:40:00 customer 0 stops in a dead end",
    ]


def test_the_dice_fall_once_a_case() -> None:
    """Who does not take it the first time never does: the share of those who do is the chance."""
    text = scenario(
        run="{arrivals: 4 days, horizon: 20 days}",
        issues="{question: {raised by: {customer: {cases: 3000}}}}",
        segments="{customer: {starts over: {times: 2}, escalates: {blog: {chance: 30%}}}}",
        channels=TWO,
        departments="""
  desk: {staff: 900, handling: 10 min, rules: {no: {then: {refuse: policy}}}}
  press: {staff: 900, handling: 20 min, rules: {no: {then: {refuse: policy}}}}""",
    )
    log = log_of(text)
    table = journeys(log)
    assert table["went_public"].mean() == pytest.approx(0.3, abs=0.03)
    assert set(table["attempts"][table["went_public"]]) == {4}
    assert set(table["attempts"][~table["went_public"]]) == {3}
    asked = Question(
        "share", share=((nouns.Test("went public", ("yes",)),),), scope=((nouns.Test("ended", ("dead end",)),),)
    )
    sample = measure(log, questions=[asked])
    assert sample.answers[asked] == sample.all["went_public"] == table["went_public"].mean()


def test_a_limit_of_persistence_comes_first() -> None:
    """Who has had attempts enough does not escalate either."""
    text = scenario(
        segments="{customer: {gives up: {attempts: 1}, escalates: {blog: {}}}}".replace("{}", "{chance: 100%}"),
        channels=TWO,
        departments=REFUSES_THEN_HELPS,
    )
    assert story(text, *TRIES) == [
        "00:00:00 customer 0 tries phone",
        "00:10:00 customer 0 stops after so many attempts",
    ]


def test_what_nobody_notices_is_waited_for_all_the_same() -> None:
    """The message is lost: no visit, no word, and the customer does not know."""
    text = scenario(
        segments="{customer: {tries: [blog, phone], chases: 2 days}}",
        channels="{phone: {reaches: desk}, blog: {kind: message, public: yes, noticed: 0%, reaches: desk}}",
        departments="{desk: {staff: 9, handling: 10 min, rules: {help: {then: {resolve: now}}}}}",
    )
    assert story(text)[1:] == [
        "00:00:00 customer 0 tries blog",
        "00:00:00 customer 0 writes by blog, unnoticed",
        "2d 00:00:00 customer 0 chases by phone",
        "2d 00:00:00 customer 0 joins desk by phone",
        "2d 00:00:00 customer 0 starts at desk",
        "2d 00:10:00 customer 0 ends at desk: resolve",
        "2d 00:10:00 customer 0 is resolved",
    ]
    assert laws(log_of(text)) == []


def test_some_messages_are_noticed_and_some_are_not() -> None:
    """As many as the chance says; the books balance."""
    text = scenario(
        run="{arrivals: 4 days, horizon: 20 days}",
        issues="{question: {raised by: {customer: {cases: 3000}}}}",
        channels="{blog: {kind: message, public: yes, noticed: 70%, reaches: desk}}",
        departments="{desk: {staff: 900, handling: 10 min, rules: {help: {then: {resolve: now}}}}}",
    )
    log = log_of(text)
    sample = measure(log)
    assert laws(log) == []
    assert sample.all["went_public"] == 1
    assert sample.all["unnoticed"] == pytest.approx(0.3, abs=0.03)
    assert sample.all["resolved"] == pytest.approx(1 - sample.all["unnoticed"])
    assert sample.dead_ends[0].where == "blog"
    assert sample.dead_ends[0].causes == ("blog was not noticed",)
    assert np.array_equal(journeys(log)["ending"] == "resolved", journeys(log)["unnoticed"] == 0)


def test_rules_and_gates_can_see_that_a_case_went_public() -> None:
    """From the public attempt on, whatever came of it; the gate of that very channel sees it too."""
    text = scenario(
        segments="{customer: {tries: [phone, blog, vip]}}",
        channels="""{phone: {reaches: desk}, blog: {public: yes, admits: {went public: no}, reaches: desk},
            vip: {admits: {went public: yes}, reaches: desk}}""",
        departments="""{desk: {staff: 9, handling: 10 min, rules: {
            help: {when: {went public: yes}, then: {resolve: now}}, no: {then: {refuse: policy}}}}}""",
    )
    assert story(text, Kind.TURNED_AWAY, Kind.JOINS, Kind.ENDS) == [
        "00:00:00 customer 0 joins desk by phone",
        "00:10:00 customer 0 ends at desk: refuse",
        "01:10:00 customer 0 is turned away from blog by the gate",
        "02:10:00 customer 0 joins desk by vip",
        "02:20:00 customer 0 ends at desk: resolve",
    ]


def test_figures_of_publicity_are_given_where_something_is_public() -> None:
    """Nobody else is troubled with them."""
    private = scenario(channels="{phone: {reaches: desk}}")
    asked = Question("went_public")
    sample = measure(log_of(private), questions=[asked])
    assert "went_public" not in sample.all
    assert sample.answers[asked] == 0
    public = scenario(channels="{phone: {public: yes, reaches: desk}}")
    assert measure(log_of(public)).all["went_public"] == 1
