"""Figures of cases: over all of them, or any part."""

import re
from collections.abc import Callable

import numpy as np

from journeysim.measure.ends import ENDINGS
from journeysim.measure.evidence import Evidence, counted_outcomes, worths
from journeysim.measure.reading import MS, Column, Floats, Mask
from journeysim.model.duration import DAY
from journeysim.model.labels import LABELLED

CaseFigure = Callable[[Evidence, Mask], float]
"""What a figure is of the cases in a mask; NaN where it does not exist."""

FOLLOWED = (1, 7, 30)
"""The days for which `resolved_within_<n>d` is always given."""


def mean(values: Column) -> float:
    """The mean, NaN of nothing."""
    return float(values.mean()) if len(values) else np.nan


def share_ending(ending: str) -> CaseFigure:
    """The share of cases that end so."""
    return lambda known, cases: mean(known.ends.ending[cases] == ENDINGS.index(ending))


def per_case(column: Callable[[Evidence], Column]) -> CaseFigure:
    """The mean of a column over cases, those left out for which it is NaN."""

    def figure(known: Evidence, cases: Mask) -> float:
        values = column(known)[cases]
        return mean(values[~np.isnan(values)] if values.dtype.kind == "f" else values)

    return figure


def quantile(column: Callable[[Evidence], Floats], chance: float) -> CaseFigure:
    """A quantile over those cases for which the column exists, interpolated linearly (Hyndman and Fan 1996, type 7)."""

    def figure(known: Evidence, cases: Mask) -> float:
        values = column(known)[cases]
        values = values[~np.isnan(values)]
        return float(np.quantile(values, chance)) if len(values) else np.nan

    return figure


def resolved_within(seconds: float) -> CaseFigure:
    """The share resolved for good within so long of arising, of the cases that the record follows for at least so long.

    Cases that arose later than the horizon less that time are left out whether they are resolved or not: the
    proportion in a cohort of complete follow-up, unbiased since how long a case is followed depends on the calendar
    alone. Kaplan and Meier (1958, "Nonparametric estimation from incomplete observations", section 2, the reduced
    sample estimator) compare it with their product-limit estimator, which would use the later cases too. "For good" is
    as seen at the horizon.
    """

    def figure(known: Evidence, cases: Mask) -> float:
        log = known.reading.log
        followed = cases & (known.reading.arose <= log.horizon - seconds * MS)
        return mean(known.ends.time_to_resolution[followed] <= seconds)

    return figure


def first_contact_resolution(known: Evidence, cases: Mask) -> float:
    """The share of cases resolved after exactly one attempt and never reopened."""
    at_once = (known.ends.ending == 0) & (known.attempts.attempts == 1) & (known.ends.reopened == 0)
    return mean(at_once[cases])


def failure_demand(known: Evidence, cases: Mask) -> float:
    """The share of contacts that are not the first of their case."""
    contacts = known.attempts.contacts[cases]
    total = contacts.sum()
    return float((total - np.count_nonzero(contacts)) / total) if total else np.nan


def of_settled(column: str) -> CaseFigure:
    """The share of promises that fared so, of those settled: kept in time, kept late or broken, not void and not
    pending.
    """

    def figure(known: Evidence, cases: Mask) -> float:
        fates = {name: int(getattr(known.promises, name)[cases].sum()) for name in ("kept", "kept_late", "broken")}
        settled = sum(fates.values())
        return fates[column] / settled if settled else np.nan

    return figure


def of_calls(column: str, whole: str) -> CaseFigure:
    """The share of calls, or of voicemails, that fared so."""

    def figure(known: Evidence, cases: Mask) -> float:
        number = int(getattr(known.calls, whole)[cases].sum())
        return int(getattr(known.calls, column)[cases].sum()) / number if number else np.nan

    return figure


CASE_FIGURES: dict[str, CaseFigure] = {
    "resolved": share_ending("resolved"),
    "gave_up": share_ending("gave up"),
    "dead_end": share_ending("dead end"),
    "unresolved": share_ending("unresolved"),
    "dead_end_hits": per_case(lambda known: known.dead_end_hits),
    "loops": per_case(lambda known: known.loops),
    "ping_pong": per_case(lambda known: known.ping_pong),
    "attempts": per_case(lambda known: known.attempts.attempts),
    "contacts": per_case(lambda known: known.attempts.contacts),
    "turned_away": per_case(lambda known: known.attempts.turned_away),
    "abandoned": per_case(lambda known: known.attempts.abandoned),
    "informed": per_case(lambda known: known.attempts.informed),
    "transfers": per_case(lambda known: known.attempts.transfers),
    "referrals": per_case(lambda known: known.attempts.referrals),
    "repeats": per_case(lambda known: known.attempts.repeats),
    "first_contact_resolution": first_contact_resolution,
    "failure_demand": failure_demand,
    "promises_made": per_case(lambda known: known.promises.made),
    "promises_kept": of_settled("kept"),
    "promises_kept_late": of_settled("kept_late"),
    "promises_broken": of_settled("broken"),
    "reopened": per_case(lambda known: known.ends.reopened > 0),
    "won_back": per_case(lambda known: known.ends.won_back),
    "time_to_resolution_median": quantile(lambda known: known.ends.time_to_resolution, 0.5),
    "time_to_resolution_p90": quantile(lambda known: known.ends.time_to_resolution, 0.9),
    "first_resolution_median": quantile(lambda known: known.ends.first_resolution, 0.5),
    **{f"resolved_within_{days}d": resolved_within(days * DAY) for days in FOLLOWED},
    "longest_silence": per_case(lambda known: known.silence),
    "longest_silence_median": quantile(lambda known: known.silence, 0.5),
    "longest_silence_p90": quantile(lambda known: known.silence, 0.9),
    "ownership": per_case(lambda known: known.ownership),
    "effort": per_case(lambda known: known.attempts.effort),
}
"""Figures that every log has, by name."""

