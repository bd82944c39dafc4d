"""The house rules on imports hold, and breaking one is noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINTER = Path(sys.executable).with_name("lint-imports")

VIOLATIONS = {
    "a verb that imports a verb": ("measure/loops.py", "from journeysim.simulate import simulate"),
    "a verb that imports a verb by way of a door": ("measure/loops.py", "import journeysim.replicate"),
    "a noun that imports a verb": ("model/report.py", "import journeysim.measure"),
    "a verb that imports a door": ("render/text.py", "import journeysim.cli.screen"),
    "a clock outside the engine": ("measure/loops.py", "import simpy"),
    "YAML outside the reader": ("build/compile.py", "import yaml"),
    "validation outside the reader": ("build/compile.py", "import pydantic"),
    "frames inside": ("measure/loops.py", "import pandas"),
    "pictures in a measure": ("measure/loops.py", "import matplotlib.pyplot"),
    "a terminal in the engine": ("simulate/engine.py", "from rich.progress import track"),
    "file formats in a measure": ("measure/loops.py", "import pyarrow"),
    "a room that the plan does not know": ("helpers.py", "import json"),
}


def contract_holds(folder: Path) -> tuple[bool, str]:
    """Whether the contract holds of the package in `folder`, and what the linter says."""
    done = subprocess.run(
        [LINTER, "--no-cache", "--no-logo"], cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True
    )
    return done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contract, in a folder of their own."""
    shutil.copytree(ROOT / "journeysim", tmp_path / "journeysim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contract_holds(copy):
    """No room touches what it must not."""
    holds, said = contract_holds(copy)
    assert holds, said


@pytest.mark.parametrize(("file", "line"), VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_the_contract_bites(copy, file, line):
    """One import in the wrong room breaks the build."""
    with (copy / "journeysim" / file).open("a") as module:
        module.write(f"\n{line}\n")
    holds, said = contract_holds(copy)
    assert not holds, said
