"""Study groups in a large community: finding one, listing them, and which posted weeks have become stale."""

from __future__ import annotations

import logging
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random  # noqa: TID251 - the same groups each time
from statistics import median
from time import perf_counter

from bot.adapters.content.load import load
from bot.adapters.database.sqlite import SqliteDatabase, open_sqlite
from bot.core.acts.tracking import stale_trackers
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.menu import build_menu
from bot.settings import Settings
from tests.benchmarks.timing import milliseconds
from tests.fakes.shelf import FakeShelf

GROUPS, EACH = 1_000, 12
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ROUNDS = 60
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "America/Sao_Paulo", "Africa/Lagos", None)


async def lines() -> AsyncIterator[str]:
    """What is measured, a line each, as soon as it is known."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "groups.db")
        await (await open_sqlite(path)).close()
        _fill(path)
        database = await open_sqlite(path)
        try:
            for line in await _measured(database):
                yield line
        finally:
            await database.close()


async def _measured(database: SqliteDatabase) -> list[str]:
    shelf = FakeShelf(load(Settings().content_dir))
    dispatch = Dispatch(build_menu(shelf, AskFeature(shelf), database), perf_counter, lambda: "bench", database)
    found = [f"study groups, {GROUPS:,} of {EACH} members (aim 10 ms each):"]
    for line in ("/group find", "/group find phase:2 hours:6", "/group list", "/group Group 500"):
        taken = []
        for number in range(ROUNDS):
            member = 1 + 197 * number % (GROUPS * EACH)
            scene = Scene(
                Caller(Person(f"bench:{member}"), f"Member {member}"),
                Place("bench", Channel("bench:1"), Space("bench:1")),
                NOW,
            )
            began = perf_counter()
            answer = await dispatch.typed(line, scene)
            taken.append(perf_counter() - began)
            assert answer.title in ("Study groups that suit you", "Study groups here", "Group 500"), answer
        found.append(f"{line}: p50 {milliseconds(median(taken))}")
    taken = []
    for _ in range(ROUNDS):
        began = perf_counter()
        stale = await database.read(lambda stores: stale_trackers(stores, NOW))
        taken.append(perf_counter() - began)
        assert len(stale) == GROUPS // 100, len(stale)
    found.append(f"which of {GROUPS:,} posted weeks are stale: p50 {milliseconds(median(taken))}")
    return found


def _fill(path: Path) -> None:
    chance = Random(1)  # noqa: S311
    people = range(1, GROUPS * EACH + 1)
    at = int(NOW.timestamp() * 1_000_000)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN")
    db.execute("INSERT INTO communities (id, name, since) VALUES (1, 'Bench', 0)")
    db.execute("INSERT INTO spaces (reference, community) VALUES ('bench:1', 1)")
    db.executemany(
        "INSERT INTO members (id, name, zone, met_at) VALUES (?, 'Member ' || ?, ?, 0)",
        ((one, one, chance.choice(ZONES)) for one in people),
    )
    db.executemany("INSERT INTO accounts VALUES ('bench:' || ?, ?, '', 0)", ((one, one) for one in people))
    db.executemany("INSERT INTO community_members VALUES (1, ?, 0, NULL)", ((one,) for one in people))
    db.executemany(
        "INSERT INTO study_groups (id, community, name, folded, phase, hours, size, made_at, changed_at) "
        "VALUES (?, 1, 'Group ' || ?, 'group ' || ?, ?, ?, ?, 0, 0)",
        (
            (one, one, one, chance.choice((None, "foundations", "ml-fundamentals")), 2 + one % 9, EACH + one % 3)
            for one in range(1, GROUPS + 1)
        ),
    )
    db.executemany(
        "INSERT INTO group_members (study_group, member, since) VALUES (?, ?, 0)",
        ((1 + one % GROUPS, one) for one in people),
    )
    db.executemany(
        "INSERT INTO group_homes (channel, study_group, space, tracker, tracked_at, changes) "
        "VALUES ('bench:h' || ?, ?, 'bench:1', 'bench:m' || ?, ?, ?)",
        ((one, one, one, at, int(one % 100 == 0)) for one in range(1, GROUPS + 1)),
    )
    db.execute("COMMIT")
    db.close()
