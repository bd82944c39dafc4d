"""Expectations: a figure, its bounds, and which cases it is of."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from journeysim.model.figures import BY_NAME, FigureName
from journeysim.model.scenario import Bound, Expectation, Test

from .conditions import JourneyCondition
from .names import in_row
from .nodes import Leaf, Listing, Node, Table
from .parts import Part, key
from .reading import Reading, found, listed, reading, shortened, wrong
from .scalars import NUMBER, Duration, Prose, between, chance, duration, number, text_of
from .written import From, OneOrMore

BOUNDS = ("at least", "at most", "between")

OF_STAFF = {"occupancy": "a department", "overtime": "a department"}
"""Figures that no part of the visits has, and what they are of."""

_BASELINE = re.compile(rf"({NUMBER})% of baseline")
_LOOSE_BASELINE = re.compile(r"(\d+(?:\.\d+)?)\s*%?\s*(?:of\s+(?:the\s+)?)?base ?line", re.IGNORECASE)
_WRITTEN = {
    "share": ("a share", "write a share like '95%'"),
    "count": ("a number", "write a number like '2'"),
    "seconds": ("a length of time", "write a duration like '2 days'"),
    "minutes": ("a length of time", "write a duration like '40 min'"),
    "money": ("an amount of money", "write a number like '100'"),
    "mood": ("a mood", "write a number from -1 to 1, like '-0.2'"),
}


def bound(leaf: Leaf, figure: str, unit: str, now: Reading) -> Bound:
    """A limit in the unit of its figure, or relative to the baseline."""
    match = _BASELINE.fullmatch(leaf)
    if match and now.variant is None:
        fact = "only a variant has a baseline to compare with"
        raise wrong("no-baseline", fact, f"{_WRITTEN[unit][1]}, or expect this in a variant", leaf)
    if match:
        return Bound(float(match[1]) / 100, of_baseline=True)
    loose = _LOOSE_BASELINE.fullmatch(leaf)
    if loose:
        fact = f"'{shortened(leaf)}' is not written as a share of the baseline"
        raise wrong("bad-bound", fact, f"write '{loose[1]}% of baseline'", leaf)
    try:
        if unit == "share":
            return Bound(chance(leaf))
        if unit in ("seconds", "minutes"):
            return Bound(duration(leaf) / (60 if unit == "minutes" else 1))
        if unit == "mood":
            return Bound(between(-1, 1, "a mood")(leaf))
        return Bound(number(leaf))
    except PydanticCustomError as error:
        what, move = _WRITTEN[unit]
        said = (error.context or {}).get("move", "")
        fact = f"'{figure}' is {what}, and '{shortened(leaf)}' stands here"
        raise wrong("bad-bound", fact, said if re.search(r"^write '[^']*'$", said) else move, leaf) from None


def _limit(node: Node) -> str:
    return text_of(node, "a bound is a share, a number or a duration")


_Limit = Annotated[Any, PlainValidator(_limit), WithJsonSchema({"type": ["string", "number"]})]


VERDICTS = ("trapped", "in hand", "catch-22", "luck-bound", "resolvable")


def _verdict(node: Node, info: ValidationInfo) -> str:
    leaf = text_of(node, "a verdict belongs here")
    if leaf not in VERDICTS:
        near = reading(info).nearest(leaf, VERDICTS)
        move = f"did you mean '{near}'?" if near else f"write one of {listed(VERDICTS)}"
        raise wrong("wrong-word", f"no verdict is called '{shortened(leaf)}'", move)
    return str(leaf)


_Verdict = Annotated[str, PlainValidator(_verdict), WithJsonSchema({"enum": list(VERDICTS)})]


class Bounds(Part):
    """Limits of a figure."""

    part: ClassVar[str] = "a bound"

    @classmethod
    def sample(cls, instead: Node) -> str:
        """A bound by its sign."""
        word = instead if isinstance(instead, Leaf) else ""
        said = re.fullmatch(r"(>=|<=|=>|=<|>|<|=|≥|≤)?\s*([0-9][^{}\[\]]*)", word)
        if said is None:
            return super().sample(instead)
        sign, limit = said[1] or "", said[2]
        if not sign or sign == "=":
            return f"write '{{at least: {limit}}}' or '{{at most: {limit}}}'"
        return f"write '{{at {'least' if sign[0] in '>≥' or sign == '=>' else 'most'}: {limit}}}'"

    at_least: _Limit | None = key("this much or more", "bound", example="95%")
    at_most: _Limit | None = key("this much or less", "bound", example="95%")
    between: list[_Limit] | None = key("from one to the other", "two bounds", example="[50%, 75%]")


class FigureBounds(Bounds):
    """Limits of a figure of cases or of a department."""

    within: Duration | None = key("only with `resolved`: resolved in this time", "duration", example="30 days")


class Expected(Bounds):
    """A figure of the report, with its bounds, and the cases it is of."""

    part: ClassVar[str] = "an expectation"

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, FigureBounds]

    for_: JourneyCondition | None = key(
        "the cases that it is of", "condition", default="all", example="{segment: customer}"
    )
    share: JourneyCondition | None = key(
        "in place of a figure: the share of cases for which this holds", "condition", example="{ended: resolved}"
    )
    verdict: Annotated[list[_Verdict], OneOrMore(in_row)] | None = key(
        "in place of a figure: the verdict that is proved of each segment and issue, or any of several",
        "one or more of `trapped`, `in hand`, `catch-22`, `luck-bound`, `resolvable`",
        example="[in hand, resolvable]",
    )
    about: Prose | None = key("what to know about it", "text", example="Promised to the board.")

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Figures, their bounds, and what stands beside them."""
        figures = [name for name in table if name not in cls.known_keys() and name != "within"]
        subjects = [*figures, *(name for name in table if name in ("share", "verdict"))]
        if len(subjects) > 1:
            now.note(
                "one-of",
                f"an expectation has one figure, and '{subjects[1]}' stands beside '{subjects[0]}'",
                "write an expectation for each",
                subjects[1],
            )
        if not subjects:
            at: Node = table.key if table.key is not None else table
            now.note("missing-key", "an expectation needs a figure", "write it like '{resolved: {at least: 90%}}'", at)
        for name in figures:
            _check_figure(name, table, now)
        for name in table:
            if name in BOUNDS and "verdict" in table:
                now.note("wrong-shape", f"a verdict has no bounds, and '{name}' stands here", "leave it out", name)
            elif name in BOUNDS and figures:
                now.note(
                    "wrong-shape",
                    f"'{name}' stands beside the figure",
                    f"write it inside: '{figures[0]}: {{{name}: ...}}'",
                    name,
                )
        if "verdict" in table:
            _check_scope("verdict", ("segment", "issue"), table.value("for"), now)
        for name in _departments(table.value("for")) if "share" in table else ():
            fact = "the share of cases for which something holds is a figure of cases, not of a department"
            now.note("senseless-test", fact, "leave 'department' out", name)
        if "share" in table:
            _check_bounds(table, "share", table.name("share"), now)

    @classmethod
    def knows(cls, name: Leaf, now: Reading) -> bool:
        """Figures are keys too."""
        if name == "within":
            now.note(
                "wrong-shape",
                "'within' stands beside the figure, and belongs to 'resolved'",
                "write it inside: 'resolved: {within: 30 days, at least: 80%}'",
                name,
            )
            return False
        return name in cls.known_keys() or name in BY_NAME or name in (now.names.get("count") or ())


