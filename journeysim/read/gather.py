"""The names that a scenario makes, gathered before it is checked, so that all references can be checked at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from pydantic_core import PydanticCustomError

from journeysim.model.scenario import Run

from .nodes import Leaf, Listing, Node, Table
from .overlay import missed
from .reading import Names, Reading
from .scalars import date

_TABLES = {
    "calendar": "calendars",
    "profile": "profiles",
    "fact": "facts",
    "segment": "segments",
    "issue": "issues",
    "channel": "channels",
    "department": "departments",
    "incident": "incidents",
    "variant": "variants",
    "watchdog": "watchdogs",
}


def reading_of(document: Table, *, variant: str | None = None, elsewhere: Names | None = None) -> Reading:
    """A reading that knows the names of a document said in full."""
    names: dict[str, Sequence[str] | None] = {kind: _keys(document.value(plural)) for kind, plural in _TABLES.items()}
    for kind, plural in _TABLES.items():
        if missed(plural, document):
            names[kind] = None
    names["system"] = None if missed("systems", document) else _items(document.value("systems"))
    values: dict[str, Sequence[str]] = {}
    attributes = _attributes(document.value("segments"))
    names["attribute"] = None if attributes is None else list(attributes)
    names["count"] = list(dict.fromkeys(_counts(document)))
    values.update(attributes or {})
    values.update(_facts(document.value("facts")))
    partial = _partial(document.value("segments"), attributes or {})
    return Reading(
        names,
        values,
        partial,
        variant,
        elsewhere or {},
        start=_start(document.value("run")),
        caused=_caused(document, names["issue"]),
    )


def _caused(document: Table, known: Sequence[str] | None) -> frozenset[str] | None:
    """The issues that incidents cause; `None` where an incident, or the table of them, has a mistake of its own."""
    incidents = document.value("incidents")
    if incidents is None:
        return None if "incident" in document else frozenset()
    if known is None or not isinstance(incidents, Table):
        return None
    issues = [table.value("issue") if isinstance(table, Table) else None for table in incidents.values()]
    if any(issue not in known for issue in issues):
        return None
    return frozenset(str(issue) for issue in issues)


def _start(run: Node | None) -> dt.date | None:
    """The first day of the run, `None` where it cannot be read."""
    said = run.value("start") if isinstance(run, Table) else None
    if said is None:
        return Run().start
    try:
        return date(said)
    except PydanticCustomError:  # the date reports itself
        return None


def _keys(node: Node | None) -> list[str] | None:
    """Keys of a table, `None` where something else stands there or keys were lost."""
    if node is None:
        return []
    return [str(key) for key in node] if isinstance(node, Table) and not (node.broken or node.lossy) else None


def _items(node: Node | None) -> list[str] | None:
    if node is None:
        return []
    if isinstance(node, Listing) and not node.broken:
        return [str(item) for item in node if isinstance(item, Leaf)]
    return None


def _attributes(segments: Node | None) -> dict[str, list[str]] | None:
    """Attributes with the values that any segment gives them."""
    if not isinstance(segments, Table) or segments.broken:
        return None
    attributes: dict[str, list[str]] = {}
    for segment in segments.values():
        traits = segment.value("is") if isinstance(segment, Table) else None
        if traits is None:
            continue
        if not isinstance(traits, Table) or traits.broken:
            return None
        for name, value in traits.items():
            known = attributes.setdefault(str(name), [])
            known.extend(
                str(item)
                for item in (value if isinstance(value, Table) else [value])
                if isinstance(item, Leaf) and item not in known
            )
    return attributes


def _partial(segments: Node | None, attributes: dict[str, list[str]]) -> frozenset[str]:
    """Attributes that some segment does not have."""
    tables = (
        [segment.value("is") for segment in segments.values() if isinstance(segment, Table)]
        if isinstance(segments, Table)
        else []
    )
    return frozenset(
        name for name in attributes if not all(isinstance(traits, Table) and name in traits for traits in tables)
    )


def _facts(facts: Node | None) -> Iterator[tuple[str, list[str]]]:
    for name, fact in facts.items() if isinstance(facts, Table) else ():
        values = fact.value("values") if isinstance(fact, Table) else fact
        if isinstance(values, Listing):
            yield str(name), [str(value) for value in values if isinstance(value, Leaf)]


def _counts(node: Node) -> Iterator[str]:
    """Figures that outcomes count."""
    stack: list[Node] = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, Table):
            count = top.value("count")
            if isinstance(count, Leaf):
                yield str(count)
            stack.extend(top.values())
        elif isinstance(top, Listing):
            stack.extend(top)
