"""What pydantic found, as problems at the places where the wrong words stand."""

from __future__ import annotations

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
        elif kind in _KINDS:
            yield problem(
                "wrong-shape", f"{_KINDS[kind][0]} belongs here, but {found(node)} stands here", _KINDS[kind][1], node
            )
        elif kind == "too_short":
            yield problem("empty-value", "nothing is left here", "leave something in it", node.key or node)
        else:
            yield problem("wrong-shape", f"{found(node)} cannot stand here", "see the reference of the language", node)


def once_each(problems: list[Problem]) -> list[Problem]:
    """The problems in the order of the file, each once: variants repeat what the scenario has."""
    seen: dict[tuple[Place, str, str], Problem] = {}
    for found_one in problems:
        seen.setdefault((found_one.place, found_one.code, found_one.fact), found_one)
    return sorted(seen.values(), key=lambda one: (one.place, one.code))
