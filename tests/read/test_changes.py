"""Variants, `extends`, `like` and `defaults`: how one table is laid over another."""

from pathlib import Path

import pytest

from journeysim.model.duration import Exactly
from journeysim.model.problem import Place, ScenarioError
from journeysim.model.scenario import GivesUp, Refer, Resolve, Scenario
from journeysim.read import read, read_text

BASE = """\
journeysim: 1
name: Shop
defaults:
  department: {works: office, retelling: 2 min}
calendars: {office: {mon-fri: 09:00-17:00}}
segments:
  buyer: {is: {contract: active, age: old}, gives up: {attempts: 8, open for: 30 days}}
issues: {bill: {raised by: {buyer: 8 per day}}}
channels: {phone: {reaches: care}, chat: {reaches: care}}
departments:
  care:
    staff: {mon-fri: {09:00-12:00: 3, 12:00-17:00: 2}}
    handling: 6 min
    rules:
      first: {when: {contacts: {under: 2}}, then: {refer: chat}}
      last: {then: {resolve: now}}
  night: {like: care, staff: 1, retelling: remove}
expect: {some: {resolved: {at least: 10%}}}
"""


def changed(change: str, **named: str) -> Scenario:
    """The scenario with a variant that changes this."""
    return read_text(f"{BASE}variants:\n  new: {{change: {change}}}\n", variant="new", **named)


def problems(text: str, **named: str) -> list[str]:
    """All problems of a text."""
    with pytest.raises(ScenarioError) as caught:
        read_text(text, **named)
    return [str(problem) for problem in caught.value.problems]


def test_defaults_hold_unless_said_otherwise() -> None:
    """A default fills what is not said, hours of staff stand for `works`, and `remove` says: not even the default."""
    departments = read_text(BASE).departments
    assert (departments["care"].works, departments["care"].retelling) == (None, Exactly(120.0))
    assert departments["night"].retelling is None
    assert departments["night"].works is not None


def test_like_takes_over_what_is_not_said() -> None:
    """Rules come with it, at their own places."""
    departments = read_text(BASE).departments
    assert departments["night"].rules == departments["care"].rules
    assert (departments["night"].staff, departments["night"].name) == (1, "night")
    assert departments["night"].place == Place("<text>", 17, 3)


def test_tables_change_key_by_key() -> None:
    """One shift of the roster, one attribute, one limit: the rest stays."""
    scenario = changed(
        "{departments: {care: {staff: {mon-fri: {12:00-17:00: 9}}}}, "
        "segments: {buyer: {is: {age: young}, gives up: {attempts: 3}}}}"
    )
    assert scenario.departments["care"].staff.weekdays[0] == ((32400.0, 43200.0, 3), (43200.0, 61200.0, 9))
    assert scenario.segments["buyer"].traits == {"contract": {"active": 1.0}, "age": {"young": 1.0}}
    assert scenario.segments["buyer"].gives_up == GivesUp(3, None, 30 * 86400.0)


def test_an_outcome_is_replaced_whole_and_the_condition_stays() -> None:
    """A rule changes key by key, its outcome does not."""
    rule = (
        changed("{departments: {care: {rules: {first: {then: {refer: {to: phone, after: 1 day}}}}}}}")
        .departments["care"]
        .rules[0]
    )
    assert (rule.then[0].outcome.verb, rule.when is not None) == (Refer(("phone",), Exactly(86400.0)), True)


def test_before_places_a_new_rule_and_moves_an_old_one() -> None:
    """Without `before` a new rule is the last; several before the same one keep their order."""
    rules = (
        "{departments: {care: {rules: {new: {then: {resolve: now}}, a: {before: first, then: {resolve: now}}, "
        "last: {before: a}, b: {before: first, then: {resolve: now}}}}}}"
    )
    assert [rule.name for rule in changed(rules).departments["care"].rules] == ["last", "a", "b", "first", "new"]


def test_remove_takes_a_thing_away() -> None:
    """A rule and a channel go, and what is like the department loses the rule too."""
    scenario = changed("{channels: {phone: remove}, departments: {care: {rules: {first: remove}}}}")
    assert list(scenario.channels) == ["chat"]
    assert [rule.name for rule in scenario.departments["night"].rules] == ["last"]


def test_a_change_of_what_others_are_like_changes_them() -> None:
    """`like` and `defaults` apply after the variant."""
    scenario = changed("{defaults: {department: {notes: 50%}}, departments: {care: {handling: 1 min}}}")
    assert {(part.notes, part.handling) for part in scenario.departments.values()} == {(0.5, Exactly(60.0))}