def _check_figure(name: Leaf, table: Table, now: Reading) -> None:
    counts = now.names.get("count") or ()
    known: FigureName | None = BY_NAME.get(name)
    if known is None and name not in counts:
        fact, move = f"no figure is named '{shortened(name)}'", now.advise(name, [*BY_NAME, *counts], "figures")
        if within := re.fullmatch(r"resolved[ _]within[ _]([0-9]+)[ _]?d?(?:ays?)?", name):
            move = f"write 'resolved' and, in its bounds, 'within: {within[1]} days'"
        now.note("unknown-name", fact, move, name)
        return
    inside = table[name]
    if isinstance(inside, Table):
        _check_bounds(inside, known.unit if known else "count", name, now)
        if "within" in inside and name != "resolved":
            now.note(
                "wrong-shape", f"'within' belongs to 'resolved', not to '{name}'", "leave it out", inside.name("within")
            )
    scope = table.value("for")
    if known is not None and known.scope == "proof":
        _check_scope(name, ("segment", "issue"), scope, now)
        return
    if name in OF_STAFF:
        _check_scope(name, ("department",), scope, now)
    departments = _departments(scope)
    if known is not None and known.scope == "department":
        names = now.names.get("department") or ()
        if not departments and len(names) != 1:
            now.note(
                "missing-key",
                f"'{name}' is a figure of a department, and none is named",
                "add 'for: {department: NAME}'",
                name,
            )
    elif departments:
        now.note(
            "senseless-test",
            f"'{name}' is a figure of cases, not of a department",
            "leave 'department' out",
            departments[0],
        )


