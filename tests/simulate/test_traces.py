"""Courses known to the second, from the test suites of Ciw, simmer and Prosimos, one minute for their unit of time.

Of the known traces these cannot be said in the language: `ciw_priority_preempt` and `simmer_sched_preempt` (nobody is
interrupted for somebody else), `ciw_priority_sum` with its priorities (there, whoever comes as staff becomes free may
go before who waits; here handling ends first), and the batches of `prosimos_utilisation`.
"""

import pytest

from journeysim.measure import measure
from journeysim.model.log import Kind
from tests.simulate.telling import log_of, scenario, story

COURSE = (Kind.JOINS, Kind.STARTS, Kind.ENDS, Kind.ABANDONS)
WORK = (Kind.STARTS, Kind.ENDS)
WORK_DONE = (Kind.JOINS, Kind.STARTS, Kind.ENDS)


def desk(staff: str = "1", handling: str = "11 min", **others: str) -> str:
    """One desk that answers everybody."""
    said = "".join(f", {key}: {text}" for key, text in others.items())
    return f"{{desk: {{staff: {staff}, handling: {handling}{said}, rules: {{answer: {{then: {{resolve: now}}}}}}}}}}"


def raised(moments: str) -> str:
    """One issue, raised by customers at these moments."""
    return f"{{question: {{raised by: {{customer: {{at: {moments}}}}}}}}}"


def run(length: str) -> str:
    """A run that ends with its arrivals."""
    return f"{{arrivals: {length}, horizon: {length}}}"


def test_those_out_of_patience_leave_and_the_next_is_served() -> None:
    """ciw_renege_1."""
    text = scenario(
        run=run("31.5 min"),
        segments="{customer: {patience: 3 min}}",
        issues=raised("[7 min, 14 min, 21 min, 28 min]"),
        departments=desk(),
    )
    assert story(text, *COURSE) == [
        "00:07:00 customer 0 joins desk by phone",
        "00:07:00 customer 0 starts at desk",
        "00:14:00 customer 1 joins desk by phone",
        "00:17:00 customer 1 abandons desk",
        "00:18:00 customer 0 ends at desk: resolve",
        "00:21:00 customer 2 joins desk by phone",
        "00:21:00 customer 2 starts at desk",
        "00:28:00 customer 3 joins desk by phone",
        "00:31:00 customer 3 abandons desk",
    ]


def test_staff_finishes_the_call_in_hand_and_takes_no_other() -> None:
    """ciw_renege_schedule."""
    text = scenario(
        run=run("40 min"),
        segments="{customer: {patience: 3 min}}",
        issues=raised("[7 min, 14 min, 21 min, 28 min]"),
        departments=desk("{every day: {00:00-00:16: 1}}"),
    )
    assert story(text, *COURSE) == [
        "00:07:00 customer 0 joins desk by phone",
        "00:07:00 customer 0 starts at desk",
        "00:14:00 customer 1 joins desk by phone",
        "00:17:00 customer 1 abandons desk",
        "00:18:00 customer 0 ends at desk: resolve",
        "00:21:00 customer 2 joins desk by phone",
        "00:24:00 customer 2 abandons desk",
        "00:28:00 customer 3 joins desk by phone",
        "00:31:00 customer 3 abandons desk",
    ]


def test_a_call_in_hand_is_not_interrupted_for_a_better_one() -> None:
    """ciw_priority_nonpreempt."""
    text = scenario(
        run=run("30 min"),
        segments="{low: {worth: 0}, high: {worth: 1}}",
        issues="{question: {raised by: {low: {at: [90 s, 300 s]}, high: {at: [450 s]}}}}",
        departments=desk(handling="{by segment: {low: 5 min, high: 4 min}}", priority="[{segment: high}]"),
    )
    assert story(text, *WORK) == [
        "00:01:30 customer 0 starts at desk",
        "00:06:30 customer 0 ends at desk: resolve",
        "00:06:30 customer 1 starts at desk",
        "00:11:30 customer 1 ends at desk: resolve",
        "00:11:30 customer 2 starts at desk",
        "00:15:30 customer 2 ends at desk: resolve",
    ]


def test_the_better_of_two_who_wait_is_first() -> None:
    """simmer_priority."""
    text = scenario(
        run=run("10 min"),
        segments="{low: {worth: 0}, high: {worth: 1}}",
        issues="{question: {raised by: {low: {at: [0 s, 0 s]}, high: {at: [1 min]}}}}",
        departments=desk(handling="2 min", priority="[{segment: high}]"),
    )
    assert story(text, *WORK) == [
        "00:00:00 customer 0 starts at desk",
        "00:02:00 customer 0 ends at desk: resolve",
        "00:02:00 customer 2 starts at desk",
        "00:04:00 customer 2 ends at desk: resolve",
        "00:04:00 customer 1 starts at desk",
        "00:06:00 customer 1 ends at desk: resolve",
    ]


