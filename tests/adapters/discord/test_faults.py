"""Whatever goes wrong between the bot and Discord: it answers or recovers by itself, says so once, doubles nothing."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest

from bot.adapters.discord.bodies import Body
from bot.adapters.discord.wire import NotSent, Wire
from bot.core.chat.command import Menu
from bot.core.dispatch import Dispatch
from tests.adapters.discord.conftest import Town, door_to
from tests.adapters.discord.menu import SECRET
from tests.fakes.discord.exchange import Exchange
from tests.fakes.discord.people import ANA, BEN, CHANNEL, IN_CHANNEL, IN_THREAD, Where
from tests.fakes.discord.server import FakeDiscord, Fault


def said(exchange: Exchange) -> str:
    """What came, in Discord's Markdown."""
    assert exchange.last is not None
    return "\n".join(exchange.last.texts)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What an operator would notice."""
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("status", [500, 502, 503, 429])
async def test_a_first_response_is_tried_again_in_time(town: Town, status: int) -> None:
    town.fake.fail("respond", *(Fault(status, retry_after=0.1) for _ in range(2)))
    exchange = await (await town.uses("quick")).until("answered", seconds=2)
    assert "Quick" in said(exchange)
    assert town.fake.calls["respond"] == 3


async def test_an_error_after_the_work_doubles_nothing(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.fake.fail("respond", Fault(500, after=True))
    exchange = await (await town.uses("quick")).until("answered")
    await town.settled()
    assert len(exchange.posted) == 1
    assert town.fake.calls["respond"] == 2
    assert warnings(caplog) == []


@pytest.mark.slow
async def test_a_response_that_doesn_t_come_is_sent_again(town: Town) -> None:
    town.fake.fail("respond", Fault(500, hangs=1.7))
    exchange = await (await town.uses("quick")).until("answered", seconds=3)
    assert "Quick" in said(exchange)


@pytest.mark.slow
async def test_when_discord_is_down_it_is_said_once(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.fake.fail("respond", *(Fault(503) for _ in range(20)))
    await town.uses("quick")
    await town.settled()
    assert [line for line in warnings(caplog) if "lost" in line] == warnings(caplog)
    assert len(warnings(caplog)) == 1
    town.fake._faults.clear()
    assert "Quick" in said(await (await town.uses("quick")).until("answered"))


@pytest.mark.slow
async def test_what_arrived_although_nobody_said_so_is_written_again(town: Town) -> None:
    """All tries fail, the first of them after its work: the answer is there, and stays one answer."""
    town.fake.fail("respond", Fault(500, after=True), *(Fault(503) for _ in range(20)))
    exchange = await (await town.uses("quick")).until("answered")
    await town.settled()
    assert len(exchange.posted) == 1
    assert exchange.posted[0].changes == 1


async def test_too_late_is_only_a_line(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    town.fake.fail("respond", Fault(404, 10062))
    await town.uses("quick")
    await town.settled()
    assert warnings(caplog) == []
    assert "came too late" in caplog.text


async def test_missing_permissions_are_named_with_how_to_grant_them(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town.fake.rights = 1 << 11
    town.fake.fail("respond", Fault(403, 50013))
    exchange = await (await town.uses("quick")).until("answered")
    assert exchange.last is not None
    assert exchange.last.private_for == ANA.id
    assert "“View Channel”" in said(exchange)
    assert "Permissions" in said(exchange)
    assert warnings(caplog) == ["may not answer in a channel; missing there: View Channel"]


@pytest.mark.parametrize(
    ("command", "where", "rights", "named"),
    [
        ("quick", IN_THREAD, 1 << 10 | 1 << 11, "Send Messages in Threads"),
        ("file", IN_CHANNEL, 1 << 10 | 1 << 11, "Attach Files"),
    ],
)
async def test_threads_and_files_need_permissions_of_their_own(
    town: Town, caplog: pytest.LogCaptureFixture, command: str, where: Where, rights: int, named: str
) -> None:
    town.fake.rights = rights
    town.fake.fail("respond", Fault(403, 50013))
    exchange = await (await town.uses(command, where=where)).until("answered")
    assert f"switch on “{named}”" in said(exchange)
    assert warnings(caplog) == [f"may not answer in a channel; missing there: {named}"]


async def test_missing_permissions_after_an_announcement(town: Town) -> None:
    town.fake.fail("follow", Fault(403, 50013))
    exchange = await town.uses("slow public")
    await exchange.until("responded")
    town.gate.open.set()
    await town.settled()
    assert "I may not show that here" in said(exchange)
    assert exchange.last is not None
    assert exchange.last.private_for == ANA.id


async def test_what_discord_refuses_is_admitted(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.fake.fail("respond", Fault(400, 50035))
    exchange = await (await town.uses("quick")).until("answered")
    assert "Please tell an organiser" in said(exchange)
    assert warnings(caplog) == ["Discord refused an answer: HTTP 400, code 50035"]


async def test_an_announcement_that_somebody_deleted_is_answered_anew(town: Town) -> None:
    exchange = await town.uses("slow reply")
    await exchange.until("responded")
    assert exchange.original is not None
    exchange.original.deleted = True
    town.gate.open.set()
    await exchange.until("answered")
    assert "Slow" in said(exchange)


@pytest.mark.parametrize(
    ("status", "code"), [(404, 10003), (404, 10015), (401, 50027)], ids=["deleted", "unknown token", "expired token"]
)
async def test_a_channel_or_a_token_that_is_gone(
    town: Town, status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    exchange = await town.uses("slow reply")
    await exchange.until("responded")
    town.fake.fail("edit", Fault(status, code))
    town.fake.fail("follow", Fault(status, code))
    town.gate.open.set()
    await town.settled()
    assert warnings(caplog) == [f"an answer was lost: HTTP {status}, code {code}"]
    town.fake._faults.clear()
    assert "Quick" in said(await (await town.uses("quick")).until("answered"))


async def test_what_was_acknowledged_before_is_left_alone(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.fake.fail("respond", Fault(400, 40060))
    await town.uses("quick")
    await town.settled()
    assert (warnings(caplog), town.fake.calls["edit"], town.fake.calls["follow"]) == ([], 0, 0)


@pytest.mark.parametrize(("status", "code"), [(413, 0), (413, 40005)])
async def test_what_is_too_large_is_admitted(
    town: Town, status: int, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    town.fake.fail("respond", Fault(status, code))
    exchange = await (await town.uses("quick")).until("answered")
    assert "Please tell an organiser" in said(exchange)
    assert warnings(caplog) == [f"Discord refused an answer: HTTP {status}, code {code}"]


async def test_what_was_announced_is_tried_patiently(town: Town) -> None:
    town.fake.fail("edit", Fault(500), Fault(429, retry_after=0.1), Fault(503))
    exchange = await town.uses("slow reply")
    await exchange.until("responded")
    town.gate.open.set()
    await exchange.until("answered")
    assert "Slow" in said(exchange)
    assert town.fake.calls["edit"] == 4


async def test_an_announcement_that_fails_is_not_followed(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.fake.fail("respond", Fault(404, 10062))
    await town.uses("slow reply")
    await town.gate.asked.wait()
    await asyncio.sleep(0.15)
    town.gate.open.set()
    await town.settled()
    assert town.fake.calls["edit"] == 0
    assert len(warnings(caplog)) == 1


async def test_a_replayed_interaction_is_answered_once(town: Town) -> None:
    exchange = town.fake.exchange(2, ANA)
    payload = town.fake.payload(exchange, {"id": "1", "name": "quick", "type": 1})
    for _ in range(3):
        await town.fake.gateway.send("INTERACTION_CREATE", payload)
    await exchange.until("answered")
    await (await town.uses("quick")).until("answered")
    assert town.fake.calls["respond"] == 2


@pytest.mark.parametrize(
    "custom_id", ["", "&form", "no such", "quick?x=1", "say?words=%zz", "!" * 100, "say&2&3", "🚀"]
)
async def test_unknown_buttons(town: Town, custom_id: str) -> None:
    shown = await (await town.uses("quick")).until("answered")
    assert shown.last is not None
    exchange = await (await town.presses_id(shown.last, custom_id)).until("answered")
    assert "That button no longer works" in said(exchange)


async def test_a_command_of_an_older_version(town: Town) -> None:
    data = {"id": "1", "name": "quikc", "type": 1, "options": []}
    exchange = await (await town.fake.interact(2, data, ANA)).until("answered")
    assert "Did you mean" in said(exchange)


ODD: list[dict[str, Any]] = [
    {"type": 99},
    {"type": None},
    {"type": [2]},
    {"id": None},
    {"id": "../../users"},
    {"token": None},
    {"token": "a/../../b"},
    {"member": None, "user": None},
    {"member": {"user": {"id": "x"}}},
    {"member": 3},
    {"application_id": "x"},
    {"channel": None, "channel_id": None},
]
STILL_ANSWERED: list[dict[str, Any]] = [
    {"data": None},
    {"data": []},
    {"data": {}},
    {"data": {"name": 3}},
    {"data": {"name": "quick", "options": "x"}},
    {"data": {"name": "quick", "options": [3, None, {}]}},
    {"data": {"name": "say", "options": [{"name": "words", "value": None}]}},
    {"message": "x"},
    {"channel": None},
    {"app_permissions": "x"},
    {"member": {**ANA.member(), "permissions": None, "user": {"id": str(ANA.id)}}},
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: json.dumps(odd)[:40])
async def test_an_interaction_that_nobody_can_have_sent(
    town: Town, odd: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    payload = town.fake.payload(town.fake.exchange(2, ANA), {"id": "1", "name": "quick", "type": 1})
    await town.fake.gateway.send("INTERACTION_CREATE", {**payload, **odd})
    assert "Quick" in said(await (await town.uses("quick")).until("answered"))
    assert len(warnings(caplog)) == 1


@pytest.mark.parametrize("odd", STILL_ANSWERED, ids=lambda odd: json.dumps(odd)[:40])
@pytest.mark.parametrize("kind", [2, 3, 4, 5])
async def test_an_interaction_that_lacks_something(town: Town, kind: int, odd: dict[str, Any]) -> None:
    exchange = town.fake.exchange(kind, ANA)
    payload = town.fake.payload(exchange, {"id": "1", "name": "quick", "type": 1, "custom_id": "quick"})
    await town.fake.gateway.send("INTERACTION_CREATE", {**payload, **odd})
    await exchange.until("answered")
    assert town.running.done() is False


async def test_a_mistake_in_a_feature(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    exchange = await (await town.uses("broken")).until("answered")
    assert "a1b2c3" in said(exchange)
    assert SECRET not in caplog.text


async def test_a_mistake_of_ours(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    exchange = await (await town.uses("unshowable")).until("answered")
    assert "Something went wrong on my side" in said(exchange)
    assert str(exchange.id) in said(exchange)
    assert str(exchange.id) in caplog.text
    assert "no block at all" not in caplog.text


async def test_a_mistake_of_ours_after_an_announcement(town: Town) -> None:
    exchange = await town.uses("slow unshowable")
    await exchange.until("responded")
    town.gate.open.set()
    await exchange.until("answered")
    assert "Something went wrong on my side" in said(exchange)


async def test_a_menu_without_questions(fake: FakeDiscord) -> None:
    """What cannot be asked here is answered like a button that no longer works."""
    dispatch = Dispatch(Menu([]), iter(range(10**6)).__next__, lambda: "a1b2c3")
    door = door_to(fake, dispatch)
    running = asyncio.create_task(door.run())
    await fake.gateway.connected()
    data = {"id": "1", "name": "mlops", "type": 1, "options": [{"type": 3, "name": "line", "value": "what is drift"}]}
    exchange = await (await fake.interact(2, data, ANA)).until("answered")
    assert "That button no longer works" in said(exchange)
    await door.close()
    await running


async def test_suggestions_that_come_too_late_are_not_missed(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.fake.fail("respond", Fault(404, 10062))
    data = {
        "id": "1",
        "name": "everything",
        "type": 1,
        "options": [{"type": 3, "name": "colour", "value": "", "focused": True}],
    }
    await town.fake.interact(4, data, ANA)
    await town.settled()
    assert warnings(caplog) == []


@pytest.mark.slow
async def test_a_form_that_cannot_be_opened_is_a_line(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.fake.fail("respond", *(Fault(503) for _ in range(20)))
    await town.uses("form")
    await town.settled()
    assert warnings(caplog) == ["a form was lost: HTTP 503, code 0"]


async def test_where_nothing_can_be_said_at_all(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    town.fake.fail("respond", Fault(403, 50013), Fault(403, 50013))
    await town.uses("quick")
    await town.settled(2)
    assert warnings(caplog)[-1] == "nor could that be said: HTTP 403, code 50013"


async def test_an_announcement_that_cannot_be_taken_back_stays(town: Town) -> None:
    town.fake.fail("withdraw", Fault(403, 50013))
    exchange = await town.uses("slow public")
    await exchange.until("responded")
    town.gate.open.set()
    await town.settled()
    assert "For all" in said(exchange)
    assert len(exchange.posted) == 2


@pytest.mark.slow
async def test_an_announcement_that_may_have_arrived_is_followed(town: Town) -> None:
    town.fake.fail("respond", Fault(500, after=True), *(Fault(503) for _ in range(30)))
    exchange = await town.uses("slow reply")
    await town.gate.asked.wait()
    town.gate.open.set()
    await exchange.until("answered")
    assert "Slow" in said(exchange)


async def test_nothing_secret_is_logged(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    town.fake.fail("respond", Fault(500), Fault(400, 50035))
    exchanges = [await town.uses("say", words="my very secret words") for _ in range(3)]
    exchanges.append(await town.uses("broken"))
    for exchange in exchanges:
        await exchange.until("answered")
    await town.fake.gateway.drop()
    await (await town.uses("say", BEN, words="my very secret words")).until("answered")
    logged = "".join(caplog.handler.format(one) for one in caplog.records if one.name.startswith(("bot", "discord")))
    assert "my very secret words" not in logged
    assert town.fake.token not in logged
    assert not any(exchange.token in logged for exchange in exchanges)


async def test_the_wire_without_anybody_at_the_other_end() -> None:
    async with Wire("http://127.0.0.1:9/api", asyncio.get_running_loop().time) as wire:
        with pytest.raises(NotSent) as problem:
            await wire.respond(1, "token", Body(b"{}"), asyncio.get_running_loop().time() + 0.2)
    assert problem.value.passing
    with pytest.raises(NotSent):
        await wire.respond(1, "token", Body(b"{}"), 0)


async def test_who_speaks_says_so(fake: FakeDiscord, town: Town) -> None:
    await (await town.uses("quick")).until("answered")
    assert [agent for agent in fake.agents if not agent.startswith("DiscordBot (")] == []


async def test_interactions_in_a_channel_without_a_name(town: Town) -> None:
    exchange = town.fake.exchange(2, ANA)
    payload = town.fake.payload(exchange, {"id": "1", "name": "quick", "type": 1})
    del payload["channel_id"]
    assert payload["channel"]["id"] == str(CHANNEL)
    await town.fake.gateway.send("INTERACTION_CREATE", payload)
    await exchange.until("answered")
