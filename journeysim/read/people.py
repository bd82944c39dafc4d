"""Segments and issues: who the customers are, and what they need."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Tag, ValidationInfo

from journeysim.model import scenario as nouns

from .habits import (
    Balks,
    Escalation,
    GivesUp,
    MoodBound,
    Never,
    Redials,
    StartsOver,
)
from .names import AttributeKey, ChannelName, ProfileName, SegmentName, ValueKey, once
from .nodes import Leaf, Listing, Node, Table
from .outcomes import Outcome
from .parts import Part, key
from .reading import Reading, reading, wrong
from .replayed import ArrivalsFile
from .scalars import Chance, Duration, Money, MoodValue, PerSecond, Prose, Whole
from .times import WITH_THE_INCIDENT, Clearing, Patience, Time, shares, ways
from .written import From, OneWord


def _surely(value: str) -> dict[str, float]:
    return {value: 1.0}


_Trait = Annotated[
    dict[str, float],
    From(
        Annotated[
            Annotated[dict[str, float], From(ValueKey, _surely), Tag("text")] | shares(ValueKey),
            ways(
                "an attribute has one value, or values with chances",
                "write it like 'active' or '{self: 80%, other: 20%}'",
            ),
        ]
    ),
]


def _check_attributes(node: Any, info: ValidationInfo) -> Any:
    if not isinstance(node, Table):
        raise wrong(
            "wrong-shape", "'is' is a table of attributes and their values", "write it like '{contract: active}'"
        )
    now = reading(info)
    for name in node:
        if name in (now.names.get("fact") or ()):
            now.note(
                "reserved-name",
                f"'{name}' is a fact already, and cannot name an attribute too",
                "choose another name",
                name,
            )
    return node


def _check_tries(node: Any, info: ValidationInfo) -> Any:
    if isinstance(node, Listing):
        if any(isinstance(item, Table) for item in node):
            raise wrong("wrong-shape", "a channel with its chance stands in a list", "write '{phone: 60%, chat: 40%}'")
        once(node, reading(info))
    return node


_Tries = Annotated[
    list[str] | dict[str, float],
    From(
        Annotated[
            Annotated[list[ChannelName], BeforeValidator(_check_tries), Tag("list")] | shares(ChannelName),
            ways(
                "'tries' is a list of channels, or channels with chances",
                "write it like '[phone, chat]' or '{phone: 60%, chat: 40%}'",
            ),
        ]
    ),
]


class Segment(Part):
    """Who they are and how they behave."""

    part: ClassVar[str] = "a segment"
    named: ClassVar[str | None] = "segment"

    about: Prose | None = key("what to know about them", "text", example="People who left in spring.")
    like: SegmentName | None = key(
        "the same as that segment, except for what is said here", "segment", example="customer"
    )
    is_: Annotated[dict[AttributeKey, _Trait], BeforeValidator(_check_attributes)] | None = key(
        "what rules and gates may test",
        "attribute: value, or value: chance",
        example="{contract: ended, buyer: {self: 80%, other: 20%}}",
    )
    tries: _Tries | None = key(
        "channels in order; with chances: drawn among those not yet tried",
        "list, or name: chance",
        default="all that they can reach, in order of the file",
        example="[phone, chat]",
    )
    hesitates: Time | None = key("from the issue to the first attempt", "time", example="2 h")
    patience: Patience | None = key(
        "in a live queue", "time *by*, or `endless`", default="endless", example="{exponential: 6 min}"
    )
    balks: Annotated[nouns.Balks, Never(Balks, Balks.noun, "balks", "{wait over: 10 min}")] | None = key(
        "leaves at once when told of a longer queue or wait",
        "{queue over, wait over} or `never`",
        default="never",
        example="{wait over: 10 min}",
    )
    redials: (
        Annotated[nouns.Redials, Never(Redials, Redials.noun, "redials", "{chance: 70%, after: 20 min}")] | None
    ) = key(
        "after abandoning",
        "{chance, after, otherwise} or `never`",
        default="never",
        example="{chance: 70%, after: 20 min}",
    )
    closed_doors: Annotated[Literal["waits", "turned away"], OneWord("closed doors")] | None = key(
        "what a closed live channel means", "`waits` / `turned away`", default="waits", example="turned away"
    )
    pauses: Time | None = key(
        "before the next channel after being refused, turned away or abandoning", "time", default="1 h", example="1 day"
    )
    chases: Time | None = key(
        "how long they wait when nothing was told, and past what was told", "time", default="7 days", example="3 days"
    )
    starts_over: (
        Annotated[nouns.StartsOver, Never(StartsOver, StartsOver.noun, "starts over", "{times: 2, after: 5 days}")]
        | None
    ) = key(
        "another round at a dead end", "{times, after} or `never`", default="never", example="{times: 2, after: 5 days}"
    )
    gives_up: (
        Annotated[nouns.GivesUp, Never(GivesUp, GivesUp.noun, "gives up", "{attempts: 8}", nouns.GivesUp())] | None
    ) = key(
        "ends the journey by choice, first limit to come",
        "{attempts, effort, open for, mood} or `never`",
        default="never",
        example="{attempts: 8, open for: 30 days}",
    )
    escalates: dict[ChannelName, Annotated[nouns.Escalation, From(Escalation, Escalation.noun)]] | None = key(
        "channels beside their own, taken after a failed attempt or silence; each once a case",
        "channel: {when, chance, after}",
        example="{chat: {when: {open for: {over: 12 days}}, chance: 30%}}",
    )
    answers_calls: Chance | None = key("of the company", "chance", default="70%", example="50%")
    returns_voicemail: Chance | None = key("that such a call has left", "chance", default="30%", example="20%")
    mood: MoodValue | None = key("at the start", "from -1 to 1", default="0", example="0.2")
    churns: Annotated[float, From(MoodBound, MoodBound.noun)] | None = key(
        "leaves the company below it", "{mood}", default="{mood: -0.5}", example="{mood: -0.4}"
    )
    promotes: Annotated[float, From(MoodBound, MoodBound.noun)] | None = key(
        "recommends the company above it", "{mood}", default="{mood: 0.5}", example="{mood: 0.6}"
    )
    worth: Money | None = key("of the customer", "money", example="3000")

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Bounds of mood that contradict each other."""
        start = _mood(table.value("mood"), 0.0)
        patience = _bound(table, "gives up")
        if patience is not None and start is not None and start < patience:
            fact = (
                f"they begin in a mood of {start:g}, and give up below {patience:g}, so they would never try anything"
            )
            now.note("no-effect", fact, "write a lower bound", _inner(table, "gives up"))
        low, high = _bound(table, "churns", -0.5), _bound(table, "promotes", 0.5)
        if low is not None and high is not None and low > high:
            fact = f"they leave below {low:g} and recommend above {high:g}, so that some would do both"
            said = "churns" if "churns" in table else "promotes"
            now.note("no-effect", fact, "let them leave below what they recommend above", _inner(table, said))


