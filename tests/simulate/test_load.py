"""What departments can take on, and customers whose times of arising stand in a file."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from journeysim.build import build
from journeysim.measure import measure
from journeysim.measure.laws import laws
from journeysim.model.hours import calendar_table
from journeysim.model.log import Kind
from journeysim.model.scenario import At
from journeysim.read import read, read_text
from journeysim.simulate import simulate
from tests.simulate.telling import log_of, scenario, story

WORK = (Kind.JOINS, Kind.STARTS, Kind.ENDS, Kind.ABANDONS, Kind.LEAVES, Kind.TURNED_AWAY)
HOUR = 3_600_000
ANSWER = "rules: {answer: {then: {resolve: now}}}"


def raised(*moments: str) -> str:
    """One issue, raised by customers at these moments."""
    return f"{{question: {{raised by: {{customer: {{at: [{', '.join(moments)}]}}}}}}}}"


# --- several at once ------------------------------------------------------------------------------------------------


def test_an_agent_handles_as_many_together_as_the_scenario_says() -> None:
    """Two chats at once, each as long as it would be alone; the third waits for the first to end."""
    text = scenario(
        issues=raised("0 s", "4 min", "5 min"),
        departments=f"{{desk: {{staff: 1, at once: 2, handling: 10 min, {ANSWER}}}}}",
    )
    assert story(text, Kind.STARTS) == [
        "00:00:00 customer 0 starts at desk",
        "00:04:00 customer 1 starts at desk",
        "00:10:00 customer 2 starts at desk",
    ]
    assert laws(log_of(text)) == []


def test_each_of_several_at_once_takes_its_share_of_the_agent() -> None:
    """An agent with one chat of two is half at work, and half as dear for it; whoever stays late stays whole."""
    text = scenario(
        run="{arrivals: 1 h, horizon: 2 h}",
        issues=raised("0 s", "0 s", "0 s"),
        departments=f"{{desk: {{staff: {{every day: {{00:00-00:10: 2}}}}, at once: 2, handling: 20 min, "
        f"cost: 30 per h, {ANSWER}}}}}",
    )
    report = measure(log_of(text))
    desk = report.departments["desk"]
    assert desk["overtime"] == 2 * 10 * 60
    assert desk["occupancy"] == pytest.approx(3 / 2 * 20 / 40)
    assert report.all["cost"] == 5.0


# --- who waits when staff goes home ---------------------------------------------------------------------------------

CLOSING = """{{desk: {{staff: {{every day: {{09:00-10:00: 1}}}}, {closing}handling: 40 min,
    rules: {{answer: {{then: {{resolve: now}}}}}}}}}}"""


@pytest.mark.parametrize(
    ("closing", "third"),
    [
        ("", "1d 09:00:00"),
        ("at closing: finishes the queue, ", "10:20:00"),
        ("at closing: sends the queue away, ", "1d 09:00:00"),
    ],
)
def test_messages_are_finished_at_closing_where_the_scenario_says_so(closing: str, third: str) -> None:
    """Otherwise they wait for the next day; nobody sends them away."""
    text = scenario(
        run="{arrivals: 1 day, horizon: 3 days}",
        issues=raised("9 h", "560 min", "570 min"),
        channels="{mail: {kind: message, reaches: desk}}",
        departments=CLOSING.format(closing=closing),
    )
    assert story(text, Kind.STARTS, customer=2) == [f"{third} customer 2 starts at desk"]


# --- arrivals from a file -------------------------------------------------------------------------------------------


def test_customers_arise_when_the_file_says(tmp_path: Path) -> None:
    """Dates, times of day and durations, in any order; each segment has its own rows."""
    (tmp_path / "calls.csv").write_text(
        "time,segment\n2026-01-06 09:30,guest\n90 min,customer\n2026-01-05T01:00:30,customer\n2026-01-07,customer\n"
    )
    text = scenario(
        segments="{customer: {worth: 1}, guest: {worth: 1}}",
        issues="{question: {raised by: {customer: {file: calls.csv}, guest: {file: calls.csv}}}}",
    )
    (tmp_path / "calls.yaml").write_text(text)
    known = read(tmp_path / "calls.yaml")
    assert known.issues["question"].raised_by == {
        "customer": At((3630.0, 5400.0, 172800.0)),
        "guest": At((33.5 * 3600,)),
    }
    rows = simulate(build(known)).rows
    assert rows["time"][rows["kind"] == Kind.ARISES].tolist() == [3630000, 5400000, 120600000, 172800000]


def test_a_variant_may_replay_another_file(tmp_path: Path) -> None:
    """Each variant reads the file that it names, and counts from its own start."""
    (tmp_path / "one.csv").write_text("time\n1 h\n")
    (tmp_path / "two.csv").write_text("time\n2026-01-12 02:00\n2 h\n")
    text = scenario(issues="{question: {raised by: {customer: {file: one.csv}}}}")
    change = "{run: {start: 2026-01-12}, issues: {question: {raised by: {customer: {file: two.csv}}}}}"
    (tmp_path / "calls.yaml").write_text(f"{text}variants: {{later: {{change: {change}}}}}\n")
    raised_by = read(tmp_path / "calls.yaml", variant="later").issues["question"].raised_by
    assert raised_by == {"customer": At((7200.0, 7200.0))}
    assert read(tmp_path / "calls.yaml").issues["question"].raised_by == {"customer": At((3600.0,))}


def test_after_the_last_day_of_the_calendar_all_is_closed() -> None:
    """Times without end do not break the clock: where there are no more days, no door opens."""
    start = dt.date(9999, 12, 30)
    week = read_text(
        scenario(calendars="{office: {every day: 09:00-17:00}}", channels="{phone: {open: office, reaches: desk}}")
    )
    table = calendar_table((week.channels["phone"].open,), start, ())
    assert table.next_open(0) == (9 * HOUR, 17 * HOUR, 1)
    assert table.next_change(33 * HOUR) == (41 * HOUR, 0)
    assert table.next_open(41 * HOUR) is None


# --- what clears up by itself ---------------------------------------------------------------------------------------

LIFE = (Kind.ARISES, Kind.ATTEMPT, Kind.INFORMED, Kind.STARTS, Kind.RESOLVES, Kind.REOPENS, Kind.STOPS, Kind.LEAVES)


def test_what_clears_up_is_resolved_wherever_the_customer_is() -> None:
    """In line, in hand, or having given up; nobody wins them back, they are simply helped."""
    text = scenario(
        issues="{question: {raised by: {customer: {at: [0 s, 0 s, 1 min]}}, clears up: 15 min}}",
        departments="{desk: {staff: 1, queue: {limit: 1}, handling: 30 min, rules: {no: {then: {refuse: policy}}}}}",
    )
    assert story(text, *LIFE) == [
        "00:00:00 customer 0 has question",
        "00:00:00 customer 0 tries phone",
        "00:00:00 customer 0 starts at desk",
        "00:00:00 customer 1 has question",
        "00:00:00 customer 1 tries phone",
        "00:01:00 customer 2 has question",
        "00:01:00 customer 2 tries phone",
        "00:01:00 customer 2 stops in a dead end",
        "00:15:00 customer 0 is resolved by itself",
        "00:15:00 customer 1 is resolved by itself",
        "00:15:00 customer 1 leaves desk, resolved",
        "00:16:00 customer 2 is resolved by itself",
    ]
    log = log_of(text)
    assert laws(log) == []
    report = measure(log)
    assert (report.all["resolved"], report.all["won_back"], report.all["dead_end_hits"]) == (1.0, 0.0, 1 / 3)


def test_a_fix_that_would_have_proved_false_holds_where_the_trouble_clears_up_first() -> None:
    """Nothing comes back of what is over."""
    text = scenario(
        run="{arrivals: 1 day, horizon: none}",
        issues="{question: {raised by: {customer: {at: [0 s]}}, clears up: 2 h}}",
        departments="{desk: {staff: 1, handling: 10 min, rules: {try: {then: {resolve: {works: 0%, "
        "reopens after: 1 day}}}}}}",
    )
    assert story(text, Kind.RESOLVES, Kind.REOPENS) == ["00:10:00 customer 0 is resolved"]
    assert measure(log_of(text)).all["resolved"] == 1.0


# --- incidents ------------------------------------------------------------------------------------------------------

NEVER = "{desk: {staff: 9, handling: 10 min, rules: {no: {then: {refuse: policy}}}}}"


def outage(**keys: str) -> str:
    """An incident of three customers, from half past nine to half past eleven."""
    said = {"starts": "2026-01-05 09:30", "lasts": "2 h", "issue": "question", "raised by": "{customer: 3}", **keys}
    return f"{{outage: {{{', '.join(f'{key}: {value}' for key, value in said.items())}}}}}"


def test_an_incident_ends_for_everyone_at_once() -> None:
    """Its cases arise while it lasts, and clear up as it ends; a customer of the same issue by themselves goes on."""
    text = scenario(
        issues="{question: {raised by: {customer: {at: [10 h]}}, clears up: with the incident}}",
        incidents=outage(),
        departments=NEVER,
    )
    rows = log_of(text).rows
    arise = sorted(rows["time"][rows["kind"] == Kind.ARISES].tolist())
    assert len(arise) == 4
    assert all(9.5 * HOUR <= moment < 11.5 * HOUR for moment in arise)
    resolved = rows[rows["kind"] == Kind.RESOLVES]
    assert resolved["time"].tolist() == [int(11.5 * HOUR)] * 3
    assert resolved["cause"].tolist() == [-1] * 3


def test_who_would_notice_an_incident_after_its_end_never_has_it() -> None:
    """Where the trouble ends with the incident; where it does not, they arise late."""
    spread = outage(spread="{values: {1 h: 34%, 3 h: 66%}}", **{"raised by": "{customer: 60}"})
    gone = scenario(issues="{question: {clears up: with the incident}}", incidents=spread)
    stays = scenario(issues="{question: {worth: 1}}", incidents=spread)
    early, late = log_of(gone).rows, log_of(stays).rows
    first = late["time"][late["kind"] == Kind.ARISES].tolist()
    assert len(first) == 60
    assert set(first) == {int(10.5 * HOUR), int(12.5 * HOUR)}
    assert early["time"][early["kind"] == Kind.ARISES].tolist() == [m for m in first if m < 11.5 * HOUR]


def test_incidents_at_random_come_again() -> None:
    """From one beginning to the next as said, the first after one such time, up to the end of arrivals."""
    text = scenario(
        run="{arrivals: 1 week, horizon: 8 days}",
        issues="{question: {worth: 1}}",
        incidents="{outage: {every: 2 days, lasts: 1 h, spread: 0 s, issue: question, raised by: {customer: 2}}}",
    )
    rows = log_of(text).rows
    assert rows["time"][rows["kind"] == Kind.ARISES].tolist() == [48 * n * HOUR for n in (1, 1, 2, 2, 3, 3)]


def test_an_incident_moves_nobody_elses_luck() -> None:
    """Those who have the issue by themselves arise as they would without it."""
    issues = "{question: {raised by: {customer: 50 per day}, clears up: with the incident}}"
    plain = log_of(scenario(issues=issues.replace(", clears up: with the incident", "")))
    struck = log_of(scenario(issues=issues, incidents=outage()))
    alone = struck.rows[struck.rows["kind"] == Kind.ARISES]
    alone = alone[struck.cases["population"][alone["case"]] == 0]
    assert alone["time"].tolist() == plain.rows["time"][plain.rows["kind"] == Kind.ARISES].tolist()


def test_an_announcement_satisfies_callers_while_the_incident_lasts() -> None:
    """From its time on they hang up content and wait; those who called before were served, and others hear nothing."""
    text = scenario(
        issues="{question: {raised by: {customer: {at: [10 h]}}}}",
        incidents=outage(
            spread="{values: {1 min: 50%, 30 min: 50%}}",
            announcement="{heard on: phone, after: 20 min, satisfies: 100%}",
            **{"raised by": "{customer: 40}"},
        ),
        segments="{customer: {chases: 3 h}}",
        departments="{desk: {staff: 99, handling: 10 min, rules: {answer: {then: {resolve: now}}}}}",
    )
    log = log_of(text)
    assert laws(log) == []
    informed = log.rows[log.rows["kind"] == Kind.INFORMED]
    assert set(informed["time"].tolist()) == {10 * HOUR}
    assert 0 not in log.cases["population"][informed["case"]]
    late = log.rows[(log.rows["kind"] == Kind.STARTS) & np.isin(log.rows["case"], informed["case"])]
    assert set(late["time"].tolist()) == {13 * HOUR}
    report = measure(log)
    assert report.all["informed"] == len(informed) / 41
    assert report.all["abandoned"] == 0


# --- long waits -----------------------------------------------------------------------------------------------------

LINE = (Kind.JOINS, Kind.LEAVES, Kind.ABANDONS, Kind.HOLDS, Kind.STARTS)


def two_desks(queue: str, other: str = "staff: 1") -> str:
    """A desk with such a queue and another; each handles for twenty minutes."""
    return (
        f"{{desk: {{staff: 1, queue: {queue}, handling: 20 min, {ANSWER}}}, "
        f"other: {{{other}, handling: 20 min, {ANSWER}}}}}"
    )


def test_who_waits_for_long_moves_to_the_other_line() -> None:
    """As the same contact, with the time that they have waited already; their patience goes on."""
    text = scenario(
        segments="{customer: {patience: 12 min}}",
        issues=raised("0 s", "0 s", "1 min"),
        channels="{phone: {reaches: desk}, shop: {reaches: other}}",
        departments=two_desks("{overflow: {to: other, after: 5 min}}"),
    )
    assert story(text, *LINE) == [
        "00:00:00 customer 0 joins desk by phone",
        "00:00:00 customer 0 starts at desk",
        "00:00:00 customer 1 joins desk by phone",
        "00:01:00 customer 2 joins desk by phone",
        "00:05:00 customer 1 moves from the line of desk",
        "00:05:00 customer 1 joins other by phone",
        "00:05:00 customer 1 starts at other",
        "00:06:00 customer 2 moves from the line of desk",
        "00:06:00 customer 2 joins other by phone",
        "00:13:00 customer 2 abandons other",
        *["01:13:00 customer 2 joins other by shop", "01:13:00 customer 2 starts at other"],
    ]
    log = log_of(text)
    assert laws(log) == []
    report = measure(log)
    assert report.all["contacts"] == 1.0
    assert report.all["abandoned"] == pytest.approx(1 / 3)
    assert report.all["transfers"] == 0
    assert report.all["effort"] == pytest.approx((20 + 25 + 12 + 20) / 3)


def test_nobody_moves_to_a_line_that_is_full_or_whose_staff_has_gone_home() -> None:
    """They stay where they are, and may move after as long again."""
    text = scenario(
        issues=raised("0 s", "0 s"),
        channels="{phone: {reaches: desk}, shop: {reaches: other}}",
        departments=two_desks("{overflow: {to: other, after: 5 min}}", "staff: {every day: {00:07-24:00: 1}}"),
    )
    assert story(text, Kind.STARTS, customer=1) == ["00:10:00 customer 1 starts at other"]


def test_who_is_called_back_spends_no_time_in_line() -> None:
    """They keep their place, and their patience: nobody hangs up who is not on the line."""
    text = scenario(
        segments="{customer: {patience: 12 min, answers calls: 100%}}",
        issues=raised("0 s", "1 min", "2 min"),
        departments="{desk: {staff: 1, queue: {callback: {offered after: 4 min, taken: 100%}}, handling: 20 min, "
        f"{ANSWER}}}}}",
    )
    assert story(text, *LINE) == [
        "00:00:00 customer 0 joins desk by phone",
        "00:00:00 customer 0 starts at desk",
        "00:01:00 customer 1 joins desk by phone",
        "00:02:00 customer 2 joins desk by phone",
        "00:05:00 customer 1 goes away, to be called back by desk",
        "00:06:00 customer 2 goes away, to be called back by desk",
        "00:20:00 customer 1 starts at desk",
        "00:40:00 customer 2 starts at desk",
    ]
    log = log_of(text)
    assert laws(log) == []
    assert measure(log).all["effort"] == pytest.approx((20 + 24 + 24) / 3)


def test_who_is_to_be_called_back_takes_no_place_in_the_line() -> None:
    """Neither under its limit, nor in what a newcomer is told of its length; their turn comes all the same."""
    text = scenario(
        segments="{shy: {balks: {queue over: 0}, answers calls: 100%}, customer: {answers calls: 100%}}",
        issues="{question: {raised by: {customer: {at: [0 s, 1 min, 6 min, 7 min]}, shy: {at: [330 s]}}}}",
        departments="{desk: {staff: 1, handling: 20 min, "
        f"queue: {{limit: 2, callback: {{offered after: 4 min, taken: 100%}}}}, {ANSWER}}}}}",
    )
    assert story(text, Kind.HOLDS, Kind.TURNED_AWAY, Kind.ABANDONS, Kind.STARTS) == [
        "00:00:00 customer 0 starts at desk",
        "00:05:00 customer 1 goes away, to be called back by desk",
        "00:07:00 customer 4 is turned away from phone by the full line of desk",
        "00:09:30 customer 2 goes away, to be called back by desk",
        "00:10:00 customer 3 goes away, to be called back by desk",
        "00:20:00 customer 1 starts at desk",
        "00:40:00 customer 2 starts at desk",
        "01:00:00 customer 3 starts at desk",
    ]


def test_who_misses_the_call_has_left_the_line() -> None:
    """And goes on to the next channel, as if sent away; the agent takes the next who waits."""
    text = scenario(
        segments="{customer: {answers calls: 0%, pauses: 30 min, redials: {chance: 100%}}}",
        issues=raised("0 s", "1 min", "18 min"),
        channels="{phone: {reaches: desk}, shop: {reaches: other}}",
        departments=two_desks("{callback: {offered after: 4 min, taken: 100%}}"),
    )
    assert story(text, *LINE)[3:] == [
        "00:05:00 customer 1 goes away, to be called back by desk",
        "00:18:00 customer 2 joins desk by phone",
        "00:20:00 customer 1 misses the call of desk",
        "00:20:00 customer 2 starts at desk",
        "00:50:00 customer 1 joins other by shop",
        "00:50:00 customer 1 starts at other",
    ]
    assert laws(log_of(text)) == []


def test_a_callback_that_keeps_no_place_comes_after_all_who_wait() -> None:
    """The first of the line goes to its end as they take the offer."""
    text = scenario(
        segments="{customer: {answers calls: 100%}}",
        issues=raised("0 s", "1 min", "4 min"),
        departments="{desk: {staff: 1, queue: {callback: {offered after: 8 min, taken: 100%, keeps place: no}}, "
        f"handling: 10 min, {ANSWER}}}}}",
    )
    assert story(text, *LINE, customer=1) == [
        "00:01:00 customer 1 joins desk by phone",
        "00:09:00 customer 1 moves from the line of desk",
        "00:09:00 customer 1 joins desk by phone",
        "00:09:00 customer 1 goes away, to be called back by desk",
        "00:20:00 customer 1 starts at desk",
    ]
    assert laws(log_of(text)) == []


@pytest.mark.parametrize(("ageing", "first"), [("limit: 9", [0, 2, 3, 1]), ("ageing: 15 min", [0, 2, 1, 3])])
def test_who_waits_for_long_moves_up_a_priority(ageing: str, first: list[int]) -> None:
    """After so long a guest is as good as a member who joins then."""
    text = scenario(
        segments="{member: {worth: 1}, guest: {worth: 1}}",
        issues="{question: {raised by: {guest: {at: [0 s, 1 min]}, member: {at: [2 min, 18 min]}}}}",
        departments="{desk: {staff: 1, priority: [{segment: member}], "
        f"queue: {{{ageing}}}, handling: 10 min, {ANSWER}}}}}",
    )
    rows = log_of(text).rows
    assert rows["case"][rows["kind"] == Kind.STARTS].tolist() == first
