"""When cases arise, which of them count, and when the record ends."""

import numpy as np
import pytest

from journeysim.measure import measure
from journeysim.model.log import EventLog, Kind
from tests.simulate.telling import clock, log_of, scenario, story

HOUR = 3_600_000
MANY = "{desk: {staff: 5000, handling: 1 s, rules: {answer: {then: {resolve: now}}}}}"


def arising(log: EventLog) -> np.ndarray:
    """The moments at which cases arise, in hours."""
    return log.rows["time"][log.rows["kind"] == Kind.ARISES] / HOUR


def test_one_case_each_time_the_first_after_one() -> None:
    """Up to the end of arrivals, that moment included."""
    text = scenario(issues="{question: {raised by: {customer: {every: 6 h}}}}", departments=MANY)
    assert arising(log_of(text)).tolist() == [6, 12, 18, 24]


def test_cases_at_stated_moments() -> None:
    """In the order of time, whatever that of the file."""
    text = scenario(issues="{question: {raised by: {customer: {at: [3 h, 1 h, 1 h]}}}}", departments=MANY)
    assert arising(log_of(text)).tolist() == [1, 1, 3]


def test_a_rate_is_a_mean_over_a_whole_week() -> None:
    """Nights included; so many a day come about, and one is as likely at any hour."""
    text = scenario(
        run="{arrivals: 28 days, horizon: 30 days}",
        issues="{question: {raised by: {customer: 100 per day}}}",
        departments=MANY,
    )
    hours = arising(log_of(text))
    assert len(hours) == pytest.approx(2800, abs=4 * 2800**0.5)
    assert np.mean(hours % 24 < 6) == pytest.approx(0.25, abs=0.04)


WEEKS = {  # a profile, the share of arrivals on Sundays, and from 8 to 10 o'clock
    "hours": ("{hours: {08:00-10:00: 3, 10:00-20:00: 1}}", 1 / 7, 6 / 16),
    "days": ("{days: {mon-fri: 18, sat: 10}}", 0, 2 / 24),
    "days and hours": ("{days: {mon-fri: 1}, hours: {09:00-10:00: 1}}", 0, 1),
}


@pytest.mark.parametrize("which", WEEKS)
def test_a_profile_shares_out_the_week(which: str) -> None:
    """The number of a week stays; days and hours that are not named have none."""
    profile, sundays, early = WEEKS[which]
    text = scenario(
        run="{arrivals: 28 days, horizon: 30 days}",
        profiles=f"{{calls: {profile}}}",
        issues="{question: {raised by: {customer: 100 per day}, profile: calls}}",
        departments=MANY,
    )
    hours = arising(log_of(text))
    assert len(hours) == pytest.approx(2800, abs=4 * 2800**0.5)
    day, hour = hours // 24 % 7, hours % 24
    assert np.mean(day == 6) == pytest.approx(sundays, abs=0.03)
    assert np.mean((hour >= 8) & (hour < 10)) == pytest.approx(early, abs=0.04)