def test_classes_are_served_in_the_order_of_their_priorities() -> None:
    """prosimos_priority: all business, then regular, then the rest."""
    text = scenario(
        run=run("10 min"),
        segments="{unknown: {worth: 0}, regular: {worth: 1}, business: {worth: 2}}",
        issues="{question: {raised by: {unknown: {at: [0 s]}, regular: {at: [0 s]}, business: {at: [0 s, 0 s]}}}}",
        departments=desk(
            "{every day: {00:01-24:00: 1}}", "1 min", priority="[{segment: business}, {segment: regular}]"
        ),
    )
    assert story(text, Kind.STARTS) == [
        "00:01:00 customer 2 starts at desk",
        "00:02:00 customer 3 starts at desk",
        "00:03:00 customer 1 starts at desk",
        "00:04:00 customer 0 starts at desk",
    ]


@pytest.mark.parametrize(
    ("roster", "starts"),
    [
        (
            "{every day: {00:00-04:00: 1, 16:00-18:24: 6}}",
            ["00:04:48", *["16:00:00"] * 6, "1d 00:00:00", *["1d 16:00:00"] * 2],
        ),
        (
            "{every day: {00:24-04:24: 1, 16:24-18:48: 6}}",
            ["00:24:00", *["16:24:00"] * 6, "1d 00:24:00", *["1d 16:24:00"] * 2],
        ),
    ],
    ids=["from midnight", "offset"],
)
def test_a_batch_is_taken_as_staff_comes_on(roster: str, starts: list[str]) -> None:
    """ciw_schedule_batch, with 48 minutes for a unit so that its cycle of 30 is a day."""
    text = scenario(
        run=run("3 days"),
        issues=raised(f"[{', '.join(['288 s'] * 10)}]"),
        departments=desk(roster, "8 h", **{"at closing": "keeps the queue"}),
    )
    expected = [f"{moment} customer {number} starts at desk" for number, moment in enumerate(starts)]
    assert story(text, Kind.STARTS) == expected


UTILISATION = {
    "one": ("14 min", "1", {1: "[2 min]", 6: "[5 min]"}, 0.5),
    "three": ("20 min", "3", {10: "[2 min]", 6: "[5 min]"}, 4 / 15),
    "one, then two": (
        "23 min",
        "{every day: {00:00-00:09: 1, 00:09-00:23: 2}}",
        {4: "[2 min]", 2: "[6 min]", 6: "[10 min, 10 min]", 3: "[17 min]"},
        21 / 37,
    ),
}


@pytest.mark.parametrize(("length", "staff", "work", "expected"), UTILISATION.values(), ids=UTILISATION)
def test_occupancy_is_busy_time_over_time_on_duty(length: str, staff: str, work: dict, expected: float) -> None:
    """ciw_utilisation: each length of work is an issue of its own."""
    issues = [f"task {m}: {{raised by: {{customer: {{at: {at}}}}}}}" for m, at in work.items()]
    handling = "{by issue: {" + ", ".join(f"task {m}: {m} min" for m in work) + "}}"
    text = scenario(run=run(length), issues="{" + ", ".join(issues) + "}", departments=desk(staff, handling))
    figures = measure(log_of(text)).departments["desk"]
    assert figures["occupancy"] == pytest.approx(expected, abs=1e-12)
    assert figures["overtime"] == 0


def test_seven_tasks_of_two_minutes_fill_fourteen_of_twenty() -> None:
    """prosimos_utilisation, not batched."""
    moments = ", ".join(f"{120 * n} s" for n in range(7))
    text = scenario(run=run("20 min"), issues=raised(f"[{moments}]"), departments=desk(handling="120 s"))
    assert measure(log_of(text)).departments["desk"]["occupancy"] == pytest.approx(840 / 1200, abs=1e-12)


def test_who_is_told_of_too_long_a_line_turns_round() -> None:
    """ciw_balk."""
    text = scenario(
        run=run("51 min"),
        segments="{customer: {balks: {queue over: 1}}}",
        issues="{question: {raised by: {customer: {every: 5 min}}}}",
        departments=desk(handling="21 min"),
    )
    assert story(text, *WORK, Kind.ABANDONS) == [
        "00:05:00 customer 0 starts at desk",
        "00:20:00 customer 3 balks at desk",
        "00:25:00 customer 4 balks at desk",
        "00:26:00 customer 0 ends at desk: resolve",
        "00:26:00 customer 1 starts at desk",
        "00:35:00 customer 6 balks at desk",
        "00:40:00 customer 7 balks at desk",
        "00:45:00 customer 8 balks at desk",
        "00:47:00 customer 1 ends at desk: resolve",
        "00:47:00 customer 2 starts at desk",
    ]


