"""The expected case of scenarios small enough for a pencil."""

from fractions import Fraction
from math import inf

import pytest

from journeysim.build import build
from journeysim.model.proof import Expected
from journeysim.read import read, read_text
from journeysim.verify.expected import expected

RESOLVES = "{handling: 5 min, staff: 1, rules: {answer: {then: {resolve: now}}}}"
REFUSES = "{handling: 5 min, staff: 1, rules: {answer: {then: {refuse: policy}}}}"


def text(*, segment: str = "{}", issue: str = "", channels: str = "{phone: {reaches: desk}}", **parts: str) -> str:
    """One segment, one issue, one phone, and departments as given (`desk` where nothing is said)."""
    departments = {name.replace("_", " "): body for name, body in parts.items() if name not in ("facts", "systems")}
    top = [f"{name}: {parts[name]}" for name in ("systems", "facts") if name in parts]
    rules = ", ".join(f"{name}: {body}" for name, body in departments.items())
    return "\n".join(
        [
            "journeysim: 1",
            "name: Small",
            "run: {horizon: none}",
            *top,
            f"segments: {{customer: {segment}}}" if segment != "{}" else "segments: {customer: {tries: [phone]}}",
            f"issues: {{trouble: {{raised by: {{customer: 1 per day}}{issue}}}}}",
            f"channels: {channels}",
            f"departments: {{{rules}}}",
            "",
        ]
    )


def desk(*rules: str) -> str:
    """A department with these rules."""
    return "{handling: 5 min, staff: 1, rules: {" + ", ".join(rules) + "}}"


def case(source: str, population: int = 0, **bounds: int) -> Expected:
    """The expected case of a scenario's text."""
    return expected(build(read_text(source)), population, **bounds)


def figures(source: str, *names: str) -> dict[str, float]:
    """Some figures of it."""
    found = case(source).figures
    return {name: found[name] for name in names}


def about(**values: float | Fraction) -> object:
    """These values to 1e-12."""
    return pytest.approx({name: float(value) for name, value in values.items()}, abs=1e-12, rel=1e-12)


def test_whoever_is_served_at_once_needs_one_attempt():
    """One desk that resolves: every figure is 0 or 1."""
    source = text(desk=RESOLVES)
    found = case(source)
    ones = {"resolved", "first_contact_resolution", "attempts", "contacts"}
    assert found.figures == {name: float(name in ones) for name in found.figures}
    assert found.dead_ends == {}
    assert found.not_covered == ()


def test_a_fix_that_proves_false_brings_the_customer_back():
    """Works with 70 %: attempts are geometric, and each false fix closes a loop where nothing else changed."""
    source = text(desk=desk("answer: {then: {resolve: {works: 70%}}}"))
    names = "resolved", "first_contact_resolution", "attempts", "loops"
    assert figures(source, *names) == about(
        resolved=1, first_contact_resolution=Fraction(7, 10), attempts=Fraction(10, 7), loops=Fraction(3, 7)
    )


def test_a_promise_is_settled_before_the_next_attempt():
    """Kept or late with 3/4 in all; broken, the customer chases where it was made, and is promised again."""
    promise = "{promise: {within: 2 days, kept: 50%, late: 25%, then: {resolve: now}}}"
    source = text(desk=desk(f"answer: {{then: {promise}}}"))
    names = "resolved", "attempts", "promises_made", "loops", "first_contact_resolution"
    assert figures(source, *names) == about(
        resolved=1,
        attempts=Fraction(4, 3),
        promises_made=Fraction(4, 3),
        loops=Fraction(1, 3),
        first_contact_resolution=Fraction(3, 4),
    )


def test_what_an_issue_begins_with_comes_before_the_first_attempt():
    """A promise that is kept with 20 % leaves 4/5 of an attempt."""
    begins = ", begins with: {promise: {within: 30 days, kept: 20%, then: {resolve: now}}}"
    source = text(issue=begins, desk=RESOLVES)
    names = "attempts", "promises_made", "resolved", "first_contact_resolution"
    assert figures(source, *names) == about(
        attempts=Fraction(4, 5), promises_made=1, resolved=1, first_contact_resolution=Fraction(4, 5)
    )


