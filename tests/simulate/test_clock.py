"""Hours, shifts, and what comes first at equal times."""

import pytest

from journeysim.measure import measure
from journeysim.model.log import Kind
from tests.simulate.telling import log_of, scenario, story

WORK = (Kind.JOINS, Kind.STARTS, Kind.ENDS, Kind.ABANDONS, Kind.LEAVES, Kind.TURNED_AWAY)
ANSWER = "rules: {answer: {then: {resolve: now}}}"
OFFICE = "{office: {mon-fri: 09:00-17:00}}"


def raised(*moments: str) -> str:
    """One issue, raised by customers at these moments."""
    return f"{{question: {{raised by: {{customer: {{at: [{', '.join(moments)}]}}}}}}}}"


# --- at equal times -----------------------------------------------------------------------------------------------


def test_a_customer_whose_patience_ends_as_staff_becomes_free_is_served() -> None:
    """Handling ends first, patience last."""
    text = scenario(segments="{customer: {patience: 10 min}}", issues=raised("0 s", "0 s"))
    assert story(text, *WORK, customer=1) == [
        "00:00:00 customer 1 joins desk by phone",
        "00:10:00 customer 1 starts at desk",
        "00:20:00 customer 1 ends at desk: resolve",
    ]


def test_who_comes_as_staff_becomes_free_is_served_at_once() -> None:
    """Handling ends before attempts begin."""
    text = scenario(
        issues=raised("0 s", "10 min"),
        departments=f"{{desk: {{staff: 1, queue: {{limit: 0}}, handling: 10 min, {ANSWER}}}}}",
    )
    assert story(text, *WORK, customer=1) == [
        "00:10:00 customer 1 joins desk by phone",
        "00:10:00 customer 1 starts at desk",
        "00:20:00 customer 1 ends at desk: resolve",
    ]


def test_who_waits_is_served_before_who_comes_as_staff_becomes_free() -> None:
    """Among the waiting and the coming, the waiting."""
    text = scenario(issues=raised("0 s", "1 min", "10 min"))
    assert story(text, Kind.STARTS) == [
        "00:00:00 customer 0 starts at desk",
        "00:10:00 customer 1 starts at desk",
        "00:20:00 customer 2 starts at desk",
    ]


def test_pending_things_mature_before_attempts_begin() -> None:
    """A fix that takes effect at the moment of the next attempt makes it needless."""
    text = scenario(
        segments="{customer: {tries: [mail, phone], chases: 1 day}}",
        channels="{mail: {kind: message, reaches: desk}, phone: {reaches: desk}}",
        departments="""{desk: {staff: 1, handling: 10 min, rules:
            {fix: {then: {resolve: {after: 1 day}}}}}}""",
        issues="{question: {raised by: {customer: {at: [0 s]}}, begins with: {ticket: {to: desk}}}}",
    )
    assert story(text) == [
        "00:00:00 customer 0 has question",
        "00:00:00 customer 0 sees the company act: ticket",
        "00:00:00 customer 0 is a ticket at desk",
        "00:00:00 customer 0 starts at desk",
        "00:00:00 customer 0 tries mail",
        "00:00:00 customer 0 joins desk by mail",
        "00:10:00 customer 0 ends at desk: resolve",
        "00:10:00 customer 0 is told to wait until 1d 00:10:00",
        "00:10:00 customer 0 perceives a change",
        "00:10:00 customer 0 starts at desk",
        "00:20:00 customer 0 ends at desk: resolve",
        "00:20:00 customer 0 chases the resolve",
        "00:20:00 customer 0 is told to wait until 1d 00:10:00",
        "00:20:00 customer 0 perceives a change",
        "1d 00:10:00 customer 0 is resolved",
    ]


def test_handling_ends_before_pending_things_mature() -> None:
    """A contact that ends at the moment at which the case resolves has its rule first."""
    text = scenario(
        segments="{customer: {tries: [mail, phone], chases: 23 h}}",
        issues="{question: {raised by: {customer: {at: [0 s]}}}}",
        channels="{mail: {kind: message, reaches: back}, phone: {reaches: desk}}",
        departments="""{
            back: {staff: 1, handling: 0 s, rules: {slowly: {then: {resolve: {after: 24 h, silently: yes}}}}},
            desk: {staff: 1, handling: 1 h, rules: {no: {then: {refuse: policy}}}}}""",
    )
    assert story(text)[3:] == [
        "00:00:00 customer 0 starts at back",
        "00:00:00 customer 0 ends at back: resolve",
        "23:00:00 customer 0 chases by phone",
        "23:00:00 customer 0 joins desk by phone",
        "23:00:00 customer 0 starts at desk",
        "1d 00:00:00 customer 0 ends at desk: refuse",
        "1d 00:00:00 customer 0 stops with nothing left to try",
        "1d 00:00:00 customer 0 is resolved",
    ]


