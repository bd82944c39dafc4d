import math

import pytest

from journeysim.measure import journeys, measure
from journeysim.model.log import Came, DepartmentInfo, Door, Kind, Left
from tests.measure.logs import REFER, TICKET, TRANSFER, Told


def test_attempts_fall_into_doors_lines_and_contacts() -> None:
    """What was turned away, abandoned, merged or left is counted by itself; a contact is an attempt whose handling
    began.
    """
    told = Told().arises(0)
    told.turned_away(10, "hotline").turned_away(20, "chat", door=Door.CLOSED)
    told.joins(30, 0, "care", channel="hotline").abandons(40, 0)
    told.served(50, 1, "care", REFER, channel="hotline")
    told.joins(70, 2, "care", channel="mail")
    told.attempt(80, "mail").row(Kind.MERGES, 80, channel="mail", visit=2)
    told.joins(90, 3, "desk", channel="chat").leaves(95, 3, why=Left.SENT_AWAY)
    table = journeys(told.log())
    counts = {name: int(table[name][0]) for name in ("attempts", "turned_away", "abandoned", "contacts", "referrals")}
    assert counts == {"attempts": 7, "turned_away": 2, "abandoned": 1, "contacts": 1, "referrals": 1}


def test_a_transfer_belongs_to_its_contact() -> None:
    """It is no attempt and no contact of its own; a line left after it does not undo the contact."""
    told = Told().arises(0)
    told.served(10, 0, "care", TRANSFER, channel="hotline")
    told.joins(20, 1, "desk", channel="hotline", came=Came.TRANSFER).abandons(60, 1)
    table = journeys(told.log())
    assert [int(table[name][0]) for name in ("attempts", "contacts", "transfers", "abandoned")] == [1, 1, 1, 0]


def test_the_story_is_told_again_only_where_the_customer_is_there() -> None:
    """A ticket that finds nothing on file costs staff time, and the customer no repeat."""
    told = Told().arises(0)
    told.joins(10, 0, "care", channel="hotline").starts(10, 0).ends(20, 0, TICKET)
    told.joins(20, 1, "finance", came=Came.TICKET).starts(20, 1, retold=True).ends(30, 1)
    told.joins(40, 2, "care", channel="hotline").starts(40, 2, retold=True).ends(50, 2)
    assert journeys(told.log())["repeats"].tolist() == [1]


def test_failure_demand_is_the_share_of_contacts_that_are_not_the_first() -> None:
    """Of all contacts, not of cases; without any contact it does not exist."""
    told = Told().arises(0, 0).arises(0, 1).arises(0, 2)
    for visit, case in enumerate([0, 0, 0, 1]):
        told.served(20 * visit + 10, visit, "care", REFER, case, channel="hotline")
    assert measure(told.log()).all["failure_demand"] == 0.5
    assert math.isnan(measure(Told().arises(0).log()).all["failure_demand"])


def test_effort_is_finding_waiting_and_talking_in_minutes() -> None:
    """Live: own time, line and conversation, transfers included. A message costs its writing, a closed shift
    nothing.
    """
    told = Told().arises(0)
    told.attempt(0, "hotline", own=60)
    told.row(Kind.JOINS, 60, channel="hotline", department="care", visit=0, cause=Came.CUSTOMER)
    told.starts(120, 0).row(Kind.PUTS_DOWN, 150, visit=0).row(Kind.TAKES_UP, 300, visit=0).ends(330, 0, TRANSFER)
    told.joins(330, 1, "desk", channel="hotline", came=Came.TRANSFER).starts(390, 1).ends(450, 1)
    told.attempt(500, "mail", own=120)
    told.row(Kind.JOINS, 620, channel="mail", department="care", visit=2, cause=Came.CUSTOMER)
    told.starts(640, 2).ends(900, 2)
    assert journeys(told.log())["effort"].tolist() == [1 + 1 + 0.5 + 0.5 + 1 + 1 + 2]


def test_who_is_still_in_line_at_the_horizon_has_waited_until_then() -> None:
    """The record cuts a wait off; it does not forget it."""
    told = Told(horizon=400).arises(0).joins(100, 0, "care", channel="hotline")
    assert journeys(told.log())["effort"].tolist() == [5]


def test_cost_is_hours_of_handling_at_the_price_of_the_department() -> None:
    """Care costs 60 an hour; departments that say nothing cost nothing; where none says, there is no figure."""
    told = Told().arises(0).joins(0, 0, "care", channel="hotline").starts(0, 0).ends(60, 0, TRANSFER)
    told.joins(60, 1, "desk", channel="hotline", came=Came.TRANSFER).starts(60, 1).ends(120, 1)
    log = told.log()
    assert journeys(log)["cost"] == pytest.approx([1])
    assert measure(log).all["cost"] == pytest.approx(1)
    assert "cost" not in measure(Told(departments=[DepartmentInfo("care")]).arises(0).log()).all


def test_what_the_scenario_counts_is_a_figure_of_its_own() -> None:
    """Each `count` is the mean number per case of outcomes that bear it, by rule or by the company's own act."""
    told = Told().arises(0, 0).arises(0, 1)
    told.served(10, 0, "care", REFER, 0, channel="hotline").served(40, 1, "care", REFER, 1, channel="hotline")
    told.says(Kind.ACTS, 60, 1, outcome=REFER)
    figures = measure(told.log()).all
    assert (figures["sent on"], figures["handed on"]) == (1.5, 0)
