"""Every measure says each line as soon as it is known, for some take minutes."""

from __future__ import annotations

from collections.abc import AsyncIterator


async def told(lines: AsyncIterator[str]) -> None:
    """Print lines as they come."""
    async for line in lines:
        print(line, flush=True)  # noqa: T201
