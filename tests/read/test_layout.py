"""The text of a scenario laid out anew says the same, comments and all."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from journeysim.build import build
from journeysim.cli.starter import starter
from journeysim.model.problem import Place
from journeysim.read import laid_out, read_text
from journeysim.read.layout import WIDTH
from journeysim.read.layout_tree import comments
from journeysim.read.page import STAGE, examples
from journeysim.simulate import simulate
from tests.strategies import scenarios

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "benchmarks").glob("*.yaml")])

BROADLY = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

HEAD = """\
journeysim: 1
name: A desk
issues: {question: {raised by: {customer: 2 per day}}}
channels: {phone: {reaches: desk}}
"""
DESK = "departments: {desk: {staff: 1, handling: 5 min, rules: {answer: {then: {resolve: now}}}}}\n"


def without_places(value: object) -> object:
    """A noun as plain values, whatever line it stands in; mappings keep their order."""
    if isinstance(value, Place):
        return "somewhere"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [field.name for field in dataclasses.fields(value) if field.name != "places"]
        return type(value).__name__, [(name, without_places(getattr(value, name))) for name in fields]
    if isinstance(value, Mapping):
        return [(key, without_places(entry)) for key, entry in value.items()]
    if isinstance(value, tuple | list):
        return [without_places(entry) for entry in value]
    return value


def assert_says_the_same(text: str) -> str:
    """Laid out anew, the text is read as the same scenario in all variants, and laid out again it stays."""
    fresh = laid_out(text)
    for variant in (None, *read_text(text).variants):
        before, after = read_text(text, variant=variant), read_text(fresh, variant=variant)
        assert without_places(after) == without_places(before)
    assert laid_out(fresh) == fresh
    assert comments(fresh) == comments(text)
    return fresh


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenarios_of_the_tree_are_laid_out(path):
    """Those that come with journeysim, and those of the benchmarks."""
    text = path.read_text(encoding="utf-8")
    assert assert_says_the_same(text) == text


def test_the_scenario_to_start_from_is_laid_out():
    """What `journeysim new` writes needs no second command."""
    assert laid_out(starter("desk.yaml")) == starter("desk.yaml")


def test_every_example_of_the_reference_says_the_same():
    """Each key of the language, somewhere."""
    for example in examples():
        fresh = laid_out(example.text)
        before, after = (read_text(text, variant=example.variant) for text in (example.text, fresh))
        assert without_places(after) == without_places(before), example.written


@BROADLY
@given(text=scenarios(), seed=st.integers(0, 2**32))
def test_any_scenario_says_and_does_the_same(text, seed):
    """Even the dice fall as before."""
    fresh = assert_says_the_same(text)
    before, after = (simulate(build(read_text(one)), seed=seed) for one in (text, fresh))
    assert after.rows.tobytes() == before.rows.tobytes()


@BROADLY
@given(text=scenarios(), draws=st.data())
def test_comments_anywhere_are_kept(text, draws):
    """On lines of their own at any depth, and behind anything."""
    lines = laid_out(text).splitlines()
    commented = []
    for number, line in enumerate(lines):
        where = draws.draw(st.sampled_from(["none", "none", "above", "blank", "beside"]))
        if where in ("above", "blank"):
            commented += [""] * (where == "blank") + [" " * draws.draw(st.integers(0, 8)) + f"# number {number}"]
        commented.append(line + (f" # number {number}" if where == "beside" else ""))
    commented.append("# the end")
    assert_says_the_same("\n".join(commented) + "\n")


@BROADLY
@given(text=scenarios(), width=st.integers(20, 60))
def test_braces_over_several_lines_say_the_same(text, width):
    """Broken after any comma, with a comment behind."""
    broken = []
    for line in text.splitlines():
        column = 0
        for part in line.split(", "):
            at_end = column + len(part) > width and part.count('"') % 2 == 0
            broken.append(part + (",  # here\n      " if at_end else ", "))
            column = 0 if at_end else column + len(part)
        broken[-1] = broken[-1].removesuffix(", ").removesuffix(",  # here\n      ") + "\n"
    assert_says_the_same("".join(broken))


def test_keys_go_into_the_order_of_the_language_and_names_stay():
    """Rules, channels and outcomes keep their order: it matters."""
    text = """\
departments:
  zoo:
    rules:
      second: {then: {resolve: now}, when: {channel: mail}}
      first: {then: [{refer: mail, says: "No.", chance: 40%}, {chance: 60%, resolve: now}]}
    handling: 5 min
    staff: 1
name: A desk
channels:
  phone: {reaches: zoo}
  mail: {reaches: zoo, kind: message}
issues: {question: {raised by: {customer: 2 per day}}}
journeysim: 1
"""
    assert (
        assert_says_the_same(text)
        == """\
journeysim: 1
name: A desk
issues: {question: {raised by: {customer: 2 per day}}}
channels:
  phone: {reaches: zoo}
  mail: {kind: message, reaches: zoo}
departments:
  zoo:
    staff: 1
    handling: 5 min
    rules:
      second: {when: {channel: mail}, then: {resolve: now}}
      first: {then: [{chance: 40%, refer: mail, says: "No."}, {chance: 60%, resolve: now}]}
