"""Weeks that show themselves, weekly boards, news of projects: posted once, kept true, stopped where they must be."""

from __future__ import annotations

import itertools
import logging
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.model.appointment import Result
from bot.core.ports.database import Database, Stores, Unavailable, Work
from bot.core.ports.speaker import Gone, Left, NotPosted
from bot.core.schedule.courier import Courier
from bot.core.schedule.weeks import TURN, Refreshing, keeping_weeks
from bot.kinds import build_kinds, week_in
from tests.conftest import new_dispatch
from tests.core.acts.milestones import LINK, PRAISE, curriculum
from tests.core.helpers import a_reply, buttons
from tests.fakes.shelf import FakeShelf
from tests.fakes.speaker import FakeSpeaker

WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=UTC)
TALK, ANA = "test:talk", "test:ana"


@dataclass
class Town:
    """People who speak in a channel, a clock, and what the bot says by itself."""

    database: Database
    at: datetime = WEDNESDAY
    shelf: FakeShelf = field(default_factory=lambda: FakeShelf(curriculum()))
    speaker: FakeSpeaker = field(default_factory=FakeSpeaker)

    def __post_init__(self) -> None:
        self.dispatch: Dispatch = new_dispatch(self.shelf, AskFeature(self.shelf), self.database)
        words = (f"word{number}" for number in itertools.count())
        self.courier = Courier(self.database, self.speaker, build_kinds(self.shelf), lambda: self.at, words.__next__)
        self.refreshing = Refreshing(self.database, self.speaker, week_in(self.shelf))

    def scene(self, who: str, channel: str = TALK) -> Scene:
        place = Place("test", Channel(channel), Space("test:here", "Here"))
        return Scene(Caller(Person(f"test:{who}"), who.title(), who == "devi"), place, self.at)

    async def say(self, who: str, line: str, channel: str = TALK) -> Reply:
        answer = a_reply(await self.dispatch.typed(line, self.scene(who, channel)))
        assert answer.title != "Something went wrong on my side", line
        return answer

    async def press(self, who: str, reply: Reply, label: str) -> Reply:
        token = buttons(reply)[label].token
        return a_reply(await self.dispatch.pressed(token, self.scene(who), on=Audience.CALLER))

    async def passes(self, **time: float) -> None:
        """Time goes by, and the bot does what is due."""
        self.at += timedelta(**time)
        await self.courier.run_due()
        await self.refreshing(self.at)

    async def homes(self) -> list[str | None]:
        homes = await self.database.read(lambda stores: stores.groups.homes(1))
        return [home.tracker for home in homes]

    def week(self, key: str = "d1") -> str:
        return plain(self.speaker.said[key][1])


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


async def test_weekly_boards_come_each_monday_with_winners_and_newcomers(town: Town) -> None:
    assert "boards go to channel" in plain(await town.say("devi", "/settings set boards:here"))
    await town.say("devi", "/settings set boards:here")
    await town.say("ben", "/progress done git")
    await town.passes(days=4, hours=6)
    assert town.speaker.to(TALK) == []
    await town.passes(days=1)
    [board] = town.speaker.to(TALK)
    assert "the week from" in board.title.lower()
    assert "1st: Ben" in plain(board).replace("**", "")
    assert "New this week" in plain(board)
    await town.passes(minutes=1)
    await town.passes(days=7)
    assert len(town.speaker.to(TALK)) == 1, "nobody earned anything"
    found = await town.database.read(lambda stores: stores.schedule.of("boards:test:here"))
    [last, _] = await town.database.read(lambda stores: stores.schedule.history(found[0].number, 9))
    assert (last.result, last.why) == (Result.SKIPPED, "Nobody earned points in that week.")
    await town.say("devi", "/settings set boards:off")
    assert await town.database.read(lambda stores: stores.schedule.of("boards:test:here")) == []
    await town.say("ben", "/progress done sql")
    await town.passes(days=7)
    assert len(town.speaker.to(TALK)) == 1


async def test_boards_of_a_server_that_is_unknown_are_skipped(town: Town) -> None:
    await town.say("devi", "/settings set boards:here")

    async def moved(stores: Stores) -> None:
        await stores.groups._session.rows(  # type: ignore[attr-defined]
            "UPDATE appointments SET owner = 'boards:test:nowhere' WHERE kind = 'boards'"
        )

    await town.database.write(moved)
    await town.passes(days=6)
    assert town.speaker.said == {}


