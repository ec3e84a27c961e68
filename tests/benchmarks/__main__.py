"""`make bench`: every measure, one after another."""

from __future__ import annotations

import asyncio

from tests.benchmarks import boards, core, database, discord, groups, progress, schedule, slack
from tests.benchmarks.telling import told


def main() -> None:
    """Print all lines, each as soon as it is known."""
    for part in (core, database, progress, boards, groups, discord, slack, schedule):
        asyncio.run(told(part.lines()))


main()
