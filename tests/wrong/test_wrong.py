"""Wrong scenarios: each `NAME.yaml` is answered with exactly the lines of `NAME.txt`.

What no repository should hold (fifty megabytes, pipes, bombs of aliases) is made here.
"""

import os
import random
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from journeysim.build import build
from journeysim.model.problem import Problem, ScenarioError
from journeysim.read import read
from tests.wrong.patience import in_time

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
BINARY = "the file holds binary content, not text; name a scenario, which is a YAML file [not-text]"

JARGON = {
    "invalid",
    "scalar",
    "node",
    "mapping",
    "sequence",
    "token",
    "parser",
    "dict",
    "str",
    "nonetype",
    "regex",
}
WORD = re.compile("[a-z]+")

GOOD = """\
journeysim: 1
name: One desk
issues: {question: {raised by: {customer: 20 per h}}}
channels: {phone: {reaches: desk}}
departments:
  desk: {staff: 2, handling: 5 min, rules: {answer: {then: {resolve: now}}}}
"""


def complaints(path: str | Path) -> tuple[Problem, ...]:
    """Everything that reading and building find, in the order of the file; nothing where the scenario is good."""
    return in_time(lambda: found(path))


def found(path: str | Path) -> tuple[Problem, ...]:
    """The same, however long it takes."""
    try:
        return build(read(path)).warnings
    except ScenarioError as error:
        return error.problems


