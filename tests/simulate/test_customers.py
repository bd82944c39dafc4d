"""What customers do: choosing, trying, waiting in line, giving up."""

import numpy as np
import pytest

from journeysim.measure import measure
from journeysim.model.log import Kind
from tests.simulate.telling import log_of, scenario, story

REFUSE = "{desk: {staff: 9, handling: 10 min, rules: {no: {then: {refuse: policy}}}}}"
THREE = "{phone: {reaches: desk}, chat: {reaches: desk}, shop: {reaches: desk}}"
TRIES = (Kind.ATTEMPT, Kind.DEAD_END, Kind.STARTS_OVER, Kind.STOPS)


def share(log, kind: Kind) -> float:
    """How many rows of a kind there are for each case."""
    return float((log.rows["kind"] == kind).sum()) / len(log.cases)


# --- the first attempt --------------------------------------------------------------------------------------------


def test_the_customer_hesitates_then_takes_the_first_channel() -> None:
    """From the issue to the first attempt, and a menu before the door."""
    text = scenario(
        segments="{customer: {hesitates: 2 h, tries: [chat, phone]}}",
        channels="{phone: {reaches: desk}, chat: {takes: 90 s, reaches: desk}}",
    )
    assert story(text) == [
        "00:00:00 customer 0 has question",
        "02:00:00 customer 0 tries chat, 90 s away",
        "02:01:30 customer 0 joins desk by chat",
        "02:01:30 customer 0 starts at desk",
        "02:11:30 customer 0 ends at desk: resolve",
        "02:11:30 customer 0 is resolved",
    ]


def test_a_channel_is_looked_for_once_a_case() -> None:
    """The second attempt by it costs only what each attempt costs."""
    text = scenario(
        segments="{customer: {starts over: {times: 1}}}",
        channels="{shop: {find: 25 min, takes: 5 min, reaches: desk}}",
        departments=REFUSE,
    )
    assert story(text, Kind.ATTEMPT) == [
        "00:00:00 customer 0 tries shop, 1800 s away",
        "01:40:00 customer 0 tries shop, 300 s away",
    ]


def test_a_channel_that_is_not_found_turns_away_and_must_be_looked_for_again() -> None:
    """Nobody finds it here; everybody looks twice."""
    text = scenario(
        segments="{customer: {starts over: {times: 1}}}",
        channels="{shop: {find: 25 min, found: 0%, reaches: desk}}",
    )
    assert story(text)[1:] == [
        "00:00:00 customer 0 tries shop, 1500 s away",
        "00:25:00 customer 0 is turned away from shop unfound",
        "00:25:00 customer 0 hits a dead end",
        "00:25:00 customer 0 starts over",
        "01:25:00 customer 0 tries shop, 1500 s away",
        "01:50:00 customer 0 is turned away from shop unfound",
        "01:50:00 customer 0 hits a dead end",
        "01:50:00 customer 0 stops in a dead end",
    ]


def test_so_many_find_a_channel_as_the_scenario_says() -> None:
    """A share of those who look."""
    text = scenario(
        issues="{question: {raised by: {customer: {cases: 2000}}}}",
        channels="{shop: {found: 80%, reaches: desk}}",
        departments="{desk: {staff: 2000, handling: 1 s, rules: {answer: {then: {resolve: now}}}}}",
    )
    assert share(log_of(text), Kind.TURNED_AWAY) == pytest.approx(0.2, abs=0.04)


def test_the_gate_is_asked_after_the_way() -> None:
    """Who does not pass has spent the time all the same, and pauses before the next channel."""
    text = scenario(
        segments="""{customer: {is: {contract: ended}, tries: [phone, shop], pauses: 20 min},
            other: {is: {contract: active}}}""",
        channels="{phone: {takes: 1 min, admits: {contract: active}, reaches: desk}, shop: {reaches: desk}}",
        issues="{question: {raised by: {customer: {at: [0 s]}, other: {at: [1 s]}}}}",
        departments="{desk: {staff: 9, handling: 10 min, rules: {answer: {then: {resolve: now}}}}}",
    )
    assert story(text, Kind.ATTEMPT, Kind.TURNED_AWAY, Kind.JOINS) == [
        "00:00:00 customer 0 tries phone, 60 s away",
        "00:00:01 customer 1 tries phone, 60 s away",
        "00:01:00 customer 0 is turned away from phone by the gate",
        "00:01:01 customer 1 joins desk by phone",
        "00:21:00 customer 0 tries shop",
        "00:21:00 customer 0 joins desk by shop",
    ]


