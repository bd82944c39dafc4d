import math
from collections.abc import Mapping

import pytest

from journeysim.measure import measure
from journeysim.model.log import Came, Door, Kind, Left
from journeysim.model.sample import Question
from journeysim.model.scenario import Test as Condition
from tests.measure.logs import REFER, Told


def care(told: Told) -> Mapping[str, float]:
    """The figures of care."""
    return measure(told.log()).departments["care"]


def test_waits_count_everybody_who_joined() -> None:
    """Served after 10 s, abandoned after 100 s, and still in line at the horizon; those served have a mean of their
    own.
    """
    told = Told().arises(0)
    told.joins(100, 0, "care", channel="hotline").starts(110, 0).ends(120, 0, REFER)
    told.joins(200, 1, "care", channel="hotline").abandons(300, 1)
    told.joins(400, 2, "care", channel="hotline").starts(430, 2)
    told.joins(900, 3, "care", channel="hotline")
    figures = care(told)
    assert figures["wait_mean"] == (10 + 100 + 30 + 100) / 4
    assert figures["wait_mean_served"] == 20
    assert figures["wait_p90"] == 100
    assert figures["service_level"] == 0.25
    assert figures["abandonment"] == 0.25
    assert figures["handled"] == 1


def test_the_longest_line_is_the_most_who_wait_at_one_moment() -> None:
    """Who is served at once waits for nothing, and who leaves makes room for who joins at that moment."""
    told = Told().arises(0)
    told.joins(100, 0, "care", channel="hotline").starts(100, 0)
    told.joins(110, 1, "care", channel="hotline").joins(120, 2, "care", channel="hotline")
    told.ends(150, 0, REFER).starts(150, 1)
    told.joins(150, 3, "care", channel="hotline").abandons(160, 2)
    assert care(told)["longest_line"] == 2
    assert care(Told().arises(0).joins(10, 0, "care", channel="hotline").starts(10, 0))["longest_line"] == 0


def test_service_level_and_abandonment_are_of_live_visits() -> None:
    """Messages and tickets wait too, and nobody hangs up on them."""
    told = Told().arises(0)
    told.joins(0, 0, "care", channel="mail").starts(100, 0).ends(110, 0, REFER)
    told.joins(200, 1, "care", came=Came.TICKET).starts(210, 1).ends(220, 1)
    told.joins(300, 2, "care", channel="hotline").starts(320, 2).ends(330, 2, REFER)
    told.joins(400, 3, "care", channel="hotline").leaves(410, 3, why=Left.RESOLVED)
    figures = care(told)
    assert (figures["service_level"], figures["abandonment"], figures["wait_mean"]) == (0.5, 0, 140 / 4)


def test_a_full_line_was_never_joined() -> None:
    """Who met one is turned away and waits for nothing."""
    told = Told().arises(0).attempt(10, "hotline")
    told.row(Kind.TURNED_AWAY, 10, channel="hotline", department="care", cause=Door.FULL)
    assert math.isnan(care(told)["wait_mean"])


def test_occupancy_is_busy_time_over_scheduled_time_and_overtime() -> None:
    """One on duty for 100 s, who works from 40 to 130: 60 in the shift and 30 beyond it."""
    told = Told().on_duty(0, "care", 1).on_duty(100, "care", 0).arises(0)
    told.joins(40, 0, "care", channel="hotline").starts(40, 0).ends(130, 0, REFER)
    figures = care(told)
    assert figures["overtime"] == 30
    assert figures["occupancy"] == pytest.approx(90 / 130)


