"""The commands beside `run`."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import journeysim as js
from journeysim import bundled
from journeysim.cli.commands import command
from journeysim.read import CODES


def test_help_and_version_come_at_once(journeysim):
    """Under 0.3 s on a warm machine: nothing heavy is imported to say so little."""
    for arguments in (["--help"], ["--version"], ["run", "--help"]):
        quickest = min(_seconds(journeysim, arguments) for _ in range(5))
        assert quickest < 0.3, arguments


def _seconds(journeysim, arguments):
    """Time of the processor, which is that of the clock where nothing else is running."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert journeysim(*arguments).returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_the_version_is_that_of_the_package(journeysim):
    """One number, in one place."""
    assert journeysim("--version").stdout == f"journeysim {js.__version__}\n"


@pytest.mark.parametrize("name", command.commands)
def test_every_command_has_help_with_an_example(journeysim, name):
    """Help says what it does and shows it, on 80 columns."""
    done = journeysim(name, "--help")
    assert done.returncode == 0
    assert f"For example:\n    journeysim {name}" in done.stdout or f"$(journeysim {name}" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_every_command_is_listed_with_what_it_does(journeysim):
    """The list of commands is whole, and no line of it is cut."""
    listed = journeysim("--help").stdout
    assert all(f"  {name} " in listed for name in command.commands)
    assert not any(line.endswith("...") for line in listed.splitlines()[1:])


def test_a_new_scenario_runs_as_it_is(journeysim, tmp_path):
    """The file that `new` writes can be run and checked at once, also under its variant."""
    assert journeysim("new", "my desk.yaml").returncode == 0
    text = (tmp_path / "my desk.yaml").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert 8 <= len(lines) <= 12
    assert text.count("\n#") >= 5
    for variant in ([], ["--variant", "one more"]):
        done = journeysim("run", "my desk.yaml", "-r", "3", "--check", *variant)
        assert (done.returncode, done.stderr) == (0, "")


def test_new_never_overwrites(journeysim, desk):
    """What is there stays as it is."""
    before = desk.read_text()
    done = journeysim("new", desk)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert desk.read_text() == before


def test_new_into_nowhere_says_so(journeysim):
    """A folder that does not exist is named."""
    done = journeysim("new", "no/such/folder/desk.yaml")
    assert done.returncode == 2
    assert "cannot be written: No such file or directory" in done.stderr


def test_scenarios_are_listed_with_what_they_are_about(journeysim):
    """Every bundled scenario with its title, its subject and its variants."""
    listed = journeysim("scenarios").stdout
    for name in bundled.scenarios():
        assert f"{name}: " in listed
    assert "variant 'exception path'" in listed
    assert max(map(len, listed.splitlines())) <= 80


def test_bundled_scenarios_run_by_name_from_any_folder(journeysim):
    """A name is enough; small ones are shown here, the stories are run by their tests."""
    for name in ("single_desk", "former_customer_refund"):
        done = journeysim("run", name, "-r", "1")
        assert done.returncode == 0, done.stderr


def test_a_file_of_the_same_name_comes_before_a_bundled_scenario(journeysim, desk, tmp_path):
    """What lies in front of you is what you mean."""
    desk.rename(tmp_path / "former_customer_refund")
    assert journeysim("run", "former_customer_refund", "-r", "1").stdout.startswith("One desk")


def test_findings_of_a_proof_are_explained(journeysim):
    """Each code of a finding is known to `explain`, which says what it means and where to read on."""
    done = journeysim("explain", "catch-22")
    assert done.returncode == 0
    assert "Nothing that the customer can do improves the odds." in done.stdout
    assert "docs/proofs.md" in done.stdout


def test_every_code_is_explained(journeysim):
    """`explain` lists the codes, and tells of each what it means."""
    assert set(CODES) <= set(journeysim("explain").stdout.split())
    done = journeysim("explain", "unknown-name")
    assert done.returncode == 0
    assert len(done.stdout) > 100


def test_an_unknown_code_is_told_the_nearest(journeysim):
    """A slip of a letter is met with the right code."""
    done = journeysim("explain", "unknown-nmae")
    assert done.returncode == 2
    assert "unknown-name" in done.stderr


def test_the_schema_is_one_that_editors_know(journeysim):
    """Draft 7, which the YAML extensions of editors read."""
    schema = json.loads(journeysim("schema").stdout)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)


def test_completion_of_bash_completes(tmp_path, desk):
    """The script that is printed completes commands, bundled scenarios, codes, and variants as one word each."""
    code = subprocess.run(
        [sys.executable, "-m", "journeysim", "completion", "bash"], capture_output=True, text=True, check=True
    ).stdout
    for words, expected in {
        "journeysim sc": {"scenarios", "schema"},
        "journeysim run former": {"former_customer_refund"},
        "journeysim run de": {"desk.yaml"},
        f"journeysim run {desk} --variant o": {"'one more'"},
        "journeysim explain unknown-n": {"unknown-name"},
    }.items():
        script = (
            f"{code}\nCOMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); "
            "_journeysim_completion journeysim; printf '%s\\n' \"${COMPREPLY[@]}\""
        )
        path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        done = subprocess.run(["bash", "-c", script], env={"PATH": path}, cwd=tmp_path, capture_output=True, text=True)
        assert expected <= set(done.stdout.splitlines()), done


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_speaks_other_shells(journeysim, shell):
    """Zsh and fish get scripts of their own."""
    assert "_JOURNEYSIM_COMPLETE" in journeysim("completion", shell).stdout
