"""What only the graph or the clock shows, with the exact words."""

import pytest

from journeysim.build import build
from journeysim.model.problem import ScenarioError
from journeysim.read import read_text

HEAD = """journeysim: 1
name: A test
issues: {question: {raised by: {customer: 1 per day}}}
"""


def errors(text: str) -> list[str]:
    """What is wrong with a scenario that can be read but not built."""
    with pytest.raises(ScenarioError) as caught:
        build(read_text(text, file="shop.yaml"))
    return [str(problem) for problem in caught.value.problems]


def warnings(text: str) -> list[str]:
    """What is odd about a scenario that can be built."""
    return [str(problem) for problem in build(read_text(text, file="shop.yaml")).warnings]


def test_a_case_that_no_rule_is_for() -> None:
    """Told as a person would describe it."""
    text = """journeysim: 1
name: A test
segments:
  leaver: {is: {contract: ended}}
issues: {refund: {raised by: {leaver: 1 per day}}}
channels: {phone: {reaches: desk}}
departments:
  desk:
    staff: 1
    handling: 5 min
    rules:
      active: {when: {contract: [ended], contacts: {over: 1}}, then: {resolve: now}}
"""
    assert errors(text) == [
        "shop.yaml:11:5: error: no rule of 'desk' is for a leaver with refund, contract: ended, by phone; "
        "add a last rule without a condition, or one for this case [no-rule]"
    ]


def test_a_case_without_a_rule_that_comes_about_by_a_promise() -> None:
    """Tickets, facts and how the case came are told too."""
    text = (
        HEAD
        + """facts: {request: [none, logged]}
channels: {phone: {reaches: desk}}
departments:
  desk:
    staff: 1
    handling: 5 min
    rules:
      pass on: {then: {promise: {within: 1 day, then: {ticket: back, set: {request: logged}}}}}
  back:
    staff: 1
    handling: 5 min
    rules:
      only new: {when: {request: none}, then: {resolve: now}}
"""
    )
    assert errors(text) == [
        "shop.yaml:15:5: error: no rule of 'back' is for a customer with question, request: logged, came as promise; "
        "add a last rule without a condition, or one for this case [no-rule]"
    ]


def test_a_rule_that_never_applies() -> None:
    """Since one before it always does, or since no such case comes."""
    text = (
        HEAD
        + """channels: {phone: {reaches: desk}, chat: {reaches: care}}
departments:
  desk:
    staff: 1
    handling: 5 min
    rules:
      all: {then: {resolve: now}}
      rest: {then: {refuse: policy}}
  care:
    staff: 1
    handling: 5 min
    rules:
      by phone: {when: {channel: phone}, then: {refuse: policy}}
      all: {then: {resolve: now}}
"""
    )
    assert warnings(text) == [
        "shop.yaml:11:7: warning: the rule 'rest' of 'desk' never applies, since 'all' before it always does; "
        "move it up, change its condition, or delete it [dead-rule]",
        "shop.yaml:16:7: warning: the rule 'by phone' of 'care' never applies: no case that can come here fits it "
        "before an earlier rule does; move it up, change its condition, or delete it [dead-rule]",
    ]


def test_a_channel_that_nobody_may_enter() -> None:
    """Its gate asks for what is never so."""
    text = (
        HEAD
        + """facts: {pass: [no, "yes"]}
channels:
  phone: {reaches: desk}
  club: {admits: {pass: "yes"}, reaches: desk}
departments: {desk: {staff: 1, handling: 5 min, rules: {all: {then: {resolve: now}}}}}
"""
    )
    found = warnings(text)
    assert len(found) == 1
    assert found[0].startswith("shop.yaml:7:")
    assert found[0].endswith(
        "warning: no customer of this scenario may ever enter by 'club'; "
        "change who it admits, or delete it [closed-to-all]"
    )


@pytest.mark.parametrize(
    ("rule", "channel"),
    [
        ("{transfer: desk}", "{reaches: desk}"),
        ("{ticket: desk}", "{reaches: desk}"),
        ("{refer: {to: phone, after: 0 s}}", "{reaches: desk}"),
        ("[{chance: 1%, transfer: desk}, {chance: 99%, resolve: now}]", "{reaches: desk}"),
    ],
)
def test_a_round_that_takes_no_time(rule: str, channel: str) -> None:
    """By transfer, ticket or referral."""
    text = (
        HEAD
        + f"""channels: {{phone: {channel}}}
departments:
  desk:
    staff: 1
    handling: 0 s
    rules: {{it: {{then: {rule}}}}}
"""
    )
    assert errors(text) == [
        "shop.yaml:8:5: error: a case can go round 'desk' for ever without any time passing; "
        "let handling, or the way back, take some time [instant-loop]"
    ]


