"""Good scenarios, broken at random: the answer is a process or a `ScenarioError`, never anything else, and in time."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeysim.build import build
from journeysim.model.problem import Problem, ScenarioError
from journeysim.read import read_text
from tests.wrong.patience import in_time

ROOT = Path(__file__).parent.parent.parent
GOOD = sorted([*ROOT.glob("scenarios/*.yaml"), ROOT / "tests" / "wrong" / "_shop.yaml"])
ODD = [
    *["", "0", "-1", "nan", "²", "٣", "1_0", "null", "~", "{}", "[]", "!!int 1", "&a", "*a", "<<", "? ", "- ", ": "],
    *["\t", "\u00a0", "\u2028", "\ufeff", "'", '"', "|", ">", "%", "@", "remove", "always", "otherwise", "by issue"],
    *["0%", "100%", "0 s", "99999 weeks", "2199-12-31", "holiday", "every day", "24:00-24:00", "00:00-24:00", "never"],
    *["none", "now", "like", "extends", "before", "9" * 400, "{every: 0 s}", "{cases: 0}", "{values: {0 s: 100%}}"],
    *["{contacts: {at least: 999999999}}", "{by segment: {x: 1}}", "[phone, phone]", "5 min", "8 per day"],
]
WORD = re.compile(r"[^\s{}\[\],:]+")

SMALL = """\
journeysim: 1
name: "One desk: two people"
calendars: {office: {mon-fri: [09:00-12:00, 13:00-17:00], 2026-01-06: 10:00-12:00}}
segments: {customer: {is: {plan: {a: 50%, b: 50%}}, patience: {by channel: {phone: 6 min, otherwise: endless}}}}
issues: {question: {raised by: {customer: 20 per h}}}
facts: {asked: [no, yes]}
channels: {phone: {open: office, reaches: desk}}
departments:
  desk:
    staff: 2
    handling: {lognormal: {mean: 5 min, cv: 0.8}}
    rules:
      known: {when: {asked: yes}, then: {resolve: {after: 1 day, works: 90%}}}
      ask: {then: [{chance: 40%, set: {asked: yes}, refer: phone}, {chance: 60%, resolve: now}]}
variants: {more: {change: {departments: {desk: {staff: 3, rules: {known: remove}}}}}}
expect: {most: {resolved: {at least: 90%}}}
"""


def answer(text: str) -> tuple[Problem, ...] | None:
    """The problems of a text, in time, or `None` where it is a process; anything else is a failure of the test."""
    return in_time(lambda: found(text))


def found(text: str) -> tuple[Problem, ...] | None:
    """The same, however long it takes."""
    try:
        build(read_text(text, file="broken.yaml"))
        return None
    except ScenarioError as error:
        return error.problems
    except Exception as error:
        raise AssertionError(f"{type(error).__name__} for:\n{text}") from error


def mutations(text: str, others: list[str], dice: random.Random) -> Iterator[str]:
    """The text, each time broken in one more way."""
    while True:
        lines = text.split("\n")
        here, there = dice.randrange(len(lines)), dice.randrange(len(lines))
        start, end = dice.choice([found.span() for found in WORD.finditer(text)] or [(0, 0)])
        match dice.randrange(8):
            case 0:
                del lines[here]
            case 1:
                lines.insert(there, lines[here])
            case 2:
                lines[here], lines[there] = lines[there], lines[here]
            case 3:
                lines[here] = " " * dice.randrange(8) + lines[here].lstrip()
            case 4:
                other = dice.choice(others).split("\n")
                lines[here:here] = other[(first := dice.randrange(len(other))) : first + dice.randrange(1, 5)]
            case 5:
                lines = [text[:start], dice.choice(ODD), text[end:]]
            case 6:
                lines = [text[:start], dice.choice(WORD.findall(text) or [""]), text[end:]]
            case _:
                lines = [text[:start], dice.choice("abcxyz 0159%:-#{}[]"), text[start + 1 :]]
        text = ("" if start != end and len(lines) == 3 else "\n").join(lines) or "a"
        yield text


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_scenario_broken_at_random_is_answered(path: Path) -> None:
    """One to four breaks at once, a hundred times: an answer, each problem with a fact, a move and a code."""
    others = [other.read_text(encoding="utf-8") for other in GOOD]
    good = path.read_text(encoding="utf-8")
    assert answer(good) is None
    dice = random.Random(path.stem)
    for _ in range(100):
        broken = mutations(good, others, dice)
        for _ in range(dice.choice([1, 1, 2, 4])):
            text = next(broken)
        for problem in answer(text) or ():
            assert problem.fact, problem
            assert problem.move, problem
            assert problem.code, problem


def test_a_scenario_cut_off_anywhere_is_answered() -> None:
    """A file that ends after any of its characters, as one that was half saved does."""
    for end in range(len(SMALL)):
        answer(SMALL[:end])
    assert answer(SMALL) is None


def test_a_scenario_that_lacks_any_character_is_answered() -> None:
    """One character left out, at every place in turn."""
    for gone in range(len(SMALL)):
        answer(SMALL[:gone] + SMALL[gone + 1 :])


def test_a_scenario_with_any_word_doubled_or_replaced_is_answered() -> None:
    """Each word in turn left out, written twice, or with an odd thing in its place."""
    dice = random.Random(7)
    for found in WORD.finditer(SMALL):
        before, after = SMALL[: found.start()], SMALL[found.end() :]
        for instead in ("", f"{found[0]} {found[0]}", *dice.sample(ODD, 4)):
            answer(before + instead + after)
