import math

import pytest

from journeysim.measure import journeys, measure
from journeysim.model.log import Came
from tests.measure.logs import REFER, TICKET, Told


def ownership(told: Told) -> float:
    """The share of the only case."""
    return float(journeys(told.log())["ownership"][0])


def test_a_case_is_owned_while_one_department_has_it_to_do() -> None:
    """From joining the line to the end of handling, of all the time it was open."""
    told = Told().arises(0).joins(100, 0, "care", channel="hotline").starts(150, 0).ends(300, 0, REFER)
    assert ownership(told) == pytest.approx(0.2)


def test_what_two_departments_have_nobody_owns() -> None:
    """A ticket in finance and a call at care overlap for 100 of 1000 seconds."""
    told = Told().arises(0).joins(100, 0, "finance", came=Came.TICKET).starts(100, 0).ends(500, 0, TICKET)
    told.joins(200, 1, "care", channel="hotline").starts(200, 1).ends(300, 1, REFER)
    assert ownership(told) == pytest.approx(0.3)


def test_two_visits_in_one_department_are_one_owner() -> None:
    """A chase of a ticket at the same desk leaves it where it is."""
    told = Told().arises(0).joins(100, 0, "care", came=Came.TICKET).starts(100, 0).ends(500, 0)
    told.joins(200, 1, "care", channel="hotline").starts(200, 1).ends(300, 1, REFER)
    assert ownership(told) == pytest.approx(0.4)


def test_time_in_which_the_case_seems_resolved_is_not_open() -> None:
    """Only open time counts, above and below the line."""
    told = Told().arises(0).joins(0, 0, "care", came=Came.TICKET).starts(50, 0)
    told.resolves(100).ends(150, 0).reopens(900)
    assert ownership(told) == pytest.approx(0.5)


def test_a_case_never_open_has_no_owner_to_ask_for() -> None:
    """Resolved as it arose: the share does not exist, and the mean leaves it out."""
    told = Told().arises(0, 0).resolves(0, 0).arises(0, 1)
    log = told.log()
    assert math.isnan(journeys(log)["ownership"][0])
    assert measure(log).all["ownership"] == 0
