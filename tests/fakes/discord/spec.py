"""Discord's own description of its API, where it lies beside the checkout: is what was sent as described?

Read a little more kindly than it is written, for it refuses what discord.py rightly sends: numbers may be whole or in
quotes where Discord takes both (ids and permissions).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[4] / "shared" / "spec" / "discord-openapi.json"
_NUMBERS = ("SnowflakeType",)
_TYPES: dict[str, tuple[type, ...]] = {
    "null": (type(None),),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


@lru_cache(maxsize=1)
def description() -> dict[str, Any] | None:
    """The description, or None where it isn't there."""
    if not FILE.is_file():
        return None
    described: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return described


def body_problems(method: str, path: str, body: object) -> list[str]:
    """What is wrong with the JSON sent to an address of the description, such as `/gateway/bot`."""
    described = description()
    if described is None:
        return []
    operation = described["paths"][path][method.lower()]
    return problems(operation["requestBody"]["content"]["application/json"]["schema"], body, "body")


def problems(schema: dict[str, Any], value: object, at: str) -> list[str]:
    """What is wrong with a value, as `place: what`."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name in _NUMBERS:
            return [] if str(value).isdigit() else [f"{at}: no id"]
        described = description()
        assert described is not None
        return problems(described["components"]["schemas"][name], value, at)
    found = [problem for part in schema.get("allOf", ()) for problem in problems(part, value, at)]
    for together in ("oneOf", "anyOf"):
        if together in schema:
            found += _one_of(schema[together], value, at)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if at.endswith("default_member_permissions") and isinstance(value, str) and value.isdigit():
        return found
    if kinds and not any(_is(kind, value) for kind in kinds):
        return [*found, f"{at}: {type(value).__name__} instead of {' or '.join(kinds)}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} is none of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{at}: {value!r} is not {schema['const']!r}")
    return found + _inside(schema, value, at)


def _inside(schema: dict[str, Any], value: object, at: str) -> list[str]:
    """What is wrong with the size of a value, and with what is in it."""
    found: list[str] = []
    match value:
        case str():
            found += _length(schema, len(value.encode("utf-16-le")) // 2, "Length", at)
        case bool():
            pass
        case int() | float():
            if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
                found.append(f"{at}: {value} is out of range")
        case list():
            found += _length(schema, len(value), "Items", at)
            for place, one in enumerate(value):
                found += problems(schema.get("items", {}), one, f"{at}[{place}]")
        case dict():
            found += [f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value]
            described_fields = schema.get("properties", {})
            for name, one in value.items():
                if name in described_fields:
                    found += problems(described_fields[name], one, f"{at}.{name}")
                elif described_fields and "additionalProperties" not in schema:
                    found.append(f"{at}: {name} is not described")
        case _:
            pass
    return found


def _one_of(schemas: list[dict[str, Any]], value: object, at: str) -> list[str]:
    """Nothing where one of the schemas takes the value; else what the one says that comes nearest."""
    tried = [problems(schema, value, at) for schema in schemas if _may_be(schema, value)]
    if not tried:
        return [f"{at}: nothing like this is described"]
    return min(tried, key=len)


def _may_be(schema: dict[str, Any], value: object) -> bool:
    """Whether a schema is for components, options or responses of this `type` at all."""
    if "$ref" in schema and (described := description()):
        schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    kinds = schema.get("properties", {}).get("type", {}).get("enum")
    return not kinds or not isinstance(value, dict) or value.get("type") in kinds


def _is(kind: str, value: object) -> bool:
    return isinstance(value, _TYPES[kind]) and not (isinstance(value, bool) and kind in ("integer", "number"))


def _length(schema: dict[str, Any], length: int, what: str, at: str) -> list[str]:
    if not schema.get(f"min{what}", length) <= length <= schema.get(f"max{what}", length):
        return [f"{at}: {length} is too long or too short"]
    return []
