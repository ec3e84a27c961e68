"""Code in the content parses: what members copy into a terminal must not fail on a typing error."""

from __future__ import annotations

import ast
import shutil
import sqlite3
import subprocess
import textwrap
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
import yaml

from bot.adapters.content.load import load
from bot.core.chat.markup import Bullets, Fence, Node, Quote, parse
from bot.core.model.entry import Entry
from bot.settings import Settings

LANGUAGES = set("python bash sql yaml json dockerfile toml text ini hcl promql makefile go diff gitignore".split())


def fences() -> list[tuple[str, Fence]]:
    library = load(Settings().content_dir)
    return [
        (entry.id, fence)
        for entry in library.all()
        for text in texts(entry)
        if "```" in text
        for fence in within(parse(text))
    ]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            if not isinstance(part, Entry):
                yield from texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            if not isinstance(getattr(value, field.name), Entry):
                yield from texts(getattr(value, field.name))


def within(nodes: tuple[Node, ...]) -> Iterator[Fence]:
    for node in nodes:
        match node:
            case Fence():
                yield node
            case Quote():
                yield from within(node.nodes)
            case Bullets():
                for item in node.items:
                    yield from within(item)
            case _:
                pass


ALL = fences()


def of(*languages: str) -> list[object]:
    found = [(name, fence) for name, fence in ALL if fence.language in languages]
    return [pytest.param(fence.text, id=f"{name}-{number}") for number, (name, fence) in enumerate(found)]


def test_every_fence_names_a_language_that_we_know() -> None:
    assert [(name, fence.language) for name, fence in ALL if fence.language not in LANGUAGES] == []


@pytest.mark.parametrize("code", of("python"))
def test_python(code: str) -> None:
    ast.parse(textwrap.dedent(code))


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize("code", of("bash"))
def test_bash(code: str) -> None:
    done = subprocess.run(["bash", "-n"], input=code, text=True, capture_output=True, check=False, timeout=20)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("code", of("yaml"))
def test_yaml(code: str) -> None:
    assert list(yaml.safe_load_all(code))


@pytest.mark.parametrize("code", of("sql"))
def test_sql(code: str) -> None:
    """Statements are complete and free of syntax errors; the tables they name aren't here."""
    for statement in filter(str.strip, code.split(";")):
        try:
            sqlite3.connect(":memory:").execute(f"EXPLAIN {statement}")
        except sqlite3.OperationalError as error:
            assert "syntax error" not in str(error), statement  # noqa: PT017 - a missing table is fine
