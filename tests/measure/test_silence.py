import pytest

from journeysim.measure import journeys
from journeysim.model.log import Came, Kind
from tests.measure.logs import DROP, REFER, REFUSE, TICKET, TICKET_SAID, TRANSFER, Told


def silence(told: Told) -> float:
    """The longest silence of the only case."""
    return float(journeys(told.log())["longest_silence"][0])


def test_a_case_without_a_word_is_silent_to_the_horizon() -> None:
    """A gate that turns away and a line that is left say nothing."""
    told = Told().arises(100).turned_away(200, "hotline").joins(300, 0, "care", channel="hotline").abandons(400, 0)
    assert silence(told) == 900


def test_a_live_conversation_breaks_the_silence_from_its_start_to_its_end() -> None:
    """Waiting in line is silence, talking is none, however long it takes."""
    told = Told(horizon=1010).arises(0).joins(100, 0, "care", channel="hotline").starts(300, 0).ends(900, 0, REFER)
    assert silence(told) == 300


def test_a_transfer_leaves_the_customer_in_silence_again() -> None:
    """The second line is silent until it is answered."""
    told = Told().arises(0).joins(0, 0, "care", channel="hotline").starts(0, 0).ends(10, 0, TRANSFER)
    told.joins(10, 1, "desk", channel="hotline", came=Came.TRANSFER).starts(700, 1).ends(710, 1, REFUSE)
    assert silence(told) == 690


MESSAGES = [(REFUSE, 600), (TRANSFER, 1000), (TICKET, 1000), (DROP, 1000), (TICKET_SAID, 600), (-1, 1000)]


@pytest.mark.parametrize(("outcome", "expected"), MESSAGES)
def test_a_message_is_answered_by_what_is_said(outcome: int, expected: float) -> None:
    """A message that is passed on or dropped has no answer, unless the outcome says something."""
    told = Told().arises(0).joins(0, 0, "care", channel="mail").starts(300, 0).ends(400, 0, outcome)
    assert silence(told) == expected


def test_being_told_a_date_is_a_word() -> None:
    """Also where it comes with work that the customer does not see."""
    told = Told().arises(0).joins(0, 0, "finance", came=Came.TICKET).starts(10, 0).ends(400, 0)
    assert silence(told) == 1000
    told.says(Kind.TOLD, 450)
    assert silence(told) == 550


def test_the_company_acting_in_silence_says_nothing() -> None:
    """A promise carried out is a word only where it says something."""
    told = Told().arises(0).says(Kind.ACTS, 500, outcome=DROP)
    assert silence(told) == 1000
    told.says(Kind.ACTS, 600, outcome=TICKET_SAID)
    assert silence(told) == 600


def test_silence_ends_with_the_resolution_and_begins_with_the_reopening() -> None:
    """While a case seems resolved nobody waits for a word."""
    told = Told().arises(0).resolves(100).reopens(800).resolves(850)
    assert silence(told) == 100
