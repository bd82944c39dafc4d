"""Conditions on a case: what rules, gates, priorities and expectations may ask."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, PlainValidator, ValidationInfo, WithJsonSchema

from journeysim.model.scenario import Condition, Test

from .daily import hint
from .names import CONDITION_WORDS, ChannelName, DepartmentName, IssueName, SegmentName, in_row
from .nodes import Leaf, Listing, Node, Table
from .parts import Part, key
from .reading import Reading, found, listed, reading, shortened, wrong
from .scalars import TEXT, Duration, MoodValue, Whole, YesNo, either, text_of
from .written import From, OneOrMore

WRITTEN = "a condition is a table like '{contract: active}', or a list of such tables"


class Threshold(Part):
    """Bounds of a number: at least one of them."""

    part: ClassVar[str] = "a threshold"

    @classmethod
    def sample(cls, instead: Node) -> str:
        """A bound without its word."""
        if isinstance(instead, Leaf) and instead[:1].isdigit():
            return f"write '{{at least: {instead}}}', '{{over: {instead}}}' or '{{under: {instead}}}'"
        return super().sample(instead)

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Two lower bounds."""
        if "at least" in table and "over" in table:
            now.note("one-of", "'over' stands beside 'at least'", "keep one of them", table.name("over"))


class Count(Threshold):
    """Bounds of a number of contacts."""

    at_least: Whole | None = key("this many or more", "number", example="3")
    over: Whole | None = key("more than this many", "number", example="3")
    under: Whole | None = key("fewer than this many", "number", example="3")


class Span(Threshold):
    """Bounds of a length of time."""

    at_least: Duration | None = key("as long or longer", "duration", example="2 days")
    over: Duration | None = key("longer", "duration", example="2 days")
    under: Duration | None = key("shorter", "duration", example="2 days")


def _one_value(words: tuple[str, ...], what: str) -> Any:
    def read(node: Node, info: ValidationInfo) -> str:
        leaf = text_of(node, f"{what} is {either(words)}")
        if leaf not in words:
            near = reading(info).nearest(leaf, words)
            raise wrong(
                "wrong-word",
                f"'{what}' cannot be '{shortened(leaf)}'",
                f"did you mean '{near}'?" if near else f"write {either(words)}",
            )
        return str(leaf)

    return PlainValidator(read), WithJsonSchema({"enum": list(words)})


CAME_AS = ("customer", "transfer", "ticket", "promise", "watchdog")
ENDED = ("resolved", "gave up", "dead end", "unresolved")

_CameAs = Annotated[str, *_one_value(CAME_AS, "came as")]
_Ended = Annotated[str, *_one_value(ENDED, "ended")]
_Some = OneOrMore(in_row)


def _plain(node: Node) -> list[str]:
    """A value of an attribute or a fact, or a list of values; that it exists has been checked by its table."""
    if isinstance(node, Table):
        raise wrong(
            "wrong-shape",
            f"a value or a list of values belongs here, but {found(node)} stands here",
            "write 'VALUE' or '[VALUE, VALUE]'",
        )
    return [str(text_of(item, "a value belongs here")) for item in (node if isinstance(node, Listing) else [node])]


Values = Annotated[
    list[str], PlainValidator(_plain), WithJsonSchema({"anyOf": [TEXT, {"type": "array", "items": TEXT}]})
]


class MoodLevel(Threshold):
    """Bounds of a mood."""

    at_least: MoodValue | None = key("this or better", "from -1 to 1", example="0.2")
    over: MoodValue | None = key("better", "from -1 to 1", example="0.2")
    under: MoodValue | None = key("worse", "from -1 to 1", example="-0.4")


class CaseTests(Part):
    """Comparisons that all hold. Attributes and facts are keys too, each with a value or a list of values."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Values]

    part: ClassVar[str] = "a condition"
    refused: ClassVar[dict[str, str]] = {}

    issue: Annotated[list[IssueName], _Some] | None = key("what the customer needs", "one or more", example="refund")
    segment: Annotated[list[SegmentName], _Some] | None = key("who they are", "one or more", example="leaver")
    contacts: Count | None = key(
        "contacts of the case, in a rule with the present one", "threshold", example="{at least: 3}"
    )
    open_for: Span | None = key("age of the case", "threshold", example="{over: 30 days}")
    went_public: YesNo | None = key("a public channel was tried", "yes/no", example="yes")

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Values that an attribute or a fact does not have."""
        for name, value in table.items():
            if name in CONDITION_WORDS:
                continue
            kind = "attribute" if name in (now.names.get("attribute") or ()) else "fact"
            for leaf in value if isinstance(value, Listing) else [value]:
                if isinstance(leaf, Leaf):
                    now.is_value(leaf, name, kind)

    @classmethod
    def sample(cls, instead: Node) -> str:
        """A condition as people write it most often."""
        return "write it like '{contract: active}'"

    @classmethod
    def knows(cls, name: Leaf, now: Reading) -> bool:
        """Attributes and facts are keys too."""
        if name.broken:
            return False
        attributes, facts = now.names.get("attribute"), now.names.get("fact")
        if name in cls.known_keys() or name in (attributes or ()) or name in (facts or ()):
            return True
        if name in cls.refused:
            now.note("senseless-test", cls.refused[name], "leave it out", name)
        elif attributes is None or facts is None:
            return False
        else:
            known = [*attributes, *facts, *cls.known_keys()]
            near = now.nearest(name, known)
            move = hint(cls.part, name) or (
                f"did you mean '{near}'?" if near else f"a condition may test {listed(known, 16)}"
            )
            now.note("unknown-name", f"no attribute or fact is named '{shortened(name)}'", move, name)
        return False

    def tests(self) -> tuple[Test, ...]:
        """The comparisons, in the order of the file."""
        return tuple(
            _test(str(name), self._value(name))
            for name in self.table
            if name in self.known_keys() or name in (self.__pydantic_extra__ or {})
        )

    def _value(self, name: str) -> Any:
        for field, known in type(self).model_fields.items():
            if known.alias == name or field.replace("_", " ") == name:
                return getattr(self, field)
        return self.__pydantic_extra__[name]


