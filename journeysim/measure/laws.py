"""Laws that every log obeys, whatever the scenario: the books must balance."""

from collections.abc import Callable, Iterator

import numpy as np

from journeysim.measure.attempts import attempts
from journeysim.measure.calls import calls
from journeysim.measure.ends import ends
from journeysim.measure.promises import promises
from journeysim.measure.reading import Ints, Mask, Reading, reading, running
from journeysim.model.log import Came, EventLog, Kind, Why

SHOWN = 3
"""How many culprits a broken law names."""


def laws(log: EventLog) -> list[str]:
    """The laws that `log` breaks, in words, with the first few cases or visits that break each; empty when all hold."""
    read = reading(log)
    return [words for law in LAWS for words in law(read)]


def broken(where: Mask | Ints, thing: str, words: str) -> Iterator[str]:
    """One sentence if `where` holds anywhere (a mask over things, or their numbers)."""
    numbers = np.flatnonzero(where) if where.dtype == np.bool_ else np.unique(where)
    if len(numbers):
        few = ", ".join(str(number) for number in numbers[:SHOWN].tolist())
        more = f" and {len(numbers) - SHOWN} more" if len(numbers) > SHOWN else ""
        yield f"{words} ({thing} {few}{more})"


def time_never_turns_back(read: Reading) -> Iterator[str]:
    """Rows are in the order of their times, from the start to the horizon."""
    time = read.log.rows["time"]
    yield from broken(np.flatnonzero(time[1:] < time[:-1]) + 1, "row", "time turns back")
    yield from broken((time < 0) | (time > read.log.horizon), "row", "something happens outside the record")


def everyone_arises_once(read: Reading) -> Iterator[str]:
    """Each case has one first row, which says that it arises, and no other such row."""
    times = read.per_case(read.rows(Kind.ARISES))
    yield from broken(times != 1, "case", "a case does not arise exactly once")
    new = np.flatnonzero(np.diff(read.case, prepend=-1))
    early = read.case[new][read.kind[new] != Kind.ARISES]
    yield from broken(early, "case", "something happens to a case before it arises")


def everyone_has_one_end(read: Reading) -> Iterator[str]:
    """Resolutions and reopenings take turns, so that each case ends in one way."""
    turns = read.rows(Kind.RESOLVES, Kind.REOPENS)
    case, resolves = read.case[turns], read.kind[turns] == Kind.RESOLVES
    fresh = np.diff(case, prepend=-1) != 0
    before = np.append(False, resolves[:-1]) & ~fresh
    yield from broken(case[resolves & before], "case", "a case that is resolved is resolved again")
    yield from broken(case[~resolves & ~before], "case", "a case that is not resolved opens again")
    ending = ends(read).ending
    yield from broken((ending < 0) | (ending > 3), "case", "a case has no end")


def attempts_balance(read: Reading) -> Iterator[str]:
    """attempts = turned away + abandoned + contacts + merged + unnoticed + informed + left + still in line + still on
    the way, which is the last if any.
    """
    tried = attempts(read)
    ended = tried.turned_away + tried.abandoned + tried.contacts + tried.merged + tried.left + tried.waiting
    ended += tried.unnoticed + tried.informed
    under_way = tried.attempts - ended
    yield from broken(under_way < 0, "case", "more attempts end than were made")
    doors = (Kind.TURNED_AWAY, Kind.MERGES, Kind.UNNOTICED, Kind.INFORMED)
    steps = read.rows(Kind.ATTEMPT, *doors, Kind.JOINS, Kind.LEAVES)
    steps = steps[(read.kind[steps] != Kind.JOINS) | (read.cause[steps] == Came.CUSTOMER)]
    steps = steps[(read.kind[steps] != Kind.JOINS) | (read.amount[steps] == 0)]  # not those that go on elsewhere
    steps = steps[(read.kind[steps] != Kind.LEAVES) | (read.visit[steps] < 0)]  # on the way, when the case was resolved
    case, starts = read.case[steps], read.kind[steps] == Kind.ATTEMPT
    same = case[1:] == case[:-1]
    lost = case[1:][same & starts[1:] & starts[:-1]]
    yield from broken(lost, "case", "an attempt comes to nothing: the next begins before it met a door or a line")
    doubled = case[1:][same & ~starts[1:] & ~starts[:-1]]
    yield from broken(doubled, "case", "an attempt ends twice")
    other = case[1:][same & ~starts[1:] & starts[:-1] & (read.channel[steps][1:] != read.channel[steps][:-1])]
    yield from broken(other, "case", "an attempt ends on another channel than it was made on")


