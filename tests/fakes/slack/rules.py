"""What Slack refuses though its types allow it; each rule with the error that Slack gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.fakes.slack.spec import check

TEXT_IN_ALL = 12_000
"""Characters of all texts of a message; see `Room` in bot/adapters/slack/limits.py."""

_MESSAGE_BLOCKS = {"section", "divider", "header", "actions", "rich_text", "context", "image"}
_VIEW_BLOCKS = {*_MESSAGE_BLOCKS, "input"}
_LEAST_ONE = ("text", "elements", "options")


def message_problems(content: dict[str, Any]) -> list[str]:
    """What is wrong with the text and blocks of a message."""
    problems = []
    text, blocks = content.get("text"), content.get("blocks")
    if not isinstance(text, str) or not text:
        problems.append("no_text: notifications and screen readers would say nothing")
    elif len(text) > 40_000:
        problems.append("msg_too_long")
    if not isinstance(blocks, list) or not blocks:
        return [*problems, "no_blocks"]
    if len(blocks) > 50:
        problems.append(f"invalid_blocks: {len(blocks)} blocks, 50 are allowed")
    if sum(len(one) for one in _texts(blocks)) > TEXT_IN_ALL:
        problems.append("msg_blocks_too_long")
    return problems + _block_problems(blocks, _MESSAGE_BLOCKS)


def view_problems(view: Any) -> list[str]:
    """What is wrong with a modal or a Home tab."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["invalid_arguments: no view"]
    blocks = view.get("blocks", [])
    problems = check(view, "ModalView" if view["type"] == "modal" else "HomeView")
    if not 0 < len(blocks) <= 100:
        problems.append(f"{len(blocks)} blocks, 1 to 100 are allowed")
    if len(json.dumps(view).encode()) > 250_000:
        problems.append("view_too_large")
    inputs = [block for block in blocks if block.get("type") == "input"]
    if inputs and "submit" not in view:
        problems.append("a form without a submit button")
    for place in inputs:
        if "block_id" not in place or "action_id" not in place.get("element", {}):
            problems.append("an input whose answer could not be told apart")
    return problems + _block_problems(blocks, _VIEW_BLOCKS)


def _block_problems(blocks: list[dict[str, Any]], allowed: set[str]) -> list[str]:
    problems = []
    for place, block in enumerate(blocks):
        if block.get("type") not in allowed:
            problems.append(f"blocks/{place}: {block.get('type')} doesn't belong here")
        problems += [f"blocks/{place}{problem}" for problem in check(block, "KnownBlock")]
        problems += [f"blocks/{place}: {problem}" for problem in _empty(block)]
    named = [block["block_id"] for block in blocks if "block_id" in block]
    actions = [one["action_id"] for one in _elements(blocks) if "action_id" in one]
    for ids, what in ((named, "block_id"), (actions, "action_id")):
        if len(set(ids)) < len(ids):
            problems.append(f"two of one {what}: {min(one for one in ids if ids.count(one) > 1)}")
    for element in _elements(blocks):
        if len(str(element.get("action_id", ""))) > 255:
            problems.append("an action_id of more than 255 characters")
        problems += _option_problems(element)
    return problems


def _option_problems(element: dict[str, Any]) -> list[str]:
    options = element.get("options")
    if element.get("type") == "button" and not (element.get("value") or element.get("url")):
        return ["a button that means nothing"]
    if not isinstance(options, list):
        return []
    problems = [] if 0 < len(options) <= 100 else [f"{len(options)} options, 1 to 100 are allowed"]
    values = [one.get("value", "") for one in options]
    if len(set(values)) < len(values) or not all(values):
        problems.append("options that could not be told apart")
    chosen = element.get("initial_option")
    return problems if chosen is None or chosen in options else [*problems, "an initial option that isn't offered"]


def _empty(value: Any) -> Iterator[str]:
    """Texts and lists that Slack wants at least one of."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name in _LEAST_ONE and member in ("", []):
                yield f"{name} is empty"
            yield from _empty(member)
    elif isinstance(value, list):
        for member in value:
            yield from _empty(member)


def _elements(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Everything that can be pressed, chosen or filled in."""
    for block in blocks:
        if block.get("type") == "actions":
            yield from block["elements"]
        for name in ("accessory", "element"):
            if name in block:
                yield block[name]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "text" and isinstance(member, str):
                yield member
            else:
                yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)
