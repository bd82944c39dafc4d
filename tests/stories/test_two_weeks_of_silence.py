"""Two weeks of silence: a queue that nobody watches, and opinions that a generous call turns round."""

import datetime as dt

import pytest

import journeysim as js
from tests.stories.told import DAY, happened, ran, verdicts

NAME = "two_weeks_of_silence"
REPLICATIONS = 10


@pytest.mark.parametrize(
    "line",
    [
        "silence",
        "hardly anybody helps who was given it",
        "shouting helps",
        "about three weeks",
        "waiting takes longer",
        "opinions turn",
        "from bad",
        "to good",
    ],
)
def test_the_baseline_shows_the_failure(line):
    """As figures: silence, presents that nobody exchanges, those who wait beside those who escalate, and opinions
    before and after.
    """
    assert verdicts(NAME, None, REPLICATIONS)[line] == "kept"


@pytest.mark.parametrize(
    "line",
    [
        "nobody waits for a word",
        "nobody has to shout",
        "nor to write to executives",
        "nearly all are resolved",
        "presents too",
    ],
)
def test_a_watchdog_moves_them(line):
    """No case grows old without a contact, and escalations fall away."""
    assert verdicts(NAME, "watchdog", REPLICATIONS)[line] == "kept"


def test_messages_are_lost_without_a_word():
    """Each of the inbox's ways of losing one happens, and nobody hears of it."""
    events = ran(NAME, None, REPLICATIONS).events
    dropped = events[(events["kind"] == "ends") & (events["outcome"] == "drop")]
    assert set(dropped["rule"].astype(str)) == {"send another", "no such purchase", "pass it on"}


def test_the_check_of_identity_fails_whoever_was_given_the_bag():
    """Who bought it is asked of every recipient whom the inbox answers, and of no buyer."""
    events = ran(NAME, None, REPLICATIONS).events
    asked = events[(events["kind"] == "ends") & (events["rule"] == "who bought it")]
    assert set(asked["segment"].astype(str)) == {"recipient"}
    recipients = events[(events["kind"] == "arises") & (events["segment"] == "recipient")]
    assert len(asked) == len(recipients)


def test_the_watchdog_calls_before_the_third_day():
    """Of all cases that it takes up, the first try comes within three days of the last word to the customer."""
    events = ran(NAME, "watchdog", REPLICATIONS).events
    case = ["replication", "case"]
    arises = events[events["kind"] == "arises"].groupby(case, observed=True)["time"].first()
    calls = events[events["kind"] == "calls"].groupby(case, observed=True)["time"].first()
    answers = events[(events["kind"] == "ends") & (events["department"] == "inbox") & (events["outcome"] == "refer")]
    heard = answers.groupby(case, observed=True)["time"].first().reindex(calls.index)
    since = heard.where(heard < calls, arises.reindex(calls.index))
    waited = (calls - since) / DAY.total_seconds()
    assert len(waited) > 500
    assert waited.quantile(0.99) < 3


def test_the_journey_told_is_one_of_them():
    """One answer in more than two weeks, an article, a message the next day, a call back, and any bag in the shop."""
    told = js.load(NAME).story(
        like="recipient, e-mail, who bought it, e-mail, no such purchase, article, any bag in the shop, voicemail, "
        "voicemail returned, resolved"
    )
    assert told.chosen.met == told.chosen.wanted
    times = happened(
        told.journey,
        [
            "inbox: who bought it",
            "inbox: no such purchase",
            "service manager: any bag in the shop",
            "voicemail",
            "calls back",
            "resolved",
        ],
    )
    assert times[0] < 10 * DAY
    assert 14 * DAY < times[2] < 25 * DAY
    assert times[3] - times[2] < 2 * DAY
    assert times[5] - times[3] < DAY
    assert told.journey.longest_silence > dt.timedelta(days=10)
    journeys = ran(NAME, None, REPLICATIONS).journeys
    found = (journeys["replication"] == 0) & (journeys["case"] == told.journey.case)
    (row,) = journeys[found].to_dict("records")
    assert row["mood_before"] < -0.2 < 0.3 < row["mood"]
    assert row["recovered"]
