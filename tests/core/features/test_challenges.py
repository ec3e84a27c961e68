"""Milestone challenges: planned with a preview, posted step by step, moved, called off, and how everybody did."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.chat.blocks import Items
from bot.core.chat.plain import plain
from bot.core.chat.reply import Reply
from bot.core.model.member import Visibility
from bot.core.model.roadmap import Span
from bot.core.ports.database import Database
from bot.core.ports.speaker import NotPosted
from bot.core.schedule.challenges import moving_challenges
from tests.core.features.arriving import NOW, Town
from tests.core.helpers import a_reply, buttons

PROJECT = "Basics project"
OPENING, MIDWAY, LAST = f"Challenge: {PROJECT}", f"Half-way: {PROJECT}", f"The last day: {PROJECT}"
RESULT, NEW_DATE, OFF = f"Result: {PROJECT}", f"New deadline: {PROJECT}", f"Called off: {PROJECT}"


@pytest.fixture
async def town(database: Database) -> Town:
    """The Night Owls: Ana owns them, Ben is in them, and they live in the channel. It is nine in Berlin."""
    return await Town(database, NOW + timedelta(hours=1)).owls()


async def plan(town: Town, line: str = "/challenge plan") -> Reply:
    reply = a_reply(await town.press("ana", await town.say("ana", line), "Start it then"))
    assert reply.title == "The challenge is planned"
    return reply


async def days(town: Town, count: int) -> list[str]:
    """Each day in its turn; what was posted."""
    found: list[str] = []
    for _ in range(count):
        found += await town.passes(days=1)
    return found


async def chore(town: Town) -> None:
    await moving_challenges(town.shelf, town.database)(town.at)


async def test_what_is_due_at_this_moment_is_posted_and_what_has_passed_is_not_planned_anew(town: Town) -> None:
    """The hourly look comes at the same moment as the opening, before or after it."""
    await plan(town, "/challenge plan start:2026-11-30")
    [opening] = [one for one in await planned(town) if one[0] == "opening"]
    town.at = datetime(2026, 11, 30, 8, tzinfo=UTC)
    await chore(town)
    assert opening in await planned(town)
    await town.sql("UPDATE appointments SET state = 'ended' WHERE details LIKE '%opening%'")
    await chore(town)
    assert "opening" not in [step for step, _ in await planned(town)]
    assert "deadline" in [step for step, _ in await planned(town)]


async def planned(town: Town) -> list[tuple[str, str]]:
    """What is still to come, as its step and its first day."""
    found = await town.sql("SELECT details, first_day FROM appointments WHERE state = 'active' ORDER BY first_day")
    return [(json.loads(details)["step"], day) for details, day in found]


async def test_a_proposal_keeps_nothing_until_it_is_started(town: Town) -> None:
    none = await town.say("ana", "/challenge")
    assert none.title == "Night Owls has no challenge"
    preview = a_reply(await town.press("ana", none, "Plan one"))
    assert preview.title == "Challenge for Night Owls: is this right?"
    words = plain(preview)
    for fact in ("Opens: Mon 30 Nov 2026 at 09:00 (Europe/Berlin)", "Half-way", "Deadline", "With 6 hours a week"):
        assert fact in words
    assert (await town.say("ana", "/challenge")).title == "Night Owls has no challenge"
    planned = a_reply(await town.press("ana", preview, "Start it then"))
    assert "Mon 30 Nov 2026 at 09:00" in plain(planned)
    assert plain(a_reply(await town.press("ana", preview, "Start it then"))) == plain(planned)
    assert len(await town.sql("SELECT id FROM challenges")) == 1
    assert (await town.say("ana", "/challenge plan")).title == "There is a challenge already"
    assert "Cancel it first" in await town.refused("ana", "/challenge start phase:2")


async def test_who_may(town: Town) -> None:
    assert "can plan one" in await town.text("ben", "/challenge")
    for line in ("plan", "start", "cancel"):
        assert "Only the owner and co-owners" in await town.refused("ben", f"/challenge {line}")
    assert (await town.say("devi", "/challenge plan 1")).title == "Challenge for Night Owls: is this right?"
    assert (await town.say("zoe", "/challenge", "elsewhere")).title == "You are in no study group yet"
    assert (await town.say("ana", "/challenge cancel")).title == "Night Owls has no challenge"
    assert (await town.say("ana", "/challenge cancel sure:yes")).title == "Night Owls has no challenge"


async def test_days_that_cannot_be(town: Town) -> None:
    assert "today or later" in await town.refused("ana", "/challenge plan start:yesterday")
    assert "within a year" in await town.refused("ana", "/challenge plan start:2028-01-01")
    assert "later than today" in await town.refused("ana", "/challenge start deadline:today")
    assert "within a year" in await town.refused("ana", "/challenge start deadline:2028-01-01")
    await town.say("ana", "/group home stop:yes")
    assert "lives in no channel yet" in await town.refused("ana", "/challenge start group:1")
    await town.say("ana", "/group archive 1 sure:yes")
    assert "archived" in await town.refused("ana", "/challenge plan group:1")


async def test_a_group_of_all_phases_is_asked_for_one(town: Town) -> None:
    await town.say("ana", "/group edit phase:any")
    for line in ("plan", "start deadline:2027-01-01"):
        reply = await town.say("ana", f"/challenge {line}")
        assert reply.title == "Which phase?"
    chosen = a_reply(await town.choose("ana", reply, "Choose a phase", "1"))
    assert chosen.title == "The challenge opens within a minute"
    assert "Deadline: Fri 1 Jan 2027" in plain(chosen)
    assert await town.passes(minutes=1) == [OPENING]


async def test_it_goes_from_its_opening_to_its_result(town: Town) -> None:
    await plan(town)
    await town.say("ana", "/group edit hours:60")
    [(deadline,)] = await town.sql("SELECT deadline FROM challenges")
    posted: dict[str, str] = {}
    for _ in range(120):
        for title in await town.passes(days=1):
            posted[title] = town.at.date().isoformat()
    assert list(posted) == [OPENING, MIDWAY, LAST, RESULT]
    assert posted[LAST] <= deadline < posted[RESULT]
    opening, midway, last, result = town.posts()
    for words in ("Build Basics.", "A repository", "/milestone submit 1", "until midnight (Europe/Berlin)", "Late"):
        assert words in plain(opening)
    assert list(buttons(opening)) == ["Hand in my work", "The project", "Review a peer", "How it stands"]
    assert "0 of 2 have handed in" in plain(midway)
    assert "counts as late" in plain(last)
    assert "Nobody handed in this time" in plain(result)
    assert list(town.speaker.threads.values()) == ["Challenge: Basics project"]
    over = await town.say("ana", "/challenge")
    assert "0 of 2" in plain(over)
    assert (await town.say("ana", "/challenge plan")).title == "Challenge for Night Owls: is this right?"


async def short(town: Town) -> None:
    """A challenge of three weeks that has opened."""
    await town.say("ana", "/challenge start deadline:2026-12-16")
    assert await town.passes(minutes=1) == [OPENING]


async def test_the_result_says_who_passed_and_honours_who_wants_to_be_seen(town: Town) -> None:
    await short(town)
    for who in ("chidi", "zoe", "eve", "fay"):
        await town.say(who, "/group join Night Owls")
    for who in ("ana", "ben", "chidi", "eve"):
        await town.say(who, "/milestone submit 1 https://example.org/work")
    await town.say("eve", "/milestone withdraw 1 sure:yes")
    await town.sql("UPDATE submissions SET state = 'passed' WHERE member = 1")
    await town.sql("UPDATE submissions SET state = 'changes' WHERE member = 2")
    await town.sql("UPDATE members SET visibility = :how WHERE name = 'Chidi'", how=Visibility.PRIVATE.value)
    assert "3 of 6 have handed in" in await town.text("ben", "/challenge")
    assert await days(town, 21) == [MIDWAY, LAST]
    await days(town, 1)
    await town.say("zoe", "/milestone submit 1 https://example.org/late")
    await days(town, 6)
    assert await days(town, 5) == [RESULT]
    result = town.posts()[-1]
    lists = {block.title: block.items for block in result.blocks if isinstance(block, Items)}
    assert lists == {
        "Passed": ("**Ana**",),
        "In review": ("**Ben**, changes were asked for", "**Zoe**, late", "a member who isn't named here"),
    }
    assert "4 of 6 have handed in. 1 passed." in plain(result)
    await town.sql("UPDATE members SET visibility = :how", how=Visibility.PRIVATE.value)
    assert "2 members who aren't named here" in await town.text("ben", "/challenge")


async def test_a_changed_pace_moves_what_is_to_come_and_says_so_once(town: Town) -> None:
    await plan(town)
    await days(town, 6)
    before = (await town.sql("SELECT deadline FROM challenges"))[0][0]
    await town.say("ana", "/group edit hours:3")
    await town.say("ana", "/group edit hours:2")
    later = (await town.sql("SELECT deadline FROM challenges"))[0][0]
    assert later > before
    assert await town.passes(minutes=2) == [NEW_DATE]
    assert len(await town.sql("SELECT id FROM appointments WHERE kind = 'challenge' AND state = 'active'")) == 3
    await town.say("ana", "/group edit hours:2 name:Larks")
    await chore(town)
    assert await town.passes(minutes=2) == []


async def test_before_it_opens_it_moves_without_a_word_and_follows_the_phase(town: Town) -> None:
    await plan(town)
    await town.say("ana", "/group edit hours:3 phase:2")
    assert "Serving project" in await town.text("ana", "/challenge")
    assert await days(town, 6) == ["Challenge: Serving project"]


async def test_a_chosen_phase_stays(town: Town) -> None:
    await plan(town, "/challenge plan phase:2 start:tomorrow")
    await town.say("ana", "/group edit phase:1")
    assert await town.passes(days=1) == ["Challenge: Serving project"]


async def test_started_today_after_nine_it_opens_in_a_minute(town: Town) -> None:
    await town.passes(hours=3)
    reply = await plan(town, "/challenge plan start:today")
    assert "Wed 25 Nov 2026 at 12:01" in plain(reply)
    assert await town.passes(minutes=1) == [OPENING]


async def test_planned_in_the_last_minute_of_a_day(town: Town) -> None:
    town.at += timedelta(hours=14, minutes=59, seconds=30)
    await plan(town, "/challenge plan start:today")
    assert "Thu 26 Nov 2026 at 09:00" in await town.text("ana", "/challenge")


async def test_an_edit_of_the_content_moves_it_within_the_hour(town: Town) -> None:
    await plan(town)
    library = town.shelf.library
    first, *others = library.roadmap.phases
    longer = replace(first, weeks=Span(min=first.weeks.max * 3, max=first.weeks.max * 3))
    town.shelf.library = replace(library, roadmap=replace(library.roadmap, phases=(longer, *others)))
    before = (await town.sql("SELECT deadline FROM challenges"))[0][0]
    await chore(town)
    assert (await town.sql("SELECT deadline FROM challenges"))[0][0] > before
    town.shelf.library = replace(library, roadmap=replace(library.roadmap, phases=tuple(others)))
    assert await days(town, 6) == []
    assert (await town.say("ana", "/challenge")).title == "Night Owls has no challenge"
    [(why,)] = await town.sql("SELECT why FROM deliveries")
    assert why == "The group or the phase is gone."


async def test_a_second_home_gets_what_is_still_to_come(town: Town) -> None:
    await short(town)
    await town.sql("INSERT INTO group_homes (channel, study_group, space) VALUES ('test:second', 1, 'test:here')")
    await chore(town)
    await days(town, 21)
    assert [reply.title for reply in town.posts("second")] == [MIDWAY, LAST]


async def test_a_short_one_has_no_nudge(town: Town) -> None:
    reply = await town.say("ana", "/challenge start deadline:2026-12-02")
    assert "Half-way" not in plain(reply)
    await town.passes(minutes=1)
    assert await days(town, 15) == [LAST, RESULT]


async def test_calling_it_off(town: Town) -> None:
    await short(town)
    asked = await town.say("ana", "/challenge cancel")
    assert asked.title == "Call the challenge of Night Owls off?"
    reply = a_reply(await town.press("ana", asked, "Yes, call it off"))
    assert reply.title == "The challenge is called off"
    assert "It was called off." in plain(reply)
    assert list(buttons(reply))[-1] == "Plan another one"
    assert "Plan another one" not in buttons(await town.say("ben", "/challenge"))
    assert await town.passes(minutes=1) == [OFF]
    assert await days(town, 40) == []
    await chore(town)
    await plan(town)
    asked = await town.say("ana", "/challenge cancel")
    await town.press("ana", asked, "Yes, call it off")
    assert await town.passes(days=1) == []


async def test_one_that_waits_while_it_is_called_off_or_moved_doesnt_come(town: Town) -> None:
    await short(town)
    town.speaker.failures["test:talk"].append(NotPosted("Down."))
    await days(town, 10)
    await town.sql("UPDATE challenges SET deadline = '2027-01-16'")
    assert await town.passes(minutes=1) == []
    status = await town.text("ana", "/challenge")
    assert "What didn't go as planned" in status
    assert "Sat 5 Dec, half-way: left out. It was moved to" in status
    await town.sql("UPDATE challenges SET deadline = '2026-12-16'")
    await days(town, 10)
    town.speaker.failures["test:talk"].append(NotPosted("Down."))
    await days(town, 1)
    await town.say("ana", "/challenge cancel sure:yes")
    assert await town.passes(minutes=2) == [OFF]


async def test_late_posts_say_what_is_true_by_then(town: Town) -> None:
    await short(town)
    assert await town.passes(days=22, hours=2) == [LAST]
    assert "The deadline was Wed 16 Dec 2026" in plain(town.posts()[-1])


async def test_a_nudge_that_is_late_beyond_the_deadline_is_left_out(town: Town) -> None:
    await town.say("ana", "/challenge start deadline:2026-12-10")
    await town.passes(minutes=1)
    town.speaker.failures["test:talk"].extend([NotPosted("Down.")])
    await days(town, 7)
    await town.sql("UPDATE challenges SET deadline = '2026-12-01'")
    await town.sql("UPDATE challenges SET first = '2026-11-17', deadline = '2026-12-01', opens = '09:00'")
    await town.sql("UPDATE deliveries SET day = '2026-11-24' WHERE result = 'planned'")
    assert await town.passes(minutes=1) == []
    assert "The deadline has passed meanwhile." in str(await town.sql("SELECT why FROM deliveries"))


async def test_an_archived_group_is_left_alone(town: Town) -> None:
    await short(town)
    await town.sql("UPDATE study_groups SET archived_at = 1")
    assert await days(town, 11) == []
    assert "archived" in str(await town.sql("SELECT why FROM deliveries"))
    await chore(town)
    assert await town.sql("SELECT id FROM appointments WHERE state = 'active'") == []


async def test_with_its_result_another_one_may_begin_and_before_it_may_not(town: Town) -> None:
    await short(town)
    assert await days(town, 27) == [MIDWAY, LAST]
    assert "There is a challenge already" in await town.refused("ana", "/challenge start 2")
    assert "Call it off" in buttons(await town.say("ana", "/challenge"))
    assert await days(town, 5) == [RESULT]
    over = await town.say("ana", "/challenge")
    assert "Call it off" not in buttons(over)
    assert (await town.press("ana", over, "Plan another one")).title == "Challenge for Night Owls: is this right?"
    assert (await town.say("ana", "/challenge cancel")).title == "Night Owls has no challenge"
    assert (await town.say("ana", "/challenge start 2")).title == "The challenge opens within a minute"
    assert [title.partition(":")[0] for title in await town.passes(minutes=1)] == ["Challenge"]


async def test_a_challenge_that_is_gone_by_the_time_it_was_posted(town: Town) -> None:
    await short(town)
    original = town.speaker.post

    async def then_gone(*args: object, **kwargs: object) -> object:
        await town.sql("DELETE FROM challenge_posts")
        await town.sql("DELETE FROM challenges")
        return await original(*args, **kwargs)  # type: ignore[arg-type]

    town.speaker.post = then_gone  # type: ignore[method-assign, assignment]
    assert await days(town, 11) == [MIDWAY]
    assert await town.sql("SELECT step FROM challenge_posts") == []
    assert await days(town, 11) == []


async def test_archiving_the_group_calls_its_challenge_off_and_it_does_not_come_back(town: Town) -> None:
    await short(town)
    asked = await town.say("ana", "/group archive 1")
    assert "Its challenge is to be cancelled" in plain(asked)
    assert "Its challenge is cancelled" in await town.text("ana", "/group archive 1 sure:yes")
    assert len(await days(town, 1)) == 1
    await town.say("ana", "/group archive 1 undo:yes")
    await town.say("ana", "/group home")
    await chore(town)
    assert await days(town, 30) == []
    assert await town.sql("SELECT id FROM appointments WHERE state = 'active'") == []
