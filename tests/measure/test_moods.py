"""Moods of hand-made logs: what happens at the very moment, and what a log does not say."""

from dataclasses import replace

import numpy as np

from journeysim.measure import journeys, measure
from journeysim.measure.moods import moods
from journeysim.measure.reading import reading
from journeysim.model.log import EventLog, Feeling, Kind
from journeysim.model.sample import Question
from tests.measure.logs import CHANNELS, DAY, OUTCOMES, PROMISE, Told

NOBODY = (0,) * len(OUTCOMES)
FEELING = Feeling(
    spoken_of=True,
    waiting_an_hour=-200_000,
    turned_away=-100_000,
    told_again=-70_000,
    broken_promise=-300_000,
    silent_week=-10_000,
    resolved=400_000,
    spoken=NOBODY,
    written=NOBODY,
    answers=(True,) * len(OUTCOMES),
    unseen=(False,) * len(OUTCOMES),
    gestures=NOBODY,
    tones=(50_000, 0, 0),
    live=tuple(channel.kind == "live" for channel in CHANNELS),
    starts=(0, 100_000, -600_000),
    churns=(-500_000,) * 3,
    promotes=(500_000,) * 3,
)


def felt(told: Told) -> EventLog:
    """A log that says what moves moods."""
    log = told.log()
    return replace(log, book=replace(log.book, feeling=FEELING))


def ends(told: Told) -> list[float]:
    """The mood of each case at the end."""
    return moods(reading(felt(told))).end.tolist()


def test_a_full_week_is_one_to_the_millisecond() -> None:
    """A word after exactly a week comes a moment too late; one just before comes in time."""
    late = Told(horizon=8 * DAY).arises(0).says(Kind.TOLD, 7 * DAY)
    soon = Told(horizon=8 * DAY).arises(0).says(Kind.TOLD, 7 * DAY - 0.001)
    assert ends(late) == [-0.01]
    assert ends(soon) == [0]
    assert ends(Told(horizon=21 * DAY).arises(0)) == [-0.03]


def test_a_promise_is_kept_on_its_last_moment_and_broken_once() -> None:
    """What is carried out at its date is kept; what comes later was broken at its date."""

    def promised(kind: Kind, time: float, amount: int = 0) -> list[float]:
        told = Told(horizon=5 * DAY).arises(0).says(Kind.PROMISES, 0, outcome=PROMISE, amount=2 * DAY * 1000)
        return ends(told.says(kind, time, outcome=PROMISE, amount=amount))

    assert promised(Kind.KEPT, 2 * DAY) == [0]
    assert promised(Kind.KEPT, 4 * DAY, 1) == [-0.3]
    assert promised(Kind.BROKEN, 2 * DAY) == [-0.3]
    assert promised(Kind.BROKEN, 4 * DAY) == [-0.3]
    assert promised(Kind.VOID, 1 * DAY) == [0]
    assert promised(Kind.VOID, 3 * DAY) == [-0.3]


def test_who_stands_in_line_when_the_record_ends_has_waited_so_long() -> None:
    """Half an hour of a live line; a message costs no waiting."""
    told = Told(horizon=3600).arises(0).joins(1800, 0, "care", channel="hotline")
    assert ends(told) == [-0.1]
    assert ends(Told(horizon=3600).arises(0).joins(1800, 0, "care", channel="mail")) == [0]


def test_each_population_has_a_mood_and_bounds_of_its_own() -> None:
    """A low start that a resolution lifts is recovered only past the bound for recommending."""
    told = Told(horizon=100)
    for case in range(3):
        told.arises(0, case, population=case).resolves(50, case)
    found = moods(reading(felt(told)))
    assert found.start.tolist() == [0, 0.1, -0.6]
    assert found.before.tolist() == [0, 0.1, -0.6]
    assert found.end.tolist() == [0.4, 0.5, -0.2]
    assert not found.promoters.any()
    assert (found.lowest < -0.5).tolist() == [False, False, True]
    higher = replace(FEELING, resolved=1_200_000)
    log = felt(told)
    again = moods(reading(replace(log, book=replace(log.book, feeling=higher))))
    assert again.recovered.tolist() == [False, False, True]
    assert again.promoters.all()


def test_a_log_that_says_nothing_of_moods_has_none() -> None:
    """Not a number, and no column."""
    log = Told(horizon=100).arises(0).resolves(50).log()
    asked = [Question("mood"), Question("churned")]
    answers = measure(log, questions=asked).answers
    assert np.isnan([answers[one] for one in asked]).all()
    assert "mood" not in journeys(log)
