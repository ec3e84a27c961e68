"""Payloads that were looked at once and are compared ever since; `UPDATE_GOLDEN=1 pytest` writes them anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def same_as_golden(name: str, payload: object) -> None:
    """Fails where the payload isn't what was written down."""
    same_text(FOLDER / f"{name}.json", json.dumps(payload, ensure_ascii=False, indent=2) + "\n")


def same_text(path: Path, text: str) -> None:
    """Fails where the file says something else."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing: run UPDATE_GOLDEN=1 pytest and look at it"
    assert path.read_text(encoding="utf-8") == text, (
        f"{path.name} is stale: run UPDATE_GOLDEN=1 pytest, look at the change"
    )
