"""The rows of a log into the steps by which moods move, all cases at once.

What a row does to a mood is defined in `model/feeling.py`, row by row; here the same is said of whole columns.
"""

from dataclasses import dataclass

import numpy as np

from journeysim.measure.reading import Ints, Mask, Reading, running
from journeysim.model.feeling import HOUR, WEEK
from journeysim.model.log import Came, Feeling, Kind, Left


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """One entry per step, case by case and within each in the order in which they are felt.

    `amount` is what is added, in millionths, `row` where the row stands that it comes with, -1 for time that passed.
    """

    case: Ints
    time: Ints
    amount: Ints
    row: Ints


def steps(reading: Reading, feeling: Feeling) -> Steps:
    """Every step of every mood: of what passes at one moment, full weeks come first, then the rows, then dates that
    nobody kept, and last the wait that the end of the record cuts short.
    """
    heard, spoken = contacts(reading, feeling)
    broken, lapsed = promises(reading, feeling)
    waited, unfinished = waits(reading, feeling)
    plain = tuple(_at(reading, rows, amount) for rows, amount in plain_rows(reading, feeling))
    of_rows = _joined(waited, *plain, spoken, broken)
    in_order = _taken(of_rows, np.argsort(of_rows.row, kind="stable"))
    found = _joined(silent_weeks(reading, feeling, heard), in_order, lapsed, unfinished)
    return _taken(found, np.lexsort((found.time, found.case)))  # stable: ties stay as they were joined


def plain_rows(reading: Reading, feeling: Feeling) -> list[tuple[Ints, int | Ints]]:
    """Rows that move a mood whatever stands around them, and by how much."""
    retold, resolved = reading.rows(Kind.STARTS), reading.rows(Kind.RESOLVES)
    retold = retold[(reading.channel[retold] >= 0) & (reading.amount[retold] != 0)]
    return [
        (reading.rows(Kind.TURNED_AWAY), feeling.turned_away),
        (retold, feeling.told_again),
        (resolved, feeling.resolved + _by(feeling.gestures)[reading.cause[resolved]]),
        (reading.rows(Kind.REOPENS), -feeling.resolved),
    ]


def contacts(reading: Reading, feeling: Feeling) -> tuple[Ints, Steps]:
    """(rows at which the customer hears from the company, the steps of what was done in a contact or out of sight)."""
    ends, acts = reading.rows(Kind.ENDS), reading.rows(Kind.ACTS)
    channel, cause, visit = reading.channel[ends], reading.cause[ends], reading.visit[ends]
    visits = reading.visits
    calls = (visits.channel < 0) & ((visits.came == Came.CALL) | (visits.came == Came.CUSTOMER)) & visits.case_known
    called, live, done = np.append(calls, False)[visit], _of(feeling.live)[channel], cause >= 0
    unseen = ~called & (channel < 0) & done & _of(feeling.unseen)[cause]
    aloud = np.where(called, done, live)
    read = ~called & ~live & (channel >= 0) & done & _of(feeling.answers)[cause]
    tone = _by(feeling.tones)[reading.department[ends]]
    amount = np.where(unseen, 0, tone) + np.where(aloud, _by(feeling.spoken)[cause], _by(feeling.written)[cause])
    heard = unseen | aloud | read
    acts = acts[_of(feeling.unseen)[reading.cause[acts]]]
    spoken = _joined(
        _at(reading, ends[heard], amount[heard]), _at(reading, acts, _by(feeling.written)[reading.cause[acts]])
    )
    starts = reading.rows(Kind.STARTS)
    starts = starts[_of(feeling.live)[reading.channel[starts]]]
    told = reading.rows(Kind.TOLD, Kind.INFORMED, Kind.VOICEMAIL)
    return np.concatenate([spoken.row, starts, told]), spoken


