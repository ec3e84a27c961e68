"""A process that writes until it is killed, and says of each act that it is stored: see `test_killed.py`.

Each act is two statements in two tables, for which it is told a number to begin with.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.adapters.database.sqlite import open_sqlite
from bot.core.chat.scene import Caller, Person
from bot.core.ports.database import Stores
from tests.core.helpers import NOW

AT_ONCE = 8


async def main(path: Path, first: int) -> None:
    database = await open_sqlite(path)

    async def writer(number: int) -> None:
        while True:

            async def act(stores: Stores) -> None:
                await stores.people.meet(Caller(Person(f"test:{number}"), f"{number}"), NOW)  # noqa: B023 - run at once

            await database.write(act)
            print(number, flush=True)  # noqa: T201 - for the test that listens
            number += AT_ONCE

    await asyncio.gather(*(writer(first + number) for number in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