def test_among_equals_the_earlier_made_comes_first() -> None:
    """Customers of one moment come in the order of the file, and wait in it."""
    text = scenario(
        segments="{a: {worth: 1}, b: {worth: 1}}",
        issues="{question: {raised by: {b: {at: [1 min, 1 min]}, a: {at: [1 min]}}}}",
        departments=f"{{desk: {{staff: 1, handling: 1 min, {ANSWER}}}}}",
    )
    log = log_of(text)
    assert [log.book.populations[who["population"]].segment for who in log.cases] == ["b", "b", "a"]
    assert story(text, Kind.STARTS) == [
        "00:01:00 customer 0 starts at desk",
        "00:02:00 customer 1 starts at desk",
        "00:03:00 customer 2 starts at desk",
    ]


def test_times_are_rounded_to_the_millisecond() -> None:
    """Half a millisecond and less is no time."""
    text = scenario(
        issues=raised("0.0014 s", "0.0016 s"), departments=f"{{desk: {{staff: 2, handling: 1.0006 s, {ANSWER}}}}}"
    )
    assert story(text, Kind.STARTS, Kind.ENDS) == [
        "00:00:00.001 customer 0 starts at desk",
        "00:00:00.002 customer 1 starts at desk",
        "00:00:01.002 customer 0 ends at desk: resolve",
        "00:00:01.003 customer 1 ends at desk: resolve",
    ]


# --- doors --------------------------------------------------------------------------------------------------------


def test_a_door_is_open_from_its_first_to_before_its_last_minute() -> None:
    """At opening one may come in, at closing no more."""
    text = scenario(
        calendars=OFFICE,
        segments="{customer: {closed doors: turned away}}",
        channels="{phone: {open: office, reaches: desk}}",
        departments=f"{{desk: {{staff: 9, handling: 1 min, {ANSWER}}}}}",
        issues=raised("32399 s", "9 h", "61199 s", "17 h"),
    )
    assert story(text, Kind.TURNED_AWAY, Kind.STARTS) == [
        "08:59:59 customer 0 is turned away from phone by the closed door",
        "09:00:00 customer 1 starts at desk",
        "16:59:59 customer 2 starts at desk",
        "17:00:00 customer 3 is turned away from phone by the closed door",
    ]


def test_who_waits_for_opening_comes_spread_over_an_hour() -> None:
    """A hundred callers in the night come evenly within the hour after opening, each by their own luck."""
    text = scenario(
        calendars=OFFICE,
        channels="{phone: {open: office, reaches: desk}}",
        departments=f"{{desk: {{staff: 100, handling: 1 min, {ANSWER}}}}}",
        issues="{question: {raised by: {customer: {cases: 100}}}}",
        run="{arrivals: 8 h, horizon: 2 days}",
    )
    rows = log_of(text).rows
    minutes = sorted(rows["time"][rows["kind"] == Kind.ATTEMPT] / 60_000 - 9 * 60)
    assert len(minutes) == 100
    assert 0 <= minutes[0] < 5
    assert 55 < minutes[-1] <= 60
    assert sum(minute < 30 for minute in minutes) == pytest.approx(50, abs=20)


def test_the_rush_is_over_after_half_of_a_short_opening() -> None:
    """Nobody who has waited all night comes at the last minute."""
    text = scenario(
        calendars="{brief: {mon-fri: 09:00-09:20}}",
        channels="{phone: {open: brief, reaches: desk}}",
        departments=f"{{desk: {{staff: 100, handling: 1 min, {ANSWER}}}}}",
        issues="{question: {raised by: {customer: {cases: 50}}}}",
        run="{arrivals: 8 h, horizon: 2 days}",
    )
    rows = log_of(text).rows
    minutes = rows["time"][rows["kind"] == Kind.ATTEMPT] / 60_000 - 9 * 60
    assert 0 <= minutes.min() < minutes.max() < 10


