"""A journey as a letter."""

import datetime as dt
import json
import re
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeysim.build import build
from journeysim.measure import journey
from journeysim.model.log import Came, Door, Kind, Left, Stop, Why
from journeysim.model.scenario import Verb
from journeysim.read import read_text
from journeysim.render.attempting import TRIES, WRITES
from journeysim.render.narrator import Narrator
from journeysim.render.spoken import again, listed, ordinal, span
from journeysim.render.story import STORY_FORMS, as_story
from journeysim.render.telling import DID, STOPS, TELLINGS, UNSEEN
from journeysim.simulate import simulate
from tests.measure.logs import DAY, DROP, FIX, PROMISE, REFER, TICKET_SAID, Told
from tests.strategies import scenarios

HOUR = 3600


def refund() -> Told:
    """A promise that is broken, a gate, a store that sends one on, and a ticket that is lost."""
    log = Told(horizon=90 * DAY)
    log.arises(0).row(Kind.PROMISES, 0, cause=PROMISE, amount=30 * DAY * 1000)
    log.row(Kind.BROKEN, 30 * DAY, cause=PROMISE)
    log.attempt(34 * DAY + 9 * HOUR, "hotline", why=Why.CHASE)
    log.row(Kind.TURNED_AWAY, 34 * DAY + 9 * HOUR, channel="hotline", cause=Door.GATE)
    log.attempt(34 * DAY + 14 * HOUR, "store", own=40 * 60)
    log.row(
        Kind.JOINS, 34 * DAY + 15 * HOUR, channel="store", department="desk", visit=1, cause=Came.CUSTOMER, situation=0
    )
    log.starts(34 * DAY + 15 * HOUR, 1, retold=True).ends(34 * DAY + 15 * HOUR + 300, 1, TICKET_SAID)
    log.joins(34 * DAY + 15 * HOUR + 300, 2, "finance", came=Came.TICKET)
    log.starts(35 * DAY, 2).ends(35 * DAY + 60, 2, DROP)
    log.row(Kind.DEAD_END, 60 * DAY)
    return log.stops(60 * DAY, cause=Stop.DEAD_END)


def test_a_letter_tells_what_the_customer_saw_and_no_more():
    """Days, waits, words and doors in the text, rules and lines in the notes, and below what was never learnt."""
    assert as_story(journey(refund().log(), 0), scenario="Refund", variant="as it is", width=80) == (
        """\
Refund · as it is
case 0 of replication 0, seed 1; dead end

                                                             Friday 6 March 2026

Subject: refund

It began on Monday 5 January 2026.

On Wednesday 4 February, their promise ran out, and nothing had come [1]. Four
days later, on Sunday 8 February, I had heard nothing for 34 days, so I tried
the hotline, and it would not let me in [2]. Later that day, I tried the store,
and after 40 minutes somebody answered, and I had to tell it all from the
beginning: “It is on its way.” [3] I had now been to every door that I knew, and
there was nothing left to wait for.

On Friday 6 March, 26 days after that, I stopped there.

All in all I tried twice and got through once. It cost me 45 minutes of my own
time and, from first to last, 60 days; the longest that I heard nothing was 35
days. I do not know whom else to ask.

                                               leaver number 1 (contract: ended)

[1] desk, rule “we call” (shop.yaml:31)
[2] the gate of hotline (shop.yaml:9)
[3] desk, rule “hand on kindly” (shop.yaml:33)

What the letter does not know:
  - Monday 5 January 2026: a promise is made: desk, rule “we call”
    (shop.yaml:31)
  - Sunday 8 February 2026: it comes to finance
  - Monday 9 February 2026: it is lost: finance, rule “lose it” (shop.yaml:40)
"""
    )


def test_rounds_that_are_all_the_same_are_told_once_and_counted():
    """Seven calls to a line that nobody answers are two sentences."""
    log = Told(horizon=90 * DAY).arises(0)
    for n in range(7):
        log.attempt(n * HOUR, "chat", why=Why.REDIAL if n else Why.OWN)
        log.joins(n * HOUR, n, "care", came=Came.CUSTOMER).abandons(n * HOUR + 240, n)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "I tried the chat, waited four minutes and hung up. I tried the chat six times more, that day;" in text
    assert text.count("hung up") == 1


def test_every_kind_of_row_has_a_telling():
    """A new kind of the log is told, or this fails."""
    assert set(TELLINGS) == set(Kind)


def test_every_reason_and_every_outcome_has_words():
    """Whatever the language's verbs do, the customer has words for it, and so has what happens behind the counter."""
    verbs = {verb.__name__.lower() for verb in get_args(Verb)}
    assert verbs <= set(DID)
    assert verbs <= set(UNSEEN)
    assert set(Stop) == set(STOPS)
    assert set(Why) == set(TRIES) == set(WRITES)


