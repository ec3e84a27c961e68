"""YAML without its surprises, and with the line of everything in it.

`18:30` and `no` are text, a key may not stand twice, nothing is used again through an anchor, and nothing but text,
numbers, true, false, null, lists and mappings comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.adapters.content.problem import Problem, Unusable


class _Loader(yaml.CSafeLoader):
    """Resolves plain scalars by the few rules below."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - the library's own shape


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", "n~"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its value, and where each part of it stands."""

    file: str
    value: object
    _node: yaml.Node | None

    def line(self, location: Sequence[str | int]) -> int:
        """The line, from 1, of the part at `location`, or of the nearest part around it that exists."""
        node, line = self._node, 1
        for step in location:
            following = _child(node, step)
            if following is None:
                break
            node, line = following
        return line if location or node is None else node.start_mark.line + 1

    def ids(self) -> Iterator[tuple[str, int]]:
        """Every entry's `id` with its line, and every alias with its own; a rubric's are its milestone's own affair."""
        yield from _ids(self._node)


def read(path: Path, file: str) -> Document:
    """Read one file, which problems call `file`. Raises `Unusable` with every problem found."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise Unusable([Problem(file, 1, f"cannot be read: {reason}")]) from None
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        surprises = [Problem(file, line, words) for line, words in _surprises(node, set())]
        if surprises:
            raise Unusable(surprises)
        return Document(file, None if node is None else loader.construct_document(node), node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = " ".join(part for part in (error.context, error.problem) if part)
        raise Unusable([Problem(file, mark.line + 1 if mark else 1, f"is not YAML: {words}")]) from None
    except yaml.YAMLError as error:
        raise Unusable([Problem(file, 1, f"is not YAML: {str(error).splitlines()[0]}")]) from None
    finally:
        loader.dispose()


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return value, value.start_mark.line + 1
    return None


def _surprises(node: yaml.Node | None, met: set[int]) -> Iterator[tuple[int, str]]:
    """The line of each key that stands twice, and of each anchor that is used again: text is written out here."""
    if node is None or isinstance(node, yaml.ScalarNode):
        return
    if id(node) in met:
        yield node.start_mark.line + 1, "this part is used again through `*`; write it out in both places"
        return
    met.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            name = str(key.value)
            if name in seen:
                yield line, f"`{name}` stands here a second time; it is already in line {seen[name]}"
            seen.setdefault(name, line)
            yield from _surprises(value, met)
    else:
        for value in node.value:
            yield from _surprises(value, met)


def _ids(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "id" and isinstance(value, yaml.ScalarNode):
                yield value.value, value.start_mark.line + 1
            elif key.value == "aliases" and isinstance(value, yaml.SequenceNode):
                yield from ((alias.value, alias.start_mark.line + 1) for alias in value.value)
            elif key.value != "criteria":
                yield from _ids(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _ids(value)
