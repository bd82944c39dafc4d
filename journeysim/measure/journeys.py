"""A log as a table of journeys, one row per case."""

from typing import Any

import numpy as np
import numpy.typing as npt

from journeysim.measure.case_figures import mood_figures
from journeysim.measure.evidence import Evidence, evidence
from journeysim.measure.reading import MS
from journeysim.model.labels import Labels
from journeysim.model.log import EventLog


def journeys(log: EventLog, *, labels: Labels | None = None) -> dict[str, npt.NDArray[Any]]:
    """One column per thing known of a case, all of the same length: every case of `log`, in its order.

    `counted` says whether the case is one that figures are of: it arose from the end of warm-up to the end of
    arrivals. Times are in seconds (`effort` in minutes), NaN where there is none; `arises` and `stopped` from the
    start of the run. Each trait is a column of its own, empty where a segment does not have it; one named like another
    column is called `trait NAME`. `ownership` is a share of the time the case was open.

    With the `labels` of a proof: `met_catch_22` and `met_trap`, when first (`..._at`, from the start of the run), how
    long the case was in one (`in_catch_22`, `in_trap`), and how many contacts were `futile`.
    """
    return columns(evidence(log, labels))


def columns(known: Evidence) -> dict[str, npt.NDArray[Any]]:
    """The columns of `journeys`."""
    reading, ends, tried, promised = known.reading, known.ends, known.attempts, known.promises
    cases, book = reading.log.cases, reading.log.book
    population = cases["population"].astype(np.int64)
    who = {
        "case": np.arange(reading.n),
        "number": cases["number"].astype(np.int64),
        "issue": np.array([one.issue for one in book.populations], np.str_)[population],
        "segment": np.array([one.segment for one in book.populations], np.str_)[population],
    }
    what = {
        "counted": reading.counted,
        "arises": np.where(reading.arose >= 0, reading.arose / MS, np.nan),
        "ending": ends.words,
        "time_to_resolution": ends.time_to_resolution,
        "first_resolution": ends.first_resolution,
        "attempts": tried.attempts,
        "contacts": tried.contacts,
        "turned_away": tried.turned_away,
        "unnoticed": tried.unnoticed,
        "went_public": tried.public,
        "abandoned": tried.abandoned,
        "transfers": tried.transfers,
        "referrals": tried.referrals,
        "repeats": tried.repeats,
        "loops": known.loops,
        "ping_pong": known.ping_pong,
        "dead_end_hits": known.dead_end_hits,
        "promises_made": promised.made,
        "promises_kept": promised.kept,
        "promises_kept_late": promised.kept_late,
        "promises_broken": promised.broken,
        "calls": known.calls.made,
        "calls_answered": known.calls.answered,
        "voicemails": known.calls.missed,
        "voicemails_returned": known.calls.returned,
        "watchdogs": known.calls.watched,
        "reopened": ends.reopened,
        "won_back": ends.won_back,
        "effort": tried.effort,
        "longest_silence": known.silence,
        "ownership": known.ownership,
        "cost": tried.cost,
        "stopped": ends.stopped,
        **(felt(known) if mood_figures(known) else {}),
        **({} if known.labels is None else labelled(known.labels)),
    }
    return who | traits(known, taken={*who, *what}) | what


def felt(known: Evidence) -> dict[str, npt.NDArray[Any]]:
    """The columns of mood."""
    moods = known.moods()
    return {
        "mood": moods.end,
        "mood_start": moods.start,
        "mood_lowest": moods.lowest,
        "mood_before": moods.before,
        "churned": moods.churned,
        "promoter": moods.promoters,
        "recovered": moods.recovered,
        "escalated": known.attempts.escalated,
    }


def labelled(labels: Labels) -> dict[str, npt.NDArray[Any]]:
    """The columns that a proof gives."""
    return {
        "met_catch_22": labels.met_catch_22,
        "met_catch_22_at": labels.catch_22_at,
        "in_catch_22": labels.in_catch_22,
        "met_trap": labels.met_trap,
        "met_trap_at": labels.trap_at,
        "in_trap": labels.in_trap,
        "futile": labels.futile,
    }


def traits(known: Evidence, *, taken: set[str]) -> dict[str, npt.NDArray[Any]]:
    """A column for each trait of any segment, in the order of the book."""
    held = known.reading.log.book.traits
    which = known.reading.log.cases["traits"].astype(np.int64)
    names = dict.fromkeys(name for one in held for name in one)
    return {
        f"trait {name}" if name in taken else name: np.array([one.get(name, "") for one in held], np.str_)[which]
        for name in names
    }