def test_overtime_is_beyond_the_number_on_duty_at_each_moment() -> None:
    """Two at work while one is on duty: one of them is over time, whoever it is."""
    told = Told().on_duty(0, "care", 2).on_duty(100, "care", 1).on_duty(150, "care", 3).arises(0, 0).arises(0, 1)
    told.joins(50, 0, "care", 0, channel="hotline").starts(50, 0).ends(200, 0, REFER)
    told.joins(50, 1, "care", 1, channel="hotline").starts(50, 1).ends(200, 1, REFER)
    figures = care(told)
    assert figures["overtime"] == 50
    assert figures["occupancy"] == pytest.approx(300 / (200 + 50 + 3 * 850 + 50))


def test_what_is_put_down_keeps_nobody_busy() -> None:
    """Work that rests over the night is in hand again when it is taken up."""
    told = Told().on_duty(0, "care", 1).arises(0).joins(0, 0, "care", channel="hotline")
    told.starts(0, 0).row(Kind.PUTS_DOWN, 100, visit=0).row(Kind.TAKES_UP, 900, visit=0)
    assert care(told)["occupancy"] == pytest.approx(0.2)


def test_figures_are_from_the_end_of_warm_up_to_the_end_of_arrivals() -> None:
    """Visits that joined in it, handling that ended in it, and staff clipped to it."""
    told = Told(warm_up=100, arrivals_end=300).on_duty(0, "care", 1).arises(0)
    told.joins(50, 0, "care", channel="hotline").starts(60, 0).ends(150, 0, REFER)
    told.joins(200, 1, "care", channel="hotline").starts(240, 1).ends(350, 1, REFER)
    told.joins(400, 2, "care", channel="hotline").starts(400, 2).ends(410, 2, REFER)
    figures = care(told)
    assert (figures["wait_mean"], figures["handled"]) == (40, 1)
    assert figures["occupancy"] == pytest.approx((50 + 60) / 200)


def test_without_a_word_about_staff_there_is_no_occupancy() -> None:
    """The log of a real desk may not know who was on duty; its waits are figures all the same."""
    figures = care(Told().arises(0).served(0, 0, "care", REFER, channel="hotline"))
    assert math.isnan(figures["occupancy"])
    assert math.isnan(figures["overtime"])
    assert figures["wait_mean"] == 0


def asked(told: Told, figure: str, *tests: Condition) -> float:
    """A department figure for a condition whose tests all hold."""
    question = Question(figure, scope=(tests,) if tests else None)
    return measure(told.log(), questions=[question]).answers[question]


def two_desks() -> Told:
    """Care serves a leaver after 10 s and a subscriber after 30 s; desk serves the subscriber after 50 s."""
    told = Told().on_duty(0, "care", 1).on_duty(0, "desk", 1)
    told.arises(0, 0, population=0).arises(0, 1, population=1)
    told.joins(0, 0, "care", 0, channel="hotline").starts(10, 0).ends(110, 0, REFER)
    told.joins(200, 1, "care", 1, channel="hotline").starts(230, 1).ends(330, 1, REFER)
    return told.joins(500, 2, "desk", 1, channel="chat").starts(550, 2).ends(600, 2, REFER)


def test_a_department_may_be_asked_about_a_part_of_its_visits() -> None:
    """By whose they are, by how they came, or all departments together."""
    told = two_desks()
    assert asked(told, "wait_mean", Condition("department", ("care",))) == 20
    assert asked(told, "wait_mean", Condition("department", ("care",)), Condition("segment", ("subscriber",))) == 30
    assert asked(told, "wait_mean", Condition("channel", ("chat",))) == 50
    assert asked(told, "wait_mean", Condition("came as", ("transfer",))) is not None
    assert asked(told, "wait_mean") == 30


def test_occupancy_is_of_whole_departments() -> None:
    """Of several together, or of all; not of a part of the visits, which has no staff of its own."""
    told = two_desks()
    assert asked(told, "occupancy", Condition("department", ("care", "desk"))) == pytest.approx(250 / 2000)
    with pytest.raises(ValueError, match="not by segment"):
        asked(told, "occupancy", Condition("segment", ("leaver",)))
    assert math.isnan(asked(told, "occupancy"))
