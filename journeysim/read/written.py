"""How a value is written, apart from what it becomes: metadata for the fields of a part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from .nodes import Leaf
from .reading import reading, wrong
from .scalars import either, text_of


@dataclass(frozen=True, eq=False)
class From:
    """The value is written as `written` says; `turn` makes of it what the field holds."""

    written: Any
    turn: Callable[[Any], Any] | None = None
    informed_turn: Callable[[Any, ValidationInfo], Any] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads it."""
        schema = handler.generate_schema(self.written)
        if self.informed_turn is not None:
            return core_schema.with_info_after_validator_function(self.informed_turn, schema)
        return schema if self.turn is None else core_schema.no_info_after_validator_function(self.turn, schema)


@dataclass(frozen=True)
class OneWord:
    """One of the words of a `Literal`; `of` is the key that takes it."""

    of: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads it."""
        words: tuple[str, ...] = get_args(source)

        def read(node: Any, info: ValidationInfo) -> str:
            leaf: Leaf = text_of(node, f"'{self.of}' is {either(words)}")
            if leaf not in words:
                near = reading(info).nearest(leaf, words)
                move = f"did you mean '{near}'?" if near else f"write {either(words)}"
                raise wrong("wrong-word", f"'{self.of}' cannot be '{leaf}'", move)
            return str(leaf)

        return core_schema.with_info_plain_validator_function(read, metadata={"words": words})

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """What editors are told."""
        return {"enum": list(core["metadata"]["words"])}


@dataclass(frozen=True)
class OneOrMore:
    """A list, or one item alone; `first` makes a list of what stands there."""

    first: Callable[[Any, ValidationInfo], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads it."""
        return core_schema.with_info_before_validator_function(self.first, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """What editors are told."""
        array = handler(core)
        return {"anyOf": [array["items"], array]}
