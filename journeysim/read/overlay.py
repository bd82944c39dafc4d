"""Laying one table over another: what `change`, `extends`, `like` and `defaults` do.

Named things and tables change key by key; an outcome, a condition, a time, a *by* or a list is one value and
is replaced whole. Each leaf keeps its own place, so that a problem stands where the wrong word was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches

from .nodes import Leaf, Node, Table

Shape = Mapping[str, "Shape | None"]
"""How deep a table goes key by key: a shape for each key (`*`: any other); `None`: one value."""

TABLE: Shape = {"*": None}
TABLES: Shape = {"*": TABLE}

SEGMENT: Shape = {
    "is": TABLE,
    "balks": TABLE,
    "redials": TABLE,
    "starts over": TABLE,
    "gives up": TABLE,
    "escalates": TABLES,
    "churns": TABLE,
    "promotes": TABLE,
    "*": None,
}
CHANNEL: Shape = {"open": TABLE, "*": None}
DEPARTMENT: Shape = {
    "staff": TABLES,
    "works": TABLE,
    "queue": {"overflow": TABLE, "callback": TABLE, "*": None},
    "rules": TABLES,
    "*": None,
}

THINGS: Mapping[str, Shape] = {"segment": SEGMENT, "channel": CHANNEL, "department": DEPARTMENT}

SCENARIO: Shape = {
    "run": TABLE,
    "holidays": TABLE,
    "calendars": TABLES,
    "profiles": {"*": TABLES},
    "defaults": THINGS,
    "facts": TABLES,
    "segments": {"*": SEGMENT},
    "issues": {"*": {"raised by": TABLE, "*": None}},
    "incidents": {"*": {"raised by": TABLE, "announcement": TABLE, "*": None}},
    "channels": {"*": CHANNEL},
    "departments": {"*": DEPARTMENT},
    "watchdogs": TABLES,
    "mood": TABLE,
    "accepted": TABLE,
    "variants": TABLES,
    "expect": TABLE,
    "*": None,
}

WORDS = ("journeysim", "name", "about", "extends", "currency", "systems")
"""Keys of a scenario that are one value."""

REQUIRED = ("issues", "channels", "departments")
"""Tables that every scenario has."""

REMOVE = "remove"


def is_removal(node: Node) -> bool:
    """Whether this takes a thing away."""
    return isinstance(node, Leaf) and node.plain and node == REMOVE


def missed(key: str, document: Table) -> bool:
    """Whether a table of the scenario is not there that must be, or that seems to stand under another word.

    What only a change speaks of is not there.
    """
    there = document.value(key)
    if there is not None and not (isinstance(there, Table) and there.fresh):
        return False
    others = [name for name in document if name not in SCENARIO and name not in WORDS]
    return key in REQUIRED or any(get_close_matches(key, [name.casefold()], cutoff=0.8) for name in others)


def overlay(base: Node | None, over: Node, shape: Shape | None) -> Node:
    """`over` laid upon `base`. Removals stay in the result, and know whether they take something away."""
    if isinstance(over, Leaf) and is_removal(over) and base is not None and not is_removal(base):
        over.removes = True
    if base is None and isinstance(over, Table):
        over.fresh = True
    if shape is None or not isinstance(base, Table) or not isinstance(over, Table):
        return over
    result = base.like()
    result.broken, result.lossy = base.broken or over.broken, base.lossy or over.lossy
    for key, value in base.items():
        result[key] = value
    for key, value in over.items():
        inner = shape.get(key, shape.get("*"))
        laid = overlay(base.value(key), value, inner)
        result[result.name(key) if key in result else key] = laid
    return result


def without_removals(node: Node, shape: Shape | None, pointless: Callable[[Leaf, Iterable[str]], None]) -> Node:
    """The table after all that is taken away is gone; `pointless` hears of each removal that took nothing away."""
    if shape is None or not isinstance(node, Table):
        return node
    result = node.like()
    result.removed = dict(node.removed)
    for key, value in node.items():
        if is_removal(value):
            assert isinstance(value, Leaf)
            if not value.removes and not value.broken:
                pointless(value, node)
            if value.key is not None:
                result.removed[str(key)] = value.key
            continue
        result[key] = without_removals(value, shape.get(key, shape.get("*")), pointless)
    return result
