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
from journeysim.render.settling import STOPS
from journeysim.render.spoken import again, listed, ordinal, part_of_day, span, those
from journeysim.render.story import STORY_FORMS, as_story
from journeysim.render.telling import DID, TELLINGS, UNSEEN
from journeysim.simulate import simulate
from tests.measure.logs import CALL, DAY, DROP, FIX, PROMISE, REFER, REFUSE, TICKET, TICKET_SAID, Told
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

To whom it may concern,

It began on Monday 5 January 2026.

On Wednesday 4 February, their promise ran out, and nothing had come [1]. On
Sunday 8 February I had heard nothing for 34 days, so I tried the hotline, and
it would not let me in [2]. That afternoon, I tried the store, and after 40
minutes I spoke to somebody, and I had to tell it all from the beginning: “It is
on its way.” [3]

On Friday 6 March, 26 days after that, I had been to every door that I knew, and
there was nothing left to wait for. I stopped there.

All in all I tried twice and got through once. It cost me 45 minutes of my own
time and, from first to last, 60 days; the longest that I heard nothing was five
weeks. I do not know whom else to ask.

                                                               Yours faithfully,
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
    assert "I tried the chat, waited four minutes and hung up. I tried the chat six times more, that same day;" in text
    assert text.count("hung up") == 1


def test_what_was_told_in_a_round_that_is_only_counted_is_known_afterwards():
    """Three promises in a row: the one that ran out last is the one that the customer waits past, and what was lost in
    the rounds is not lost from the account.
    """
    log = Told(horizon=90 * DAY).arises(0)
    for n in range(4):
        at = 10 * n * DAY
        log.joins(at, n, "desk", channel="chat").starts(at, n).ends(at + 60, n, PROMISE).row(
            Kind.PROMISES, at + 60, cause=PROMISE, amount=(at + DAY) * 1000
        )
        log.row(Kind.TOLD, at + 60, amount=(at + DAY) * 1000).row(Kind.BROKEN, at + DAY, cause=PROMISE)
        log.joins(at + DAY, 100 + n, "finance", came=Came.TICKET).starts(at + DAY, 100 + n)
        log.ends(at + DAY + 60, 100 + n, DROP)
    log.attempt(35 * DAY, "hotline", why=Why.CHASE).row(Kind.TURNED_AWAY, 35 * DAY, channel="hotline", cause=Door.GATE)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "I tried the chat three times more, on Thursday 15 January, Sunday 25 January and Wednesday 4" in text
    assert "given them four days more than they had asked for, so I tried the hotline" in text
    assert text.count("it is lost: finance") == 4
    assert "I tried five times and got through four times" in text


def test_of_a_message_customers_know_whether_it_was_answered_and_no_more():
    """One that was read and dropped counts as no answer; the next one was answered."""
    log = Told(horizon=30 * DAY).arises(0)
    log.attempt(0, "mail").row(Kind.JOINS, 0, channel="mail", department="desk", visit=1, cause=Came.CUSTOMER)
    log.starts(60, 1).ends(90, 1, DROP)
    assert "I tried once and never had an answer." in " ".join(as_story(journey(log.log(), 0)).split())
    log.attempt(DAY, "mail").row(Kind.JOINS, DAY, channel="mail", department="desk", visit=2, cause=Came.CUSTOMER)
    log.starts(DAY + 60, 2).ends(DAY + 90, 2, REFER)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "I was to turn to the store" in text
    assert "I tried twice and had an answer once." in text


def test_nobody_says_that_something_has_changed_when_the_trouble_is_back():
    """However often it comes back."""
    log = Told(horizon=30 * DAY).arises(0)
    for n in range(2):
        log.served(n * 5 * DAY + 60, n, "care", FIX, channel="hotline").resolves(n * 5 * DAY + 70)
        log.reopens((n * 5 + 2) * DAY).row(Kind.PERCEIVES, (n * 5 + 2) * DAY)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert text.count("the trouble was back") == 2
    assert "something had changed" not in text.lower()


def test_a_promise_that_is_kept_settles_it_in_one_sentence():
    """Nothing is said twice, and nothing of it is a secret."""
    log = Told(horizon=30 * DAY).arises(0).row(Kind.PROMISES, 0, cause=PROMISE, amount=5 * DAY * 1000)
    log.row(Kind.KEPT, 3 * DAY, cause=PROMISE).row(Kind.ACTS, 3 * DAY, cause=FIX).resolves(3 * DAY)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "they kept their word [1]. With that it was settled [2]." in text
    assert "settled inside" not in text


