"""Study prompts: set up with a preview, posted at their hour, skipped, paused and resumed."""

from __future__ import annotations

import pytest

from bot.core.chat.blocks import Items
from bot.core.chat.plain import plain
from bot.core.ports.database import Database
from bot.core.ports.speaker import NotPosted
from tests.core.features.arriving import Town
from tests.core.features.prompting import SETUP, set_up
from tests.core.helpers import a_form, a_reply, buttons, selects


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


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