def _check_scope(name: str, words: tuple[str, ...], scope: Node | None, now: Reading) -> None:
    """Note tests of a scope that the figure cannot be asked by."""
    for table in scope if isinstance(scope, Listing) else [scope]:
        for test in table if isinstance(table, Table) else ():
            if test not in words:
                whole = OF_STAFF.get(name, "a segment and issue")
                fact = f"'{name}' is of {whole} as a whole, and cannot be asked by '{test}'"
                now.note("senseless-test", fact, "leave it out", test)


def _departments(scope: Node | None) -> list[Leaf]:
    tables = scope if isinstance(scope, Listing) else [scope]
    return [table.name("department") for table in tables if isinstance(table, Table) and "department" in table]


def _check_bounds(table: Table, unit: str, name: Leaf, now: Reading) -> None:
    said = [key for key in table if key in BOUNDS]
    if not said:
        if not any(key not in Bounds.known_keys() for key in table if key not in ("within", "for", "share", "about")):
            now.note("missing-key", f"'{name}' has no bound", f"add one of {listed(BOUNDS)}", name)
        return
    if len(said) > 1:
        now.note("one-of", f"'{said[1]}' stands beside '{said[0]}'", "write 'between: [LEAST, MOST]'", said[1])


def limits(table: Table, figure: str, unit: str, now: Reading) -> tuple[Bound | None, Bound | None]:
    """The least and the most of a table of bounds; raises where one is not written in the figure's unit."""
    least, most = table.value("at least"), table.value("at most")
    both = table.value("between")
    low = bound(least, figure, unit, now) if isinstance(least, Leaf) else None
    high = bound(most, figure, unit, now) if isinstance(most, Leaf) else None
    if isinstance(both, Listing):
        if len(both) != 2 or not all(isinstance(item, Leaf) for item in both):
            raise wrong(
                "wrong-shape", f"'between' takes two bounds, and {len(both)} stand here", "write '[LEAST, MOST]'", both
            )
        low, high = (bound(item, figure, unit, now) for item in both if isinstance(item, Leaf))
        if low.of_baseline == high.of_baseline and low.value > high.value:
            raise wrong("bad-bound", f"'{both[1]}' is less than '{both[0]}'", "write the least first", both[1])
    elif both is not None:
        raise wrong(
            "wrong-shape",
            f"'between' takes a list of two bounds, but {found(both)} stands here",
            "write '[LEAST, MOST]'",
            both,
        )
    return low, high


def _with_bounds(expected: Expected, info: ValidationInfo) -> Expectation:
    now, table = reading(info), expected.table
    name = next((name for name in table if name in (expected.__pydantic_extra__ or {})), None)
    known = BY_NAME.get(name) if name is not None else None
    inside = table[name] if name is not None else table
    unit = "share" if name is None else known.unit if known else "count"
    low, high = limits(inside, name or "share", unit, now) if isinstance(inside, Table) else (None, None)
    figure_bounds = expected.__pydantic_extra__[name] if name is not None else None
    scope = expected.for_
    if known is not None and known.scope == "department" and not _departments(table.value("for")):
        only = Test("department", tuple(now.names.get("department") or ()))
        scope = tuple((*group, only) for group in scope) if scope else ((only,),)
    if expected.verdict is not None:
        return Expectation(
            str(table.key), expected.place, "verdict", scope=expected.for_, verdicts=tuple(expected.verdict)
        )
    within = figure_bounds.within if figure_bounds is not None else None
    return Expectation(str(table.key), expected.place, str(name or "share"), low, high, within, expected.share, scope)


ExpectedNoun = Annotated[Expectation, From(Expected, informed_turn=_with_bounds)]