def test_what_an_announcement_says_is_enough():
    """No change is guessed at, and nobody is missed."""
    log = Told(horizon=9 * DAY).arises(0).joins(60, 1, "care", channel="hotline").row(Kind.INFORMED, 90, visit=1)
    log.row(Kind.PERCEIVES, 90)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "heard a voice say that they knew of the trouble, and hung up content." in text
    assert "something had changed" not in text.lower()
    assert "I tried once and had no need to speak to anybody." in text


def test_who_took_the_offer_is_called_back():
    """In a sentence of its own, whatever was said on the way."""
    log = Told(horizon=9 * DAY).arises(0).joins(60, 1, "care", channel="hotline").row(Kind.HOLDS, 300, visit=1)
    log.starts(HOUR, 1).ends(HOUR + 60, 1, REFUSE)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "waited four minutes and took their offer to call me back. Later that day, they called me back; they" in text


def test_who_starts_over_without_an_answer_says_so():
    """With the day on which they had waited long enough."""
    log = Told(horizon=30 * DAY).arises(0).attempt(60, "mail")
    log.row(Kind.JOINS, 60, channel="mail", department="desk", visit=1, cause=Came.CUSTOMER)
    log.row(Kind.STARTS_OVER, 8 * DAY)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "On Tuesday 13 January, there was still no answer. I made up my mind to try once more." in text


def test_a_case_in_hand_is_no_mystery():
    """Who perceives that the company has taken it up says so, and of other changes that there was one."""
    log = Told(horizon=30 * DAY).arises(0).joins(60, 1, "finance", came=Came.TICKET).starts(90, 1)
    log.ends(DAY, 1, TICKET).row(Kind.PERCEIVES, DAY).row(Kind.PERCEIVES, 2 * DAY)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "I could see that somebody had it in hand, at least." in text
    assert "I could see that something had changed, at least." in text


def test_a_promise_to_call_is_known_by_the_call():
    """That it is kept stands behind the counter; the customer hears a telephone."""
    log = Told(horizon=30 * DAY).arises(0).row(Kind.PROMISES, 0, cause=PROMISE, amount=5 * DAY * 1000)
    log.row(Kind.KEPT, 3 * DAY, cause=PROMISE).row(Kind.ACTS, 3 * DAY, cause=CALL)
    text = " ".join(as_story(journey(log.log(), 0)).split())
    assert "kept their word" not in text
    assert "a promise is kept: desk, rule “we call”" in text


def test_a_day_that_was_named_is_told_as_such():
    """Settled on the day that they had said, sooner, or at last."""
    for until, words in (
        (4, "it was settled, sooner than they had said [1]."),
        (3, "it was settled, as they had said [1]."),
        (2, "it was settled at last [1]."),
    ):
        log = Told(horizon=30 * DAY).arises(0).served(60, 1, "care", FIX, channel="hotline")
        log.row(Kind.TOLD, log.rows[-1][0] / 1000, amount=until * DAY * 1000).resolves(3 * DAY)
        assert words in " ".join(as_story(journey(log.log(), 0)).split())


def test_people_and_places_have_an_article_and_what_they_do_has_none():
    """As one speaks of them."""
    names = ("senior manager", "chat desk", "agents", "technicians", "billing", "care", "tier two", "Finance")
    assert [those(name) for name in names] == [
        *("the senior manager", "the chat desk", "the agents", "the technicians", "billing", "care", "tier two"),
        "Finance",
    ]


FELT = """
journeysim: 1
name: Moods
segments: {{customer: {{mood: {mood}, churns: {{mood: -0.4}}, promotes: {{mood: 0.3}}}}}}
issues: {{question: {{raised by: {{customer: {{at: [0 s]}}}}}}}}
channels: {{phone: {{reaches: desk}}}}
departments:
  desk: {{staff: 1, handling: 5 min, empathy: {empathy}, rules: {{answer: {{then: {then}}}}}}}
mood: {{empathy: 1.2, resolved: 0.2}}
"""


@pytest.mark.parametrize(
    ("mood", "empathy", "then", "told"),
    [
        ("-0.3", "0.9", "{resolve: now}", ["and I was upset", "That calmed me at once.", "gladly recommend"]),
        ("-0.5", "0.95", "{resolve: now}", ["That calmed me at once.", "It is settled now."]),
        ("0.1", "0.9", "{resolve: now}", ["It did me good", "gladly recommend"][1:]),
        ("-0.2", "0.1", "{resolve: now}", ["That stung.", "I never complained to anybody; they have lost me."]),
        ("0.0", "0.5", "{refuse: policy}", ["I do not know whom else to ask."]),
        ("-0.3", "0.5", "{refuse: policy}", ["By now I was angry.", "They have lost me as a customer."]),
    ],
)
def test_feelings_are_told(mood, empathy, then, told):
    """The mood at the start, what an answer does to it, and what is left of it at the end."""
    log = simulate(build(read_text(FELT.format(mood=mood, empathy=empathy, then=then))), seed=0)
    text = " ".join(as_story(journey(log, 0)).split())
    for words in told:
        assert words in text
    assert ("lost me" in text) == any("lost me" in words for words in told)


