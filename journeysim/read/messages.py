"""What pydantic found, as problems at the places where the wrong words stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError

from journeysim.model.problem import Place, Problem

from .nodes import Leaf, Listing, Node, Table
from .reading import found, problem

_TABLE = ("a table of names", "write 'NAME: ...' for each, without dashes or brackets")
_KINDS = {"dict_type": _TABLE, "list_type": ("a list", "write it like '[..., ...]'")}


def problems_of(error: ValidationError, root: Node) -> Iterator[Problem]:
    """Each error of a validation as a problem, pointing at the value that was given."""
    for entry in error.errors(include_url=False):
        node, context = entry["input"], entry.get("ctx") or {}
        node = node if isinstance(node, Leaf | Table | Listing) else root
        kind = entry["type"]
        if kind == "known" or node.broken:
            continue
        if kind == "expects":
            expects, _, move = entry["msg"].partition("; ")
            yield problem("wrong-shape", f"{expects}, but {found(node)} stands here", move, node)
        elif "fact" in context:
            yield problem(kind, context["fact"], context["move"], context["at"] or node)
        elif kind == "list_type" and (two := _two(node)):
            fact = f"a list belongs here, but {found(node)} stands here"
            yield problem("wrong-shape", fact, f"write '[{two[0]}, {two[1]}]'", node)
        elif kind in _KINDS:
            yield problem(
                "wrong-shape", f"{_KINDS[kind][0]} belongs here, but {found(node)} stands here", _KINDS[kind][1], node
            )
        elif kind == "too_short":
            yield problem("empty-value", "nothing is left here", "leave something in it", node.key or node)
        else:
            yield problem("wrong-shape", f"{found(node)} cannot stand here", "see the reference of the language", node)


def _two(node: Node) -> tuple[str, str] | None:
    """The two values of a word that says from where to where."""
    said = re.fullmatch(
        r"([0-9][^-]*?)(?:\s+and\s+|\s*-\s*|\s+to\s+|\s*,\s*)([0-9][^-]*)", node if isinstance(node, Leaf) else ""
    )
    return (said[1], said[2]) if said else None


def once_each(problems: list[Problem]) -> list[Problem]:
    """The problems in the order of the file, each once: variants repeat what the scenario has, and a key that is not
    known need not have a value.
    """
    seen: dict[tuple[Place, str, str], Problem] = {}
    for found_one in problems:
        seen.setdefault((found_one.place, found_one.code, found_one.fact), found_one)
    unknown = {one.place for one in seen.values() if one.code == "unknown-key"}
    told = [one for one in seen.values() if not (one.code == "empty-value" and one.place in unknown)]
    return sorted(told, key=lambda one: (one.place, one.code))