def test_a_holiday_counts_as_its_weekday_unless_the_profile_names_it() -> None:
    """Two Mondays, of which one is a holiday."""
    parts = {
        "run": "{arrivals: 14 days, horizon: 15 days}",
        "holidays": "{2026-01-12: A day off}",
        "issues": "{question: {raised by: {customer: 100 per day}, profile: calls}}",
        "departments": MANY,
    }

    def mondays(days: str) -> list[int]:
        hours = arising(log_of(scenario(profiles=f"{{calls: {{days: {days}}}}}", **parts)))
        return [int(np.sum(hours // 24 == day)) for day in (0, 7)]

    plain = mondays("{mon: 100}")
    assert plain == pytest.approx([700, 700], abs=110)
    assert mondays("{mon: 100, holiday: 0}") == [plain[0], 0]
    assert mondays("{mon: 100, holiday: 50}")[1] == pytest.approx(350, abs=80)


def test_so_many_cases_are_spread_as_the_profile_says() -> None:
    """Exactly so many, within the time of arrivals."""
    text = scenario(
        run="{arrivals: 7 days, horizon: 9 days}",
        profiles="{calls: {days: {mon-fri: 1}, hours: {09:00-17:00: 1}}}",
        issues="{question: {raised by: {customer: {cases: 500}}, profile: calls}}",
        departments=MANY,
    )
    hours = arising(log_of(text))
    assert len(hours) == 500
    assert hours.max() < 5 * 24
    assert ((hours % 24 >= 9) & (hours % 24 <= 17)).all()


def test_the_first_so_many_cases_over_all_issues_together() -> None:
    """However long that takes; arrivals end with the last."""
    run = "{arrivals: 5 cases, horizon: none}"
    issues = """{a: {raised by: {customer: {every: 10 h}}}, b: {raised by: {customer: {every: 25 h}}}}"""
    log = log_of(scenario(run=run, issues=issues, departments=MANY))
    assert arising(log).tolist() == [10, 20, 25, 30, 40]
    assert log.arrivals_end == 40 * HOUR


def test_the_first_cases_are_those_of_a_longer_run() -> None:
    """Asking for fewer leaves out the last of them."""
    issues = "{a: {raised by: {customer: 7 per day}}, b: {raised by: {customer: 2 per day}}}"
    few = log_of(scenario(run="{arrivals: 30 cases, horizon: none}", issues=issues, departments=MANY))
    more = log_of(scenario(run="{arrivals: 90 cases, horizon: none}", issues=issues, departments=MANY))
    assert arising(few).tolist() == arising(more)[:30].tolist()


def test_a_counted_run_takes_whoever_comes_first() -> None:
    """However late some moments are that are known beforehand."""
    issues = "{a: {raised by: {customer: {at: [10 days]}}}, b: {raised by: {customer: {every: 20 h}}}}"
    log = log_of(scenario(run="{arrivals: 3 cases}", issues=issues, departments=MANY))
    assert arising(log).tolist() == [20, 40, 60]


def test_a_counted_run_goes_on_for_ninety_days() -> None:
    """After the last case has arisen, unless it says when its record ends."""
    log = log_of(scenario(run="{arrivals: 3 cases}", issues="{a: {raised by: {customer: {every: 20 h}}}}"))
    assert log.horizon == (60 + 90 * 24) * HOUR


def test_so_many_cases_of_a_counted_run_are_spread_over_four_weeks() -> None:
    """The usual time of arrivals, however few the run takes of them."""
    saturdays = "{calls: {days: {sat: 1}}}"
    issues = "{question: {raised by: {customer: {cases: 400}}, profile: calls}}"
    few, all_ = (
        arising(log_of(scenario(run=f"{{arrivals: {n} cases}}", profiles=saturdays, issues=issues, departments=MANY)))
        for n in (30, 400)
    )
    assert few.tolist() == all_[:30].tolist()
    assert {int(hour // 24) for hour in all_} == {5, 12, 19, 26}


def test_without_a_horizon_the_record_ends_with_the_last_case() -> None:
    """Resolved, or stopped with nothing pending."""
    text = scenario(
        run="{arrivals: 1 day, horizon: none}",
        segments="{customer: {gives up: {open for: 2 days}, chases: 9 days}}",
        departments="""{desk: {staff: 1, handling: 10 min, rules: {
            later: {then: {promise: {within: 5 days, kept: 0%}}}}}}""",
    )
    assert story(text)[-2:] == [
        "2d 00:00:00 customer 0 stops after so long",
        "5d 00:10:00 customer 0 has a promise broken",
    ]
    assert clock(log_of(text).horizon) == "5d 00:10:00"


def test_a_case_whose_ticket_is_lost_after_its_customer_stopped_is_over() -> None:
    """So that a record without a horizon ends."""
    text = scenario(
        run="{arrivals: 1 day, horizon: none}",
        segments="{customer: {gives up: {open for: 2 days}, chases: 9 days}}",
        channels="{mail: {kind: message, reaches: desk}}",
        departments="{desk: {staff: 1, handling: 3 days, rules: {lose: {then: {drop: silently}}}}}",
    )
    assert clock(log_of(text).horizon) == "3d 00:00:00"


def test_where_staff_never_comes_again_the_record_ends_when_nothing_more_can_happen() -> None:
    """A letter that nobody will ever open stays unresolved."""
    text = scenario(
        run="{arrivals: 3 days, horizon: none}",
        segments="{customer: {gives up: {attempts: 1}}}",
        channels="{mail: {kind: message, reaches: desk}}",
        issues="{question: {raised by: {customer: {at: [0 s, 2 days]}}}}",
        departments="""{desk: {staff: {2026-01-05: {09:00-10:00: 1}}, handling: 1 h,
            rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.ENDS, Kind.STOPS) == [
        "10:00:00 customer 0 ends at desk: resolve",
        "9d 00:00:00 customer 1 stops with nothing left to try",
    ]


def test_what_is_under_way_at_the_horizon_has_no_end() -> None:
    """Nothing is recorded past it, and the case is counted as unresolved."""
    text = scenario(run="{arrivals: 1 min, horizon: 5 min}")
    assert story(text)[-1] == "00:00:00 customer 0 starts at desk"
    assert measure(log_of(text)).all["unresolved"] == 1


def test_cases_that_arise_in_the_warm_up_are_simulated_and_not_counted() -> None:
    """They stand in line like others."""
    text = scenario(
        run="{warm-up: 5 min, arrivals: 1 h, horizon: 1 day}",
        issues="{question: {raised by: {customer: {at: [0 s, 4 min, 6 min]}}}}",
    )
    assert story(text, Kind.STARTS)[-1] == "00:20:00 customer 2 starts at desk"
    sample = measure(log_of(text))
    assert sample.cases == 1
    assert sample.all["time_to_resolution_median"] == 24 * 60


def test_the_run_starts_on_the_day_that_it_says() -> None:
    """Weekdays follow from it: here a Saturday."""
    text = scenario(
        run="{start: 2026-01-10, arrivals: 1 day, horizon: 7 days}",
        departments="""{desk: {staff: {mon-fri: {09:00-17:00: 1}}, handling: 1 h,
            rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.STARTS) == ["2d 09:00:00 customer 0 starts at desk"]
