"""Segments and issues: who the customers are, how they behave, and what they need."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, GetCoreSchemaHandler, PlainValidator, Tag, ValidationInfo, WithJsonSchema
from pydantic_core import CoreSchema

from journeysim.model import scenario as nouns

from .conditions import EscalationCondition
from .names import AttributeKey, ChannelName, ProfileName, SegmentName, ValueKey, once
from .nodes import Leaf, Listing, Table
from .outcomes import Outcome
from .parts import Part, key
from .reading import Reading, reading, shortened, wrong
from .replayed import ArrivalsFile
from .scalars import Chance, Duration, Money, PerSecond, Positive, Prose, Whole, text_of
from .times import WITH_THE_INCIDENT, Clearing, Patience, Time, shares, ways
from .written import From, OneWord


@dataclass(frozen=True)
class Never:
    """Says that the value may also be the word `never`, which becomes `instead`; `example` shows the table."""

    table: type[Part]
    turn: Callable[[Any], Any]
    of: str
    example: str
    instead: Any = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The word or the table."""

        def never(node: Any) -> Any:
            leaf = text_of(node, f"'{self.of}' is 'never' or a table")
            if leaf != "never":
                raise wrong(
                    "wrong-word",
                    f"'{self.of}' is 'never' or a table, and '{shortened(leaf)}' stands here",
                    f"write it like '{self.example}'",
                )
            return self.instead

        return handler.generate_schema(
            Annotated[
                Annotated[Any, PlainValidator(never), WithJsonSchema({"const": "never"}), Tag("text")]
                | Annotated[Any, From(self.table, self.turn), Tag("table")],
                ways(f"'{self.of}' is 'never' or a table", f"write it like '{self.example}'"),
            ]
        )


class Balks(Part):
    """When a customer does not even join the line."""

    part: ClassVar[str] = "'balks'"

    queue_over: Whole | None = key("more than this many wait", "number", example="20")
    wait_over: Duration | None = key("the announced wait is longer", "duration", example="10 min")


class Redials(Part):
    """What follows on abandoning."""

    part: ClassVar[str] = "'redials'"
    needs: ClassVar[tuple[str, ...]] = ("chance",)

    chance: Chance | None = key("of trying the same channel again", "chance", default="required", example="70%")
    after: Time | None = key("how long later", "time", default="their `pauses`", example="20 min")
    otherwise: Annotated[Literal["tries the next", "gives up"], OneWord("otherwise")] | None = key(
        "who does not redial", "`tries the next` / `gives up`", default="tries the next", example="gives up"
    )


class StartsOver(Part):
    """Another round at a dead end."""

    part: ClassVar[str] = "'starts over'"
    needs: ClassVar[tuple[str, ...]] = ("times",)

    times: Whole | None = key("at most", "number", default="required", example="2")
    after: Time | None = key(
        "how long later, in place of the pause", "time", default="their `pauses`", example="5 days"
    )


class GivesUp(Part):
    """Limits of persistence, first to come."""

    part: ClassVar[str] = "'gives up'"

    attempts: Positive | None = key("attempts made", "number", example="8")
    effort: Duration | None = key("own time spent", "duration", example="3 h")
    open_for: Duration | None = key("age of the case", "duration", example="30 days")


class Escalation(Part):
    """A channel beside their own."""

    part: ClassVar[str] = "an escalation"

    when: EscalationCondition | None = key(
        "asked after each failed attempt, and when what was expected has not come",
        "condition",
        default="always",
        example="{open for: {over: 12 days}}",
    )
    chance: Chance | None = key(
        "of taking it, drawn once a case, the first time that `when` holds", "chance", default="100%", example="30%"
    )
    after: Time | None = key("how long later", "time", default="their `pauses`", example="1 day")

    def noun(self) -> nouns.Escalation:
        """The escalation as data."""
        chance = 1.0 if self.chance is None else self.chance
        return nouns.Escalation(str(self.table.key), self.place, self.when, chance, self.after)


def _balks(part: Balks) -> nouns.Balks:
    return nouns.Balks(part.queue_over, part.wait_over)


def _redials(part: Redials) -> nouns.Redials:
    return nouns.Redials(part.chance or 0.0, part.after, part.otherwise or "tries the next")


def _starts_over(part: StartsOver) -> nouns.StartsOver:
    return nouns.StartsOver(part.times or 0, part.after)


def _gives_up(part: GivesUp) -> nouns.GivesUp:
    return nouns.GivesUp(part.attempts, part.effort, part.open_for)


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
    balks: Annotated[nouns.Balks, Never(Balks, _balks, "balks", "{wait over: 10 min}")] | None = key(
        "leaves at once when told of a longer queue or wait",
        "{queue over, wait over} or `never`",
        default="never",
        example="{wait over: 10 min}",
    )
    redials: Annotated[nouns.Redials, Never(Redials, _redials, "redials", "{chance: 70%, after: 20 min}")] | None = key(
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
        Annotated[nouns.StartsOver, Never(StartsOver, _starts_over, "starts over", "{times: 2, after: 5 days}")] | None
    ) = key(
        "another round at a dead end", "{times, after} or `never`", default="never", example="{times: 2, after: 5 days}"
    )
    gives_up: (
        Annotated[nouns.GivesUp, Never(GivesUp, _gives_up, "gives up", "{attempts: 8}", nouns.GivesUp())] | None
    ) = key(
        "ends the journey by choice, first limit to come",
        "{attempts, effort, open for} or `never`",
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
    worth: Money | None = key("of the customer", "money", example="3000")


class Stream(Part):
    """When cases arise, where they do so otherwise than at a rate."""

    part: ClassVar[str] = "'raised by'"

    every: Time | None = key("one case each time", "time", example="{exponential: 2 h}")
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
    def sample(cls) -> str:
        """The next move where something else than a table stands."""
        return f"write it like '{{{cls.example('raised by')}}}'"

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Nobody who has it, an incident that there is not, a profile that spreads nothing."""
        name, clears = str(table.key), table.value("clears up")
        strange = [key for key in table if key not in cls.known_keys()]
        lacks = "raised by" not in table and name not in now.caused and not table.lossy
        if lacks and now.nearest("raised by", strange) is None:
            cls.miss(["raised by"], table, now)
        if clears == WITH_THE_INCIDENT and name not in now.caused and isinstance(clears, Leaf):
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
