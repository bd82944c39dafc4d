"""Lengths of time that vary: distributions, and tables by the case."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    GetJsonSchemaHandler,
    PlainValidator,
    Tag,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError

from journeysim.model import duration as nouns
from journeysim.model.duration import ENDLESS, Exactly
from journeysim.model.scenario import By

from .names import DepartmentName
from .nodes import Leaf, Listing, Node, Table
from .parts import Part, key
from .reading import Reading, listed, reading, shortened, wrong
from .scalars import NUMBER, Chance, Duration, Number, chance, duration, text_of
from .written import From

T = TypeVar("T")

WRITTEN = "a time is a duration or a distribution"
LIKE_A_TIME = "write it like '6 min', '{exponential: 6 min}' or '{uniform: [2 min, 9 min]}'"


class Spread(Part):
    """Mean and coefficient of variation."""

    part: ClassVar[str] = "a distribution"
    needs: ClassVar[tuple[str, ...]] = ("mean", "cv")

    mean: Duration | None = key("the mean", "duration", default="required", example="7 min")
    cv: Number | None = key("standard deviation over mean", "number", default="required", example="0.8")

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Means and spreads of zero."""
        for name, entry in table.items():
            if isinstance(entry, Leaf) and entry.split(" ")[0].strip("0.") == "" and name in ("mean", "cv"):
                now.note("bad-number", f"a '{name}' of zero leaves nothing to draw", "write a plain duration", entry)


class Distribution(Part):
    """A time that varies: exactly one of its keys."""

    part: ClassVar[str] = "a time"

    exponential: Duration | None = key("memoryless, with this mean", "duration", example="6 min")
    lognormal: Spread | None = key("by mean and cv", "{mean, cv}", example="{mean: 7 min, cv: 0.8}")
    gamma: Spread | None = key("by mean and cv", "{mean, cv}", example="{mean: 7 min, cv: 0.8}")
    weibull: Spread | None = key("by mean and cv", "{mean, cv}", example="{mean: 7 min, cv: 0.8}")
    uniform: list[Duration] | None = key("evenly between two", "two durations", example="[2 min, 9 min]")
    triangular: list[Duration] | None = key(
        "least, most frequent, most", "three durations", example="[1 min, 3 min, 9 min]"
    )
    values: dict[Duration, Chance] | None = key(
        "one of a few, with chances", "duration: chance", example="{5 min: 20%, 9 min: 80%}"
    )

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """More than one distribution, and parameters that do not fit it."""
        known = [name for name in table if name in cls.known_keys()]
        if len(known) > 1:
            now.note(
                "one-of",
                f"a time has one shape, and '{known[1]}' stands beside '{known[0]}'",
                "keep one of them",
                known[1],
            )
        mean = table.value("exponential")
        if isinstance(mean, Table) and list(mean) == ["mean"]:
            said = mean.value("mean")
            move = f"write 'exponential: {said}'" if isinstance(said, Leaf) else "write it like 'exponential: 6 min'"
            now.note("wrong-shape", "'exponential' takes its mean alone, without the word", move, mean)
            mean.broken = True
        for name, length in (("uniform", 2), ("triangular", 3)):
            entry = table.value(name)
            if isinstance(entry, Listing) and not entry.broken:
                _ascending(entry, name, length, now)
        values = table.value("values")
        if isinstance(values, Table):
            sums_to_one(list(values.values()), values, now)

    def noun(self) -> nouns.Time:
        """The time it describes."""
        if self.exponential is not None:
            return nouns.Exponential(self.exponential) if self.exponential else Exactly(0.0)
        for spread, shape in (
            (self.lognormal, nouns.Lognormal),
            (self.gamma, nouns.Gamma),
            (self.weibull, nouns.Weibull),
        ):
            if spread is not None and spread.mean is not None and spread.cv is not None:
                return shape(spread.mean, spread.cv)
        if self.uniform is not None and len(self.uniform) == 2:
            return nouns.Uniform(*self.uniform)
        if self.triangular is not None and len(self.triangular) == 3:
            return nouns.Triangular(*self.triangular)
        if self.values:
            return nouns.Values(tuple(self.values), tuple(self.values.values()))
        return Exactly(0.0)


def _ascending(items: Listing, name: str, length: int, now: Reading) -> None:
    if len(items) != length:
        now.note(
            "wrong-shape",
            f"'{name}' takes {length} durations, and {len(items)} stand here",
            f"write it like '{Distribution.example(name)}'",
            items,
        )
        return
    try:
        seconds = [duration(item) for item in items]
    except Exception:  # each item reports itself
        return
    for index in range(1, length):
        if seconds[index] < seconds[index - 1]:
            now.note(
                "bad-duration",
                f"'{items[index]}' is shorter than '{items[index - 1]}' before it",
                "write the least first",
                items[index],
            )


