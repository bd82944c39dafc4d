"""A `Journey` as a letter of complaint: what was said, felt and done, day by day, with the rules in notes below.

The letter knows what the customer knows. What happened behind the counter stands beside it, as `unseen`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from journeysim.model.journey import Journey, Moment
from journeysim.model.log import Kind
from journeysim.render.feeling import feels, last_words
from journeysim.render.narrator import Narrator
from journeysim.render.spoken import day, span, times
from journeysim.render.telling import TELLINGS, key

ROUND = 4
"""Attempts, at most, in a round that is told once and then counted."""

OFTEN = 3
"""Times that a round is met before it is told once and then counted."""

QUIET = dt.timedelta(days=3)
"""A silence that is worth a word at the end."""

GREETING, CLOSING = "To whom it may concern,", "Yours faithfully,"


@dataclass(frozen=True, slots=True)
class Letter:
    """A story in parts. `paragraphs` hold marks like `[2]` for the second of `notes`; `unseen` are dated sentences."""

    title: str
    about: str
    date: str
    subject: str
    paragraphs: tuple[str, ...]
    sender: str
    notes: tuple[str, ...]
    unseen: tuple[str, ...]


def letter(journey: Journey, *, scenario: str = "", variant: str | None = None) -> Letter:
    """The letter that the customer of this journey would write at its end."""
    teller = Narrator(journey)
    for chunk, rounds in _chunks(journey.moments):
        _tell(teller, chunk)
        if rounds:
            with teller.without_a_word():
                _tell(teller, rounds)
            teller.the_same_again(chunk, [moment for moment in rounds if moment.kind is Kind.ATTEMPT])
    teller.new_paragraph()
    teller.say(_sum(journey, len(teller.answered)))
    teller.say(last_words(journey))
    return Letter(
        title=" · ".join(part for part in (scenario, variant) if part) or journey.issue,
        about=f"case {journey.case} of replication {journey.replication}, seed {journey.seed}; {journey.ending}",
        date=day(_written(journey), year=True),
        subject=journey.issue,
        paragraphs=tuple(" ".join(sentences) for sentences in teller.paragraphs if sentences),
        sender=_sender(journey),
        notes=tuple(teller.notes),
        unseen=tuple(teller.unseen),
    )


def _tell(teller: Narrator, moments: Sequence[Moment]) -> None:
    for moment in moments:
        TELLINGS[moment.kind](teller, moment)
        feels(teller, moment)


def _written(journey: Journey) -> dt.date:
    return (journey.horizon if journey.ending == "unresolved" else journey.moments[-1].at).date()


def _sender(journey: Journey) -> str:
    held = ", ".join(f"{name}: {value}" for name, value in journey.traits.items())
    return f"{journey.segment} number {journey.number + 1}" + (f" ({held})" if held else "")


def _sum(journey: Journey, answered: int) -> str:
    """What it came to, in figures; of their messages customers only know which of them had an answer."""
    if not journey.attempts:
        return "I never had to ask."
    last = journey.horizon if journey.ending == "unresolved" else journey.moments[-1].at
    tries = [moment.channel for moment in journey.moments if moment.kind is Kind.ATTEMPT]
    wrote = any(channel is not None and channel.kind == "message" for channel in tries)
    if not answered and any(moment.kind is Kind.INFORMED for moment in journey.moments):
        reached = "had no need to speak to anybody"
    elif not answered:
        reached = "never had an answer" if wrote else "never reached anybody"
    else:
        often = "each time" if answered == journey.attempts > 1 else times(answered)
        reached = f"{'had an answer' if wrote else 'got through'} {often}"
    tried = f"All in all I tried {times(journey.attempts)} and {reached}"
    if journey.attempts == answered == 1:
        tried = "All in all I had to ask once"
    lasted = span(last - journey.moments[0].at)
    took = f"It cost me {span(journey.effort)} of my own time and, from first to last, {lasted}"
    silent = ""
    if journey.longest_silence >= QUIET:
        silent = f"; the longest that I heard nothing was {span(journey.longest_silence)}"
    return f"{tried}. {took}{silent}."


def _chunks(moments: Sequence[Moment]) -> list[tuple[tuple[Moment, ...], tuple[Moment, ...]]]:
    """The moments in pieces to tell, each with the rounds after it that were just the same."""
    starts = [n for n, moment in enumerate(moments) if moment.kind is Kind.ATTEMPT]
    bounds = sorted({0, *starts, len(moments)})
    pieces = [tuple(moments[a:b]) for a, b in pairwise(bounds)]
    keys = [tuple(map(key, piece)) for piece in pieces]
    found: list[tuple[tuple[Moment, ...], tuple[Moment, ...]]] = []
    at = 0
    while at < len(pieces):
        width, often = _round(keys, at)
        told = tuple(moment for piece in pieces[at : at + width] for moment in piece)
        rest = tuple(moment for piece in pieces[at + width : at + width * often] for moment in piece)
        found.append((told, rest))
        at += width * often
    return found


def _round(keys: Sequence[tuple[object, ...]], at: int) -> tuple[int, int]:
    """How many pieces from here make a round, and how often it is met in a row; (1, 1) where that is not often."""
    for width in range(1, ROUND + 1):
        one, often = keys[at : at + width], 1
        while keys[at + width * often : at + width * (often + 1)] == one:
            often += 1
        if often >= OFTEN:
            return width, often
    return 1, 1