CALL_FIGURES: dict[str, CaseFigure] = {
    "calls": per_case(lambda known: known.calls.made),
    "calls_answered": of_calls("answered", "made"),
    "voicemails_returned": of_calls("returned", "missed"),
}
"""Figures of companies that call."""

WATCHDOG_FIGURES: dict[str, CaseFigure] = {"watchdogs": per_case(lambda known: known.calls.watched)}
"""Figures where there are watchdogs."""


def money_figures(known: Evidence) -> dict[str, CaseFigure]:
    """Means per case of what the scenario puts a price on; a case whose own issue, segment or department has none
    counts 0.
    """
    of_issue, of_segment = worths(known)
    lost = known.ends.ending != 0
    found: dict[str, CaseFigure] = {}
    if not np.isnan(known.attempts.cost).all():
        found["cost"] = per_case(lambda known: known.attempts.cost)
    if not np.isnan(of_issue).all():
        found["worth_unresolved"] = per_case(constant(np.nan_to_num(of_issue) * lost))
    if not np.isnan(of_segment).all():
        found["customer_worth_unresolved"] = per_case(constant(np.nan_to_num(of_segment) * lost))
    return found


PUBLIC_FIGURES: dict[str, CaseFigure] = {
    "went_public": per_case(lambda known: known.attempts.public),
    "unnoticed": per_case(lambda known: known.attempts.unnoticed),
}
"""What became public: shown where a channel is, and known to be nothing elsewhere."""


def public_figures(known: Evidence) -> dict[str, CaseFigure]:
    """The figures of publicity, where a channel is public."""
    return PUBLIC_FIGURES if any(channel.public for channel in known.reading.log.book.channels) else {}


def of_moods(column: Callable[[Evidence], Column]) -> CaseFigure:
    """The mean of a column over cases, NaN where the log does not say what moves moods."""
    figure = per_case(column)
    return lambda known, cases: np.nan if known.reading.log.book.feeling is None else figure(known, cases)


MOOD_FIGURES: dict[str, CaseFigure] = {
    "mood": of_moods(lambda known: known.moods().end),
    "mood_start": of_moods(lambda known: known.moods().start),
    "mood_lowest": of_moods(lambda known: known.moods().lowest),
    "mood_before": of_moods(lambda known: known.moods().before),
    "churned": of_moods(lambda known: known.moods().churned),
    "promoters": of_moods(lambda known: known.moods().promoters),
    "recovered": of_moods(lambda known: known.moods().recovered),
    "silent_dissatisfied": of_moods(lambda known: silent_dissatisfied(known)),
}
"""How customers felt: shown where the scenario speaks of mood, and worked out elsewhere when it is asked for."""


def silent_dissatisfied(known: Evidence) -> Mask:
    """Those who left below the bound of their segment without ever having gone public or escalated."""
    silent: Mask = known.moods().churned & ~known.attempts.public & ~known.attempts.escalated
    return silent


def mood_figures(known: Evidence) -> dict[str, CaseFigure]:
    """The figures of mood, where the scenario speaks of it."""
    feeling = known.reading.log.book.feeling
    return MOOD_FIGURES if feeling is not None and feeling.spoken_of else {}


def count_figures(known: Evidence) -> dict[str, CaseFigure]:
    """The scenario's own figures: for each `count`, the mean number per case of the outcomes that bear it."""
    return {name: per_case(constant(column)) for name, column in counted_outcomes(known).items()}


def acting_figures(known: Evidence) -> dict[str, CaseFigure]:
    """What the company does of itself, where the scenario lets it."""
    verbs = {outcome.verb for outcome in known.reading.log.book.outcomes}
    return {**(CALL_FIGURES if "call" in verbs else {}), **(WATCHDOG_FIGURES if "watchdog" in verbs else {})}


def label_figures(known: Evidence) -> dict[str, CaseFigure]:
    """What a proof says of the cases, by the names of figures; nothing where it said nothing."""
    labels = known.labels
    return {} if labels is None else {name: per_case(constant(getattr(labels, name))) for name in LABELLED}


def constant(column: Column) -> Callable[[Evidence], Column]:
    """`column`, whatever it is asked of."""
    return lambda _: column


def case_figures(known: Evidence) -> dict[str, CaseFigure]:
    """All figures that exist in a log. Raises `ValueError` where a `count` has the name of a figure."""
    own = CASE_FIGURES | public_figures(known) | acting_figures(known) | mood_figures(known)
    own |= label_figures(known) | money_figures(known)
    counts = count_figures(known)
    if taken := sorted(own.keys() & counts.keys()):
        raise ValueError(f"a count may not have the name of a figure: {', '.join(taken)}")
    return own | counts


def named_figure(name: str, figures: dict[str, CaseFigure]) -> CaseFigure:
    """A figure by its name, `resolved_within_<n>d` for any number of days. Raises `KeyError` where there is none.

    One that only a proof gives exists nowhere where there was none.
    """
    if name in LABELLED and name not in figures:
        return lambda known, cases: np.nan
    if days := re.fullmatch(r"resolved_within_(\d+)d", name):
        return resolved_within(int(days[1]) * DAY)
    return (PUBLIC_FIGURES | CALL_FIGURES | WATCHDOG_FIGURES | MOOD_FIGURES | figures)[name]
