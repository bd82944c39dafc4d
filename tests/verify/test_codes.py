"""Each finding where it belongs, and not where it nearly does."""

import pytest

from journeysim.proving import prove
from journeysim.read import read_text

FACT = "facts: {said: [none, written]}\n"
PROMISED = "raised by: {caller: 1 per day}, begins with: {promise: {within: 2 days, kept: KEPT, then: {resolve: now}}}"
REFUSES = {"desk": "on: {then: {refuse: policy}}"}


def scenario(departments, *, channels=None, issue="raised by: {caller: 1 per day}", top="", who="hesitates: 0 s"):
    """The text of one: departments by their rules, a channel to each unless said otherwise."""
    ways = channels or ", ".join(f"to {name}: {{reaches: {name}}}" for name in departments)
    desks = "\n".join(
        f"  {name}: {{staff: 1, handling: 1 min, rules: {{{rules}}}}}" for name, rules in departments.items()
    )
    return f"""
journeysim: 1
name: Any
{top}segments: {{caller: {{{who}}}}}
issues: {{fault: {{{issue}}}}}
channels: {{{ways}}}
departments:
{desks}
"""


def draw(chance, one, other):
    """A rule that comes to one of two outcomes."""
    return f"on: {{then: [{{chance: {chance}%, {one}}}, {{chance: {100 - chance}%, {other}}}]}}"


ONCE = "to desk: {admits: {said: none}, reaches: desk}"
BLIND = "to desk: {reaches: desk}, to back: {admits: {said: written}, reaches: back}"
BACK = "on: {then: {resolve: now}}"

THERE = {
    "trapped": scenario(REFUSES),
    "catch-22": scenario(REFUSES, issue=PROMISED.replace("KEPT", "40%")),
    "luck-bound": scenario(
        {"desk": draw(30, "resolve: now", "set: {said: written}, refuse: no")}, channels=ONCE, top=FACT
    ),
    "only-by-publicity": scenario(
        {**REFUSES, "press": BACK},
        channels="phone: {reaches: desk}, blog: {kind: message, public: yes, reaches: press}",
    ),
    "endless-loop": scenario({"desk": "on: {then: {refer: to back}}", "back": "on: {then: {refer: to desk}}"}),
    "dead-rule": scenario({"desk": "on: {then: {resolve: now}}, off: {then: {refuse: no}}"}),
    "closed-to-all": scenario(
        {"desk": BACK},
        channels="a: {reaches: desk}, b: {admits: {plan: no}, reaches: desk}",
        who="is: {plan: {no: 0%, yes: 100%}}",
    ),
    "blind-handoff": scenario({"desk": "on: {then: {refer: to back}}", "back": BACK}, channels=BLIND, top=FACT),
    "lost-silently": scenario({"desk": draw(60, "resolve: now", "drop: silently")}),
    "empty-promise": scenario({"desk": draw(60, "resolve: now", "promise: {within: 2 days}")}),
}

NEARLY = {
    "trapped": scenario({"desk": draw(1, "resolve: now", "refuse: policy")}),
    "catch-22": scenario(REFUSES, issue=PROMISED.replace("KEPT", "100%")),
    "luck-bound": scenario({"desk": draw(30, "resolve: now", "refuse: no")}, channels="to desk: {reaches: desk}"),
    "only-by-publicity": scenario(
        {"desk": draw(5, "resolve: now", "refuse: no"), "press": BACK},
        channels="phone: {reaches: desk}, blog: {kind: message, public: yes, reaches: press}",
    ),
    "endless-loop": scenario(
        {
            "desk": "done: {when: {said: written}, then: {resolve: now}}, on: {then: {refer: to back}}",
            "back": "on: {then: {set: {said: written}, refer: to desk}}",
        },
        top=FACT,
    ),
    "dead-rule": scenario(
        {"desk": "on: {when: {contacts: {over: 1}}, then: {resolve: now}}, off: {then: {refuse: no}}"}
    ),
    "closed-to-all": scenario(
        {"desk": BACK},
        channels="a: {reaches: desk}, b: {admits: {plan: no}, reaches: desk}",
        who="is: {plan: {no: 1%, yes: 99%}}",
    ),
    "blind-handoff": scenario(
        {"desk": "on: {then: {set: {said: written}, refer: to back}}", "back": BACK}, channels=BLIND, top=FACT
    ),
    "lost-silently": scenario({"desk": draw(60, "resolve: now", "refuse: no")}),
    "empty-promise": scenario(
        {"desk": draw(60, "resolve: now", "promise: {within: 2 days, kept: 0%, late: 10%, then: {resolve: now}}")}
    ),
}


