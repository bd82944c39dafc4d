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
from .nodes import Table, Unreadable, size
from .reading import problem
from .resolve import Resolver

LARGEST = 120_000
"""So many values are read of a file, all its variants together: about two seconds."""


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
        raise ScenarioError(once_each([*problems, error.problem])) from None
    resolver = Resolver(root)
    if (size(root) - size(root.value("variants"))) * (1 + len(resolver.variants())) > LARGEST:
        raise ScenarioError(once_each([*problems, _too_many(resolver, root)]))
    files: dict[str, object] | None = {} if path is not None else None
    plain = _validated(resolver, None, problems, files)
    documents = {None: plain} | {name: _validated(resolver, name, problems, files) for name in resolver.variants()}
    problems.extend(resolver.problems)
    if problems:
        raise ScenarioError(once_each(problems))
    if variant is not None and variant not in documents:
        now = reading_of(root)
        move = now.advise(variant, now.names["variant"] or (), "variants")
        raise ScenarioError([Problem(Place(file), "unknown-name", f"no variant is named '{variant}'", move)])
    document = documents[variant]
    assert document is not None
    assert plain is not None
    handed_down = frozenset(document.accepted or {}) - resolver.accepted_in(variant)
    return make.scenario(document, file=file, variant=variant, variants=plain.variants or {}, handed_down=handed_down)


def _too_many(resolver: Resolver, root: Table) -> Problem:
    """The problem of a file that would take minutes to read, since each variant is read as a scenario."""
    fact = f"{len(resolver.variants())} variants of a scenario this large are too many"
    return problem("too-big", fact, "put some of them into a file that extends this one", root.name("variants"))


def _validated(
    resolver: Resolver, variant: str | None, problems: list[Problem], files: dict[str, object] | None
) -> Document | None:
    """The document of a variant; `None` where it is wrong, which `problems` then tell.

    `files` keeps what is read of the files beside it; `None` for a text that is in no file.
    """
    root = resolver.in_full(variant)
    now = reading_of(root, variant=variant, elsewhere=resolver.names if variant is not None else None)
    if variant is None:
        resolver.names = now.names
    if files is not None:
        now.in_file, now.files = True, files
    document = None
    try:
        document = Document.model_validate(root, context=now)
    except ValidationError as error:
        problems.extend(problems_of(error, root))
    problems.extend(now.problems)
    return document
