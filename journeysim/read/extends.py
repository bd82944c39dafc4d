"""Files that change other files: `extends` names a scenario beside this one."""

from __future__ import annotations

from pathlib import Path

from journeysim.model.problem import Place, Problem

from .compose import compose
from .files import NoText, refusal_beside, text_of_file
from .nodes import Leaf, Table, Unreadable
from .overlay import SCENARIO, overlay
from .reading import found, problem

LONGEST_CHAIN = 20
"""So many files may extend one another in a row."""

CHAIN = 20
"""So many files may extend one another."""


def joined(text: str, file: str, path: Path | None, problems: list[Problem], trail: tuple[Path, ...] = ()) -> Table:
    """The document of a text, laid over the one that it extends. Removals stay in it.

    Raises `Unreadable` or `NoText` where a text cannot be read to its end.
    """
    root, found_here = compose(text, file)
    problems.extend(found_here)
    if root is None or (isinstance(root, Leaf) and root.plain and not root):
        raise Unreadable(
            Problem(
                Place(file), "empty-file", "the file holds no scenario", "write one: 'journeysim new FILE' begins it"
            )
        )
    if not isinstance(root, Table):
        raise Unreadable(
            problem(
                "wrong-shape",
                f"a scenario is a table of keys and values, but {found(root)} stands here",
                "begin with 'journeysim: 1'",
                root,
            )
        )
    extends = root.value("extends")
    if not isinstance(extends, Leaf) or extends.broken:
        return root
    if "journeysim" not in root:
        problems.append(Problem(root.place, "missing-key", "the scenario needs 'journeysim'", "add 'journeysim: 1'"))
    base = _base(extends, path, problems, (*trail, path.resolve()) if path else trail)
    laid = overlay(base, root, SCENARIO)
    assert isinstance(laid, Table)
    return laid


def _base(extends: Leaf, path: Path | None, problems: list[Problem], trail: tuple[Path, ...]) -> Table:
    def refuse(code: str, fact: str, move: str) -> Unreadable:
        return Unreadable(problem(code, fact, move, extends))

    refusal = refusal_beside(extends, path)
    if refusal is not None:
        raise refuse(*refusal)
    assert path is not None, "only a file extends another"
    other = path.parent / str(extends)
    if len(trail) > CHAIN:
        raise refuse("too-deep", f"more than {CHAIN} files extend one another", "write some of them as one")
    real = other.resolve()
    if real == trail[-1]:
        raise refuse("cycle", f"'{extends}' is this file itself", "name another file, or leave 'extends' out")
    if real in trail:
        raise refuse("cycle", f"'{extends}' extends this file in turn", "take one of the two away")
    if real.parent not in (path.parent.resolve(), trail[-1].parent):
        raise refuse("not-beside", f"'{extends}' is a link that leads out of this folder", "put the file itself here")
    if len(trail) >= LONGEST_CHAIN:
        raise refuse("too-deep", f"more than {LONGEST_CHAIN} files extend one another in a row", "write them as one")
    try:
        text = text_of_file(other, at=problem("", "", "", extends))
        return joined(text, str(other), other, problems, trail)
    except NoText as error:
        raise Unreadable(error.problem) from None