@pytest.mark.parametrize("reason", [*Door, Left.PATIENCE, Left.BALKED, Left.SENT_AWAY, Left.RESOLVED])
def test_every_way_not_to_be_served_sounds_different(reason):
    """A closed door is no gate, and turning round is no hanging up."""
    told = {}
    for other in (*Door, *(left for left in Left if left not in (Left.MOVED, Left.NOT_REACHED))):
        log = Told().arises(0).attempt(0, "hotline")
        if isinstance(other, Door):
            log.row(Kind.TURNED_AWAY, 0, channel="hotline", cause=other)
        else:
            log.joins(0, 0, "care").row(Kind.JOINS, 0, channel="hotline", department="care", visit=0, cause=0)
            log.row(
                Kind.LEAVES if other in (Left.RESOLVED, Left.SENT_AWAY) else Kind.ABANDONS, 90, visit=0, cause=other
            )
        told[other] = as_story(journey(log.log(), 0)).split("All in all")[0]
    assert [other for other in told if told[other] == told[reason]] == [reason]


def test_a_fix_that_did_not_hold_is_told_as_it_looked_then():
    """It seemed to be settled, until it came back."""
    log = Told(horizon=20 * DAY).arises(0).served(60, 1, "care", FIX, channel="hotline").resolves(70)
    log.reopens(2 * DAY).served(3 * DAY, 2, "care", REFER, channel="hotline")
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "they saw to it there and then [1]. So it seemed." in text
    assert "the trouble was back: what they had done was no help [1]" in text
    assert "they sent me to the store [2]" in text
    assert "I am still waiting." in text


def test_html_escapes_and_marks_its_notes():
    """Whatever the scenario says is text."""
    html = as_story(journey(refund().log(), 0), "html", scenario="<b>")
    assert "&lt;b&gt;" in html
    assert "<sup>2</sup>" in html
    assert "<li>the gate of hotline (shop.yaml:9)</li>" in html


def test_markdown_has_footnotes():
    """As GitHub shows them."""
    text = as_story(journey(refund().log(), 0), "markdown")
    assert "it would not let me in[^2]." in text
    assert "[^2]: the gate of hotline (shop.yaml:9)\n" in text


def test_json_has_the_letter_and_every_moment():
    """For programs: what the letter says, and the rows it is made of, in words."""
    found = json.loads(as_story(journey(refund().log(), 0), "json", version="1"))
    assert found["ending"] == "dead end"
    assert found["attempts"] == 2
    assert len(found["moments"]) == len(refund().rows)
    assert found["moments"][4] == {
        "at": "2026-02-08T09:00:00.000",
        "kind": "turned away",
        "channel": "hotline",
        "why": "gate",
    }


def test_a_terminal_without_signs_gets_letters():
    """Quotation marks become straight."""
    assert as_story(journey(refund().log(), 0), scenario="Refund", variant="x", letters_only=True).isascii()


def test_dates_and_lengths_are_said_as_people_say_them():
    """Round, and in words where they are small."""
    assert span(dt.timedelta(seconds=20)) == "less than a minute"
    assert span(dt.timedelta(minutes=95)) == "an hour and a half"
    assert span(dt.timedelta(hours=30)) == "30 hours"
    assert span(dt.timedelta(days=34)) == "34 days"
    assert [ordinal(n) for n in (3, 11, 12, 21, 22, 23, 112)] == [
        "third",
        "11th",
        "12th",
        "21st",
        "22nd",
        "23rd",
        "112th",
    ]
    assert [again(n) for n in (0, 1, 2)] == ["", " again", " for the third time"]
    assert listed(["a", "b", "c"], "or") == "a, b or c"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(text=scenarios(), seed=st.integers(0, 2**32))
def test_every_journey_can_be_told(text: str, seed: int) -> None:
    """In every form; each note has its mark in the text, and each attempt is spoken of."""
    log = simulate(build(read_text(text)), seed=seed)
    for case in range(len(log.cases)):
        found = journey(log, case)
        for form in STORY_FORMS:
            assert "None" not in as_story(found, form).replace('"none"', "")
        letter = json.loads(as_story(found, "json"))
        marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", " ".join(letter["letter"]))}
        assert marks == set(range(1, len(letter["notes"]) + 1))
        tries = [moment for moment in found.moments if moment.kind is Kind.ATTEMPT]
        assert found.attempts == len(tries)
        assert Narrator(found).arose == found.moments[0].at


def test_a_public_message_that_nobody_notices_is_told_as_sent():
    """The customer cannot know; it stands among what they never learnt."""
    log = Told(horizon=9 * DAY)
    log.arises(0).attempt(HOUR, "blog", why=Why.ESCALATES).row(Kind.UNNOTICED, HOUR, channel="blog")
    told = " ".join(as_story(journey(log.log(), 0), scenario="Refund").split())
    assert "I had had enough, and wrote of it in public, by blog." in told
    assert "Monday 5 January 2026: nobody notices it" in told


def test_word_that_comes_on_the_way_to_a_door_does_not_end_the_attempt():
    """The gate is told of all the same, with its note."""
    log = Told(horizon=9 * DAY)
    log.arises(0).attempt(HOUR, "hotline", own=HOUR).row(Kind.TOLD, 1.5 * HOUR, amount=DAY * 1000)
    log.row(Kind.TURNED_AWAY, 2 * HOUR, channel="hotline", cause=Door.GATE)
    told = " ".join(as_story(journey(log.log(), 0), scenario="Refund").split())
    assert "I came to the hotline; it took me an hour to be turned away at the door [1]." in told
