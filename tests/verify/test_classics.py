"""Classics with known closed forms, written as scenarios and read off the JSON of a proof."""

import json
from fractions import Fraction as F

import pytest

from journeysim.proving import prove
from journeysim.read import read_text
from journeysim.render.proof_json import proofs_as_json

STEPS = "facts: {step: [a, b, c, d]}\n"
ONE_A_DAY = "raised by: {customer: 1 per day}"
OWED = f"{ONE_A_DAY}, begins with: {{promise: {{within: 2 days, kept: KEPT, then: {{resolve: now}}}}}}"


def percent(chance: F | float) -> str:
    """As exactly as the language says it."""
    return f"{float(100 * chance):.15g}%"


def rule(then: str) -> str:
    """A department of one rule."""
    return f"{{staff: 1, handling: 1 min, rules: {{on: {{then: {then}}}}}}}"


def draw(chance: F | float, one: str, other: str) -> str:
    """Two outcomes."""
    return f"[{{chance: {percent(chance)}, {one}}}, {{chance: {percent(1 - chance)}, {other}}}]"


def once(chance: float, then: str = "b") -> str:
    """A try that may resolve, and else takes the case a step on for good."""
    return rule(draw(chance, "resolve: now", f"set: {{step: {then}}}, refuse: no"))


def proved(channels: str, departments: str, *, issue: str = ONE_A_DAY, top: str = "", who: str = "hesitates: 0 s"):
    """The only verdict of a scenario, as programs read it."""
    text = f"""
journeysim: 1
name: Classic
run: {{horizon: none}}
{top}segments: {{customer: {{{who}}}}}
issues: {{question: {{{issue}}}}}
channels: {{{channels}}}
departments: {{{departments}}}
"""
    (verdict,) = json.loads(proofs_as_json([prove(read_text(text))], version="0"))["verdicts"]
    return verdict


@pytest.mark.parametrize(
    ("end", "start", "chance"), [(5, 2, F(1, 2)), (20, 1, F(1, 2)), (6, 2, F(2, 5)), (12, 4, F(11, 20))]
)
def test_the_ruin_of_a_gambler(end, start, chance):
    """Where it ends and after how many steps (Feller 1968, sections XIV.2 and 3); tried again until won."""
    desks = []
    for place in range(1, end):
        up = "resolve: now" if place == end - 1 else f"transfer: at {place + 1}"
        down = "refuse: no" if place == 1 else f"transfer: at {place - 1}"
        desks.append(f"at {place}: {rule(draw(chance, up, down))}")
    found = proved(f"door: {{reaches: at {start}}}", ", ".join(desks), who="tries: [door]")
    odds = (1 - chance) / chance
    wins = F(start, end) if odds == 1 else (1 - odds**start) / (1 - odds**end)
    steps = F(start * (end - start)) if odds == 1 else (start - end * wins) / (1 - 2 * chance)
    figures = found["expected"]["figures"]
    assert figures["resolved"] == pytest.approx(float(wins), abs=1e-9)
    assert figures["contacts"] + figures["transfers"] == pytest.approx(float(steps), abs=1e-8)
    assert (found["verdict"], found["best_case"]) == ("resolvable", 1)
    assert found["fewest_attempts"] == pytest.approx(float(1 / wins), rel=1e-9)


@pytest.mark.parametrize(("chance", "limit"), [(F(3, 10), 4), (F(1, 2), 7)])
def test_tries_until_patience_is_at_an_end(chance, limit):
    """A geometric number of attempts, cut off."""
    who = f"tries: [door], gives up: {{attempts: {limit}}}, starts over: {{times: 50}}"
    found = proved("door: {reaches: desk}", f"desk: {rule(draw(chance, 'resolve: now', 'refuse: no'))}", who=who)
    figures = found["expected"]["figures"]
    assert figures["resolved"] == pytest.approx(float(1 - (1 - chance) ** limit), abs=1e-9)
    assert figures["attempts"] == pytest.approx(float((1 - (1 - chance) ** limit) / chance), abs=1e-9)
    assert figures["gave_up"] + figures["dead_end"] == pytest.approx(float((1 - chance) ** limit), abs=1e-9)


@pytest.mark.parametrize("number", [2, 4, 5])
def test_who_collects_coupons(number):
    """One at random at each attempt: n (1 + 1/2 + ... + 1/n) of them, and one more to be told."""
    facts = ", ".join(f"coupon {n}: [no, has]" for n in range(number))
    every = ", ".join(f"coupon {n}: has" for n in range(number))
    gets = ", ".join(
        f"{{chance: {percent(F(1, number))}, set: {{coupon {n}: has}}, refer: door}}" for n in range(number)
    )
    rules = f"all: {{when: {{{every}}}, then: {{resolve: now}}}}, one: {{then: [{gets}]}}"
    desk = f"desk: {{staff: 1, handling: 1 min, rules: {{{rules}}}}}"
    found = proved("door: {reaches: desk}", desk, top=f"facts: {{{facts}}}\n")
    wanted = float(number * sum(F(1, n) for n in range(1, number + 1)) + 1)
    assert found["expected"]["figures"]["attempts"] == pytest.approx(wanted, abs=1e-8)
    assert found["fewest_attempts"] == pytest.approx(wanted, abs=1e-8)