class VisitTests(CaseTests):
    """What a rule or a priority may ask: the case, and how its visit came about."""

    refused: ClassVar[dict[str, str]] = {
        "department": "the rules of a department are its own, so they cannot test 'department'",
        "ended": "a journey that goes on has not ended, so only expectations can test 'ended'",
        "mood": "nobody but the customer knows their mood, so only 'escalates' can test it",
    }

    channel: Annotated[list[ChannelName], _Some] | None = key("by which it came", "one or more", example="phone")
    known: YesNo | None = key("the department knows the case from before", "yes/no", example="yes")
    referred_by: Annotated[list[DepartmentName], _Some] | None = key(
        "who told the customer to contact this channel", "one or more", example="care"
    )
    came_as: Annotated[list[_CameAs], _Some] | None = key("how the visit came about", "one or more", example="ticket")
    silent_for: Span | None = key("time since the last word to the customer", "threshold", example="{over: 2 days}")


class GateTests(CaseTests):
    """What a gate may ask: the case at the attempt, before any department has it."""

    refused: ClassVar[dict[str, str]] = {
        word: f"a gate is asked before any department has the contact, so it cannot test '{word}'"
        for word in ("known", "came as", "department", "ended")
    } | {"mood": "nobody but the customer knows their mood, so only 'escalates' can test it"}

    channel: Annotated[list[ChannelName], _Some] | None = key(
        "the channel that is tried", "one or more", example="phone"
    )
    referred_by: Annotated[list[DepartmentName], _Some] | None = key(
        "who told the customer to contact this channel", "one or more", example="care"
    )
    silent_for: Span | None = key("time since the last word to the customer", "threshold", example="{over: 2 days}")


class EscalationTests(CaseTests):
    """What makes a customer escalate: what they can know of their own case."""

    refused: ClassVar[dict[str, str]] = {
        word: f"customers act on what they can see, so 'escalates' cannot test '{word}'"
        for word in ("known", "came as", "referred by", "channel", "department", "ended")
    }

    silent_for: Span | None = key("time since the last word to the customer", "threshold", example="{over: 2 days}")
    mood: MoodLevel | None = key("how they feel", "threshold", example="{under: -0.4}")


class WatchTests(CaseTests):
    """What a watchdog may ask: the case, wherever it is."""

    refused: ClassVar[dict[str, str]] = {
        word: f"a watchdog looks at the case and not at a visit, so it cannot test '{word}'"
        for word in ("channel", "known", "referred by", "came as", "department")
    } | {
        "ended": "a journey that goes on has not ended, so only expectations can test 'ended'",
        "mood": "nobody but the customer knows their mood, so only 'escalates' can test it",
    }

    silent_for: Span | None = key("time since the last word to the customer", "threshold", example="{over: 2 days}")


class JourneyTests(CaseTests):
    """What an expectation may ask: the case as it stands at the end of the record."""

    refused: ClassVar[dict[str, str]] = {
        "known": "an expectation looks at whole journeys, so it cannot test 'known', while 'repeats' counts",
        "mood": "a mood is no trait of a case, so only 'escalates' can test it; 'mood' is a figure here",
    }

    channel: Annotated[list[ChannelName], _Some] | None = key(
        "any that was tried; of a visit, by which it came", "one or more", example="phone"
    )
    referred_by: Annotated[list[DepartmentName], _Some] | None = key(
        "any who told the customer to contact a channel", "one or more", example="care"
    )
    came_as: Annotated[list[_CameAs], _Some] | None = key(
        "how any visit came about; of a visit, its own", "one or more", example="ticket"
    )
    silent_for: Span | None = key("the longest time without a word", "threshold", example="{over: 2 days}")
    department: Annotated[list[DepartmentName], _Some] | None = key(
        "whose figure it is; for figures of departments", "one or more", example="care"
    )
    ended: Annotated[list[_Ended], _Some] | None = key("how the journey ended", "one or more", example="resolved")


def _test(about: str, value: Any) -> Test:
    if isinstance(value, Count | Span | MoodLevel):
        return Test(about, (), value.at_least, value.over, value.under)
    if isinstance(value, bool):
        return Test(about, ("yes" if value else "no",))
    return Test(about, tuple(value))


def _in_list(node: Any, info: ValidationInfo) -> Any:
    if isinstance(node, Table):
        return [node]
    if not isinstance(node, Listing):
        raise wrong("wrong-shape", f"{WRITTEN}, but {found(node)} stands here", "write 'NAME: VALUE' in braces")
    return node


def _groups(read: list[CaseTests]) -> Condition:
    return tuple(tests.tests() for tests in read)


_LIST = OneOrMore(_in_list)

RuleCondition = Annotated[Condition, From(Annotated[list[VisitTests], _LIST], _groups)]
GateCondition = Annotated[Condition, From(Annotated[list[GateTests], _LIST], _groups)]
EscalationCondition = Annotated[Condition, From(Annotated[list[EscalationTests], _LIST], _groups)]
WatchCondition = Annotated[Condition, From(Annotated[list[WatchTests], _LIST], _groups)]
JourneyCondition = Annotated[Condition, From(Annotated[list[JourneyTests], _LIST], _groups)]