def _mood(node: Node | None, otherwise: float | None) -> float | None:
    """A mood as far as it can be read; what is wrong with it is noted where it is read."""
    if not isinstance(node, Leaf):
        return otherwise
    try:
        return float(node)
    except ValueError:
        return None


def _inner(table: Table, key: str) -> Node:
    inner = table.value(key)
    return (inner.value("mood") if isinstance(inner, Table) else None) or table


def _bound(table: Table, key: str, otherwise: float | None = None) -> float | None:
    return _mood(_inner(table, key), otherwise)


class Stream(Part):
    """When cases arise, where they do so otherwise than at a rate."""

    part: ClassVar[str] = "'raised by'"

    every: Time | None = key("one case each time, the first after one such time", "time", example="{exponential: 2 h}")
    at: list[Duration] | None = key(
        "one case at each of these, counted from the start of the run", "durations", example="[1 h, 2 days]"
    )
    cases: Whole | None = key("so many cases in all, spread as the profile says", "number", example="500")
    file: ArrivalsFile | None = key(
        "one case for each row of a CSV file beside this one: a column `time` (`2026-03-24 16:30`, or a duration from "
        "the start), perhaps a column `segment`",
        "file",
        example="calls.csv",
    )

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """More than one way in which cases arise."""
        known = [name for name in table if name in cls.known_keys()]
        if len(known) > 1:
            now.note(
                "one-of",
                f"cases arise in one way, and '{known[1]}' stands beside '{known[0]}'",
                "keep one of them",
                known[1],
            )
        every = table.value("every")
        if isinstance(every, Leaf) and every.split(" ")[0].strip("0.") == "":
            now.note("bad-duration", "no time lies between two cases", "write a time above '0 s'", every)

    def noun(self) -> nouns.Arrivals:
        """The stream as data."""
        if self.every is not None:
            return nouns.Every(self.every)
        if self.file is not None:
            return nouns.At(self.file)
        return nouns.At(tuple(sorted(self.at))) if self.at is not None else nouns.Cases(self.cases or 0)