def test_variants_stand_on_top_of_others() -> None:
    """They are applied in their order, the own change last; each keeps its own expectations."""
    text = BASE + (
        "variants:\n"
        "  one: {about: First, change: {departments: {care: {handling: 1 min, notes: 10%}}}}\n"
        "  two: {change: {departments: {care: {handling: 2 min}}}}\n"
        "  all:\n    on top of: [one, two]\n    change: {departments: {care: {answer within: 9 s}}}\n"
        "    expect: {better: {loops: {at most: 20% of baseline}}}\n"
    )
    care = read_text(text, variant="all").departments["care"]
    assert (care.handling, care.notes, care.answer_within) == (Exactly(120.0), 0.1, 9.0)
    assert [expectation.name for expectation in read_text(text, variant="all").expectations] == ["better"]
    assert read_text(text, variant="one").expectations == ()
    assert [expectation.name for expectation in read_text(text).expectations] == ["some"]
    assert read_text(text, variant="all").variants == {"one": "First", "two": None, "all": None}


def test_a_problem_in_a_variant_is_found_without_asking_for_it() -> None:
    """All variants are checked, and what they share is told once."""
    text = BASE.replace("refer: chat", "refer: chta") + (
        "variants:\n  one: {change: {departments: {care: {handling: 1 minute}}}}\n"
        "  two: {on top of: one, change: {channels: {chat: {raeches: care}}}}\n"
    )
    assert problems(text) == [
        "<text>:15:59: error: no channel is named 'chta'; did you mean 'chat'? [unknown-name]",
        "<text>:20:49: error: '1 minute' is not written as a duration; write '1 min' [bad-duration]",
        "<text>:21:52: error: a channel has no key 'raeches'; did you mean 'reaches'? [unknown-key]",
    ]


def test_a_problem_underlines_the_wrong_word() -> None:
    """Place, width and path are those of the word."""
    with pytest.raises(ScenarioError) as caught:
        read_text(BASE.replace("refer: chat", "refer: chta"))
    (problem,) = caught.value.problems
    assert (problem.place, problem.width) == (Place("<text>", 15, 59), 4)
    assert problem.path == ("departments", "care", "rules", "first", "then", "refer")


def test_a_file_changes_another(tmp_path: Path) -> None:
    """Each value keeps the place in its own file; a removal takes away what the other file says."""
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "this.yaml").write_text(
        "journeysim: 1\nextends: base.yaml\nname: Changed\n"
        "departments: {care: {rules: {last: {then: {resolve: {after: 1 day}}}, first: remove}}}\n"
        "expect: {some: remove}\n",
        encoding="utf-8",
    )
    scenario = read(tmp_path / "this.yaml")
    (rule,) = scenario.departments["care"].rules
    assert (scenario.name, rule.then[0].outcome.verb, scenario.expectations) == (
        "Changed",
        Resolve(Exactly(86400.0)),
        (),
    )
    assert (rule.place.file, rule.then[0].outcome.place.file) == (
        str(tmp_path / "base.yaml"),
        str(tmp_path / "this.yaml"),
    )


def test_a_variant_of_a_file_that_changes_another(tmp_path: Path) -> None:
    """Variants of both files are there."""
    (tmp_path / "base.yaml").write_text(
        BASE + "variants: {one: {change: {departments: {care: {notes: 10%}}}}}\n", encoding="utf-8"
    )
    (tmp_path / "this.yaml").write_text(
        "journeysim: 1\nextends: base.yaml\n"
        "variants: {two: {on top of: one, change: {departments: {care: {cost: 9 per h}}}}}\n",
        encoding="utf-8",
    )
    care = read(tmp_path / "this.yaml", variant="two").departments["care"]
    assert (care.notes, care.cost) == (0.1, 9.0)


def test_a_text_extends_nothing() -> None:
    """A text that is in no file has none beside it."""
    assert problems("journeysim: 1\nextends: base.yaml\nname: Changed\n") == [
        "<text>:2:10: error: a text that is in no file has no file beside it; save it, and read the file [no-file]"
    ]


def test_a_default_that_everybody_overrides_is_still_checked() -> None:
    """No key is accepted and ignored."""
    assert problems(BASE.replace("{works: office, ", "{handling: 2 mins, works: office, ")) == [
        "<text>:4:26: error: '2 mins' is not written as a duration; write '2 min' [bad-duration]"
    ]


def test_an_alias_stands_for_what_was_marked() -> None:
    """YAML's own repetition may be used, in bounds."""
    text = BASE.replace(
        "{phone: {reaches: care}, chat: {reaches: care}}", "{phone: &line {reaches: care}, chat: *line}"
    )
    assert read_text(text).channels["chat"].reaches == "care"


def test_a_variant_may_only_put_others_together() -> None:
    """With `on top of` it needs no change of its own."""
    variants = (
        "variants:\n  a: {change: {departments: {night: {staff: 7}}}}\n  b: {change: {run: {start: 2026-02-02}}}\n"
    )
    both = read_text(f"{BASE}{variants}  both: {{on top of: [a, b]}}\n", variant="both")
    assert (both.departments["night"].staff, both.run.start.isoformat()) == (7, "2026-02-02")
    assert problems(f"{BASE}{variants}  none: {{about: Nothing.}}\n") == [
        "<text>:22:3: error: the variant 'none' has no 'change'; add it, such as "
        "'change: {channels: {chat: {open: always}}}' [missing-key]"
    ]