def test_an_untold_ticket_from_the_start_is_worked_before_the_first_attempt():
    """Nobody tells the customer, and still the company is first."""
    source = text(
        issue=", begins with: {ticket: office}",
        desk=REFUSES,
        office=desk("work: {then: [{chance: 25%, resolve: now}, {chance: 75%, drop: silently}]}"),
    )
    assert figures(source, "attempts", "resolved", "dead_end") == about(
        attempts=Fraction(3, 4), resolved=Fraction(1, 4), dead_end=Fraction(3, 4)
    )


def test_rounds_begun_anew_hit_the_dead_end_again():
    """Refused each time: two more rounds, three hits, two loops, the end by the phone."""
    found = case(text(segment="{tries: [phone], starts over: {times: 2, after: 1 day}}", desk=REFUSES))
    names = "dead_end", "dead_end_hits", "attempts", "loops"
    assert {name: found.figures[name] for name in names} == about(dead_end=1, dead_end_hits=3, attempts=3, loops=2)
    assert found.dead_ends == pytest.approx({"phone": 1.0})


def test_giving_up_after_so_many_attempts_comes_before_another_round():
    """Three attempts are made; at the limit the customer is still in a dead end, and stops there."""
    source = text(
        segment="{tries: [phone], starts over: {times: 9, after: 1 day}, gives up: {attempts: 3}}", desk=REFUSES
    )
    assert figures(source, "attempts", "dead_end", "gave_up") == about(attempts=3, dead_end=1, gave_up=0)


def test_a_limit_met_with_channels_left_is_giving_up():
    """Two channels, one attempt."""
    channels = "{phone: {reaches: desk}, shop: {reaches: desk}}"
    source = text(segment="{tries: [phone, shop], gives up: {attempts: 1}}", channels=channels, desk=REFUSES)
    assert figures(source, "attempts", "dead_end", "gave_up") == about(attempts=1, dead_end=0, gave_up=1)


def test_a_channel_that_is_not_found_turns_away_until_it_is():
    """Found by half; the second round finds it by half again."""
    source = text(
        segment="{tries: [phone], starts over: {times: 1}}",
        channels="{phone: {found: 50%, reaches: desk}}",
        desk=RESOLVES,
    )
    names = "resolved", "dead_end", "attempts", "turned_away", "dead_end_hits"
    assert figures(source, *names) == about(
        resolved=Fraction(3, 4),
        dead_end=Fraction(1, 4),
        attempts=Fraction(3, 2),
        turned_away=Fraction(3, 4),
        dead_end_hits=Fraction(3, 4),
    )


def test_a_channel_without_a_chance_is_never_drawn():
    """Not even when all others have been tried."""
    source = text(
        segment="{tries: {phone: 0%, chat: 100%}}",
        channels="{phone: {reaches: desk}, chat: {reaches: none}}",
        desk=RESOLVES,
        none=REFUSES,
    )
    assert figures(source, "attempts", "dead_end") == about(attempts=1, dead_end=1)


def test_channels_with_chances_are_drawn_without_putting_back():
    """50, 30 and 20 %; only the last helps: its place among the three is drawn by what is left."""
    channels = "{phone: {reaches: desk}, chat: {reaches: desk}, shop: {reaches: counter}}"
    segment = "{tries: {phone: 50%, chat: 30%, shop: 20%}}"
    source = text(segment=segment, channels=channels, desk=REFUSES, counter=RESOLVES)
    second = Fraction(1, 2) * Fraction(2, 5) + Fraction(3, 10) * Fraction(2, 7)
    mean = Fraction(1, 5) + 2 * second + 3 * (1 - Fraction(1, 5) - second)
    assert figures(source, "attempts", "resolved") == about(attempts=mean, resolved=1)


