"""The door on both of Slack's wires: every way in, and where its answer goes."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.slack.manifest import FIND_ANSWER, NEXT_STEP
from tests.adapters.slack.conftest import ANA, BEN, DEVI, GENERAL, SECRET_ROOM, Scene, messages, says, uploads
from tests.adapters.slack.seen import button, menus
from tests.fakes.slack.running import until


async def test_a_slash_command_is_answered_within_its_acknowledgement(scene: Scene) -> None:
    answer = await scene.slack.slash(ANA, GENERAL, "/hello")
    assert answer is not None
    assert answer["response_type"] == "ephemeral"
    message = await scene.message()
    assert message.only_for == ANA
    assert "Ana slack:T0TEAM.U0ANA member Europe/Berlin slack:T0TEAM.C0GENERAL" in says(message)
    assert not scene.slack.workspace.called("respond")


async def test_rights_and_zone_come_from_slack(scene: Scene) -> None:
    await scene.slack.slash(DEVI, GENERAL, "/hello")
    assert "Devi slack:T0TEAM.U0DEVI organiser Asia/Kolkata" in says(await scene.message())


async def test_direct_messages_are_no_channel(scene: Scene) -> None:
    await scene.slack.slash(ANA, "D0ANA", "/hello")
    message = await scene.message()
    assert says(message).count("direct") == 1
    assert "Share" not in says(message)


async def test_everything_behind_the_root(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/mlops", "ask what is @ben doing & why?")
    assert "what is @slack:T0TEAM.U0BEN doing & why?" in says(await scene.message())
    await scene.slack.slash(ANA, GENERAL, "/mlops")
    assert "Hello" in says(await scene.message())


async def test_a_public_answer(scene: Scene) -> None:
    answer = await scene.slack.slash(ANA, SECRET_ROOM, "/public")
    assert answer is not None
    assert answer["response_type"] == "in_channel"
    message = await scene.message()
    assert message.only_for is None
    await scene.slack.press(BEN, message, button(message.blocks, "Hello"))
    private = await scene.posted()
    assert (private.message.only_for, private.replaced) == (BEN, False)


async def test_a_private_answer_is_replaced_and_shared(scene: Scene) -> None:
    await scene.slack.slash(ANA, SECRET_ROOM, "/hello")
    message = await scene.message()
    await scene.slack.press(ANA, message, button(message.blocks, "Again"))
    again = await scene.posted()
    assert again.replaced
    assert again.message is message
    await scene.slack.press(ANA, message, button(message.blocks, "Share"))
    shared = await scene.posted()
    assert (shared.message.only_for, shared.replaced, shared.message.channel) == (None, False, SECRET_ROOM)
    assert "@U0ANA shared this." in says(shared.message)


async def test_menus_spoilers_and_links(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/all")
    message = await scene.message()
    await scene.slack.choose(ANA, message, menus(message.blocks)[0]["accessory"], "Two")
    assert "You asked" in says(await scene.message())
    assert scene.small.asked == ["two"]
    await scene.slack.slash(ANA, GENERAL, "/all")
    message = await scene.message()
    assert "Hidden words" not in says(message)
    await scene.slack.press(ANA, message, button(message.blocks, "Docs"))
    assert await scene.events() == []
    await scene.slack.press(ANA, message, button(message.blocks, "Show the answer"))
    assert "Hello" in says(await scene.message())


async def test_a_slow_answer_comes_after_the_acknowledgement(scene: Scene) -> None:
    assert await scene.slack.slash(ANA, GENERAL, "/slow") is None
    scene.small.gate.set()
    message = await scene.message()
    assert "At last" in says(message)
    assert message.only_for == ANA
    (sent,) = scene.slack.workspace.called("respond")
    assert sent["replace_original"] is False


async def test_slow_answers_delay_nobody_else(scene: Scene) -> None:
    waiting = [asyncio.create_task(scene.slack.slash(BEN, GENERAL, "/slow")) for _ in range(20)]
    await until(lambda: len(scene.small.asked) == 20)
    assert await asyncio.wait_for(scene.slack.slash(ANA, GENERAL, "/hello"), 2)
    assert await asyncio.gather(*waiting) == [None] * 20
    scene.small.gate.set()
    assert len(await scene.events()) == 21


async def test_a_form_from_a_command(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/plan", "start:tomorrow")
    view = await scene.view()
    assert [block["block_id"] for block in view.blocks] == ["hours"]
    await scene.slack.submit(ANA, view, {"hours": "8"})
    message = await scene.message()
    assert message.only_for == ANA
    assert "'start': 'tomorrow', 'hours': '8'" in says(message)
    assert scene.slack.workspace.views == {}


async def test_a_form_with_a_mistake_stays_open(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/plan")
    view = await scene.view()
    await scene.slack.submit(ANA, view, {"hours": "8", "start": "2027-02-31"})
    assert await scene.wrong() == {"start": "There is no 31 February 2027; check the day and the month."}
    await scene.slack.submit(ANA, view, {"hours": "8", "start": "2027-02-28"})
    assert "2027-02-28" in says(await scene.message())


async def test_a_form_whose_answer_is_slow(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/slowplan")
    view = await scene.view()
    assert await scene.slack.submit(ANA, view, {"hours": "8"}) is None
    scene.small.gate.set()
    message = await scene.message()
    assert "'hours': '8'" in says(message)
    assert message.only_for == ANA


async def test_a_form_that_was_sent_empty_is_asked_again(scene: Scene) -> None:
    """Slack's own clients don't let that happen; a view that changes is how it would look."""
    await scene.slack.slash(ANA, GENERAL, "/plan")
    view = await scene.view()
    payload = scene.slack.acts.submit(ANA, view, {"hours": "8"})
    payload["view"]["state"]["values"] = {}
    answer = await scene.slack.send("interactive", payload)
    assert answer is not None
    assert answer["response_action"] == "update"
    assert [block["block_id"] for block in answer["view"]["blocks"]] == ["hours", "start"]


async def test_a_form_from_a_button(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/all")
    message = await scene.message()
    await scene.slack.press(ANA, message, button(message.blocks, "Plan"))
    view = await scene.view()
    await scene.slack.submit(ANA, view, {"hours": "8"})
    posted = await scene.posted()
    assert posted.replaced
    assert posted.message is message


async def test_a_form_that_comes_too_late_is_a_button(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/all")
    message = await scene.message()
    scene.slack.workspace.triggers.clear()
    payload = scene.slack.acts.press(ANA, message, button(message.blocks, "Plan"))
    scene.slack.workspace.triggers.clear()
    await scene.slack.send("interactive", payload)
    late = await scene.message()
    assert late.only_for == ANA
    await scene.slack.press(ANA, late, button(late.blocks, "Open the form"))
    assert [block["block_id"] for block in (await scene.view()).blocks] == ["hours", "start"]


async def test_a_form_that_no_button_carries_says_what_to_type(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/much", "8")
    assert "Type /ask question:" in says(await scene.message())

    await scene.slack.slash(ANA, GENERAL, "/much")
    await scene.slack.submit(ANA, await scene.view(), {"hours": "8"})
    assert "Type /ask question:" in says(await scene.message())


async def test_menus_too_long_to_show_suggest_while_typing(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/pick")
    view = await scene.view()
    assert (await scene.slack.suggest(view, "thing", "thing 14"))[0] == "Thing 14"
    assert len(await scene.slack.suggest(view, "thing", "")) == 25
    assert await scene.slack.suggest(view, "words", "x") == []
    await scene.slack.submit(ANA, view, {"thing": "t14", "words": "x"})
    assert "t14" in says(await scene.message())


async def test_mentions_are_answered_in_private(scene: Scene) -> None:
    await scene.slack.mention(ANA, GENERAL, "@bot what is drift?", thread_ts="17.0")
    message = await scene.message()
    assert (message.channel, message.only_for, message.thread) == (GENERAL, ANA, "17.0")
    assert "what is drift?" in says(message)
    await scene.slack.mention(ANA, GENERAL, "@bot hello")
    assert "Hello" in says(await scene.message())
    await scene.slack.mention(ANA, GENERAL, "@bot plan")
    asked = await scene.message()
    await scene.slack.press(ANA, asked, button(asked.blocks, "Open the form"))
    await scene.slack.submit(ANA, await scene.view(), {"hours": "9"})
    assert "'hours': '9'" in says(await scene.message())


async def test_direct_messages_stay(scene: Scene) -> None:
    await scene.slack.direct(ANA, "what is drift?")
    message = await scene.message()
    assert (message.channel, message.only_for) == ("D0ANA", None)
    assert scene.slack.workspace.called("chat.postMessage")
    await scene.slack.direct(ANA, "/hello")
    message = await scene.message()
    await scene.slack.press(ANA, message, button(message.blocks, "Again"))
    assert (await scene.posted()).replaced


async def test_programs_are_not_talked_to(scene: Scene) -> None:
    await scene.slack.direct(ANA, "hello", bot_id="B0OTHER")
    await scene.slack.direct("U0BOT", "hello")
    await scene.slack.direct(ANA, "hello", subtype="message_changed")
    await scene.slack.send("events_api", scene.slack.acts.event({"type": "team_join", "user": {"id": ANA}}))
    assert await scene.events() == []
    assert scene.small.asked == []


async def test_the_home_tab(scene: Scene) -> None:
    await scene.slack.open_home(ANA)
    home = await scene.view()
    assert home is scene.slack.workspace.homes[ANA]
    await scene.slack.press(ANA, home, button(home.blocks, "Again"))
    modal = await scene.view()
    assert modal.body["type"] == "modal"
    await scene.slack.press(ANA, modal, button(modal.blocks, "Again"))
    changed = await scene.shown()
    assert changed.replaced
    assert changed.view is modal


async def test_a_form_inside_a_modal_answers_there(scene: Scene) -> None:
    await scene.slack.shortcut(ANA, NEXT_STEP)
    modal = await scene.view()
    await scene.slack.press(ANA, modal, {"type": "button", "action_id": "press 1", "value": "plan"})
    form = await scene.view()
    assert scene.slack.workspace.called("views.push")
    await scene.slack.submit(ANA, form, {"hours": "5"})
    answered = await scene.shown()
    assert answered.view is form
    assert "'hours': '5'" in says(answered.view)


async def test_the_global_shortcut(scene: Scene) -> None:
    await scene.slack.shortcut(ANA, NEXT_STEP)
    assert "Hello" in says(await scene.view())


async def test_the_message_shortcut(scene: Scene) -> None:
    await scene.slack.message_shortcut(ANA, SECRET_ROOM, FIND_ANSWER, "what is <drift> & why?")
    message = await scene.message()
    assert (message.channel, message.only_for) == (SECRET_ROOM, ANA)
    assert scene.small.asked == ["what is <drift> & why?"]
    await scene.slack.message_shortcut(ANA, SECRET_ROOM, FIND_ANSWER, "")
    assert [block["block_id"] for block in (await scene.view()).blocks] == ["question"]


async def test_private_files_go_to_the_person(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/file")
    events = await scene.events()
    files = uploads(events)
    assert [(file.channel, file.filename, file.data) for file in files] == [
        ("D0ANA", "plan.ics", b"BEGIN:VCALENDAR"),
        ("D0ANA", "picture-1.png", b"\x89PNG"),
    ]
    assert files[1].alt == "A curve that rises"
    told = messages(events)[-1]
    assert told.only_for == ANA
    assert "in a direct message" in says(told)


async def test_files_stay_where_the_answer_is(scene: Scene) -> None:
    await scene.slack.direct(ANA, "/file")
    assert [file.channel for file in uploads(await scene.events())] == ["D0ANA", "D0ANA"]
    await scene.slack.slash(ANA, GENERAL, "/publicfile")
    assert [file.channel for file in uploads(await scene.events())] == [GENERAL]


async def test_long_answers_turn_pages(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/long")
    message = await scene.message()
    assert "Page 1 of" in says(message)
    await scene.slack.press(ANA, message, button(message.blocks, "More"))
    posted = await scene.posted()
    assert posted.replaced
    assert "Page 2 of" in says(posted.message)


async def test_what_was_acknowledged_is_finished_before_leaving(scene: Scene) -> None:
    assert await scene.slack.slash(ANA, GENERAL, "/slow") is None
    leaving = asyncio.create_task(scene.door.close())
    await asyncio.sleep(0.05)
    assert not leaving.done()
    scene.small.gate.set()
    await leaving
    assert "At last" in says(await scene.message())
    assert not scene.door.ready
    await scene.door.close()


@pytest.mark.parametrize("mode", ["socket"], indirect=True)
async def test_nothing_new_is_taken_while_leaving(scene: Scene) -> None:
    assert await scene.slack.slash(ANA, GENERAL, "/slow") is None
    leaving = asyncio.create_task(scene.door.close())
    await asyncio.sleep(0.05)
    new = asyncio.create_task(scene.slack.direct(ANA, "hello"))
    await asyncio.sleep(0.05)
    scene.small.gate.set()
    await leaving
    assert not new.done()
    new.cancel()
    assert "hello" not in scene.small.asked