def sums_to_one(leaves: list[Node], at: Node, now: Reading) -> None:
    """Note chances that do not sum to 100 %; says nothing where one of them is no chance."""
    try:
        shares = [chance(leaf) * 100 for leaf in leaves]
    except PydanticCustomError:  # it reports itself
        return
    total = math.fsum(shares)
    if leaves and abs(total - 100) > 1e-6:
        last = next(leaf for leaf in reversed(leaves) if isinstance(leaf, Leaf))
        rest = shares[-1] + 100 - total
        move = (
            f"write '{rest:g}%' here, or change another"
            if len(shares) > 1 and 0 < rest < 100
            else "make them sum to 100%"
        )
        now.note("chance-sum", f"the chances here sum to {total:g}%, not to 100%", move, last)


def by_key(table: Any) -> Leaf | None:
    """The key `by ...` of a table, where it has one."""
    return next((name for name in table if name.startswith("by ")), None) if isinstance(table, Table) else None


def shape(node: Any) -> str:
    """Which way of writing a value is used."""
    if isinstance(node, Leaf):
        return "text"
    if isinstance(node, Listing):
        return "list"
    return "by" if by_key(node) is not None else "table"


def ways(expects: str, move: str) -> Discriminator:
    """Decides by its shape how a value is read; a shape that is not among them is told what is expected."""
    return Discriminator(shape, custom_error_type="expects", custom_error_message=f"{expects}; {move}")


def by_case(node: Any, info: ValidationInfo) -> Any:
    """Check what a table by the case is about, and that it names every value there is."""
    now = reading(info)
    about = by_key(node)
    assert isinstance(node, Table)
    assert about is not None
    for other in node:
        if other is not about:
            now.note(
                "unknown-key",
                f"'{other}' stands beside '{about}'",
                f"put it into the table of '{about}', or leave it out",
                other,
            )
    subject, table = str(about)[3:], node[about]
    if not isinstance(table, Table):
        raise wrong(
            "wrong-shape", f"'{about}' is a table of values", f"write '{about}: {{VALUE: ..., otherwise: ...}}'", table
        )
    kind = (
        subject
        if subject in ("issue", "segment", "channel")
        else "attribute"
        if subject in (now.names.get("attribute") or ())
        else "fact"
    )
    names = now.names.get(kind) if kind == subject else now.values.get(subject)
    if kind == "fact" and subject not in (now.names.get("fact") or ()):
        known = [*(now.names.get("attribute") or ()), *(now.names.get("fact") or ())]
        move = now.advise(subject, [f"by {word}" for word in ("issue", "segment", "channel", *known)], "such tables")
        now.note(
            "unknown-name",
            f"'{subject}' is neither issue, segment nor channel, nor an attribute or a fact",
            move.replace("'by by", "'by"),
            about,
        )
        return {subject: table}
    for name in table:
        if name != "otherwise":
            now.is_name(name, kind) if kind == subject else now.is_value(name, subject, kind)
    missing = [name for name in names or () if name not in table]
    if "otherwise" not in table and (missing or subject in now.partial):
        fact = (
            f"the table does not say what holds for {listed(missing, 4)}"
            if missing
            else f"not every segment has the attribute '{subject}'"
        )
        now.note("incomplete-table", fact, "add it, or 'otherwise'", about)
    return {subject: table}


def to_by(read: dict[str, dict[str, T]]) -> By[T]:
    """The noun of a table by the case."""
    ((about, table),) = read.items()
    return By(about, {value: result for value, result in table.items() if value != "otherwise"}, table.get("otherwise"))


