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

from .daily import hint, stands_for
from .nodes import Leaf, Node, Table
from .reading import Reading, found, listed, reading, shortened, straight, wrong


def spelt(field: str) -> str:
    """A field's name as the key of the language: `gives_up` is `gives up`, `in_` is `in`."""
    return field.rstrip("_").replace("_", " ")


def key(
    meaning: str, kind: str, *, default: str = "none", example: str, also: str | None = None, alias: str | None = None
) -> Any:
    """A key of the language: what it means, the type it is written in, its default and examples, in words."""
    examples = [example] if also is None else [example, also]
    extra: dict[str, Any] = {"kind": kind, "default": default}
    return Field(default=None, description=meaning, examples=examples, alias=alias, json_schema_extra=extra)


class Part(BaseModel):
    """A table of the language. Keys that are unknown, not built yet or missing are noted, and reading goes on."""

    model_config = ConfigDict(extra="forbid", alias_generator=spelt, arbitrary_types_allowed=True, defer_build=True)

    part: ClassVar[str] = "a part"
    """What it is called in messages."""
    needs: ClassVar[tuple[str, ...]] = ()
    """Keys that must be there."""
    named: ClassVar[str | None] = None
    """What names it has, where it is a named thing."""

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
            raise wrong("wrong-shape", f"{cls.part} is a table, but {found(value)} stands here", cls.sample(value))
        if value.broken:
            raise wrong("known", "", "")
        if value.sifted:  # pydantic calls a wrap validator twice where models contain one another
            return handler(value)
        now = reading(info)
        kept = value.like()
        kept.sifted = True
        unknown = [name for name in value if not cls.knows(name, now)]
        kept.update({name: entry for name, entry in value.items() if name not in unknown})
        missing = [need for need in cls.needs if need not in value and now.nearest(need, unknown) is None]
        missing = [need for need in missing if not stands_for(cls.part, need, unknown)]
        under, keys = cls.inner()
        missing = [need for need in missing if need != under or not any(name in keys for name in unknown)]
        if missing and not value.lossy:
            cls.miss(missing, value, now)
        cls.examine(value, now)
        part = handler(kept)
        part._table = value
        return part

    @classmethod
    def examine(cls, table: Table, now: Reading) -> None:
        """Note what is wrong with the keys taken together."""

    @classmethod
    def known_keys(cls) -> list[str]:
        """The keys that may stand in it."""
        return [field.alias or spelt(name) for name, field in cls.model_fields.items()]

    @classmethod
    def example(cls, key: str) -> str:
        """A key as it may be written."""
        for name, field in cls.model_fields.items():
            if (field.alias or spelt(name)) == key and field.examples:
                return f"{key}: {field.examples[0]}"
        return key

    @classmethod
    def sample(cls, instead: Node) -> str:
        """The next move where something else than a table stands."""
        keys = cls.needs or tuple(cls.known_keys()[:1])
        return f"write it like '{{{', '.join(cls.example(need) for need in keys)}}}'"

    @classmethod
    def inner(cls) -> tuple[str, list[str]]:
        """The key under which other keys stand that people write beside it, and these keys."""
        return "", []

    @classmethod
    def advice(cls, name: str) -> str | None:
        """The next move after a word that is no key here, where it is known which was meant."""
        under, keys = cls.inner()
        return f"put it under '{under}'" if name in keys else hint(cls.part, name)

    @classmethod
    def miss(cls, missing: list[str], table: Table, now: Reading) -> None:
        """Note keys that must be there and are not."""
        name = table.key
        if table.fresh and name is not None and cls.named is not None:
            near = now.nearest(name, [other for other in now.names.get(cls.named) or () if other != name])
            if near is not None:
                needs = " and ".join(f"'{need}'" for need in missing)
                fact = f"no {cls.named} is named '{name}', and a new one needs {needs}"
                now.note("unknown-name", fact, f"did you mean '{near}'?", name)
                return
        who = f"the {cls.named} '{name}'" if cls.named is not None and name is not None else cls.part
        for need in missing:
            taken = table.removed.get(need)
            fact = f"{who} has no '{need}'" + (" without this" if taken is not None else "")
            move = "write another value in its place" if taken is not None else f"add it, such as '{cls.example(need)}'"
            now.note("missing-key", fact, move, taken or name or table)

    @classmethod
    def knows(cls, name: Leaf, now: Reading) -> bool:
        """Whether a key may stand here; a problem is noted where it may not."""
        if name in cls.known_keys():
            return True
        if not name.broken:
            cls.unknown(name, now)
        return False

    @classmethod
    def unknown(cls, name: Leaf, now: Reading) -> None:
        """Note a key that does not belong here."""
        plain = straight(name).strip()
        if plain != name and plain in cls.known_keys():
            now.note("pasted-character", f"the key '{name}' holds a pasted character", f"write '{plain}'", name)
            return
        fact, move = f"{cls.part} has no key '{shortened(name)}'", cls.advice(name)
        near = now.nearest(name, cls.known_keys())
        owner = cls.owner(name)
        if move is None and near is not None:
            move = f"did you mean '{near}'?"
        elif move is None and owner is not None:
            fact, move = f"{fact}, which belongs to {owner}", "move it there"
        now.note("unknown-key", fact, move or f"its keys are {listed(cls.known_keys(), 12)}", name)

    @classmethod
    def owner(cls, key: str) -> str | None:
        """The part that has this key, where people may take one part for another."""
        for other in Part.__subclasses__():
            if other.named in ("segment", "issue", "channel", "department", "rule") and key in other.known_keys():
                return other.part
        return None