@pytest.mark.parametrize(
    ("handling", "rule", "channel"),
    [
        ("1 s", "{transfer: desk}", "{reaches: desk}"),
        ("0 s", "{refer: {to: phone, after: 1 s}}", "{reaches: desk}"),
        ("0 s", "{refer: {to: phone, after: 0 s}}", "{takes: 1 s, reaches: desk}"),
        ("0 s", "{resolve: now}", "{reaches: desk}"),
    ],
)
def test_a_round_that_takes_some_time_is_none_of_these(handling: str, rule: str, channel: str) -> None:
    """However little."""
    text = (
        HEAD
        + f"""channels: {{phone: {channel}}}
departments: {{desk: {{staff: 1, handling: {handling}, rules: {{it: {{then: {rule}}}}}}}}}
"""
    )
    assert warnings(text) == []


def test_hours_that_never_come() -> None:
    """A door that never opens, a department where nobody ever is."""
    text = (
        HEAD
        + """calendars: {past: {2020-01-01: 09:00-17:00}}
channels:
  phone: {open: past, reaches: desk}
  chat: {reaches: desk}
departments:
  desk:
    staff: {2020-01-01: {09:00-17:00: 4}}
    handling: 5 min
    rules: {all: {then: {resolve: now}}}
"""
    )
    assert errors(text) == [
        "shop.yaml:6:11: error: the channel 'phone' never opens on or after 2026-01-05; "
        "give its calendar hours on some day from then on [never-open]",
        "shop.yaml:10:5: error: the department 'desk' never has anybody on duty from 2026-01-05 on; "
        "give it staff, or hours in its calendar, on some day from then on [never-open]",
    ]


def test_a_profile_of_nothing() -> None:
    """A rate that has no time to arise."""
    text = """journeysim: 1
name: A test
profiles: {none: {days: {mon: 0}, hours: {08:00-09:00: 1}}}
issues: {question: {raised by: {customer: 1 per day}, profile: none}}
channels: {phone: {reaches: desk}}
departments: {desk: {staff: 1, handling: 5 min, rules: {all: {then: {resolve: now}}}}}
"""
    found = errors(text)
    assert len(found) == 1
    assert found[0].startswith("shop.yaml:4:")
    assert found[0].endswith(
        "error: the profile of 'question' weighs 0 all through the week, so it could never be raised; "
        "give some day and hour a weight above 0 [empty-arrivals]"
    )


def test_who_asks_for_what_they_cannot_see_is_told_where_it_is_kept() -> None:
    """A gate and a rule that ask for a fact in a system which their channel or department does not read."""
    text = (
        HEAD
        + """systems: [housing]
facts: {order: {values: [none, raised], in: housing}}
channels:
  phone: {reaches: desk}
  line: {admits: {order: raised}, reaches: desk}
departments:
  desk:
    staff: 1
    handling: 1 min
    rules: {later: {when: {order: raised}, then: {refuse: policy}}, now: {then: {resolve: now}}}
"""
    )
    asks = "it asks for 'order', which is kept in 'housing' and not read here"
    move = "add 'reads: housing', or ask for something else"
    shut, dead = warnings(text)
    assert shut.endswith(f"may ever enter by 'line': {asks}; {move} [closed-to-all]")
    assert dead.endswith(f"'later' of 'desk' never applies: {asks}; {move} [dead-rule]")


def test_a_rule_behind_one_that_always_applies_is_told_that_and_not_what_it_cannot_see() -> None:
    """Reading the system would not help it."""
    text = (
        HEAD
        + """systems: [housing]
facts: {order: {values: [none, raised], in: housing}}
channels: {phone: {reaches: desk}}
departments:
  desk:
    staff: 1
    handling: 1 min
    rules: {now: {then: {resolve: now}}, later: {when: {order: raised}, then: {refuse: policy}}}
"""
    )
    (dead,) = warnings(text)
    assert "never applies, since 'now' before it always does; move it up" in dead