def test_attributes_are_averaged_over():
    """A gate lets in 30 %; the others end at it."""
    source = text(
        segment="{is: {contract: {active: 30%, ended: 70%}}, tries: [phone]}",
        channels="{phone: {admits: {contract: active}, reaches: desk}}",
        desk=RESOLVES,
    )
    found = case(source)
    assert found.figures["resolved"] == pytest.approx(0.3)
    assert found.figures["turned_away"] == pytest.approx(0.7)
    assert found.dead_ends == pytest.approx({"phone": 0.7})


def test_a_referral_that_is_not_followed_is_taken_up_at_last():
    """60 % go where they are told at once; the others try the chat first, and then go too."""
    channels = "{phone: {reaches: desk}, chat: {reaches: other}, shop: {reaches: counter}}"
    source = text(
        segment="{tries: [phone, chat]}",
        channels=channels,
        desk=desk("send: {then: {refer: {to: shop, followed: 60%}}}"),
        other=REFUSES,
        counter=desk("sent: {when: {referred by: desk}, then: {resolve: now}}", "else: {then: {refuse: policy}}"),
    )
    # those who try the chat lose the referral with that attempt
    assert figures(source, "attempts", "resolved", "dead_end", "referrals") == about(
        attempts=2, resolved=Fraction(3, 5), dead_end=Fraction(2, 5), referrals=1
    )


def test_a_note_spares_the_telling_again():
    """Half of the first contacts leave a note; the second tells it again where none was left."""
    systems = "[crm]"
    first = "{handling: 5 min, staff: 1, uses: crm, notes: 50%, retelling: 1 min, rules: {a: {then: {refer: shop}}}}"
    second = "{handling: 5 min, staff: 1, uses: crm, retelling: 1 min, rules: {a: {then: {resolve: now}}}}"
    channels = "{phone: {reaches: desk}, shop: {reaches: counter}}"
    source = text(systems=systems, channels=channels, desk=first, counter=second)
    assert figures(source, "repeats", "contacts") == about(repeats=Fraction(1, 2), contacts=2)


def test_a_message_that_is_lost_is_followed_by_the_next_channel():
    """Mail is dropped with 1/3 and answered else; the phone resolves."""
    channels = "{mail: {kind: message, reaches: office}, phone: {reaches: desk}}"
    source = text(
        segment="{tries: [mail, phone]}",
        channels=channels,
        office=desk("read: {then: [{chance: 20%, drop: silently}, {chance: 80%, resolve: now}]}"),
        desk=RESOLVES,
    )
    assert figures(source, "attempts", "contacts", "resolved") == about(
        attempts=Fraction(6, 5), contacts=Fraction(6, 5), resolved=1
    )


def test_tickets_handed_round_for_ever_stay_unresolved():
    """Two offices send it to each other; the customer waits, having called once, with loops beyond number."""
    source = text(
        desk=desk("log: {then: [{chance: 40%, ticket: one}, {chance: 60%, resolve: now}]}"),
        one=desk("on: {then: {ticket: two}}"),
        two=desk("back: {then: {ticket: one}}"),
    )
    names = "unresolved", "resolved", "attempts", "loops", "transfers"
    assert figures(source, *names) == about(
        unresolved=Fraction(2, 5), resolved=Fraction(3, 5), attempts=1, loops=inf, transfers=0
    )


def test_customers_sent_round_for_ever_try_for_ever():
    """Nobody gives up: attempts are infinite, and nothing ends."""
    channels = "{phone: {reaches: desk}, shop: {reaches: counter}}"
    source = text(
        channels=channels, desk=desk("go: {then: {refer: shop}}"), counter=desk("back: {then: {refer: phone}}")
    )
    assert figures(source, "unresolved", "attempts", "turned_away") == about(unresolved=1, attempts=inf, turned_away=0)


