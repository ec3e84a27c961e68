"""What Discord refuses beyond its API description: https://docs.discord.com/developers/components/reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlparse

OF_COMPONENTS = 1 << 15


def message_problems(data: dict[str, Any], uploads: list[str]) -> list[str]:
    """What is wrong with a message made of components, and with the files that came with it."""
    found: list[str] = []
    if not data.get("flags", 0) & OF_COMPONENTS:
        found.append("flags: not a message of components")
    if data.get("content") or data.get("embeds"):
        found.append("content: not beside components")
    components = list(walk(data.get("components", [])))
    if not 1 <= len(components) <= 40:
        found.append(f"components: {len(components)}")
    words = [one["content"] for one in components if one["type"] == 10]
    if sum(_units(text) for text in words) > 4_000:
        found.append("components: more than 4,000 characters")
    if not all(text.strip() for text in words):
        found.append("components: an empty text")
    ids = [one["custom_id"] for one in components if "custom_id" in one]
    if len(set(ids)) < len(ids):
        found.append("components: two of the same custom_id")
    if any(one["type"] == 17 for top in data["components"] if top["type"] == 17 for one in top["components"]):
        found.append("components: a container in a container")
    for one in components:
        found += _component_problems(one)
    return found + _file_problems(data, components, uploads)


def modal_problems(data: dict[str, Any]) -> list[str]:
    """What is wrong with a modal."""
    found = [] if 1 <= len(data["components"]) <= 5 else [f"components: {len(data['components'])}"]
    fields = [one["component"] for one in data["components"] if one["type"] == 18]
    names = [field["custom_id"] for field in fields]
    if len(set(names)) < len(names):
        found.append("components: two of the same custom_id")
    for field in fields:
        found += _component_problems(field)
        if field["type"] == 4 and len(field.get("value", "")) > field.get("max_length", 4_000):
            found.append("value: longer than max_length")
    return found


def command_problems(commands: list[dict[str, Any]]) -> list[str]:
    """What is wrong with a set of commands."""
    found: list[str] = []
    names = [(one.get("type", 1), one["name"]) for one in commands]
    if len(set(names)) < len(names):
        found.append("two commands of the same name")
    for command in commands:
        if command.get("type", 1) != 1:
            if command.get("description"):
                found.append(f"{command['name']}: a menu entry has no description")
            continue
        if not command.get("description") or command["name"] != command["name"].lower() or " " in command["name"]:
            found.append(f"{command['name']}: name or description")
        if _weight(command) > 8_000:
            found.append(f"{command['name']}: more than 8,000 characters in all")
        found += _option_problems(command)
    return found


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All components, those inside others included."""
    for one in components:
        yield one
        yield from walk(one.get("components", []))


def _option_problems(option: dict[str, Any]) -> list[str]:
    found: list[str] = []
    options = option.get("options", [])
    if len(options) > 25 or len({one["name"] for one in options}) < len(options):
        found.append(f"{option['name']}: too many options, or two of the same name")
    required = [one.get("required", False) for one in options]
    if required != sorted(required, reverse=True):
        found.append(f"{option['name']}: something required after something optional")
    for one in options:
        if one.get("choices") and one.get("autocomplete"):
            found.append(f"{one['name']}: choices and autocomplete")
        found += _option_problems(one)
    return found


def _weight(command: dict[str, Any]) -> int:
    """Characters of names, descriptions and values."""
    own = len(command["name"]) + len(command.get("description", ""))
    own += sum(len(one["name"]) + len(str(one["value"])) for one in command.get("choices", []))
    return own + sum(_weight(one) for one in command.get("options", []))


def _component_problems(one: dict[str, Any]) -> list[str]:
    found: list[str] = []
    match one["type"]:
        case 1:
            kinds = [inside["type"] for inside in one["components"]]
            if set(kinds) != {2} and len(kinds) != 1:
                found.append("row: buttons and menus together")
        case 2:
            link = one["style"] == 5
            if link != ("url" in one) or link == ("custom_id" in one) or not one.get("label", "").strip():
                found.append("button: a label, and either an address or a custom_id")
            if link and urlparse(one["url"]).scheme not in ("http", "https", "discord"):
                found.append("button: no address")
        case 3:
            values = [option["value"] for option in one["options"]]
            if len(set(values)) < len(values) or not all(option["label"].strip() for option in one["options"]):
                found.append("menu: two of the same value, or no label")
        case _:
            pass
    return found


def _file_problems(data: dict[str, Any], components: list[dict[str, Any]], uploads: list[str]) -> list[str]:
    declared = [one["filename"] for one in data.get("attachments", [])]
    urls = [one["file"]["url"] for one in components if one["type"] == 13]
    urls += [item["media"]["url"] for one in components if one["type"] == 12 for item in one["items"]]
    shown = [url.removeprefix("attachment://") for url in urls]
    if declared != uploads or sorted(shown) != sorted(uploads):
        return [f"files: {uploads} came, {declared} were declared, {shown} are shown"]
    return []


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
