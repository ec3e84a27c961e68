"""Reading what was drawn, as somebody who looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def words(piece: Any) -> str:
    """Everything that a piece of Block Kit says, in its order, runs of one section without a gap."""
    if isinstance(piece, list):
        inline = all(isinstance(one, dict) and one.get("type") in ("text", "link", "user", "date") for one in piece)
        return ("" if inline else "\n").join(words(one) for one in piece)
    if not isinstance(piece, dict):
        return ""
    if piece.get("type") == "user":
        return f"@{piece['user_id']}"
    if piece.get("type") == "date":
        return str(piece["fallback"])
    if isinstance(piece.get("text"), str):
        return str(piece["text"])
    return "\n".join(words(one) for name, one in piece.items() if name != "style" and isinstance(one, dict | list))


def pressable(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The buttons."""
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]
        elif block.get("accessory", {}).get("type") == "button":
            yield block["accessory"]


def label(button: dict[str, Any]) -> str:
    """What stands on a button."""
    return str(button["text"]["text"])


def button(blocks: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The button with this label."""
    return next(one for one in pressable(blocks) if label(one) == name)


def menus(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The menus, each with its label: the whole section."""
    kinds = ("static_select", "multi_static_select")
    return [block for block in blocks if block.get("accessory", {}).get("type") in kinds]
