"""YAML text into a tree of what is written, comments included: what a layout needs and a reader does not.

Values keep their own text and how they are written (in braces, in lines, with an anchor); nothing is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

COMMENT = re.compile(r"#[^\n]*")
DASH = re.compile(r"^ *-", re.MULTILINE)


@dataclass
class Comment:
    """A comment; `blank`: an empty line stands above it."""

    text: str
    blank: bool


@dataclass
class Written:
    """A value as it is written: `text` of a scalar or an alias, `entries` of a table or a list.

    `said` is what a scalar means. `start` and `end` are positions in the text; a table or list in lines ends with its
    last value.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    said: str = ""
    style: str = ""
    anchor: str = ""
    in_braces: bool = False
    column: int = 0
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Entry:
    """A key with its value, or an item of a list, and the comments that belong to it.

    `above` stand on lines of their own before it, `beside_key` behind the colon, `beside` behind the value, `below` on
    lines of their own after it. `column` is that of the table or list in the file.
    """

    key: Written | None
    value: Written
    column: int
    in_braces: bool
    blank: bool = False
    above: list[Comment] = field(default_factory=list)
    beside_key: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    below: list[Comment] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.value.start if self.key is None else self.key.start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.value.end

    def is_commented(self) -> bool:
        """Whether a comment stands at it or anywhere in it."""
        own = self.above or self.beside_key or self.beside or self.below
        return bool(own) or any(entry.is_commented() for entry in self.value.entries)


@dataclass
class Page:
    """A whole text: the comments at its head and foot that belong to no entry, and its value."""

    head: list[Comment]
    root: Written
    foot: list[Comment]


def page(text: str) -> Page:
    """The tree of a text that is known to be readable; its lines end in `\\n` alone."""
    root = _root(text)
    found = Page([], root, [])
    entries = sorted(_entries(root), key=lambda entry: (entry.start, -entry.end))
    for entry in entries:
        entry.blank = _begins_line(text, entry.start) and _blank_above(text, entry.start)
    for position in _comments(text):
        _attach(text, position, entries, found)
    first = entries[0]
    first.above, found.head = _split(first)
    return found


def comments(text: str) -> list[str]:
    """All comments of a text, in order of the alphabet."""
    return sorted(COMMENT.match(text, position)[0].rstrip() for position in _comments(text))  # type: ignore[index]


def _split(first: Entry) -> tuple[list[Comment], list[Comment]]:
    """The comments above the first entry: those that stand right above it, and the head of the file before them."""
    above = first.above
    if above and first.blank:
        return [], above
    cut = max((n for n, comment in enumerate(above) if comment.blank), default=0)
    return above[cut:], above[:cut]


# --- values ---


def _root(text: str) -> Written:
    marks = (yaml.NodeEvent, yaml.CollectionEndEvent)
    events = (event for event in yaml.parse(text, Loader=yaml.SafeLoader) if isinstance(event, marks))
    return _value(text, next(events), events)


def _value(text: str, event: yaml.Event, events: Iterator[yaml.Event]) -> Written:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    anchor = getattr(event, "anchor", None) or ""
    if isinstance(event, yaml.AliasEvent):
        return Written("alias", start.index, end.index, f"*{anchor}", anchor, column=start.column)
    if isinstance(event, yaml.ScalarEvent):
        inside = text[start.index : end.index]
        inside = inside.removeprefix(f"&{anchor}").lstrip() if anchor else inside
        last = start.index + len(text[start.index : end.index].rstrip())
        style = event.style or ""
        return Written("scalar", start.index, last, inside.rstrip(), event.value, style, anchor, column=start.column)
    is_table = isinstance(event, yaml.MappingStartEvent)
    found = Written("table" if is_table else "list", start.index, end.index, anchor=anchor, column=start.column)
    found.in_braces = bool(getattr(event, "flow_style", False))
    if anchor and not found.in_braces:
        found.column = -1
    for inner in events:
        if isinstance(inner, yaml.CollectionEndEvent):
            found.end = inner.end_mark.index if found.in_braces else found.entries[-1].end  # type: ignore[union-attr]
            break
        first = _value(text, inner, events)
        column = first.column if found.column < 0 else found.column
        if is_table:
            entry = Entry(first, _value(text, next(events), events), column, found.in_braces)
        else:
            entry = Entry(None, first, column, found.in_braces)
        found.entries.append(entry)
    return found


def _entries(value: Written) -> Iterator[Entry]:
    for entry in value.entries:
        yield entry
        yield from _entries(entry.value)


# --- comments ---


def _comments(text: str) -> Iterator[int]:
    """Where comments begin: at each `#` that is part of no token."""
    before = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        yield from (found.start() for found in COMMENT.finditer(text, before, token.start_mark.index))
        before = max(before, token.end_mark.index)
    yield from (found.start() for found in COMMENT.finditer(text, before))


def _line_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _begins_line(text: str, position: int) -> bool:
    return not text[_line_start(text, position) : position].strip(" -")


def _blank_above(text: str, position: int) -> bool:
    """Whether the line above that of `position` is empty."""
    start = _line_start(text, position)
    return start > 0 and not text[_line_start(text, start - 1) : start].strip()


def _attach(text: str, position: int, entries: list[Entry], found: Page) -> None:
    """Give a comment to the entry that it belongs to."""
    said = COMMENT.match(text, position)
    assert said is not None
    comment = said[0].rstrip()
    line = _line_start(text, position)
    alone = not text[line:position].strip()
    if not alone and _beside(line, position, comment, entries):
        return
    column = position - line
    above = Comment(comment, alone and _blank_above(text, position))
    following = next((entry for entry in entries if entry.start > position), None)
    if following is not None and alone and not DASH.search(text, position, following.start):
        inside = [entry for entry in entries if entry.start == following.start and column <= entry.column]
        following = next(iter(inside), following)  # behind a dash, at the first key of its item
    if following is not None and (following.in_braces or not alone or column <= following.column):
        following.above.append(above)
        return
    earlier = [entry for entry in entries if entry.start < position and not entry.in_braces and entry.column <= column]
    if not earlier or (following is None and column == 0):
        found.foot.append(above)
        return
    earlier[-1].below.append(above)


def _beside(line: int, position: int, comment: str, entries: list[Entry]) -> bool:
    """Give a comment to what stands before it in its line, where something does."""
    last = line
    place: list[str] | None = None
    for entry in entries:
        if entry.start >= position:
            break
        if line < entry.end and last <= entry.end <= position:  # in lines, what is inside ends where all of it ends
            last, place = entry.end, entry.beside
        if entry.key is not None and last < entry.key.end <= position < entry.end:
            last, place = entry.key.end, entry.beside_key
    if place is None:
        return False
    place.append(comment)
    return True
