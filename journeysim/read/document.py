"""The whole scenario as it is written."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, PlainValidator, Tag, ValidationInfo, WithJsonSchema

from journeysim.model.scenario import ARRIVALS, LONGER, Fact, Mood, Run

from .company import Channel, Department, Watchdog
from .expect import ExpectedNoun
from .incidents import Incident
from .names import (
    CalendarKey,
    ChannelKey,
    DepartmentKey,
    ExpectationKey,
    FactKey,
    IncidentKey,
    IssueKey,
    ProfileKey,
    SegmentKey,
    SystemKey,
    SystemName,
    ValueKey,
    VariantKey,
    VariantName,
    WatchdogKey,
    in_row,
    once,
)
from .nodes import Leaf, Listing, Node, Table
from .parts import Part, key
from .people import Issue, Segment
from .reading import Reading, found, reading, wrong
from .scalars import Date, Duration, MoodAmount, Prose, duration, positive, text_of
from .times import ways
from .weeks import NamedCalendar, ProfilePart
from .written import From, OneOrMore, OneWord

VERSION = "1"


def _version(node: Node) -> int:
    leaf = text_of(node, "the version of the language is '1'")
    if leaf != VERSION:
        raise wrong(
            "wrong-version", f"this journeysim reads version 1 of the language, not '{leaf}'", "write 'journeysim: 1'"
        )
    return 1


def _arrivals(node: Node) -> tuple[float | None, int | None]:
    leaf = text_of(node, "'arrivals' is a duration like '28 days', or a number like '500 cases'")
    if leaf.endswith((" cases", " case")):
        count = Leaf.at(leaf.rsplit(" ", 1)[0], leaf.place, width=leaf.width, path=leaf.path)
        return None, positive(count)
    if leaf.isdigit():
        raise wrong("bad-duration", f"'{leaf}' has no unit", f"write '{leaf} days' or '{leaf} cases'")
    if people := re.fullmatch(r"([0-9]+) (?:customers?|callers?|arrivals|contacts|calls)", leaf):
        raise wrong(
            "bad-duration", f"'{leaf}' is not written as a duration or a number of cases", f"write '{people[1]} cases'"
        )
    seconds = duration(leaf)
    if seconds == 0:
        raise wrong("bad-duration", "no case can arise in no time", "write a longer time")
    return seconds, None


def _horizon(node: Node) -> float | None:
    leaf = text_of(node, "'horizon' is a duration or 'none'")
    if leaf in ("forever", "infinite", "endless", "unlimited", "never", "no"):
        raise wrong("bad-duration", f"'{leaf}' is not written as a duration", "write 'none' to go on to the last case")
    if re.fullmatch(r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]", leaf):
        raise wrong("bad-duration", f"'{leaf}' is a date", "write how long after 'start' that is, like '90 days'")
    return None if leaf == "none" else duration(leaf)


class RunPart(Part):
    """How long cases arise, and when the record ends."""

    part: ClassVar[str] = "'run'"

    @classmethod
    def sample(cls, instead: Node) -> str:
        """A length alone is how long cases arise."""
        if isinstance(instead, Leaf) and instead[:1].isdigit():
            return f"write '{{arrivals: {instead}}}'"
        return super().sample(instead)

    start: Date | None = key("first day, 00:00", "date", default="2026-01-05, a Monday", example="2026-03-02")
    arrivals: Annotated[Any, PlainValidator(_arrivals), WithJsonSchema({"type": "string"})] = key(
        "how long, or how many (over all issues together), cases arise",
        "duration or `N cases`",
        default="28 days",
        example="60 days",
        also="500 cases",
    )
    horizon: Annotated[Any, PlainValidator(_horizon), WithJsonSchema({"type": "string"})] = key(
        "when the record ends; `none`: when the last case has ended",
        "duration or `none`",
        default="arrivals + 90 days",
        example="none",
    )
    warm_up: Duration | None = key(
        "cases that arise before are simulated, not counted", "duration", example="1 week", alias="warm-up"
    )

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """A warm-up that leaves nothing to count."""
        arrivals, horizon, warm_up = (_seconds(table.value(name)) for name in ("arrivals", "horizon", "warm-up"))
        if arrivals is None and "arrivals" not in table:
            arrivals = ARRIVALS
        leaf = table.value("warm-up")
        if warm_up is not None and isinstance(leaf, Leaf):
            if arrivals is not None and warm_up >= arrivals:
                now.note(
                    "bad-duration",
                    f"the warm-up '{leaf}' is as long as cases arise, so none would be counted",
                    "write a shorter one",
                    leaf,
                )
            elif horizon is not None and warm_up >= horizon:
                now.note(
                    "bad-duration",
                    f"the warm-up '{leaf}' lasts to the horizon, so no case would be counted",
                    "write a shorter one",
                    leaf,
                )

    def noun(self) -> Run:
        """The run as data."""
        arrivals, cases = self.arrivals if self.arrivals is not None else (ARRIVALS, None)
        horizon, longer = self.horizon, None
        if "horizon" not in self.table:
            horizon, longer = (None, LONGER) if arrivals is None else (arrivals + LONGER, None)
        return Run(self.start or Run().start, arrivals, cases, horizon, self.warm_up or 0.0, longer)


def _seconds(node: Node | None) -> float | None:
    try:
        return duration(node) if isinstance(node, Leaf) else None
    except Exception:  # the duration reports itself
        return None


def _check_systems(node: Any, info: ValidationInfo) -> Any:
    if not isinstance(node, Listing):
        raise wrong(
            "wrong-shape",
            f"'systems' is a list of names, but {found(node)} stands here",
            "write it in brackets: '[crm, billing]'",
        )
    once(node, reading(info))
    return node


def _check_values(node: Any, info: ValidationInfo) -> Any:
    if not isinstance(node, Listing):
        raise wrong(
            "wrong-shape",
            f"a fact has a list of values, but {found(node)} stands here",
            "write it like '[none, asked]'",
        )
    once(node, reading(info))
    return node


_Values = Annotated[list[ValueKey], BeforeValidator(_check_values)]


class FactPart(Part):
    """Something true of a case."""

    part: ClassVar[str] = "a fact"
    named: ClassVar[str | None] = "fact"
    needs: ClassVar[tuple[str, ...]] = ("values",)

    about: Prose | None = key("what to know about it", "text", example="Whether the refund was asked for.")
    values: _Values | None = key("the first holds at the start", "list", default="required", example="[none, asked]")
    in_: SystemName | None = key("kept in a system: seen only by its readers", "system", example="billing")


_FactChoice = Annotated[
    list[str] | FactPart,
    From(
        Annotated[
            Annotated[_Values, Tag("list")] | Annotated[FactPart, Tag("table")],
            ways(
                "a fact is a list of values, or a table",
                "write it like '[none, asked]' or '{values: [none, asked], in: billing}'",
            ),
        ]
    ),
]


class SegmentDefaults(Segment):
    """Values for all segments."""

    needs: ClassVar[tuple[str, ...]] = ()


class ChannelDefaults(Channel):
    """Values for all channels."""

    needs: ClassVar[tuple[str, ...]] = ()


class DepartmentDefaults(Department):
    """Values for all departments."""

    needs: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """A default may say `works` beside `staff` for departments that say otherwise."""


class Defaults(Part):
    """Values for all of a kind unless they say otherwise."""

    part: ClassVar[str] = "'defaults'"

    segment: SegmentDefaults | None = key("for every segment", "keys of a segment", example="{pauses: 1 day}")
    channel: ChannelDefaults | None = key("for every channel", "keys of a channel", example="{open: office}")
    department: DepartmentDefaults | None = key(
        "for every department", "keys of a department", example="{works: office}"
    )


class Variant(Part):
    """A change of the scenario, and what it should bring."""

    part: ClassVar[str] = "a variant"
    named: ClassVar[str | None] = "variant"
    needs: ClassVar[tuple[str, ...]] = ("change",)

    about: Prose | None = key("what changes, in words", "text", example="Chat stays open at night.")
    change: Annotated[Any, PlainValidator(lambda node: None), WithJsonSchema({"format": "change"})] = key(
        "goes into named things, their keys and tables by hour, day or segment; **an outcome, condition, time, *by* or "
        "list is one value and is replaced whole**; `NAME: remove` takes a thing away; `is` changes "
        "attribute by attribute",
        "part of a scenario",
        default="required, unless on top of others",
        example="{channels: {chat: {open: always}}}",
    )
    on_top_of: Annotated[list[VariantName], OneOrMore(in_row)] | None = key(
        "applied first, in order", "one or more variants", example="longer hours"
    )
    expect: Annotated[Any, WithJsonSchema({"format": "expectations"})] = key(
        "holds in this variant; `20% of baseline` compares",
        "as `expect`",
        example="{fewer loops: {loops: {at most: 50% of baseline}}}",
    )

    @classmethod
    def miss(cls, missing: list[str], table: Table, now: Reading) -> None:
        """A variant that changes nothing of its own may put others together."""
        if "on top of" not in table:
            super().miss(missing, table, now)

    @classmethod
    def inner(cls) -> tuple[str, list[str]]:
        """What a variant changes stands under `change`."""
        return "change", Document.known_keys()


def _of(amount: str) -> dict[str, str]:
    """How an amount is written."""
    return {"kind": "number", "default": amount, "example": amount}


class MoodPart(Part):
    """What moves moods, and what they decide."""

    part: ClassVar[str] = "'mood'"

    drives: Annotated[Literal["behaviour", "after the end only"], OneWord("drives")] | None = key(
        "moods decide when customers give up and escalate, or nothing: they are only felt, and all paths stay equal",
        "`behaviour` / `after the end only`",
        default="behaviour",
        example="after the end only",
    )
    waiting_an_hour: MoodAmount | None = key("in a live line; in proportion to the time", **_of("-0.2"))
    turned_away: MoodAmount | None = key("by a gate, a closed door, a full line, a channel not found", **_of("-0.1"))
    referred: MoodAmount | None = key("told to contact another channel", **_of("-0.1"))
    refused: MoodAmount | None = key("told no", **_of("-0.2"))
    transferred: MoodAmount | None = key("passed on in a live contact", **_of("-0.05"))
    told_again: MoodAmount | None = key("the story was told again", **_of("-0.1"))
    broken_promise: MoodAmount | None = key("the date of a promise has gone by without it", **_of("-0.3"))
    silent_week: MoodAmount | None = key("each full week without a word while the case is open", **_of("-0.1"))
    empathy: MoodAmount | None = key("each contact, times the `empathy` of the department less 0.5", **_of("0.2"))
    resolved: MoodAmount | None = key("a resolution takes effect; taken back where it proves false", **_of("0.4"))
    gesture: MoodAmount | None = key("a resolution comes with a gesture", **_of("0.4"))

    def noun(self) -> Mood:
        """The amounts as data."""
        said = {name: getattr(self, name) for name in type(self).model_fields if getattr(self, name) is not None}
        return Mood(**said)


class Document(Part):
    """A scenario."""

    part: ClassVar[str] = "the scenario"
    needs: ClassVar[tuple[str, ...]] = ("journeysim", "name", "issues", "channels", "departments")

    journeysim: Annotated[int, PlainValidator(_version), WithJsonSchema({"const": 1})] | None = key(
        "version of the language", "number", default="required", example="1"
    )
    name: Prose | None = key("title", "text", default="required", example="Refund after leaving")
    about: Prose | None = key(
        "what to look at; `about` is allowed on everything named", "text", example="Look at the loop."
    )
    extends: Prose | None = key(
        "another scenario beside this file, to change; this file is then a change (see Variants)",
        "file",
        example="base.yaml",
    )
    currency: Prose | None = key("of all money", "text", example="EUR")
    run: Annotated[Run, From(RunPart, RunPart.noun)] | None = key(
        "see Run", "mapping", default="28 days from 2026-01-05", example="{arrivals: 60 days}"
    )
    holidays: dict[Date, Prose] | None = key(
        "days that count as `holiday`", "date: text", example="{2026-04-06: Easter Monday}"
    )
    calendars: dict[CalendarKey, NamedCalendar] | None = key(
        "opening hours; a day not named is closed, a holiday too; `about` says what they are",
        "name: {days: hours or list}",
        default="`always`",
        example="{early: {about: The morning shift., mon-fri: [07:00-12:00, 13:00-15:00]}}",
    )
    profiles: dict[ProfileKey, ProfilePart] | None = key(
        "weights that spread a rate over days and hours",
        "name: {days, hours}",
        default="flat",
        example="{mornings: {days: {mon-fri: 100}, hours: {08:00-12:00: 1}}}",
    )
    defaults: Defaults | None = key(
        "values for all of a kind unless they say otherwise",
        "{segment, channel, department}",
        example="{department: {retelling: 2 min}}",
    )
    systems: Annotated[list[SystemKey], BeforeValidator(_check_systems)] | None = key(
        "places where notes are kept", "list of names", example="[crm, billing, ledger]"
    )
    facts: dict[FactKey, _FactChoice] | None = key(
        "first value holds at the start; `in` a system: seen only by its readers",
        "name: list, or {values, in}",
        example="{credit: {values: [none, asked], in: billing}}",
    )
    segments: dict[SegmentKey, Segment] | None = key(
        "who the customers are",
        "name: mapping",
        default="one segment, `customer`",
        example="{visitor: {is: {contract: none}, tries: [phone]}}",
    )
    issues: dict[IssueKey, Issue] | None = key(
        "what they need", "name: mapping", default="required", example="{bill: {raised by: {customer: 5 per day}}}"
    )
    incidents: dict[IncidentKey, Incident] | None = key(
        "what befalls many customers at once",
        "name: mapping",
        example="{outage: {starts: 2026-01-13 16:30, lasts: 3 h, issue: question, raised by: {customer: 400}}}",
    )
    channels: dict[ChannelKey, Channel] | None = key(
        "how the company is reached",
        "name: mapping",
        default="required",
        example="{letter: {kind: message, reaches: care}}",
    )
    departments: dict[DepartmentKey, Department] | None = key(
        "who does the work",
        "name: mapping",
        default="required",
        example="{press: {staff: 1, handling: 1 h, rules: {answer: {then: {resolve: now}}}}}",
    )
    watchdogs: dict[WatchdogKey, Watchdog] | None = key(
        "each hands a case to a department, once, as soon as something holds of it",
        "name: {when, unless, hands to}",
        example="{two days: {when: {silent for: {over: 2 days}}, hands to: care}}",
    )
    mood: Annotated[Mood, From(MoodPart, MoodPart.noun)] | None = key(
        "how much what moves the moods of customers, which are from -1 to 1; choices, not findings",
        "event: number, and drives",
        default="as documented",
        example="{broken promise: -0.4}",
    )
    accepted: dict[Prose, Prose] | None = key(
        "findings of a proof that are known and wanted",
        "finding: reason",
        example="{trapped in care: agreed with the board}",
    )
    variants: dict[VariantKey, Variant] | None = key(
        "changes to compare",
        "name: {change, on top of, expect}",
        example="{night chat: {change: {channels: {chat: {open: always}}}}}",
    )
    expect: dict[ExpectationKey, ExpectedNoun] | None = key(
        "what the figures should be",
        "name: {FIGURE: bounds, for}",
        example="{most are helped: {resolved: {at least: 50%}}}",
    )


def noun_of_fact(name: Leaf, value: Any) -> Fact:
    """A fact as data, from a list of values or its own table."""
    if isinstance(value, FactPart):
        return Fact(str(name), name.place, tuple(value.values or ()), value.in_)
    return Fact(str(name), name.place, tuple(value))
