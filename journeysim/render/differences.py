"""What differs between two scenarios in words, values as the language writes them."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from itertools import pairwise
from textwrap import fill
from typing import Any, Literal

from journeysim.model import duration as times
from journeysim.model.calendar import WEEKDAYS, Profile, Week
from journeysim.model.difference import Difference
from journeysim.model.scenario import (
    Bound,
    Branch,
    By,
    Cases,
    Drop,
    Every,
    Expectation,
    Outcome,
    Rate,
    Resolve,
    Rule,
    Test,
)
from journeysim.render.spoken import listed
from journeysim.render.words import unit_of

DiffForm = Literal["text", "markdown", "json"]
DIFF_FORMS: tuple[DiffForm, ...] = ("text", "markdown", "json")

SHARES = (
    "works",
    "kept",
    "late",
    "followed",
    "found",
    "noticed",
    "notes",
    "chance",
    "traits",
    "tries_chances",
    "reaches",
)
NUMBERS = ("worth", "cost", "cv", "weight", "value", "mood", "queue_over", "empathy", "churns", "promotes", "gesture")
"""Fields whose numbers are shares, or numbers; others are lengths of time."""

SPELT = {
    "traits": "is",
    "kept_in": "in",
    "expectations": "expect",
    "warm_up": "warm-up",
    "tries_chances": "tries, chances",
}
KINDS = (
    "variants",
    "segments",
    "issues",
    "incidents",
    "watchdogs",
    "channels",
    "departments",
    "facts",
    "rules",
    "expectations",
    "holidays",
)
"""Fields that hold named things."""

UNITS = (("weeks", 604_800), ("days", 86_400), ("h", 3600), ("min", 60), ("s", 1))
WORDS = {"new": "+", "gone": "-", "changed": "~", "moved": "~"}


def differences_as(
    found: Sequence[Difference], form: DiffForm = "text", *, names: tuple[str, str], width: int = 80, version: str = ""
) -> str:
    """The differences between two scenarios, called `names`, in one of `DIFF_FORMS`."""
    if form == "json":
        return json.dumps(_document(found, names, version), indent=2, ensure_ascii=False) + "\n"
    found = _used(found)
    title = f"{names[0]} → {names[1]}"
    if not found:
        return f"{title}\nThe same.\n" if form == "text" else f"## {title}\n\nThe same.\n"
    if form == "markdown":
        rows = [f"- **{where}** {said}" for _, where, said in _told(found)]
        return "\n".join([f"## {title}", "", *rows]) + "\n"
    lines = [title]
    for sign, where, said in _told(found):
        line = f"{sign} {where} {said}"
        lines.append(fill(line, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False))
    lines.append(f"{len(found)} difference{'' if len(found) == 1 else 's'}.")
    return "\n".join(lines) + "\n"


def _used(found: Sequence[Difference]) -> list[Difference]:
    """The differences, where what is read and what is written changed alike as one: that is how it is said, `uses`."""
    told: list[Difference] = []
    for one in found:
        last = told[-1] if told else None
        alike = last is not None and (last.kind, last.before, last.after) == (one.kind, one.before, one.after)
        if last is not None and alike and (*last.path, *one.path[-1:]) == (*one.path[:-1], "reads", "writes"):
            told[-1] = replace(one, path=(*one.path[:-1], "uses"))
        else:
            told.append(one)
    return told


def _document(found: Sequence[Difference], names: tuple[str, str], version: str) -> dict[str, object]:
    return {
        "journeysim": version,
        "before": names[0],
        "after": names[1],
        "same": not found,
        "differences": [
            {
                "path": [_spelt(part) for part in one.path],
                "kind": one.kind,
                "before": None if one.kind == "new" else written(one.before, _field(one)),
                "after": None if one.kind == "gone" else written(one.after, _field(one)),
            }
            for one in found
        ],
    }


def _told(found: Sequence[Difference]) -> list[tuple[str, str, str]]:
    """A sign, where and what of each difference; those that are the same for several names are told once."""
    groups: dict[tuple[object, ...], list[Difference]] = {}
    for one in found:
        key = (one.kind, one.path[0], one.path[2:], _said(one)) if len(one.path) > 2 else (one.path,)
        groups.setdefault(key, []).append(one)
    return [(WORDS[same[0].kind], _where(same), _said(same[0])) for same in groups.values()]


def _where(same: Sequence[Difference]) -> str:
    """The way there: `department chat desk, rule send on, then:`, or `channels chat and store, open:`."""
    parts = list(same[0].path)
    told: list[str] = []
    for kind in KINDS:
        if kind in parts[:-1]:
            at = parts.index(kind)
            names = [parts[at + 1]] if told else [one.path[1] for one in same]
            told.append(f"{_spelt(kind).removesuffix('s') if len(names) == 1 else kind} {listed(names)}")
            parts[at : at + 2] = []
    told += [_spelt(part) for part in parts]
    return ", ".join(told) + ":"


def _field(one: Difference) -> str:
    """The field that says how the numbers of a value are meant; the way may go on into a table of one's own names."""
    words = [part for above, part in pairwise(("", *one.path)) if above not in KINDS]
    return next((part for part in reversed(words) if part in SHARES or part in NUMBERS), one.path[-1])


