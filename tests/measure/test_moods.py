"""Moods of hand-made logs: what happens at the very moment, and what a log does not say."""

import random
from dataclasses import fields, replace

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from journeysim.measure import journeys, measure
from journeysim.measure.moods import followed, moods
from journeysim.measure.reading import reading
from journeysim.model.feeling import MOVES, Felt
from journeysim.model.log import EventLog, Feeling, Kind, Left
from journeysim.model.sample import Question
from tests.measure.logs import CHANNELS, DAY, OUTCOMES, PROMISE, Told
from tests.measure.wandering import Wandering

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


def any_feeling(dice: random.Random) -> Feeling:
    """Amounts of either sign, some of which drive a mood to the end of its scale at once."""

    def amount() -> int:
        return dice.choice([0, 1, -1, 10**6, -(10**6), dice.randint(-900_000, 900_000)])

    drawn = {
        field.name: amount() if field.type is int else tuple(amount() for _ in getattr(FEELING, field.name))
        for field in fields(Feeling)
        if field.name not in ("spoken_of", "answers", "unseen", "live")
    }
    flags = {name: tuple(dice.random() < 0.6 for _ in OUTCOMES) for name in ("answers", "unseen")}
    return replace(FEELING, **drawn, **flags)


def stretched(log: EventLog, dice: random.Random) -> EventLog:
    """The same rows over months or seconds, some of them exactly a week apart, promises due sooner or later; some lines
    are moved, or left to be called back, and some words are of an incident.
    """
    factor = dice.choice([1, DAY * 7 // 10, DAY * 7 // 60])
    rows, promises = log.rows.copy(), log.rows["kind"] == Kind.PROMISES
    rows["time"] *= factor
    due = [int(time) + 1000 * factor * dice.choice([0, 1, 5, 70, 1000]) for time in rows["time"][promises]]
    rows["amount"][promises] = due
    chance = np.array([dice.random() for _ in rows])
    kind = log.rows["kind"]
    rows["amount"][(kind == Kind.JOINS) & (chance < 0.3)] = 1
    rows["cause"][(kind == Kind.LEAVES) & (chance < 0.5)] = Left.MOVED
    rows["kind"][(kind == Kind.ABANDONS) & (chance < 0.3)] = Kind.HOLDS
    rows["kind"][(kind == Kind.TOLD) & (chance < 0.5)] = Kind.INFORMED
    return replace(log, rows=rows, horizon=log.horizon * factor)


@settings(max_examples=300)
@given(seed=st.integers(0, 2**32 - 1))
@example(seed=909)
def test_columns_move_moods_as_the_rows_do_one_by_one(seed: int) -> None:
    """Every case at the end, at its lowest and before its resolution, to the millionth."""
    dice = random.Random(seed)
    read, feeling = reading(stretched(Wandering(seed).log(), dice)), any_feeling(dice)
    population = read.log.cases["population"].astype(np.int64)
    felt = [Felt(feeling, who) for who in population.tolist()]
    columns = (read.case, read.time, read.kind, read.channel, read.department, read.cause, read.amount, read.visit)
    for case, *row in zip(*(column.tolist() for column in columns), strict=True):
        if row[1] in MOVES:
            felt[case].row(*row)
    for one in felt:
        one.ends(read.log.horizon)
    end, lowest, before = followed(read, feeling, population)
    assert end.tolist() == [one.value for one in felt]
    assert lowest.tolist() == [one.lowest for one in felt]
    assert [None if np.isnan(mood) else mood for mood in before.tolist()] == [one.before for one in felt]
