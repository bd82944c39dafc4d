"""What the company does: outcomes, pending things, and how customers take them."""

import numpy as np
import pytest

from journeysim.measure import laws, measure
from journeysim.model.log import Kind
from tests.simulate.telling import log_of, scenario, story

RESOLVE = "rules: {answer: {then: {resolve: now}}}"
DESK = f"desk: {{staff: 9, handling: 10 min, {RESOLVE}}}"


def front(then: str, *more: str, said: str = "") -> str:
    """A front office that does one thing, and other departments."""
    return (
        f"{{front: {{staff: 9, handling: 10 min{said}, rules: {{it: {{then: {then}}}}}}}, {', '.join([*more, DESK])}}}"
    )


PHONE = "phone: {reaches: front}"
SHOP = "shop: {reaches: desk}"
MAIL = "mail: {kind: message, reaches: back}"


def told_of(then: str, *more: str, kinds: tuple[Kind, ...] = (), said: str = "", **parts: str) -> list[str]:
    """The story of one customer who phones a front office that does this."""
    parts.setdefault("channels", f"{{{PHONE}, {SHOP}}}")
    lines = story(scenario(departments=front(then, *more, said=said), **parts), *kinds)
    return lines if kinds else lines[5:]


def share(text: str, kind: Kind, **where: int) -> float:
    """How many rows of a kind there are for each case."""
    log = log_of(text)
    rows = log.rows[log.rows["kind"] == kind]
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return len(rows) / len(log.cases)


# --- refer --------------------------------------------------------------------------------------------------------


def test_a_referred_customer_goes_there_after_a_pause() -> None:
    """Their own pause, or the time that the outcome says."""
    assert told_of("{refer: shop}", kinds=(Kind.ATTEMPT, Kind.RESOLVES)) == [
        "00:00:00 customer 0 tries phone",
        "01:10:00 customer 0 is sent to shop",
        "01:20:00 customer 0 is resolved",
    ]
    later = told_of("{refer: {to: shop, after: 2 days}}", kinds=(Kind.ATTEMPT,))
    assert later[1] == "2d 00:10:00 customer 0 is sent to shop"


def test_a_channel_that_one_would_not_try_can_be_referred_to() -> None:
    """And having failed there, one goes on with one's own."""
    assert told_of(
        "{refer: club}",
        "none: {staff: 1, handling: 1 min, rules: {no: {then: {refuse: no}}}}",
        segments="{customer: {tries: [phone, shop]}}",
        channels=f"{{{PHONE}, {SHOP}, club: {{reaches: none}}}}",
        kinds=(Kind.ATTEMPT, Kind.RESOLVES),
    ) == [
        "00:00:00 customer 0 tries phone",
        "01:10:00 customer 0 is sent to club",
        "02:11:00 customer 0 tries shop",
        "02:21:00 customer 0 is resolved",
    ]


def test_of_several_channels_the_next_follows_where_the_first_fails() -> None:
    """In the order in which they were named, before one's own."""
    none = "none: {staff: 1, handling: 1 min, rules: {no: {then: {refuse: no}}}}"
    attempts = told_of(
        "{refer: [club, fax, shop]}",
        none,
        segments="{customer: {tries: [phone, shop]}}",
        channels=f"""{{{PHONE}, {SHOP}, fax: {{reaches: none}},
            club: {{admits: {{contacts: {{over: 5}}}}, reaches: none}}}}""",
        kinds=(Kind.ATTEMPT,),
    )
    assert attempts == [
        "00:00:00 customer 0 tries phone",
        "01:10:00 customer 0 is sent to club",
        "02:10:00 customer 0 is sent to fax",
        "03:11:00 customer 0 is sent to shop",
    ]


def test_who_does_not_follow_tries_the_next_of_their_own() -> None:
    """A share of those referred; the referral is not forgotten before all else has been tried."""
    text = scenario(
        segments="{customer: {tries: [phone, shop]}}",
        channels=f"{{{PHONE}, {SHOP}, club: {{reaches: desk}}}}",
        departments=front("{refer: {to: club, followed: 70%}}").replace("staff: 9", "staff: 2000"),
        issues="{question: {raised by: {customer: {cases: 2000}}}}",
    )
    assert share(text, Kind.ATTEMPT, channel=2) == pytest.approx(0.7, abs=0.04)
    assert share(text, Kind.ATTEMPT, channel=1) == pytest.approx(0.3, abs=0.04)


def test_an_unfollowed_referral_is_followed_before_a_dead_end() -> None:
    """With no channel left of their own, they do as they were told."""
    assert told_of(
        "{refer: {to: shop, followed: 0%}}",
        segments="{customer: {tries: [phone]}}",
        kinds=(Kind.ATTEMPT, Kind.DEAD_END, Kind.RESOLVES),
    ) == [
        "00:00:00 customer 0 tries phone",
        "01:10:00 customer 0 is sent to shop",
        "01:20:00 customer 0 is resolved",
    ]