def test_what_weeks_of_silence_did_is_told_when_they_are_over():
    """Not on the day on which the silence began."""
    text = FELT.format(mood="0", empathy="0.5", then="{drop: silently}")
    text = text.replace("churns", "chases: 25 days, churns").replace(
        "phone: {reaches", "phone: {kind: message, reaches"
    )
    told = " ".join(as_story(journey(simulate(build(read_text(text)), seed=0), 0)).split())
    assert "I wrote to them by phone. On Friday 30 January, there was still no answer" in told
    assert "door to knock at. It began to annoy me." in told


def test_a_thought_stands_behind_what_it_came_with_even_in_a_new_paragraph():
    """What was felt on the day of an attempt is not told as of the weeks before."""
    teller = Narrator(journey(refund().log(), 0))
    teller.last = teller.arose
    later = teller.arose + dt.timedelta(days=40)
    teller.say("It began.")
    teller.begin(later, "I tried the hotline")
    teller.think(later, "By now I was angry.")
    teller.pause()
    assert [len(sentences) for sentences in teller.paragraphs] == [1, 2]
    assert teller.paragraphs[1][1] == "By now I was angry."


def test_of_two_thoughts_in_a_row_the_later_one_is_told():
    """Who is angry need not say that they were annoyed a moment ago."""
    teller = Narrator(journey(refund().log(), 0))
    teller.last = teller.arose
    teller.think(teller.arose, "I wondered.")
    teller.pause()
    teller.paragraphs = [[]]
    teller.say_on(teller.arose, "it began.")
    for thought in ("It began to annoy me.", "By now I was angry."):
        teller.think(teller.arose, thought)
        teller.pause()
    teller.say("I went home.")
    teller.think(teller.arose, "I had lost all faith in them.")
    teller.pause()
    assert teller.paragraphs == [["It began.", "By now I was angry.", "I went home.", "I had lost all faith in them."]]


def test_who_never_spoke_of_moods_threatens_nobody():
    """Where a scenario says nothing of moods, nobody leaves or recommends anything in its letters."""
    text = FELT.format(mood="0", empathy="0.5", then="{refuse: policy}")
    plain = "\n".join(line for line in text.replace(", empathy: 0.5", "").splitlines() if not line.startswith("mood"))
    plain = plain.replace("mood: 0, churns: {mood: -0.4}, promotes: {mood: 0.3}", "patience: endless")
    found = journey(simulate(build(read_text(plain)), seed=0), 0)
    assert found.loyalty is None
    assert "lost me" not in as_story(found)


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
    assert [span(dt.timedelta(days=n)) for n in (2, 7, 14, 63)] == ["two days", "a week", "two weeks", "63 days"]
    assert [ordinal(n) for n in (3, 11, 12, 21, 22, 23, 112)] == [
        "third",
        "11th",
        "12th",
        "21st",
        "22nd",
        "23rd",
        "112th",
    ]
    parts = [part_of_day(dt.datetime(2026, 1, 5, hour)) for hour in (4, 5, 11, 12, 18)]
    assert parts == ["night", "morning", "morning", "afternoon", "evening"]
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


def test_rounds_by_other_rules_on_one_line_are_not_the_same():
    """Each rule has its note and its mark, though the file has both on one line."""
    second = "later: {when: {contacts: {over: 1, under: 3}}, then: {refer: phone}}"
    text = f"""journeysim: 1
name: One line
issues: {{refund: {{raised by: {{customer: {{at: [0 s]}}}}}}}}
segments: {{customer: {{gives up: {{attempts: 5}}}}}}
channels: {{phone: {{reaches: desk}}}}
departments:
  desk: {{staff: 1, handling: 5 min, rules: {{{second}, first: {{then: {{refer: phone}}}}}}}}
"""
    letter = json.loads(as_story(journey(simulate(build(read_text(text)), seed=0), 0), "json"))
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", " ".join(letter["letter"]))}
    assert [note.split("“")[1].split("”")[0] for note in letter["notes"]] == ["first", "later"]
    assert marks == {1, 2}
