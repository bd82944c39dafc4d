"""Names: those that a scenario makes, and those by which it refers to them."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from journeysim.model.figures import BY_NAME

from .nodes import Leaf, Listing, Node
from .reading import Reading, a, reading, shortened, wrong
from .scalars import text_of

CONDITION_WORDS = (
    "issue",
    "segment",
    "channel",
    "known",
    "referred by",
    "came as",
    "went public",
    "contacts",
    "open for",
    "silent for",
    "mood",
    "department",
    "ended",
)

RESERVED: dict[str, tuple[str, ...]] = {
    "calendar": ("always",),
    "profile": ("flat",),
    "variant": ("baseline",),
    "attribute": CONDITION_WORDS,
    "fact": CONDITION_WORDS,
    "value": ("otherwise",),
    "segment": ("otherwise",),
    "issue": ("otherwise",),
    "channel": ("otherwise",),
    "department": ("otherwise",),
    "count": (*BY_NAME, "for", "share", "within"),
}
"""Words of the language by the kind of name that would be mistaken for them."""

_NAME = {"type": ["string", "number", "boolean"]}


def check_name(leaf: Leaf, kind: str, now: Reading) -> str:
    """A name of the scenario's own: any words without signs that YAML reads, and no word of the language."""
    if leaf.broken:
        return str(leaf)
    sign = next((sign for sign in ":,#{}[]" if sign in leaf), None)
    if sign is not None:
        now.note("bad-name", f"the name '{shortened(leaf)}' holds '{sign}'", "leave out : , # { } [ and ]", leaf)
    elif not leaf.strip() or leaf != leaf.strip() or not leaf.isprintable():
        now.note(
            "bad-name",
            f"the name '{shortened(leaf)}' holds blanks at its ends, or signs that cannot be seen",
            "write words",
            leaf,
        )
    elif (
        leaf in RESERVED.get(kind, ())
        or leaf == "remove"
        or (leaf.startswith("by ") and kind in ("department", "segment", "attribute", "fact"))
    ):
        now.note(
            "reserved-name",
            f"'{leaf}' is a word of the language and cannot name {a(kind)}",
            "choose another name",
            leaf,
        )
    return str(leaf)


def _own(kind: str) -> Any:
    def read(node: Node, info: ValidationInfo) -> str:
        leaf = text_of(node, f"the name of {a(kind)} belongs here", "write one name", lines=True)
        return check_name(leaf, kind, reading(info))

    return PlainValidator(read)


def _known(kind: str) -> Any:
    def read(node: Node, info: ValidationInfo) -> str:
        leaf = text_of(node, f"the name of {a(kind)} belongs here", "write one name")
        reading(info).is_name(leaf, kind)
        return str(leaf)

    return PlainValidator(read)


CalendarKey = Annotated[str, _own("calendar"), WithJsonSchema(_NAME)]
ProfileKey = Annotated[str, _own("profile"), WithJsonSchema(_NAME)]
SystemKey = Annotated[str, _own("system"), WithJsonSchema(_NAME)]
FactKey = Annotated[str, _own("fact"), WithJsonSchema(_NAME)]
ValueKey = Annotated[str, _own("value"), WithJsonSchema(_NAME)]
AttributeKey = Annotated[str, _own("attribute"), WithJsonSchema(_NAME)]
SegmentKey = Annotated[str, _own("segment"), WithJsonSchema(_NAME)]
IssueKey = Annotated[str, _own("issue"), WithJsonSchema(_NAME)]
ChannelKey = Annotated[str, _own("channel"), WithJsonSchema(_NAME)]
DepartmentKey = Annotated[str, _own("department"), WithJsonSchema(_NAME)]
RuleKey = Annotated[str, _own("rule"), WithJsonSchema(_NAME)]
IncidentKey = Annotated[str, _own("incident"), WithJsonSchema(_NAME)]
VariantKey = Annotated[str, _own("variant"), WithJsonSchema(_NAME)]
ExpectationKey = Annotated[str, _own("expectation"), WithJsonSchema(_NAME)]
WatchdogKey = Annotated[str, _own("watchdog"), WithJsonSchema(_NAME)]
CountKey = Annotated[str, _own("count"), WithJsonSchema(_NAME)]

ProfileName = Annotated[str, _known("profile"), WithJsonSchema(_NAME)]
SystemName = Annotated[str, _known("system"), WithJsonSchema(_NAME)]
FactName = Annotated[str, _known("fact"), WithJsonSchema(_NAME)]
SegmentName = Annotated[str, _known("segment"), WithJsonSchema(_NAME)]
IssueName = Annotated[str, _known("issue"), WithJsonSchema(_NAME)]
ChannelName = Annotated[str, _known("channel"), WithJsonSchema(_NAME)]
DepartmentName = Annotated[str, _known("department"), WithJsonSchema(_NAME)]
VariantName = Annotated[str, _known("variant"), WithJsonSchema(_NAME)]


def in_row(node: Any, info: ValidationInfo) -> Any:
    """One or more: a word alone is a list of one; a word that stands twice is noted."""
    if isinstance(node, Leaf):
        if node.plain and not node.broken and re.search(r"\w, *\w", node):
            raise wrong("wrong-shape", f"'{shortened(node)}' is read as one word", f"write '[{node}]'")
        return [node]
    if not isinstance(node, Listing):
        raise wrong(
            "wrong-shape",
            "a name or a list of names belongs here, but a table stands here",
            "write 'NAME' or '[NAME, NAME]'",
        )
    once(node, reading(info))
    return node


def once(items: Listing, now: Reading) -> None:
    """Note words that stand twice in a list."""
    seen: set[str] = set()
    for item in items:
        if isinstance(item, Leaf) and item in seen:
            now.note("named-twice", f"'{item}' stands twice in this list", "leave one out", item)
        elif isinstance(item, Leaf):
            seen.add(item)
