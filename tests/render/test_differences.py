"""What differs between scenarios, in words."""

import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from journeysim import bundled
from journeysim.model.difference import differences
from journeysim.read import laid_out, read, read_text
from journeysim.render.differences import differences_as, length
from tests.strategies import scenarios

REFUND = bundled.locate("former_customer_refund")


def told(old: str, new: str, text: str | None = None) -> list[str]:
    """The lines that tell of replacing `old` by `new`, in the refund scenario or in `text`."""
    text = REFUND.read_text(encoding="utf-8") if text is None else text
    assert old in text
    found = differences(read_text(text), read_text(text.replace(old, new)))
    return differences_as(found, names=("a", "b"), width=1000).splitlines()[1:-1]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("staff: 4", "staff: 5", "department care, staff: 4 → 5"),
        ("handling: 5 min", "handling: 1 h", "department store staff, handling: 5 min → 1 h"),
        ("found: 50%", "found: 62.5%", "channel sales line, found: 50% → 62.5%"),
        (
            "subscriber: 8 per day",
            "subscriber: 9 per day",
            "issue refund, raised by, subscriber: 8 per day → 9 per day",
        ),
        ("attempts: 14", "attempts: 12", "segments subscriber and leaver, gives up, attempts: 14 → 12"),
        (
            "admits: {number: recognised}\n    reaches",
            "admits: {contacts: {under: 3}}\n    reaches",
            "channel hotline, admits: {number: recognised} → {contacts: under 3}",
        ),
        (
            "when: {request: none}",
            "when: {request: logged}",
            "department chat desk, rule ask for a refund, when: {request: none} → {request: logged}",
        ),
        (
            "loops: {at least: 1}",
            "loops: {at least: 2}",
            "expect leavers go round: loops at least 1 for {segment: leaver} → loops at least 2 for {segment: leaver}",
        ),
        (
            "tries: [hotline, chat, store]\n",
            "tries: [chat, hotline]\n",
            "segment subscriber, tries: [hotline, chat, store] → [chat, hotline]",
        ),
        (
            "{chance: 60%, resolve: {after: {triangular: [14 days, 22 days, 30 days]}, silently: yes}}\n"
            "          - {chance: 40%,",
            "{chance: 70%, resolve: {after: {triangular: [14 days, 22 days, 30 days]}, silently: yes}}\n"
            "          - {chance: 30%,",
            "department finance, rule pay out, then: 60% → 70% of {resolve: {after: {triangular: [2 weeks, 22 days, "
            "30 days]}, silently: yes}}; 40% → 30% of {drop: silently, set: {request: lost}}",
        ),
    ],
)
def test_each_change_is_one_line(old, new, line):
    """Where it is, what it was, what it is now; what changed for several at once is told once."""
    assert told(old, new) == [f"~ {line}"]


def test_numbers_deep_in_a_table_are_what_their_field_says():
    """A share of a trait is no time, and a department may be called what it likes."""
    assert told("contract: ended,", "contract: {ended: 90%, active: 10%},") == [
        "~ segment leaver, is, contract, ended: 100% → 90%",
        "+ segment leaver, is, contract, active: new, 10%",
    ]
    assert told("number: unknown}\n", "number: unknown, age: old}\n") == ["+ segment leaver, is, age: new, {old: 100%}"]
    text = REFUND.read_text(encoding="utf-8").replace("sales:", "cost:").replace("reaches: sales", "reaches: cost")
    assert told("    handling: 4 min\n", "    retelling: 4 min\n", text) == [
        "~ department cost, handling: 4 min → {lognormal: {mean: 7 min, cv: 0.8}}",
        "~ department cost, retelling: 0 s → 4 min",
    ]


