"""Bytes of a file into text: places of what is not text, files beside one another, nothing that is too big."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path

from journeysim.model.problem import Place, Problem

LARGEST = 5_000_000

_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Signs that end a line for some programs and not for others, which then count lines differently."""

_CONTROL = frozenset(range(32)) - {9, 10, 13}


class NoText(Exception):
    """A file that holds no text to read: `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        """Hold the problem."""
        super().__init__(str(problem))
        self.problem = problem


SCENARIO = "a scenario, which is a YAML file"


def text_of_file(path: Path, *, at: Problem | None = None, what: str = SCENARIO) -> str:
    """The text of a file. Raises `NoText`; where another file names this one, `at` tells where.

    `what` says what it should be.
    """
    name = str(path)

    def refuse(code: str, fact: str, move: str, line: int = 0, column: int = 0) -> NoText:
        if at is not None and not line:
            return NoText(Problem(at.place, code, fact, move, at.path, at.width))
        return NoText(Problem(Place(name, line, column), code, fact, move))

    try:
        kind = os.stat(path)
        if stat.S_ISDIR(kind.st_mode):
            raise refuse("no-file", f"'{name}' is a folder", "name a file in it")
        if not stat.S_ISREG(kind.st_mode):
            raise refuse("no-file", f"'{name}' is not an ordinary file", "name a file")
        if kind.st_size > LARGEST:
            raise refuse(
                "too-big", f"the file has {kind.st_size / 1e6:.0f} MB", f"keep it under {LARGEST / 1e6:.0f} MB"
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise refuse("no-file", f"there is no file '{name}'", _beside(path)) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise refuse("no-file", f"'{name}' cannot be opened ({reason})", "check its name and its permissions") from None
    return decoded(content, name, what=what)


def _beside(path: Path) -> str:
    """What to try for a file that is not there."""
    import difflib

    suffixes = (path.suffix,) if path.suffix == ".csv" else (".yaml", ".yml")
    try:
        names = [entry.name for entry in os.scandir(path.parent) if entry.name.endswith(suffixes)][:500]
    except OSError:
        return f"there is no folder '{path.parent}' either"
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"did you mean '{path.parent / near[0]}'?" if near else "check the name"


def refusal_beside(name: str, path: Path | None) -> tuple[str, str, str] | None:
    """Why a file that the file at `path` names (`None`: a text in no file) is not read: code, fact and next move.

    Only an ordinary name of a file in the same folder is.
    """
    if path is None:
        return "no-file", "a text that is in no file has no file beside it", "save it, and read the file"
    if Path(name).name != name or name in ("..", ".") or "\\" in name:
        fact = f"'{name}' is not the name of a file beside this one"
        return "not-beside", fact, "put it into the same folder and give its name alone"
    if (path.parent / name).resolve().parent != path.parent.resolve():
        return "not-beside", f"'{name}' is a link that leads out of this folder", "put the file itself here"
    return None


def decoded(content: bytes, name: str, *, what: str = SCENARIO) -> str:
    """Bytes as text: UTF-8, or UTF-16 with its mark. Raises `NoText` at the first byte that is neither."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise NoText(Problem(Place(name), "not-text", "the file is written in UTF-32", "save the file as UTF-8"))
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        content, encoding = content.removeprefix(codecs.BOM_UTF8), "utf-8"
    if encoding == "utf-8" and b"\0" in content[:100_000]:
        raise NoText(
            Problem(
                Place(name),
                "not-text",
                "the file holds binary content, not text",
                f"name {what}",
            )
        )
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16" or _is_junk(content):
            raise NoText(
                Problem(
                    Place(name),
                    "not-text",
                    "the file holds binary content, not text",
                    f"name {what}",
                )
            ) from None
        before = content[: error.start].decode("utf-8")
        fact = f"the byte 0x{content[error.start]:02X} is not UTF-8"
        raise NoText(Problem(_at(name, before), "not-text", fact, "save the file as UTF-8")) from None
    return checked(text, name)


def checked(text: str, name: str) -> str:
    """The text, where it is not too big and holds no control characters. Raises `NoText`."""
    if len(text) > LARGEST:
        raise NoText(
            Problem(
                Place(name),
                "too-big",
                f"the text has {len(text) / 1e6:.0f} MB",
                f"keep it under {LARGEST / 1e6:.0f} MB",
            )
        )
    text = text.removeprefix("\ufeff")
    odd = _ODD.search(text)
    if odd is not None:
        fact = f"a control character (0x{ord(odd[0]):02X}) stands here"
        raise NoText(Problem(_at(name, text[: odd.start()]), "not-text", fact, "delete it"))
    end = _LINE_ENDS.search(text)
    if end is not None:
        fact = f"a sign that only some programs take for the end of a line (U+{ord(end[0]):04X}) stands here"
        place = _at(name, text[: end.start()])
        raise NoText(Problem(place, "pasted-character", fact, "delete it, or end the line in its place"))
    return text


def _is_junk(content: bytes) -> bool:
    sample = content[:4096]
    return sum(byte in _CONTROL for byte in sample) > len(sample) / 50


def _at(name: str, before: str) -> Place:
    lines = before.replace("\r\n", "\n").split("\n")
    return Place(name, len(lines), len(lines[-1]) + 1)