_Arrivals = Annotated[
    nouns.Arrivals,
    From(
        Annotated[
            Annotated[nouns.Rate, From(PerSecond, nouns.Rate), Tag("text")]
            | Annotated[nouns.Arrivals, From(Stream, Stream.noun), Tag("table")],
            ways(
                "cases arise at a rate, or in one of a few other ways",
                "write it like '8 per day', '{every: 2 h}', '{at: [1 h, 2 days]}', '{cases: 500}' or '{file: x.csv}'",
            ),
        ]
    ),
]


def _check_raised_by(node: Any, info: ValidationInfo) -> Any:
    if not isinstance(node, Table):
        raise wrong("wrong-shape", "'raised by' is a table of segments", "write it like '{customer: 8 per day}'")
    now = reading(info)
    for name in node:
        if name in Stream.known_keys() and name not in (now.names.get("segment") or ()):
            now.note(
                "wrong-shape", f"'{name}' stands where a segment belongs", f"write '{{SEGMENT: {{{name}: ...}}}}'", name
            )
            name.broken = True
    return {name: value for name, value in node.items() if not name.broken}


class Issue(Part):
    """What customers need."""

    part: ClassVar[str] = "an issue"
    named: ClassVar[str | None] = "issue"

    about: Prose | None = key("what to know about it", "text", example="A charge that should not be there.")
    raised_by: Annotated[dict[SegmentName, _Arrivals], BeforeValidator(_check_raised_by)] | None = key(
        "who has it and how often",
        "segment: rate, {every: time}, {at: durations}, {cases: number} or {file: name}",
        default="required, but for issues of incidents",
        example="{customer: 2 per day}",
    )
    profile: ProfileName | None = key("when in the week the rate falls", "profile", default="flat", example="calls")
    worth: Money | None = key("of a resolution", "money", example="100")
    begins_with: Outcome | None = key(
        "what the company had already done or promised",
        "outcome",
        example="{promise: {within: 30 days, kept: 20%, then: {resolve: now}}}",
    )

    clears_up: Clearing | None = key(
        "resolved without the company's doing: so long after it arose, or at the end of the incident that caused it",
        "time, or `with the incident`",
        default="never",
        example="1 day",
    )

    @classmethod
    def sample(cls, instead: Node) -> str:
        """The next move where something else than a table stands."""
        return f"write it like '{{{cls.example('raised by')}}}'"

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Nobody who has it, an incident that there is not, a profile that spreads nothing."""
        name, clears = str(table.key), table.value("clears up")
        strange = [key for key in table if key not in cls.known_keys()]
        uncaused = now.caused is not None and name not in now.caused
        lacks = "raised by" not in table and uncaused and not table.lossy
        if lacks and now.nearest("raised by", strange) is None:
            cls.miss(["raised by"], table, now)
        if clears == WITH_THE_INCIDENT and uncaused and isinstance(clears, Leaf):
            now.note(
                "no-effect", f"no incident causes '{name}', so that none ends", "name it as the 'issue' of one", clears
            )
        raised_by, profile = table.value("raised by"), table.value("profile")
        if not isinstance(raised_by, Table) or not isinstance(profile, Leaf):
            return
        streams = [
            value
            for value in raised_by.values()
            if isinstance(value, Leaf) or (isinstance(value, Table) and "cases" in value)
        ]
        if not streams:
            now.note(
                "no-effect",
                "the profile spreads rates and numbers of cases, and nothing here is one",
                "leave it out",
                table.name("profile"),
            )
