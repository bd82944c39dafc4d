"""`journeysim run`: answers, files and exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest


def test_the_answer_goes_to_standard_output_and_nothing_else(journeysim, desk):
    """In a pipe there is the answer, without progress, colours or greetings."""
    done = journeysim("run", desk, "-r", "3")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("One desk\n3 replications, ")
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_json_answers_are_for_programs(journeysim, desk):
    """Every figure by its name, under all, segments, issues and departments."""
    document = json.loads(journeysim("run", desk, "-r", "3", "--format", "json", "--seed", "5").stdout)
    assert (document["scenario"], document["seed"], document["replications"]) == ("One desk", 5, 3)
    assert document["segments"]["customer"] == document["all"] == document["issues"]["question"]
    assert document["all"]["resolved"]["n"] == 3
    assert 0 < document["departments"]["desk"]["occupancy"]["value"] <= 1
    ends = (document["all"][end]["value"] for end in ("resolved", "dead_end", "gave_up", "unresolved"))
    assert sum(ends) == pytest.approx(1)


def test_markdown_answers_are_for_pages(journeysim, desk):
    """A page with tables."""
    done = journeysim("run", desk, "-r", "2", "--format", "markdown")
    assert done.stdout.startswith("# One desk\n\nA small desk for tests.\n")
    assert "| resolved |" in done.stdout


def test_a_variant_is_run_by_name(journeysim, desk):
    """The variant is named in the answer, and does what it changes."""
    before, after = (
        json.loads(journeysim("run", desk, "-r", "5", "--format", "json", *variant).stdout)
        for variant in ([], ["--variant", "one more"])
    )
    assert after["variant"] == "one more"
    assert after["departments"]["desk"]["wait_mean"]["high"] < before["departments"]["desk"]["wait_mean"]["low"]


def test_the_same_seed_gives_the_same_bytes_whatever_the_workers(journeysim, desk, tmp_path):
    """Repeated, in other processes, with another hash seed, with more workers: the same bytes, in every file."""
    runs = {"a": ("1", "1"), "b": ("1", "77"), "c": ("2", "3"), "d": ("3", "0")}
    answers = {
        name: journeysim(
            "run", desk, "-r", "4", "--format", "json", "-o", name, "--workers", workers, PYTHONHASHSEED=hashes
        ).stdout
        for name, (workers, hashes) in runs.items()
    }
    assert len(set(answers.values())) == 1
    for file in ("events.parquet", "journeys.csv", "figures.json", "report.md"):
        assert len({(tmp_path / name / file).read_bytes() for name in runs}) == 1, file


def test_another_seed_gives_another_answer(journeysim, desk):
    """Seeds name different luck."""
    first, second = (
        journeysim("run", desk, "-r", "2", "--format", "json", "--seed", seed).stdout for seed in ("1", "2")
    )
    assert json.loads(first)["all"] != json.loads(second)["all"]


def test_a_folder_of_results_holds_what_happened(journeysim, desk, tmp_path):
    """Events, journeys, figures and a page, that agree with each other."""
    done = journeysim("run", desk, "-r", "2", "-o", "out", "--format", "json")
    assert done.returncode == 0
    out = tmp_path / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "events.parquet",
        "figures.json",
        "journeys.csv",
        "report.md",
    ]
    assert (out / "figures.json").read_text() == done.stdout
    events = pyarrow.parquet.read_table(out / "events.parquet").to_pandas()
    journeys = pyarrow.csv.read_csv(out / "journeys.csv").to_pandas()
    assert list(events["replication"].unique()) == [0, 1]
    assert (events["kind"] == "arises").sum() == len(journeys)
    assert (events["kind"] == "attempt").sum() == journeys["attempts"].sum()
    counted = journeys[journeys["counted"]]
    assert len(counted) == json.loads(done.stdout)["cases"]
    mean = counted.groupby("replication")["attempts"].mean().mean()
    assert mean == pytest.approx(json.loads(done.stdout)["all"]["attempts"]["value"])
    assert (out / "report.md").read_text().startswith("# One desk")


def test_an_earlier_result_is_replaced_whole(journeysim, desk, tmp_path):
    """Running again into the same folder leaves the new result and no trace of the old."""
    journeysim("run", desk, "-r", "2", "-o", "out")
    assert journeysim("run", desk, "-r", "3", "-o", "out").returncode == 0
    assert json.loads((tmp_path / "out" / "figures.json").read_text())["replications"] == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.yaml", "out"]


def test_an_empty_folder_is_used(journeysim, desk, tmp_path):
    """A folder that somebody made for the purpose is taken."""
    (tmp_path / "out").mkdir()
    assert journeysim("run", desk, "-r", "1", "-o", "out").returncode == 0
    assert (tmp_path / "out" / "report.md").exists()


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("diary", "'diary' holds 'secrets.txt', which is no result of journeysim and would be lost"),
        ("imitation", "'imitation' holds files that journeysim did not write"),
        ("desk.yaml", "'desk.yaml' is a file; name a folder"),
        ("nowhere/out", "there is no folder 'nowhere' to put 'out' into"),
    ],
)
def test_what_is_not_ours_is_never_overwritten(journeysim, desk, tmp_path, output, words):
    """A folder with other people's files is refused before anything is run."""
    for name in ("diary/secrets.txt", "imitation/figures.json"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("{}")
    done = journeysim("run", desk, "-o", output)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert (tmp_path / "diary" / "secrets.txt").read_text() == "{}"


@pytest.mark.parametrize(
    ("expectation", "code"),
    [
        ("{resolved: {at least: 10%}}", 0),
        ("{resolved: {at most: 10%}}", 1),
    ],
)
def test_a_check_fails_by_its_exit_code(journeysim, desk, expectation, code):
    """`--check` is for machines; without it the same answer exits with 0."""
    desk.write_text(f"{desk.read_text()}expect: {{the wish: {expectation}}}\n")
    checked, shown = journeysim("run", desk, "-r", "5", "--check"), journeysim("run", desk, "-r", "5")
    assert (checked.returncode, shown.returncode) == (code, 0)
    assert checked.stdout == shown.stdout
    assert "the wish" in shown.stdout


def test_what_is_undecided_does_not_pass(journeysim, desk):
    """One replication decides nothing."""
    desk.write_text(f"{desk.read_text()}expect: {{the wish: {{resolved: {{at least: 10%}}}}}}\n")
    done = journeysim("run", desk, "-r", "1", "--check")
    assert done.returncode == 3
    assert "? the wish" in done.stdout


def test_an_expectation_may_compare_with_the_baseline(journeysim, desk):
    """The baseline is run too where a variant promises to be better."""
    desk.write_text(
        desk.read_text().replace(
            "about: A third agent., ",
            "about: A third agent., expect: {halved: {wait_mean: {at most: 50% of baseline}}}, ",
        )
    )
    done = journeysim("run", desk, "-r", "5", "--check", "--variant", "one more")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ halved" in done.stdout


# --- what cannot be used ---


def test_a_wrong_scenario_is_told_line_by_line(journeysim, desk):
    """Place, fact, next move and code; exit code 2; nothing on standard output."""
    desk.write_text(desk.read_text().replace("reaches: desk", "reaches: dsek"))
    done = journeysim("run", desk)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{desk}:7:")
    assert "did you mean 'desk'?" in line
    assert line.endswith("[unknown-name]")


def test_an_unknown_variant_is_told_the_nearest(journeysim, desk):
    """A slip of a letter is met with the right name."""
    done = journeysim("run", desk, "--variant", "one mroe")
    assert done.returncode == 2
    assert "did you mean 'one more'?" in done.stderr


def test_an_unknown_scenario_is_told_the_nearest_and_all_there_are(journeysim):
    """A name that is neither file nor bundled scenario is answered with those that exist."""
    done = journeysim("run", "former_costumer_refund")
    assert done.returncode == 2
    assert "did you mean 'former_customer_refund'?" in done.stderr
    assert "[no-file]" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_file_is_said_to_be_missing(journeysim):
    """A path is never taken for a bundled name."""
    done = journeysim("run", "no/such/desk.yaml")
    assert done.returncode == 2
    assert done.stderr.startswith("no/such/desk.yaml: error: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "desk.yaml", "-r", "0"],
        ["run", "desk.yaml", "--sede", "1"],
        ["rum", "desk.yaml"],
        ["run", "a", "b"],
    ],
)
def test_a_wrong_command_line_is_unusable_input(journeysim, desk, arguments):
    """Exit code 2, a hint and no traceback."""
    done = journeysim(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelt_command_or_option_is_told_the_nearest(journeysim, desk):
    """The nearest word is offered."""
    assert "did you mean 'run'?" in journeysim("rum", desk).stderr
    assert "--seed" in journeysim("run", desk, "--sede", "1").stderr


# --- what goes wrong ---


def test_a_mistake_of_ours_says_so_and_what_to_send(desk, tmp_path):
    """A log that does not add up is never reported as a result: exit code 4, and a file that tells the rest."""
    code = (
        "import sys, journeysim.replicate as replicate\n"
        "replicate.laws = lambda log: ['time turns back']\n"
        "from journeysim.cli import main\n"
        f"sys.argv = ['journeysim', 'run', {str(desk)!r}, '-o', 'out']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"TMPDIR": str(tmp_path)}, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert "failed, by a mistake of its own: BrokenLaw: replication 0: time turns back" in done.stderr
    assert "Traceback" not in done.stderr
    (told,) = tmp_path.glob("journeysim-failure-*.txt")
    assert str(told) in done.stderr
    assert "Traceback" in told.read_text()
    assert not (tmp_path / "out").exists()


def test_a_full_disk_is_no_mistake_of_ours(desk, tmp_path):
    """What cannot be written is said to be so, by the exit code of what cannot be used, and nothing is left."""
    command = f"ulimit -f 4; {sys.executable} -m journeysim run {desk} -r 2 -o out"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "journeysim: what came out cannot be written: File too large; make room, or name another place\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["desk.yaml"]


def test_a_worker_that_is_killed_is_said_to_be_lost(slow, tmp_path):
    """Where memory runs out the system ends a worker: that is told, with what needs less, and nothing is left."""
    command = [sys.executable, "-m", "journeysim", "run", str(slow), "--workers", "2", "-o", "out"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as run:
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
        while len(children.read_text().split()) < 2:
            time.sleep(0.05)
        os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
        said = run.communicate(timeout=60)[1]
    assert run.returncode == 4
    assert said == (
        "journeysim: a process of this run was ended from outside, as happens where memory runs out; "
        "--workers 1 needs less\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["slow.yaml"]


def test_a_run_that_memory_does_not_hold_is_no_mistake_of_ours(desk, tmp_path):
    """It is said in one line, with what needs less, and nothing is left."""
    code = (
        "import sys, journeysim.replicate as replicate\n"
        "replicate.laws = lambda log: [bytearray(2**62)]\n"
        "from journeysim.cli import main\n"
        f"sys.argv = ['journeysim', 'run', {str(desk)!r}, '--workers', '1', '-o', 'out']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "journeysim: the memory does not hold this run; fewer customers or --workers 1 need less\n"
    assert [path.name for path in tmp_path.iterdir()] == ["desk.yaml"]


def test_a_reader_that_has_seen_enough_is_no_failure(desk, tmp_path):
    """A closed pipe ends the command without a word."""
    command = f"{sys.executable} -m journeysim schema | head -c 5"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, len(done.stdout), done.stderr) == (0, 5, "")


def test_a_pipe_of_letters_gets_letters(journeysim, desk):
    """Where the locale knows no signs, the answer has none."""
    done = journeysim("run", desk, "-r", "2", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "+-" in done.stdout