def test_who_would_come_too_late_waits_until_the_next_opening() -> None:
    """A way of an hour, begun half an hour before closing, is put off until after the night."""
    text = scenario(
        calendars=OFFICE,
        channels="{shop: {open: office, takes: 1 h, reaches: desk}}",
        issues=raised("16.5 h"),
    )
    moment = story(text, Kind.ATTEMPT)[0]
    assert "1d 09:00:00" <= moment[:11] <= "1d 10:00:00"
    assert moment.endswith("customer 0 tries shop, 3600 s away")


def test_a_shut_door_costs_the_way_and_is_an_attempt() -> None:
    """Who does not wait goes there, finds it shut, and tries the next channel after a pause."""
    text = scenario(
        calendars=OFFICE,
        segments="{customer: {closed doors: turned away, pauses: 30 min}}",
        channels="{shop: {open: office, takes: 1 h, reaches: desk}, phone: {reaches: desk}}",
        issues=raised("3 h"),
    )
    assert story(text)[:5] == [
        "03:00:00 customer 0 has question",
        "03:00:00 customer 0 tries shop, 3600 s away",
        "04:00:00 customer 0 is turned away from shop by the closed door",
        "04:30:00 customer 0 tries phone",
        "04:30:00 customer 0 joins desk by phone",
    ]


def test_a_message_can_be_sent_at_any_hour() -> None:
    """It waits until staff comes."""
    text = scenario(
        calendars=OFFICE,
        channels="{mail: {kind: message, open: office, reaches: desk}}",
        issues=raised("2 h"),
    )
    assert story(text, *WORK) == [
        "02:00:00 customer 0 joins desk by mail",
        "09:00:00 customer 0 starts at desk",
        "09:10:00 customer 0 ends at desk: resolve",
    ]


@pytest.mark.parametrize(
    ("calendar", "first"),
    [
        ("{mon-fri: 09:00-17:00}", "1d 09:00:00"),
        ("{mon-fri: 09:00-17:00, holiday: 11:00-12:00}", "11:00:00"),
        ("{mon-fri: 09:00-17:00, holiday: 11:00-12:00, 2026-01-05: 13:00-14:00}", "13:00:00"),
        ("{every day: 23:00-24:00}", "23:00:00"),
    ],
    ids=["closed on a holiday", "hours of holidays", "a date before a holiday", "every day, holidays too"],
)
def test_the_most_particular_day_wins(calendar: str, first: str) -> None:
    """Staff of a department with that calendar, when the first day of the run is a holiday."""
    text = scenario(
        holidays="{2026-01-05: A day off}",
        calendars=f"{{ours: {calendar}}}",
        departments=f"{{desk: {{staff: 1, works: ours, handling: 10 min, {ANSWER}}}}}",
    )
    assert story(text, Kind.STARTS) == [f"{first} customer 0 starts at desk"]


def test_a_day_ends_at_24_and_runs_on_into_the_next() -> None:
    """Hours up to 24:00 and from 00:00 are one stretch: nobody goes home between."""
    text = scenario(
        calendars="{night: {mon: 22:00-24:00, tue: 00:00-02:00}}",
        channels="{phone: {open: night, reaches: desk}}",
        issues=raised("23.9 h", "24 h", "25.9 h"),
        departments=f"{{desk: {{staff: 1, handling: 1 h, {ANSWER}}}}}",
    )
    assert story(text, *WORK, Kind.ON_DUTY)[:10] == [
        "00:00:00 desk has 0 on duty",
        "22:00:00 desk has 1 on duty",
        "23:54:00 customer 0 joins desk by phone",
        "23:54:00 customer 0 starts at desk",
        "1d 00:00:00 customer 1 joins desk by phone",
        "1d 00:54:00 customer 0 ends at desk: resolve",
        "1d 00:54:00 customer 1 starts at desk",
        "1d 01:54:00 customer 1 ends at desk: resolve",
        "1d 01:54:00 customer 2 joins desk by phone",
        "1d 01:54:00 customer 2 starts at desk",
    ]


# --- staff --------------------------------------------------------------------------------------------------------


