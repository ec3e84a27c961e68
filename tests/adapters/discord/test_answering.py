"""Answers reach whoever asked, in time, where they are to be seen: at once, announced, or through a button."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.clock import seconds
from bot.adapters.discord.door import DiscordDoor
from tests.adapters.discord.conftest import Town
from tests.adapters.discord.menu import Gate, small_dispatch
from tests.dialogs.doors.cast import now
from tests.fakes.discord.actions import Using, command, fill, on_message
from tests.fakes.discord.exchange import Exchange, Posted
from tests.fakes.discord.people import ANA, BEN, DEVI, IN_CHANNEL, IN_DIRECT, IN_GROUP, IN_THREAD, THREAD, Where
from tests.fakes.discord.server import FakeDiscord


def title(exchange: Exchange) -> str:
    """The title of what came."""
    assert exchange.last is not None
    return exchange.last.texts[0].removeprefix("## ")


async def announced(town: Town, exchange: Exchange) -> Exchange:
    """Wait for the announcement, then let the slow command go on."""
    await town.gate.asked.wait()
    await exchange.until("responded")
    assert exchange.response is not None
    assert exchange.response["type"] in (5, 6)
    town.gate.open.set()
    return await exchange.until("answered")


async def test_a_fast_answer_is_the_first_response_and_private(town: Town) -> None:
    exchange = await (await town.uses("quick")).until("answered")
    assert exchange.response is not None
    assert exchange.response["type"] == 4
    assert exchange.last is not None
    assert exchange.last.private_for == ANA.id
    assert title(exchange) == "Quick"
    assert town.fake.calls["respond"] == 1


@pytest.mark.parametrize("where", [IN_THREAD, IN_GROUP, IN_CHANNEL])
async def test_it_is_private_wherever_others_read(town: Town, where: Where) -> None:
    exchange = await (await town.uses("quick", where=where)).until("answered")
    assert exchange.last is not None
    assert exchange.last.private_for == ANA.id


async def test_in_a_direct_message_it_stays(town: Town) -> None:
    exchange = await (await town.uses("quick", where=IN_DIRECT)).until("answered")
    assert exchange.last is not None
    assert exchange.last.private_for is None
    pressed = await (await town.presses(exchange.last, "Again")).until("answered")
    assert pressed.replaced


async def test_a_slow_private_answer_is_announced_privately(town: Town) -> None:
    exchange = await announced(town, await town.uses("slow reply"))
    assert exchange.last is not None
    assert exchange.last.private_for == ANA.id
    assert (title(exchange), len(exchange.posted)) == ("Slow", 1)


async def test_a_slow_answer_for_somebody_is_announced_to_all(town: Town) -> None:
    exchange = await announced(town, await town.uses("slow reply", user=str(BEN.id)))
    assert exchange.last is not None
    assert exchange.last.private_for is None
    assert f"<@{BEN.id}>" in exchange.last.texts[1]
    assert exchange.last.data["allowed_mentions"] == {"parse": [], "users": [str(BEN.id)]}


async def test_a_public_answer_that_was_announced_privately_is_public(town: Town) -> None:
    exchange = await announced(town, await town.uses("slow public"))
    await town.settled()
    assert [(one.private_for, one.deleted) for one in exchange.posted] == [(ANA.id, True), (None, False)]
    assert title(exchange) == "For all"


async def test_a_refusal_that_was_announced_to_all_is_private(town: Town) -> None:
    exchange = await announced(town, await town.uses("slow refusal", user=str(BEN.id)))
    await town.settled()
    assert [(one.private_for, one.deleted) for one in exchange.posted] == [(None, True), (ANA.id, False)]


async def test_a_slow_answer_in_a_direct_message(town: Town) -> None:
    exchange = await announced(town, await town.uses("slow public", where=IN_DIRECT))
    assert [(one.private_for, one.deleted) for one in exchange.posted] == [(None, False)]


async def test_a_slow_answer_to_a_button_takes_the_place_of_its_message(town: Town) -> None:
    first = await (await town.uses("quick")).until("answered")
    assert first.last is not None
    exchange = await announced(town, await town.presses(first.last, "Slowly"))
    assert exchange.response == {"type": 6}
    assert exchange.replaced
    assert title(exchange) == "Slow"


async def test_a_slow_refusal_after_a_button_leaves_its_message_alone(town: Town) -> None:
    exchange = await town.presses_id(await private(town), "slow refusal")
    await announced(town, exchange)
    assert not exchange.replaced
    assert title(exchange) == "That didn't work"


async def private(town: Town) -> Posted:
    """A private message of the bot."""
    exchange = await (await town.uses("quick")).until("answered")
    assert exchange.last is not None
    return exchange.last


async def test_sharing_slowly_is_announced_to_all(town: Town) -> None:
    exchange = await town.presses_id(await private(town), "!slow reply")
    await announced(town, exchange)
    assert exchange.response == {"type": 5, "data": {"flags": 0}}
    assert exchange.last is not None
    assert exchange.last.private_for is None


async def test_a_form_opens_at_once(town: Town) -> None:
    exchange = await (await town.uses("form")).until("answered")
    assert exchange.modal is not None
    sent = await town.fake.interact(5, fill(exchange.modal, {"words": "two\nlines"}), ANA)
    await sent.until("answered")
    assert sent.last is not None
    assert "words=two lines" in sent.last.texts[1].replace("\n", " ")
    assert sent.last.private_for == ANA.id


async def test_a_late_form_becomes_a_button_that_opens_it_as_it_was(town: Town) -> None:
    exchange = await announced(town, await town.uses("slow form"))
    assert exchange.last is not None
    assert "It was too short." in exchange.last.texts[1]
    opened = await (await town.presses(exchange.last, "Open the form")).until("answered")
    assert opened.modal is not None
    fields = [one["component"] for one in opened.modal["components"] if one["type"] == 18]
    assert fields[0]["value"] == "so far"
    sent = await town.fake.interact(5, fill(opened.modal, {"words": "more"}), ANA, source=exchange.last)
    await sent.until("answered")
    assert sent.replaced
    again = await (await town.presses_id(exchange.last, "say&form")).until("answered")
    assert again.modal is not None, "once it is forgotten, the core makes the form anew"


async def test_a_form_that_leads_to_a_form_offers_a_button(town: Town) -> None:
    exchange = await town.fake.interact(5, {"custom_id": "form", "components": []}, ANA)
    await exchange.until("answered")
    assert exchange.last is not None
    assert exchange.last.button("Open the form") == "say&form"


async def test_a_public_message_is_left_alone(town: Town) -> None:
    town.gate.open.set()
    shown = await (await town.uses("slow reply", user=str(BEN.id))).until("answered")
    assert shown.last is not None
    pressed = await (await town.presses(shown.last, "Again", BEN)).until("answered")
    assert not pressed.replaced
    assert pressed.last is not None
    assert pressed.last.private_for == BEN.id


async def test_rights_come_with_every_interaction(town: Town) -> None:
    assert title(await (await town.uses("organise", DEVI)).until("answered")) == "Heard"
    assert title(await (await town.uses("organise", ANA)).until("answered")) == "That didn't work"
    assert title(await (await town.uses("organise", DEVI, IN_DIRECT)).until("answered")) == "That didn't work"


async def test_all_kinds_of_options_arrive(town: Town) -> None:
    exchange = await town.uses(
        "everything", person=str(BEN.id), channel=str(THREAD), colour="red", sure=True, when="tomorrow 18:30", many=8
    )
    await exchange.until("answered")
    assert exchange.last is not None
    said = exchange.last.texts[1]
    for one in (f"person=discord:{BEN.id}", f"channel=discord:{THREAD}", "colour=red", "sure=yes", "many=8"):
        assert one in said


async def test_files_go_along_and_disappear_when_replaced(town: Town) -> None:
    exchange = await (await town.uses("file")).until("answered")
    assert exchange.last is not None
    assert exchange.last.uploads == {"dates_of_mine.ics": b"BEGIN"}
    replaced = await (await town.presses(exchange.last, "Again")).until("answered")
    assert replaced.last is exchange.last
    assert exchange.last.uploads == {}
    assert exchange.last.data["attachments"] == []


async def test_a_choice_from_any_of_several_menus(town: Town) -> None:
    exchange = await (await town.uses("choose")).until("answered")
    assert exchange.last is not None
    chosen = await (await town.chooses(exchange.last, "A number (51–60)", "Number 57")).until("answered")
    assert chosen.last is not None
    assert "words=57" in chosen.last.texts[1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("say hello", "words=hello"),
        ("/say hello there", "words=hello there"),
        ("what is drift?", "question=what is drift?"),
        (f"what does <@{BEN.id}> say in <#{THREAD}>", f"question=what does @discord:{BEN.id} say in #discord:{THREAD}"),
    ],
)
async def test_one_line(town: Town, line: str, said: str) -> None:
    exchange = await (await town.uses("mlops", line=line)).until("answered")
    assert exchange.last is not None
    assert said in exchange.last.texts[1]


async def test_the_menu_of_a_message_asks_what_it_says(town: Town) -> None:
    message = {"id": "5", "content": "  how do I start? " + "x" * 400, "author": BEN.user()}
    data = on_message(town.fake.commands, "Find an answer", message)
    exchange = await (await town.fake.interact(2, data, ANA)).until("answered")
    assert exchange.last is not None
    said = exchange.last.texts[1]
    assert "question=how do I start? xxx" in said
    assert len(said) < 330
    empty = on_message(town.fake.commands, "Find an answer", {"id": "5", "content": "", "author": BEN.user()})
    asked = await (await town.fake.interact(2, empty, ANA)).until("answered")
    assert asked.modal is not None


async def test_suggestions_while_typing(town: Town) -> None:
    data = command(town.fake.commands, Using("everything", {"colour": "bl"}), focused="colour")
    exchange = await (await town.fake.interact(4, data, ANA)).until("answered")
    assert exchange.choices == [{"name": "Blue", "value": "blue"}]
    data["options"][0]["name"] = "unknown"
    nothing = await (await town.fake.interact(4, data, ANA)).until("answered")
    assert nothing.choices == []


@pytest.mark.slow
async def test_an_answer_is_announced_while_discord_still_waits(fake: FakeDiscord) -> None:
    """With the times that hold outside of tests: Discord gives up after 3 seconds."""
    gate = Gate()
    door = DiscordDoor(
        small_dispatch(gate), token=fake.token, now=now, seconds=seconds, api_url=fake.api_url,
        gateway_url=fake.gateway_url,
    )  # fmt: skip
    running = asyncio.create_task(door.run())
    await fake.gateway.connected()
    await fake.registered()
    exchange = await fake.interact(2, command(fake.commands, Using("slow reply", {})), ANA)
    await exchange.until("responded", seconds=2.7)
    gate.open.set()
    await exchange.until("answered")
    await door.close()
    await running


async def test_slow_answers_don_t_delay_others(town: Town) -> None:
    slow = await town.uses("slow reply")
    await town.gate.asked.wait()
    quick = await asyncio.gather(*(town.uses("quick") for _ in range(20)))
    for exchange in quick:
        await exchange.until("answered")
    assert slow.last is None
    await announced(town, slow)
