"""What people get who install journeysim."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import journeysim

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with a source archive and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_the_wheel_carries_the_package_its_types_and_its_scenarios(built):
    """Nothing is missing after a plain install, and nothing of the workshop comes along."""
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    inside = {name for name in names if not name.startswith(f"journeysim-{journeysim.__version__}.dist-info/")}
    scenarios = {f"journeysim/scenarios/{path.name}" for path in (ROOT / "scenarios").glob("*.yaml")}
    assert "journeysim/scenarios/former_customer_refund.yaml" in scenarios
    assert scenarios <= inside
    assert {"journeysim/py.typed", "journeysim/cli/entry.py"} <= inside
    assert all(name.startswith("journeysim/") for name in inside)
    assert not any("__pycache__" in name or "tests" in name for name in inside)


def test_the_source_archive_is_whole(built):
    """From the source archive alone, the wheel can be built and the tests be run."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.split("/", 1)[1] for name in tar.getnames() if "/" in name}
    assert {"pyproject.toml", "LICENSE", "Makefile", "scenarios/former_customer_refund.yaml"} <= names
    assert "tests/test_package.py" in names


def test_the_metadata_names_what_it_needs(built):
    """The wheel says which Python, which libraries and which licence."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        metadata = opened.read(f"journeysim-{journeysim.__version__}.dist-info/METADATA").decode()
    for line in ("Requires-Python: >=3.11", "License-Expression: MIT", "Requires-Dist: simpy>=", "Typing :: Typed"):
        assert line in metadata


def test_no_file_names_a_registry():
    """A clone installs from wherever its machine says, so no file says where."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    # put together here, so that this file does not match itself
    addresses = ["index" + "-url", "find" + "-links", "pythonhosted" + ".org", "pypi" + ".org/simple"]
    for name in tracked.stdout.splitlines():
        text = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        assert not any(address.encode() in text for address in addresses), name