"""
    )


def test_comments_go_where_their_keys_go():
    """A comment above or beside a key moves with it, the head of the file stays at its head."""
    text = """\
# The desk of the first floor.

# who answers
departments: {desk: {staff: 1, handling: 5 min, rules: {answer: {then: {resolve: now}}}}} # one desk
# the version
journeysim: 1

name: A desk
channels: # the ways in
    phone:
        # where it rings
        reaches: desk
        # nobody else
issues: {question: {raised by: {customer: 2 per day}}}
# the end
"""
    assert (
        assert_says_the_same(text)
        == """\
# The desk of the first floor.

# the version
journeysim: 1

name: A desk
issues: {question: {raised by: {customer: 2 per day}}}
channels:  # the ways in
  phone:
    # where it rings
    reaches: desk
    # nobody else

# who answers
departments: {desk: {staff: 1, handling: 5 min, rules: {answer: {then: {resolve: now}}}}}  # one desk
# the end
"""
    )


def test_braces_that_do_not_fit_become_lines():
    """Each line as long as it may be, and no longer where that can be."""
    rules = ", ".join(f"rule {n}: {{when: {{channel: phone}}, then: {{resolve: now}}}}" for n in range(3))
    text = HEAD + DESK.replace("answer: {then", f"{rules}, answer: {{then")
    assert max(map(len, text.splitlines())) > WIDTH
    assert (
        assert_says_the_same(text)
        == HEAD
        + """\
departments:
  desk:
    staff: 1
    handling: 5 min
    rules:
      rule 0: {when: {channel: phone}, then: {resolve: now}}
      rule 1: {when: {channel: phone}, then: {resolve: now}}
      rule 2: {when: {channel: phone}, then: {resolve: now}}
      answer: {then: {resolve: now}}
"""
    )


def test_braces_with_comments_become_lines():
    """Each comment stays with what it is about."""
    text = (
        HEAD
        + """\
departments: {  # who answers
  desk: {staff: 1, # one
         # how long
         handling: 5 min,
         rules: {answer: {then: {resolve: now}}}}}
"""
    )
    assert (
        assert_says_the_same(text)
        == HEAD
        + """\
departments:  # who answers
  desk:
    staff: 1  # one
    # how long
    handling: 5 min
    rules: {answer: {then: {resolve: now}}}
"""
    )


@pytest.mark.parametrize(
    "about",
    [
        ">-\n    A long\n    text.\n\n    With a gap.\n",
        "|2\n      Deep\n    and less.\n",
        ">  # why\n     Text.\n",
        '"A quoted\n   text."\n',
        "Plain text\n    over lines.\n",
        "'It''s one.'\n",
        "&what Text\n",
        "\n   On its own line.\n",
        " # why\n   On its own line.\n",
    ],
)
def test_texts_of_several_lines_say_the_same(about):
    """Folded, literal, quoted and plain, with what stands behind them."""
    rest = DESK.replace("{desk: ", "\n    desk:\n      about: ABOUT      ").replace("departments: ", "departments:")
    rest = "departments:\n    desk:\n      staff: 1\n      about: ABOUT      handling: 5 min\n      rules:\n"
    rest += "       answer:\n          then:\n          - chance: 100%\n            resolve: now\n"
    text = HEAD + rest.replace("ABOUT", about.replace("\n  ", "\n       "))
    fresh = assert_says_the_same(text)
    assert "\n          - chance: 100%\n            resolve: now\n" in fresh


def test_a_comment_behind_a_dash_stays_in_its_item():
    """Above the first key of the item, however often it is laid out."""
    text = (
        HEAD
        + """\
departments:
  desk:
    staff: 1
    handling: 5 min
    rules:
      answer:
        then:
          -
            # most of them
            chance: 60%
            resolve: now
          # and the others
          - {chance: 40%, refuse: no}
"""
    )
    assert assert_says_the_same(text) == text


def test_anchors_keep_everything_in_its_place():
    """What `*` refers to has to stand above it."""
    text = (
        HEAD
        + """\
departments:
  desk:
    rules:   {answer: {then:   &done {resolve: now}}}
    handling: &long 5 min
    staff: 1
  back:
    rules: {answer: {then: *done}}
    handling: *long
    staff: 1
"""
    )
    fresh = assert_says_the_same(text)
    assert fresh == text.replace("rules:   {", "rules: {").replace("then:   &", "then: &")


@pytest.mark.parametrize("text", [HEAD + DESK.replace("5 min", "5 min\u2028"), HEAD + "about: |+\n  Text.\n\n" + DESK])
def test_what_is_odd_stays_as_it_is(text):
    """Rather no order than a risk."""
    assert laid_out(text) == text


def test_windows_line_ends_and_marks_go():
    """One way of ending a line."""
    assert laid_out("\ufeff" + (HEAD + DESK).replace("\n", "\r\n")) == HEAD + DESK


def test_a_layout_of_the_stage_of_the_reference_changes_nothing():
    """The examples of the language are written as the language is."""
    assert laid_out(STAGE) == STAGE
