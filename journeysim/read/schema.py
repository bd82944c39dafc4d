"""The JSON Schema of the language, for editors: made from the models that also check a scenario.

It knows what one place may hold; what only the whole scenario shows (names, sums of chances) is for `read`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .document import Document
from .outcomes import Branch, Call, Promise, Refer, Ticket, Transfer
from .overlay import REMOVE, SCENARIO, Shape
from .resolve import UNCHANGEABLE
from .times import Spread

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"

_WHOLE = (Branch, Call, Promise, Refer, Spread, Ticket, Transfer)
"""Parts that no default, base or model can complete: what they need must stand in them."""


def json_schema() -> Schema:
    """The language as JSON Schema, draft 07. It takes scenarios as YAML 1.2 and 1.1 loaders give them."""
    made = Document.model_json_schema(by_alias=True, ref_template="#/definitions/{model}")
    definitions: dict[str, Schema] = {name: _plain(schema) for name, schema in made.pop("$defs").items()}
    document: Schema = _plain(made)
    _removable(document, SCENARIO, definitions)
    for part in _WHOLE:
        definitions[part.__name__]["required"] = list(part.needs)
    definitions["Change"] = {
        **{key: value for key, value in document.items() if key != "description"},
        "description": "A part of a scenario, laid over it. 'NAME: remove' takes a thing away.",
        "properties": {key: value for key, value in document["properties"].items() if key not in UNCHANGEABLE},
    }
    variant = definitions["Variant"]["properties"]
    variant["change"] |= {"$ref": "#/definitions/Change"}
    variant["expect"] |= document["properties"]["expect"]["else"]
    for key in variant.values():
        key.pop("format", None)
    head = {"$schema": DRAFT, "title": "A journeysim scenario"}
    return {**head, **document, "required": ["journeysim"], "definitions": definitions}


def _plain(schema: Any) -> Any:
    """The schema without what only pydantic needs: nulls, titles; defaults in words go into the description."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: _plain(value) for key, value in schema.items() if key not in ("title", "kind", "default")}
    if isinstance(result.get("properties"), dict):
        result["properties"] = {key: _plain(value) for key, value in schema["properties"].items()}
    choices = result.pop("oneOf", None) or result.pop("anyOf", None)
    if choices is not None:
        choices = [choice for choice in choices if choice != {"type": "null"}]
        flat = [inner for choice in choices for inner in (choice["anyOf"] if set(choice) == {"anyOf"} else [choice])]
        result = {**result, **flat[0]} if len(flat) == 1 and "$ref" not in flat[0] else {**result, "anyOf": flat}
    if "patternProperties" in result:
        result["additionalProperties"] = False
    if "kind" in schema and "description" in schema:
        result["description"] = f"{schema['description']} ({schema['kind']}; default: {schema['default']})"
    return result


def _removable(schema: Schema, shape: Shape | None, definitions: Mapping[str, Schema]) -> None:
    """Allow `remove` for every key of a table that changes go into key by key."""
    for choice in (*schema.get("anyOf", ()), *([schema["else"]] if "else" in schema else ())):
        _removable(choice, shape, definitions)
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if shape is None or schema.get("type") != "object":
        return
    for kind in ("properties", "patternProperties"):
        for key, value in schema.get(kind, {}).items():
            inner = shape.get(key, shape.get("*"))
            _removable(value, inner, definitions)
            schema[kind][key] = _or_removed(value)
    if isinstance(schema.get("additionalProperties"), dict):
        _removable(schema["additionalProperties"], shape.get("*"), definitions)
        schema["additionalProperties"] = _or_removed(schema["additionalProperties"])


def _or_removed(schema: Schema) -> Schema:
    """The schema, or the word `remove`; said so that an error in the schema keeps its own place."""
    if "else" in schema:
        return schema
    about = ("description", "examples", "format")
    result: Schema = {key: schema[key] for key in about if key in schema}
    return {**result, "if": {"const": REMOVE}, "else": {key: schema[key] for key in schema if key not in about}}
