"""The text of a scenario laid out anew: keys in the order of the language, one way of spacing, comments kept.

What it says does not change. Names of one's own stay in their order, which may matter: rules, channels, outcomes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from .conditions import CaseTests
from .layout_tree import Comment, Entry, Page, Written, comments, page
from .schema import json_schema

WIDTH = 120
"""Columns of a line, where the words allow it."""

INDENT = 2

KEPT = frozenset(part.__name__ for part in CaseTests.__subclasses__())
"""Tables of the language whose keys stay as they are written: the tests of a condition are read in their order."""

FIRST = ("chance",)
"""Keys that stand first wherever they stand."""

ODD = re.compile("\r(?!\n)|[\x85\u2028\u2029]|[|>][1-9]?\\+")
"""What stays as it is, with all of the text around it: signs that only some take for the end of a line, and texts in
lines that keep the empty lines below them.
"""

Schema = dict[str, Any]


class Changed(Exception):
    """A layout says something else than the text it was made of: a mistake in journeysim."""


def laid_out(text: str) -> str:
    """The text of a scenario that can be read, laid out anew; laying it out again changes nothing.

    Raises `Changed` where that would lose a comment or say something else, which is a mistake in journeysim.
    """
    if ODD.search(text):
        return text
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    whole = page(text)
    order = _order()
    order.arrange(whole.root, [order.top], keep=_has_anchor(whole.root))
    fresh = "\n".join(_page(whole)) + "\n"
    if comments(fresh) != comments(text) or order.meant(fresh) != order.meant(text):
        raise Changed("the layout of a scenario says something else than the scenario")
    return fresh


def _has_anchor(value: Written) -> bool:
    return bool(value.anchor) or any(_has_anchor(entry.value) for entry in value.entries)


# --- the order of keys ---


class _Order:
    """The order of the language's keys, by its JSON Schema."""

    def __init__(self) -> None:
        self.top = json_schema()
        self.definitions: dict[str, Schema] = self.top["definitions"]

    def arrange(self, value: Written, schemas: Sequence[Schema], *, keep: bool = False) -> None:
        """Put the keys of a table, and of all tables in it, into the order of the language."""
        choices = [choice for schema in schemas for choice in self.choices(schema)]
        if value.kind == "list":
            inner = [choice["items"] for choice in choices if isinstance(choice.get("items"), dict)]
            for entry in value.entries:
                self.arrange(entry.value, inner, keep=keep)
            return
        if value.kind != "table":
            return
        keys = [entry.key.text for entry in value.entries if entry.key is not None]
        if not keep:
            known = next((list(choice["properties"]) for choice in choices if _covers(choice, keys)), None)
            if known is not None:
                _sort(value, known)
        for entry in value.entries:
            if entry.key is not None:
                self.arrange(entry.value, list(_of_key(choices, entry.key.text)), keep=keep)

    def choices(self, schema: Schema) -> Iterator[Schema]:
        """The schemas that a value may follow, without references; conditions are left out."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in KEPT:
                yield from self.choices(self.definitions[name])
            return
        yield schema
        for word in ("anyOf", "oneOf"):
            for choice in schema.get(word, ()):
                yield from self.choices(choice)
        if "else" in schema:
            yield from self.choices(schema["else"])

    def meant(self, text: str) -> object:
        """What a text says, keys in the order of the language, so that two texts can be compared."""
        root = page(text).root
        self.arrange(root, [self.top], keep=_has_anchor(root))
        return _plain(root)


@cache
def _order() -> _Order:
    return _Order()


def _covers(choice: Schema, keys: Sequence[str]) -> bool:
    return "properties" in choice and set(keys) <= set(choice["properties"])


def _of_key(choices: Sequence[Schema], key: str) -> Iterator[Schema]:
    for choice in choices:
        if key in choice.get("properties", {}):
            yield choice["properties"][key]
            continue
        patterns = choice.get("patternProperties", {})
        yield from (schema for pattern, schema in patterns.items() if re.search(pattern, key))
        if isinstance(choice.get("additionalProperties"), dict):
            yield choice["additionalProperties"]


def _sort(table: Written, known: Sequence[str]) -> None:
    """Put entries into the order of `known`; an empty line above stays with the place at the top, which has none."""
    place = {key: (key not in FIRST, n) for n, key in enumerate(known)}
    entries = sorted(table.entries, key=lambda entry: place[entry.key.text] if entry.key is not None else (True, 0))
    if entries[0] is not table.entries[0]:
        entries[0].blank, table.entries[0].blank = table.entries[0].blank, _gap(entries[0])
        if entries[0].above and entries[0].above[0].blank:
            entries[0].above[0].blank = False
    table.entries = entries


def _gap(entry: Entry) -> bool:
    return entry.above[0].blank if entry.above else entry.blank


def _plain(value: Written) -> object:
    """What is meant, by PyYAML's own words for a scalar."""
    if value.kind == "table":
        return [(_plain(entry.key), _plain(entry.value)) for entry in value.entries if entry.key is not None]
    if value.kind == "list":
        return [_plain(entry.value) for entry in value.entries]
    return value.kind, value.anchor, value.said, value.style


