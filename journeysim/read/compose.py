"""YAML text into a tree whose every leaf is text that knows where it stands.

Nothing is typed here: `no`, `010`, `10:00` and `2026-01-05` stay the text they are. What the language does not
have (tags, merge keys, empty values, `null`, doubled keys, several documents) is noted as a problem. Size,
depth and aliases are bounded, so that hostile files are refused at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from journeysim.model.problem import Path, Place, Problem

from . import slips
from .nodes import Leaf, Listing, Node, Table, Unreadable, copied
from .reading import straight

NODES = 30_000

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The tree of a text (`None` where it holds nothing), and what is wrong with it as YAML.

    Raises `Unreadable` where it cannot be read to the end.
    """
    problems: list[Problem] = []
    composer = _Composer(text, file, problems, yaml.parse(text, Loader=_Loader))
    try:
        return composer.root(), problems
    except yaml.YAMLError as error:
        raise Unreadable(slips.explain(error, text, file)) from None


@dataclass
class _Composer:
    """Builds the tree from parser events; `size` counts nodes with aliases unfolded."""

    text: str
    file: str
    problems: list[Problem]
    events: Iterator[yaml.Event]
    anchors: dict[str, tuple[Node, int] | None] = field(default_factory=dict)
    size: int = 0

    def note(self, code: str, fact: str, move: str, at: Node, width: int = 0) -> None:
        self.problems.append(Problem(at.place, code, fact, move, at.path, width or at.width))

    def place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def grow(self, by: int, place: Place) -> None:
        self.size += by
        if self.size > NODES:
            fact = f"the file holds more than {NODES:,} values, aliases unfolded"
            raise Unreadable(Problem(place, "too-big", fact, "split the scenario up, or leave the aliases out"))

    def root(self) -> Node | None:
        node: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and node is not None:
                second = Leaf.at("---", self.place(event.start_mark), width=3)
                fact, move = "a second document begins with '---'", "keep one scenario in a file"
                self.note("two-documents", fact, move, second)
                break
            if isinstance(event, yaml.NodeEvent):
                node = self.node(event, (), 0)
        return node

    def node(self, event: yaml.Event, path: Path, depth: int) -> Node:
        place = self.place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, place, path)
        self.grow(1, place)
        if depth > slips.DEPTH:
            raise Unreadable(Problem(place, *slips.TOO_DEEP))
        before, anchor, tag = self.size, getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            self.anchors[anchor] = None
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self.leaf(event, place, path)
        elif isinstance(event, yaml.MappingStartEvent):
            node = self.table(event, place, path, depth)
        else:
            node = self.listing(place, path, depth)
        if tag is not None:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            move = "leave it out: the key decides how a value is read"
            self.note("tag", f"'{tag}' is a YAML tag", move, node, len(tag))
            node.broken = True
        if anchor is not None:
            self.anchors[anchor] = (node, self.size - before + 1)
        return node

    def alias(self, event: yaml.AliasEvent, place: Place, path: Path) -> Node:
        name = event.anchor or ""
        known = self.anchors.get(name)
        if known is None:
            inside = name in self.anchors
            fact = f"'*{name}' stands inside what it stands for" if inside else f"'*{name}' refers to nothing above"
            move = (
                "write it out" if inside else f"write '{name}' without the star, or mark what it stands for '&{name}'"
            )
            raise Unreadable(Problem(place, "unknown-alias", fact, move, path, len(name) + 1))
        node, size = known
        self.grow(size, place)
        return copied(node, path)

    def leaf(self, event: yaml.ScalarEvent, place: Place, path: Path) -> Leaf:
        start, end = event.start_mark, event.end_mark
        assert start is not None
        assert end is not None
        width = end.column - start.column if end.line == start.line else 1
        plain = event.style is None or event.style == ""
        leaf = Leaf.at(event.value, place, width=max(width, 1), plain=plain, path=path)
        cut = slips.cut(self.text, end.index) if plain else None
        if cut is not None:
            lost = Leaf.at(cut.rest, Place(self.file, end.line + 1, end.column + 1 + cut.offset), path=path)
            self.note("cut-text", cut.fact(event.value), cut.move(event.value), lost, len(cut.rest))
            leaf.broken = True
        return leaf

    def listing(self, place: Place, path: Path, depth: int) -> Listing:
        listing = Listing.at(place, path=path)
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            item = self.node(event, (*path, len(listing)), depth + 1)
            self.check_value(item, "this item", "take the dash away")
            listing.append(item)
        return listing

    def table(self, event: yaml.MappingStartEvent, place: Place, path: Path, depth: int) -> Table:
        table = Table.at(place, path=path)
        lone: list[Leaf] = []
        for start in self.events:
            if isinstance(start, yaml.MappingEndEvent):
                break
            self.entry(start, table, lone if event.flow_style else None, path, depth)
        if lone:
            self.blame(table, lone)
        return table

    def entry(self, start: yaml.Event, table: Table, lone: list[Leaf] | None, path: Path, depth: int) -> None:
        key = self.node(start, path, depth + 1)
        end, second = start.end_mark, next(self.events)
        value = self.node(second, (*path, str(key) if isinstance(key, Leaf) else "?"), depth + 1)
        if not isinstance(key, Leaf) or not straight(key).strip() or (key.plain and key in ("~", "null")):
            what = "nothing stands" if isinstance(key, Leaf) else "a list or table stands"
            self.note("odd-key", f"{what} where a key belongs", "write a word before the ':'", key)
            table.lossy = True
            return
        key.path = (*path, str(key))
        if key == "<<" and key.plain:
            self.note("merge-key", "'<<' is not part of the language", "use 'like: NAME', or 'defaults'", key)
            table.lossy = True
            return
        if lone is not None and isinstance(value, Leaf) and value.plain and value == "" and self.no_colon(end, second):
            lone.append(key)
            table.lossy = True
            return
        value.key = key
        self.check_value(value, f"'{key}'", "leave the key out")
        if key in table:
            self.doubled(table, key)
            return
        table[key] = value

    def no_colon(self, end: Any, second: yaml.Event) -> bool:
        """Whether a word in braces stands without a ':' behind it."""
        start: Any = second.start_mark
        return ":" not in self.text[end.index : start.index]

    def check_value(self, node: Node, of: str, otherwise: str) -> None:
        """Note a value that says nothing."""
        if node.broken:
            return
        at, fact, write = node, f"{of} has no value", "write one"
        if not isinstance(node, Leaf):
            if node or (isinstance(node, Table) and node.lossy):
                return
            fact, write = f"{of} is empty", "put something in it"
        elif node.plain and node == "":
            at = node.key if node.key is not None else node
        elif node.plain and node in ("~", "null", "Null", "NULL"):
            fact = f"'{node}' is no value"
        else:
            return
        self.problems.append(Problem(at.place, "empty-value", fact, f"{write}, or {otherwise}", node.path, at.width))
        node.broken = True

    def doubled(self, table: Table, key: Leaf) -> None:
        """Note a key that stands a second time."""
        if slips.is_chance(key):
            self.note("chance-as-key", f"the chance '{key}' stands as a key, and twice", slips.CHANCE_LIST, key)
            table.broken = True
            return
        first = table.name(key).place.line
        self.note("duplicate-key", f"'{key}' stands twice here, first in line {first}", "keep one of them", key)

    def blame(self, table: Table, lone: list[Leaf]) -> None:
        """Say what is wrong with braces in which words stand without a ':'."""
        if not table and not any(slips.lone_word(key) for key in lone):
            fact, move = "braces hold 'key: value' pairs", f"a list is written in brackets: [{', '.join(lone)}]"
            self.note("comma-in-braces", fact, move, lone[0])
            table.broken = True
            return
        for key in lone:
            slip = slips.lone_word(key)
            if slip is not None:
                code, fact, move, offset = slip
                place = Place(key.place.file, key.place.line, key.place.column + offset)
                self.note(code, fact, move, Leaf.at(key, place, width=1 if offset else key.width, path=key.path))
                continue
            before = self.before(table, key)
            self.note("comma-in-braces", *slips.comma(before, key), key)
            if before is not None:
                before.broken = True

    def before(self, table: Table, key: Leaf) -> Leaf | None:
        """The text that a comma cut off before `key`, where there is one."""
        earlier = [value for value in table.values() if isinstance(value, Leaf) and value.place < key.place]
        return earlier[-1] if earlier else None