def _said(one: Difference) -> str:
    name = _field(one)
    match one.kind:
        case "new":
            return "new" if one.after is None else f"new, {written(one.after, name)}"
        case "gone":
            return "gone" if one.before is None else f"gone; it was {written(one.before, name)}"
        case "moved":
            return f"now in the order {written(one.after, name)}"
        case "changed":
            return _chances(one) or _branches(one) or f"{written(one.before, name)} → {written(one.after, name)}"


def _chances(one: Difference) -> str:
    """What changed where a rule draws among the same outcomes with other chances; empty elsewhere."""
    rows = (one.before, one.after)
    if not all(isinstance(row, tuple) and row and all(isinstance(branch, Branch) for branch in row) for row in rows):
        return ""
    before, after = ({_outcome(branch.outcome): branch.chance for branch in row} for row in rows)  # type: ignore[attr-defined]
    if list(before) != list(after) or {len(before)} != {len(row) for row in rows}:  # type: ignore[arg-type]
        return ""
    told = [
        f"{_number(before[outcome], SHARES[0])} → {_number(after[outcome], SHARES[0])} of {outcome}"
        for outcome in before
        if before[outcome] != after[outcome]
    ]
    return "; ".join(told)


def _branches(one: Difference) -> str:
    """The outcomes that changed, where a rule draws among as many as before; empty elsewhere."""
    rows = (one.before, one.after)
    if not all(isinstance(row, tuple) and all(isinstance(branch, Branch) for branch in row) for row in rows):
        return ""
    before, after = ([written(branch) for branch in row] for row in rows)  # type: ignore[attr-defined]
    if len(before) != len(after) or len(before) < 2:
        return ""
    return "; ".join(f"{old} → {new}" for old, new in zip(before, after, strict=True) if old != new)


def _spelt(field: str) -> str:
    return SPELT.get(field, field.strip("_").replace("_", " "))


# --- values, as the language writes them ---


