"""What somebody at a terminal sees, on a real one."""

import os
import re
import signal
import sys
import time
from pathlib import Path

import pexpect
import pytest

MARK = "JOURNEYSIM_TEST_MARK"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@pytest.fixture
def terminal(tmp_path, request):
    """Start the command in a terminal of 80 columns; its processes carry a mark in their environment."""

    def start(*arguments: str | Path, columns: int = 80, **environment: str) -> pexpect.spawn:
        return pexpect.spawn(
            sys.executable,
            ["-m", "journeysim", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "TERM": "xterm-256color", MARK: request.node.name, **environment},
            dimensions=(40, columns),
            encoding="utf-8",
            timeout=60,
        )

    return start


def processes(mark: str) -> list[int]:
    """The processes of a test that are still alive."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={mark}\0".encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_an_answer_at_a_terminal_has_colours_and_fits(terminal, desk):
    """Colours for eyes, and no line wider than the window."""
    shown = terminal("run", desk, "-r", "3").read()
    assert "\x1b[1m" in shown
    lines = ESCAPE.sub("", shown).replace("\r\n", "\n").split("\n")
    start = next(number for number, line in enumerate(lines) if line.endswith("One desk"))
    assert max(map(len, lines[start + 1 :])) <= 80


def test_no_color_means_no_colour(terminal, desk):
    """Who asks for no colour gets none."""
    assert "\x1b[1m" not in terminal("run", desk, "-r", "2", NO_COLOR="1").read()


def test_a_problem_at_a_terminal_is_pointed_at(terminal, desk):
    """The line of the file, and carets under the wrong word."""
    desk.write_text(desk.read_text().replace("reaches: desk", "reaches: dsek"))
    shown = terminal("run", desk, NO_COLOR="1")
    lines = shown.read().replace("\r\n", "\n").split("\n")
    shown.close()
    assert shown.exitstatus == 2
    line, carets = lines[1:3]
    assert line.strip() == "channels: {phone: {takes: 30 s, reaches: dsek}}"
    assert line[carets.index("^") :][: carets.count("^")] == "dsek"


def test_progress_says_how_fast_it_goes_and_how_long_it_will(terminal, desk):
    """Once there is a rate, and a time left, they stay: also where the number of customers is corrected on the way."""
    desk.write_text(desk.read_text().replace("arrivals: 1 day, horizon: 3 days", "arrivals: 30 days, horizon: 31 days"))
    shown = ESCAPE.sub("", terminal("run", desk, "-r", "8", "--workers", "1").read()).split("\r")
    bars = [line.strip() for line in shown if "customers " in line]
    paced = [bool(re.search(r" \d[\d ]* a second, \d+:\d\d left$", line)) for line in bars]
    assert paced.count(True) > 2
    assert all(paced[paced.index(True) :])


@pytest.mark.alone  # at the terminal's own pace: beside other tests it has missed the interrupt
@pytest.mark.parametrize("workers", ["1", "2"])
def test_progress_shows_customers_and_ctrl_c_leaves_nothing(terminal, slow, tmp_path, request, workers):
    """A bar counts customers while it runs; Ctrl-C ends it and its workers at once, with nothing half-written."""
    shown = terminal("run", slow, "--workers", workers, "-o", "out")
    shown.expect(r"[1-9][\d ]* of about [\d ]+ customers")
    shown.expect(r"a second")
    shown.sendintr()
    shown.expect("stopped; nothing was written")
    shown.expect(pexpect.EOF)
    shown.close()
    assert shown.exitstatus == 130
    assert "Traceback" not in shown.before
    assert [path.name for path in tmp_path.iterdir()] == ["slow.yaml"]
    gone = time.monotonic() + 5
    while processes(request.node.name) and time.monotonic() < gone:
        time.sleep(0.05)
    assert processes(request.node.name) == []


def test_being_told_to_end_leaves_nothing_either(terminal, slow, tmp_path, request):
    """A supervisor's SIGTERM is obeyed as cleanly as Ctrl-C."""
    shown = terminal("run", slow, "--workers", "2", "-o", "out")
    shown.expect(r"[1-9][\d ]* of about [\d ]+ customers")
    shown.kill(signal.SIGTERM)
    shown.expect(pexpect.EOF)
    shown.close()
    assert shown.exitstatus == 143
    assert [path.name for path in tmp_path.iterdir()] == ["slow.yaml"]
    gone = time.monotonic() + 5
    while processes(request.node.name) and time.monotonic() < gone:
        time.sleep(0.05)
    assert processes(request.node.name) == []
