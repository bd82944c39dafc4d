"""The catalogue of problems: each code has a page, and each page is true."""

import ast
from pathlib import Path

import pytest

import journeysim.read
from journeysim.model.problem import ScenarioError
from journeysim.read import CODES, read_text
from journeysim.read.codes.graph import GRAPH
from tests.read.frame import framed

ROOM = Path(journeysim.read.__file__).parent
OF_THE_GRAPH = {code.code for code in GRAPH}
INNER = {"known", "expects"}
"""Kinds that never leave the room: told already, and told by the shape that was expected."""


def raised(path: Path) -> set[str]:
    """The codes that a module writes: first words of calls that make a problem."""
    codes = set()
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in {"note", "_note", "wrong", "problem", "refuse", "Problem"}:
            place = 1 if name == "Problem" else 0
            argument = call.args[place] if len(call.args) > place else None
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
                codes.add(argument.value)
    return codes


def test_every_code_that_reading_raises_has_a_page() -> None:
    """No message ends in a code that `journeysim explain` does not know."""
    codes = set().union(*(raised(path) for path in ROOM.glob("*.py"))) - INNER
    assert len(codes) > 40
    assert codes <= set(CODES)


def test_the_codes_of_slips_have_pages() -> None:
    """The codes that the explanation of YAML errors returns are known too."""
    words = {
        node.value
        for node in ast.walk(ast.parse((ROOM / "slips.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {"tab", "unclosed", "indentation", "missing-blank", "cut-text", "too-deep", "not-yaml"} <= words & set(CODES)


def codes_of(text: str) -> set[str]:
    """The codes of all problems of a text."""
    try:
        read_text(text)
    except ScenarioError as error:
        return {problem.code for problem in error.problems}
    return set()


@pytest.mark.parametrize(
    "code",
    [
        code
        for code in CODES.values()
        if code.wrong is not None and code.code != "not-beside" and code.code not in OF_THE_GRAPH
    ],
    ids=lambda code: code.code,
)
def test_the_wrong_example_has_the_problem_and_no_other(code) -> None:
    """What a page shows as wrong is answered with its code alone."""
    assert codes_of(code.wrong if code.code == "empty-file" else framed(code.wrong)) == {code.code}


@pytest.mark.parametrize(
    "code", [code for code in CODES.values() if code.right is not None], ids=lambda code: code.code
)
def test_the_right_example_has_no_problem(code) -> None:
    """What a page shows as right is read."""
    assert codes_of(framed(code.right)) == set()


@pytest.mark.parametrize("code", GRAPH, ids=lambda code: code.code)
def test_the_wrong_examples_of_the_graph_can_be_read(code) -> None:
    """What only the graph shows is no matter of reading."""
    assert codes_of(framed(code.wrong)) == set()


def test_a_page_says_what_it_means_and_how_to_mend_it() -> None:
    """A page is plain text with both examples."""
    assert str(CODES["bad-rate"]) == (
        "bad-rate: not written as a rate\n\n"
        "A rate is a number, 'per', and s, min, h, day or week.\n\n"
        "To mend it: write it like '8 per day'.\n\n"
        "Wrong:\n    issues: {question: {raised by: {customer: 20/day}}}\n\n"
        "Right:\n    issues: {question: {raised by: {customer: 20 per day}}}"
    )
