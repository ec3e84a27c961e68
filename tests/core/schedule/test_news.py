"""Boards come each Monday, and news of a project reach who asked for them and nobody else."""

from __future__ import annotations

import pytest

from bot.core.chat.plain import plain
from bot.core.model.appointment import Result
from bot.core.ports.database import Database, Stores
from bot.core.ports.speaker import Left
from tests.core.acts.milestones import LINK, PRAISE
from tests.core.helpers import buttons
from tests.core.schedule.week_town import ANA, TALK, Town


@pytest.fixture
async def town(database: Database) -> Town:
    town = Town(database)
    await town.say("ana", "/group create Night Owls")
    await town.say("ben", "/group join Night Owls")
    await town.say("ana", "/group home")
    return town


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