def length(seconds: float) -> str:
    """A duration in the largest unit that gives a whole number, so that two of them never read alike."""
    if seconds == float("inf"):
        return "endless"
    for name, unit in UNITS:
        if seconds and seconds % unit == 0:
            count = int(seconds // unit)
            return f"{count} {name if count > 1 or name in ('h', 'min', 's') else name.removesuffix('s')}"
    return f"{seconds:g} s" if seconds == float(f"{seconds:g}") else f"{seconds!r} s"


def written(value: object, field: str = "") -> str:
    """A value of a scenario as the language writes it, or nearly so; `field` is where it stands."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case str() | dt.date():
            return f'"{value}"' if field in ("says", "about", "name") else str(value)
        case int():
            return str(value)
        case float():
            return _number(value, field)
        case times.Exactly():
            return length(value.seconds)
        case times.Values():
            pairs = zip(value.seconds, value.chances, strict=True)
            told = ", ".join(f"{length(seconds)}: {_number(chance, SHARES[0])}" for seconds, chance in pairs)
            return f"{{values: {{{told}}}}}"
        case times.Uniform():
            return f"{{uniform: [{length(value.low)}, {length(value.high)}]}}"
        case times.Lognormal() | times.Gamma() | times.Weibull():
            return f"{{{type(value).__name__.lower()}: {{mean: {length(value.mean)}, cv: {value.cv:g}}}}}"
        case times.Triangular():
            return f"{{triangular: [{length(value.low)}, {length(value.mode)}, {length(value.high)}]}}"
        case times.Exponential():
            return f"{{exponential: {length(value.mean)}}}"
        case Rate():
            return f"{value.per_second * 86_400:.10g} per day"
        case Every():
            return f"{{every: {written(value.gap)}}}"
        case Cases():
            return f"{{cases: {value.number}}}"
        case Expectation():
            return _expectation(value)
        case By():
            return f"{{by {value.about}: {written(_with_rest(value), field)}}}"
        case Test():
            return _test(value)
        case Week():
            return _week(value)
        case Profile():
            days = "" if value.days is None else f"days: {_week(value.days)}"
            hours = ", ".join(f"{_clock(a)}-{_clock(b)}: {weight:g}" for a, b, weight in value.hours)
            return f"{{{', '.join(part for part in (days, f'hours: {{{hours}}}' if hours else '') if part)}}}"
        case Outcome():
            return _outcome(value)
        case Branch():
            return f"{{chance: {_number(value.chance, 'chance')}, {_outcome(value.outcome)[1:]}"
        case Mapping():
            return f"{{{', '.join(f'{key}: {written(entry, field)}' for key, entry in value.items())}}}"
        case tuple() | list():
            return _row(value, field)
    return _table(value) if is_dataclass(value) else str(value)


def _with_rest(value: By[object]) -> Mapping[str, object]:
    return {**value.table, **({} if value.otherwise is None else {"otherwise": value.otherwise})}


def _number(value: float, field: str) -> str:
    if field in SHARES:
        return f"{value * 100:.10g}%"
    return f"{value:.10g}" if field in NUMBERS else length(value)


def _row(value: Sequence[object], field: str) -> str:
    if value and all(isinstance(one, tuple) and all(isinstance(test, Test) for test in one) for one in value):
        return " or ".join(f"{{{', '.join(map(written, one))}}}" for one in value)  # type: ignore[call-overload]
    if len(value) == 1 and isinstance(value[0], Branch) and value[0].chance == 1:
        return _outcome(value[0].outcome)
    if value and all(isinstance(one, Rule) for one in value):
        return f"{{{', '.join(f'{one.name}: {{{written(one)}}}' for one in value)}}}"  # type: ignore[attr-defined]
    return f"[{', '.join(written(one, field) for one in value)}]"


def _test(test: Test) -> str:
    if test.values:
        return f"{test.about}: {test.values[0] if len(test.values) == 1 else written(test.values)}"
    bounds = (("at least", test.at_least), ("over", test.over), ("under", test.under))
    plain = test.about in ("contacts", "mood")
    said = ", ".join(
        f"{word} {bound:g}" if plain else f"{word} {length(bound)}" for word, bound in bounds if bound is not None
    )
    return f"{test.about}: {said}"


def _expectation(value: Expectation) -> str:
    unit = unit_of(value.figure)

    def bound(found: Bound) -> str:
        if found.of_baseline:
            return f"{found.value * 100:.10g}% of baseline"
        if unit == "share":
            return _number(found.value, SHARES[0])
        return length(found.value) if unit == "seconds" else f"{found.value:.10g}"

    sides = (("at least", value.at_least), ("at most", value.at_most))
    bounds = [f"{word} {bound(side)}" for word, side in sides if side is not None]
    what = value.figure if value.share is None else f"share of {written(value.share)}"
    within = "" if value.within is None else f" within {length(value.within)}"
    scope = "" if value.scope is None else f" for {written(value.scope)}"
    if value.verdicts:
        what, bounds = "verdict", [" or ".join(value.verdicts)]
    return f"{what}{within} {' and '.join(bounds)}{scope}"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 3600):02}:{int(seconds % 3600 // 60):02}"


def _week(week: Week[Any]) -> str:
    days = [(name, day) for name, day in zip(WEEKDAYS, week.weekdays, strict=True) if day is not None]
    days += [("holiday", week.holiday)] if week.holiday is not None else []
    days += [(str(date), day) for date, day in week.dates.items()]
    told: dict[str, list[str]] = {}
    for name, day in days:
        told.setdefault(_day(day), []).append(name)
    return f"{{{', '.join(f'{_names(names)}: {day}' for day, names in told.items())}}}"


def _names(names: Sequence[str]) -> str:
    first = WEEKDAYS.index(names[0]) if names[0] in WEEKDAYS else 0
    if len(names) > 2 and list(WEEKDAYS[first : first + len(names)]) == list(names):
        return f"{names[0]}-{names[-1]}"
    return " ".join(names)


def _day(day: object) -> str:
    if not isinstance(day, tuple):
        return written(day, "weight")
    spans = [f"{_clock(span[0])}-{_clock(span[1])}" + (f": {span[2]:g}" if len(span) > 2 else "") for span in day]
    return "closed" if not spans else spans[0] if len(spans) == 1 else f"[{', '.join(spans)}]"


def _outcome(outcome: Outcome) -> str:
    verb = outcome.verb
    parts = [f"{type(verb).__name__.lower()}: {_table(verb)}"]
    if outcome.set:
        parts.append(f"set: {{{', '.join(f'{fact}: {value}' for fact, value in outcome.set)}}}")
    parts += [] if outcome.note else ["note: none"]
    parts += [f'says: "{outcome.says}"'] if outcome.says is not None else []
    parts += [f"count: {outcome.count}"] if outcome.count is not None else []
    return f"{{{', '.join(parts)}}}"


def _table(value: object) -> str:
    """A noun by its fields, those left out that have their defaults; a single one without its name."""
    told = []
    for field in fields(value):  # type: ignore[arg-type]
        held = getattr(value, field.name)
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if field.name not in ("place", "admits_place", "name") and held != default:
            told.append((field.name, written(held, field.name)))
    if isinstance(value, Rule):
        told.sort(key=lambda one: one[0] == "then")
        return ", ".join(f"{_spelt(name)}: {said}" for name, said in told)
    if not told:
        return "silently" if isinstance(value, Drop) else "now" if isinstance(value, Resolve) else "{}"
    if len(told) == 1 and told[0][0] in ("to", "reason"):
        return told[0][1].removeprefix("[").removesuffix("]") if ", " not in told[0][1] else told[0][1]
    return f"{{{', '.join(f'{_spelt(name)}: {said}' for name, said in told)}}}"
