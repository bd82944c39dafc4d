"""A benefits office: papers that are late because they are scanned late, and people who go round without a card.

The error rates are those of `tests/scenarios/test_mobile_operator.py`.
"""

import pytest

from journeysim import bundled
from journeysim.build import build
from journeysim.read import read
from journeysim.verify import briefly, verify
from tests.stories.told import verdicts

NAME = "benefits_office"
REPLICATIONS = 4


@pytest.fixture(scope="module")
def proof():
    """Of the baseline, without mends."""
    return verify(build(read(bundled.locate(NAME))))


def test_who_has_no_card_is_trapped_from_the_first_day(proof):
    """The registry wants an address, the office a card."""
    (one,) = [one for one in proof.verdicts if one.segment == "newly arrived"]
    assert (one.verdict, one.best_case) == ("trapped", 0.0)
    (loop,) = [each for each in one.findings if each.code == "endless-loop"]
    assert "counter → registry → counter" in loop.sentence


def test_whose_papers_are_scanned_late_has_nothing_but_an_appeal(proof):
    """A Catch-22 while it runs, upheld in 37 % of the cases, and a trap when it is lost."""
    caught = [one for one in proof.findings if one.code == "catch-22"]
    assert {one.segment for one in caught} == {"tenant", "pensioner"}
    assert all("with a chance of 37% if they wait" in one.sentence for one in caught)
    trapped = {(one.segment, one.issue) for one in proof.verdicts if one.trapped}
    assert trapped == {(who, "new claim") for who in ("tenant", "pensioner", "newly arrived")}


def test_with_both_mends_nobody_is_trapped():
    """In no state that can be reached; and no rule is left that never applies."""
    process = build(read(bundled.locate(NAME), variant="both mends"))
    assert process.warnings == ()
    assert {(one.verdict, one.trapped, one.catch_22) for one in briefly(process)} == {("resolvable", 0, 0)}


def test_the_baseline_shows_both_gaps():
    """Everything that is expected of it is kept."""
    assert set(verdicts(NAME, None, REPLICATIONS).values()) == {"kept"}


@pytest.mark.parametrize("variant", ["day of receipt", "provisional file", "both mends"])
def test_each_mend_keeps_what_it_promises(variant):
    """Papers count from the day they come; a file is opened without a card."""
    assert set(verdicts(NAME, variant, REPLICATIONS).values()) == {"kept"}
