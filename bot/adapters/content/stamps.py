"""What tells quickly whether any file of a folder has changed, as Python itself tells of its modules."""

from __future__ import annotations

import os
from pathlib import Path

Stamp = tuple[str, int, int]
"""A file's name, its size in bytes, and the time of its last change in nanoseconds since 1970."""


def stamps(directory: Path, ending: str) -> list[Stamp]:
    """Of all files in a directory and below it that end so, in the order of their names: 0.3 ms for 50 of them."""
    found = []
    start = len(str(directory)) + 1
    for folder, _, names in os.walk(directory):
        for name in names:
            if name.endswith(ending):
                path = f"{folder}/{name}"
                try:
                    stat = os.stat(path)  # noqa: PTH116 - an object for each path would take most of the time
                except FileNotFoundError:
                    continue  # removed between listing and looking: the next look sees the rest
                found.append((path[start:], stat.st_size, stat.st_mtime_ns))
    return sorted(found)