def test_a_roster_says_by_the_hour_how_many_are_there() -> None:
    """Hours that are not named have nobody; a lunch is a gap."""
    text = scenario(
        run="{arrivals: 1 day, horizon: 1 day}",
        departments=f"""{{desk: {{staff: {{mon-fri: {{08:00-12:00: 2, 12:00-12:30: 1, 13:00-17:00: 3}}}},
            handling: 10 min, {ANSWER}}}}}""",
        issues=raised("12.75 h"),
    )
    assert story(text, Kind.ON_DUTY, Kind.STARTS) == [
        "00:00:00 desk has 0 on duty",
        "08:00:00 desk has 2 on duty",
        "12:00:00 desk has 1 on duty",
        "12:30:00 desk has 0 on duty",
        "13:00:00 desk has 3 on duty",
        "13:00:00 customer 0 starts at desk",
        "17:00:00 desk has 0 on duty",
    ]


def test_a_department_without_a_calendar_works_the_hours_of_its_channels() -> None:
    """Their union; one that none reaches works always."""
    text = scenario(
        run="{arrivals: 1 day, horizon: 2 days}",
        calendars="{early: {mon: 08:00-12:00}, late: {mon: 11:00-14:00, tue: 08:00-09:00}}",
        channels="{phone: {open: early, reaches: desk}, chat: {open: late, reaches: {desk: 50%, other: 50%}}}",
        departments=f"""{{
            desk: {{staff: 2, handling: 10 min, {ANSWER}}},
            other: {{staff: 1, handling: 10 min, {ANSWER}}},
            back: {{staff: 4, handling: 10 min, {ANSWER}}}}}""",
        issues=raised("12 h"),
    )
    assert story(text, Kind.ON_DUTY) == [
        "00:00:00 desk has 0 on duty",
        "00:00:00 other has 0 on duty",
        "00:00:00 back has 4 on duty",
        "08:00:00 desk has 2 on duty",
        "11:00:00 other has 1 on duty",
        "14:00:00 desk has 0 on duty",
        "14:00:00 other has 0 on duty",
        "1d 08:00:00 desk has 2 on duty",
        "1d 08:00:00 other has 1 on duty",
        "1d 09:00:00 desk has 0 on duty",
        "1d 09:00:00 other has 0 on duty",
    ]


DAY = "{mon-fri: 09:00-12:00}"


def day(**others: str) -> str:
    """Three callers shortly before noon, when the only one on duty goes home."""
    said = "".join(f", {key.replace('_', ' ')}: {text}" for key, text in others.items())
    return scenario(
        calendars=f"{{morning: {DAY}}}",
        channels="{phone: {open: morning, reaches: desk}}",
        departments=f"{{desk: {{staff: 1, handling: 20 min{said}, {ANSWER}}}}}",
        issues=raised("11.75 h", "11.8 h", "11.9 h"),
    )


def test_staff_finishes_what_it_has_begun_and_the_line_it_has() -> None:
    """What those before closing have begun to wait for, they get; it is overtime."""
    assert story(day(), *WORK) == [
        "11:45:00 customer 0 joins desk by phone",
        "11:45:00 customer 0 starts at desk",
        "11:48:00 customer 1 joins desk by phone",
        "11:54:00 customer 2 joins desk by phone",
        "12:05:00 customer 0 ends at desk: resolve",
        "12:05:00 customer 1 starts at desk",
        "12:25:00 customer 1 ends at desk: resolve",
        "12:25:00 customer 2 starts at desk",
        "12:45:00 customer 2 ends at desk: resolve",
    ]
    figures = measure(log_of(day())).departments["desk"]
    assert figures["overtime"] == 45 * 60
    assert figures["occupancy"] == pytest.approx(60 / (180 + 45))


def test_the_line_is_kept_overnight_where_the_scenario_says_so() -> None:
    """The call in hand is finished, the others wait in line until morning."""
    assert story(day(at_closing="keeps the queue"), Kind.STARTS, Kind.ENDS) == [
        "11:45:00 customer 0 starts at desk",
        "12:05:00 customer 0 ends at desk: resolve",
        "1d 09:00:00 customer 1 starts at desk",
        "1d 09:20:00 customer 1 ends at desk: resolve",
        "1d 09:20:00 customer 2 starts at desk",
        "1d 09:40:00 customer 2 ends at desk: resolve",
    ]