# --- lines ---


def _page(whole: Page) -> Iterator[str]:
    yield from _comments(whole.head, 0, first=True)
    if whole.head:
        yield ""
    inline = _inline(whole.root)
    yield from [inline] if inline is not None and _fits(whole.root, inline) else _collection(whole.root, 0)
    yield from _comments(whole.foot, 0, first=False)


def _comments(found: Sequence[Comment], indent: int, *, first: bool) -> Iterator[str]:
    for number, comment in enumerate(found):
        if comment.blank and (number or not first):
            yield ""
        yield " " * indent + comment.text


def _collection(value: Written, indent: int) -> Iterator[str]:
    """A table or list in lines."""
    for number, entry in enumerate(value.entries):
        yield from _comments(entry.above, indent, first=not number)
        if entry.blank and (number or entry.above):
            yield ""
        yield from _entry(entry, indent)
        yield from _comments(entry.below, indent, first=False)


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    """A key with its value, or a dash with its item."""
    value, below = entry.value, indent + INDENT
    head = " " * indent + ("-" if entry.key is None else _key(entry.key))
    beside_key = "".join(f"  {comment}" for comment in entry.beside_key)
    inline = None if beside_key else _inline(value)
    if inline is not None and (value.kind in ("scalar", "alias") or _fits(value, f"{head} {inline}")):
        yield f"{head} {inline}{_beside(entry)}"
        return
    opened = head + (f" &{value.anchor}" if value.anchor else "")
    if value.kind in ("scalar", "alias"):
        first, *rest = _scalar_lines(value, below, entry.column)
        lines = [f"{opened}{beside_key}", " " * below + first] if beside_key else [f"{opened} {first}"]
        lines += rest
        lines[-1] += _beside(entry)
        yield from lines
        return
    lines = list(_collection(value, below))
    if entry.key is None and opened == head and not beside_key and not lines[0].lstrip().startswith("#"):
        yield f"{head} {lines[0].lstrip()}"
        lines = lines[1:]
    else:
        yield f"{opened}{beside_key}"
    yield from lines
    yield from (f"{' ' * below}{comment}" for comment in entry.beside)


def _key(key: Written) -> str:
    return f"{_inline(key)}{' ' if key.kind == 'alias' else ''}:"


def _beside(entry: Entry) -> str:
    return "".join(f"  {comment}" for comment in entry.beside)


def _fits(value: Written, line: str) -> bool:
    """Whether braces stay on the line: they hold no comment, and it is not too long."""
    return len(line) <= WIDTH and not any(entry.is_commented() for entry in value.entries)


def _inline(value: Written) -> str | None:
    """The value on one line, braces and all; `None` where that cannot be."""
    anchor = f"&{value.anchor} " if value.anchor else ""
    if value.kind in ("scalar", "alias"):
        return None if "\n" in value.text else anchor + value.text
    if not value.in_braces:
        return None
    parts = []
    for entry in value.entries:
        inner = _inline(entry.value)
        if inner is None:
            return None
        parts.append(inner if entry.key is None else f"{_key(entry.key)} {inner}")
    return f"{anchor}{{{', '.join(parts)}}}" if value.kind == "table" else f"{anchor}[{', '.join(parts)}]"


def _scalar_lines(value: Written, indent: int, outer: int) -> list[str]:
    """A scalar of several lines, those after the first indented anew; `outer` is how far its key stood in."""
    first, *rest = value.text.split("\n")
    if value.style not in ("|", ">"):
        return [first, *(" " * indent + line.strip() if line.strip() else "" for line in rest)]
    given = re.search(r"[1-9]", first.split("#")[0])
    inside = next((len(line) - len(line.lstrip(" ")) for line in rest if line.strip()), 0)
    if given:
        inside = outer + int(given[0])
        first = first.replace(given[0], str(INDENT), 1)
    return [first, *(" " * indent + line[inside:] if line[inside:] else "" for line in rest)]
