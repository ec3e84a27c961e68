"""Slack's published types as JSON Schema, where they are at hand: what a bot sends must match them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

SPEC = Path(__file__).parents[4] / "shared" / "spec" / "slack-block-kit.schema.json"

_DOCUMENTED = {"RichTextList": {"offset": {"type": "number"}}}
"""What docs.slack.dev/reference/block-kit/block-elements/rich-text-list-element has and the published types forgot."""

_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "object": dict,
    "array": list,
    "boolean": bool,
    "number": (int, float),
    "integer": int,
    "null": type(None),
}


def check(value: object, definition: str) -> list[str]:
    """What is wrong with a value, by a definition of the schema; nothing where the schema isn't at hand."""
    return list(_checked(json.dumps(value, sort_keys=True), definition)) if _definitions() else []


@lru_cache(maxsize=1_000)
def _checked(value: str, definition: str) -> tuple[str, ...]:
    return tuple(_problems(json.loads(value), {"$ref": f"#/definitions/{definition}"}, _definitions(), ""))


@lru_cache(maxsize=1)
def _definitions() -> dict[str, Any]:
    if not SPEC.is_file():
        return {}
    definitions: dict[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))["definitions"]
    for name, members in _DOCUMENTED.items():
        definitions[name]["properties"].update(members)
    return definitions


def _problems(value: Any, schema: dict[str, Any], definitions: dict[str, Any], where: str) -> list[str]:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/definitions/").replace("%3C", "<").replace("%3E", ">").replace("%2C", ",")
        return _problems(value, definitions[name], definitions, where)
    problems = [problem for part in schema.get("allOf", ()) for problem in _problems(value, part, definitions, where)]
    if "anyOf" in schema:
        each: list[list[str]] = [_problems(value, part, definitions, where) for part in schema["anyOf"]]
        if all(each):
            nearest = min(each, key=_distance)
            problems += nearest
    types = schema.get("type", ())
    wanted = [types] if isinstance(types, str) else list(types)
    if wanted and not any(_is(value, one) for one in wanted):
        return [*problems, f"{where}: {str(value)[:40]!r} is no {'/'.join(wanted)}"]
    if "const" in schema and value != schema["const"]:
        problems.append(f"{where}: {value!r} is not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        problems.append(f"{where}: {value!r} is not among {schema['enum']}")
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        problems.append(f"{where}: {len(value)} characters, {schema['maxLength']} are allowed")
    if isinstance(value, list):
        problems += _in_list(value, schema, definitions, where)
    if isinstance(value, dict):
        problems += _in_object(value, schema, definitions, where)
    return problems


def _distance(problems: list[str]) -> tuple[bool, int]:
    """How far a value is from a definition: most of all if it is of another kind."""
    return any("is not " in one for one in problems), len(problems)


def _in_list(value: list[Any], schema: dict[str, Any], definitions: dict[str, Any], where: str) -> list[str]:
    problems = []
    if len(value) > schema.get("maxItems", len(value)):
        problems.append(f"{where}: {len(value)} items, {schema['maxItems']} are allowed")
    for place, item in enumerate(value):
        problems += _problems(item, schema.get("items", {}), definitions, f"{where}/{place}")
    return problems


def _in_object(value: dict[str, Any], schema: dict[str, Any], definitions: dict[str, Any], where: str) -> list[str]:
    properties = schema.get("properties", {})
    problems = [f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    for name, member in value.items():
        if name in properties:
            problems += _problems(member, properties[name], definitions, f"{where}/{name}")
        elif schema.get("additionalProperties") is False:
            problems.append(f"{where}: {name} is not known")
    return problems


def _is(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name])
