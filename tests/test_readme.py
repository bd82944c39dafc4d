"""What the README shows is what happens. `python tests/test_readme.py` writes the outputs anew."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import journeysim as js

README = Path(__file__).parents[1] / "README.md"
OUTPUT = re.compile(
    r"<!-- output of: journeysim (?P<arguments>[^\n]*) -->\n```text\n(?P<text>.*?)```\n<!-- end -->", re.DOTALL
)


def output(arguments: str) -> str:
    """What the command prints."""
    command = [sys.executable, "-m", "journeysim", *shlex.split(arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def renewed(text: str) -> str:
    """The README with every output as it is now."""
    return OUTPUT.sub(
        lambda found: (
            f"<!-- output of: journeysim {found['arguments']} -->\n"
            f"```text\n{output(found['arguments'])}```\n<!-- end -->"
        ),
        text,
    )


def blocks(language: str) -> list[str]:
    """The examples in one language."""
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize(
    "found", list(OUTPUT.finditer(README.read_text(encoding="utf-8"))), ids=lambda f: f["arguments"]
)
def test_the_readme_shows_real_output(found):
    """Every output in the README is what the command prints today."""
    assert found["text"] == output(found["arguments"])


def test_the_scenario_of_the_readme_runs(tmp_path, monkeypatch):
    """The process in the README is a process, and its variant too."""
    (scenario,) = blocks("yaml")
    (tmp_path / "shop.yaml").write_text(scenario)
    monkeypatch.chdir(tmp_path)
    study = js.load("shop.yaml")
    assert study.warnings == ()
    (kept,) = study.run(replications=5).report.expectations
    assert kept.verdict == "kept"
    assert study.run(replications=1, variant="no tickets").report.cases > 0


def test_the_message_in_the_readme_is_what_a_slip_gives(tmp_path, monkeypatch):
    """The mistake that the README shows is answered just so."""
    (scenario,) = blocks("yaml")
    (tmp_path / "shop.yaml").write_text(scenario.replace("reaches: service", "reaches: servise"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(js.ScenarioError) as caught:
        js.load("shop.yaml")
    assert f"{caught.value}\n" in blocks("text")


def test_the_python_of_the_readme_runs():
    """Every line of it."""
    (code,) = blocks("python")
    names: dict[str, object] = {}
    exec(code, names)
    assert "exception path" in repr(names["result"])


def test_the_commands_of_the_readme_exist(tmp_path):
    """Each line of the tour runs, in its order."""
    tour = next(block for block in blocks("sh") if "journeysim new" in block)
    for line in tour.splitlines():
        words = shlex.split(line, comments=True)
        done = subprocess.run([sys.executable, "-m", *words], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, (line, done.stderr)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
