"""Slips that people make in YAML, in words that mend them.

Some break the file, some are read as something else without a sound: both are found here, on the raw text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from journeysim.model.calendar import WEEKDAYS
from journeysim.model.problem import Place, Problem

from .reading import shortened

LONGEST_ROW = 1000
"""Slips are looked for in the beginning of a row; a longer one was not written by hand."""

DEPTH = 40
"""Brackets and indents that may be nested. Some parsers of YAML have a bound of their own, and stop before."""

TOO_DEEP = "too-deep", f"brackets or indents are nested more than {DEPTH} deep", "write it flatter"

QUOTE = 'put the text in quotes: "..."'
NO_ITEM = (
    "this line stands in a list and is none of its items",
    "begin it with '- ', or give it the indent of what it belongs to",
)
CHANCE_LIST = "write a list: [{chance: 60%, ...}, {chance: 40%, ...}]"

_CHANCE = re.compile(r"\d+(\.\d+)?\s*%")
_CUT = re.compile(r"([ \t]+)(#[^\s#!]\S*)")


def is_chance(word: str) -> bool:
    """Whether a word looks like a chance."""
    return bool(_CHANCE.fullmatch(word))


@dataclass(frozen=True, slots=True)
class Cut:
    """A '#' that ends a text: `rest` begins with it, `offset` characters after the text."""

    offset: int
    rest: str

    def fact(self, value: str) -> str:
        """What happened to the text."""
        return f"the text is cut at '{self.rest}'" if value else f"'{self.rest}' is a remark, not a value"

    def move(self, value: str) -> str:
        """How to mend it."""
        whole = shortened(f"{value} {self.rest}" if value else self.rest, 60)
        return f"put the text in quotes: \"{whole} ...\", or a blank after '#' if it is a remark"


def cut(text: str, end: int) -> Cut | None:
    """Whether what looks like text after a value is lost as a remark, as in `says: call #5`."""
    match = _CUT.match(text, end)
    return Cut(len(match[1]), match[2].rstrip(",}]")) if match else None


def comma(before: str | None, key: str) -> tuple[str, str]:
    """Fact and move for a comma inside braces that cuts a text in two."""
    before, key = before and shortened(before), shortened(key)
    if before is not None and re.fullmatch(r"[0-9]+", before) and re.match(r"[0-9]{1,2}(?![0-9])", key):
        return f"the comma before '{key}' ends the number", f"write '{before}.{key}'"
    if before is not None and re.fullmatch(r"[0-9]{1,3}", before) and re.match(r"[0-9]{3}\b", key):
        return f"the comma before '{key}' ends the number", f"write '{before}{key}'"
    if before is not None and before.startswith("(") and key.endswith(")"):
        return f"the comma before '{key}' ends the text", f"a list is written in brackets: [{before[1:]}, {key[:-1]}]"
    if before is not None:
        return f"the comma before '{key}' ends the text", f'put the text in quotes: "{before}, {key}"'
    if key in WEEKDAYS:
        return f"'{key}' has no value", "give each day its own hours, or write a span like 'mon-fri'"
    return f"'{key}' has no value", "write 'key: value', or put a text with a comma in quotes"


def lone_word(word: str) -> tuple[str, str, str, int] | None:
    """Code, fact, move and offset for a key in braces whose ':' is not seen as such."""
    if match := re.search("(?<=:)[\u00a0\u202f\u2007\u3000]", word):
        said = f"'{word[:40]}' holds a non-breaking space (U+{ord(match[0]):04X}), pasted from a text"
        return "pasted-character", said, "type an ordinary space", match.start()
    if match := re.match(r"([^:=]+?) *=+ *([^=]+)", word):
        move = f"write '{shortened(match[1])}: {shortened(match[2])}'"
        return "comma-in-braces", f"'=' stands in '{shortened(word)}' where a ':' belongs", move, 0
    if match := re.match(r"([^:]+):(\S.*)", word):
        move = f"write '{shortened(match[1])}: {shortened(match[2])}'"
        return "missing-blank", f"no blank stands after the ':' of '{shortened(word)}'", move, 0
    return None


def explain(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """A YAML error as a problem that says what to do."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Problem(Place(file), "not-yaml", f"this is not YAML ({error})".split("\n")[0], "write it as text")
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    line, column = (mark.line, mark.column) if mark else (0, 0)
    row = lines[line] if line < len(lines) else ""
    for number in sorted(
        {line, max(line - 1, 0), error.context_mark.line if error.context_mark else line}, reverse=True
    ):
        found = _suspect(lines[number] if number < len(lines) else "")
        if found:
            at, width, code, fact, move = found
            return Problem(Place(file, number + 1, at + 1), code, fact, move, width=width)
    behind = re.search(r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')[ \t]*$", row[:column])
    if behind and "expected" in (error.problem or ""):
        fact, move = "the text goes on behind the closing quote", "put quotes round all of it, of the other kind"
        return Problem(Place(file, line + 1, column + 1), "unquoted-text", fact, move)
    if "could not find expected ':'" in (error.problem or "") and error.context_mark:
        start = error.context_mark
        key = lines[start.line][start.column :] if start.line < len(lines) else ""
        if key[:1] in ("{", "["):
            return Problem(Place(file, start.line + 1, start.column + 1), "indentation", *NO_ITEM)
        if key.strip() and ":" not in key:
            word = re.match(r"([\w-]+) *=? *(.*)", key)
            move = f"write '{shortened(word[1])}: {shortened(word[2])}'" if word and word[2] else "write 'key: value'"
            fact = f"no ':' stands in '{shortened(key)}'"
            return Problem(Place(file, start.line + 1, start.column + 1), "missing-colon", fact, move)
    for number in range(line, max(line - 3, -1), -1):
        if dash := re.match(r" *-(?=[^\s\d-])", lines[number] if number < len(lines) else ""):
            fact, move = "no blank stands after the '-'", "write '- ' before each item"
            return Problem(Place(file, number + 1, len(dash[0])), "missing-blank", fact, move)
        joined = (
            re.match(r"( *(?:- )?)([A-Za-z][\w -]*):([^\s:][^:]*)$", lines[number]) if number < len(lines) else None
        )
        if joined:
            fact = f"no blank stands after the ':' of '{shortened(joined[0])}'"
            move = f"write '{shortened(joined[2])}: {shortened(joined[3])}'"
            return Problem(Place(file, number + 1, len(joined[1]) + 1), "missing-blank", fact, move)
    code, fact, move = _words(error, row, column)
    if error.context_mark and "opened" in fact:
        line, column = error.context_mark.line, error.context_mark.column
    if code == "indentation":
        column = len(row) - len(row.lstrip())
    return Problem(Place(file, line + 1, column + 1), code, fact, move)


def _suspect(row: str) -> tuple[int, int, str, str, str] | None:
    """A known slip in the row where the parser gave up: column, width, code, fact, move."""
    row = row[:LONGEST_ROW]
    bare = re.sub(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'", lambda quoted: "x" * len(quoted[0]), row)
    remark = re.search(r"(^|\s)#\s", bare)
    bare = bare[: remark.start()] if remark else bare
    if tab := re.match(r" *(\t+)", bare):
        return tab.start(1), len(tab[1]), "tab", "the line is indented with a tab", "indent with spaces"
    if space := re.search("[\u00a0\u202f\u2007\u200b\u3000]", bare):
        return (
            space.start(),
            1,
            "pasted-character",
            "this blank is a non-breaking space, pasted from a text",
            "type an ordinary space",
        )
    if quote := re.search("[\u201c\u201d\u201e\u2018\u00ab\u00bb]", bare):
        return (
            quote.start(),
            1,
            "pasted-character",
            f"the curly quote {quote[0]} does not quote",
            'write straight quotes: "..."',
        )
    if hash_ := re.search(r"\s(#[^\s#!]\S*)", bare):
        return (
            hash_.start(1),
            len(hash_[1]),
            "cut-text",
            f"the text ends at '{hash_[1]}', since ' #' begins a remark",
            "put the text in quotes",
        )
    return None


def _words(error: yaml.MarkedYAMLError, row: str, column: int) -> tuple[str, str, str]:
    problem, context = error.problem or "", error.context or ""
    sign = row[column : column + 1]
    if "expected node content" in problem and sign:
        return "not-yaml", f"'{sign}' stands where a word belongs", "write the word, or leave the sign out"
    if "unexpected ':'" in problem:
        return "missing-blank", "no blank stands after this ':'", "write ': ', or quotes round a text that holds ':'"
    if "expected '-' indicator" in problem and sign not in ("]", "}"):
        return ("indentation", *NO_ITEM)
    if "block sequence entries" in problem:
        return "not-yaml", "a list does not begin here", "write its items on the lines below, each with '- '"
    if "scanning a tag" in context or "parsing a tag" in context or "scanning a directive" in context:
        return "unquoted-text", f"a text begins with '{'%' if 'directive' in context else '!'}'", QUOTE
    if "mapping values are not allowed" in problem:
        if row[:column].count(":") or "{" in row[:column]:
            return "unquoted-text", "a second ': ' stands in unquoted text", QUOTE
        return (
            "indentation",
            "this line is indented deeper than the value before it allows",
            "give keys of one level the same indent",
        )
    if "mapping keys are not allowed" in problem:
        return "unquoted-text", "a text begins with '?'", QUOTE
    if "expected ',' or '}'" in problem or "expected ',' or ']'" in problem:
        bracket = "}" if "'}'" in problem else "]"
        opened = "{" if bracket == "}" else "["
        if column < len(row) and row[column] == ":":
            return "unquoted-text", "a second ':' stands in unquoted text", QUOTE
        return (
            "unclosed",
            f"what '{opened}' opened is not closed by '{bracket}' where it should be",
            f"close it with '{bracket}', or put a comma between the entries",
        )
    if "end of stream" in problem and "quoted" in context:
        return "unclosed", "the quote opened here is not closed", "close it with the same quote"
    if "alias" in context or "anchor" in context:
        fact = "a text that begins with '*' or '&' is taken for a reference"
        return "unquoted-text", fact, QUOTE
    if "block scalar" in context:
        fact = f"text stands behind '{row[:column].rstrip()[-1:]}'"
        return "unquoted-text", fact, "write it on the lines below, indented, or leave the sign out"
    if "escape character" in problem or "escape" in context:
        return (
            "unquoted-text",
            "a '\\' in double quotes begins an escape that is not known",
            "write '\\\\', or use single quotes",
        )
    if "cannot start any token" in problem:
        character = row[column] if column < len(row) else ""
        return "unquoted-text", f"a value cannot begin with '{character}'", QUOTE
    if "nesting" in problem or "depth" in problem or "nesting" in context:
        return TOO_DEEP
    if (
        "expected key" in problem
        or "could not find expected ':'" in problem
        or "<block" in problem
        or "block end" in problem
    ):
        if row[column : column + 1] in ("]", "}"):
            return "unclosed", f"nothing is open that '{row[column]}' could close", "leave it out"
        return (
            "indentation",
            "this line does not line up with those above it",
            "give keys of one level the same indent",
        )
    if "expected <document start>" in problem:
        return "indentation", "this line stands outside of the scenario", "give keys of one level the same indent"
    return (
        "not-yaml",
        "the text cannot be read on from here",
        "look for a comma, brace, bracket, dash or quote too many or too few",
    )
