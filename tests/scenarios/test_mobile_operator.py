"""A mobile operator of fifteen departments: two gaps between them, and what mends each.

An expectation counts as kept where its interval over replications lies wholly within its limits; the intervals of one
run hold together with at least 95 % confidence: a run that does not do what it says passes with a chance of at most
5 %.
"""

import pytest

from journeysim import bundled
from journeysim.build import build
from journeysim.judge import judge_proved
from journeysim.read import read
from journeysim.verify import briefly, verify
from tests.stories.told import verdicts

NAME = "mobile_operator"
REPLICATIONS = 3


@pytest.fixture(scope="module")
def proof():
    """Of the baseline, without mends."""
    return verify(build(read(bundled.locate(NAME))))


def test_it_is_of_the_size_of_a_company():
    """Fifteen departments, eight channels, six segments, twelve issues."""
    scenario = read(bundled.locate(NAME))
    sizes = [len(each) for each in (scenario.departments, scenario.channels, scenario.segments, scenario.issues)]
    assert sizes == [15, 8, 6, 12]
    assert build(scenario).warnings == ()


def test_who_disputes_a_charge_is_helped_for_sure_only_in_public(proof):
    """Between billing and collections nobody may do both: touch the account, and touch the charge."""
    found = {(one.segment, one.issue): one.relies_on for one in proof.verdicts if one.relies_on}
    assert set(found) >= {("subscriber", "disputed charge"), ("small firm", "disputed charge")}
    assert found["subscriber", "disputed charge"] == ("only by publicity",)
    lost = [one for one in proof.findings if one.code == "lost-silently" and one.issue == "disputed charge"]
    assert {one.segment for one in lost} == {"subscriber", "small firm"}


def test_only_newcomers_can_be_trapped(proof):
    """They wait for a text message to a number that does not work yet."""
    assert {(one.segment, one.issue) for one in proof.verdicts if one.trapped or one.catch_22} == {
        ("newcomer", "number to bring")
    }
    (trapped,) = [one for one in proof.findings if one.code == "trapped"]
    assert "by its rule 'bring it', loses it without a word" in trapped.story.way_in[-1].sentence


@pytest.mark.parametrize("variant", ["order number", "both mends"])
def test_with_an_order_number_nobody_can_be_trapped(variant):
    """No state of it, whatever anybody does; and no rule is left that never applies."""
    scenario = read(bundled.locate(NAME), variant=variant)
    process = build(scenario)
    assert process.warnings == ()
    proved = [one for one in judge_proved(scenario.expectations, briefly(process)) if one.figure.value is not None]
    assert {one.verdict for one in proved} == {"kept"}
    assert not any(one.trapped or one.catch_22 for one in briefly(process))


def test_the_baseline_shows_both_gaps():
    """As figures, beside the many who are helped."""
    found = verdicts(NAME, None, REPLICATIONS)
    for line in ("most are helped", "disputes go wrong", "newcomers can be trapped", "nobody else can"):
        assert found[line] == "kept"
    assert "broken" not in found.values()


@pytest.mark.parametrize(
    ("variant", "line"),
    [
        ("disputes stop reminders", "disputes are settled"),
        ("order number", "all numbers come"),
        ("order number", "few calls for a number"),
        ("nobody forgotten", "most of the forgotten are found"),
        ("both mends", "more are helped"),
    ],
)
def test_each_mend_moves_its_figure(variant, line):
    """The causes, or a watchdog that comes after three weeks."""
    assert verdicts(NAME, variant, REPLICATIONS)[line] == "kept"
