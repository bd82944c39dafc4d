"""YAML text into a tree whose every leaf is text that knows where it stands.

Nothing is typed here: `no`, `010`, `10:00` and `2026-01-05` stay the text they are. What the language does not
have (tags, merge keys, empty values, `null`, doubled keys, several documents) is noted as a problem. Size,
depth and aliases are bounded, so that hostile files are refused at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from journeysim.model.problem import Path, Place, Problem

from . import slips

DEPTH = 40
NODES = 100_000

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Leaf(str):
    """A word or text of the file. `plain`: written without quotes. `broken`: a problem with it is known already."""

    place: Place
    width: int
    plain: bool
    broken: bool
    path: Path
    key: Leaf | None

    @classmethod
    def at(cls, text: str, place: Place, *, width: int = 1, plain: bool = True, path: Path = ()) -> Leaf:
        leaf = cls(text)
        leaf.place, leaf.width, leaf.plain, leaf.path = place, width, plain, path
        leaf.broken, leaf.key = False, None
        return leaf


class Table(dict[Leaf, "Node"]):
    """Keys with values, in the order of the file. `key` is the word under which the table stands.

    `sifted`: a copy that holds only keys known to be right.
    """

    place: Place
    width: int
    broken: bool
    sifted: bool
    path: Path
    key: Leaf | None

    @classmethod
    def at(cls, place: Place, *, path: Path = ()) -> Table:
        table = cls()
        table.place, table.path, table.width, table.key = place, path, 1, None
        table.broken = table.sifted = False
        return table

    def name(self, key: str) -> Leaf:
        """The key as it stands in the file."""
        return next(found for found in self if found == key)

    def value(self, key: str) -> Node | None:
        """The value under a key; `None` where the key is not there."""
        return self.get(key)  # type: ignore[call-overload,no-any-return]

    def like(self) -> Table:
        """An empty table that stands where this one stands."""
        table = Table.at(self.place, path=self.path)
        table.key, table.broken = self.key, self.broken
        return table


class Listing(list["Node"]):
    """Values in a row."""

    place: Place
    width: int
    broken: bool
    path: Path
    key: Leaf | None

    @classmethod
    def at(cls, place: Place, *, path: Path = ()) -> Listing:
        listing = cls()
        listing.place, listing.path, listing.width, listing.broken, listing.key = place, path, 1, False, None
        return listing


Node = Leaf | Table | Listing


class Unreadable(Exception):
    """The text cannot be read to its end: `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass
class _Composer:
    """Builds the tree from parser events; `size` counts nodes with aliases unfolded."""

    text: str
    file: str
    problems: list[Problem]
    events: Iterator[yaml.Event]
    anchors: dict[str, tuple[Node, int] | None] = field(default_factory=dict)
    size: int = 0

    def note(self, code: str, fact: str, move: str, place: Place, path: Path, width: int = 1) -> None:
        self.problems.append(Problem(place, code, fact, move, path, width))

    def place(self, mark: yaml.Mark) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def fatal(self, code: str, fact: str, move: str, place: Place) -> Unreadable:
        return Unreadable(Problem(place, code, fact, move))

    def grow(self, by: int, place: Place) -> None:
        self.size += by
        if self.size > NODES:
            raise self.fatal(
                "too-big",
                f"the file holds more than {NODES:,} values, aliases unfolded",
                "split the scenario up or leave the aliases out",
                place,
            )

    def root(self) -> Node | None:
        node: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and node is not None:
                place = self.place(event.start_mark)
                self.note(
                    "two-documents", "a second document begins with '---'", "keep one scenario in a file", place, (), 3
                )
                break
            if isinstance(event, yaml.NodeEvent):
                node = self.node(event, (), 0)
        return node

    def node(self, event: yaml.Event, path: Path, depth: int) -> Node:
        place = self.place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, place, path)
        self.grow(1, place)
        if depth > DEPTH:
            raise self.fatal(
                "too-deep", f"brackets or indents are nested more than {DEPTH} deep", "write it flatter", place
            )
        before = self.size
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self.anchors[anchor] = None
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self.leaf(event, place, path)
        elif isinstance(event, yaml.MappingStartEvent):
            node = self.table(event, place, path, depth)
        else:
            node = self.listing(place, path, depth)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.note(
                "tag",
                f"'{tag}' is a YAML tag",
                "leave it out: the key decides how a value is read",
                place,
                path,
                len(tag),
            )
            node.broken = True
        if anchor is not None:
            self.anchors[anchor] = (node, self.size - before + 1)
        return node

    def alias(self, event: yaml.AliasEvent, place: Place, path: Path) -> Node:
        if event.anchor not in self.anchors:
            raise self.fatal(
                "unknown-alias",
                f"nothing before this is marked '&{event.anchor}'",
                f"mark what '*{event.anchor}' stands for, or write it out",
                place,
            )
        known = self.anchors[event.anchor]
        if known is None:
            raise self.fatal(
                "unknown-alias", f"'*{event.anchor}' stands inside what it stands for", "write it out", place
            )
        node, size = known
        self.grow(size, place)
        return _copy(node, path)

    def leaf(self, event: yaml.ScalarEvent, place: Place, path: Path) -> Leaf:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if end.line == start.line else 1
        plain = event.style is None or event.style == ""
        leaf = Leaf.at(event.value, place, width=max(width, 1), plain=plain, path=path)
        if plain:
            cut = slips.cut(self.text, end.index)
            if cut:
                at = Place(self.file, end.line + 1, end.column + 1 + cut.offset)
                self.note("cut-text", cut.fact(event.value), cut.move, at, path, cut.width)
                leaf.broken = True
        return leaf

    def listing(self, place: Place, path: Path, depth: int) -> Listing:
        listing = Listing.at(place, path=path)
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            item = self.node(event, (*path, len(listing)), depth + 1)
            if isinstance(item, Leaf):
                self.check_value(item, "this item")
            listing.append(item)
        if not listing:
            self.note("empty-value", "this list is empty", "put something in it, or leave the key out", place, path, 2)
            listing.broken = True
        return listing

    def table(self, event: yaml.MappingStartEvent, place: Place, path: Path, depth: int) -> Table:
        table = Table.at(place, path=path)
        for start in self.events:
            if isinstance(start, yaml.MappingEndEvent):
                break
            self.entry(start, table, bool(event.flow_style), path, depth)
        if not table and not table.broken:
            self.note(
                "empty-value", "these braces are empty", "put something in them, or leave the key out", place, path, 2
            )
            table.broken = True
        if table.broken and event.flow_style:
            self.blame_list(table)
        return table

    def entry(self, start: yaml.Event, table: Table, flow: bool, path: Path, depth: int) -> None:
        key = self.node(start, path, depth + 1)
        if isinstance(key, Leaf):
            key.path = (*path, str(key))
        second = next(self.events)
        value = self.node(second, (*path, str(key) if isinstance(key, Leaf) else "?"), depth + 1)
        if not isinstance(key, Leaf):
            self.note(
                "odd-key", "a list or table stands where a key belongs", "write a word before the ':'", key.place, path
            )
            table.broken = True
            return
        if key == "<<" and key.plain:
            self.note(
                "merge-key",
                "'<<' is not part of the language",
                "use 'like: NAME' or 'defaults'",
                key.place,
                key.path,
                2,
            )
            return
        if (
            flow
            and isinstance(value, Leaf)
            and value == ""
            and value.plain
            and ":" not in self.text[start.end_mark.index : second.start_mark.index]
        ):
            table.broken = True
            table.setdefault(key, value)
            value.broken = key.broken = True
            return
        value.key = key
        if isinstance(value, Leaf):
            self.check_value(value, f"'{key}'")
        if key in table:
            self.doubled(table, key)
            return
        if key == "" or (key.plain and key in ("~", "null")):
            self.note("odd-key", "a key is missing before the ':'", "write a word before the ':'", key.place, path)
            table.broken = True
            return
        table[key] = value

    def check_value(self, leaf: Leaf, of: str) -> None:
        if leaf.broken or not leaf.plain:
            return
        if leaf == "":
            place, width = (leaf.key.place, leaf.key.width) if leaf.key is not None else (leaf.place, 1)
            self.note("empty-value", f"{of} has no value", "write one, or leave the key out", place, leaf.path, width)
            leaf.broken = True
        elif leaf in ("~", "null", "Null", "NULL"):
            self.note(
                "empty-value",
                f"'{leaf}' is no value",
                "write one, or leave the key out",
                leaf.place,
                leaf.path,
                leaf.width,
            )
            leaf.broken = True

    def doubled(self, table: Table, key: Leaf) -> None:
        first = table.name(key).place
        if slips.is_chance(key):
            self.note(
                "chance-as-key",
                f"the chance '{key}' stands as a key, and twice",
                slips.CHANCE_LIST,
                key.place,
                key.path,
                key.width,
            )
            table.broken = True
            return
        self.note(
            "duplicate-key",
            f"'{key}' stands twice here, first in line {first.line}",
            "keep one of them",
            key.place,
            key.path,
            key.width,
        )

    def blame_list(self, table: Table) -> None:
        """Say what is wrong with braces in which words stand without a ':'."""
        lone = [key for key, value in table.items() if isinstance(value, Leaf) and value.broken and key.broken]
        if not lone:
            return
        if len(lone) == len(table):
            written = ", ".join(lone)
            self.note(
                "comma-in-braces",
                "braces hold 'key: value' pairs",
                f"a list is written in brackets: [{written}]",
                lone[0].place,
                lone[0].path,
                lone[0].width,
            )
            return
        for key in lone:
            before = _before(table, key)
            self.note("comma-in-braces", *slips.comma(before, key), key.place, key.path, key.width)
            del table[key]
        table.broken = False


def _before(table: Table, key: Leaf) -> str | None:
    """The text that a comma cut off before `key`, where there is one."""
    found: str | None = None
    for other, value in table.items():
        if other is key:
            return found
        if isinstance(value, Leaf) and not (value.broken and other.broken):
            found = str(value)
            value.broken = True
        elif not isinstance(value, Leaf):
            found = None
    return found


def _copy(node: Node, path: Path) -> Node:
    """The same again under another key: what an alias stands for."""
    if isinstance(node, Leaf):
        leaf = Leaf.at(str(node), node.place, width=node.width, plain=node.plain, path=path)
        leaf.broken = node.broken
        return leaf
    if isinstance(node, Table):
        table = Table.at(node.place, path=path)
        table.broken = node.broken
        for key, value in node.items():
            copied = _copy(value, (*path, str(key)))
            copied.key = key
            table[key] = copied
        return table
    listing = Listing.at(node.place, path=path)
    listing.broken = node.broken
    listing.extend(_copy(item, (*path, index)) for index, item in enumerate(node))
    return listing


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
