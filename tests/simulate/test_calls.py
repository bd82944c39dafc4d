"""The company acts of itself: it calls, and its watchdogs look at every case."""

import numpy as np
import pytest

from journeysim.measure import journeys, measure
from journeysim.model.log import Kind
from tests.simulate.telling import log_of, scenario, story


def calling(then: str, **who: str) -> str:
    """One customer who phones a desk that does one thing, at any hour, in ten minutes."""
    return scenario(
        segments=f"{{customer: {{{', '.join(f'{key}: {value}' for key, value in who.items())}}}}}",
        channels="{phone: {reaches: desk}}",
        departments=f"{{desk: {{staff: 9, calls out: yes, handling: 10 min, rules: {{it: {{then: {then}}}}}}}}}",
    )


YES, NO = {"answers calls": "100%"}, {"answers calls": "0%"}
TWICE = {"chases": "9 days", "gives up": "{attempts: 2}"}
RETURNS, KEEPS = {"returns voicemail": "100%"}, {"returns voicemail": "0%"}


def test_the_company_calls_when_it_said_and_what_it_called_for_is_done() -> None:
    """A call is a visit to the department that makes it, and takes its handling time."""
    assert story(calling("{call: {after: 2 h, then: {resolve: now}}}", **YES)) == [
        "00:00:00 customer 0 has question",
        "00:00:00 customer 0 tries phone",
        "00:00:00 customer 0 joins desk by phone",
        "00:00:00 customer 0 starts at desk",
        "00:10:00 customer 0 ends at desk: call",
        "00:10:00 customer 0 perceives a change",
        "02:10:00 customer 0 is to be called by desk, try 1",
        "02:10:00 customer 0 is a call of desk",
        "02:10:00 customer 0 starts at desk",
        "02:20:00 customer 0 ends at desk: resolve",
        "02:20:00 customer 0 is resolved",
    ]


def test_each_try_that_nobody_answers_leaves_a_voicemail() -> None:
    """So many tries, a day apart unless said otherwise; then the company gives up."""
    kinds = (Kind.CALLS, Kind.VOICEMAIL, Kind.RETURNS)
    assert story(calling("{call: {tries: 2, then: {resolve: now}}}", **NO, **KEEPS, **TWICE), *kinds)[:6] == [
        "00:10:00 customer 0 is to be called by desk, try 1",
        "00:20:00 customer 0 has voicemail 1 of desk",
        "1d 00:20:00 customer 0 is to be called by desk, try 2",
        "1d 00:30:00 customer 0 has voicemail 2 of desk",
        "9d 00:20:00 customer 0 is to be called by desk, try 1",
        "9d 00:30:00 customer 0 has voicemail 1 of desk",
    ]


def test_a_voicemail_is_returned_after_a_pause_and_no_further_try_is_made() -> None:
    """Returning it is an attempt, and a contact of the department that called."""
    text = calling("{call: {tries: 3, then: {resolve: now}}}", **NO, **RETURNS, pauses="3 h")
    assert story(text)[6:] == [
        "00:10:00 customer 0 is to be called by desk, try 1",
        "00:10:00 customer 0 is a call of desk",
        "00:10:00 customer 0 starts at desk",
        "00:20:00 customer 0 ends at desk without a rule",
        "00:20:00 customer 0 has voicemail 1 of desk",
        "03:20:00 customer 0 returns the voicemail of desk",
        "03:20:00 customer 0 calls back",
        "03:20:00 customer 0 joins desk",
        "03:20:00 customer 0 starts at desk",
        "03:30:00 customer 0 ends at desk: resolve",
        "03:30:00 customer 0 is resolved",
    ]
    figures = measure(log_of(text)).all
    assert (figures["attempts"], figures["contacts"], figures["calls"]) == (2, 2, 1)
    assert (figures["calls_answered"], figures["voicemails_returned"]) == (0, 1)