# --- which channel ------------------------------------------------------------------------------------------------


def test_channels_are_tried_in_order_until_none_is_left() -> None:
    """Refused everywhere, the customer is in a dead end and stops there."""
    text = scenario(segments="{customer: {tries: [shop, phone, chat]}}", channels=THREE, departments=REFUSE)
    assert story(text, *TRIES) == [
        "00:00:00 customer 0 tries shop",
        "01:10:00 customer 0 tries phone",
        "02:20:00 customer 0 tries chat",
        "02:30:00 customer 0 hits a dead end",
        "02:30:00 customer 0 stops in a dead end",
    ]


def test_without_tries_all_channels_are_tried_in_the_order_of_the_file() -> None:
    """All that somebody can reach."""
    text = scenario(channels=THREE, departments=REFUSE)
    assert [line.split(" tries ")[1] for line in story(text, Kind.ATTEMPT)] == ["phone", "chat", "shop"]


def test_without_tries_nobody_tries_what_they_can_never_enter() -> None:
    """A gate that asks who they are, and shuts."""
    text = scenario(
        segments="{customer: {is: {contract: ended}}, other: {is: {contract: active}}}",
        channels="{phone: {admits: {contract: active}, reaches: desk}, shop: {reaches: desk}}",
        issues="{question: {raised by: {customer: {at: [0 s]}, other: {at: [1 s]}}}}",
    )
    assert story(text, Kind.ATTEMPT) == ["00:00:00 customer 0 tries shop", "00:00:01 customer 1 tries phone"]


def test_with_chances_channels_are_drawn_among_those_not_yet_tried() -> None:
    """The first by its chance, the second by its share of what is left; never one twice."""
    text = scenario(
        segments="{customer: {tries: {phone: 50%, chat: 30%, shop: 20%}}}",
        issues="{question: {raised by: {customer: {cases: 3000}}}}",
        channels=THREE,
        departments="{desk: {staff: 3000, handling: 10 min, rules: {no: {then: {refuse: policy}}}}}",
    )
    log = log_of(text)
    rows = log.rows[log.rows["kind"] == Kind.ATTEMPT]
    orders = rows["channel"][np.argsort(rows["case"], kind="stable")].reshape(-1, 3)
    assert {tuple(sorted(order)) for order in orders.tolist()} == {(0, 1, 2)}
    assert np.mean(orders[:, 0] == 0) == pytest.approx(0.5, abs=0.04)
    after_phone = orders[orders[:, 0] == 0]
    assert np.mean(after_phone[:, 1] == 1) == pytest.approx(0.6, abs=0.06)


def test_another_round_from_the_top_as_often_as_the_segment_starts_over() -> None:
    """Each dead end is hit; the last is the end. `after` takes the place of the pause."""
    text = scenario(
        segments="{customer: {starts over: {times: 2, after: 5 days}, pauses: 30 min}}",
        channels="{phone: {reaches: desk}, chat: {reaches: desk}}",
        departments=REFUSE,
    )
    assert story(text, *TRIES) == [
        "00:00:00 customer 0 tries phone",
        "00:40:00 customer 0 tries chat",
        "00:50:00 customer 0 hits a dead end",
        "00:50:00 customer 0 starts over",
        "5d 00:50:00 customer 0 tries phone",
        "5d 01:30:00 customer 0 tries chat",
        "5d 01:40:00 customer 0 hits a dead end",
        "5d 01:40:00 customer 0 starts over",
        "10d 01:40:00 customer 0 tries phone",
        "10d 02:20:00 customer 0 tries chat",
        "10d 02:30:00 customer 0 hits a dead end",
        "10d 02:30:00 customer 0 stops in a dead end",
    ]


def test_nothing_left_to_try_is_no_dead_end_while_something_is_pending() -> None:
    """The customer does not know of it, and stops all the same; what is pending wins them back."""
    text = scenario(
        issues="""{question: {raised by: {customer: {at: [0 s]}},
            begins with: {ticket: {to: back}}}}""",
        departments="""{
            desk: {staff: 1, handling: 10 min, rules: {no: {then: {refuse: policy}}}},
            back: {staff: 1, handling: 3 days, rules: {done: {then: {resolve: now}}}}}""",
    )
    assert story(text) == [
        "00:00:00 customer 0 has question",
        "00:00:00 customer 0 sees the company act: ticket",
        "00:00:00 customer 0 is a ticket at back",
        "00:00:00 customer 0 starts at back",
        "00:00:00 customer 0 tries phone",
        "00:00:00 customer 0 joins desk by phone",
        "00:00:00 customer 0 starts at desk",
        "00:10:00 customer 0 ends at desk: refuse",
        "00:10:00 customer 0 stops with nothing left to try",
        "3d 00:00:00 customer 0 ends at back: resolve",
        "3d 00:00:00 customer 0 is resolved",
    ]
    assert measure(log_of(text)).all["won_back"] == 1


