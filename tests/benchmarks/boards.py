"""Boards over a large ledger: any page and one's own place, beside the bare queries on sqlite3.

The large files are built once, straight in SQL, and kept in the temporary folder for the next run.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - the same ledger each time
from statistics import median
from time import perf_counter

from bot.adapters.database.sqlite import SqliteDatabase, open_sqlite
from bot.adapters.pictures import PngPainter
from bot.core.acts.boards import PAGE
from bot.core.chat.command import Menu
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.explaining import ExplainingFeature
from bot.core.features.leaderboard import LeaderboardFeature
from bot.core.model.board import Board, Mark, Start, monday, quarter
from bot.core.ports.database import Stores, Work
from tests.benchmarks.timing import milliseconds

MEMBERS, GROUPS, LINES = 100_000, 1_000, 1_000_000
LAST = date(2026, 11, 27)
WEEK = f"w{monday(LAST).isoformat()}"
ROUNDS = 1_500
VERSION = 2
"""To be raised where the tables or the way of filling them change."""

_POINTS = (
    "SELECT s.points, s.member, COALESCE(m.alias, m.name) FROM scores s JOIN members m ON m.id = s.member "
    "WHERE s.community = 1 AND s.study_group = ? AND s.period = ? AND s.listed = 1 AND s.points > 0"
)
_AFTER = f"{_POINTS} AND (s.points, s.member) < (?, ?) ORDER BY s.points DESC, s.member DESC LIMIT {PAGE + 1}"
_FROM = f"{_POINTS} AND (s.points, s.member) <= (?, ?) ORDER BY s.points DESC, s.member DESC LIMIT {PAGE // 2 + 1}"
_ABOVE = _POINTS.replace(" AND s.points > 0", "") + (
    f" AND (s.points, s.member) > (?, ?) ORDER BY s.points, s.member LIMIT {PAGE // 2 + 1}"
)
_PLACE = (
    "SELECT s.points, (SELECT SUM(t.people) FROM tallies t WHERE t.community = 1 AND t.study_group = ? "
    "AND t.period = ? AND t.points > s.points) FROM scores s WHERE s.member = ? AND s.community = 1 "
    "AND s.study_group = ? AND s.period = ?"
)


async def lines() -> AsyncIterator[str]:
    """What is measured, a line each, as soon as it is known."""
    logging.disable(logging.CRITICAL)
    small, large = [await _measured(await _file(count)) for count in (LINES // 10, LINES)]
    yield f"boards over {LINES:,} lines, {MEMBERS:,} members, {GROUPS:,} groups:"
    for name, (ours, bare, hop) in sorted(large.items(), key=lambda one: not one[1][1]):
        beside = ""
        if bare:
            against = f"(aim 2: {milliseconds(bare)} + {milliseconds(hop)})"
            beside = f"{ours / (bare + hop):.2f} x of the bare query and a thread hop {against}, "
        yield (
            f"{name}: p50 {milliseconds(ours)} (aim 1 ms), {beside}"
            f"10 x the lines {ours / small[name][0]:.2f} x the time (aim 1.3)"
        )


async def _measured(path: Path) -> dict[str, tuple[float, float, float]]:
    """Seconds of ours, of the bare query and of a thread hop, each the median; 0 where there is no bare query."""
    database = await open_sqlite(path)
    bare = sqlite3.connect(path)
    try:
        return await _shapes(database, bare)
    finally:
        bare.close()
        await database.close()


async def _shapes(database: SqliteDatabase, bare: sqlite3.Connection) -> dict[str, tuple[float, float, float]]:
    chance = Random(7)  # noqa: S311
    dispatch = Dispatch(_menu(database), perf_counter, lambda: "a1b2c3")
    taken: dict[str, tuple[list[float], list[float], list[float]]] = {}
    for _ in range(ROUNDS):
        member = chance.randrange(1, MEMBERS + 1)
        group = 1 + member % GROUPS
        for name, board, period in (
            ("community, all time", 0, "all"),
            ("community, week", 0, WEEK),
            ("group", group, "all"),
        ):
            mark = Mark(bare.execute(_PLACE, (board, period, member, board, period)).fetchone()[0], member)
            await _timed(
                taken,
                f"a page, {name}",
                database,
                lambda stores, b=board, p=period, m=mark: stores.boards.members(Board(1, b), p, Start(m), PAGE),  # type: ignore[misc]
                bare,
                (_AFTER,),
                (board, period, mark.points, mark.number),
            )
            await _timed(
                taken,
                f"the page around me, {name}",
                database,
                lambda stores, b=board, p=period, m=mark: stores.boards.members(
                    Board(1, b), p, Start(m, "around"), PAGE
                ),  # type: ignore[misc]
                bare,
                (_ABOVE, _FROM),
                (board, period, mark.points, mark.number),
            )
            await _timed(
                taken,
                f"my own place, {name}",
                database,
                lambda stores, b=board, p=period, m=member: stores.boards.standing(Board(1, b), p, m),  # type: ignore[misc]
                bare,
                (_PLACE,),
                (board, period, member, board, period),
            )
        scene = Scene(
            Caller(Person(f"bench:{member}"), f"Member {member}"),
            Place("bench", Channel("bench:1"), Space("bench:1")),
            datetime(2026, 11, 27, 12, tzinfo=UTC),
        )
        for line in ("/leaderboard all", "/leaderboard members all", "/leaderboard groups"):
            began = perf_counter()
            await dispatch.typed(line, scene)
            taken.setdefault(f"{line}, asked to answered", ([], [], []))[0].append(perf_counter() - began)
    return {name: (median(ours), median(raw or [0]), median(hop or [0])) for name, (ours, raw, hop) in taken.items()}


async def _timed(
    taken: dict[str, tuple[list[float], list[float], list[float]]],
    name: str,
    database: SqliteDatabase,
    work: Work[object],
    bare: sqlite3.Connection,
    queries: tuple[str, ...],
    values: tuple[object, ...],
) -> None:
    into = taken.setdefault(name, ([], [], []))
    began = perf_counter()
    await database.read(work)
    read = perf_counter()
    for query in queries:
        bare.execute(query, values).fetchall()
    queried = perf_counter()
    await database.read(_nothing)
    into[0].append(read - began)
    into[1].append(queried - read)
    into[2].append(perf_counter() - queried)


async def _nothing(stores: Stores) -> None:
    """One thread hop."""


def _menu(database: SqliteDatabase) -> Menu:
    features = (LeaderboardFeature(database, PngPainter()), ExplainingFeature(database))
    return Menu(item for feature in features for item in feature.menu())


async def _file(count: int) -> Path:
    path = Path(tempfile.gettempdir()) / f"mlops-bot-boards-{VERSION}-{count}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        await (await open_sqlite(part)).close()
        await asyncio.to_thread(_fill, part, count)
        part.rename(path)
    return path


def _fill(path: Path, count: int) -> None:
    """Everybody in one community and one group each; the lines over the ten weeks before, the sums from the view."""
    chance = Random(count)  # noqa: S311
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("BEGIN")
    db.execute("INSERT INTO communities (id, name, since) VALUES (1, 'Bench', 0)")
    db.execute("INSERT INTO spaces (reference, community) VALUES ('bench:1', 1)")
    people = range(1, MEMBERS + 1)
    db.executemany(
        "INSERT INTO members (id, name, met_at) VALUES (?, 'Member ' || ?, 0)", ((one, one) for one in people)
    )
    db.executemany("INSERT INTO accounts VALUES ('bench:' || ?, ?, '', 0)", ((one, one) for one in people))
    db.executemany("INSERT INTO community_members VALUES (1, ?, 0, NULL)", ((one,) for one in people))
    groups = ((one, f"Group {one}") for one in range(1, GROUPS + 1))
    db.executemany("INSERT INTO study_groups (id, community, name, made_at, changed_at) VALUES (?, 1, ?, 0, 0)", groups)
    inside = ((1 + one % GROUPS, one) for one in people)
    db.executemany("INSERT INTO group_members (study_group, member, since) VALUES (?, ?, 0)", inside)
    rows, places = [], []
    for number in range(1, count + 1):
        member = 1 + number % MEMBERS
        day = LAST - timedelta(days=number % 5 if number <= MEMBERS else chance.randrange(70))
        points = 5 * chance.randrange(1, 5)
        rows.append((number, member, f"act:{number}", points, day.isoformat(), monday(day).isoformat()))
        season = quarter(day).first.isoformat()
        places += [(number, 0, season), (number, 1 + member % GROUPS, season)]
    db.executemany(
        "INSERT INTO ledger (id, member, reference, act, points, day, week, at, words) "
        "VALUES (?, ?, ?, 'skill', ?, ?, ?, 0, 'You finished a skill.')",
        rows,
    )
    db.executemany("INSERT INTO ledger_boards VALUES (?, 1, ?, ?)", places)
    db.execute(
        "INSERT INTO scores SELECT community, study_group, period, member, SUM(points), 1 FROM counted "
        "GROUP BY member, community, study_group, period"
    )
    db.execute(
        "INSERT INTO tallies SELECT community, study_group, period, points, COUNT(*) FROM scores "
        "GROUP BY community, study_group, period, points"
    )
    db.execute(
        "INSERT INTO totals (community, study_group, period, points, active) "
        "SELECT community, study_group, period, SUM(points), COUNT(*) FROM scores "
        "GROUP BY community, study_group, period"
    )
    db.execute("COMMIT")
    db.close()
