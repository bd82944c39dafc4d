"""The cancelled store card: referrals that nobody honours, and a rescue that waits for publicity."""

import datetime as dt

import pytest

import journeysim as js
from journeysim.build import build
from journeysim.bundled import locate
from journeysim.model.log import Kind
from journeysim.read import read
from journeysim.verify import verify
from tests.stories.told import DAY, happened, ran, steps, verdicts

NAME = "cancelled_store_card"
REPLICATIONS = 6


@pytest.mark.parametrize(
    "line",
    [
        "referrals are not honoured",
        "cards come back by publicity",
        "won back",
        "callbacks are missed",
        "nobody is served at once",
        "opinions turn",
    ],
)
def test_the_baseline_shows_the_failure(line):
    """As figures: referrals in vain, publicity before nearly every reinstatement, customers won back after calls."""
    assert verdicts(NAME, None, REPLICATIONS)[line] == "kept"


@pytest.mark.parametrize(
    ("variant", "line"),
    [
        ("shared notes", "referrals are honoured"),
        ("shared notes", "which reinstates nobody"),
        ("one customer", "no publicity"),
        ("one customer", "one contact"),
        ("one customer", "two at most"),
        ("one customer", "nearly all are reinstated"),
    ],
)
def test_each_change_moves_its_figure(variant, line):
    """To know of the referral helps nobody; to see the history, and to be allowed to act on it, helps everybody."""
    assert verdicts(NAME, variant, REPLICATIONS)[line] == "kept"


def test_referrals_are_counted_as_made_and_as_not_honoured():
    """As figures of their own, per case."""
    figures = ran(NAME, None, REPLICATIONS).report.all
    made, not_honoured = figures["referrals made"].value, figures["referrals not honoured"].value
    assert 0.3 < made < 1.5
    assert not_honoured > made / 2


def test_without_publicity_there_is_next_to_no_way():
    """Proved: at best 1 % for who never goes public; and nothing is found in the changed process."""
    baseline = proved(None)
    codes = {finding.code for finding in baseline.findings}
    assert {"only-by-publicity", "trapped", "luck-bound"} <= codes
    (one, _) = (finding for finding in baseline.findings if finding.code == "only-by-publicity")
    assert "and 1% for those who never do" in one.sentence
    changed = proved("one customer")
    assert [verdict.verdict for verdict in changed.verdicts] == ["resolvable", "resolvable"]
    assert all(finding.accepted for finding in changed.findings)


def proved(variant):
    """What is proved of the scenario, without a search for mends."""
    return verify(build(read(locate(NAME), variant=variant)))


def test_the_journey_told_is_one_of_them():
    """A post, a referral that is called impossible, a colder colleague, a supervisor; giving up; a voicemail the next
    day, and a call the day after that puts it right.
    """
    told = js.load(NAME).story(
        like="blogger, blog post, ask for the manager, card line, impossible message, a colder colleague, "
        "a letter will follow, gave up, raise it higher, senior manager, senior manager, senior manager, resolved"
    )
    assert told.chosen.met == told.chosen.wanted
    journey = told.journey
    times = happened(
        journey,
        [
            "social team: ask for the manager",
            "agents: impossible message",
            "agents: a colder colleague",
            "supervisor: a letter will follow",
            "gives up",
            "social team: raise it higher",
            "call by senior manager",
            "call by senior manager",
            "resolved",
        ],
    )
    phoned = times[3] - times[1]
    assert phoned < dt.timedelta(hours=2)  # one call, passed on twice
    assert times[6] - times[5] < 3 * DAY
    assert times[7] - times[6] < 2 * DAY  # the day after the voicemail
    assert times[8] < 45 * DAY
    assert journey.ending == "resolved"
    assert not any(
        moment.kind == Kind.ATTEMPT and moment.at > journey.moments[0].at + times[4] for moment in journey.moments
    )
    assert [step.what for step in steps(journey)].count("resolved") == 1