def test_a_visible_change_makes_channels_worth_trying_again() -> None:
    """A fact that is in no system is seen by the customer; one that is kept in a system is not."""
    text = scenario(
        systems="[crm]",
        facts="{request: [none, logged]}",
        channels="{phone: {reaches: desk}}",
        segments="{customer: {starts over: {times: 1}}}",
        departments="""{desk: {staff: 1, handling: 10 min, rules: {
            log it: {when: {request: none}, then: {refuse: not yet, set: {request: logged}}},
            done: {then: {refuse: policy}}}}}""",
    )
    assert story(text, *TRIES, Kind.PERCEIVES) == [
        "00:00:00 customer 0 tries phone",
        "00:10:00 customer 0 perceives a change",
        "01:10:00 customer 0 tries phone",
        "01:20:00 customer 0 hits a dead end",
        "01:20:00 customer 0 starts over",
        "02:20:00 customer 0 tries phone",
        "02:30:00 customer 0 hits a dead end",
        "02:30:00 customer 0 stops in a dead end",
    ]
    hidden = text.replace("{request: [none, logged]}", "{request: {values: [none, logged], in: crm}}")
    hidden = hidden.replace("handling:", "uses: crm, handling:")
    assert story(hidden, *TRIES, Kind.PERCEIVES) == [
        "00:00:00 customer 0 tries phone",
        "00:10:00 customer 0 hits a dead end",
        "00:10:00 customer 0 starts over",
        "01:10:00 customer 0 tries phone",
        "01:20:00 customer 0 hits a dead end",
        "01:20:00 customer 0 stops in a dead end",
    ]


# --- lines --------------------------------------------------------------------------------------------------------

BUSY = "{desk: {staff: 1, handling: 3 h, rules: {answer: {then: {resolve: now}}}}}"
TWO = "{question: {raised by: {customer: {at: [0 s, 1 min]}}}}"


def test_out_of_patience_one_redials_the_same_channel() -> None:
    """After a delay of its own; each call draws patience again."""
    text = scenario(
        segments="{customer: {patience: 10 min, redials: {chance: 100%, after: 80 min}, tries: [phone, chat]}}",
        channels="{phone: {reaches: desk}, chat: {reaches: desk}}",
        issues=TWO,
        departments=BUSY,
    )
    assert story(text, customer=1) == [
        "00:01:00 customer 1 has question",
        "00:01:00 customer 1 tries phone",
        "00:01:00 customer 1 joins desk by phone",
        "00:11:00 customer 1 abandons desk",
        "01:31:00 customer 1 redials phone",
        "01:31:00 customer 1 joins desk by phone",
        "01:41:00 customer 1 abandons desk",
        "03:01:00 customer 1 redials phone",
        "03:01:00 customer 1 joins desk by phone",
        "03:01:00 customer 1 starts at desk",
        "06:01:00 customer 1 ends at desk: resolve",
        "06:01:00 customer 1 is resolved",
    ]


@pytest.mark.parametrize(
    ("redials", "next_line"),
    [
        ("never", "01:11:00 customer 1 tries chat"),
        ("{chance: 0%}", "01:11:00 customer 1 tries chat"),
        ("{chance: 0%, otherwise: gives up}", "00:11:00 customer 1 stops having abandoned"),
        ("{chance: 100%}", "01:11:00 customer 1 redials phone"),
    ],
)
def test_who_does_not_redial_tries_the_next_or_gives_up(redials: str, next_line: str) -> None:
    """As the segment says; where it says nothing of when, after the pause."""
    text = scenario(
        segments=f"{{customer: {{patience: 10 min, redials: {redials}, tries: [phone, chat]}}}}",
        channels="{phone: {reaches: desk}, chat: {reaches: desk}}",
        issues=TWO,
        departments=BUSY,
    )
    assert story(text, customer=1)[4] == next_line