async def reviewed(town: Town, who: str, verdict: str = "approve") -> None:
    await town.say(who, "/milestone review 1")
    desk = await town.say(who, "/milestone whole 1")
    assert desk.title.startswith("Your review")
    for place in range(1, 9):
        answer = await town.dispatch.typed(f"/milestone score 1 {place} 3", town.scene(who))
        if answer.title == "That didn't work":
            break
    await town.say(who, f"/milestone words 1 words:{PRAISE!r}")
    if verdict == "changes":
        await town.say(who, "/milestone changes 1 words:Mend")
    else:
        await town.say(who, "/milestone approve 1")


async def test_news_of_a_project_are_told_to_who_asked_and_nobody_else(town: Town) -> None:
    handed_in = await town.say("ana", f"/milestone submit 1 {LINK}")
    told = await town.press("ana", handed_in, "Tell me when something happens")
    assert told.title == "I will tell you"
    await reviewed(town, "ben")
    await town.passes(minutes=1)
    [first] = town.speaker.to(ANA)
    assert first.title == "Your project was reviewed"
    assert "1 of 2 approvals" in plain(first)
    await town.press("ana", told, "Don't tell me after all")
    await reviewed(town, "chidi")
    await town.passes(minutes=1)
    assert len(town.speaker.said) == 1
    passed = plain(await town.say("ana", "/progress")).replace("**", "")
    assert "Its project has passed" in passed
    assert "Badges" in passed


async def test_what_was_to_be_told_is_left_out_where_it_is_no_longer_wanted(town: Town) -> None:
    handed_in = await town.say("ana", f"/milestone submit 1 {LINK}")
    told = await town.press("ana", handed_in, "Tell me when something happens")
    await reviewed(town, "ben")
    stopped = await town.press("ana", told, "Don't tell me after all")
    await town.passes(minutes=1)
    assert town.speaker.said == {}
    assert stopped.title == "I won't tell you"
    assert "Tell me when something happens" in buttons(stopped)


async def test_a_reviewer_may_be_told_of_a_new_version_and_so_may_the_author_of_both(town: Town) -> None:
    await town.press("ana", await town.say("ana", f"/milestone submit 1 {LINK}"), "Tell me when something happens")
    await town.say("ben", "/milestone review 1")
    for place in range(1, 9):
        answer = await town.dispatch.typed(f"/milestone score 1 {place} 3", town.scene("ben"))
        if answer.title == "That didn't work":
            break
    done = await town.say("ben", "/milestone changes 1 words:Mend")
    assert (await town.press("ben", done, "Tell me of a new version")).title == "I will tell you"
    await town.passes(minutes=1)
    assert "asks for changes" in plain(town.speaker.to(ANA)[0])
    assert "Reviewers asked for changes" in plain(await town.say("ana", "/progress"))
    assert "Reviewers asked for changes" in plain(await town.say("ana", "/next"))
    assert "Reviewers asked for changes" not in plain(await town.say("ben", "/progress show @ana"))
    await town.say("ana", f"/milestone submit 1 {LINK}/2")
    assert "waits for reviews" in plain(await town.say("ana", "/progress"))
    await town.passes(minutes=1)
    [news] = town.speaker.to("test:ben")
    assert "version 2 of it is here now" in plain(news)
    followers = await town.database.read(lambda stores: stores.submissions.followers(2))
    assert sorted(one.reference for one in followers.values()) == [ANA, "test:ben"]


async def test_only_authors_and_reviewers_are_told(town: Town) -> None:
    await town.say("ana", f"/milestone submit 1 {LINK}")
    for who in ("ben", "nobody"):
        assert "no project of yours" in plain(await town.say(who, "/milestone tell 1"))
    assert "no project of yours" in plain(await town.say("ana", "/milestone tell 9"))


async def test_who_cannot_be_told_for_they_are_gone_has_left(town: Town) -> None:
    handed_in = await town.say("ana", f"/milestone submit 1 {LINK}")
    await town.press("ana", handed_in, "Tell me when something happens")
    await reviewed(town, "ben")
    town.speaker.failures[ANA].append(Left("No server is shared with them."))
    await town.passes(minutes=1)

    async def of(stores: Stores) -> int:
        return len(await stores.communities.of(1))

    assert await town.database.read(of) == 0
    await town.say("ana", "/progress done git")
    assert await town.database.read(of) == 1, "who writes again is back"
