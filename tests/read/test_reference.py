"""The reference page of the language: up to date, complete, and every example on it is read."""

from pathlib import Path

import pytest

from journeysim.read import read, read_text, reference
from journeysim.read.page import SECTIONS, STAGE, examples
from journeysim.read.parts import Part

PAGE = Path(__file__).parent.parent.parent / "docs" / "language.md"


def test_the_page_is_up_to_date() -> None:
    """`docs/language.md` is what the models say; `reference()` writes it."""
    assert PAGE.read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize(
    "example", tuple(examples()), ids=lambda example: f"{example.part}-{example.key}-{example.written[:20]}"
)
def test_every_example_is_read(example) -> None:
    """What the page shows can be written just so."""
    assert read_text(example.text, variant=example.variant).variant == example.variant


def test_the_example_of_extends_is_read(tmp_path: Path) -> None:
    """`extends` names a file beside this one."""
    (tmp_path / "base.yaml").write_text(STAGE, encoding="utf-8")
    (tmp_path / "this.yaml").write_text("journeysim: 1\nextends: base.yaml\nname: Changed\n", encoding="utf-8")
    assert read(tmp_path / "this.yaml").name == "Changed"


def test_the_example_of_file_is_read(tmp_path: Path) -> None:
    """`file` names a file beside this one, with the columns that the page describes."""
    (tmp_path / "calls.csv").write_text("time,segment\n2026-01-06 16:30,leaver\n90 min,customer\n", encoding="utf-8")
    (tmp_path / "base.yaml").write_text(STAGE, encoding="utf-8")
    text = "journeysim: 1\nextends: base.yaml\nissues: {replayed: {raised by: {customer: {file: calls.csv}}}}\n"
    (tmp_path / "this.yaml").write_text(text, encoding="utf-8")
    assert "replayed" in read(tmp_path / "this.yaml").issues


def test_every_part_of_the_language_is_on_the_page() -> None:
    """No model is left out but those that only stand for others."""

    def below(part: type[Part]) -> set[type[Part]]:
        return {part}.union(*(below(child) for child in part.__subclasses__()))

    inner = {"Part", "Threshold", "CaseTests", "Bounds", "SegmentDefaults", "ChannelDefaults", "DepartmentDefaults"}
    assert {part.__name__ for part in below(Part)} - inner == {section.part.__name__ for section in SECTIONS}
