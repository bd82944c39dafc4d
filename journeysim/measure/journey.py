"""A log into the journey of one case."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from journeysim.measure.attempts import attempts
from journeysim.measure.ends import ends
from journeysim.measure.moods import moods, values
from journeysim.measure.reading import Reading, reading
from journeysim.measure.silence import longest_silence
from journeysim.measure.steps import steps
from journeysim.model.feeling import ONE
from journeysim.model.journey import Journey, Loyalty, Moment
from journeysim.model.log import BY_OUTCOME, REASONS, EventLog, Kind
from journeysim.model.problem import NoJourney

UNTIL = (Kind.TOLD, Kind.PROMISES)
"""The kinds whose amount is a moment."""


STOPPED = ("gave up", "dead end")
"""The ends of those who stopped by themselves."""


def journey(log: EventLog, case: int) -> Journey:
    """Everything that `log` says of the case of this number. Raises `NoJourney` where it has no such case."""
    if not 0 <= case < len(log.cases):
        raise NoJourney(f"no case has the number {case}; there are {_numbers(len(log.cases))}")
    read = reading(alone(log, case))
    ended, tried = ends(read), attempts(read)
    ending = str(ended.words[0])
    loyalty, felt = _loyalty(read), _felt(read)
    if ending in STOPPED:
        read = replace(read, log=replace(read.log, horizon=int(read.time[-1])))
    who = log.cases[case]
    population = log.book.populations[who["population"]]
    return Journey(
        case=case,
        number=int(who["number"]),
        seed=log.seed,
        replication=log.replication,
        issue=population.issue,
        segment=population.segment,
        traits=dict(log.book.traits[who["traits"]]),
        ending=ending,
        attempts=int(tried.attempts[0]),
        contacts=int(tried.contacts[0]),
        effort=dt.timedelta(minutes=float(tried.effort[0])),
        longest_silence=dt.timedelta(seconds=float(longest_silence(read)[0])),
        horizon=_moment(log, log.horizon),
        moments=tuple(replace(_told(read, row), mood=mood) for row, mood in enumerate(felt)),
        loyalty=loyalty,
    )


def alone(log: EventLog, case: int) -> EventLog:
    """The log of one case: its rows, and it as number 0."""
    rows = log.rows[log.rows["case"] == case].copy()
    rows["case"] = 0
    return EventLog(
        rows=rows,
        cases=log.cases[case : case + 1],
        book=log.book,
        warm_up=log.warm_up,
        arrivals_end=log.arrivals_end,
        horizon=log.horizon,
        start=log.start,
        seed=log.seed,
        replication=log.replication,
    )


def _felt(read: Reading) -> Sequence[float | None]:
    """The mood after each row of one case."""
    feeling = read.log.book.feeling
    if feeling is None:
        return [None] * len(read.time)
    felt = steps(read, feeling)
    start = np.array(feeling.starts, np.int64)[read.log.cases["population"]]
    after = [int(start[0]), *(int(value) for value in values(start, felt))]
    rows = np.arange(len(read.time))[:, None]
    come = np.where(felt.row >= 0, felt.row <= rows, felt.time <= read.time[:, None])
    return [after[last] / ONE for last in (come * np.arange(1, len(felt.row) + 1)).max(axis=1, initial=0)]


def _loyalty(read: Reading) -> Loyalty | None:
    feeling = read.log.book.feeling
    if feeling is None or not feeling.spoken_of:
        return None
    felt = moods(read)
    if felt.recovered[0]:
        return Loyalty.RECOVERED
    if felt.promoters[0]:
        return Loyalty.RECOMMENDS
    return Loyalty.LEAVES if felt.churned[0] else Loyalty.STAYS


def _numbers(cases: int) -> str:
    return f"cases 0 to {cases - 1}" if cases else "no cases at all"


def _moment(log: EventLog, milliseconds: int) -> dt.datetime:
    return dt.datetime.combine(log.start, dt.time()) + dt.timedelta(milliseconds=milliseconds)


def _told(read: Reading, row: int) -> Moment:
    log, book = read.log, read.log.book
    kind = Kind(int(read.kind[row]))
    channel, department, visit, cause, amount = (
        int(column[row]) for column in (read.channel, read.department, read.visit, read.cause, read.amount)
    )
    reasons = REASONS.get(kind)
    return Moment(
        at=_moment(log, int(read.time[row])),
        kind=kind,
        channel=None if channel < 0 else book.channels[channel],
        department=None if department < 0 else book.departments[department].name,
        visit=None if visit < 0 else visit,
        outcome=book.outcomes[cause] if kind in BY_OUTCOME and cause >= 0 else None,
        reason=None if reasons is None or cause < 0 else reasons(cause),
        early=bool(read.early[row]),
        until=_moment(log, amount) if kind in UNTIL else None,
        lasts=dt.timedelta(milliseconds=amount) if kind is Kind.ATTEMPT else None,
        amount=0 if kind in UNTIL or kind is Kind.ATTEMPT else amount,
    )
