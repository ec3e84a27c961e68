"""A member's time zone: known, chosen, asked for, and what then depends on it."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.core.chat.blocks import Select
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.chat.scene import Scene
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.helpers import a_form, a_reply, buttons, said, scene, selects
from tests.fakes.shelf import FakeShelf

BERLIN = ZoneInfo("Europe/Berlin")
LATE = scene().at.replace(hour=23)
"""Monday in UTC, and Tuesday in Berlin."""


@pytest.fixture
def bot(tiny_shelf: FakeShelf, database: Database) -> Dispatch:
    """The whole menu over a database that knows nobody."""
    return new_dispatch(tiny_shelf, AskFeature(tiny_shelf), database)


async def test_a_zone_that_nobody_told(bot: Dispatch) -> None:
    reply = await said(bot, "/zone")
    assert "I don't know your time zone, so I use UTC (10:00 now)" in plain(reply)
    assert buttons(reply)["UTC is fine"] == Invocation("zone set", {"zone": "UTC"})
    assert [one.parameter.name for one in a_form(await bot.typed("/zone set", scene())).questions] == ["zone"]


async def test_a_zone_that_the_platform_tells(bot: Dispatch) -> None:
    assert "Europe/Berlin (11:00 now). Test says so." in plain(await said(bot, "/zone", scene(zone=BERLIN)))


async def test_a_zone_that_another_platform_told(bot: Dispatch) -> None:
    await said(bot, "/link", scene(zone=BERLIN))
    assert "Europe/Berlin (11:00 now). Another platform that you use says so." in plain(await said(bot, "/zone"))
    assert buttons(await said(bot, "/plan 8", scene(at=LATE)))["Share"].arguments["start"] == "2026-11-24"


async def test_the_zone_that_somebody_chose_counts_before_the_platforms(bot: Dispatch) -> None:
    reply = await said(bot, "/zone Tokyo", scene(zone=BERLIN))
    assert "From now on your time zone is Asia/Tokyo (19:00 now)." in plain(reply)
    assert "already stay as they are" in plain(reply)
    assert "Asia/Tokyo (19:00 now). You chose it." in plain(await said(bot, "/zone", scene(zone=BERLIN)))
    assert (
        buttons(await said(bot, "/plan 8", scene(at=LATE.replace(hour=16), zone=BERLIN)))["Share"].arguments["start"]
        == "2026-11-24"
    )


async def test_words_that_leave_a_doubt(bot: Dispatch) -> None:
    for line, words in (
        ("/zone EST", "“EST” is an abbreviation"),
        ("/zone UTC+1", "“UTC+1” is a fixed distance from UTC"),
        ("/zone my time is 11:02", "“my time is 11:02” fits these places just now"),
        ("/zone berln", "“berln” may mean one of these"),
    ):
        reply = await said(bot, line)
        assert words in plain(reply)
        select = selects(reply)["Which place is nearest to you?"]
        assert all(option.label.endswith(" now)") for option in select.options)
        assert select.carried == Invocation("zone set", {"zone": ""})
    for line, words in (
        ("/zone UTC+77", "No place that I know has “UTC+77” now"),
        ("/zone mars base one", "I know no place called “mars base one”"),
    ):
        reply = await said(bot, line)
        assert words in plain(reply)
        assert not [one for one in reply.blocks if isinstance(one, Select)]
    assert "I don't know your time zone" in plain(await said(bot, "/zone"))


async def test_suggestions_say_what_time_it_is_there(bot: Dispatch) -> None:
    assert bot.suggestions("zone set", "zone", "berl", scene().at)[0].label == "Europe/Berlin (11:00 now)"
    assert bot.suggestions("zone set", "zone", "berl") == []


async def test_who_asks_for_dates_is_asked_for_the_zone_until_they_answer(bot: Dispatch) -> None:
    asked = await said(bot, "/plan 8")
    assert "I don't know your time zone, so days and times here are in UTC." in plain(asked)
    assert buttons(asked)["Set my time zone"] == Invocation("zone set")
    await bot.pressed(buttons(asked)["UTC is fine"].token, scene(), on=Audience.CALLER)
    answered = await said(bot, "/plan 8")
    assert "time zone" not in plain(answered)
    assert "UTC (10:00 now). You chose it." in plain(await said(bot, "/zone"))


async def test_nobody_is_asked_in_front_of_others_or_for_trifles(bot: Dispatch) -> None:
    for line in ("/plan 8 user:@test:ben", "/roadmap 1", "/quiz", "/plan steps"):
        assert "your time zone" not in plain(await said(bot, line)), line
    shared = a_reply(await bot.pressed("!plan dates?hours=8&start=2026-12-01", scene(), on=Audience.CALLER))
    assert "your time zone" not in plain(shared)


async def test_what_changes_every_day_changes_at_the_members_own_midnight(bot: Dispatch) -> None:
    monday, tuesday = scene(at=LATE), scene(at=LATE, zone=BERLIN)
    before = await said(bot, "/interview", monday)
    await said(bot, "/zone berlin", monday)
    after, there = await said(bot, "/interview", monday), await said(bot, "/interview", tuesday)
    assert after == there != before


async def test_a_door_that_reads_times_itself_has_the_same_zone(bot: Dispatch) -> None:
    await said(bot, "/zone tokyo")
    where: Scene = scene()
    assert (await bot.settled("plan dates?hours=8", where)).zone_name == "Asia/Tokyo"
    for token in ("roadmap overview", "no such command", "?"):
        assert await bot.settled(token, where) is where


async def test_without_its_database_the_platforms_zone_counts(bot: Dispatch, tiny_shelf: FakeShelf) -> None:
    from tests.fakes.broken import BrokenDatabase

    down = new_dispatch(tiny_shelf, AskFeature(tiny_shelf), BrokenDatabase())
    dated = await said(down, "/plan 8", scene(zone=BERLIN))
    assert dated.title == "Your path with 8 hours a week"
    assert (await said(down, "/help")).title == "What I can do"
    organiser = replace(scene(), place=replace(scene().place, space=None))
    assert (await said(down, "/content", organiser)).title == "That didn't work"
