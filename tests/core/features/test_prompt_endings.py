"""Study prompts come to an end: days off, a group that breaks off or is gone, tasks that run out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.chat.plain import plain
from bot.core.model.appointment import Result
from bot.core.model.prompting import MOST_OFF
from bot.core.ports.database import Database
from bot.core.ports.speaker import Posted
from tests.core.features.arriving import Town
from tests.core.features.prompting import many, set_up
from tests.core.helpers import a_reply, buttons
from tests.fakes.shelf import FakeShelf, tiny_library
from tests.fakes.speaker import FakeSpeaker


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def test_days_off(town: Town) -> None:
    await set_up(town)
    assert "No days off are planned" in await town.text("ben", "/prompts holidays")
    reply = await town.say("devi", "/prompts holidays from:today to:2026-11-26")
    assert "Wed 25 Nov to Thu 26 Nov" in plain(reply)
    assert plain(await town.say("devi", "/prompts holidays from:today to:2026-11-26")) == plain(reply)
    assert "Fri 27 Nov at 09:00" in await town.text("ben", "/prompts")
    assert await town.passes(hours=1) == []
    assert "left out. It was a day off." in await town.text("ben", "/prompts")
    one = await town.say("devi", "/prompts holidays to:2026-12-01")
    assert list(buttons(one)) == ["Study prompts here", "Remove Wed 25 Nov to Thu 26 Nov", "Remove Tue 1 Dec"]
    assert list(buttons(await town.say("ben", "/prompts holidays"))) == ["Study prompts here"]
    await town.press("devi", one, "Remove Tue 1 Dec")
    left = a_reply(await town.press("devi", one, "Remove Wed 25 Nov to Thu 26 Nov"))
    assert "No days off are planned" in plain(left)
    assert await town.passes(days=1) == ["Task prompt-one"]


async def test_days_off_that_cannot_be(town: Town) -> None:
    await set_up(town)
    assert "turn them round" in await town.refused("devi", "/prompts holidays from:2026-12-02 to:2026-12-01")
    assert "are over" in await town.refused("devi", "/prompts holidays from:yesterday")
    assert "pause the prompts" in await town.refused("devi", "/prompts holidays from:today to:2027-03-01")
    for day in range(MOST_OFF):
        await town.say("devi", f"/prompts holidays from:2027-01-{day + 1:02}")
    assert "Remove one first" in await town.refused("devi", "/prompts holidays from:2027-02-01")


async def test_they_follow_the_group(town: Town) -> None:
    await town.owls()
    await set_up(town, "ana", "/prompts setup 9:00")
    assert await town.passes(hours=1) == ["Task prompt-one"]
    await town.say("ana", "/group edit phase:2")
    assert "no tasks yet" in await town.text("ana", "/prompts")
    assert "no tasks for this phase" in await town.refused("ana", "/prompts now")
    assert await town.passes(days=1) == []
    assert "left out. There are no tasks for this phase." in await town.text("ana", "/prompts")
    await town.say("ana", "/group edit phase:any")
    assert "all phases" in await town.text("ana", "/prompts")
    assert await town.passes(days=1) == ["Task prompt-two"]
    await set_up(town, "ana", "/prompts setup phase:1 silent:no")
    assert "follow" not in await town.text("ana", "/prompts")
    await set_up(town, "ana", "/prompts setup phase:group")
    assert "follow Night Owls" in await town.text("ana", "/prompts")


async def test_a_break_of_all_and_the_end_of_a_group(town: Town) -> None:
    await town.owls()
    await set_up(town, "ana", "/prompts setup 9:00 days:any")
    for who in ("ana", "ben"):
        await town.say(who, "/break from:tomorrow to:2026-12-05")
    assert await town.passes(hours=1) == ["Task prompt-one"]
    assert await town.passes(days=1) == []
    assert "left out. Everybody in the study group was on a break." in await town.text("ana", "/prompts")
    await town.say("ben", "/break end")
    assert await town.passes(days=1) == ["Task prompt-two"]
    await town.say("ana", "/group home stop:yes")
    assert await town.passes(days=1) == []
    assert "doesn't live in this channel any more" in await town.text("devi", "/prompts")
    await town.say("ana", "/group archive 1 sure:yes")
    assert await town.passes(days=1) == []
    assert "The study group is archived." in await town.text("devi", "/prompts")
    assert "archived" in await town.refused("devi", "/prompts now")
    await set_up(town, line="/prompts setup time:9:00 phase:all")
    assert await town.passes(days=1) == ["Task prompt-one"]


async def test_a_group_that_nobody_knows_any_more(town: Town) -> None:
    await town.owls()
    await set_up(town, "ana", "/prompts setup 9:00 days:any")
    await town.sql("UPDATE study_groups SET archived_at = 1")
    assert await town.passes(hours=1) == []


async def test_two_weeks_before_the_tasks_run_out_whoever_set_them_up_is_told_once(town: Town) -> None:
    many(town, 20)
    await town.owls()
    await set_up(town, "ana", "/prompts setup 9:00 days:any")
    for day in range(6):
        await town.passes(hours=1 if day == 0 else 24)
        await town.passes(minutes=1)
        assert len(town.speaker.to("test:ana")) == (0 if day < 5 else 1), day
    [told] = town.speaker.to("test:ana")
    assert "prompts of Night Owls run low: 14 tasks are left of 20" in plain(told)
    assert "/group edit" in plain(told)
    for _ in range(16):
        await town.passes(days=1)
    assert len(town.speaker.to("test:ana")) == 1
    for _ in range(10):
        await town.passes(days=1)
    assert len(town.speaker.to("test:ana")) == 2


async def test_the_warning_without_a_group_and_to_nobody(town: Town) -> None:
    await set_up(town)
    await town.passes(hours=1)
    await town.passes(minutes=1)
    [told] = town.speaker.to("test:devi")
    assert "in a channel that you set up run low: 1 task is left of 2" in plain(told)
    await town.sql("UPDATE appointments SET maker = ''")
    await town.sql("UPDATE prompt_series SET warned = ''")
    await town.passes(days=1)
    await town.passes(minutes=1)
    assert len(town.speaker.to("test:devi")) == 1


async def test_prompts_of_a_channel_that_nobody_knows_any_more(town: Town) -> None:
    await set_up(town)
    await town.passes(hours=1)
    await town.sql("UPDATE appointments SET owner = 'prompts:99' WHERE kind = 'prompt'")
    await town.sql("UPDATE appointments SET owner = 'prompts-low:99' WHERE kind = 'prompts-low'")
    await town.passes(days=1)
    assert town.speaker.to("test:devi") == []
    rows = await town.sql("SELECT why FROM deliveries WHERE result = :left", left=Result.SKIPPED.value)
    assert {why for (why,) in rows} == {"There are no study prompts in this channel any more."}


async def test_a_task_that_is_gone_by_the_time_it_was_posted_is_noted_nowhere(database: Database) -> None:
    shelf = FakeShelf(tiny_library())

    class Slow(FakeSpeaker):
        async def post(self, *args: Any, **kwargs: Any) -> Posted:
            shelf.library = replace(shelf.library, prompts=())
            return await super().post(*args, **kwargs)

    here = Town(database, shelf=shelf, speaker=Slow())
    await set_up(here)
    assert await here.passes(hours=1) == ["Task prompt-one"]
    assert await here.sql("SELECT id FROM prompt_posts") == []
