"""Boards: opened at one's own row, turned by position, ties together, and nobody on them who may not be seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.chat.blocks import Picture, Table
from bot.core.chat.plain import plain
from bot.core.chat.reply import Reply
from bot.core.features.weekly_post import weekly_post
from bot.core.ports.database import Database
from tests.core.features.boards import TODAY, Town
from tests.core.helpers import HOSTILE, a_reply, buttons, scene, selects


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def rows(reply: Reply) -> list[tuple[str, ...]]:
    return [row for block in reply.blocks if isinstance(block, Table) for row in block.rows]


async def test_a_board_opens_at_my_own_row_and_turns_both_ways(town: Town) -> None:
    for number in range(30):
        await town.earns(f"p{number}", number + 1)
    mine = await town.said("/leaderboard", "p12")
    assert ("18th", "p12 (you)", "130") in rows(mine)
    assert "You are 18th of 30 with 130 points." in plain(mine)
    assert "30 members have earned 4,650 points together." in plain(mine)
    seen = [row[0] for row in rows(mine)]
    lower = await town.pressed(buttons(mine)["Lower places"].token, "p12")
    assert rows(lower)[0][0] == "23rd"
    last = await town.pressed(buttons(lower)["Higher places"].token, "p12")
    assert [row[0] for row in rows(last)] == seen
    top = await town.pressed(buttons(mine)["The top"].token, "p12")
    assert rows(top)[0] == ("1st", "p29", "300")
    assert "Higher places" not in buttons(top)
    again = await town.pressed(buttons(top)["My own row"].token, "p12")
    assert rows(again) == rows(mine)
    everyone, reply = list(rows(top)), top
    while "Lower places" in buttons(reply):
        reply = await town.pressed(buttons(reply)["Lower places"].token, "p12")
        everyone += rows(reply)
    assert [row[1].split()[0] for row in everyone] == [f"p{number}" for number in range(29, -1, -1)]


async def test_ties_share_a_place_also_over_pages(town: Town) -> None:
    for number in range(12):
        await town.earns(f"tied{number}", 2)
    await town.earns("first", 3)
    await town.earns("last", 1)
    top = await town.said("/leaderboard row:top", "stranger")
    assert [row[0] for row in rows(top)] == ["1st", *["2nd"] * 9]
    lower = await town.pressed(buttons(top)["Lower places"].token)
    assert [row[0] for row in rows(lower)] == ["2nd", "2nd", "2nd", "14th"]


async def test_nobody_private_is_seen_or_counted_but_sees_themselves(town: Town) -> None:
    hidden = await town.earns("hidden", 5)
    await town.earns("ana", 3)
    await town.shows(hidden, "private")
    board = await town.said("/leaderboard picture:yes")
    assert rows(board) == [("1st", "ana (you)", "30")]
    assert "hidden" not in plain(board)
    assert "hidden" not in repr(town.painter.asked)
    own = await town.said("/leaderboard", "hidden")
    assert rows(own) == [("1st", "ana", "30")]
    assert "You would be 1st with 50 points. Only you see this" in plain(own)
    assert own.permalink is not None
    public = await town.shared(own.permalink.token, "hidden")
    assert "50 points. Only" not in plain(public)
    assert "You " not in plain(public)
    assert "Why is my number this?" not in buttons(public)
    await town.shows(hidden, "public")
    assert rows(await town.said("/leaderboard"))[0] == ("1st", "hidden", "50")


async def test_who_left_the_community_is_on_no_board_of_it(town: Town) -> None:
    member = await town.earns("ben", 2)
    await town.sql("UPDATE community_members SET left_at = 1 WHERE member = :member", member=member)
    await town.database.write(lambda stores: stores.ledger.relist(member))
    board = await town.said("/leaderboard")
    assert rows(board) == []
    assert "Nobody who earned points in this time is shown here." in plain(board)
    await town.earns("ben", 2)
    assert len(rows(await town.said("/leaderboard"))) == 1


async def test_the_group_is_that_of_the_channel_or_my_only_one(town: Town) -> None:
    ana, ben = await town.earns("ana", 1), await town.earns("ben", 1)
    await town.group("Owls", ana, ben, channel="test:owls")
    await town.group("Larks", ben)
    await town.earns("ana", 2, TODAY + timedelta(days=1))
    await town.earns("ben", 3, TODAY + timedelta(days=1))
    assert rows(await town.said("/leaderboard members")) == [("1st", "ben", "30"), ("2nd", "ana (you)", "20")]
    which = await town.said("/leaderboard members month", "ben")
    assert [option.label for option in selects(which)["Choose one of your groups"].options] == ["Owls", "Larks"]
    chosen = await town.said("/leaderboard members group:larks", "ben")
    assert rows(chosen) == [("1st", "ben (you)", "30")]
    assert chosen.title == "Larks · week from 23 November 2026"
    assert (await town.said("/leaderboard members", "ben", channel="owls")).title.startswith("Owls")
    assert (await town.said("/leaderboard members", "stranger")).title == "No group yet"
    direct = a_reply(await town.dispatch.typed("/leaderboard members", scene(direct=True)))
    assert rows(direct) == rows(await town.said("/leaderboard members"))
    wrong = await town.said("/leaderboard members group:nobody")
    assert "I know no group called “nobody”" in plain(wrong)
    assert "I know no group" in plain(await town.said("/leaderboard members group:99"))


async def test_a_channel_of_another_community_means_nothing_here(town: Town) -> None:
    await town.earns("ana", 1)
    await town.sql("INSERT INTO communities (since) VALUES (0)")
    await town.sql("INSERT INTO study_groups (community, name, made_at, changed_at) VALUES (2, 'Elsewhere', 0, 0)")
    await town.sql("INSERT INTO group_homes (channel, study_group, space) VALUES ('test:general', 1, 'test:other')")
    assert (await town.said("/leaderboard members")).title == "No group yet"
    assert "I know no group" in plain(await town.said("/leaderboard members group:1"))


async def test_groups_stand_by_points_a_head(town: Town) -> None:
    people = [await town.earns(name, 0) for name in ("ana", "ben", "chidi", "devi", "eve")]
    await town.group("Big", *people[:3])
    await town.group("Small", *people[3:])
    await town.group("Alone", people[0])
    for name, skills in (("ana", 4), ("ben", 2), ("chidi", 1), ("devi", 3), ("eve", 2)):
        await town.earns(name, skills)
    board = await town.said("/leaderboard groups", "eve")
    assert rows(board) == [("1st", "Small (yours)", "25", "2", "50"), ("2nd", "Big", "23.33", "3", "70")]
    assert "active members: those with points in this time" in plain(board)
    assert rows(await town.said("/leaderboard groups", "ana"))[1][1] == "Big (yours)"
    pictured = await town.said("/leaderboard groups picture:yes")
    assert [block for block in pictured.blocks if isinstance(block, Picture)]
    assert town.painter.asked[-1].rows[0] == ("1st  Small", "25", 2500)
    assert pictured.permalink is not None
    public = await town.shared(pictured.permalink.token, "eve")
    assert rows(public)[0][1] == "Small"
    assert "No group has two active members" in plain(await town.said("/leaderboard groups day:2026-11-01"))


async def test_a_picture_says_the_same_in_words_or_why_there_is_none(town: Town) -> None:
    await town.earns("ana", 2)
    pressed = buttons(await town.said("/leaderboard"))["As a picture"]
    reply = await town.pressed(pressed.token)
    [picture] = [block for block in reply.blocks if isinstance(block, Picture)]
    assert picture.alt == "Leaderboard · week from 23 November 2026, as bars. 1st  ana: 20."
    assert rows(reply)
    assert "As a picture" not in buttons(reply)
    town.painter.able = False
    assert "An organiser adds the extra." in plain(await town.pressed(pressed.token))


async def test_other_times_and_other_weeks(town: Town) -> None:
    await town.earns("ana", 1, TODAY - timedelta(days=7))
    await town.earns("ana", 2)
    assert rows(await town.said("/leaderboard all"))[0][2] == "30"
    assert rows(await town.said("/leaderboard month"))[0][2] == "30"
    before = await town.said("/leaderboard day:2026-11-17")
    assert before.title == "Leaderboard · week from 16 November 2026"
    assert rows(before)[0][2] == "10"
    assert (await town.said("/leaderboard day:2027-01-01")).title == "Leaderboard · week from 23 November 2026"


async def test_a_row_that_nobody_wrote_is_refused(town: Town) -> None:
    await town.earns("ana", 1)
    assert "fill row in" in plain(await town.said("/leaderboard row:third"))


@pytest.mark.parametrize("name", HOSTILE)
async def test_names_are_words_and_nothing_else(town: Town, name: str) -> None:
    member = await town.earns("ana", 1)
    clean = name.encode("utf-8", "replace").decode()
    await town.sql("UPDATE members SET alias = :alias WHERE id = :member", alias=clean, member=member)
    await town.group(clean, member)
    board = await town.said("/leaderboard", "ben")
    [(_, shown, _)] = rows(board)
    assert shown.strip()
    assert len(shown) <= 32
    assert "\n" not in shown
    post = await town.database.read(lambda stores: weekly_post(stores, 1, TODAY))
    assert post is not None
    assert (await town.said("/leaderboard members")).title


async def test_a_season_starts_afresh_and_keeps_the_old_board(town: Town) -> None:
    assert (await town.said("/season")).title == "Season 2026 Q4"
    await town.earns("ana", 2)
    assert "2026 Q4 began on 1 October 2026" in plain(await town.said("/season"))
    before = await town.said("/leaderboard season")
    assert before.title == "Leaderboard · season “2026 Q4”"
    started = await town.said("/season start Winter sprint", "devi", organiser=True)
    assert "Winter sprint begins today" in plain(started)
    again = await town.said("/season start Winter sprint", "ben", organiser=True)
    assert (again.title, "nothing changed" in plain(again)) == ("It runs already", True)
    assert rows(await town.said("/leaderboard season")) == []
    await town.earns("ana", 1, TODAY + timedelta(days=1))
    assert rows(await town.said("/leaderboard season"))[0][2] == "10"
    old = await town.said("/leaderboard season day:2026-11-20")
    assert rows(old) == rows(before)
    await town.said("/season start Second", "devi", organiser=True)
    shown = await town.said("/season")
    assert "Second began on 23 November 2026. It lasts until" in plain(shown)
    assert "The board of an earlier season" not in selects(shown)
    await town.sql("INSERT INTO seasons VALUES (1, '2026-01-05', 'Old')")
    offered = selects(await town.said("/season"))["The board of an earlier season"]
    assert [option.label for option in offered.options] == ["Old"]


async def test_nobody_is_together_alone(town: Town) -> None:
    await town.earns("ana", 1)
    assert "1 member has earned 10 points." in plain(await town.said("/leaderboard"))
    post = await town.database.read(lambda stores: weekly_post(stores, 1, TODAY))
    assert post is not None
    assert "1 member earned 10 points." in plain(post)


async def test_a_season_needs_a_community(town: Town) -> None:
    assert (await town.said("/leaderboard")).title == "No board yet"
    direct = scene(who="devi", organiser=True, direct=True)
    assert "Start a season in a channel" in plain(a_reply(await town.dispatch.typed("/season start X", direct)))
    assert "channel of your community" in plain(a_reply(await town.dispatch.typed("/leaderboard report hm", direct)))
    assert (await town.said("/leaderboard groups", channel="x")).title == "No board yet"
    lines = a_reply(await town.dispatch.typed("/leaderboard lines who:test:ana", direct))
    assert "I keep nothing about them here" in plain(lines)
    assert "no such line" in plain(a_reply(await town.dispatch.typed("/leaderboard correct 1 0 why", direct)))
    assert (a_reply(await town.dispatch.typed("/leaderboard reports", direct))).title == "No open reports"


async def test_the_weekly_post(town: Town) -> None:
    async def post(week: int = 0) -> str | None:
        reply = await town.database.read(lambda stores: weekly_post(stores, 1, TODAY + timedelta(weeks=week)))
        return plain(reply) if reply else None

    old, ben = await town.earns("old", 1, TODAY - timedelta(days=7)), await town.earns("ben", 0)
    assert await post() is None
    await town.group("Owls", old, ben)
    await town.earns("old", 3)
    await town.earns("ben", 2)
    hidden = await town.earns("hidden", 4)
    await town.shows(hidden, "private")
    words = await post()
    assert words is not None
    assert "From 23 November 2026 to 29 November 2026, 3 members earned 90 points together." in words
    assert "1st: old, 30 points" in words
    assert "ben, with the first 20 points" in words
    assert "old, with the first" not in words
    assert "1st: Owls, 25 points a head" in words
    assert "hidden" not in words
    assert await post() == words
    for member in (old, ben):
        await town.shows(member, "private")
    words = await post()
    assert words is not None
    assert "At the front" not in words
