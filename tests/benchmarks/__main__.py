"""`make bench`: every measure, one after another."""

from __future__ import annotations

import asyncio

from tests.benchmarks import core


def main() -> None:
    """Print all lines."""
    for line in asyncio.run(core.lines()):
        print(line, flush=True)  # noqa: T201


main()