def test_the_line_is_sent_away_where_the_scenario_says_so() -> None:
    """In the order in which they wait; the call in hand is finished."""
    assert story(day(at_closing="sends the queue away"), *WORK) == [
        "11:45:00 customer 0 joins desk by phone",
        "11:45:00 customer 0 starts at desk",
        "11:48:00 customer 1 joins desk by phone",
        "11:54:00 customer 2 joins desk by phone",
        "12:00:00 customer 1 is sent away by desk",
        "12:00:00 customer 2 is sent away by desk",
        "12:05:00 customer 0 ends at desk: resolve",
    ]


def test_a_line_that_is_finished_can_still_lose_its_patience() -> None:
    """Waiting in overtime is waiting."""
    text = day().replace("channels:", "segments: {customer: {patience: 30 min}}\nchannels:", 1)
    assert story(text, *WORK)[4:] == [
        "12:05:00 customer 0 ends at desk: resolve",
        "12:05:00 customer 1 starts at desk",
        "12:24:00 customer 2 abandons desk",
        "12:25:00 customer 1 ends at desk: resolve",
    ]


def test_messages_wait_for_the_next_day_at_closing() -> None:
    """Only those who wait live are served in overtime."""
    text = scenario(
        channels="{mail: {kind: message, reaches: desk}}",
        departments=f"{{desk: {{staff: {{mon-fri: {{09:00-12:00: 1}}}}, handling: 20 min, {ANSWER}}}}}",
        issues=raised("11.75 h", "11.8 h"),
    )
    assert story(text, Kind.STARTS, Kind.ENDS) == [
        "11:45:00 customer 0 starts at desk",
        "12:05:00 customer 0 ends at desk: resolve",
        "1d 09:00:00 customer 1 starts at desk",
        "1d 09:20:00 customer 1 ends at desk: resolve",
    ]


def test_work_is_put_down_and_taken_up_where_the_scenario_says_so() -> None:
    """The rest of the handling follows in the next shift, before those who wait."""
    text = day(at_closing="keeps the queue", at_end_of_shift="puts down")
    assert story(text, Kind.STARTS, Kind.PUTS_DOWN, Kind.TAKES_UP, Kind.ENDS) == [
        "11:45:00 customer 0 starts at desk",
        "12:00:00 customer 0 is put down at desk",
        "1d 09:00:00 customer 0 is taken up at desk",
        "1d 09:05:00 customer 0 ends at desk: resolve",
        "1d 09:05:00 customer 1 starts at desk",
        "1d 09:25:00 customer 1 ends at desk: resolve",
        "1d 09:25:00 customer 2 starts at desk",
        "1d 09:45:00 customer 2 ends at desk: resolve",
    ]
    assert measure(log_of(text)).departments["desk"]["overtime"] == 0


def test_who_puts_work_down_begins_with_nobody_else() -> None:
    """The line is kept without a word about closing; written so, it is finished all the same."""
    kept = day(at_end_of_shift="puts down")
    assert story(kept, Kind.STARTS) == story(
        day(at_closing="keeps the queue", at_end_of_shift="puts down"), Kind.STARTS
    )
    finished = story(day(at_closing="finishes the queue", at_end_of_shift="puts down"), Kind.STARTS)
    assert finished[1] == "12:00:00 customer 1 starts at desk"


def test_work_that_ends_with_the_shift_is_not_put_down() -> None:
    """Handling ends first at equal times."""
    text = scenario(
        departments=f"""{{desk: {{staff: {{mon-fri: {{09:00-12:00: 1}}}}, at end of shift: puts down,
            handling: 20 min, {ANSWER}}}}}""",
        issues=raised("42000 s"),
    )
    assert story(text, Kind.STARTS, Kind.PUTS_DOWN, Kind.TAKES_UP, Kind.ENDS) == [
        "11:40:00 customer 0 starts at desk",
        "12:00:00 customer 0 ends at desk: resolve",
    ]


def test_nothing_new_is_begun_as_the_shift_ends() -> None:
    """Who ends with the shift goes home, and does not take up the next in line."""
    text = scenario(
        channels="{mail: {kind: message, reaches: desk}}",
        departments=f"{{desk: {{staff: {{mon-fri: {{09:00-12:00: 1}}}}, handling: 20 min, {ANSWER}}}}}",
        issues=raised("42000 s", "42001 s"),
    )
    assert story(text, Kind.STARTS) == [
        "11:40:00 customer 0 starts at desk",
        "1d 09:00:00 customer 1 starts at desk",
    ]


