"""What the bot says on Discord without being asked, through the door's own wire."""

from __future__ import annotations

import asyncio

import pytest

from bot.adapters.discord.speaking import LOOK_BACK, DiscordSpeaker
from bot.core.chat.blocks import Button, Buttons, Mention, Picture, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.speaker import Gone, Left, NotPosted, Posted
from tests.adapters.discord.conftest import Town
from tests.adapters.discord.replies import PNG
from tests.fakes.discord.people import ANA, BEN, CHANNEL, SYSTEM_CHANNEL, guild
from tests.fakes.discord.server import Fault

HERE = Channel(f"discord:{CHANNEL}")
STEPS = Buttons((Button("Again", Invocation("quick")),))
MORNING = Reply("Good morning", (Text("What will you learn today?"), STEPS))
EVENING = Reply("Good evening", (Text("What did you learn today?"),))


@pytest.fixture(autouse=True)
async def speaker(town: Town) -> DiscordSpeaker:
    """The speaker of the open door."""
    async with asyncio.timeout(10):
        while town.door.speaker is None:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.005)
    return town.door.speaker


async def refused(town: Town, channel: Channel = HERE, *, again: bool = False) -> NotPosted:
    """Why a post is refused."""
    assert town.door.speaker is not None
    with pytest.raises(NotPosted) as problem:
        await town.door.speaker.post(channel, MORNING, key="day 1", again=again)
    return problem.value


async def test_a_post_is_there_for_everyone_and_its_buttons_work(town: Town, speaker: DiscordSpeaker) -> None:
    posted = await speaker.post(HERE, MORNING, key="day 1")

    (message,) = town.fake.channels[CHANNEL]
    assert posted == Posted(f"discord:{CHANNEL}.{message.id}")
    assert message.texts == ["## Good morning", "What will you learn today?"]
    assert message.data["allowed_mentions"] == {"parse": []}
    exchange = await (await town.presses(message, "Again", BEN)).until("answered")
    assert exchange.last is not None
    assert exchange.last.private_for == BEN.id
    assert message.changes == 0


async def test_a_silent_post_notifies_nobody_and_a_mention_those_who_are_named(
    town: Town, speaker: DiscordSpeaker
) -> None:
    await speaker.post(HERE, MORNING, key="day 1", silent=True)
    await speaker.post(HERE, Reply("", (Mention(Person(f"discord:{ANA.id}"), "well done"),)), key="praise")

    silent, praise = town.fake.channels[CHANNEL]
    assert silent.data["flags"] & 1 << 12
    assert not praise.data["flags"] & 1 << 12
    assert praise.data["allowed_mentions"] == {"parse": [], "users": [str(ANA.id)]}


async def test_a_picture_comes_along(town: Town, speaker: DiscordSpeaker) -> None:
    posted = await speaker.post(HERE, Reply("The board", (Picture(PNG, "Ana leads"),)), key="board")
    await speaker.edit(posted, Reply("The board", (Picture(PNG + b"2", "Ben leads"),)))

    (message,) = town.fake.channels[CHANNEL]
    assert list(message.uploads.values()) == [PNG + b"2"]


async def test_one_key_is_one_post_where_it_is_repeated_soon(town: Town, speaker: DiscordSpeaker) -> None:
    first = await speaker.post(HERE, MORNING, key="day 1")
    assert await speaker.post(HERE, MORNING, key="day 1") == first

    elsewhere = await speaker.post(Channel(f"discord:{SYSTEM_CHANNEL}"), MORNING, key="day 1")
    assert elsewhere != first
    assert len(town.fake.channels[CHANNEL]) == 1


async def test_what_arrived_without_our_knowing_is_found_long_afterwards(town: Town, speaker: DiscordSpeaker) -> None:
    town.fake.fail("post", Fault(500, after=True))
    problem = await refused(town)
    assert (problem.unsure, problem.lasting) == (True, False)
    town.fake.forget_nonces()
    for day in range(2, LOOK_BACK + 1):
        await speaker.post(HERE, EVENING, key=f"day {day}")

    found = await speaker.post(HERE, MORNING, key="day 1", again=True)

    assert found == Posted(f"discord:{CHANNEL}.{town.fake.channels[CHANNEL][0].id}")
    assert len(town.fake.channels[CHANNEL]) == LOOK_BACK


async def test_what_did_not_arrive_is_posted_when_it_is_repeated(town: Town, speaker: DiscordSpeaker) -> None:
    town.fake.fail("post", Fault(500))
    assert (await refused(town)).unsure
    await speaker.post(HERE, MORNING, key="day 1", again=True)
    assert len(town.fake.channels[CHANNEL]) == 1


async def test_a_message_is_changed_in_place(town: Town, speaker: DiscordSpeaker) -> None:
    posted = await speaker.post(HERE, MORNING, key="day 1")
    await speaker.edit(posted, EVENING)

    (message,) = town.fake.channels[CHANNEL]
    assert (message.texts[0], message.changes) == ("## Good evening", 1)

    message.deleted = True
    with pytest.raises(Gone, match="deleted on Discord"):
        await speaker.edit(posted, EVENING)
    with pytest.raises(Gone, match="isn't a message"):
        await speaker.edit(Posted("discord:7"), EVENING)


