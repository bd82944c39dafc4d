"""What validators share while one scenario is read: the names it uses, and the problems found so far."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from journeysim.model.problem import Place, Problem

from .nodes import Leaf, Listing, Node, Table

SUGGESTIONS = 100
"""So many misspelt names of one file are compared with the right ones; comparing takes time."""

PLURAL = {
    "calendar": "calendars",
    "profile": "profiles",
    "system": "systems",
    "fact": "facts",
    "attribute": "attributes",
    "segment": "segments",
    "issue": "issues",
    "channel": "channels",
    "department": "departments",
    "variant": "variants",
    "watchdog": "watchdogs",
    "count": "counts",
    "incident": "incidents",
    "rule": "rules",
    "figure": "figures",
}

Names = Mapping[str, Sequence[str] | None]


@dataclass
class Reading:
    """One scenario being read. `names` maps a kind to its names (`None`: unknown, since their table is itself wrong).

    `values` gives the values of each attribute and fact, `partial` the attributes that some segment lacks. In a
    variant, `elsewhere` holds the names of the scenario without it. `start` is the first day of the run (`None`: it is
    itself wrong), `in_file` whether the scenario stands in a file, `files` what has been read of those beside it,
    `caused` the issues that incidents cause (`None`: unknown, since an incident is itself wrong).
    """

    names: Names
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    partial: frozenset[str] = frozenset()
    variant: str | None = None
    elsewhere: Names = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    suggested: int = 0
    start: dt.date | None = None
    in_file: bool = False
    files: dict[str, object] = field(default_factory=dict)
    caused: frozenset[str] | None = frozenset()

    def note(self, code: str, fact: str, move: str, at: Node) -> None:
        """Remember a problem at a node and read on."""
        if not at.broken:
            self.problems.append(problem(code, fact, move, at))

    def nearest(self, word: str, names: Iterable[str]) -> str | None:
        """The name that was probably meant."""
        names = list(names)
        self.suggested += 1
        if self.suggested > SUGGESTIONS or len(names) > 1000 or len(word) > 100:
            return None
        plain = straight(word).casefold()
        for name in names:
            if name.casefold() == plain or name.casefold().replace(" ", "") == plain.replace("_", "").replace(
                " ", ""
            ).replace("-", ""):
                return name
        close = difflib.get_close_matches(word.casefold(), [name.casefold() for name in names], n=1, cutoff=0.6)
        return next((name for name in names if close and name.casefold() == close[0]), None)

    def advise(self, word: str, names: Sequence[str], kind: str) -> str:
        """The next move after a wrong name: the nearest one, or what there is."""
        near = self.nearest(word, names)
        if near is not None:
            return f"did you mean '{near}'?{alphabet(word, near)}"
        if not names:
            return f"there are no {kind} in this scenario"
        return f"the only one is '{names[0]}'" if len(names) == 1 else f"there are {listed(names)}"

    def is_name(self, leaf: Leaf, kind: str) -> bool:
        """Whether a word names something of this kind; a problem is noted where it does not."""
        names = self.names.get(kind)
        if names is None or leaf in names or leaf.broken:
            return True
        if any(seen(name) == leaf and not name.isprintable() for name in names):
            return True  # the name itself is refused
        self.note("unknown-name", *self.no_such(leaf, kind, names), leaf)
        return False

    def no_such(self, leaf: Leaf, kind: str, names: Sequence[str]) -> tuple[str, str]:
        """Fact and move for a name that is none of this kind."""
        word = shortened(leaf)
        if leaf in (self.elsewhere.get(kind) or ()):
            return f"no {kind} is named '{word}' in the variant '{self.variant}'", "change this there too"
        for other in ("channel", "department", "segment", "issue", "system"):
            if other != kind and leaf in (self.names.get(other) or ()):
                return (
                    f"'{word}' is {a(other)}, not {a(kind)}",
                    f"name {a(kind)}: {listed(names, last='or')}" if names else f"name {a(kind)}",
                )
        if not names and kind in ("system", "calendar", "profile", "fact", "segment", "variant"):
            return f"no {kind} is named '{word}'", f"name it under '{PLURAL[kind]}'"
        return f"no {kind} is named '{word}'", self.advise(leaf, names, PLURAL[kind])

    def is_value(self, leaf: Leaf, about: str, kind: str) -> bool:
        """Whether a word is a value of this attribute or fact; a problem is noted where it is not."""
        values = self.values.get(about)
        if values is None or leaf in values or leaf.broken:
            return True
        several = re.split(r" or |, *", leaf)
        move = f"write '[{', '.join(several)}]'" if len(several) > 1 and set(several) <= set(values) else None
        fact = f"'{leaf}' is no value of the {kind} '{about}'"
        self.note("unknown-value", fact, move or self.advise(leaf, values, "values"), leaf)
        return False


def reading(info: ValidationInfo) -> Reading:
    """The reading that a validator takes part in."""
    context = info.context
    assert isinstance(context, Reading)
    return context


def problem(code: str, fact: str, move: str, at: Node) -> Problem:
    """A problem at a node."""
    return Problem(at.place, code, fact, move, at.path, at.width)


def wrong(code: str, fact: str, move: str, at: Node | None = None) -> PydanticCustomError:
    """An error that a validator raises: it stands at the value, or at the node `at`."""
    return PydanticCustomError(code, "{fact}; {move}", {"fact": fact, "move": move, "at": at})


def a(kind: str) -> str:
    """The kind with its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def found(node: Node) -> str:
    """What stands there, in words."""
    if isinstance(node, Table):
        by = next((name for name in node if name.startswith("by ")), None)
        return "a table by the case" if by is not None else "a table"
    if isinstance(node, Listing):
        return "a list"
    if node == "remove" and isinstance(node, Leaf) and not node.plain:
        return "'remove' in quotes, which takes nothing away,"
    return f"'{shortened(node)}'"


