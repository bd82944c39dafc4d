"""The tone of the answer: the same outcome with opposite loyalty, and the hour of an outage."""

import datetime as dt

import pytest

import journeysim as js
from tests.stories.told import happened, ran, verdicts

NAME = "tone_of_the_answer"
REPLICATIONS = 12
GRUFF = ["gruff line upset", "gruff line calm"]
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    "line",
    [
        "kind callers leave happy",
        "gruff callers do not",
        "gruff as often resolved",
        "kind as often resolved",
        "they leave without a complaint",
        "hardly anybody complains",
        "the outage fills the line",
        "callers hang up",
    ],
)
def test_two_lines_do_the_same_and_leave_other_customers(line):
    """Resolved alike, and opposite in mood; the unhappy never complain; one incident fills both lines."""
    assert verdicts(NAME, None, REPLICATIONS)[line] == "kept"


@pytest.mark.parametrize(
    "line",
    [
        "as many are resolved",
        "they wait as long",
        "they are in a better mood",
        "fewer leave",
        "fewer leave in silence",
    ],
)
def test_training_moves_moods_alone(line):
    """Nothing else about the gruff line has changed."""
    assert verdicts(NAME, "training", REPLICATIONS)[line] == "kept"


@pytest.mark.parametrize("line", ["many are content with it", "fewer hang up", "the line is shorter", "they wait less"])
def test_an_announcement_shortens_the_line(line):
    """Of those who call about the outage, some hear what they wanted to know and hang up content."""
    assert verdicts(NAME, "announcement", REPLICATIONS)[line] == "kept"


def test_everything_but_the_tone_is_equal_case_by_case():
    """Empathy is the only thing that differs: every moment of every journey is the same."""
    before, after = ran(NAME, None, REPLICATIONS), ran(NAME, "training", REPLICATIONS)
    assert before.events.drop(columns="place").equals(after.events.drop(columns="place"))
    felt = ["mood", "mood_start", "mood_lowest", "mood_before", "churned", "promoter", "recovered"]
    assert before.journeys.drop(columns=felt).equals(after.journeys.drop(columns=felt))
    gruff = before.journeys["segment"].isin(GRUFF)
    assert before.journeys[~gruff].equals(after.journeys[~gruff])
    assert not before.journeys.loc[gruff, "mood"].equals(after.journeys.loc[gruff, "mood"])


def test_the_caller_who_was_met_kindly_is_a_fan_since():
    """Furious about a form, answered softly, helped within minutes."""
    told = js.load(NAME).story(like="kind line upset, kind line, kind desk, sort it out, resolved")
    assert told.chosen.met == told.chosen.wanted
    (_, resolved) = happened(told.journey, ["kind desk: sort it out", "resolved"])
    assert resolved < 20 * MINUTE
    assert "“This is no good at all, is it. Let us see what can be done.”" in repr(told).replace("\n", " ")
    row = the_row(told)
    assert row["promoter"]


def test_the_caller_who_was_told_not_to_shout_is_lost_without_a_word():
    """Certainly not the first to call; the sites are back soon, and the complaint is never made."""
    told = js.load(NAME).story(like="gruff line upset, gruff line, gruff desk, wait for it, resolved")
    assert told.chosen.met == told.chosen.wanted
    (answered, resolved) = happened(told.journey, ["gruff desk: wait for it", "resolved"])
    assert answered < resolved < 3 * 60 * MINUTE
    assert "“Shouting will not help.”" in repr(told).replace("\n", " ")
    row = the_row(told)
    assert row["churned"]
    assert not row["escalated"]


def the_row(told):
    """The journey's row in the table of journeys."""
    journeys = ran(NAME, None, REPLICATIONS).journeys
    (row,) = journeys[(journeys["replication"] == 0) & (journeys["case"] == told.journey.case)].to_dict("records")
    return row