def test_referred_by_holds_for_the_next_attempt_through_the_named_channel() -> None:
    """Later attempts, and other channels, come of themselves."""
    departments = """{
        front: {staff: 1, handling: 10 min, rules: {on: {then: {refer: [shop]}}}},
        desk: {staff: 1, handling: 10 min, rules: {
            first: {when: {referred by: front}, then: {refuse: go on}},
            second: {then: {resolve: now}}}}}"""
    text = scenario(
        segments="{customer: {tries: [phone, shop], starts over: {times: 1}}}",
        channels="{phone: {admits: {contacts: {under: 1}}, reaches: front}, shop: {reaches: desk}}",
        departments=departments,
    )
    assert story(text, Kind.ATTEMPT, Kind.ENDS, Kind.TURNED_AWAY) == [
        "00:00:00 customer 0 tries phone",
        "00:10:00 customer 0 ends at front: refer",
        "01:10:00 customer 0 is sent to shop",
        "01:20:00 customer 0 ends at desk: refuse",
        "02:20:00 customer 0 tries phone",
        "02:20:00 customer 0 is turned away from phone by the gate",
        "03:20:00 customer 0 tries shop",
        "03:30:00 customer 0 ends at desk: resolve",
    ]


def test_a_referral_by_letter_brings_the_writer_on_the_way() -> None:
    """Who waits for an answer does as it says."""
    text = scenario(
        segments="{customer: {tries: [mail]}}",
        channels=f"{{{MAIL}, {SHOP}}}",
        departments=f"{{back: {{staff: 1, handling: 1 day, rules: {{on: {{then: {{refer: shop}}}}}}}}, {DESK}}}",
    )
    assert story(text, Kind.ATTEMPT, Kind.ENDS) == [
        "00:00:00 customer 0 tries mail",
        "1d 00:00:00 customer 0 ends at back: refer",
        "1d 01:00:00 customer 0 is sent to shop",
        "1d 01:10:00 customer 0 ends at desk: resolve",
    ]


def test_a_refusal_by_letter_says_nothing_of_a_date_that_was_told() -> None:
    """Who was promised something on the phone meanwhile waits for it, as after a refusal in person."""
    text = scenario(
        run="{arrivals: 1 day, horizon: 13 days}",
        segments="{customer: {tries: [mail, phone], chases: 1 day}}",
        channels=f"{{{MAIL}, {PHONE}}}",
        departments="""{back: {staff: 1, handling: 3 days, rules: {no: {then: {refuse: no}}}},
            front: {staff: 1, handling: 10 min, rules: {later: {then: {promise: {within: 10 days, kept: 0%}}}}}}""",
    )
    assert story(text, Kind.ATTEMPT, Kind.ENDS)[:4] == [
        "00:00:00 customer 0 tries mail",
        "1d 00:00:00 customer 0 chases by phone",
        "1d 00:10:00 customer 0 ends at front: promise",
        "3d 00:00:00 customer 0 ends at back: refuse",
    ]
    assert story(text, Kind.ATTEMPT)[2] == "12d 00:10:00 customer 0 chases by phone"


# --- transfer -----------------------------------------------------------------------------------------------------


def test_a_transfer_is_the_same_contact_in_another_line_at_once() -> None:
    """No attempt, no pause; the channel stays the same, and patience begins anew."""
    assert told_of("{transfer: desk}") == [
        "00:10:00 customer 0 is transferred to desk by phone",
        "00:10:00 customer 0 starts at desk",
        "00:20:00 customer 0 ends at desk: resolve",
        "00:20:00 customer 0 is resolved",
    ]


@pytest.mark.parametrize(
    ("warm", "tier", "retold"),
    [("{to: two, warm: yes}", "", False), ("two", "", True), ("two", ", reads: crm", False)],
    ids=["warm", "cold", "cold, but noted"],
)
def test_the_story_is_told_again_where_it_is_not_known(warm: str, tier: str, retold: bool) -> None:
    """A warm transfer hands it over, a note can be read; else it takes the time of telling it."""
    text = scenario(
        systems="[crm]",
        channels="{phone: {reaches: one}}",
        departments=f"""{{
            one: {{staff: 1, writes: crm, handling: 10 min, rules: {{on: {{then: {{transfer: {warm}}}}}}}}},
            two: {{staff: 1{tier}, retelling: 4 min, handling: 10 min, {RESOLVE}}}}}""",
    )
    end = "00:24:00" if retold else "00:20:00"
    assert story(text)[6:] == [
        "00:10:00 customer 0 starts at two" + (", telling it again" if retold else ""),
        f"{end} customer 0 ends at two: resolve",
        f"{end} customer 0 is resolved",
    ]


def test_nothing_is_told_again_at_the_first_contact() -> None:
    """Nobody has handled the case before."""
    text = scenario(departments=f"{{desk: {{staff: 1, retelling: 4 min, handling: 10 min, {RESOLVE}}}}}")
    assert story(text)[-1] == "00:10:00 customer 0 is resolved"