def shortened(text: str, most: int = 40) -> str:
    """A text that fits into a message."""
    text = re.sub(r"\s*[^\S ]\s*", " ", text).strip()
    return text if len(text) <= most else f"{text[:most]}..."


def listed(names: Sequence[str], most: int = 8, last: str = "and") -> str:
    """Names in a row: 'a', 'b' and 'c'."""
    shown = [f"'{name}'" for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(shown)} and {len(names) - most} more"
    return f" {last} ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def seen(name: str) -> str:
    """What can be seen of a name."""
    return "".join(letter for letter in straight(name) if letter.isprintable())


def alphabet(word: str, near: str) -> str:
    """What tells two words apart that look alike: a letter of another alphabet."""
    for one, other in zip(word, near, strict=False):
        if one != other and one.isascii() != other.isascii() and len(word) == len(near):
            odd = other if one.isascii() else one
            script = unicodedata.name(odd, "").split(" ")[0].capitalize()
            return f" The '{odd}' of one of them is {script} (U+{ord(odd):04X})" if script != "Latin" else ""
    return ""


_PASTED = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u3000": " ",
        "\u200b": "",
        "\u200c": "",
        "\u200e": "",
        "\u200f": "",
        "\u2060": "",
        "\u00ad": "",
        "\ufeff": "",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00ab": '"',
        "\u00bb": '"',
    }
)
_SAID = {
    " ": "a non-breaking space",
    "": "an invisible space",
    "-": "a long dash",
    "'": "a curly quote",
    '"': "a curly quote",
}


def straight(text: str) -> str:
    """The text with pasted dashes, quotes and blanks made plain."""
    return text.translate(_PASTED)


def pasted(text: str) -> tuple[int, str] | None:
    """Where a character pasted from a text stands, and what it is in words; `None` where there is none."""
    for position, character in enumerate(text):
        plain = _PASTED.get(ord(character))
        if plain is not None:
            return position, f"{_SAID[plain]} ({character.strip() or f'U+{ord(character):04X}'})"
    return None


def no_pasted(leaf: Leaf) -> None:
    """Refuse pasted dashes, curly quotes and non-breaking spaces where they would be read as something else."""
    slip = pasted(leaf)
    if slip is None or not leaf.plain:
        return
    position, character = slip
    at = Leaf.at(leaf[position], Place(leaf.place.file, leaf.place.line, leaf.place.column + position), path=leaf.path)
    raise wrong(
        "pasted-character",
        f"'{shortened(leaf)}' holds {character}, pasted from a text",
        f"write '{shortened(straight(leaf))}'",
        at,
    )
