"""What departments can take on, and customers whose times of arising stand in a file."""

import datetime as dt
from pathlib import Path

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
