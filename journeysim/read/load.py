"""The way from a file to a `Scenario`, and where all its problems come together."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import ValidationError

from journeysim.model.problem import Place, Problem, ScenarioError
from journeysim.model.scenario import Scenario

from . import make
from .document import Document
from .extends import joined
from .files import NoText, checked, text_of_file
from .gather import reading_of
from .messages import once_each, problems_of
from .nodes import Table, Unreadable
from .resolve import Resolver


def read(path: str | os.PathLike[str], *, variant: str | None = None) -> Scenario:
    """The scenario in a file, with one of its variants applied where `variant` names it.

    Raises `ScenarioError` with all problems of the file, its variants included.
    """
    try:
        text = text_of_file(Path(path))
    except NoText as error:
        raise ScenarioError([error.problem]) from None
    return _read(text, str(path), Path(path), variant)


def read_text(text: str, *, file: str = "<text>", variant: str | None = None) -> Scenario:
    """The scenario in a text, like `read`; `file` is what problems call it. It cannot extend a file."""
    try:
        text = checked(text, file)
    except NoText as error:
        raise ScenarioError([error.problem]) from None
    return _read(text, file, None, variant)


def _read(text: str, file: str, path: Path | None, variant: str | None) -> Scenario:
    problems: list[Problem] = []
    try:
        root = joined(text, file, path, problems)
    except (NoText, Unreadable) as error:
        raise ScenarioError([*problems, error.problem]) from None
    resolver = Resolver(root)
    documents = {name: _validated(resolver, name, file, problems) for name in (None, *resolver.variants())}
    problems.extend(resolver.problems)
    if problems:
        raise ScenarioError(once_each(problems))
    if variant is not None and variant not in documents:
        raise ScenarioError([_no_variant(variant, root, file)])
    document = documents[variant]
    assert document is not None
    return make.scenario(document, file=file, variant=variant)


def _validated(resolver: Resolver, variant: str | None, file: str, problems: list[Problem]) -> Document | None:
    """The document of a variant; `None` where it is wrong, which `problems` then tell."""
    root = resolver.in_full(variant)
    now = reading_of(root, file, has_baseline=variant is not None)
    document = None
    try:
        document = Document.model_validate(root, context=now)
    except ValidationError as error:
        problems.extend(problems_of(error, root))
    problems.extend(now.problems)
    return document


def _no_variant(variant: str, root: Table, file: str) -> Problem:
    now = reading_of(root, file, has_baseline=False)
    return Problem(
        Place(file),
        "unknown-name",
        f"no variant is named '{variant}'",
        now.advise(variant, now.names["variant"] or (), "variants"),
    )