def said(path: str | Path) -> list[str]:
    """The messages as a person sees them, one a line."""
    return [str(problem) for problem in complaints(path)]


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_scenario_is_answered_with_exactly_its_messages(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place of the wrong word, the fact, the next move and the code: all as written beside the scenario."""
    monkeypatch.chdir(FOLDER)
    assert said(f"{name}.yaml") == (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def test_every_wrong_scenario_has_its_messages() -> None:
    """No scenario stands here without its messages, but for good ones and those to extend: `_NAME.yaml`."""
    scenarios = {path.stem for path in FOLDER.glob("*.yaml") if not path.name.startswith("_")}
    assert scenarios == set(NAMES)


def test_no_two_wrong_scenarios_are_the_same() -> None:
    """Each scenario shows a mistake of its own."""
    texts = [(FOLDER / f"{name}.yaml").read_bytes() for name in NAMES]
    assert len(set(texts)) == len(texts)


def test_every_message_says_what_to_do_next() -> None:
    """Each line is a place, a severity, a fact, a next move and a code, without scolding and without jargon."""
    for name in NAMES:
        for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            place, severity, message = line.split(": ", 2)
            fact, _, move = message.rpartition(" [")[0].rpartition("; ")
            assert place.partition(":")[0] in {f"{name}.yaml", f"{name}.csv", "_broken.yaml", "_cycle.yaml"}, line
            assert severity in {"error", "warning"}, line
            assert fact, line
            assert move, line
            assert not JARGON & set(WORD.findall(message.lower())), line


# --- what is no scenario at all -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, so that messages show bare names."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_that_is_not_there(folder: Path) -> None:
    """A name that no file has is said to be so."""
    assert said("refund.yaml") == ["refund.yaml: error: there is no file 'refund.yaml'; check the name [no-file]"]


def test_a_file_with_a_slip_in_its_name(folder: Path) -> None:
    """A file whose name is nearly right is offered."""
    Path("refunds.yaml").write_text(GOOD)
    assert said("refund.yaml") == [
        "refund.yaml: error: there is no file 'refund.yaml'; did you mean 'refunds.yaml'? [no-file]"
    ]


def test_a_folder(folder: Path) -> None:
    """A folder is no scenario."""
    Path("refund.yaml").mkdir()
    assert said("refund.yaml") == ["refund.yaml: error: 'refund.yaml' is a folder; name a file in it [no-file]"]


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    """A pipe that nobody writes to is refused, not waited for."""
    os.mkfifo("refund.yaml")
    assert said("refund.yaml") == ["refund.yaml: error: 'refund.yaml' is not an ordinary file; name a file [no-file]"]


def test_a_device_that_never_ends() -> None:
    """A device gives bytes for ever and is refused."""
    assert said("/dev/zero") == ["/dev/zero: error: '/dev/zero' is not an ordinary file; name a file [no-file]"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(folder: Path) -> None:
    """A file without permission is said to be so."""
    Path("refund.yaml").write_text(GOOD)
    Path("refund.yaml").chmod(0)
    (message,) = said("refund.yaml")
    assert message.startswith("refund.yaml: error: 'refund.yaml' cannot be opened (Permission denied); check")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no such file here")
def test_a_file_that_breaks_off_on_reading() -> None:
    """A file that the system cannot give the bytes of is said to be so."""
    (message,) = said("/proc/self/mem")
    assert message.startswith("/proc/self/mem: error: '/proc/self/mem' cannot be opened (Input/output error); check")


def test_a_file_of_fifty_megabytes(folder: Path) -> None:
    """A huge file is refused by its size, before it is read."""
    Path("refund.yaml").write_bytes(GOOD.encode() + b"# all good things come in threes\n" * 1_600_000)
    assert said("refund.yaml") == ["refund.yaml: error: the file has 53 MB; keep it under 5 MB [too-big]"]


def test_binary_junk(folder: Path) -> None:
    """Random bytes are no text."""
    Path("refund.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00" + random.Random(1).randbytes(100_000))
    assert said("refund.yaml") == [f"refund.yaml: error: {BINARY}"]


def test_a_text_with_nothing_but_nul(folder: Path) -> None:
    """Zero bytes are UTF-8 and still no scenario."""
    Path("refund.yaml").write_bytes(b"\x00" * 10_000)
    assert said("refund.yaml") == [f"refund.yaml: error: {BINARY}"]


def test_a_text_in_another_encoding(folder: Path) -> None:
    """A file saved in an old encoding is named as that, with the place of the first letter that is not UTF-8."""
    Path("refund.yaml").write_bytes(GOOD.replace("One desk", "Büro").encode("latin-1"))
    assert said("refund.yaml") == [
        "refund.yaml:2:8: error: the byte 0xFC is not UTF-8; save the file as UTF-8 [not-text]"
    ]


def test_a_text_in_utf_32(folder: Path) -> None:
    """Hardly anybody writes it, and who does is told."""
    Path("refund.yaml").write_bytes(GOOD.encode("utf-32"))
    assert said("refund.yaml") == [
        "refund.yaml: error: the file is written in UTF-32; save the file as UTF-8 [not-text]",
    ]


def test_a_text_in_utf_16(folder: Path) -> None:
    """A file saved as "Unicode" by an old editor says so in its first bytes, and is read."""
    Path("refund.yaml").write_bytes(GOOD.encode("utf-16"))
    assert said("refund.yaml") == []


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 50_000 + "]" * 50_000,
        "a: " + "{b: " * 50_000 + "c" + "}" * 50_000,
        "a:\n" + "- " * 20_000 + "a",
        "".join("  " * level + "a:\n" for level in range(1000)),
    ],
    ids=["lists", "tables", "dashes", "indentation"],
)
def test_deep_nesting(folder: Path, text: str) -> None:
    """Depth is bounded: what nobody can read is not read."""
    Path("refund.yaml").write_text(GOOD + text + "\n")
    (message,) = said("refund.yaml")
    assert message.endswith(": error: brackets or indents are nested more than 40 deep; write it flatter [too-deep]")


def test_deep_promises(folder: Path) -> None:
    """A promise of a promise of a promise is bounded like all depth."""
    outcome = "{promise: {within: 1 day, then: " * 300 + "{resolve: now}" + "}}" * 300
    Path("refund.yaml").write_text(GOOD.replace("{resolve: now}", outcome))
    (message,) = said("refund.yaml")
    assert message.endswith("[too-deep]")


def test_an_alias_bomb(folder: Path) -> None:
    """Aliases that unfold to a billion words are not unfolded."""
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 12)]
    Path("refund.yaml").write_text(GOOD + "\n".join(lines) + "\n")
    assert any(message.endswith("[too-big]") for message in said("refund.yaml"))


def test_an_alias_to_what_holds_it(folder: Path) -> None:
    """A table that contains itself has no end."""
    Path("refund.yaml").write_text(GOOD + "facts: &facts {request: *facts}\n")
    assert said("refund.yaml") == [
        "refund.yaml:7:25: error: '*facts' stands inside what it stands for; write it out [unknown-alias]"
    ]


def test_variants_on_top_of_each_other_many_times(folder: Path) -> None:
    """Thirty variants, each on top of the one before by two ways, are a billion ways and one message."""
    rows = ["  v0: {change: {departments: {desk: {staff: 3}}}}"]
    for n in range(1, 30):
        rows.append(f"  w{n}: {{on top of: v{n - 1}, change: {{departments: {{desk: {{staff: 4}}}}}}}}")
        rows.append(f"  v{n}: {{on top of: [v{n - 1}, w{n}], change: {{departments: {{desk: {{staff: 5}}}}}}}}")
    Path("refund.yaml").write_text(GOOD + "variants:\n" + "\n".join(rows) + "\n")
    (message,) = said("refund.yaml")
    assert message.endswith(": error: more than 20 follow one another by 'on top of'; say one in full [too-deep]")


def test_departments_each_like_the_one_before(folder: Path) -> None:
    """A thousand departments, each like the one before, are more than anybody can follow."""
    rows = ["  desk 0: {like: desk}", *(f"  desk {n}: {{like: desk {n - 1}, staff: 3}}" for n in range(1, 1000))]
    Path("refund.yaml").write_text(GOOD + "\n".join(rows) + "\n")
    (message,) = said("refund.yaml")
    assert message.endswith(": error: more than 20 follow one another by 'like'; say one in full [too-deep]")


def test_hundreds_of_variants_of_much(folder: Path) -> None:
    """What would take a minute to read, since each variant is read in full, is refused at once."""
    desks = [
        f"  desk {n}: {{staff: 2, handling: 5 min, rules: {{on: {{then: {{resolve: now}}}}}}}}" for n in range(500)
    ]
    variants = [f"  v{n}: {{change: {{departments: {{desk: {{staff: 3}}}}}}}}" for n in range(500)]
    Path("refund.yaml").write_text(GOOD + "\n".join([*desks, "variants:", *variants]) + "\n")
    (message,) = said("refund.yaml")
    assert message.endswith("[too-big]")


def test_files_that_extend_each_other_without_end(folder: Path) -> None:
    """A chain of two thousand files is longer than anybody can follow."""
    for number in range(2000):
        Path(f"f{number}.yaml").write_text(f"journeysim: 1\nname: Link\nextends: f{number + 1}.yaml\n")
    Path("f2000.yaml").write_text(GOOD)
    (message,) = said("f0.yaml")
    assert message.endswith("[too-deep]")


def test_a_link_that_leads_outside(folder: Path) -> None:
    """A link beside the scenario that leads out of the folder is outside the folder."""
    shop = folder / "shop"
    shop.mkdir()
    (folder / "secret.yaml").write_text(GOOD)
    (shop / "base.yaml").symlink_to("../secret.yaml")
    (shop / "refund.yaml").write_text("journeysim: 1\nname: A change\nextends: base.yaml\n")
    os.chdir(shop)
    (message,) = said("refund.yaml")
    assert message.startswith("refund.yaml:3:10: error: ")
    assert message.endswith("[not-beside]")


def test_extending_a_folder(folder: Path) -> None:
    """A folder cannot be extended."""
    Path("base").mkdir()
    Path("refund.yaml").write_text("journeysim: 1\nname: A change\nextends: base\n")
    (message,) = said("refund.yaml")
    assert message.startswith("refund.yaml:3:10: error: ")


def test_thousands_of_mistakes(folder: Path) -> None:
    """Nine hundred misspelt names are all reported in time, the first hundred of them with the nearest name."""
    rows = [
        f"  desk {n}: {{staff: 2, handling: 5 min, rules: {{on: {{then: {{transfer: dsk {n + 1}}}}}}}}}"
        for n in range(900)
    ]
    Path("refund.yaml").write_text(GOOD + "\n".join(rows) + "\n")
    problems = said("refund.yaml")
    assert len(problems) == 900
    column = rows[0].index("dsk") + 1
    near = "no department is named 'dsk 1'; did you mean 'desk 1'?"
    assert problems[0] == f"refund.yaml:7:{column}: error: {near} [unknown-name]"


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("2,", "x" * 1_000_000 + ","),
        GOOD.replace("2,", "x" * 1_000_000 + ": 1,"),
        GOOD.replace("One desk", "x: " * 300_000),
        GOOD.replace("One desk", "x{" * 300_000),
        GOOD.replace("One desk", "x #y " * 300_000),
        GOOD.replace("One desk", '"' + '\\"' * 300_000),
        GOOD.replace("now", "x " * 300_000 + ", y, z"),
        GOOD.replace("desk:", "x" * 1_000_000 + ":"),
        GOOD.replace("reaches", "x" * 1_000_000),
        GOOD.replace("5 min", "9" * 1_000_000 + " min"),
        GOOD.replace("5 min", "1 h " * 250_000),
        GOOD + "x" * 1_000_000 + ":y\n",
    ],
    ids=[
        "number",
        "colon",
        "colons",
        "braces",
        "remarks",
        "quotes",
        "commas",
        "name",
        "key",
        "digits",
        "hours",
        "blank",
    ],
)
def test_one_line_without_end(folder: Path, text: str) -> None:
    """A line of a million letters neither takes long nor is repeated in the message."""
    Path("refund.yaml").write_text(text)
    for message in said("refund.yaml"):
        assert message.startswith("refund.yaml:")
        assert len(message) < 400


# --- the command ----------------------------------------------------------------------------------------------------

SHOWN = [
    "several_at_once",
    "slip_tab_indent",
    "empty_file",
    "extends_cycle",
    "graph_instant_loop",
    "slip_no_break_space",
]


@pytest.mark.parametrize("name", SHOWN)
def test_the_command_says_the_same_and_ends_with_2(name: str) -> None:
    """`journeysim run` gives exactly the messages, no traceback, exit code 2, and nothing on the way out."""
    done = in_time(lambda: told(name), clock=of_children)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def told(name: str) -> subprocess.CompletedProcess[str]:
    """What the command says of a wrong scenario."""
    return subprocess.run(
        [sys.executable, "-m", "journeysim", "run", f"{name}.yaml"],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def of_children() -> float:
    """Seconds of computing of all commands so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