def silent_weeks(reading: Reading, feeling: Feeling, heard: Ints) -> Steps:
    """A step at the end of each full week without a word, while the case is open and the customer has not stopped."""
    turns = reading.rows(Kind.ARISES, Kind.RESOLVES, Kind.REOPENS, Kind.STOPS)
    rows = np.sort(np.concatenate([heard, turns]))
    case, kind, begins = reading.case[rows], reading.kind[rows], reading.time[rows]
    stopped = running((kind == Kind.STOPS).astype(np.int64), case) > 0
    opens = (kind == Kind.ARISES) | ((kind == Kind.REOPENS) & ~stopped)
    turning = opens | (kind == Kind.RESOLVES) | (kind == Kind.REOPENS) | (kind == Kind.STOPS)
    last = np.maximum.accumulate(np.where(turning, np.arange(len(rows)), -1))
    going = opens[last] & (last >= 0) & (case[last] == case)
    same = _goes_on(case)
    until = np.where(same, np.append(begins[1:], 0), reading.log.horizon)
    weeks = np.where(going, np.maximum(until - begins, 0) // WEEK, 0)
    which = np.repeat(np.arange(len(rows)), weeks)
    number = np.arange(len(which)) - np.repeat(np.cumsum(weeks) - weeks, weeks)
    return _passing(case[which], begins[which] + (number + 1) * WEEK, feeling.silent_week)


def promises(reading: Reading, feeling: Feeling) -> tuple[Steps, Steps]:
    """(promises broken by a row that says so, promises whose date went by without any)."""
    rows = reading.rows(Kind.PROMISES, Kind.KEPT, Kind.BROKEN, Kind.VOID)
    rows = rows[np.lexsort((reading.cause[rows], reading.case[rows]))]
    case, cause, time = (column[rows] for column in (reading.case, reading.cause, reading.time))
    kind = reading.kind[rows]
    made = np.flatnonzero(kind == Kind.PROMISES)
    due = np.maximum(reading.amount[rows][made], time[made])
    answered = (_goes_on(case) & _goes_on(cause))[made]
    after = np.minimum(made + 1, len(rows) - 1)
    lapses = due < np.where(answered, time[after], reading.log.horizon)
    breaks = rows[after[answered & ~lapses & (kind[after] == Kind.BROKEN)]]
    return (
        _at(reading, breaks, feeling.broken_promise),
        _passing(case[made[lapses]], due[lapses], feeling.broken_promise),
    )


def waits(reading: Reading, feeling: Feeling) -> tuple[Steps, Steps]:
    """(waits in live lines that came to an end, waits that the end of the record cuts short)."""
    rows = reading.rows(Kind.JOINS, Kind.ABANDONS, Kind.LEAVES, Kind.HOLDS, Kind.STARTS)
    kind, live = reading.kind[rows], _of(feeling.live)[reading.channel[rows]]
    joins = (kind == Kind.JOINS) & live & (reading.amount[rows] == 0)
    moved = (kind == Kind.LEAVES) & (reading.cause[rows] == Left.MOVED)
    over = (kind != Kind.JOINS) & live & ~moved
    counts = joins | over
    rows, joins = rows[counts], joins[counts]
    case, time = reading.case[rows], reading.time[rows]
    same = _goes_on(case)
    ended = np.flatnonzero((joins & same)[:-1] & ~joins[1:])
    stands = np.flatnonzero(joins & ~same)
    hour, horizon = feeling.waiting_an_hour, reading.log.horizon
    return (
        _at(reading, rows[ended + 1], hour * (time[ended + 1] - time[ended]) // HOUR),
        _passing(case[stands], np.full(len(stands), horizon), hour * (horizon - time[stands]) // HOUR),
    )


def _goes_on(group: Ints) -> Mask:
    """Whether the next entry is of the same group."""
    same: Mask = np.append(group[1:] == group[:-1], [False] * min(1, len(group))).astype(np.bool_)
    return same


def _by(amounts: tuple[int, ...]) -> Ints:
    """Amounts by index; the last entry serves the index -1."""
    return np.array([*amounts, 0], np.int64)


def _of(flags: tuple[bool, ...]) -> Mask:
    """Flags by index; the last entry serves the index -1."""
    return np.array([*flags, False], np.bool_)


def _at(reading: Reading, rows: Ints, amount: int | Ints) -> Steps:
    """Steps that come with rows."""
    return Steps(reading.case[rows], reading.time[rows], _filled(amount, rows), rows)


def _passing(case: Ints, time: Ints, amount: int | Ints) -> Steps:
    """Steps that come with time alone."""
    return Steps(case, time, _filled(amount, case), np.full(len(case), -1, np.int64))


def _filled(amount: int | Ints, like: Ints) -> Ints:
    return np.broadcast_to(np.asarray(amount, np.int64), like.shape)


def _joined(*parts: Steps) -> Steps:
    columns = ([getattr(part, name) for part in parts] for name in ("case", "time", "amount", "row"))
    return Steps(*(np.concatenate(column) for column in columns))


def _taken(of: Steps, order: Ints) -> Steps:
    return Steps(of.case[order], of.time[order], of.amount[order], of.row[order])
