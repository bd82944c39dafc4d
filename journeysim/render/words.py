"""Figures into words: what each is called, what it is of, and in which unit it is said."""

from dataclasses import dataclass

from journeysim.model.duration import DAY, HOUR, MINUTE, in_words
from journeysim.model.figures import BY_NAME, Unit
from journeysim.model.report import Figure


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of an answer, for screens that know them and for those that know letters only."""

    about: str = "±"
    arrow: str = "→"
    dot: str = "·"
    dash: str = "–"
    under: str = "─"
    bar: str = "█"
    bar_ends: str = " ▏▎▍▌▋▊▉"
    kept: str = "✓"
    broken: str = "✗"
    undecided: str = "?"

    def verdict(self, verdict: str) -> str:
        """The sign of an expectation that is kept, broken or undecided."""
        return {"kept": self.kept, "broken": self.broken}.get(verdict, self.undecided)


PLAIN = Signs(about="+-", arrow="->", dot="|", dash="-", under="-", bar="#", bar_ends=" ", kept="ok", broken="NO")
"""Signs in ASCII alone."""

LABELS = {
    "resolved": "resolved",
    "dead_end": "dead end",
    "gave_up": "gave up",
    "unresolved": "unresolved",
    "first_contact_resolution": "resolved at first contact",
    "attempts": "attempts",
    "contacts": "contacts",
    "turned_away": "turned away",
    "went_public": "went public",
    "abandoned": "hung up waiting",
    "loops": "loops",
    "dead_end_hits": "dead ends hit",
    "calls": "called",
    "calls_answered": "calls answered",
    "watchdogs": "handed on by a watchdog",
    "met_catch_22": "met a Catch-22",
    "met_trap": "met a trap",
    "time_to_resolution_median": "time to resolution, median",
    "time_to_resolution_p90": "nine in ten within",
    "longest_silence": "longest silence",
    "effort": "own time",
    "mood_lowest": "lowest mood",
    "churned": "will leave",
    "promoters": "will recommend",
    "silent_dissatisfied": "will leave in silence",
    "handled": "handled a run",
    "wait_mean": "wait",
    "wait_p90": "nine in ten within",
    "service_level": "in time",
    "abandonment": "hung up",
    "occupancy": "busy",
    "overtime": "overtime",
}
"""Plain words for the figures that the text answer shows; other figures go by their name."""


def unit_of(name: str) -> Unit:
    """The unit of a figure by its name; a scenario's own figures are counts."""
    if name.startswith("resolved_within_"):
        return "share"
    return BY_NAME[name].unit if name in BY_NAME else "count"


def label_of(name: str) -> str:
    """What a figure is called in plain words."""
    return LABELS.get(name, name.replace("_", " "))


def said(figure: Figure | None, unit: Unit, *, signs: Signs, spread: bool = True) -> str:
    """A figure with half the width of its interval, `86.1% ±0.6`; a dash where there is none.

    Without an interval (one replication) the value stands alone, and so it does where all replications agree.
    """
    if figure is None or figure.value is None:
        return signs.dash
    half = None
    if spread and figure.low is not None and figure.high is not None:
        half = (figure.high - figure.low) / 2
    match unit:
        case "share":
            return _number(figure.value * 100, None if half is None else half * 100, "%", signs, least=0.01)
        case "seconds":
            return _length(figure.value, half, signs)
        case "minutes":
            return _length(figure.value * MINUTE, None if half is None else half * MINUTE, signs)
        case "count" | "money" | "mood":
            return _number(figure.value, half, "", signs, least=0.01)


def _number(value: float, half: float | None, suffix: str, signs: Signs, *, least: float = 0.0) -> str:
    if 0 < abs(value) < least / 2 and (half is None or half < least):
        return f"<{least:g}{suffix}"
    digits = _digits(value, half)
    text = _rounded(value, digits)
    if suffix == "%" and text.startswith("100") and value < 100:
        digits = 2
        text = min(_rounded(value, digits), "99.99", key=float)
    if not half:
        return f"{_trimmed(text)}{suffix}"
    return f"{text}{suffix} {signs.about}{_rounded(half, digits)}"


def _length(seconds: float, half: float | None, signs: Signs) -> str:
    if not half:
        return in_words(seconds)
    unit, name = next(
        (unit, name)
        for unit, name, least in ((DAY, "days", 2), (HOUR, "h", 1), (MINUTE, "min", 1), (1.0, "s", 0))
        if abs(seconds) >= unit * least
    )
    digits = _digits(seconds / unit, half / unit)
    return f"{_rounded(seconds / unit, digits)} {name} {signs.about}{_rounded(half / unit, digits)}"


def _digits(value: float, half: float | None) -> int:
    """Decimals worth showing: the more, the better it is known, so that its spread does not read as nought."""
    if half is None:
        return 2 if abs(value) < 10 else 1 if abs(value) < 1000 else 0
    if half < 0.005 and abs(value) < 100:
        return 3
    if half < 0.05 and abs(value) < 100:
        return 2
    return 1 if half < 5 and abs(value) < 1000 else 0


def _rounded(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}".replace(",", " ")
    return text.removeprefix("-") if float(text.replace(" ", "")) == 0 else text


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