CHOICES = {
    "of two doors, each for one try, the better": (
        (
            "x: {admits: {step: a}, reaches: dx}, y: {admits: {step: a}, reaches: dy}",
            f"dx: {once(0.6)}, dy: {once(0.75)}",
        ),
        ("luck_bound", 0.75, 0, 1),
    ),
    "the surer door last, since the other may come before it": (
        (
            "x: {admits: {step: a}, reaches: dx}, y: {admits: {step: [a, b]}, reaches: dy}, "
            "z: {admits: {step: c}, reaches: dz}",
            f"dx: {once(0.5)}, dy: {once(0.8, 'c')}, dz: {once(0.1, 'd')}",
        ),
        ("luck_bound", 0.5 + 0.5 * (0.8 + 0.2 * 0.1), 0, 1 + 0.5 * (1 + 0.2)),
    ),
    "a circle that costs something and gains nothing until it is walked": (
        (
            "x: {reaches: dx}, y: {reaches: dy}",
            f"dx: {rule('{refer: y}')}, dy: {{staff: 1, handling: 1 min, rules: {{sent: {{when: {{referred by: dx}}, "
            f"then: {draw(0.1, 'resolve: now', 'refer: x')}}}, no: {{then: {{refuse: no}}}}}}}}",
        ),
        ("resolvable", 1, 0, 20),
    ),
    "a channel that is found by chance": (
        ("x: {found: 20%, admits: {step: a}, reaches: dx}", f"dx: {once(0.5)}"),
        ("luck_bound", 0.5, 0, 5),
    ),
    "a post that is noticed by chance": (
        (
            "x: {reaches: dx}, blog: {kind: message, public: yes, noticed: 25%, reaches: dy}",
            f"dx: {rule('{refuse: no}')}, dy: {rule('{resolve: now}')}",
        ),
        ("resolvable", 1, 0, 4),
    ),
    "a fix that may fail, for one try": (
        (
            "x: {reaches: dx}",
            "dx: {staff: 1, handling: 1 min, rules: {one: {when: {step: a}, "
            "then: {set: {step: b}, resolve: {works: 70%}}}, no: {then: {refuse: no}}}}",
        ),
        ("luck_bound", 0.7, 0, 1),
    ),
    "a deadline, before which one may try as often as one likes": (
        (
            "x: {reaches: dx}",
            f"dx: {{staff: 1, handling: 1 min, rules: {{soon: {{when: {{open for: {{under: 3 days}}}}, "
            f"then: {draw(0.5, 'resolve: now', 'refuse: no')}}}, late: {{then: {{refuse: late}}}}}}}}",
        ),
        ("resolvable", 1, 0, 2),
    ),
    "a time to wait before trying helps": (
        (
            "x: {reaches: dx}",
            "dx: {staff: 1, handling: 1 min, rules: {old: {when: {open for: {over: 3 days}}, then: {resolve: now}}, "
            "young: {then: {refuse: early}}}}",
        ),
        ("resolvable", 1, 0, 1),
    ),
    "nothing": (("x: {reaches: dx}", f"dx: {rule('{refuse: no}')}"), ("trapped", 0, 0, 0)),
}
"""Channels and departments; verdict, best case, by waiting, fewest attempts."""


def answers(verdict):
    """The four of them."""
    return tuple(verdict[name] for name in ("verdict", "best_case", "by_waiting", "fewest_attempts"))


@pytest.mark.parametrize("name", CHOICES)
def test_the_choice(name):
    """By hand."""
    (channels, departments), (verdict, *numbers) = CHOICES[name]
    found = answers(proved(channels, departments, top=STEPS))
    assert found[0] == verdict
    assert found[1:] == pytest.approx(numbers, abs=1e-9)


WAITS = {
    "waiting first, since trying is for once": ("40%", once(0.3), ("luck_bound", 1 - 0.6 * 0.7, 0.4, 0.6)),
    "waiting alone": ("40%", rule("{refuse: no}"), ("catch_22", 0.4, 0.4, 0)),
    "waiting for what is sure": ("100%", rule("{refuse: no}"), ("in_hand", 1, 1, 0)),
    "waiting for nothing": ("0%", once(0.3), ("luck_bound", 0.3, 0, 1)),
}
"""How surely an old promise is kept, what a door comes to, and the answers."""


@pytest.mark.parametrize("name", WAITS)
def test_waiting_against_trying(name):
    """By hand: the promise is pending from the first moment, and the only door is for who has tried nothing."""
    kept, desk, (verdict, *numbers) = WAITS[name]
    found = answers(
        proved("x: {admits: {step: a}, reaches: dx}", f"dx: {desk}", issue=OWED.replace("KEPT", kept), top=STEPS)
    )
    assert found[0] == verdict
    assert found[1:] == pytest.approx(numbers, abs=1e-9)


def test_a_call_that_is_not_answered():
    """Who returns the voicemail makes one more attempt; the modelled customer does so half of the time."""
    calls = "on: {then: {set: {step: b}, call: {then: {resolve: now}}}}"
    desk = f"dx: {{staff: 1, handling: 1 min, calls out: yes, rules: {{{calls}}}}}"
    who = "answers calls: 60%, returns voicemail: 50%"
    found = proved("x: {admits: {step: a}, reaches: dx}", desk, top=STEPS, who=who)
    assert answers(found) == ("resolvable", 1, 0, pytest.approx(1.4))
    assert found["expected"]["figures"]["resolved"] == pytest.approx(0.6 + 0.4 * 0.5)