def test_of_several_outcomes_those_are_told_that_changed():
    """The others are left out."""
    (line,) = told('"Nothing I can do from here. Please go to a store."', '"Please go to a store."')
    assert line == (
        "~ department chat desk, rule send on, then: "
        '{chance: 75%, refer: store, says: "Nothing I can do from here. Please go to a store."} → '
        '{chance: 75%, refer: store, says: "Please go to a store."}'
    )


def test_to_say_that_something_takes_no_time_is_to_say_nothing():
    """It is the same scenario."""
    assert not told("    handling: 5 min\n", "    handling: 5 min\n    retelling: 0 s\n")


def test_systems_that_are_read_and_written_are_used():
    """One line, as it is written; and watchdogs go by their names."""
    assert told("    uses: refund list\n    rules:\n      credit", "    rules:\n      credit") == [
        "~ department chat desk, uses: [refund list] → []"
    ]
    more = "watchdogs: {a week: {when: {silent for: {over: 7 days}}, hands to: care}}\n\nvariants:"
    (line,) = told("variants:", more)
    assert line.startswith("+ watchdog a week: new, {when: {silent for: over 1 week}")


def test_rules_in_another_order_are_told_as_moved():
    """The order of rules is their meaning."""
    text = """\
journeysim: 1
name: A desk
issues: {question: {raised by: {customer: 2 per day}}}
channels: {phone: {reaches: desk}}
departments:
  desk:
    staff: 1
    handling: 5 min
    rules: {one: {when: {contacts: {under: 3}}, then: {resolve: now}}, two: {then: {refuse: no reason}}}
"""
    one, two = "one: {when: {contacts: {under: 3}}, then: {resolve: now}}", "two: {then: {refuse: no reason}}"
    assert told(f"{one}, {two}", f"{two}, {one}", text) == ["~ department desk, rules: now in the order [two, one]"]


def test_a_new_rule_is_written_as_the_language_writes_it():
    """What a variant adds and takes away, rule by rule."""
    found = differences(read(REFUND), read(REFUND, variant="exception path"))
    text = differences_as(found, "markdown", names=("a", "b"))
    assert text.startswith("## a → b\n\n- **channel hotline, admits:** {number: recognised} → ")
    assert (
        "- **department chat desk, rule hand to the owner:** new, when: {contract: ended}, "
        "then: {transfer: {to: care, warm: yes}}\n"
    ) in text


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(one=scenarios(), other=scenarios())
def test_any_two_scenarios_can_be_compared(one, other):
    """In every form, both ways; with itself, laid out anew, there is nothing."""
    before, after = read_text(one), read_text(other)
    assert differences(before, read_text(laid_out(one))) == ()
    for found in (differences(before, after), differences(after, before)):
        for form in ("text", "markdown"):
            assert "object at" not in differences_as(found, form, names=("a", "b"))
        rows = json.loads(differences_as(found, "json", names=("a", "b")))["differences"]
        assert len(rows) == len(found)
        assert all(row["before"] != row["after"] for row in rows)


def test_lengths_that_differ_never_read_alike():
    """Whole units, or seconds to the last digit."""
    assert [length(x) for x in (0.0, 1.0, 90.0, 3600.0, 86400.0, 172800.0, 604800.0, 0.25, 86400.001)] == [
        *("0 s", "1 s", "90 s", "1 h", "1 day", "2 days", "1 week", "0.25 s", "86400.001 s")
    ]


def test_a_run_is_told_by_its_keys() -> None:
    """How many cases or how long, and when the record ends, whatever stands behind it."""
    line = next(row for row in REFUND.read_text(encoding="utf-8").splitlines() if row.startswith("run:"))
    counted, endless = "run: {arrivals: 500 cases}", "run: {arrivals: 500 cases, horizon: none}"
    assert told(line, counted)[0].startswith("~ run, arrivals: ")
    assert told(line, counted)[0].endswith(" → 500 cases")
    assert told(counted, endless, REFUND.read_text(encoding="utf-8").replace(line, counted)) == [
        "~ run, horizon: 90 days after the last case → none"
    ]
