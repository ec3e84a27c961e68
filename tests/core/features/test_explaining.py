"""Why a number is what it is, and how a wrong one is put right."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.acts.badges import award_streak
from bot.core.acts.paying import pay, take_back
from bot.core.chat.blocks import Table
from bot.core.chat.plain import plain
from bot.core.chat.reply import Reply
from bot.core.model.badge import phase_badge
from bot.core.model.streak import DAILY, Streak
from bot.core.ports.database import Database
from tests.core.features.boards import RULES, TODAY, Town
from tests.core.helpers import NOW, buttons, selects


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def rows(reply: Reply) -> list[tuple[str, ...]]:
    return [row for block in reply.blocks if isinstance(block, Table) for row in block.rows]


async def test_the_lines_of_a_board_sum_to_its_number(town: Town) -> None:
    assert (await town.said("/leaderboard why")).title == "No points yet"
    ana = await town.earns("ana", 12)
    await town.group("Owls", ana)
    await town.earns("ana", 1, TODAY + timedelta(days=1))
    why = await town.pressed(buttons(await town.said("/leaderboard"))["Why is my number this?"].token)
    assert "130 points for this time" in plain(why)
    assert rows(why)[0] == ("2026-11-24", "+10", "You finished 0.")
    older = await town.pressed(buttons(why)["Earlier lines"].token)
    assert len(rows(why)) + len(rows(older)) == 13
    of_group = await town.pressed(buttons(await town.said("/leaderboard members"))["Why is my number this?"].token)
    assert len(rows(of_group)) == 1
    assert "I know no such group" in plain(await town.said("/leaderboard why group:nobody"))


async def test_a_report_is_kept_and_settled_once(town: Town) -> None:
    for number in range(7):
        said = await town.said(f"/leaderboard report **Line** {number} is wrong", f"p{number}")
        assert said.title == "Noted for the organisers"
    assert (await town.said("/leaderboard reports")).title == "That didn't work"
    reports = await town.said("/leaderboard reports", "devi", organiser=True)
    assert "**Line** 0 is wrong" in plain(reports)
    more = await town.pressed(buttons(reports)["More reports"].token, "devi", organiser=True)
    assert "**Line** 6 is wrong" in plain(more)
    settled = await town.pressed(buttons(reports)["Settle report 1"].token, "devi", organiser=True)
    assert settled.title == "Settled"
    again = await town.pressed("leaderboard settle?report=1", "devi", organiser=True)
    assert "no open report" in plain(again)


async def test_nobody_floods_the_organisers(town: Town) -> None:
    for _ in range(3):
        await town.said("/leaderboard report Hm")
    assert "still have 3 reports of yours" in plain(await town.said("/leaderboard report Hm"))
    await town.said("/leaderboard settle 2", "devi", organiser=True)
    assert (await town.said("/leaderboard report Hm")).title == "Noted for the organisers"


async def test_a_line_is_corrected_here_and_nowhere_else(town: Town) -> None:
    ana = await town.earns("ana", 2)
    await town.said("/leaderboard report I did only one", "ana")
    reports = await town.said("/leaderboard reports", "devi", organiser=True)
    lines = await town.pressed(buttons(reports)["Lines for report 1"].token, "devi", organiser=True)
    assert len(rows(lines)) == 2
    options = selects(lines)["Correct a line"].options
    wrong = f"leaderboard correct?line={options[0].value}&points=4&reason=Half+of+it"
    corrected = await town.pressed(wrong, "devi", organiser=True)
    assert "was worth 10 points here and is now worth 4 points" in plain(corrected)
    assert rows(await town.said("/leaderboard"))[0][2] == "14"
    same = await town.pressed(wrong, "devi", organiser=True)
    assert "was worth 4 points here" in plain(same)
    assert ("2026-11-23", "-6", "Corrected by an organiser: Half of it") in rows(await town.said("/leaderboard why"))
    reference = "skill:2026-11-23-1"
    taken = await town.database.write(lambda stores: take_back(stores, ana, "skill", reference, "Undone.", at=NOW))
    assert taken == 4
    assert rows(await town.said("/leaderboard"))[0][2] == "10"
    again = await town.database.write(
        lambda stores: pay(stores, RULES, ana, "skill", reference, "Again.", day=TODAY, at=NOW)
    )
    assert again == 0
    undone = await town.pressed(wrong, "devi", organiser=True)
    assert "has undone that act" in plain(undone)
    nowhere = await town.pressed("leaderboard correct?line=99&points=4&reason=x", "devi", organiser=True)
    assert "There is no such line in this community." in plain(nowhere)


async def test_lines_of_somebody(town: Town) -> None:
    for day in range(12):
        await town.earns("ana", 1, TODAY - timedelta(days=day))
    lines = await town.said("/leaderboard lines who:test:ana", "devi", organiser=True)
    assert lines.title == "Lines of ana"
    older = await town.pressed(buttons(lines)["Earlier lines"].token, "devi", organiser=True)
    assert len(rows(lines)) + len(rows(older)) == 12
    assert "Say whose lines" in plain(await town.said("/leaderboard lines", "devi", organiser=True))
    assert "I keep nothing" in plain(await town.said("/leaderboard lines report:9", "devi", organiser=True))
    await town.earns("ben", 0)
    none = await town.said("/leaderboard lines who:test:ben", "devi", organiser=True)
    assert "no points in this community" in plain(none)


async def test_who_went_leaves_their_points_and_nothing_else(town: Town) -> None:
    ana = await town.earns("ana", 2)
    await town.earns("ben", 1)
    await town.said("/leaderboard report Hm", "ana")

    await town.sql("UPDATE members SET gone_at = 1, name = '' WHERE id = :member", member=ana)
    await town.sql("DELETE FROM accounts WHERE member = :member", member=ana)
    for forget in ("ledger", "badges", "reports"):
        await town.database.write(lambda stores, of=forget: getattr(stores, of).forget(ana))  # type: ignore[misc]
    board = await town.said("/leaderboard", "ben")
    assert rows(board) == [("1st", "ben (you)", "10")]
    assert "2 members have earned 30 points together." in plain(board)
    assert (await town.said("/leaderboard reports", "devi", organiser=True)).title == "No open reports"
    kept = await town.database.read(lambda stores: stores.ledger.lines(ana, None, "all", None, 10))
    assert {one.line.words for one in kept} == {""}
    line = kept[0].number
    assert await town.database.read(lambda stores: stores.ledger.line(line, 1)) is None


async def test_badges(town: Town) -> None:
    assert "None yet" in plain(await town.said("/badges"))
    ana = await town.earns("ana", 0)
    for name, new in ((phase_badge("basics"), True), (phase_badge("basics"), False), ("phase:removed", True)):
        assert await town.database.write(lambda stores, one=name: stores.badges.award(ana, one, NOW)) is new  # type: ignore[misc]
    for days, earned in ((31, ("streak:7", "streak:30")), (32, ()), (5, ())):
        kept = Streak(DAILY, NOW.date(), best_days=days)
        assert await town.database.write(lambda stores, one=kept: award_streak(stores, ana, one, NOW)) == earned  # type: ignore[misc]
    words = plain(await town.said("/badges"))
    assert "Phase 1" in words
    assert "A streak of 30 days, since 23 November 2026" in words
    assert "no longer has" in words
