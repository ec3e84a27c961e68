"""Weeks of groups that show themselves: posted once, kept true, stopped where they must be."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.chat.plain import plain
from bot.core.ports.database import Database, Stores, Unavailable, Work
from bot.core.ports.speaker import Gone, NotPosted
from bot.core.schedule.weeks import TURN, Refreshing, keeping_weeks
from bot.kinds import week_in
from tests.core.helpers import buttons
from tests.core.schedule.week_town import ANA, TALK, Town


@pytest.fixture
async def town(database: Database) -> Town:
    town = Town(database)
    await town.say("ana", "/group create Night Owls")
    await town.say("ben", "/group join Night Owls")
    await town.say("ana", "/group home")
    return town


async def test_a_week_is_posted_once_and_edited_in_place(town: Town) -> None:
    reply = await town.say("ana", "/group tracker post:yes")
    assert reply.title == "Night Owls: on its way"
    assert "posted already" in (await town.say("ana", "/group tracker post:yes")).title
    assert town.speaker.said == {}
    await town.passes(minutes=1)
    assert (await town.homes(), town.speaker.silent) == (["fake:d1"], {"d1"})
    assert "posted already" in (await town.say("ana", "/group tracker post:yes")).title
    await town.passes(minutes=1)
    edits = len(town.speaker.edited)
    await town.passes(minutes=1)
    assert len(town.speaker.edited) == edits, "nothing happened, so nothing is edited"
    assert "✓" not in town.week()
    await town.say("ben", "/checkin did:Read blocker:joins")
    await town.passes(minutes=1)
    assert "Ben: Phase 1 · Basics, 0 skills done. ✓ done Wed" in town.week().replace("**", "")
    assert "In the way: joins." in town.week()
    for line in (
        "/checkin undo",
        "/progress done git",
        "/progress undo git",
        "/break from:today to:today",
        "/break end",
    ):
        before = town.week()
        assert (await town.say("ben", line)).title != "That didn't work", line
        await town.passes(minutes=1)
        assert town.week() != before, line
    edits = len(town.speaker.edited)
    await town.passes(days=1)
    assert len(town.speaker.edited) == edits + 1, "a new day began"
    assert len(town.speaker.said) == 1


async def test_it_can_be_stopped_and_begun_again(town: Town) -> None:
    await town.press("ana", await town.say("ana", "/group tracker"), "Post it, and keep it up to date")
    assert (await town.say("ana", "/group tracker post:no")).title == "Night Owls: not posted"
    await town.passes(minutes=1)
    assert town.speaker.said == {}, "it was stopped before it came"
    assert "post this group's week nowhere" in plain(await town.say("ana", "/group tracker post:no"))
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)
    assert await town.homes() == ["fake:d2"]
    stopped = await town.press("ana", await town.say("ana", "/group tracker"), "Keep it up to date no longer")
    assert "may delete it" in plain(stopped)
    await town.say("ben", "/progress done git")
    await town.passes(minutes=1)
    assert (await town.homes(), town.speaker.edited) == ([None], ["d2"])


async def test_only_who_runs_a_group_has_it_posted_and_only_where_it_lives(town: Town) -> None:
    assert "Only the owner" in plain(await town.say("ben", "/group tracker post:yes"))
    assert "Only the owner" in plain(await town.say("ben", "/group tracker post:no"))
    assert "Post it, and keep it up to date" not in buttons(await town.say("ben", "/group tracker"))
    await town.say("ana", "/group home stop:yes")
    assert "lives in no channel yet" in plain(await town.say("ana", "/group tracker Night Owls post:yes"))
    reply = await town.press("ana", await town.say("ana", "/group tracker Night Owls"), "Let it live in this channel")
    assert "Keep its week posted here" in buttons(reply)
    await town.say("ana", "/group tracker post:yes")
    await town.say("ana", "/group archive sure:yes")
    await town.passes(minutes=1)
    assert town.speaker.said == {}


async def test_a_posted_week_is_left_alone_once_its_group_is_archived(town: Town) -> None:
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)
    await town.say("ana", "/group archive sure:yes")
    await town.say("ben", "/checkin read a chapter")
    edited = list(town.speaker.edited)
    await town.passes(days=8)
    assert (town.speaker.edited, list(town.speaker.said)) == (edited, ["d1"])


async def test_two_channels_each_have_one(town: Town) -> None:
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)
    await town.say("ana", "/group home Night Owls", "test:other")
    assert "stands in the group's channel" in plain(await town.say("ana", "/group tracker post:yes"))
    await town.passes(minutes=1)
    assert await town.homes() == ["fake:d2", "fake:d1"]
    other = await town.say("ana", "/group tracker post:no")
    assert "no longer" in plain(other)
    assert "2 of the group's channels" in plain(await town.say("ana", "/group tracker post:yes"))


async def test_a_deleted_message_is_told_to_the_owner_once(town: Town) -> None:
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)
    town.speaker.failures["fake:d1"].append(NotPosted("Too many at once.", retry_after=3))
    await town.say("ben", "/progress done git")
    await town.passes(minutes=1)
    assert await town.homes() == ["fake:d1"], "that will pass"
    town.speaker.failures["fake:d1"].append(Gone("The message was deleted."))
    await town.say("ben", "/progress undo git")
    await town.passes(minutes=1)
    for _ in range(3):
        await town.passes(minutes=1)
    [told] = town.speaker.to(ANA)
    assert "the week of a study group of yours" in plain(told)
    assert "The message was deleted." in plain(told)
    assert await town.homes() == [None]
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)
    assert await town.homes() == ["fake:d3"]


async def test_a_channel_that_forbids_it_is_told_once_and_may_be_tried_again(town: Town) -> None:
    town.speaker.failures[TALK].append(NotPosted("I may not post there.", lasting=True))
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)
    await town.passes(minutes=1)
    assert ["I may not post there." in plain(one) for one in town.speaker.to(ANA)] == [True]
    assert await town.homes() == [None]
    assert (await town.say("ana", "/group tracker post:yes")).title == "Night Owls: on its way"
    await town.passes(minutes=1)
    assert len(town.speaker.to(TALK)) == 1


async def test_nobody_is_told_of_a_group_that_nobody_owns(town: Town) -> None:
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)

    async def gone(stores: Stores) -> None:
        await stores.groups._session.rows("UPDATE members SET gone_at = 1")  # type: ignore[attr-defined]
        await stores.groups.touch(1)

    await town.database.write(gone)
    town.speaker.failures["fake:d1"].append(Gone("The message was deleted."))
    await town.passes(minutes=1)
    await town.passes(minutes=2)
    assert (await town.homes(), town.speaker.to(ANA)) == ([None], [])


async def test_one_trouble_keeps_no_other_message_from_being_edited(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.say("ana", "/group home Night Owls", "test:other")
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)
    town.speaker.failures["fake:d1"].append(ZeroDivisionError("what ben wrote"))
    await town.say("ben", "/progress done git")
    with caplog.at_level(logging.ERROR):
        await town.passes(minutes=1)
    assert "ZeroDivisionError" in caplog.text
    assert "what ben wrote" not in caplog.text
    assert "1 skill done" in town.week("d2")
    await town.passes(minutes=1)
    assert "1 skill done" in town.week("d1")


async def test_one_process_at_a_time_and_after_a_crash_another(town: Town) -> None:
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)
    await town.say("ben", "/progress done git")
    edits = len(town.speaker.edited)
    await town.database.write(
        lambda stores: stores.chores.claim("weeks", "turn", town.at, town.at + TURN)
    )  # it crashed then
    await town.passes(minutes=1)
    assert len(town.speaker.edited) == edits
    await town.passes(minutes=5)
    assert "1 skill done" in town.week()


async def test_while_the_database_is_away_nothing_is_lost(town: Town) -> None:
    await town.say("ana", "/group tracker post:yes")
    await town.passes(minutes=1)
    await town.say("ben", "/progress done git")

    class Away:
        """Away as soon as something has been edited."""

        async def read(self, work: Work[object]) -> object:
            return await town.database.read(work)

        async def write(self, work: Work[object]) -> object:
            if town.speaker.edited[-1:] == ["d1"]:
                raise Unavailable("the disk is full")
            return await town.database.write(work)

    town.speaker.edited.clear()
    with pytest.raises(Unavailable):
        await Refreshing(Away(), town.speaker, week_in(town.shelf))(town.at)  # type: ignore[arg-type]
    await town.passes(minutes=6)
    assert "1 skill done" in town.week()


async def test_weeks_are_kept_on_monday_each_alone(town: Town) -> None:
    await town.say("ana", "/group create Early Birds")
    library = town.shelf.library
    monday = datetime(2026, 11, 30, 15, tzinfo=UTC)
    keep = keeping_weeks(town.database, lambda: library)
    await keep(monday)
    await keep(monday)

    async def kept(stores: Stores) -> list[bool]:
        return [await stores.groups.kept(number, date(2026, 11, 23)) is not None for number in (1, 2)]

    assert await town.database.read(kept) == [True, True]

    broken: list[int] = []

    def fails_once() -> object:
        broken.append(1)
        if len(broken) == 1:
            raise ZeroDivisionError
        return library

    later = monday + timedelta(days=7)
    with pytest.raises(ZeroDivisionError):
        await keeping_weeks(town.database, fails_once)(later)  # type: ignore[arg-type]

    async def kept_later(stores: Stores) -> list[bool]:
        return [await stores.groups.kept(number, date(2026, 11, 30)) is not None for number in (1, 2)]

    assert await town.database.read(kept_later) == [False, True]
    await keep(later)
    assert await town.database.read(kept_later) == [True, True]

    class Away:
        async def read(self, work: Work[object]) -> object:
            return await town.database.read(work)

        async def write(self, work: Work[object]) -> object:
            raise Unavailable("the disk is full")

    with pytest.raises(Unavailable):
        await keeping_weeks(Away(), lambda: library)(later + timedelta(days=7))  # type: ignore[arg-type]
