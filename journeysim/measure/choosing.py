"""Which journeys of a log are worth telling: the longest in a dead end, or the nearest to some words."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache

import numpy as np

from journeysim.measure.dead_ends import hits
from journeysim.measure.ends import ENDINGS, ends
from journeysim.measure.reading import Ints, Mask, Reading, reading
from journeysim.model.journey import Chosen
from journeysim.model.log import Book, Door, EventLog, Kind, Left, Stop
from journeysim.model.problem import NoJourney

BETWEEN = re.compile(r"\s*(?:,|;|\n|->|→|>|\bthen\b)\s*")
"""What stands between the words for one thing and the words for the next."""

MOST = 60
"""Things that may be asked for at once."""

HAPPENS = {
    "turned away": (Kind.TURNED_AWAY, None),
    "closed": (Kind.TURNED_AWAY, Door.CLOSED),
    "not found": (Kind.TURNED_AWAY, Door.NOT_FOUND),
    "full": (Kind.TURNED_AWAY, Door.FULL),
    "gate": (Kind.TURNED_AWAY, Door.GATE),
    "abandoned": (Kind.ABANDONS, None),
    "hung up": (Kind.ABANDONS, Left.PATIENCE),
    "sent away": (Kind.LEAVES, Left.SENT_AWAY),
    "chased": (Kind.CHASES, None),
    "kept": (Kind.KEPT, None),
    "broken promise": (Kind.BROKEN, None),
    "broken": (Kind.BROKEN, None),
    "not noticed": (Kind.UNNOTICED, None),
    "informed": (Kind.INFORMED, None),
    "called": (Kind.CALLS, None),
    "voicemail": (Kind.VOICEMAIL, None),
    "voicemail returned": (Kind.RETURNS, None),
    "resolved": (Kind.RESOLVES, None),
    "reopened": (Kind.REOPENS, None),
    "dead end": (Kind.DEAD_END, None),
    "starts over": (Kind.STARTS_OVER, None),
    "gave up": (Kind.STOPS, None),
    "stopped": (Kind.STOPS, None),
}
"""Words for what happens, whatever names the scenario gives: the kind of the row, and its reason (`None`: any)."""


def choose(log: EventLog, *, case: int | None = None, ending: str | None = None, like: str | None = None) -> Chosen:
    """The case of this number, else the one nearest to the words `like`, else the most telling; with `ending` if given.

    Raises `NoJourney` where there is none.
    """
    if case is not None:
        return Chosen(case)
    return most_telling(log, ending=ending) if like is None else nearest(log, like, ending=ending)


def most_telling(log: EventLog, *, ending: str | None = None) -> Chosen:
    """The case of most attempts: of those that hit a dead end where any did, else of all; with `ending` of those alone.

    Among equals the one of which most is recorded, then the first. Raises `NoJourney` where there is none.
    """
    read = reading(log)
    if not read.n:
        raise NoJourney("no case arose, so there is nothing to tell; let more arrive, or try another --seed")
    among = _ending(read, ending)
    if ending is None:
        hit = np.zeros(read.n, np.bool_)
        hit[hits(read).case] = True
        among = hit if hit.any() else among
    return Chosen(_longest(read, np.flatnonzero(among)))


def nearest(log: EventLog, words: str, *, ending: str | None = None) -> Chosen:
    """The case in which most of what `words` name happens, in their order; among equals that with the least besides.

    Names are those of channels, departments, rules, verbs of outcomes, segments, issues and values of traits, or one of
    `HAPPENS`; between them stands a comma, `then` or an arrow. Raises `NoJourney` where a word names nothing.
    """
    read = reading(log)
    wanted = _names(words, vocabulary(log.book))
    found = _ending(read, ending)
    marks = [_where(read, name) for name in wanted]
    if not any(mark.any() for mark in marks):
        raise NoJourney(f"in no journey is there any of {', '.join(wanted)}; --replication or --seed gives others")
    return _best(read, found, wanted, marks)


def vocabulary(book: Book) -> tuple[str, ...]:
    """All that `nearest` understands of this log, in small letters."""
    traits = (value for held in book.traits for value in held.values())
    return tuple(
        dict.fromkeys(
            name.lower()
            for name in (
                *(channel.name for channel in book.channels),
                *(department.name for department in book.departments),
                *(outcome.rule for outcome in book.outcomes if outcome.rule),
                *(outcome.verb for outcome in book.outcomes),
                *(name for one in book.populations for name in (one.segment, one.issue)),
                *traits,
                *HAPPENS,
            )
        )
    )


def _names(words: str, known: Sequence[str]) -> tuple[str, ...]:
    """The names in `words`; an unknown one raises `NoJourney` with the nearest."""
    said = [part for part in BETWEEN.split(words.strip().lower()) if part]
    unknown = [part for part in said if part not in known]
    if len(said) > MOST:
        raise NoJourney(f"{len(said)} things are asked for; name {MOST} at most")
    if not unknown and said:
        return tuple(said)
    if not said:
        raise NoJourney(f"no words were given; name what should happen, for example '{known[0]}'")
    near = get_close_matches(unknown[0], known, n=1)
    move = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known)}"
    raise NoJourney(f"nothing is called '{unknown[0]}'; {move}")


def _ending(read: Reading, ending: str | None) -> Mask:
    """The cases that end so (all, without an ending). Raises `NoJourney` where none does."""
    if ending is None:
        return np.ones(read.n, np.bool_)
    found = ends(read).words
    mask: Mask = np.asarray(found == ending, np.bool_)
    if not mask.any():
        others = ", ".join(f"{np.count_nonzero(found == other)} {other}" for other in ENDINGS if other != ending)
        raise NoJourney(f"no journey ends '{ending}'; there are {others}; --replication or --seed gives others")
    return mask


def _longest(read: Reading, cases: Ints) -> int:
    tries = read.per_case(read.rows(Kind.ATTEMPT))[cases]
    rows = np.bincount(read.case, minlength=read.n)[cases]
    return int(cases[np.lexsort((cases, -rows, -tries))[0]])


# --- what the words mean ---


def _where(read: Reading, name: str) -> Mask:
    """The rows at which what `name` stands for happens."""
    book = read.log.book
    channels = [n for n, one in enumerate(book.channels) if one.name.lower() == name]
    departments = [n for n, one in enumerate(book.departments) if one.name.lower() == name]
    outcomes = [n for n, one in enumerate(book.outcomes) if name in (one.rule.lower(), one.verb)]
    populations = [n for n, one in enumerate(book.populations) if name in (one.segment.lower(), one.issue.lower())]
    traits = [n for n, one in enumerate(book.traits) if name in (value.lower() for value in one.values())]
    of_outcomes = np.isin(read.kind, (Kind.ENDS, Kind.ACTS)) & np.isin(read.cause, outcomes)
    here = (read.kind == Kind.ATTEMPT) & np.isin(read.channel, channels)
    here |= (read.kind == Kind.JOINS) & np.isin(read.department, departments) | of_outcomes
    who = np.isin(read.log.cases["population"], populations) | np.isin(read.log.cases["traits"], traits)
    here |= (read.kind == Kind.ARISES) & who[read.case]
    meant: Mask = np.asarray(here | _happens(read, name), np.bool_)
    return meant


def _happens(read: Reading, name: str) -> Mask:
    if name not in HAPPENS:
        return np.zeros(len(read.kind), np.bool_)
    kind, reason = HAPPENS[name]
    found = read.kind == kind
    if reason is not None:
        found &= read.cause == reason
    if name == "gave up":
        found &= read.cause != Stop.DEAD_END
    mask: Mask = found
    return mask


def _best(read: Reading, among: Mask, wanted: tuple[str, ...], marks: Sequence[Mask]) -> Chosen:
    """The case with the longest part of `wanted` in this order, then the fewest attempts, rows and number."""
    code = np.zeros(len(read.kind), np.int64)
    for bit, mark in enumerate(marks):
        code |= mark.astype(np.int64) << bit
    meant = np.flatnonzero((code > 0) & among[read.case])
    bounds = np.flatnonzero(np.diff(read.case[meant], prepend=-1, append=-1))
    tries = read.per_case(read.rows(Kind.ATTEMPT))
    rows = np.bincount(read.case, minlength=read.n)
    best: tuple[tuple[int, int, int, int], int, tuple[int, ...]] | None = None
    in_order = cache(lambda walk: _in_order(walk, len(wanted)))
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        case = int(read.case[meant[start]])
        met = in_order(tuple(code[meant[start:end]].tolist()))
        rank = (-len(met), int(tries[case]), int(rows[case]), case)
        if best is None or rank < best[0]:
            best = rank, case, met
    if best is None:
        raise NoJourney(f"in no journey of this ending is there any of {', '.join(wanted)}")
    return Chosen(best[1], wanted, tuple(wanted[n] for n in best[2]))


def _in_order(walk: Iterable[int], number: int) -> tuple[int, ...]:
    """The longest ascending run of indices below `number` that `walk` meets in this order; a step is a set of bits.

    The longest common subsequence (Wagner and Fischer 1974), where a step of the walk matches any of its bits once.
    """
    longest: list[tuple[int, ...]] = [()] * (number + 1)
    for step in walk:
        for n in range(number - 1, -1, -1):
            if step >> n & 1 and len(longest[n]) + 1 > len(longest[n + 1]):
                longest[n + 1] = (*longest[n], n)
        for n in range(number):
            if len(longest[n]) > len(longest[n + 1]):
                longest[n + 1] = longest[n]
    return longest[number]
