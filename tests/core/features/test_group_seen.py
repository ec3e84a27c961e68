"""What others see of a study group: who is named, what is found, and the tracker of its week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.acts.tracking import keep_week, stale_trackers, weeks_to_keep
from bot.core.chat.blocks import Items, Table
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.features.ask import AskFeature
from bot.core.features.group_tracker import home_tracker
from bot.core.model.group import Group
from bot.core.model.member import Visibility
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.features.group_town import NOW, Town
from tests.core.helpers import a_reply, buttons
from tests.fakes.shelf import FakeShelf, tiny_library


@pytest.fixture
async def town(database: Database) -> Town:
    shelf = FakeShelf(tiny_library())
    return Town(new_dispatch(shelf, AskFeature(shelf), database), database)


@pytest.fixture
async def owls(town: Town) -> Town:
    """Ana owns the Night Owls, Ben is in them."""
    await town.say("ana", "/group create Night Owls phase:1 hours:6 days:mon-wed")
    await town.say("ben", "/group join Night Owls")
    return town


async def test_who_is_named(owls: Town) -> None:
    await owls.sees("ben", Visibility.PRIVATE)
    for line in ("/group", "/group tracker"):
        assert "Ben" not in plain(await owls.say("ana", line))
        assert "a member" in plain(await owls.say("ana", line))
        assert "Ben" in plain(await owls.say("ben", line))
    await owls.sees("ana", Visibility.PRIVATE)
    assert "2 members who aren't named here" in plain(await owls.say("chidi", "/group show 1"))
    assert "2 members who aren't named here" in plain(await owls.say("chidi", "/group tracker 1"))
    assert "It belongs to a member now" in plain(await owls.say("ana", "/group leave sure:yes"))


async def test_what_is_shared_is_for_everybody_there(owls: Town) -> None:
    await owls.say("chidi", "/group list")
    await owls.sees("ben", Visibility.PRIVATE)
    for token in ("!group tracker?group=1", "!group show?group=1"):
        shared = a_reply(await owls.dispatch.pressed(token, owls.scene("ben"), on=Audience.CALLER))
        assert "Ben" not in plain(shared)
        assert "Ana" in plain(shared)
        assert "(you)" not in plain(shared)
        assert "Leave" not in buttons(shared)
    await owls.sql("UPDATE community_members SET left_at = 1")
    there = a_reply(await owls.dispatch.pressed("!group show?group=1", owls.scene("ben"), on=Audience.CALLER))
    assert "Ana" not in plain(there)
    await owls.say("ana", "/group home")
    home = a_reply(await owls.dispatch.pressed("!group show?group=1", owls.scene("ben"), on=Audience.CALLER))
    assert "Ana" in plain(home)


async def test_a_large_group_is_named_in_part(owls: Town) -> None:
    await owls.say("ana", "/group edit size:50")
    for number in range(30):
        await owls.say(f"m{number}", "/group join 1")
    (items,) = [block for block in (await owls.say("ana", "/group")).blocks if isinstance(block, Items)]
    assert (len(items.items), items.items[-1]) == (26, "… and 7 more")


async def test_a_long_list_says_what_it_leaves_out(town: Town) -> None:
    for number in range(52):
        await town.say(f"m{number}", f"/group create Group x{number}")
    reply = await town.say("ana", "/group list")
    (table,) = [block for block in reply.blocks if isinstance(block, Table)]
    assert len(table.rows) == 50
    assert "… and 2 more" in plain(reply)
    assert len((await town.say("ana", "/group find")).blocks) >= 2


async def test_finding_says_why(owls: Town) -> None:
    sao_paulo = ZoneInfo("America/Sao_Paulo")
    await owls.say("chidi", "/group create Larks phase:2 joining:invitation", owls.scene("chidi", zone=sao_paulo))
    reply = await owls.say("eve", "/group find phase:1 hours:6")
    assert "same phase, I don't know your time zone" in plain(reply)
    assert "Look at Larks" in buttons(reply)
    assert next(iter(buttons(reply))) == "Join Night Owls"
    berlin = owls.scene("eve", zone=ZoneInfo("Europe/Berlin"))
    found = plain(await owls.say("eve", "/group find phase:2 hours:5", berlin))
    assert "Larks fits" in found
    assert "12 shared waking hours" in found
    assert "I don't know your time zone" not in found
    assert "phase 1," in plain(await owls.say("eve", "/group find phase:any"))
    skill = tiny_library().roadmap.phases[1].skills[0].id
    await owls.sql("INSERT INTO progress (member, skill, state, at) VALUES (2, :skill, 'doing', 1)", skill=skill)
    assert "Larks fits 82 of 100: same phase" in plain(await owls.say("ben", "/group find hours:5"))


async def test_the_week(owls: Town) -> None:
    skills = [skill.id for phase in tiny_library().roadmap.phases for skill in phase.skills]
    for skill in skills:
        await owls.sql("INSERT INTO progress (member, skill, state, at) VALUES (1, :skill, 'done', 1)", skill=skill)
    await owls.sql(
        "INSERT INTO checkins (member, day, did, at) VALUES (1, '2026-11-23', '', 1), (1, '2026-11-25', '', 1)"
    )
    await owls.sql("INSERT INTO breaks (member, first, last) VALUES (2, '2026-11-24', '2026-11-25')")
    new = plain(await owls.say("ana", "/group tracker"))
    assert "skills done. ✓ done Mon, Wed." in new, "days before somebody joined aren't held against them"
    await owls.sql("UPDATE group_members SET since = 0")
    said = plain(await owls.say("ana", "/group tracker"))
    assert f"Ana (you): the end of the roadmap, {len(skills)} skills done. ✓ done Mon, Wed; – nothing Tue." in said
    assert "Ben: Phase 1 · Basics, 0 skills done. ○ break Tue, Wed; – nothing Mon. Next:" in said
    assert "2 days, by 1 of 2 members" in said
    assert "Everybody has checked in today, or is on a break." in said
    await owls.sql("DELETE FROM breaks")
    today = plain(await owls.say("ana", "/group tracker"))
    assert "1 of 2 checked in so far today" in today
    assert "Ben: Phase 1 · Basics, 0 skills done. – nothing Mon, Tue; … still open today. Next:" in today
    owls.at += timedelta(days=1)
    assert "Nobody has checked in yet today" in plain(await owls.say("ana", "/group tracker"))
    owls.at = datetime(2026, 11, 29, 20, tzinfo=UTC)
    early = plain(await owls.say("zoe", "/group tracker 1", owls.scene("zoe", zone=ZoneInfo("Pacific/Auckland"))))
    assert "the week begins later there" in early
    assert "(you)" not in early


async def test_a_week_that_is_over_stays_as_it_was(owls: Town) -> None:
    assert "isn't over yet" in (await owls.say("ana", "/group week day:2026-11-25")).title
    assert (await owls.say("ana", "/group week")).title == "I kept nothing for that week"
    assert "Last week" in buttons(await owls.say("ana", "/group week day:2026-11-02"))
    await owls.sql("INSERT INTO checkins (member, day, did, at) VALUES (1, '2026-11-23', '', 1)")
    owls.at = datetime(2026, 11, 30, 14, 59, tzinfo=UTC)
    assert "isn't over yet" in (await owls.say("ana", "/group week day:2026-11-25")).title
    owls.at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    first = await owls.say("ana", "/group week")
    assert first.title == "Night Owls: 23 Nov to 29 Nov 2026"
    assert "1 day, by 1 of 2 members" in plain(first)
    await owls.sql("INSERT INTO checkins (member, day, did, at) VALUES (2, '2026-11-24', '', 1)")
    assert await owls.say("ana", "/group week") == first
    await owls.say("ben", "/group leave sure:yes")
    assert "Ben" in plain(await owls.say("ana", "/group week"))
    await owls.sees("ben", Visibility.PRIVATE)
    assert "Ben" not in plain(await owls.say("ana", "/group week"))
    await owls.sql("UPDATE members SET gone_at = 1 WHERE name = 'Ben'")
    assert "a member who isn't named here" in plain(await owls.say("ana", "/group week"))
    owls.at += timedelta(days=7)
    assert "The week after" in buttons(await owls.say("ana", "/group week day:2026-11-23"))
    assert (await owls.say("ana", "/group week day:2026-11-02")).title == "I kept nothing for that week"


async def test_keeping_weeks_and_finding_stale_trackers(owls: Town) -> None:
    library, database = tiny_library(), owls.database
    group = await owls.group()
    monday = datetime(2026, 11, 23, tzinfo=UTC).date()
    later = datetime(2026, 12, 1, 10, tzinfo=UTC)

    async def kept(at: datetime, which: Group = group) -> bool:
        return await database.write(lambda stores: keep_week(stores, library, which, monday, at))

    assert await database.read(lambda stores: weeks_to_keep(stores, NOW)) == []
    assert await database.read(lambda stores: weeks_to_keep(stores, later)) == [group]
    assert not await kept(NOW)
    assert not await kept(later, replace(group, made=later))
    assert not await kept(later, replace(group, made=None))
    assert await kept(later)
    assert not await kept(later)
    assert await database.read(lambda stores: weeks_to_keep(stores, later)) == []
    await owls.say("ana", "/group home")
    await database.write(lambda stores: stores.groups.tracked("test:talk", "m1", NOW, 0))
    assert await database.read(lambda stores: stale_trackers(stores, NOW)) == []
    ((_, home),) = await database.read(lambda stores: stale_trackers(stores, NOW + timedelta(days=1)))
    assert home.tracker == "m1"
    reply = await database.read(lambda stores: home_tracker(stores, library, group, NOW))
    assert reply.title == "Night Owls: this week"
    assert "Ana" in plain(reply)