def test_where_staff_becomes_fewer_some_finish_or_put_down() -> None:
    """The last to be begun is put down first."""
    roster = "{mon: {09:00-10:00: 2, 10:00-12:00: 1}}"
    text = scenario(
        departments=f"{{desk: {{staff: {roster}, handling: 40 min, {ANSWER}}}}}", issues=raised("9.5 h", "9.6 h")
    )
    assert story(text, Kind.STARTS, Kind.ENDS) == [
        "09:30:00 customer 0 starts at desk",
        "09:36:00 customer 1 starts at desk",
        "10:10:00 customer 0 ends at desk: resolve",
        "10:16:00 customer 1 ends at desk: resolve",
    ]
    text = text.replace("handling:", "at end of shift: puts down, handling:")
    assert story(text, Kind.STARTS, Kind.PUTS_DOWN, Kind.TAKES_UP, Kind.ENDS) == [
        "09:30:00 customer 0 starts at desk",
        "09:36:00 customer 1 starts at desk",
        "10:00:00 customer 1 is put down at desk",
        "10:10:00 customer 0 ends at desk: resolve",
        "10:10:00 customer 1 is taken up at desk",
        "10:26:00 customer 1 ends at desk: resolve",
    ]


def test_what_was_put_down_goes_before_a_transfer_to_the_end_of_the_same_line() -> None:
    """Who is transferred to the same department waits for all that wait there, put down or not."""
    text = scenario(
        departments="""{desk: {staff: {mon: {09:00-10:00: 2, 10:00-12:00: 1}}, at end of shift: puts down,
            handling: 40 min, rules: {
            again: {when: {came as: customer, issue: hard}, then: {transfer: desk}}, done: {then: {resolve: now}}}}}""",
        issues="""{hard: {raised by: {customer: {at: [9.5 h]}}}, easy: {raised by: {customer: {at: [9.6 h]}}}}""",
    )
    assert story(text, Kind.JOINS, Kind.STARTS, Kind.PUTS_DOWN, Kind.TAKES_UP, Kind.ENDS) == [
        "09:30:00 customer 0 joins desk by phone",
        "09:30:00 customer 0 starts at desk",
        "09:36:00 customer 1 joins desk by phone",
        "09:36:00 customer 1 starts at desk",
        "10:00:00 customer 1 is put down at desk",
        "10:10:00 customer 0 ends at desk: transfer",
        "10:10:00 customer 0 is transferred to desk by phone",
        "10:10:00 customer 1 is taken up at desk",
        "10:26:00 customer 1 ends at desk: resolve",
        "10:26:00 customer 0 starts at desk",
        "11:06:00 customer 0 ends at desk: resolve",
    ]


@pytest.mark.parametrize("how", ["finishes the queue", "keeps the queue", "sends the queue away"])
@pytest.mark.parametrize("shift", ["finishes", "puts down"])
def test_staff_is_free_again(how: str, shift: str) -> None:
    """However days end, as many handlings end as begin once nobody comes any more."""
    text = scenario(
        run="{arrivals: 3 days, horizon: 30 days}",
        calendars="{office: {mon-fri: [09:00-12:00, 13:00-15:00]}}",
        segments="{customer: {patience: {exponential: 20 min}, redials: {chance: 50%, after: 10 min}}}",
        channels="{phone: {open: office, reaches: desk}}",
        issues="{question: {raised by: {customer: 60 per day}}}",
        departments=f"""{{desk: {{staff: {{mon-fri: {{09:00-10:00: 1, 10:00-12:00: 3, 13:00-15:00: 2}}}},
            at closing: {how}, at end of shift: {shift}, handling: {{exponential: 12 min}}, {ANSWER}}}}}""",
    )
    rows = log_of(text, seed=1).rows
    count = {kind: int((rows["kind"] == kind).sum()) for kind in Kind}
    assert count[Kind.STARTS] == count[Kind.ENDS] > 50
    assert count[Kind.PUTS_DOWN] == count[Kind.TAKES_UP]
    assert (count[Kind.PUTS_DOWN] > 0) == (shift == "puts down")
    assert count[Kind.JOINS] == count[Kind.STARTS] + count[Kind.ABANDONS] + count[Kind.LEAVES]