def test_patience_may_depend_on_the_case() -> None:
    """By channel; one may be endless."""
    text = scenario(
        segments="{customer: {patience: {by channel: {phone: 5 min, otherwise: endless}}}}",
        channels="{phone: {reaches: desk}, chat: {reaches: desk}}",
        issues=TWO,
        departments=BUSY,
    )
    assert story(text, customer=1)[1:] == [
        "00:01:00 customer 1 tries phone",
        "00:01:00 customer 1 joins desk by phone",
        "00:06:00 customer 1 abandons desk",
        "01:06:00 customer 1 tries chat",
        "01:06:00 customer 1 joins desk by chat",
        "03:00:00 customer 1 starts at desk",
        "06:00:00 customer 1 ends at desk: resolve",
        "06:00:00 customer 1 is resolved",
    ]


def test_a_full_line_turns_away() -> None:
    """Over the limit, as after any refusal the next channel follows."""
    text = scenario(
        segments="{customer: {tries: [phone, chat], pauses: 10 min}}",
        channels="{phone: {reaches: desk}, chat: {reaches: other}}",
        issues="{question: {raised by: {customer: {at: [0 s, 1 s, 2 s]}}}}",
        departments="""{
            desk: {staff: 1, queue: {limit: 1}, handling: 10 min, rules: {answer: {then: {resolve: now}}}},
            other: {staff: 1, handling: 10 min, rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.JOINS, Kind.TURNED_AWAY) == [
        "00:00:00 customer 0 joins desk by phone",
        "00:00:01 customer 1 joins desk by phone",
        "00:00:02 customer 2 is turned away from phone by the full line of desk",
        "00:10:02 customer 2 joins other by chat",
    ]


def test_a_limit_is_for_those_who_wait_live() -> None:
    """A letter box is never full."""
    text = scenario(
        channels="{mail: {kind: message, reaches: desk}}",
        issues="{question: {raised by: {customer: {at: [0 s, 1 s, 2 s]}}}}",
        departments="{desk: {staff: 1, queue: {limit: 0}, handling: 10 min, rules: {answer: {then: {resolve: now}}}}}",
    )
    assert story(text, Kind.ENDS)[-1] == "00:30:00 customer 2 ends at desk: resolve"


def test_told_of_too_long_a_wait_one_turns_round() -> None:
    """The announced wait is that of those ahead and one's own, over the staff on duty."""
    text = scenario(
        segments="{customer: {balks: {wait over: 10 min}}}",
        issues="{question: {raised by: {customer: {at: [0 s, 0 s, 1 s, 2 s, 3 s]}}}}",
        departments="{desk: {staff: 2, handling: 10 min, rules: {answer: {then: {resolve: now}}}}}",
    )
    assert story(text, Kind.ABANDONS, Kind.STARTS) == [
        "00:00:00 customer 0 starts at desk",
        "00:00:00 customer 1 starts at desk",
        "00:00:03 customer 4 balks at desk",
        "00:10:00 customer 2 starts at desk",
        "00:10:00 customer 3 starts at desk",
    ]


ORDERS = {
    "first come": [0, 1, 2, 3],
    "last come": [0, 3, 2, 1],
    "oldest case": [0, 2, 1, 3],
}


@pytest.mark.parametrize("order", ORDERS)
def test_the_line_has_an_order(order: str) -> None:
    """First come, last come, or whose case is the oldest: here the one who hesitated longest."""
    text = scenario(
        segments="{quick: {hesitates: 0 s}, slow: {hesitates: 1 h}}",
        issues="""{question: {raised by: {
            quick: {at: [60 min, 61 min, 63 min]}, slow: {at: [120 s]}}}}""",
        departments=f"""{{desk: {{staff: 1, queue: {{order: {order}}}, handling: 10 min,
            rules: {{answer: {{then: {{resolve: now}}}}}}}}}}""",
    )
    by_arrival = {1: 0, 2: 1, 0: 2, 3: 3}  # the slow one has the first case
    served = [by_arrival[int(line.split()[2])] for line in story(text, Kind.STARTS)]
    assert served == ORDERS[order]


def test_priority_goes_before_order() -> None:
    """Within a priority the order of the line; who fits none comes last."""
    text = scenario(
        segments="{a: {worth: 1}, b: {worth: 1}, c: {worth: 1}}",
        issues="{question: {raised by: {c: {at: [0 s, 1 s, 5 s]}, b: {at: [2 s, 4 s]}, a: {at: [3 s]}}}}",
        departments="""{desk: {staff: 1, priority: [{segment: a}, {segment: b}], queue: {order: last come},
            handling: 10 min, rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert [line.split()[2] for line in story(text, Kind.STARTS)] == ["0", "3", "4", "2", "5", "1"]


def test_a_channel_without_a_chance_is_none_of_theirs() -> None:
    """Nor is it tried once all others have been."""
    text = scenario(
        segments="{customer: {tries: {phone: 0%, fax: 100%}}}",
        channels="{phone: {reaches: desk}, fax: {reaches: nobody}}",
        departments="""{desk: {staff: 1, handling: 1 min, rules: {answer: {then: {resolve: now}}}},
            nobody: {staff: 1, handling: 1 min, rules: {no: {then: {refuse: no}}}}}""",
    )
    assert story(text, Kind.ATTEMPT, Kind.STOPS) == [
        "00:00:00 customer 0 tries fax",
        "00:01:00 customer 0 stops in a dead end",
    ]


def test_priority_is_asked_of_those_who_wait_as_the_next_is_taken_up() -> None:
    """Who has come of age in the line goes before others; until then the last to come is the first."""
    text = scenario(
        channels="{mail: {kind: message, reaches: desk}}",
        issues="{question: {raised by: {customer: {at: [0 s, 5 min, 30 min, 50 min]}}}}",
        departments="""{desk: {staff: 1, handling: 1 h, priority: [{open for: {at least: 115 min}}],
            queue: {order: last come}, rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.STARTS) == [
        "00:00:00 customer 0 starts at desk",
        "01:00:00 customer 3 starts at desk",
        "02:00:00 customer 1 starts at desk",
        "03:00:00 customer 2 starts at desk",
    ]


def test_priority_follows_what_happens_elsewhere_meanwhile() -> None:
    """Whoever goes public is answered before those who wait quietly, though they wrote later."""
    text = scenario(
        run="{arrivals: 1 h, horizon: 4 h}",
        segments="{quiet: {tries: [mail]}, loud: {tries: [mail], chases: 10 min, escalates: {blog: {after: 1 min}}}}",
        channels="""{mail: {kind: message, reaches: desk},
            blog: {kind: message, public: yes, noticed: 0%, reaches: desk}}""",
        issues="{question: {raised by: {quiet: {at: [0 s, 1 min]}, loud: {at: [2 min]}}}}",
        departments="""{desk: {staff: 1, handling: 1 h, priority: [{went public: yes}],
            rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.STARTS) == [
        "00:00:00 customer 0 starts at desk",
        "01:00:00 customer 2 starts at desk",
        "02:00:00 customer 1 starts at desk",
    ]


def test_who_ages_in_a_line_that_is_looked_over_moves_up() -> None:
    """One item of the list each time, as if they joined it now."""
    text = scenario(
        segments="{member: {worth: 1}, guest: {worth: 1}}",
        issues="{question: {raised by: {member: {at: [0 s, 1 min, 39 min]}, guest: {at: [2 min]}}}}",
        departments="""{desk: {staff: 1, handling: 20 min, priority: [{segment: member, contacts: {under: 9}}],
            queue: {ageing: 30 min}, rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.STARTS) == [
        "00:00:00 customer 0 starts at desk",
        "00:20:00 customer 1 starts at desk",
        "00:40:00 customer 2 starts at desk",
        "01:00:00 customer 3 starts at desk",
    ]


def test_priority_by_what_the_department_knows_is_of_this_visit() -> None:
    """Who left a note here goes first, whatever another department knew of them before."""
    text = scenario(
        run="{arrivals: 1 day, horizon: 2 days}",
        systems="[crm]",
        segments="{new: {tries: [chat]}, old: {tries: [phone, chat], pauses: 10 min}}",
        channels="{phone: {reaches: front}, chat: {reaches: desk}}",
        issues="{question: {raised by: {new: {at: [0 s, 20 min]}, old: {at: [15 min]}}}}",
        departments="""{
            front: {staff: 1, writes: crm, handling: 10 min, rules: {
                send on: {then: {refuse: elsewhere}}}},
            desk: {staff: 1, reads: crm, priority: [{known: yes}], handling: 1 h,
                rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.STARTS) == [
        "00:00:00 customer 0 starts at desk",
        "00:15:00 customer 1 starts at front",
        "01:00:00 customer 1 starts at desk",
        "02:00:00 customer 2 starts at desk",
    ]


# --- giving up ----------------------------------------------------------------------------------------------------


def test_so_many_attempts_and_no_more() -> None:
    """The last is made and comes to its end."""
    text = scenario(segments="{customer: {gives up: {attempts: 2}}}", channels=THREE, departments=REFUSE)
    assert story(text, *TRIES) == [
        "00:00:00 customer 0 tries phone",
        "01:10:00 customer 0 tries chat",
        "01:20:00 customer 0 stops after so many attempts",
    ]


def test_so_much_effort_and_no_more() -> None:
    """Their own minutes: finding, way, waiting in line and talking."""
    text = scenario(
        segments="{customer: {gives up: {effort: 41 min}}}",
        channels="{phone: {takes: 5 min, reaches: desk}, chat: {find: 6 min, reaches: desk}, shop: {reaches: desk}}",
        issues="{question: {raised by: {customer: {at: [0 s, 0 s]}}}}",
        departments="{desk: {staff: 1, handling: 10 min, rules: {no: {then: {refuse: policy}}}}}",
    )
    assert story(text, *TRIES, customer=1) == [
        "00:00:00 customer 1 tries phone, 300 s away",  # 5 on the way, 10 in line, 10 in hand: 25
        "01:25:00 customer 1 tries chat, 360 s away",  # 6 + 10: 41
        "01:41:00 customer 1 stops after so much effort",
    ]


def test_so_long_and_no_longer() -> None:
    """Given up at that age, in whatever pause one is."""
    text = scenario(segments="{customer: {gives up: {open for: 2 h}}}", channels=THREE, departments=REFUSE)
    assert story(text, *TRIES) == [
        "00:00:00 customer 0 tries phone",
        "01:10:00 customer 0 tries chat",
        "02:00:00 customer 0 stops after so long",
    ]


def test_who_waits_gives_up_at_that_age_too() -> None:
    """Waiting for what was promised ends with their patience for the case."""
    text = scenario(
        segments="{customer: {gives up: {open for: 3 days}}}",
        departments="""{desk: {staff: 1, handling: 10 min, rules: {
            later: {then: {promise: {within: 9 days, kept: 0%}}}}}}""",
    )
    assert story(text)[4:] == [
        "00:10:00 customer 0 ends at desk: promise",
        "00:10:00 customer 0 is promised something by 9d 00:10:00",
        "00:10:00 customer 0 is told to wait until 9d 00:10:00",
        "00:10:00 customer 0 perceives a change",
        "3d 00:00:00 customer 0 stops after so long",
        "9d 00:10:00 customer 0 has a promise broken",
    ]


def test_an_answer_that_is_a_refusal_is_acted_on_by_one_who_would_give_up_before_chasing() -> None:
    """The next channel follows after the pause, though the limit of age is nearer than the chase."""
    text = scenario(
        segments="{customer: {gives up: {open for: 3 days}, tries: [mail, phone]}}",
        channels="{mail: {kind: message, reaches: back}, phone: {reaches: desk}}",
        departments="""{
            back: {staff: 1, handling: 1 day, rules: {no: {then: {refuse: policy}}}},
            desk: {staff: 1, handling: 10 min, rules: {answer: {then: {resolve: now}}}}}""",
    )
    assert story(text)[4:] == [
        "1d 00:00:00 customer 0 ends at back: refuse",
        "1d 01:00:00 customer 0 tries phone",
        "1d 01:00:00 customer 0 joins desk by phone",
        "1d 01:00:00 customer 0 starts at desk",
        "1d 01:10:00 customer 0 ends at desk: resolve",
        "1d 01:10:00 customer 0 is resolved",
    ]


def test_the_first_limit_to_come_is_the_end() -> None:
    """Of attempts, effort and age."""
    segments = "{customer: {gives up: {attempts: 3, effort: 15 min, open for: 1 day}}}"
    text = scenario(segments=segments, channels=THREE, departments=REFUSE)
    assert story(text, Kind.STOPS) == ["01:20:00 customer 0 stops after so much effort"]


def test_who_gives_up_before_they_would_act_on_what_the_issue_began_with_tries_nothing() -> None:
    """They do not follow the referral, would pause for a day, and have patience for an hour."""
    text = scenario(
        segments="{customer: {pauses: 1 day, gives up: {open for: 1 h}}}",
        issues="{question: {raised by: {customer: {at: [0 s]}}, begins with: {refer: {to: phone, followed: 0%}}}}",
    )
    assert story(text) == [
        "00:00:00 customer 0 has question",
        "00:00:00 customer 0 sees the company act: refer",
        "01:00:00 customer 0 stops after so long",
    ]
