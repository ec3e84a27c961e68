"""A small content directory to break in one place at a time."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.settings import Settings

REAL = Settings().content_dir


def copied(target: Path) -> Path:
    """A copy of the real content, to change."""
    shutil.copytree(REAL, target, ignore=shutil.ignore_patterns(".library*"))
    return target


def change(directory: Path, file: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; gives the line, from 1, where the change begins."""
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