def test_without_places_to_wait_every_other_caller_is_lost() -> None:
    """simmer_loss."""
    text = scenario(
        run="{arrivals: 100 s, horizon: 200 s}",
        issues="{question: {raised by: {customer: {every: 1 s}}}}",
        departments=desk(handling="1.5 s", queue="{limit: 0}"),
    )
    served, lost = story(text, Kind.ENDS), story(text, Kind.TURNED_AWAY)
    assert (len(served), len(lost)) == (50, 50)
    assert served[-1] == "00:01:40.500 customer 98 ends at desk: resolve"
    assert lost[:2] == [
        "00:00:02 customer 1 is turned away from phone by the full line of desk",
        "00:00:04 customer 3 is turned away from phone by the full line of desk",
    ]


def test_one_of_two_who_come_together_waits_and_leaves() -> None:
    """simmer_renege_queue."""
    text = scenario(
        run=run("5 min"),
        segments="{customer: {patience: 1 min}}",
        issues=raised("[0 s, 0 s]"),
        departments=desk(handling="2 min"),
    )
    assert story(text, Kind.ENDS, Kind.ABANDONS) == [
        "00:01:00 customer 1 abandons desk",
        "00:02:00 customer 0 ends at desk: resolve",
    ]


def test_two_who_come_together_are_served_in_the_order_of_the_file() -> None:
    """ciw_priority_sum, first come first served: the waits of those who were served, by class."""
    text = scenario(
        run=run("35 min"),
        segments="{first: {worth: 1}, second: {worth: 1}}",
        issues="{question: {raised by: {first: {every: 1 min}, second: {every: 1 min}}}}",
        departments=desk(handling="45 s"),
    )
    log = log_of(text)
    joined, started, ended = (
        {int(row["case"]): int(row["time"]) for row in log.rows[log.rows["kind"] == kind]} for kind in WORK_DONE
    )
    waits = [0.0, 0.0]
    for customer in ended:
        waits[log.cases[customer]["population"]] += (started[customer] - joined[customer]) / 60_000
    assert waits == [126.5, 132.0]


def test_patience_begins_anew_where_a_caller_is_put_through() -> None:
    """simmer_patience_reset: two minutes at first, four from the first minute on, and nobody free for nine."""
    text = scenario(
        run=run("20 min"),
        facts="{stage: [first, second]}",
        segments="""{busy: {tries: [bench line]},
            customer: {tries: [phone], patience: {by stage: {first: 2 min, second: 4 min}}}}""",
        channels="{phone: {reaches: desk}, bench line: {reaches: bench}}",
        issues="{question: {raised by: {busy: {at: [0 s]}, customer: {at: [0 s]}}}}",
        departments="""{desk: {staff: 1, handling: 1 min, rules: {on: {then: {set: {stage: second}, transfer: bench}}}},
            bench: {staff: 1, handling: 9 min, rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.ABANDONS) == ["00:05:00 customer 1 abandons bench"]


def test_as_many_are_taken_up_as_staff_comes_and_none_put_down_as_it_goes() -> None:
    """simmer_sched_nonpreempt."""
    text = scenario(
        run=run("5 min"),
        issues=raised("[0 s, 0 s, 0 s]"),
        departments=desk("{every day: {00:00-00:01: 1, 00:01-00:02: 3, 00:02-24:00: 1}}", "2 min"),
    )
    assert story(text, *WORK) == [
        "00:00:00 customer 0 starts at desk",
        "00:01:00 customer 1 starts at desk",
        "00:01:00 customer 2 starts at desk",
        "00:02:00 customer 0 ends at desk: resolve",
        "00:03:00 customer 1 ends at desk: resolve",
        "00:03:00 customer 2 ends at desk: resolve",
    ]


def test_who_has_waited_for_long_joins_those_who_go_first() -> None:
    """ciw_priority_ageing."""
    first, second = (", ".join(f"{n} min" for n in range(every, 26, every)) for every in (4, 3))
    text = scenario(
        run=run("26 min"),
        segments="{first: {worth: 1}, second: {worth: 1}}",
        issues=f"{{question: {{raised by: {{first: {{at: [{first}]}}, second: {{at: [{second}]}}}}}}}}",
        departments=desk(handling="4.5 min", priority="[{segment: first}]", queue="{ageing: 7 min}"),
    )
    log = log_of(text)
    rows = log.rows
    joined = {row["case"]: int(row["time"]) for row in rows[rows["kind"] == Kind.JOINS]}
    starts = rows[rows["kind"] == Kind.STARTS]
    minutes = [(joined[row["case"]] / 60_000, row["time"] / 60_000) for row in starts]
    assert minutes[:5] == [(3, 3), (4, 7.5), (8, 12), (12, 16.5), (6, 21)]
    assert [start - join for join, start in minutes[:5]] == [0, 3.5, 4, 4.5, 15]
