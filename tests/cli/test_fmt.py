"""`journeysim fmt`: files laid out anew."""

import os
import stat


def test_a_file_is_laid_out_and_then_is_well(journeysim, desk):
    """Once is enough; `--check` tells, and writes nothing."""
    text = desk.read_text()
    desk.write_text(
        text.replace("staff: 2, handling: {exponential: 5 min}", "handling: {exponential:   5 min}, staff: 2")
    )
    os.chmod(desk, 0o640)
    rough = desk.read_text()
    checked = journeysim("fmt", "--check", "desk.yaml")
    assert (checked.returncode, checked.stdout) == (1, "desk.yaml would be laid out anew\n")
    assert desk.read_text() == rough
    done = journeysim("fmt", "desk.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "desk.yaml is laid out anew\n", "")
    assert desk.read_text() == text
    assert stat.S_IMODE(desk.stat().st_mode) == 0o640
    again = journeysim("fmt", "--check", "desk.yaml")
    assert (again.returncode, again.stdout) == (0, "")
    assert sorted(path.name for path in desk.parent.iterdir()) == ["desk.yaml"]


def test_a_file_that_cannot_be_read_is_left_alone(journeysim, desk, tmp_path):
    """Its problems are told, and the other files are laid out all the same."""
    (tmp_path / "wrong.yaml").write_text(desk.read_text().replace("reaches: desk", "reaches:   dsek"))
    desk.write_text(desk.read_text().replace("staff: 2", "staff:  2"))
    wrong = (tmp_path / "wrong.yaml").read_text()
    done = journeysim("fmt", "wrong.yaml", "desk.yaml", "none.yaml")
    assert done.returncode == 2
    assert done.stdout == "desk.yaml is laid out anew\n"
    assert "wrong.yaml:7:44: error: no department is named 'dsek'; did you mean 'desk'? [unknown-name]" in done.stderr
    assert "none.yaml: error: there is no file 'none.yaml'" in done.stderr
    assert (tmp_path / "wrong.yaml").read_text() == wrong


def test_a_link_goes_on_leading_to_its_file(journeysim, desk, tmp_path):
    """What it leads to is laid out."""
    desk.write_text(desk.read_text().replace("staff: 2", "staff:  2"))
    (tmp_path / "link.yaml").symlink_to("desk.yaml")
    assert journeysim("fmt", "link.yaml").returncode == 0
    assert (tmp_path / "link.yaml").is_symlink()
    assert "staff: 2" in desk.read_text()