def promises_balance(read: Reading) -> Iterator[str]:
    """promises = kept + kept late + broken + void + pending: of no outcome are more settled than were made."""
    made = promises(read)
    settled = made.kept + made.kept_late + made.broken + made.void
    yield from broken(settled > made.made, "case", "more promises are settled than were made")
    rows = read.rows(Kind.PROMISES, Kind.KEPT, Kind.BROKEN, Kind.VOID)
    step = np.where(read.kind[rows] == Kind.PROMISES, 1, -1)
    owner = read.case[rows] * (len(read.log.book.outcomes) + 1) + read.cause[rows] + 1
    order = np.argsort(owner, kind="stable")
    pending = running(step[order], owner[order])
    yield from broken(read.case[rows[order]][pending < 0], "case", "a promise is settled that was not pending")
    yield from broken(read.case[rows[order]][pending > 1], "case", "a promise is made that was pending already")


def calls_balance(read: Reading) -> Iterator[str]:
    """calls = answered + missed + void + still to be made or going on; no more voicemails are returned than were
    left, each by an attempt of its own.
    """
    known = calls(read)
    yield from broken(known.answered + known.missed > known.made, "case", "more calls end than were made")
    yield from broken(known.returned > known.missed, "case", "more voicemails are returned than were left")
    back = read.rows(Kind.ATTEMPT)
    back = back[read.cause[back] == Why.RETURNED]
    yield from broken(read.per_case(back) != known.returned, "case", "a voicemail is returned without an attempt")


def visits_have_one_course(read: Reading) -> Iterator[str]:
    """Each visit joins once and first, then is left unserved or starts once; what is begun may be put down and
    taken up, and ends once.
    """
    rows = np.flatnonzero(read.visit >= 0)
    rows = rows[read.kind[rows] != Kind.MERGES]
    order = rows[np.argsort(read.visit[rows], kind="stable")]
    visit, kind = read.visit[order], read.kind[order].astype(np.int64)
    fresh = np.diff(visit, prepend=-1) != 0
    before = np.where(fresh, BEFORE_ALL, np.append(BEFORE_ALL, kind[:-1]))
    for one in np.unique(kind).tolist():
        allowed = COURSE.get(Kind(one), ())
        wrong = visit[(kind == one) & ~np.isin(before, allowed)]
        yield from broken(wrong, "visit", f"a visit goes on out of order: {Kind(one).name}")
    same = ~fresh
    for column, word in ((read.case, "case"), (read.department, "department"), (read.channel, "channel")):
        values = column[order]
        yield from broken(visit[same & (values != np.append(-1, values[:-1]))], "visit", f"a visit changes its {word}")


BEFORE_ALL = -1
COURSE = {
    Kind.JOINS: (BEFORE_ALL,),
    Kind.ABANDONS: (Kind.JOINS,),
    Kind.HOLDS: (Kind.JOINS,),
    Kind.STARTS: (Kind.JOINS, Kind.HOLDS),
    Kind.PUTS_DOWN: (Kind.STARTS, Kind.TAKES_UP),
    Kind.TAKES_UP: (Kind.PUTS_DOWN,),
    Kind.ENDS: (Kind.STARTS, Kind.TAKES_UP),
    Kind.LEAVES: (Kind.JOINS, Kind.HOLDS, Kind.PUTS_DOWN),
    Kind.VOICEMAIL: (Kind.ENDS,),
}
"""What may stand directly before each row of a visit."""


def staff_suffices(read: Reading) -> Iterator[str]:
    """No department has less than nothing in hand, nor at any time more than all the staff that it ever had on duty so
    far can handle together.
    """
    rows = read.log.rows
    for index, department in enumerate(read.log.book.departments):
        own = rows[rows["department"] == index]
        kind = own["kind"]
        step = np.isin(kind, (Kind.STARTS, Kind.TAKES_UP)).astype(np.int64)
        in_hand = np.cumsum(step - np.isin(kind, (Kind.ENDS, Kind.PUTS_DOWN)))
        if np.any(in_hand < 0):
            yield f"{department.name} has less than nothing in hand"
        duty = kind == Kind.ON_DUTY
        if duty.any() and np.any(
            in_hand > department.at_once * np.maximum.accumulate(np.where(duty, own["amount"], 0))
        ):
            yield f"{department.name} has more in hand than staff was ever on duty"


LAWS: tuple[Callable[[Reading], Iterator[str]], ...] = (
    time_never_turns_back,
    everyone_arises_once,
    everyone_has_one_end,
    attempts_balance,
    promises_balance,
    calls_balance,
    visits_have_one_course,
    staff_suffices,
)
"""Every law, in the order in which breaches are told."""
