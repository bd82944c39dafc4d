"""`journeysim diff`: what differs between two scenarios, in words."""

import json

import pytest


@pytest.fixture
def other(desk):
    """A copy of the small scenario, with words of it replaced."""

    def write(*replaced):
        text = desk.read_text()
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        (desk.parent / "other.yaml").write_text(text)

    return write


def test_a_variant_is_compared_with_its_baseline(journeysim, desk):
    """In one sentence, and the exit code says that they differ."""
    done = journeysim("diff", desk, "--variant", "one more")
    assert done.returncode == 1
    assert done.stdout == "baseline → one more\n~ department desk, staff: 2 → 3\n1 difference.\n"


def test_what_says_the_same_is_the_same(journeysim, other):
    """Other lines, comments, orders and units are no difference."""
    other(
        ("5 min", "300 s"),
        ("takes: 30 s, reaches: desk", "reaches: desk, takes: 30 s"),
        ("name:", "# A desk.\n\nname:"),
    )
    done = journeysim("diff", "desk.yaml", "other.yaml")
    assert (done.returncode, done.stdout) == (0, "desk.yaml → other.yaml\nThe same.\n")


def test_two_files_are_compared_in_the_same_variant(journeysim, other):
    """As JSON for programs: paths by the words of the language, values as it writes them."""
    other(("phone: {takes", "line: {takes"), ("50%", "60%"))
    done = journeysim("diff", "desk.yaml", "other.yaml", "--variant", "one more", "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert (found["before"], found["after"], found["same"]) == ("desk.yaml", "other.yaml", False)
    assert [(one["path"], one["kind"]) for one in found["differences"]] == [
        (["segments", "customer", "tries"], "changed"),
        (["segments", "customer", "redials", "chance"], "changed"),
        (["channels", "phone"], "gone"),
        (["channels", "line"], "new"),
    ]
    assert (found["differences"][1]["before"], found["differences"][1]["after"]) == ("50%", "60%")


def test_what_variants_change_is_compared_too(journeysim, other):
    """New ones, what they are about, what they change and expect; what the files differ in anyway is told once."""
    other(
        ("takes: 30 s", "takes: 40 s"),
        ("staff: 3", "staff: 4"),
        ("variants: {", "variants: {two more: {about: Two., change: {departments: {desk: {staff: 5}}}}, "),
    )
    done = journeysim("diff", "desk.yaml", "other.yaml")
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == [
        "~ channel phone, takes: 30 s → 40 s",
        "+ variant two more: new, Two.",
        "~ variant one more, department desk, staff: 3 → 4",
        "3 differences.",
    ]


def test_what_cannot_be_compared_is_told(journeysim, desk, other):
    """With exit code 2, and what to do."""
    nothing = journeysim("diff", desk)
    assert nothing.returncode == 2
    assert "name a second scenario, or a --variant of this one" in nothing.stderr
    other(("reaches: desk", "reaches: dsek"))
    wrong = journeysim("diff", desk, "other.yaml")
    assert wrong.returncode == 2
    assert "no department is named 'dsek'" in wrong.stderr