def test_a_promised_call_back_is_a_call() -> None:
    """Kept by calling, at a moment before the date; whether anybody answers is another question."""
    then = "{promise: {within: 2 days, then: {call: {then: {resolve: now}}}}}"
    kinds = (Kind.PROMISES, Kind.KEPT, Kind.ACTS, Kind.RESOLVES)
    lines = [line.split(" ", 1)[1].removeprefix("1d ") for line in story(calling(then, **YES), *kinds)]
    assert [line.split("customer 0 ")[1] for line in lines] == [
        "is promised something by 2d 00:10:00",
        "has a promise kept",
        "sees the company act: call",
        "is resolved",
    ]
    broken = measure(
        log_of(calling(then.replace("2 days,", "2 days, kept: 0%,"), **YES, **{"gives up": "{attempts: 1}"}))
    )
    assert (broken.all["promises_broken"], broken.all["calls"]) == (1, 0)


def test_who_gave_up_can_be_won_back_by_a_call() -> None:
    """They answer, or return the voicemail, though they would make no attempt of their own any more."""
    refuse = "{desk: {staff: 9, calls out: yes, handling: 10 min, rules: {"
    refuse += "late: {when: {came as: watchdog}, then: {call: {then: {resolve: now}}}}, no: {then: {refuse: policy}}}}}"
    for who in ("answers calls: 100%", "answers calls: 0%, returns voicemail: 100%"):
        text = scenario(
            segments=f"{{customer: {{{who}}}}}",
            channels="{phone: {reaches: desk}}",
            departments=refuse,
            watchdogs="{days: {when: {silent for: {at least: 3 days}}, hands to: desk}}",
        )
        column = journeys(log_of(text))
        assert (column["ending"][0], column["won_back"][0]) == ("resolved", True)
        assert np.isfinite(column["stopped"][0])


def test_a_call_that_finds_nobody_wins_nobody_back() -> None:
    """The case ends where the customer stopped."""
    text = calling("{call: {tries: 2, then: {resolve: now}}}", **NO, **KEEPS, **{"gives up": "{attempts: 1}"})
    column = journeys(log_of(text))
    assert (column["ending"][0], column["won_back"][0], column["voicemails"][0]) == ("gave up", False, 2)


def test_a_call_waits_for_staff_and_for_opening_hours() -> None:
    """As every visit does."""
    text = scenario(
        segments="{customer: {answers calls: 100%}}",
        channels="{mail: {kind: message, reaches: desk}}",
        departments="""{desk: {staff: 1, works: {mon-fri: 09:00-17:00}, calls out: yes, handling: 10 min, rules: {
            it: {then: {call: {after: 8 h, then: {resolve: now}}}}}}}""",
    )
    lines = story(text, Kind.CALLS, Kind.STARTS, Kind.RESOLVES)
    assert lines == [
        "09:00:00 customer 0 starts at desk",
        "17:10:00 customer 0 is to be called by desk, try 1",
        "1d 09:00:00 customer 0 starts at desk",
        "1d 09:10:00 customer 0 is resolved",
    ]


def test_a_resolution_ends_what_calls_are_to_come() -> None:
    """Nobody is called about what is settled, and no voicemail of it is returned."""
    then = "[{chance: 0%, drop: silently}, {chance: 100%, call: {tries: 3, again after: 1 h, then: {resolve: now}}}]"
    text = calling(then, **NO, **RETURNS, pauses="90 min")
    kinds = (Kind.CALLS, Kind.VOICEMAIL, Kind.RETURNS, Kind.RESOLVES)
    assert story(text, *kinds)[-2:] == [
        "01:50:00 customer 0 returns the voicemail of desk",
        "02:00:00 customer 0 is resolved",
    ]


def test_calls_are_answered_by_as_many_as_the_segment_says() -> None:
    """And voicemails returned by as many, each try a draw of its own."""
    text = scenario(
        run="{arrivals: 28 days, horizon: none}",
        issues="{question: {raised by: {customer: {cases: 4000}}}}",
        segments="{customer: {gives up: {attempts: 1}, answers calls: 20%, returns voicemail: 10%}}",
        channels="{phone: {reaches: desk}}",
        departments="""{desk: {staff: 999, calls out: yes, handling: 1 min, rules: {
            it: {then: {call: {tries: 3, then: {resolve: now}}}}}}}""",
    )
    figures = measure(log_of(text)).all
    reached = 1 - (0.8 * 0.9) ** 3
    assert figures["calls_answered"] == pytest.approx(0.2, abs=0.015)
    assert figures["voicemails_returned"] == pytest.approx(0.1, abs=0.015)
    assert figures["resolved"] == pytest.approx(reached, abs=0.025)


