"""The longest time that each case, while it was open, went without a word from the company."""

import numpy as np

from journeysim.measure.reading import MS, Floats, Ints, Mask, Reading, among, running
from journeysim.model.log import Came, Kind

NO_ANSWER = ("transfer", "ticket", "drop")
"""Verbs that by themselves tell nothing to someone who wrote a message."""


def longest_silence(reading: Reading) -> Floats:
    """Seconds, one entry per case: the longest gap between words while the case was open, to the horizon where it
    stays so.

    Words are: a live conversation, from its start to its end; the end of a call in which they spoke, and a voicemail;
    the end of handling of a message, where its outcome answers (any but a transfer, a ticket or a drop; these too where
    they say something); being told a date, or by an announcement that an incident is known; whatever says something in
    work that the customer does not see; a resolution. A gate, a closed door and waiting in line are not words. The
    clock starts when the case arises or opens again and stands still while it seems resolved.
    """
    heard = among(reading.kind, (Kind.ARISES, Kind.RESOLVES, Kind.REOPENS, Kind.TOLD, Kind.INFORMED, Kind.VOICEMAIL))
    heard[words(reading)] = True
    heard[by_phone(reading)] = True
    spoken = np.flatnonzero(heard)
    case, time = reading.case[spoken], reading.time[spoken]
    is_open = opened(reading, spoken)
    next_time = np.append(time[1:], 0)
    last = np.append(case[1:] != case[:-1], True) if len(case) else np.zeros(0, np.bool_)
    gap = np.where(last, reading.log.horizon, next_time) - time
    gap[~is_open | in_conversation(reading, spoken)] = 0
    longest = np.zeros(reading.n, np.int64)
    np.maximum.at(longest, case, gap)
    seconds: Floats = longest / MS
    return seconds


def words(reading: Reading) -> Ints:
    """The rows of handling and of the company's own acts at which the customer hears something."""
    outcomes = reading.log.book.outcomes
    says = np.array([bool(outcome.says) for outcome in outcomes] + [False])
    answers = np.array([outcome.verb not in NO_ANSWER for outcome in outcomes] + [False]) | says
    rows = reading.rows(Kind.STARTS, Kind.ENDS, Kind.ACTS)
    kind, cause, by_channel = reading.kind[rows], reading.cause[rows], reading.channel[rows] >= 0
    live = is_live(reading, rows)
    by_message = by_channel & ~live & (kind == Kind.ENDS) & answers[np.where(kind == Kind.ENDS, cause, -1)]
    unseen = ~by_channel & (kind != Kind.STARTS) & says[np.where(kind == Kind.STARTS, -1, cause)]
    heard: Ints = rows[live & (kind != Kind.ACTS) | by_message | unseen]
    return heard


def by_phone(reading: Reading) -> Ints:
    """Where they have spoken after the company called, or the customer called back."""
    rows = reading.rows(Kind.ENDS)
    rows = rows[(reading.channel[rows] < 0) & (reading.cause[rows] >= 0)]
    found: Ints = rows[np.isin(reading.visits.came[reading.visit[rows]], (Came.CALL, Came.CUSTOMER))]
    return found


def is_live(reading: Reading, rows: Ints) -> Mask:
    """Which rows belong to a live channel."""
    live = np.array([channel.kind == "live" for channel in reading.log.book.channels] + [False])
    found: Mask = live[reading.channel[rows]]
    return found


def in_conversation(reading: Reading, spoken: Ints) -> Mask:
    """Which gaps after the words at `spoken` lie within a live conversation: begun, and not ended."""
    kind = reading.kind[spoken]
    live = is_live(reading, spoken)
    step = np.where(live & (kind == Kind.STARTS), 1, 0) - np.where(live & (kind == Kind.ENDS), 1, 0)
    return running(step, reading.case[spoken]) > 0


def opened(reading: Reading, rows: Ints) -> Mask:
    """Whether the case is open after each of `rows` (ascending, from its arising on): arisen or reopened, and not
    resolved since.
    """
    kind = reading.kind[rows]
    turning = (kind == Kind.ARISES) | (kind == Kind.RESOLVES) | (kind == Kind.REOPENS)
    latest = np.maximum.accumulate(np.where(turning, np.arange(len(rows)), 0))
    still_open: Mask = kind[latest] != Kind.RESOLVES
    return still_open