async def test_a_thread_is_opened_once_and_talked_in(town: Town, speaker: DiscordSpeaker) -> None:
    posted = await speaker.post(HERE, MORNING, key="day 1")
    for _ in range(2):
        await speaker.open_thread(posted, "Talk about today " * 20)
    under = await speaker.post(HERE, EVENING, key="day 1 reveal", thread_of=posted)

    number = int(posted.reference.rpartition(".")[2])
    assert len(town.fake.threads[number]) == 100
    assert [one.texts[0] for one in town.fake.channels[number]] == ["## Good evening"]
    assert under.reference.startswith(f"discord:{number}.")

    town.fake.channels[CHANNEL][0].deleted = True
    with pytest.raises(Gone):
        await speaker.open_thread(posted, "Talk")


async def test_a_thread_that_was_never_opened_is_not_there(speaker: DiscordSpeaker) -> None:
    posted = await speaker.post(HERE, MORNING, key="day 1")
    with pytest.raises(NotPosted, match="no longer exists"):
        await speaker.post(HERE, EVENING, key="day 1 reveal", thread_of=posted)


async def test_somebody_is_written_to_directly(town: Town, speaker: DiscordSpeaker) -> None:
    ana = Person(f"discord:{ANA.id}")
    first = await speaker.tell(ana, MORNING, key="day 1")
    assert await speaker.tell(ana, MORNING, key="day 1", again=True) == first
    await speaker.tell(ana, EVENING, key="day 2")

    ((number, who),) = town.fake.directs.items()
    assert who == ANA
    assert len(town.fake.channels[number]) == 2
    assert town.fake.calls["direct"] == 1


async def test_who_takes_no_direct_messages_and_who_is_gone_is_said(town: Town, speaker: DiscordSpeaker) -> None:
    town.fake.fail("post", Fault(403, 50007), Fault(403, 50278))
    for who, words, left in (
        (ANA.id, "Privacy Settings", False),
        (ANA.id, "left every server", True),
        (42, "Nobody on Discord", True),
    ):
        with pytest.raises(NotPosted, match=words) as problem:
            await speaker.tell(Person(f"discord:{who}"), MORNING, key="day 1")
        assert (problem.value.lasting, isinstance(problem.value, Left)) == (True, left)


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (404, 10003, "no longer exists on Discord. Choose another one"),
        (403, 50001, "An organiser can allow it"),
        (400, 50083, "thread is closed"),
        (400, 50024, "Choose a text channel"),
    ],
)
async def test_what_lasts_is_said_with_its_remedy(town: Town, status: int, code: int, words: str) -> None:
    town.fake.closed[CHANNEL] = (status, code)
    problem = await refused(town)
    assert problem.lasting
    assert words in problem.words


async def test_the_permission_that_is_missing_is_named(town: Town) -> None:
    view = 1 << 10
    await town.fake.gateway.send("GUILD_CREATE", guild(bot_permissions=view), None)
    await town.uses("quick")
    await town.settled()
    town.fake.closed[CHANNEL] = (403, 50013)

    problem = await refused(town)

    assert "“Send Messages”" in problem.words
    assert "“View Channel”" not in problem.words


async def test_what_a_picture_and_a_thread_take_is_named_too(town: Town, speaker: DiscordSpeaker) -> None:
    posted = await speaker.post(HERE, MORNING, key="day 1")
    bare = guild(bot_permissions=1 << 10 | 1 << 11)
    bare["roles"][0]["permissions"] = "0"
    await town.fake.gateway.send("GUILD_CREATE", bare, None)
    await town.uses("quick")
    await town.settled()
    town.fake.closed[CHANNEL] = (403, 50013)

    with pytest.raises(NotPosted, match="switch on “Attach Files”"):
        await speaker.post(HERE, Reply("", (Picture(PNG, "A board"),)), key="board")
    with pytest.raises(NotPosted, match="“Send Messages in Threads”, “Create Public Threads”"):
        await speaker.open_thread(posted, "Talk")


@pytest.mark.parametrize(
    ("fault", "after", "unsure"),
    [
        (Fault(429, retry_after=1.5), 1.5, False),
        (Fault(502), None, True),
        (Fault(400, 20016), 1.0, False),
        (Fault(403, 0), None, False),
    ],
    ids=["too many", "trouble", "slow mode", "blocked"],
)
async def test_what_passes_is_tried_once_and_not_lasting(
    town: Town, fault: Fault, after: float | None, unsure: bool
) -> None:
    before = town.fake.calls["post"]
    town.fake.fail("post", fault)
    problem = await refused(town)
    assert (problem.lasting, problem.retry_after, problem.unsure) == (False, after, unsure)
    assert town.fake.calls["post"] == before + 1


async def test_a_place_of_another_platform_is_refused(town: Town) -> None:
    assert (await refused(town, Channel("discord:general"))).lasting


async def test_nothing_is_said_while_the_door_is_closed(town: Town, speaker: DiscordSpeaker) -> None:
    await town.door.close()
    await town.running
    assert town.door.speaker is None
    with pytest.raises(NotPosted, match="Discord had trouble") as told:
        await speaker.post(HERE, MORNING, key="day 1")
    assert (told.value.unsure, told.value.lasting) == (False, False)
