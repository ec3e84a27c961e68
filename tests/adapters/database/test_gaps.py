"""Questions without an answer, on both engines."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.core.chat.scene import Space
from bot.core.ports.database import Database, Stores

NINE = datetime(2026, 11, 27, 8, tzinfo=UTC)


async def community(database: Database, name: str) -> int:
    return (await database.write(lambda stores: stores.communities.at(Space(f"test:{name}"), NINE))).number


async def test_gaps_are_counted_listed_and_closed(database: Database) -> None:
    one, other = await community(database, "one"), await community(database, "other")

    async def told(stores: Stores) -> None:
        await stores.gaps.note(one, "snowpark", NINE, 9)
        await stores.gaps.note(one, "gcs colab", NINE, 9)
        await stores.gaps.note(one, "snowpark", NINE + timedelta(hours=1), 9)
        await stores.gaps.note(other, "snowpark", NINE, 9)

    await database.write(told)
    found = await database.read(lambda stores: stores.gaps.of(one))
    assert [(gap.words, gap.times, gap.last) for gap in found] == [
        ("snowpark", 2, NINE + timedelta(hours=1)),
        ("gcs colab", 1, NINE),
    ]
    await database.write(lambda stores: stores.gaps.close(other, found[0].number))
    assert await database.read(lambda stores: stores.gaps.of(one)) == found
    await database.write(lambda stores: stores.gaps.close(one, found[0].number))
    assert await database.read(lambda stores: stores.gaps.of(one)) == found[1:]
    assert len(await database.read(lambda stores: stores.gaps.of(other))) == 1


async def test_the_ones_told_last_are_kept(database: Database) -> None:
    number = await community(database, "one")

    async def told(stores: Stores) -> None:
        for minute, words in enumerate(("a", "b", "c", "a", "d")):
            await stores.gaps.note(number, words, NINE + timedelta(minutes=minute), 3)

    await database.write(told)
    kept = await database.read(lambda stores: stores.gaps.of(number))
    assert [(gap.words, gap.times) for gap in kept] == [("a", 2), ("d", 1), ("c", 1)]


async def test_many_tell_the_same_at_once(database: Database) -> None:
    number = await community(database, "one")
    await asyncio.gather(
        *[database.write(lambda stores: stores.gaps.note(number, "snowpark", NINE, 9)) for _ in range(12)]
    )
    [gap] = await database.read(lambda stores: stores.gaps.of(number))
    assert gap.times == 12