def test_rounds_through_other_situations_are_no_loops():
    """The second call meets another fact, the third the same: one loop of three calls."""
    desk_rules = (
        "first: {when: {asked: no}, then: {set: {asked: yes}, refuse: later}}",
        "else: {then: {refuse: later}}",
    )
    source = text(
        segment="{tries: [phone], starts over: {times: 2}}",
        systems="[crm]",
        facts="{asked: {values: [no, yes], in: crm}}",
        desk="{handling: 5 min, staff: 1, uses: crm, notes: 0%, rules: {" + ", ".join(desk_rules) + "}}",
    )
    assert figures(source, "attempts", "loops", "dead_end_hits") == about(attempts=3, loops=1, dead_end_hits=3)


def test_what_is_not_covered_is_named():
    """Each habit of customers and each habit of the house that the patient customer leaves out."""
    source = """
journeysim: 1
name: All
calendars: {office: {mon-fri: 09:00-17:00}}
segments:
  customer:
    patience: 5 min
    redials: {chance: 50%}
    balks: {queue over: 5}
    closed doors: turned away
    gives up: {effort: 2 h, open for: 20 days}
issues: {trouble: {raised by: {customer: 1 per day}}}
channels: {phone: {open: office, reaches: desk}}
departments:
  desk:
    staff: 1
    handling: 5 min
    queue: {limit: 9}
    at closing: sends the queue away
    rules:
      old: {when: {open for: {over: 9 days}}, then: {resolve: now}}
      quiet: {when: {silent for: {over: 2 days}}, then: {resolve: now}}
      else: {then: {promise: {within: 2 days}}}
"""
    assert case(source).not_covered == (
        "patience and redials",
        "customers who turn round at a long line",
        "giving up after so much effort",
        "giving up after so many days",
        "full lines",
        "lines that are sent away at closing",
        "opening hours and closed doors",
        "conditions on 'open for' (taken as of a case that has just arisen)",
        "conditions on 'silent for' (taken as of a customer who has just been told something)",
        "customers who try again before the company has done what it has to do",
        "the end of the record",
    )


def test_beyond_its_bounds_it_says_so():
    """Loops go first, then everything; nothing is guessed."""
    source = text(segment="{tries: [phone], starts over: {times: 9}}", desk=REFUSES)
    whole, without_loops, none = case(source), case(source, with_paths=5), case(source, bound=5)
    assert set(whole.figures) - set(without_loops.figures) == {"loops"}
    assert without_loops.not_covered == ("loops (too many different paths to count them exactly)",)
    assert none.figures == {}
    assert none.not_covered == ("everything (there are more than 5 states)",)


def test_the_former_customer_is_paid_by_the_lucky_desk_or_ends_in_the_circle():
    """2 % of promises are kept; of the others' requests 60 % are paid; the rest go once round and stop."""
    source = read("scenarios/former_customer_refund.yaml")
    process = build(source)
    subscriber, leaver = (expected(process, population) for population in range(2))
    asks, lost = Fraction(98, 100), Fraction(98, 100) * Fraction(2, 5)
    assert subscriber.figures["resolved"] == pytest.approx(1)
    assert subscriber.figures["attempts"] == pytest.approx(float(asks))
    assert leaver.figures["resolved"] == pytest.approx(float(1 - lost))
    assert leaver.figures["dead_end"] == pytest.approx(float(lost))
    assert leaver.figures["first_contact_resolution"] == 0
    assert leaver.figures["dead_end_hits"] == pytest.approx(float(lost))
    assert leaver.figures["loops"] > leaver.figures["dead_end"]
    assert set(leaver.dead_ends) == {"hotline", "sales line"}


def test_on_the_exception_path_nobody_is_lost():
    """The variant resolves each former customer in at most one attempt."""
    process = build(read("scenarios/former_customer_refund.yaml", variant="exception path"))
    leaver = expected(process, 1).figures
    assert leaver["resolved"] == pytest.approx(1)
    assert leaver["attempts"] == pytest.approx(0.98)
    assert leaver["dead_end_hits"] == 0