def found(text):
    """The findings of a scenario by their codes."""
    return {finding.code: finding for finding in prove(read_text(text)).findings}


@pytest.mark.parametrize("code", THERE)
def test_what_is_wrong_is_found(code):
    """With a place in the file."""
    finding = found(THERE[code])[code]
    assert finding.place.line > 1


@pytest.mark.parametrize("code", NEARLY)
def test_what_is_nearly_wrong_is_not_found(code):
    """A chance, a fact or a second way makes it right."""
    assert code not in found(NEARLY[code])


PROMISE = "promise: {{within: 2 days, then: {{{}}}}}"
CARRIED_OUT = {
    "lost-silently": "drop: silently",
    "empty-promise": "promise: {within: 1 day}",
    "blind-handoff": "refer: to back",
}


@pytest.mark.parametrize("code", CARRIED_OUT)
def test_what_a_promise_carries_out_is_looked_at_too(code):
    """With the story of how it comes to be carried out."""
    rules = draw(50, "resolve: now", PROMISE.format(CARRIED_OUT[code]))
    finding = found(scenario({"desk": rules, "back": BACK}, channels=BLIND, top=FACT))[code]
    assert finding.likelihood == pytest.approx(0.5)
    first, made, kept = finding.story.way_in
    assert first.sentence == "A caller with fault."
    assert made.sentence == "They try to desk: desk, by its rule 'on', promises it within 2 days."
    assert kept.sentence.startswith("The promise of 2 days is kept: the company ")


def test_what_an_issue_begins_with_is_looked_at_too():
    """A case may be lost before anybody has tried anything."""
    finding = found(scenario({"desk": BACK}, issue="raised by: {caller: 1 per day}, begins with: {drop: silently}"))[
        "lost-silently"
    ]
    assert finding.sentence == (
        "What the issue begins with loses cases of caller customers without a word. They go on waiting."
    )
    assert [step.sentence for step in finding.story.way_in] == [
        "A caller with fault. At the start the company loses it without a word."
    ]


def test_an_endless_loop_has_its_way_in_and_tells_what_each_turn_comes_to():
    """A lasso: out of a first refusal into two desks that send the customer to each other."""
    desks = {
        "desk": "first: {when: {said: none}, then: {set: {said: written}, refuse: no}}, on: {then: {refer: to back}}",
        "back": "on: {then: {refer: to desk}}",
    }
    finding = found(scenario(desks, top=FACT, channels="to desk: {reaches: desk}, to back: {reaches: back}"))[
        "endless-loop"
    ]
    assert [step.sentence for step in finding.story.way_in] == [
        "A caller with fault.",
        "They try to desk: desk, by its rule 'first', says no (no) and sets said to written.",
    ]
    assert [step.sentence for step in finding.story.loop] == [
        "They try to desk: desk, by its rule 'on', sends them to to back.",
        "They try to back: back, by its rule 'on', sends them to to desk.",
    ]


def test_who_is_trapped_from_the_start_is_told_so():
    """Nothing has to come about first; nor in a Catch-22."""
    assert found(THERE["trapped"])["trapped"].sentence == (
        "A caller with fault is trapped from the start: nothing that they or anybody else can do resolves the case."
    )
    shut = scenario({"desk": BACK}, channels="a: {admits: {plan: no}, reaches: desk}", who="is: {plan: yes}")
    assert found(shut.replace("yes}", "{no: 0%, yes: 100%}}"))["trapped"].likelihood == 1
    assert found(THERE["catch-22"])["catch-22"].sentence == (
        "A caller with fault is in a Catch-22 from the start: the case ends well with a chance of 40% if they wait, "
        "and nothing that they can do improves it."
    )


def test_a_chance_that_is_nearly_sure_does_not_read_as_sure():
    """Over 99%, and under 1%."""
    sure = scenario({"desk": draw(99, "resolve: {works: 99.9%}", "resolve: now")}, channels=ONCE, top=FACT)
    lost = sure.replace("works: 99.9%}", "works: 99.9%}, set: {said: written}")
    assert found(lost)["luck-bound"].sentence.endswith("at best the chance is over 99%.")


def test_no_likelihood_is_given_where_patient_customers_leave_it_out():
    """A watchdog loses the case; the expected case does not follow watchdogs."""
    rules = "lost: {when: {came as: watchdog}, then: {drop: silently}}, on: {then: {resolve: now}}"
    dog = "watchdogs: {rex: {when: {open for: {over: 2 days}}, hands to: desk}}\n"
    assert found(scenario({"desk": rules}, top=dog))["lost-silently"].likelihood is None
