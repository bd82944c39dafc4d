"""The bundled scenarios that are small enough to be walked in plain ways, node by node."""

from pathlib import Path

from journeysim import bundled

LARGE = ("benefits_office", "mobile_operator")
"""Thousands of states, many segments and issues: `tests/scenarios` has tests of their own for them."""


def small() -> dict[str, Path]:
    """The file of each of the others by its name."""
    return {name: path for name, path in bundled.scenarios().items() if name not in LARGE}
