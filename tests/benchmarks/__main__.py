"""`make bench`: every measure, one after another."""

from __future__ import annotations

import asyncio

from tests.benchmarks import boards, core, database, discord, groups, progress, schedule, slack


def main() -> None:
    """Print all lines, each as soon as its part is done."""
    for part in (core, database, progress, boards, groups, discord, slack, schedule):
        for line in asyncio.run(part.lines()):
            print(line, flush=True)  # noqa: T201


main()
