import math

import pytest

from journeysim.measure import journeys, measure
from journeysim.model.log import Stop
from tests.measure.logs import DAY, FIX, Told


def test_a_case_ends_resolved_gave_up_in_a_dead_end_or_unresolved() -> None:
    """Each case has one of four ends, and each share is of all cases."""
    told = Told()
    for case in range(5):
        told.arises(0, case)
    told.resolves(30, 0).stops(40, 1, cause=Stop.ATTEMPTS).stops(50, 2, cause=Stop.DEAD_END)
    told.stops(60, 3, cause=Stop.ABANDONED)
    log = told.log()
    assert journeys(log)["ending"].tolist() == ["resolved", "gave up", "dead end", "gave up", "unresolved"]
    figures = measure(log).all
    assert [figures[name] for name in ("resolved", "gave_up", "dead_end", "unresolved")] == [0.2, 0.4, 0.2, 0.2]


def test_a_case_that_reopened_is_not_resolved() -> None:
    """A fix that did not work leaves the case open, with a first resolution but no lasting one."""
    table = journeys(Told().arises(10).resolves(110).reopens(300).log())
    assert table["ending"].tolist() == ["unresolved"]
    assert table["first_resolution"].tolist() == [100]
    assert math.isnan(table["time_to_resolution"][0])
    assert table["reopened"].tolist() == [1]


def test_time_to_resolution_is_to_the_last_resolution() -> None:
    """From arising, hesitation included, to the resolution that stands; the first seeming one is given beside it."""
    table = journeys(Told().arises(10).resolves(110).reopens(300).resolves(610).log())
    assert (table["first_resolution"][0], table["time_to_resolution"][0]) == (100, 600)


def test_won_back_is_who_stopped_and_was_resolved_for_good_later() -> None:
    """A resolution that came before, or that did not last, wins nobody back."""
    told = Told()
    for case in range(4):
        told.arises(0, case)
    told.stops(10, 0).resolves(20, 0)
    told.stops(10, 1).resolves(20, 1).reopens(30, 1)
    told.resolves(5, 2).stops(10, 2)
    log = told.log()
    assert journeys(log)["won_back"].tolist() == [True, False, False, False]
    assert measure(log).all["won_back"] == 0.25


def test_who_stopped_and_whose_fix_failed_gave_up() -> None:
    """Where a resolution did not last, the stop before it tells the end."""
    table = journeys(Told().arises(0).stops(10, cause=Stop.DEAD_END).resolves(20).reopens(30).log())
    assert table["ending"].tolist() == ["dead end"]
    assert table["stopped"].tolist() == [10]


def test_first_contact_resolution_takes_one_attempt_and_a_fix_that_works() -> None:
    """Of all cases; a second attempt or a reopening spoils it, an unresolved case counts below the line."""
    told = Told()
    for case in range(4):
        told.arises(0, case)
        told.served(10, case, "care", FIX, case, channel="hotline")
        told.resolves(20, case)
    told.served(12, 9, "care", FIX, 1, channel="hotline")
    told.reopens(50, 2).resolves(60, 2)
    told.reopens(70, 3)
    assert measure(told.log()).all["first_contact_resolution"] == 0.25


def test_resolved_within_is_of_cases_followed_for_as_long() -> None:
    """A case that arose less than a day before the horizon is in no share within a day, resolved or not."""
    told = Told(horizon=3 * DAY)
    for case, (arises, after) in enumerate([(0, 0.5), (0, 2), (1.5, None), (2.5, 0.1)]):
        told.arises(arises * DAY, case)
        if after is not None:
            told.resolves((arises + after) * DAY, case)
    figures = measure(told.log()).all
    assert figures["resolved_within_1d"] == pytest.approx(1 / 3)
    assert math.isnan(figures["resolved_within_7d"])


def test_quantiles_of_time_are_of_those_resolved() -> None:
    """Median and ninth decile leave out who was not resolved; without any they do not exist."""
    told = Told()
    for case, after in enumerate([100, 200, 300, None]):
        told.arises(0, case)
        if after:
            told.resolves(after, case)
    figures = measure(told.log()).all
    assert figures["time_to_resolution_median"] == 200
    assert figures["time_to_resolution_p90"] == pytest.approx(280)
    assert figures["first_resolution_median"] == 200
    assert math.isnan(measure(Told().arises(0).log()).all["time_to_resolution_median"])


def test_only_cases_that_arose_from_warm_up_to_the_end_of_arrivals_count() -> None:
    """All cases are in the table; figures are of the counted ones, both limits included."""
    told = Told(warm_up=100, arrivals_end=200)
    for case, moment in enumerate([99, 100, 200, 201]):
        told.arises(moment, case)
    told.resolves(300, 0).resolves(300, 1)
    log = told.log()
    assert journeys(log)["counted"].tolist() == [False, True, True, False]
    assert (measure(log).cases, measure(log).all["resolved"]) == (2, 0.5)


def test_a_worth_is_lost_where_the_case_is_not_resolved() -> None:
    """Mean per case of what issue and customer are worth, where the scenario says so; who has no worth counts 0."""
    told = Told().arises(0, 0, population=0).arises(0, 1, population=1).arises(0, 2, population=2)
    told.resolves(10, 0)
    sample = measure(told.log())
    assert sample.all["worth_unresolved"] == pytest.approx(100 / 3)
    assert sample.all["customer_worth_unresolved"] == 1000
    assert sample.segments["leaver"]["worth_unresolved"] == 0


def test_no_worth_no_figure() -> None:
    """A figure in money exists only where a price is said."""
    from tests.measure.logs import POPULATIONS

    figures = measure(Told(populations=[POPULATIONS[2]]).arises(0).log()).all
    assert "worth_unresolved" not in figures
    assert "customer_worth_unresolved" not in figures
