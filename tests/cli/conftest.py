"""The command as people start it: a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

DESK = """\
journeysim: 1
name: One desk
about: A small desk for tests.
run: {arrivals: 1 day, horizon: 3 days}
segments: {customer: {patience: {exponential: 6 min}, redials: {chance: 50%, after: 20 min}}}
issues: {question: {raised by: {customer: 20 per h}}}
channels: {phone: {takes: 30 s, reaches: desk}}
departments:
  desk: {staff: 2, handling: {exponential: 5 min}, rules: {answer: {then: {resolve: now}}}}
variants: {one more: {about: A third agent., change: {departments: {desk: {staff: 3}}}}}
"""

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def journeysim(tmp_path: Path) -> Command:
    """Start the command in `tmp_path`, without a terminal."""

    def start(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "journeysim", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return start


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A small scenario that runs at once."""
    path = tmp_path / "desk.yaml"
    path.write_text(DESK)
    return path


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A scenario that takes minutes."""
    path = tmp_path / "slow.yaml"
    path.write_text(DESK.replace("arrivals: 1 day, horizon: 3 days", "arrivals: 2000 days, horizon: 2010 days"))
    return path
