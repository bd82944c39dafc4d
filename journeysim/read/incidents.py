"""Incidents: what befalls many customers at once, on a known day or at random."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo, WithJsonSchema

from journeysim.model import scenario as nouns

from .daily import stands_for
from .names import ChannelName, IssueName, SegmentName, in_row
from .nodes import Leaf, Node, Table
from .parts import Part, key
from .reading import Reading, reading, wrong
from .replayed import moment
from .scalars import Chance, Duration, Positive, Prose, text_of
from .times import Time
from .written import From, OneOrMore


def _starts(node: Node, info: ValidationInfo) -> float:
    leaf = text_of(node, "'starts' is a date and a time, like '2026-03-24 16:30'")
    start = reading(info).start
    if start is None:
        raise wrong("known", "", "")
    if leaf[:4].isdigit():
        return moment(leaf, start)
    raise wrong("bad-date", f"'{leaf}' is not written as a day and a time", "write it like '2026-03-24 16:30'")


class Announcement(Part):
    """What callers hear during an incident."""

    part: ClassVar[str] = "an announcement"
    needs: ClassVar[tuple[str, ...]] = ("heard on", "after", "satisfies")

    heard_on: Annotated[list[ChannelName], OneOrMore(in_row)] | None = key(
        "live channels on which it is played before the line",
        "one or more channels",
        default="required",
        example="phone",
    )
    after: Duration | None = key("how long after the incident began", "duration", default="required", example="20 min")
    satisfies: Chance | None = key(
        "who hears it and hangs up content, `informed`", "chance", default="required", example="50%"
    )

    def noun(self) -> nouns.Announcement:
        """The announcement as data."""
        return nouns.Announcement(tuple(self.heard_on or ()), self.after or 0.0, self.satisfies or 0.0)


def _check_raised_by(node: Any) -> Any:
    if not isinstance(node, Table):
        raise wrong("wrong-shape", "'raised by' is a table of segments and numbers", "write it like '{customer: 1200}'")
    return node


class Incident(Part):
    """Something that gives many customers the same issue."""

    part: ClassVar[str] = "an incident"
    named: ClassVar[str | None] = "incident"
    needs: ClassVar[tuple[str, ...]] = ("lasts", "issue", "raised by")

    about: Prose | None = key("what to know about it", "text", example="The network of the north.")
    starts: Annotated[Any, PlainValidator(_starts), WithJsonSchema({"type": "string"})] = key(
        "one known day; or `every`", "date and time", default="required", example="2026-03-24 16:30"
    )
    every: Time | None = key(
        "at random, from one beginning to the next, the first after one such time; or `starts`",
        "time",
        example="{exponential: 3 weeks}",
    )
    lasts: Time | None = key(
        "how long it goes on", "time", default="required", example="{lognormal: {mean: 4 h, cv: 0.5}}"
    )
    spread: Time | None = key(
        "when its cases arise, from its beginning",
        "time",
        default="evenly over `lasts`",
        example="{exponential: 40 min}",
    )
    issue: IssueName | None = key("what its customers have", "issue", default="required", example="question")
    raised_by: Annotated[dict[SegmentName, Positive], BeforeValidator(_check_raised_by)] | None = key(
        "the cases that it causes each time", "segment: number", default="required", example="{customer: 1200}"
    )
    announcement: Annotated[nouns.Announcement, From(Announcement, Announcement.noun)] | None = key(
        "after so long a share of its callers hears it and hangs up content",
        "{heard on, after, satisfies}",
        example="{heard on: phone, after: 20 min, satisfies: 50%}",
    )

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Neither a day nor a time between, or both."""
        said = [name for name in ("starts", "every") if name in table]
        if len(said) == 2:
            fact = "an incident is on one known day or at random, and 'every' stands beside 'starts'"
            now.note("one-of", fact, "keep one of them", table.name("every"))
        elif not said and not table.lossy and not stands_for(cls.part, "starts", table):
            cls.miss(["starts"], table, now)
        for name, fact in (("every", "no time lies between two incidents"), ("lasts", "the incident takes no time")):
            said_of_it = table.value(name)
            if isinstance(said_of_it, Leaf) and said_of_it.split(" ")[0].strip("0.") == "":
                now.note("bad-duration", fact, "write a time above '0 s'", said_of_it)

    def noun(self) -> nouns.Incident:
        """The incident as data."""
        assert self.lasts is not None
        return nouns.Incident(
            name=str(self.table.key),
            place=self.place,
            issue=self.issue or "",
            raised_by=self.raised_by or {},
            starts=self.starts,
            every=self.every,
            lasts=self.lasts,
            spread=self.spread,
            announcement=self.announcement,
            about=self.about,
        )
