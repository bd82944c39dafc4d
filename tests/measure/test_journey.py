"""One journey of many: what the log says of it, and how it is found."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeysim.measure import choose, journey, journeys
from journeysim.measure.choosing import _in_order
from journeysim.model.journey import Chosen
from journeysim.model.log import Kind, Stop, Why
from journeysim.model.problem import NoJourney
from tests.measure.logs import FIX, REFER, REFUSE, Told
from tests.measure.wandering import Wandering


def three() -> Told:
    """Number 0 is resolved at once, number 1 in a dead end after two attempts, number 2 gives up after three."""
    log = Told().arises(0, 0).arises(0, 1, population=1, traits=1).arises(0, 2, population=2)
    log.served(10, 0, "care", FIX, 0, channel="hotline").resolves(20, 0)
    log.served(30, 1, "desk", REFUSE, 1, channel="chat").turned_away(50, "hotline", 1)
    log.row(Kind.DEAD_END, 51, 1).stops(51, 1, cause=Stop.DEAD_END)
    log.served(60, 2, "care", REFER, 2, channel="chat").turned_away(90, "store", 2)
    log.served(100, 3, "desk", REFUSE, 2, channel="chat")
    return log.stops(120, 2)


def test_a_journey_has_the_rows_of_its_case_in_words():
    """Names stand in the place of numbers, and moments in that of milliseconds."""
    found = journey(three().log(), 1)
    assert (found.segment, found.issue, dict(found.traits)) == ("subscriber", "refund", {"contract": "active"})
    assert [moment.kind.name for moment in found.moments] == [
        *("ARISES", "ATTEMPT", "JOINS", "STARTS", "ENDS", "ATTEMPT", "TURNED_AWAY", "DEAD_END", "STOPS")
    ]
    tries = found.moments[1]
    assert tries.channel is not None
    assert (tries.at.isoformat(), tries.channel.name, tries.reason) == ("2026-01-05T00:00:30", "chat", Why.OWN)
    ends = found.moments[4]
    assert ends.outcome is not None
    assert (ends.department, ends.visit, ends.outcome.rule) == ("desk", 1, "not here")
    assert (found.attempts, found.contacts, found.ending) == (2, 1, "dead end")


def test_a_silence_ends_where_the_customer_stopped():
    """Nobody counts the silence after they have given up."""
    assert journey(three().log(), 1).longest_silence.total_seconds() == 30


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32 - 1))
def test_what_a_journey_comes_to_is_what_the_table_of_journeys_says(seed):
    """The same ending, attempts, contacts and effort."""
    log = Wandering(seed).log()
    table = journeys(log)
    for case in range(len(log.cases)):
        if table["arises"][case] != table["arises"][case]:
            continue  # a case that never arose has nothing to tell
        found = journey(log, case)
        assert found.ending == table["ending"][case]
        assert found.attempts == table["attempts"][case]
        assert found.contacts == table["contacts"][case]
        assert found.effort.total_seconds() / 60 == pytest.approx(table["effort"][case], abs=1e-6)


def test_by_default_it_is_the_longest_in_a_dead_end():
    """Number 2 tried more often, and met none."""
    assert choose(three().log()) == Chosen(1)


def test_without_any_dead_end_it_is_the_longest():
    """Something is always told."""
    log = Told().arises(0, 0).arises(0, 1).served(10, 0, "care", FIX, 1, channel="hotline")
    assert choose(log.log()) == Chosen(1)


def test_an_ending_can_be_asked_for():
    """The longest that ends so."""
    assert choose(three().log(), ending="gave up") == Chosen(2)
    assert choose(three().log(), ending="resolved") == Chosen(0)


def test_of_an_ending_that_there_is_not_the_others_are_counted():
    """So that one can ask for one of those."""
    with pytest.raises(NoJourney, match="no journey ends 'unresolved'; there are 1 resolved, 1 gave up, 1 dead end;"):
        choose(three().log(), ending="unresolved")


@pytest.mark.parametrize(
    ("words", "case", "met"),
    [
        ("chat", 1, 1),
        ("chat, chat", 2, 2),
        ("chat then store", 2, 2),
        ("hotline -> resolved", 0, 2),
        ("Desk, turned away", 1, 2),
        ("not here, gave up", 2, 2),
        ("question, refuse", 2, 2),
        ("active, dead end", 1, 2),
        ("store, chat, hotline", 1, 2),
    ],
)
def test_words_find_the_journey_in_which_most_of_them_happen_in_their_order(words, case, met):
    """Channels, departments, rules, verbs, segments, issues, traits, and words for what happens."""
    found = choose(three().log(), like=words)
    assert (found.case, len(found.met)) == (case, met)


def test_a_word_that_names_nothing_is_told_the_nearest():
    """And the list, where nothing is near."""
    with pytest.raises(NoJourney, match="nothing is called 'stroe'; did you mean 'store'\\?"):
        choose(three().log(), like="chat, stroe")
    with pytest.raises(NoJourney, match="nothing is called 'xyz'; there are hotline, chat, store, mail, blog, care"):
        choose(three().log(), like="xyz")
    with pytest.raises(NoJourney, match="no words were given"):
        choose(three().log(), like=" , ")


def test_what_nobody_met_is_said():
    """The names are known, and nothing of the kind happened."""
    with pytest.raises(NoJourney, match="in no journey is there any of mail, closed"):
        choose(three().log(), like="mail, closed")


def test_a_case_that_there_is_not_is_told_how_many_there_are():
    """Numbers begin with nought."""
    with pytest.raises(NoJourney, match="no case has the number 3; there are cases 0 to 2"):
        journey(three().log(), 3)
    with pytest.raises(NoJourney, match="no case arose"):
        choose(Told().log())


@given(walk=st.lists(st.integers(0, 15), max_size=8), number=st.integers(1, 4))
def test_the_longest_part_in_order_is_the_longest_there_is(walk, number):
    """Compared with all parts, tried one after the other."""

    def met(part):
        steps = iter(walk)
        return all(any(step >> n & 1 for step in steps) for n in part)

    longest = max(
        (part for size in range(number + 1) for part in combinations(range(number), size) if met(part)), key=len
    )
    found = _in_order(walk, number)
    assert met(found)
    assert len(found) == len(longest)
