"""Study prompts: set up with a preview, posted at their hour, and what people do with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.core.chat.blocks import Items
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.features.prompt_answers import LISTED
from bot.core.model.appointment import Result
from bot.core.model.prompting import MOST_OFF
from bot.core.ports.database import Database
from bot.core.ports.speaker import NotPosted, Posted
from tests.core.features.arriving import Town
from tests.core.helpers import HOSTILE, a_form, a_reply, buttons, markdowns, marked, selects
from tests.fakes.shelf import FakeShelf, prompt, tiny_library
from tests.fakes.speaker import FakeSpeaker

SETUP = "/prompts setup time:9:00 zone:Berlin days:any phase:1"


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def set_up(town: Town, who: str = "devi", line: str = SETUP) -> None:
    reply = await town.press(who, await town.say(who, line), "Save")
    assert reply.title == "Study prompts are set up"


async def test_the_form_stands_as_it_usually_is_and_later_as_it_is(town: Town) -> None:
    form = a_form(await town.answer("devi", "/prompts setup"))
    assert {one.parameter.name: one.value for one in form.questions} == {
        "time": "09:00", "zone": "Europe/Berlin", "days": "Mon Tue Wed Thu Fri", "phase": "0", "silent": "no",
    }  # fmt: skip
    await set_up(town, line="/prompts setup time:18:30 zone:UTC days:any phase:1 silent:yes thread:no")
    form = a_form(await town.answer("devi", "/prompts setup"))
    assert [one.value for one in form.questions] == ["18:30", "UTC", "any", "1", "yes"]


async def test_a_preview_keeps_nothing_until_it_is_saved(town: Town) -> None:
    preview = await town.say("devi", "/prompts setup 9:00 Berlin days:mon,fri phase:1")
    [times] = [block.items for block in preview.blocks if isinstance(block, Items)]
    assert times == ("Fri 27 Nov at 09:00", "Mon 30 Nov at 09:00", "Fri 4 Dec at 09:00")
    assert "2 of 2 tasks left" in plain(preview)
    assert "Europe/Berlin" in plain(preview)
    assert (await town.say("devi", "/prompts")).title == "No study prompts here yet"
    saved = a_reply(await town.press("devi", preview, "Save"))
    assert "Fri 27 Nov at 09:00" in plain(saved)
    assert "none yet" in plain(saved)
    again = a_reply(await town.press("devi", preview, "Save"))
    assert again == saved
    assert len(await town.sql("SELECT id FROM appointments")) == 1
    other = plain(await town.say("devi", "/prompts setup 10:00"))
    assert "they come in place of those at 09:00 on Mon, Fri (Europe/Berlin)" in other


async def test_bad_words_say_what_to_write(town: Town) -> None:
    assert "hours go from 00:00 to 23:59" in await town.refused("devi", "/prompts setup time:25:00")
    assert "no weekday" in await town.refused("devi", "/prompts setup 9:00 days:someday")
    assert "none to follow" in await town.refused("devi", "/prompts setup 9:00 phase:group")
    assert "no phase" in await town.refused("devi", "/prompts setup 9:00 phase:99")
    reply = await town.say("devi", "/prompts setup 9:00 zone:EST days:any")
    assert reply.title == "Which time zone do you mean?"
    chosen = a_reply(await town.choose("devi", reply, "Which place is nearest?", "America/New_York"))
    assert "09:00 every day (America/New_York)" in plain(chosen)
    nowhere = await town.say("devi", "/prompts save 9:00 zone:Xyzzyx")
    assert (nowhere.title, selects(nowhere)) == ("Which time zone do you mean?", {})
    assert "belong to a channel" in await town.refused("devi", "/prompts", None)


async def test_only_organisers_and_the_owner_of_the_group_here_change_anything(town: Town) -> None:
    assert "No study prompts here yet" in await town.text("ben", "/prompts")
    for line in ("setup", "save", "now", "skip", "pause", "resume", "holidays from:tomorrow", "holidays remove:1"):
        assert "looked after by organisers" in await town.refused("ben", f"/prompts {line}")
    await town.owls()
    assert "looked after by organisers" in await town.refused("ben", "/prompts setup")
    form = a_form(await town.answer("ana", "/prompts setup"))
    assert [one.value for one in form.questions][3] == "group"
    await set_up(town, "ana", "/prompts setup 9:00")
    assert "follow Night Owls: Phase 1" in await town.text("ben", "/prompts")
    assert list(buttons(await town.say("ben", "/prompts"))) == ["My answers"]
    assert "looked after by organisers" in await town.refused("ana", "/prompts setup", "elsewhere")


async def test_before_there_are_any(town: Town) -> None:
    for line in ("now", "skip", "pause", "resume", "holidays from:tomorrow", "holidays remove:1"):
        assert "no study prompts in this channel yet" in await town.refused("devi", f"/prompts {line}")
    assert (await town.say("devi", "/prompts holidays")).title == "No study prompts here yet"


async def test_they_come_in_their_order_each_day_until_all_have_come(town: Town) -> None:
    await set_up(town)
    assert await town.passes(minutes=59) == []
    assert await town.passes(minutes=1) == ["Task prompt-one"]
    [post] = town.posts()
    assert list(buttons(post)) == ["Done", "Answer privately", "Reveal"]
    assert "Show" in plain(post)
    assert list(town.speaker.threads.values()) == ["Task prompt-one"]
    assert await town.passes(days=1) == ["Task prompt-two"]
    status = await town.text("ben", "/prompts")
    assert "all 2 were posted; the next one begins again" in status
    assert "Thu 26 Nov at 09:00: posted." in status
    assert await town.passes(days=1) == ["Task prompt-one"]


async def test_silent_and_without_threads(town: Town) -> None:
    await set_up(town, line=f"{SETUP} silent:yes thread:no")
    await town.passes(hours=1)
    assert (town.speaker.silent, town.speaker.threads) == ({"d1"}, {})
    assert "none" in await town.text("devi", "/prompts")


async def test_another_hour_gives_no_second_one_on_the_same_day(town: Town) -> None:
    await set_up(town)
    assert len(await town.passes(hours=1)) == 1
    preview = await town.say("devi", "/prompts setup time:10:00")
    assert "Thu 26 Nov at 10:00" in plain(preview)
    assert "1 of 2 tasks left" in plain(preview)
    await town.press("devi", preview, "Save")
    assert await town.passes(hours=1) == []
    assert await town.passes(days=1) == ["Task prompt-two"]


async def test_one_that_waits_while_they_are_changed_doesnt_come(town: Town) -> None:
    await set_up(town)
    town.speaker.failures["test:talk"].append(NotPosted("Down."))
    await town.passes(hours=1)
    assert "not posted yet, I keep trying. Down." in await town.text("devi", "/prompts")
    await set_up(town, line="/prompts setup time:18:00")
    assert await town.passes(minutes=1) == []
    assert await town.passes(hours=9) == ["Task prompt-one"]


async def test_one_that_waits_while_they_are_paused_doesnt_come(town: Town) -> None:
    await set_up(town)
    town.speaker.failures["test:talk"].append(NotPosted("Down."))
    await town.passes(hours=1)
    await town.say("devi", "/prompts pause")
    assert await town.passes(minutes=1) == []
    assert "left out. Somebody paused them." in await town.text("devi", "/prompts")


async def test_now_comes_at_once_and_once(town: Town) -> None:
    await set_up(town)
    reply = await town.say("devi", "/prompts now")
    assert reply.title == "A study prompt is on its way"
    assert "on its way already" in await town.refused("devi", "/prompts now")
    assert await town.passes() == ["Task prompt-one"]
    assert await town.passes(minutes=56) == []
    assert "in a few minutes anyway" in await town.refused("devi", "/prompts now")
    assert await town.passes(minutes=4) == ["Task prompt-two"]


async def test_skipping_leaves_out_one_and_keeps_its_task(town: Town) -> None:
    await set_up(town)
    reply = await town.say("devi", "/prompts skip")
    assert "None comes on Wed 25 Nov" in plain(reply)
    assert "Thu 26 Nov at 09:00" in plain(reply)
    assert await town.passes(hours=1) == []
    assert "Wed 25 Nov at 09:00: left out. Somebody who looks after" in await town.text("ben", "/prompts")
    assert await town.passes(days=1) == ["Task prompt-one"]


async def test_pausing_and_resuming(town: Town) -> None:
    await set_up(town)
    reply = await town.say("devi", "/prompts pause")
    assert "paused. Somebody paused them." in plain(reply)
    assert plain(await town.say("devi", "/prompts pause")) == plain(reply)
    assert "nothing to skip" in await town.refused("devi", "/prompts skip")
    assert await town.passes(days=2) == []
    reply = a_reply(await town.press("devi", reply, "Resume"))
    assert "Fri 27 Nov at 09:00" in plain(reply)
    assert plain(await town.say("devi", "/prompts resume")) == plain(reply)
    assert await town.passes(hours=1) == ["Task prompt-one"]


async def test_what_only_an_organiser_may_do_stands_in_their_log(town: Town) -> None:
    await set_up(town)
    for line in (
        "pause",
        "pause",
        "resume",
        "skip",
        "holidays from:2026-12-01 to:2026-12-02",
        "holidays remove:1",
        "now",
    ):
        await town.say("devi", f"/prompts {line}")
    log = await town.text("devi", "/audit")
    lines = [
        line.partition("channel: ")[2].strip(" |") for line in log.splitlines() if "study prompts of a channel" in line
    ]
    assert lines == [
        "one asked for out of turn",
        "days off taken back",
        "days off from 2026-12-01 to 2026-12-02",
        "left out the one of 2026-11-25",
        "resumed",
        "paused",
        "set up",
    ]


async def test_what_the_owner_of_the_group_does_is_their_own_affair(town: Town) -> None:
    await town.owls()
    await set_up(town, "ana", "/prompts setup 9:00")
    await town.say("ana", "/prompts pause")
    assert "study prompts" not in await town.text("devi", "/audit")


async def test_a_channel_that_is_gone_pauses_them_and_says_so(town: Town) -> None:
    await set_up(town)
    town.speaker.failures["test:talk"].append(NotPosted("I may not post there. Let me.", lasting=True))
    await town.passes(hours=1)
    await town.passes(minutes=1)
    [notice] = town.speaker.to("test:devi")
    assert "could not post daily study prompts. I may not post there." in plain(notice)
    status = await town.text("devi", "/prompts")
    assert "paused. I may not post there. Let me." in status
    assert "could not be posted. I may not post there." in status
    await town.say("devi", "/prompts resume")
    assert await town.passes(days=1) == ["Task prompt-one"]


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


def many(town: Town, count: int) -> None:
    town.shelf.library = replace(
        town.shelf.library, prompts=tuple(prompt(f"p-{one:02}", "basics", "git") for one in range(count))
    )


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


async def test_done_is_a_check_in_that_pays_once(town: Town) -> None:
    await set_up(town)
    await town.passes(hours=1)
    [post] = town.posts()
    reply = a_reply(await town.press("ben", post, "Done", Audience.EVERYONE))
    assert reply.audience is Audience.CALLER
    assert "Task prompt-one" in plain(reply)
    assert "+5 points" in plain(reply)
    again = a_reply(await town.press("ben", post, "Done", Audience.EVERYONE))
    assert again.title == "You did that today"
    assert len(await town.sql("SELECT id FROM ledger")) == 1
    other = await town.say("ben", "/prompts done prompt-two")
    assert "A day gives points once" in plain(other)
    await town.passes(days=1)
    assert "+5 points" in plain(a_reply(await town.press("ben", post, "Done", Audience.EVERYONE)))


async def test_answers_are_ones_own(town: Town) -> None:
    await set_up(town)
    await town.passes(hours=1)
    [post] = town.posts()
    form = a_form(await town.press("ben", post, "Answer privately", Audience.EVERYONE))
    assert [(one.parameter.name, one.value) for one in form.questions] == [("words", "")]
    kept = a_reply(
        await town.dispatch.pressed(
            form.invocation.token, town.scene("ben"), on=Audience.EVERYONE, filled={"words": "I sorted it.\nTwice."}
        )
    )
    assert (kept.title, kept.audience) == ("Kept for you alone", Audience.CALLER)
    assert "Share" not in buttons(kept)
    form = a_form(await town.press("ben", kept, "Write it anew"))
    assert form.questions[0].value == "I sorted it.\nTwice."
    mine = await town.say("ben", "/prompts answers", None)
    assert "Task prompt-one, Wed 25 Nov: I sorted it. Twice." in plain(mine)
    one = a_reply(await town.choose("ben", mine, "Read one in full", "prompt-one"))
    assert "I sorted it." in plain(one)
    for channel in ("talk", None):
        assert (await town.say("ana", "/prompts answers", channel)).title == "No answers yet"
    nobody = await town.say("ana", "/prompts answers prompt-one")
    assert "You haven't answered this one yet" in plain(nobody)
    removed = await town.say("ben", "/prompts answer prompt-one words:-")
    assert removed.title == "Your answer is removed"
    assert (await town.say("ben", "/prompts answers")).title == "No answers yet"


async def test_answers_outlive_edits_of_the_content(town: Town) -> None:
    many(town, LISTED + 2)
    for one in range(LISTED + 2):
        await town.passes(minutes=1)
        await town.say("ben", f"/prompts answer p-{one:02} words:Mine.")
    mine = await town.say("ben", "/prompts answers")
    assert "and 2 more" in plain(mine)
    first, second, *_ = town.shelf.library.prompts
    town.shelf.library = replace(town.shelf.library, prompts=(replace(second, id="p-new", aliases=(second.id,)),))
    mine = await town.say("ben", "/prompts answers")
    assert "A task that is gone" in plain(mine)
    assert len(selects(mine)["Read one in full"].options) == 1
    await town.say("ben", "/prompts answer p-new words:Anew.")
    assert len(await town.sql("SELECT member FROM prompt_answers")) == LISTED + 2
    town.shelf.library = replace(town.shelf.library, prompts=(first,))
    town.shelf.library = replace(town.shelf.library, prompts=())
    assert "A task that is gone" in await town.text("ben", "/prompts answers")
    assert "Read one in full" not in selects(await town.say("ben", "/prompts answers"))


async def test_reveal_is_private(town: Town) -> None:
    await set_up(town)
    await town.passes(hours=1)
    [post] = town.posts()
    reply = a_reply(await town.press("ben", post, "Reveal", Audience.EVERYONE))
    assert reply.audience is Audience.CALLER
    assert town.shelf.library.prompts[0].reveal in plain(reply)
    assert (await town.say("ben", "/prompts task prompt-one")).title == "Task prompt-one"


async def test_what_members_write_is_never_markup(town: Town) -> None:
    for text in HOSTILE:
        reply = a_reply(
            await town.dispatch.pressed(
                "prompts answer?task=prompt-one",
                town.scene("ben"),
                on=Audience.CALLER,
                filled={"words": f"zq {text}"[:1_400]},
            )
        )
        for shown in (
            reply,
            await town.say("ben", "/prompts answers"),
            await town.say("ben", "/prompts answers prompt-one"),
        ):
            for block in shown.blocks:
                for markdown in markdowns(block):
                    assert not [words for words in marked(markdown) if "zq" in words], markdown
