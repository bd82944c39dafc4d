"""The dozen names that people type."""

import subprocess
import sys

import pytest

import journeysim as js


def run(code: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["load", "build", "simulate", "measure", "judge", "render"])
def test_a_verb_is_a_function_whatever_was_imported_before(name):
    """The folder that a verb lives in never hides the verb."""
    code = (
        f"import journeysim.notebook, journeysim.cli, journeysim as js; print(callable(js.{name}), js.{name}.__name__)"
    )
    assert run(code) == f"True {name}\n"


def test_the_public_names_are_few_and_all_there():
    """About a dozen, and each leads somewhere."""
    assert len(js.__all__) <= 14
    assert dir(js) == sorted(js.__all__)
    assert all(getattr(js, name) for name in js.__all__)


def test_an_unknown_name_is_an_attribute_error():
    """Misspelling a name is reported as Python does."""
    with pytest.raises(AttributeError, match="lod"):
        _ = js.lod


def test_importing_the_package_imports_nothing_heavy():
    """`import journeysim` comes at once, and so does the command's help."""
    heavy = "{'numpy', 'pandas', 'scipy', 'matplotlib', 'pydantic', 'pyarrow', 'simpy', 'yaml', 'rich'}"
    for module in ("journeysim", "journeysim.cli"):
        assert run(f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))") == "[]\n"