@dataclass(frozen=True)
class _ByKey:
    """Tells editors that a table by the case has one key, `by ...`."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "minProperties": 1, "maxProperties": 1, "propertyNames": {"pattern": "^by "}}


PlainKey = Annotated[str, PlainValidator(str), WithJsonSchema({"type": "string"})]


_RANGE = re.compile(rf"({NUMBER})\s*([a-z]*)\s*(?:-|to)\s*({NUMBER})\s*([a-z]+)")


def _exactly(node: Node) -> Exactly:
    leaf = text_of(node, WRITTEN)
    if span := _RANGE.fullmatch(leaf):
        least, most = f"{span[1]} {span[2] or span[4]}", f"{span[3]} {span[4]}"
        raise wrong("bad-duration", f"'{leaf}' is not one duration", f"write '{{uniform: [{least}, {most}]}}'")
    word = re.match(r"[a-z]+", leaf)
    if word and word[0] in Distribution.known_keys():
        raise wrong("bad-duration", f"'{shortened(leaf)}' is not written as a distribution", _mended(word[0], leaf))
    return Exactly(duration(leaf))


def _mended(name: str, leaf: str) -> str:
    mean = re.search(rf"{NUMBER} (s|min|h|days?|weeks?)\b", leaf)
    if name == "exponential" and mean:
        return f"write '{{exponential: {mean[0]}}}'"
    return f"write it like '{{{Distribution.example(name)}}}'"


def _patience(node: Node) -> Exactly:
    leaf = text_of(node, WRITTEN)
    if leaf in ("forever", "infinite", "unlimited", "none", "never"):
        raise wrong("bad-duration", f"'{leaf}' is not written as a duration", "write 'endless' if they never hang up")
    return ENDLESS if leaf == "endless" else _exactly(node)


WITH_THE_INCIDENT = "with the incident"


def _clearing(node: Node) -> nouns.Time | Literal["with the incident"]:
    leaf = text_of(node, "'clears up' is a time, or 'with the incident'")
    if leaf.startswith("with ") and leaf != WITH_THE_INCIDENT:
        raise wrong("wrong-word", f"'clears up' cannot be '{shortened(leaf)}'", f"write '{WITH_THE_INCIDENT}'")
    if leaf == "never":
        raise wrong("wrong-word", "trouble that never clears up by itself has no 'clears up'", "leave it out")
    return "with the incident" if leaf == WITH_THE_INCIDENT else _exactly(node)


_DURATION = {"type": "string", "pattern": rf"^{NUMBER} (s|min|h|days?|weeks?)$"}

_Exactly = Annotated[nouns.Time, PlainValidator(_exactly), WithJsonSchema(_DURATION), Tag("text")]
_Patience = Annotated[
    nouns.Time, PlainValidator(_patience), WithJsonSchema({"anyOf": [_DURATION, {"const": "endless"}]}), Tag("text")
]
_Clearing = Annotated[
    nouns.Time | Literal["with the incident"],
    PlainValidator(_clearing),
    WithJsonSchema({"anyOf": [_DURATION, {"const": WITH_THE_INCIDENT}]}),
    Tag("text"),
]
_Drawn = Annotated[nouns.Time, From(Distribution, Distribution.noun), Tag("table")]

Time = Annotated[nouns.Time, From(Annotated[_Exactly | _Drawn, ways(WRITTEN, LIKE_A_TIME)])]
Clearing = Annotated[
    nouns.Time | Literal["with the incident"],
    From(
        Annotated[
            _Clearing | _Drawn,
            ways("'clears up' is a time, or 'with the incident'", "write it like '1 day' or 'with the incident'"),
        ]
    ),
]
_PatienceTime = Annotated[nouns.Time, From(Annotated[_Patience | _Drawn, ways(WRITTEN, LIKE_A_TIME)])]


def _by(value: Any) -> Any:
    """A table by the case whose values are written like `value`."""
    return Annotated[
        dict[PlainKey, dict[PlainKey, value]], BeforeValidator(by_case), AfterValidator(to_by), _ByKey(), Tag("by")
    ]


TimeByCase = Annotated[
    nouns.Time | By[nouns.Time], From(Annotated[_Exactly | _Drawn | _by(Time), ways(WRITTEN, LIKE_A_TIME)])
]
Patience = Annotated[
    nouns.Time | By[nouns.Time], From(Annotated[_Patience | _Drawn | _by(_PatienceTime), ways(WRITTEN, LIKE_A_TIME)])
]


def _check_shares(node: Any, info: ValidationInfo) -> Any:
    if isinstance(node, Table):
        sums_to_one(list(node.values()), node, reading(info))
    return node


def shares(name: Any) -> Any:
    """Names with chances, which must sum to 100 %."""
    return Annotated[dict[name, Chance], BeforeValidator(_check_shares), Tag("table")]


Reaches = Annotated[
    str | By[str] | dict[str, float],
    From(
        Annotated[
            Annotated[DepartmentName, Tag("text")] | _by(DepartmentName) | shares(DepartmentName),
            ways(
                "'reaches' is a department, departments with chances, or a table by the case",
                "write it like 'care', '{care: 60%, sales: 40%}' or '{by issue: {bill: care, otherwise: sales}}'",
            ),
        ]
    ),
]