def test_knowing_by_a_warm_transfer_ends_with_a_cold_one() -> None:
    """What was handed over in person goes no further by itself."""
    text = scenario(
        channels="{phone: {reaches: one}}",
        departments="""{
            one: {staff: 1, handling: 1 min, rules: {on: {then: {transfer: {to: two, warm: yes}}}}},
            two: {staff: 1, handling: 1 min, rules: {
                stranger: {when: {known: no}, then: {refuse: stranger}}, on: {then: {transfer: three}}}},
            three: {staff: 1, handling: 1 min, rules: {
                friend: {when: {known: yes}, then: {refuse: friend}}, done: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.ENDS) == [
        "00:01:00 customer 0 ends at one: transfer",
        "00:02:00 customer 0 ends at two: transfer",
        "00:03:00 customer 0 ends at three: resolve",
    ]


def test_what_is_transferred_comes_as_a_transfer() -> None:
    """A contact, a message and a ticket alike."""
    text = scenario(
        segments="{a: {tries: [phone]}, b: {tries: [mail]}}",
        channels="{phone: {reaches: front}, mail: {kind: message, reaches: front}, shop: {reaches: front}}",
        issues="""{question: {raised by: {a: {at: [0 s]}, b: {at: [1 s]}}},
            old: {raised by: {a: {at: [2 s]}}, begins with: {ticket: {to: front, told: 9 days}}}}""",
        departments="""{
            front: {staff: 9, handling: 10 min, rules: {on: {then: {transfer: back}}}},
            back: {staff: 9, handling: 10 min, rules: {
                ours: {when: {came as: transfer}, then: {resolve: now}}, no: {then: {refuse: no}}}}}""",
    )
    assert story(text, Kind.JOINS, Kind.RESOLVES) == [
        "00:00:00 customer 0 joins front by phone",
        "00:00:01 customer 1 joins front by mail",
        "00:00:02 customer 2 is a ticket at front",
        "00:10:00 customer 0 is transferred to back by phone",
        "00:10:01 customer 1 is transferred to back by mail",
        "00:10:02 customer 2 is transferred to back",
        "00:20:00 customer 0 is resolved",
        "00:20:01 customer 1 is resolved",
        "00:20:02 customer 2 is resolved",
    ]


def test_a_transfer_to_the_same_department_joins_the_end_of_its_line() -> None:
    """Those who wait there are first."""
    text = scenario(
        issues="{hard: {raised by: {customer: {at: [0 s]}}}, easy: {raised by: {customer: {at: [1 s]}}}}",
        departments="""{desk: {staff: 1, handling: 10 min, rules: {
            again: {when: {issue: hard, came as: customer}, then: {transfer: desk}}, done: {then: {resolve: now}}}}}""",
    )
    assert story(text, Kind.STARTS) == [
        "00:00:00 customer 0 starts at desk",
        "00:10:00 customer 1 starts at desk",
        "00:20:00 customer 0 starts at desk",
    ]


# --- promises -----------------------------------------------------------------------------------------------------


def test_a_promise_is_kept_some_time_before_its_date() -> None:
    """Uniformly; the customer waits until then."""
    text = scenario(
        issues="{question: {raised by: {customer: {cases: 2000}}}}",
        departments="""{desk: {staff: 2000, handling: 1 s, rules: {
            later: {then: {promise: {within: 4 days, then: {resolve: now}}}}}}}""",
    )
    log = log_of(text)
    rows = log.rows

    def moments(kind: Kind) -> np.ndarray:
        own = rows[rows["kind"] == kind]
        return own["time"][np.argsort(own["case"])]

    waits = (moments(Kind.KEPT) - moments(Kind.PROMISES)) / 86_400_000
    assert len(waits) == 2000
    assert 0 <= waits.min() < 0.02
    assert 3.98 < waits.max() <= 4
    assert np.quantile(waits, [0.25, 0.5, 0.75]).tolist() == pytest.approx([1, 2, 3], abs=0.2)
    assert share(text, Kind.ATTEMPT) == 1


PROMISE = "{promise: {within: 2 days, kept: %d%%, late: %d%%, then: {resolve: now}}}"


def test_a_promise_may_be_kept_late_after_twice_the_time() -> None:
    """Meanwhile the date passes, and they chase once their patience past it is over."""
    assert told_of(PROMISE % (0, 100), segments="{customer: {tries: [phone], chases: 3 days}}") == [
        "00:10:00 customer 0 is promised something by 2d 00:10:00",
        "00:10:00 customer 0 is told to wait until 2d 00:10:00",
        "00:10:00 customer 0 perceives a change",
        "4d 00:10:00 customer 0 has a promise kept late",
        "4d 00:10:00 customer 0 sees the company act: resolve",
        "4d 00:10:00 customer 0 is resolved",
    ]


def test_a_broken_promise_is_chased_by_the_channel_that_gave_it() -> None:
    """Past the date by the customer's own delay, before any other channel."""
    assert told_of(
        PROMISE % (0, 0),
        segments="{customer: {tries: [chat, phone, shop], chases: 3 days, gives up: {attempts: 3}}}",
        channels=f"{{chat: {{admits: {{contacts: {{over: 9}}}}, reaches: desk}}, {PHONE}, {SHOP}}}",
        kinds=(Kind.ATTEMPT, Kind.TOLD, Kind.BROKEN, Kind.STOPS),
    ) == [
        "00:00:00 customer 0 tries chat",
        "01:00:00 customer 0 tries phone",
        "01:10:00 customer 0 is told to wait until 2d 01:10:00",
        "2d 01:10:00 customer 0 has a promise broken",
        "5d 01:10:00 customer 0 chases by phone",
        "5d 01:20:00 customer 0 is told to wait until 7d 01:20:00",
        "7d 01:20:00 customer 0 has a promise broken",
        "10d 01:20:00 customer 0 stops after so many attempts",
    ]


def test_kept_and_late_are_shares_of_all_promises() -> None:
    """Half in time, three in ten late, the rest broken."""
    text = scenario(
        segments="{customer: {chases: 99 weeks}}",
        issues="{question: {raised by: {customer: {cases: 3000}}}}",
        departments="""{desk: {staff: 3000, handling: 1 s, rules: {
            later: {then: {promise: {within: 2 days, kept: 50%, late: 30%, then: {resolve: now}}}}}}}""",
    )
    assert share(text, Kind.KEPT, amount=0) == pytest.approx(0.5, abs=0.03)
    assert share(text, Kind.KEPT, amount=1) == pytest.approx(0.3, abs=0.03)
    assert share(text, Kind.BROKEN) == pytest.approx(0.2, abs=0.03)


def test_the_same_promise_again_merges_and_the_earlier_time_stands() -> None:
    """Chased while it is late, it is done when it would have been, whatever was said since."""
    assert told_of(
        PROMISE % (0, 100),
        segments="{customer: {tries: [phone], chases: 1 day}}",
        kinds=(Kind.ATTEMPT, Kind.PROMISES, Kind.CHASES, Kind.TOLD, Kind.KEPT, Kind.RESOLVES),
    ) == [
        "00:00:00 customer 0 tries phone",
        "00:10:00 customer 0 is promised something by 2d 00:10:00",
        "00:10:00 customer 0 is told to wait until 2d 00:10:00",
        "3d 00:10:00 customer 0 chases by phone",
        "3d 00:20:00 customer 0 chases the promise",
        "3d 00:20:00 customer 0 is told to wait until 5d 00:20:00",
        "4d 00:10:00 customer 0 has a promise kept late",
        "4d 00:10:00 customer 0 is resolved",
    ]


def test_a_promise_is_void_once_the_case_is_resolved() -> None:
    """It is neither kept nor broken any more."""
    text = scenario(
        segments="{customer: {tries: [phone, shop], chases: 0 s}}",
        channels=f"{{{PHONE}, {SHOP}}}",
        issues="""{question: {raised by: {customer: {at: [0 s]}}, begins with: {ticket: {to: back}}}}""",
        departments=front("{promise: {within: 9 days, kept: 0%}}", f"back: {{staff: 1, handling: 3 days, {RESOLVE}}}"),
    )
    assert story(text)[7:] == [
        "00:10:00 customer 0 ends at front: promise",
        "00:10:00 customer 0 is promised something by 9d 00:10:00",
        "00:10:00 customer 0 is told to wait until 9d 00:10:00",
        "00:10:00 customer 0 perceives a change",
        "3d 00:00:00 customer 0 ends at back: resolve",
        "3d 00:00:00 customer 0 has a promise voided",
        "3d 00:00:00 customer 0 is resolved",
    ]


def test_a_promise_without_then_does_nothing_when_it_is_kept() -> None:
    """It is kept all the same."""
    kept, stopped = told_of(
        "{promise: {within: 2 days}}",
        segments="{customer: {tries: [phone], chases: 3 days, gives up: {attempts: 1}}}",
        kinds=(Kind.KEPT, Kind.ACTS, Kind.STOPS),
    )
    assert kept.endswith("customer 0 has a promise kept")
    assert stopped == "5d 00:10:00 customer 0 stops after so many attempts"


def test_what_a_promise_carries_out_came_as_a_promise() -> None:
    """A ticket made by a promise, as the rules of its department see it."""
    lines = told_of(
        "{promise: {within: 1 s, then: {ticket: {to: back}}}}",
        "back: {staff: 1, handling: 1 day, rules: "
        "{ours: {when: {came as: promise}, then: {resolve: now}}, no: {then: {refuse: no}}}}",
        kinds=(Kind.KEPT, Kind.JOINS, Kind.ENDS),
    )
    assert [line.split(" customer 0 ")[1] for line in lines] == [
        "joins front by phone",
        "ends at front: promise",
        "has a promise kept",
        "is a promised ticket at back",
        "ends at back: resolve",
    ]


# --- tickets, messages, silence -----------------------------------------------------------------------------------


def test_a_ticket_with_a_date_is_waited_for() -> None:
    """The customer chases past the date only, by the channel that gave it, and the ticket is one."""
    assert told_of(
        "{ticket: {to: back, told: 2 days}}",
        f"back: {{staff: 1, handling: 10 days, {RESOLVE}}}",
        segments="{customer: {chases: 3 days}}",
    ) == [
        "00:10:00 customer 0 is a ticket at back",
        "00:10:00 customer 0 starts at back",
        "00:10:00 customer 0 is told to wait until 2d 00:10:00",
        "00:10:00 customer 0 perceives a change",
        "5d 00:10:00 customer 0 chases by phone",
        "5d 00:10:00 customer 0 joins front by phone",
        "5d 00:10:00 customer 0 starts at front",
        "5d 00:20:00 customer 0 ends at front: ticket",
        "5d 00:20:00 customer 0 chases the ticket",
        "5d 00:20:00 customer 0 is told to wait until 7d 00:20:00",
        "5d 00:20:00 customer 0 perceives a change",
        "10d 00:10:00 customer 0 ends at back: resolve",
        "10d 00:10:00 customer 0 is resolved",
    ]


def test_told_nothing_the_customer_chases_after_their_own_delay_by_the_first_channel() -> None:
    """They know that it was handed on, and not until when."""
    assert told_of(
        "{ticket: back}",
        f"back: {{staff: 1, handling: 10 days, {RESOLVE}}}",
        segments="{customer: {tries: [shop, phone], chases: 3 days}}",
        channels=f"{{{PHONE}, shop: {{admits: {{contacts: {{at least: 1}}}}, reaches: desk}}}}",
        kinds=(Kind.ATTEMPT, Kind.TOLD, Kind.PERCEIVES, Kind.RESOLVES),
    ) == [
        "00:00:00 customer 0 tries shop",
        "01:00:00 customer 0 tries phone",
        "01:10:00 customer 0 perceives a change",
        "3d 01:10:00 customer 0 chases by shop",
        "3d 01:20:00 customer 0 is resolved",
    ]


def test_a_message_is_answered_while_life_goes_on() -> None:
    """Told nothing, they chase; a second message joins the first on its way, and is an attempt."""
    text = scenario(
        segments="{customer: {tries: [mail], chases: 3 days, starts over: {times: 1, after: 0 s}}}",
        channels=f"{{{MAIL}}}",
        departments=f"{{back: {{staff: 1, handling: 5 days, {RESOLVE}}}}}",
    )
    assert story(text) == [
        "00:00:00 customer 0 has question",
        "00:00:00 customer 0 tries mail",
        "00:00:00 customer 0 joins back by mail",
        "00:00:00 customer 0 starts at back",
        "3d 00:00:00 customer 0 starts over",
        "3d 00:00:00 customer 0 tries mail",
        "3d 00:00:00 customer 0 writes again by mail",
        "5d 00:00:00 customer 0 ends at back: resolve",
        "5d 00:00:00 customer 0 is resolved",
    ]


def test_resolved_by_letter_while_in_line_the_customer_leaves_the_line() -> None:
    """What the letter settled needs no call."""
    text = scenario(
        segments="{customer: {tries: [mail, shop], chases: 1 day}, other: {tries: [shop]}}",
        channels=f"{{{MAIL}, {SHOP}}}",
        issues="{question: {raised by: {customer: {at: [0 s]}, other: {at: [1 h]}}}}",
        departments=f"""{{
            back: {{staff: 1, handling: 25 h, {RESOLVE}}},
            desk: {{staff: 1, handling: 2 days, {RESOLVE}}}}}""",
    )
    assert story(text, customer=0)[4:] == [
        "1d 00:00:00 customer 0 chases by shop",
        "1d 00:00:00 customer 0 joins desk by shop",
        "1d 01:00:00 customer 0 ends at back: resolve",
        "1d 01:00:00 customer 0 is resolved",
        "1d 01:00:00 customer 0 leaves desk, resolved",
    ]


def test_resolved_on_the_way_the_customer_turns_back() -> None:
    """The attempt was made, and comes to no door."""
    text = scenario(
        segments="{customer: {tries: [mail, shop], chases: 1 day}}",
        channels=f"{{{MAIL}, shop: {{takes: 2 h, reaches: desk}}}}",
        departments=f"{{back: {{staff: 1, handling: 25 h, {RESOLVE}}}, {DESK}}}",
    )
    assert story(text)[4:] == [
        "1d 00:00:00 customer 0 chases by shop, 7200 s away",
        "1d 01:00:00 customer 0 ends at back: resolve",
        "1d 01:00:00 customer 0 is resolved",
        "1d 01:00:00 customer 0 turns back from shop, resolved",
    ]


def test_a_contact_in_hand_when_the_case_resolves_ends_without_a_rule() -> None:
    """It takes its time, and does nothing."""
    text = scenario(
        segments="{customer: {tries: [mail, shop], chases: 1 day}}",
        channels=f"{{{MAIL}, {SHOP}}}",
        departments=f"""{{
            back: {{staff: 1, handling: 25 h, {RESOLVE}}},
            desk: {{staff: 1, handling: 3 h, {RESOLVE}}}}}""",
    )
    assert story(text)[6:] == [
        "1d 00:00:00 customer 0 starts at desk",
        "1d 01:00:00 customer 0 ends at back: resolve",
        "1d 01:00:00 customer 0 is resolved",
        "1d 03:00:00 customer 0 ends at desk without a rule",
    ]


def test_a_ticket_that_waits_when_the_case_resolves_is_handled_no_more() -> None:
    """It leaves its line."""
    text = scenario(
        run="{arrivals: 1 day, horizon: 5 days}",
        channels=f"{{{SHOP}}}",
        issues="""{question: {raised by: {customer: {at: [0 s]}},
            begins with: {ticket: {to: back}}}}""",
        departments=f"{{back: {{staff: {{2026-01-08: {{09:00-10:00: 1}}}}, handling: 1 h, {RESOLVE}}}, {DESK}}}",
    )
    assert story(text)[2:] == [
        "00:00:00 customer 0 is a ticket at back",
        "00:00:00 customer 0 tries shop",
        "00:00:00 customer 0 joins desk by shop",
        "00:00:00 customer 0 starts at desk",
        "00:10:00 customer 0 ends at desk: resolve",
        "00:10:00 customer 0 leaves back, resolved",
        "00:10:00 customer 0 is resolved",
    ]


def test_a_silent_drop_leaves_the_customer_waiting() -> None:
    """They cannot see it: they wait as if something were pending, then chase by the next channel."""
    assert told_of(
        "{drop: silently}", segments="{customer: {chases: 2 days}}", kinds=(Kind.ATTEMPT, Kind.PERCEIVES)
    ) == [
        "00:00:00 customer 0 tries phone",
        "2d 00:10:00 customer 0 chases by shop",
    ]


def test_a_silent_drop_ends_no_expectation() -> None:
    """Told a date before, the customer waits until it and some time past it."""
    assert told_of(
        "{ticket: {to: back, told: 5 days}}",
        "back: {staff: 1, handling: 1 day, rules: {lose: {then: {drop: silently}}}}",
        segments="{customer: {chases: 2 days, gives up: {attempts: 1}}}",
        kinds=(Kind.ENDS, Kind.STOPS),
    ) == [
        "00:10:00 customer 0 ends at front: ticket",
        "1d 00:10:00 customer 0 ends at back: drop",
        "7d 00:10:00 customer 0 stops after so many attempts",
    ]


# --- resolutions --------------------------------------------------------------------------------------------------


def test_a_resolution_may_take_effect_later_and_is_waited_for() -> None:
    """The customer is told when, and does not chase before."""
    assert told_of("{resolve: {after: 3 days}}") == [
        "00:10:00 customer 0 is told to wait until 3d 00:10:00",
        "00:10:00 customer 0 perceives a change",
        "3d 00:10:00 customer 0 is resolved",
    ]


def test_a_resolution_that_takes_effect_silently_is_chased() -> None:
    """Told nothing, the customer waits their own time and tries again; the case is resolved all the same."""
    assert told_of(
        "{resolve: {after: 3 days, silently: yes}}",
        segments="{customer: {tries: [phone, chat], chases: 1 day}}",
        channels=f"{{{PHONE}, chat: {{admits: {{contacts: {{over: 9}}}}, reaches: desk}}}}",
        kinds=(Kind.ATTEMPT, Kind.TOLD, Kind.PERCEIVES, Kind.DEAD_END, Kind.STOPS, Kind.RESOLVES),
    ) == [
        "00:00:00 customer 0 tries phone",
        "1d 00:10:00 customer 0 chases by chat",
        "1d 00:10:00 customer 0 stops with nothing left to try",
        "3d 00:10:00 customer 0 is resolved",
    ]


def test_a_fix_that_does_not_work_comes_back() -> None:
    """After the time that it held; the customer begins again with the first channel, at once."""
    assert told_of(
        "{resolve: {works: 0%, reopens after: 2 days}}",
        segments="{customer: {tries: [phone], gives up: {attempts: 2}}}",
    ) == [
        "00:10:00 customer 0 is resolved",
        "2d 00:10:00 customer 0 is open again",
        "2d 00:10:00 customer 0 perceives a change",
        "2d 00:10:00 customer 0 tries phone",
        "2d 00:10:00 customer 0 joins front by phone",
        "2d 00:10:00 customer 0 starts at front",
        "2d 00:20:00 customer 0 ends at front: resolve",
        "2d 00:20:00 customer 0 is resolved",
        "4d 00:20:00 customer 0 is open again",
        "4d 00:20:00 customer 0 perceives a change",
        "4d 00:20:00 customer 0 stops after so many attempts",
    ]


def test_so_many_fixes_work_as_the_scenario_says() -> None:
    """Each in its turn."""
    text = scenario(
        segments="{customer: {tries: [phone], gives up: {attempts: 1}}}",
        channels=f"{{{PHONE}}}",
        departments=front("{resolve: {works: 70%}}").replace("staff: 9", "staff: 2000"),
        issues="{question: {raised by: {customer: {cases: 2000}}}}",
    )
    assert share(text, Kind.REOPENS) == pytest.approx(0.3, abs=0.04)


def test_reopening_keeps_facts_and_starts_with_nothing_pending() -> None:
    """What was promised before the fix stays void."""
    text = scenario(
        facts="{stage: [one, two, three]}",
        segments="{customer: {tries: [phone], chases: 1 h}}",
        departments="""{desk: {staff: 1, handling: 10 min, rules: {
            first: {when: {stage: one}, then: {promise: {within: 9 days, kept: 0%}, set: {stage: two}}},
            second: {when: {stage: two}, then: {resolve: {works: 0%}, set: {stage: three}}},
            third: {then: {resolve: now}}}}}""",
        issues="""{question: {raised by: {customer: {at: [0 s]}}}}""",
    )
    assert story(text, Kind.ATTEMPT, Kind.BROKEN, Kind.VOID, Kind.RESOLVES, Kind.REOPENS) == [
        "00:00:00 customer 0 tries phone",
        "9d 00:10:00 customer 0 has a promise broken",
        "9d 01:10:00 customer 0 chases by phone",
        "9d 01:20:00 customer 0 is resolved",
        "10d 01:20:00 customer 0 is open again",
        "10d 01:20:00 customer 0 tries phone",
        "10d 01:30:00 customer 0 is resolved",
    ]


def test_who_had_given_up_may_be_won_back() -> None:
    """By a promise kept after they stopped."""
    text = scenario(
        segments="{customer: {tries: [phone], gives up: {open for: 3 days}}}",
        departments="""{desk: {staff: 1, handling: 10 min, rules: {
            later: {then: {promise: {within: 2 days, kept: 0%, late: 100%, then: {resolve: now}}}}}}}""",
    )
    assert story(text, Kind.STOPS, Kind.KEPT, Kind.RESOLVES) == [
        "3d 00:00:00 customer 0 stops after so long",
        "4d 00:10:00 customer 0 has a promise kept late",
        "4d 00:10:00 customer 0 is resolved",
    ]
    figures = measure(log_of(text)).all
    assert (figures["won_back"], figures["resolved"], figures["gave_up"]) == (1, 1, 0)


# --- notes, contacts, time, facts ---------------------------------------------------------------------------------

KNOWN = "rules: {known: {when: {known: yes}, then: {resolve: now}}, new: {then: %s}}"


@pytest.mark.parametrize(
    ("then", "notes", "contacts"),
    [
        ("{refuse: policy}", "", 2),
        ("{refuse: policy, note: none}", "", 3),
        ("{refuse: policy}", ", notes: 0%", 3),
        ("{refuse: policy}", ", notes: 100%", 2),
    ],
)
def test_a_department_knows_a_case_by_a_note(then: str, notes: str, contacts: int) -> None:
    """Left in a system that it writes and reads, unless the outcome or chance leaves none."""
    text = scenario(
        systems="[crm]",
        segments="{customer: {tries: [phone], starts over: {times: 2}}}",
        departments=f"{{desk: {{staff: 1, uses: crm{notes}, handling: 10 min, {KNOWN % then}}}}}",
    )
    assert len(story(text, Kind.STARTS)) == contacts


def test_notes_are_left_by_chance() -> None:
    """A share of contacts."""
    text = scenario(
        systems="[crm]",
        segments="{customer: {tries: [phone], starts over: {times: 1}}}",
        issues="{question: {raised by: {customer: {cases: 2000}}}}",
        departments=f"{{desk: {{staff: 2000, uses: crm, notes: 30%, handling: 1 s, {KNOWN % '{refuse: policy}'}}}}}",
    )
    assert share(text, Kind.RESOLVES) == pytest.approx(0.3, abs=0.04)


def test_a_fact_in_a_system_is_unseen_by_those_who_do_not_read_it() -> None:
    """For them its first value holds, in rules, gates and tables."""
    text = scenario(
        systems="[crm]",
        facts="{request: {values: [none, logged], in: crm}}",
        segments="{customer: {tries: [phone, chat, shop], pauses: 10 min}}",
        channels="""{
            phone: {reaches: one},
            chat: {admits: {request: none}, reaches: {by request: {none: two, logged: three}}},
            shop: {reads: crm, admits: {request: logged}, reaches: {by request: {none: two, logged: three}}}}""",
        departments="""{
            one: {staff: 1, uses: crm, handling: 10 min, rules: {log: {then: {refuse: no, set: {request: logged}}}}},
            two: {staff: 1, handling: {by request: {none: 20 min, logged: 1 day}}, rules: {
                seen: {when: {request: logged}, then: {resolve: now}}, unseen: {then: {refuse: no}}}},
            three: {staff: 1, reads: crm, handling: {by request: {none: 1 day, logged: 5 min}}, rules: {
                seen: {when: {request: logged}, then: {resolve: now}}, unseen: {then: {refuse: no}}}}}""",
    )
    assert story(text, Kind.STARTS, Kind.ENDS) == [
        "00:00:00 customer 0 starts at one",
        "00:10:00 customer 0 ends at one: refuse",
        "00:20:00 customer 0 starts at two",
        "00:40:00 customer 0 ends at two: refuse",
        "00:50:00 customer 0 starts at three",
        "00:55:00 customer 0 ends at three: resolve",
    ]


def test_contacts_count_the_present_one_in_a_rule_and_those_so_far_at_a_gate() -> None:
    """The third contact is the first of which a rule sees three; two have been when its gate was asked."""
    text = scenario(
        segments="{customer: {tries: [vip, phone], starts over: {times: 3}, pauses: 50 min}}",
        channels="{vip: {admits: {contacts: {at least: 2}}, reaches: desk}, phone: {reaches: desk}}",
        departments="""{desk: {staff: 1, handling: 10 min, rules: {
            third: {when: {contacts: {at least: 3}}, then: {resolve: now}}, no: {then: {refuse: no}}}}}""",
    )
    assert story(text, Kind.TURNED_AWAY, Kind.JOINS, Kind.ENDS) == [
        "00:00:00 customer 0 is turned away from vip by the gate",
        "00:50:00 customer 0 joins desk by phone",
        "01:00:00 customer 0 ends at desk: refuse",
        "01:50:00 customer 0 is turned away from vip by the gate",
        "02:40:00 customer 0 joins desk by phone",
        "02:50:00 customer 0 ends at desk: refuse",
        "03:40:00 customer 0 joins desk by vip",
        "03:50:00 customer 0 ends at desk: resolve",
    ]


@pytest.mark.parametrize(
    ("condition", "hours"),
    [
        ("{open for: {at least: 2 h}}", 2),
        ("{open for: {over: 2 h}}", 3),
        ("{open for: {at least: 1.5 h}}", 2),
        ("{open for: {at least: 1 h, under: 2 h}}", 1),
        ("{silent for: {at least: 2 h}}", 2),
        ("{silent for: {over: 2 h}}", 3),
    ],
)
def test_time_is_a_threshold_at_a_gate(condition: str, hours: int) -> None:
    """The age of the case, or the time since the last word: `at least` holds at the very moment, `over` does not."""
    text = scenario(
        segments="{customer: {tries: [phone], starts over: {times: 9, after: 1 h}}}",
        channels=f"{{phone: {{admits: {condition}, reaches: desk}}}}",
    )
    assert story(text, Kind.STARTS) == [f"{hours:02}:00:00 customer 0 starts at desk"]


def test_silence_is_counted_from_the_last_word() -> None:
    """A contact is a word, age goes on: refused at first, the same caller has heard something half an hour ago."""
    text = scenario(
        segments="{customer: {tries: [phone], starts over: {times: 4, after: 30 min}}}",
        departments="""{desk: {staff: 1, handling: {by issue: {question: 10 min}}, rules: {
            silent: {when: {silent for: {at least: 41 min}}, then: {resolve: now}},
            old: {when: {open for: {at least: 2 h}}, then: {refuse: old}},
            no: {then: {refuse: no}}}}}""",
    )
    assert [line.split(": ")[1] for line in story(text, Kind.ENDS)] == ["refuse"] * 5


def test_handing_a_letter_on_is_no_word_to_its_writer() -> None:
    """They hear nothing until somebody answers."""
    text = scenario(
        channels="{mail: {kind: message, reaches: one}}",
        departments="""{
            one: {staff: 1, handling: 2 days, rules: {on: {then: {transfer: two}}}},
            two: {staff: 1, handling: 2 days, rules: {
                silent: {when: {silent for: {at least: 4 days}}, then: {resolve: now}},
                no: {then: {refuse: no}}}}}""",
    )
    assert story(text, Kind.ENDS) == [
        "2d 00:00:00 customer 0 ends at one: transfer",
        "4d 00:00:00 customer 0 ends at two: resolve",
    ]


# --- what an issue begins with ------------------------------------------------------------------------------------


def begins(outcome: str, **parts: str) -> list[str]:
    """The story of an issue that begins with this."""
    issues = f"{{question: {{raised by: {{customer: {{at: [0 s]}}}}, begins with: {outcome}}}}}"
    return story(scenario(issues=issues, **parts))


def test_what_was_promised_before_is_waited_for() -> None:
    """The first attempt is a chase, by the first channel: no channel gave the date."""
    assert begins("{promise: {within: 2 days, kept: 0%}}", segments="{customer: {hesitates: 1 h, chases: 3 days}}") == [
        "00:00:00 customer 0 has question",
        "00:00:00 customer 0 sees the company act: promise",
        "00:00:00 customer 0 is promised something by 2d 00:00:00",
        "00:00:00 customer 0 is told to wait until 2d 00:00:00",
        "00:00:00 customer 0 perceives a change",
        "2d 00:00:00 customer 0 has a promise broken",
        "5d 00:00:00 customer 0 chases by phone",
        "5d 00:00:00 customer 0 joins desk by phone",
        "5d 00:00:00 customer 0 starts at desk",
        "5d 00:10:00 customer 0 ends at desk: resolve",
        "5d 00:10:00 customer 0 is resolved",
    ]


def test_an_issue_may_begin_with_a_resolution_that_proves_false() -> None:
    """The customer has nothing to do before it is open again."""
    assert begins("{resolve: {works: 0%, reopens after: 2 days}}") == [
        "00:00:00 customer 0 has question",
        "00:00:00 customer 0 sees the company act: resolve",
        "00:00:00 customer 0 is resolved",
        "2d 00:00:00 customer 0 is open again",
        "2d 00:00:00 customer 0 perceives a change",
        "2d 00:00:00 customer 0 tries phone",
        "2d 00:00:00 customer 0 joins desk by phone",
        "2d 00:00:00 customer 0 starts at desk",
        "2d 00:10:00 customer 0 ends at desk: resolve",
        "2d 00:10:00 customer 0 is resolved",
    ]


def test_an_issue_may_begin_with_a_resolution() -> None:
    """Then nothing is left to do."""
    assert begins("{resolve: now}")[1:] == [
        "00:00:00 customer 0 sees the company act: resolve",
        "00:00:00 customer 0 is resolved",
    ]


def test_an_issue_may_begin_with_a_referral() -> None:
    """Told where to go, the customer goes there first, and once."""
    assert begins(
        "{refer: {to: chat, after: 1 h}}",
        channels="{phone: {reaches: desk}, chat: {reaches: desk}}",
        departments=f"{{desk: {{staff: 1, handling: 3 h, {RESOLVE}}}}}",
    )[2:] == [
        "01:00:00 customer 0 is sent to chat",
        "01:00:00 customer 0 joins desk by chat",
        "01:00:00 customer 0 starts at desk",
        "04:00:00 customer 0 ends at desk: resolve",
        "04:00:00 customer 0 is resolved",
    ]


def test_a_ticket_from_the_start_that_nobody_mentioned_is_not_waited_for() -> None:
    """The customer does not know of it."""
    lines = begins("{ticket: desk}", departments=f"{{desk: {{staff: 2, handling: 3 h, {RESOLVE}}}}}")
    assert lines[4] == "00:00:00 customer 0 tries phone"


def test_facts_from_the_start_hold_at_the_first_gate() -> None:
    """What an issue begins with sets them."""
    assert begins(
        "{ticket: {to: desk, told: 1 day}, set: {request: logged}}",
        facts="{request: [none, logged]}",
        channels="{phone: {admits: {request: logged}, reaches: desk}}",
        departments="""{desk: {staff: 2, handling: 10 min, rules: {
            ticket: {when: {came as: ticket}, then: {drop: silently}}, done: {then: {resolve: now}}}}}""",
        segments="{customer: {chases: 1 h}}",
    )[8:] == [
        "1d 01:00:00 customer 0 chases by phone",
        "1d 01:00:00 customer 0 joins desk by phone",
        "1d 01:00:00 customer 0 starts at desk",
        "1d 01:10:00 customer 0 ends at desk: resolve",
        "1d 01:10:00 customer 0 is resolved",
    ]


def test_a_promise_of_a_department_like_another_is_the_same_promise() -> None:
    """Equal outcomes stand at one place of the file: whoever made it, it is settled as what it was made as."""
    log = log_of(
        scenario(
            run="{arrivals: 1 day, horizon: 30 days}",
            issues="{question: {raised by: {customer: {cases: 30}}}}",
            channels="{phone: {reaches: {desk: 50%, copy: 50%}}}",
            departments="""
  desk: {staff: 5, handling: 5 min, rules: {only: {then: {promise: {within: 2 days, kept: 50%, then: {resolve: now}}}}}}
  copy: {like: desk}""",
        )
    )
    assert laws(log) == []
    promises = np.isin(log.rows["kind"], (Kind.PROMISES, Kind.KEPT, Kind.BROKEN))
    assert len(set(log.rows["cause"][promises].tolist())) == 1
