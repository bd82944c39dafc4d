"""`journeysim story`: one journey as a letter."""

import json
import subprocess
import sys


def test_the_default_is_a_journey_in_a_dead_end(journeysim):
    """Of the refund that nobody pays, with its gate and its line."""
    told = journeysim("story", "former_customer_refund")
    assert told.returncode == 0
    assert told.stderr == ""
    assert "dead end" in told.stdout.splitlines()[1]
    assert "former_customer_refund.yaml:49)" in told.stdout
    assert "“We do not handle refunds. Call customer service.”" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 80


def test_the_same_story_is_that_of_a_run(journeysim, tmp_path):
    """`--case` is the number in journeys.csv, `--seed` and `--replication` are those of the run."""
    assert journeysim("run", "former_customer_refund", "-r", "2", "--seed", "3", "-o", "out").returncode == 0
    rows = (tmp_path / "out" / "journeys.csv").read_text().splitlines()
    names = [name.strip('"') for name in rows[0].split(",")]
    row = dict(zip(names, rows[-5].split(","), strict=True))
    told = journeysim(
        *("story", "former_customer_refund", "--seed", "3", "--replication", row["replication"]),
        *("--case", row["case"], "--format", "json"),
    )
    found = json.loads(told.stdout)
    assert found["ending"] == row["ending"].strip('"')
    assert found["attempts"] == int(row["attempts"])
    assert found["segment"] == row["segment"].strip('"')


def test_words_find_a_journey_and_what_is_missing_is_said(journeysim):
    """The nearest is told where none has it all."""
    found = journeysim("story", "former_customer_refund", "--like", "chat, hotline, store")
    assert (found.returncode, found.stderr) == (0, "")
    nearly = journeysim("story", "former_customer_refund", "--like", "store, resolved, chat")
    assert nearly.returncode == 0
    assert nearly.stderr.startswith("journeysim: in no journey does all of this happen in this order: store, resolved")


def test_what_cannot_be_told_is_an_error_with_a_next_move(journeysim, desk):
    """No traceback, and exit code 2."""
    none = journeysim("story", desk, "--case", "100000")
    assert none.returncode == 2
    assert none.stderr.startswith("journeysim: no case has the number 100000; there are cases 0 to ")
    ending = journeysim("story", desk, "--ending", "unresolved")
    assert ending.returncode == 2
    assert "no journey ends 'unresolved'; there are " in ending.stderr
    word = journeysim("story", desk, "--like", "phoen")
    assert word.returncode == 2
    assert word.stderr == "journeysim: nothing is called 'phoen'; did you mean 'phone'?\n"
    both = journeysim("story", desk, "--case", "1", "--like", "phone")
    assert both.returncode == 2
    assert "say one of the two" in both.stderr


def test_a_screen_that_knows_letters_only_gets_letters(tmp_path, desk):
    """In the plainest of locales nothing fails."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-m", "journeysim", "story", str(desk)],
        env={"LC_ALL": "C", "PATH": "/usr/bin", "PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert done.stdout.isascii()
