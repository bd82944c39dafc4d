"""What all parts of a scenario have in common: keys in lower case with spaces, each of them known.

A part is a pydantic model; its fields are the one source of validation, of the JSON Schema and of the
reference page.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from journeysim.model.problem import Place

from .nodes import Leaf, Table
from .not_yet import LATER, is_not_yet
from .reading import Reading, found, listed, reading, straight, wrong


def spelt(field: str) -> str:
    """A field's name as the key of the language: `gives_up` is `gives up`, `in_` is `in`."""
    return field.rstrip("_").replace("_", " ")


def key(meaning: str, kind: str, *, default: str = "none", example: str, alias: str | None = None) -> Any:
    """A key of the language: what it means, the type it is written in, its default and an example, in words."""
    return Field(
        default=None,
        description=meaning,
        examples=[example],
        alias=alias,
        json_schema_extra={"kind": kind, "default": default},
    )


class Part(BaseModel):
    """A table of the language. Keys that are unknown, not built yet or missing are noted, and reading goes on."""

    model_config = ConfigDict(extra="forbid", alias_generator=spelt, arbitrary_types_allowed=True)

    part: ClassVar[str] = "a part"
    """What it is called in messages."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Keys that must be there."""
    also: ClassVar[tuple[str, ...]] = ()
    """Keys that are read elsewhere and no business of this model."""

    _table: Table = PrivateAttr()

    @property
    def table(self) -> Table:
        """The part as it stands in the file."""
        return self._table

    @property
    def place(self) -> Place:
        """Where the key stands that names the part; the part itself where none does."""
        return self._table.key.place if self._table.key is not None else self._table.place

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if not isinstance(value, Table):
            raise wrong(
                "wrong-shape",
                f"{cls.part} is a table of keys and values, but {found(value)} stands here",
                f"its keys are {listed(cls.keys(), 6)}",
            )
        if value.broken:
            raise wrong("known", "", "")
        if value.sifted:  # pydantic calls a wrap validator twice where models contain one another
            return handler(value)
        now = reading(info)
        kept = value.like()
        kept.sifted = True
        kept.update({name: entry for name, entry in value.items() if cls._knows(name, now)})
        for need in cls.needs:
            if need not in value:
                now.note(
                    "missing-key",
                    f"{cls.part} needs '{need}'",
                    f"add it{cls.hint(need)}",
                    value.key if value.key is not None else value,
                )
        cls.examine(value, now)
        part = handler(kept)
        part._table = value
        return part

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Note what is wrong with the keys taken together."""

    @classmethod
    def keys(cls) -> list[str]:
        """The keys that may stand in it."""
        return [field.alias or spelt(name) for name, field in cls.model_fields.items()]

    @classmethod
    def hint(cls, key: str) -> str:
        """How a key is written, as an example."""
        for name, field in cls.model_fields.items():
            if (field.alias or spelt(name)) == key and field.examples:
                return f", for example '{key}: {field.examples[0]}'"
        return ""

    @classmethod
    def _knows(cls, name: Leaf, now: Reading) -> bool:
        if name in cls.also:
            return False
        if name in cls.keys():
            return True
        cls.unknown(name, now)
        return False

    @classmethod
    def unknown(cls, name: Leaf, now: Reading) -> None:
        """Note a key that does not belong here."""
        if is_not_yet(cls.part, name):
            now.note("not-built-yet", f"'{name}' of {cls.part} is not built yet", LATER, name)
            return
        plain = straight(name)
        if plain != name and plain in cls.keys():
            now.note(
                "pasted-character", f"the key '{name}' holds a character pasted from a text", f"write '{plain}'", name
            )
            return
        near = now.nearest(name, cls.keys())
        move = f"did you mean '{near}'?" if near else f"its keys are {listed(cls.keys(), 12)}"
        now.note("unknown-key", f"{cls.part} has no key '{name}'", move, name)