# --- watchdogs ----------------------------------------------------------------------------------------------------


def watched(when: str, *, desk: str = "drop: silently", **parts: str) -> list[str]:
    """What a watchdog and its department do for one customer, who phones a desk that does something."""
    parts.setdefault("segments", "{customer: {chases: 2 days, starts over: {times: 1}}}")
    return story(
        scenario(
            channels="{phone: {reaches: desk}}",
            departments=f"""{{desk: {{staff: 9, handling: 10 min, rules: {{it: {{then: {{{desk}}}}}}}}},
                care: {{staff: 9, handling: 20 min, rules: {{
                    caught: {{when: {{came as: watchdog}}, then: {{resolve: now}}}},
                    other: {{then: {{refuse: no}}}}}}}}}}""",
            watchdogs=f"{{hound: {{when: {when}, hands to: care}}}}",
            **parts,
        ),
        Kind.ACTS,
        Kind.JOINS,
        Kind.RESOLVES,
        Kind.STOPS,
    )


def test_a_watchdog_comes_as_soon_as_somebody_has_heard_nothing_for_so_long() -> None:
    """Counted from the last word: here, the end of the contact."""
    assert watched("{silent for: {at least: 1 day}}") == [
        "00:00:00 customer 0 joins desk by phone",
        "1d 00:10:00 customer 0 sees the company act: watchdog",
        "1d 00:10:00 customer 0 is a watchdog's ticket at care",
        "1d 00:30:00 customer 0 is resolved",
    ]


def test_over_a_time_is_a_moment_later_than_at_least_so_long() -> None:
    """A millisecond."""
    assert watched("{open for: {over: 1 day}}")[1] == "1d 00:00:00.001 customer 0 sees the company act: watchdog"


def test_a_watchdog_comes_at_the_contact_with_which_its_condition_holds() -> None:
    """As soon as it holds, which may be while the contact is in hand."""
    assert watched("{contacts: {at least: 2}}")[:3] == [
        "00:00:00 customer 0 joins desk by phone",
        "2d 01:10:00 customer 0 joins desk by phone",
        "2d 01:10:00 customer 0 sees the company act: watchdog",
    ]


def test_a_watchdog_comes_once_a_case() -> None:
    """Even if its condition holds again and again."""
    lines = watched("{open for: {at least: 1 day}}", desk="refuse: no", facts="{seen: [no, yes]}")
    assert sum("watchdog's" in line for line in lines) == 1


def test_a_watchdog_that_may_still_come_does_not_prevent_a_dead_end() -> None:
    """The customer cannot know of it. They are won back."""
    lines = watched("{open for: {at least: 30 days}}", desk="refuse: no")
    assert lines[2:] == [
        "01:20:00 customer 0 stops in a dead end",
        "30d 00:00:00 customer 0 sees the company act: watchdog",
        "30d 00:00:00 customer 0 is a watchdog's ticket at care",
        "30d 00:20:00 customer 0 is resolved",
    ]


def test_a_record_without_horizon_waits_for_watchdogs_that_will_come_and_for_no_others() -> None:
    """A case is over only when its customer has stopped and no watchdog can come any more."""
    parts = {"desk": "refuse: no", "run": "{arrivals: 1 day, horizon: none}"}
    assert "30d 00:20:00 customer 0 is resolved" in watched("{open for: {at least: 30 days}}", **parts)
    assert watched("{contacts: {at least: 5}}", **parts)[-1] == "01:20:00 customer 0 stops in a dead end"


def test_a_watchdog_sees_what_its_department_reads() -> None:
    """A fact in a system that it does not read is as it was at first."""
    facts = {"systems": "[crm]", "facts": "{request: {values: [none, logged], in: crm}}"}
    unseen = watched("{request: logged}", desk="drop: silently, set: {request: logged}", **facts)
    assert not any("watchdog" in line for line in unseen)
