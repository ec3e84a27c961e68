"""Every post goes to the platform that its destination names, while its door is open."""

from __future__ import annotations

import pytest

from bot.adapters.speakers import Speakers
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.speaker import NotPosted, Posted, Speaker
from tests.fakes.speaker import FakeSpeaker

HELLO, BYE = Reply("Hello"), Reply("Bye")


async def test_each_platform_says_what_is_its_own() -> None:
    discord, slack = FakeSpeaker(), FakeSpeaker()
    speakers = Speakers()
    speakers.through("discord", lambda: discord)
    speakers.through("slack", lambda: slack)

    await speakers.post(Channel("discord:1"), HELLO, key="a", silent=True, again=True)
    await speakers.tell(Person("slack:T1.U1"), BYE, key="b", again=True)

    assert (discord.to("discord:1"), discord.silent, discord.repeated) == ([HELLO], {"a"}, ["a"])
    assert (slack.to("slack:T1.U1"), slack.repeated) == ([BYE], ["b"])


async def test_messages_are_found_where_they_were_posted() -> None:
    fake = FakeSpeaker()
    speakers = Speakers()
    speakers.through("fake", lambda: fake)

    posted = await speakers.post(Channel("fake:1"), HELLO, key="a")
    await speakers.open_thread(posted, "Talk")
    await speakers.edit(posted, BYE)

    assert fake.threads == {posted.reference: "Talk"}
    assert fake.to("fake:1") == [BYE]


async def test_a_closed_door_is_said_and_may_open_again() -> None:
    door: list[Speaker] = []
    speakers = Speakers()
    speakers.through("slack", lambda: door[0] if door else None)

    for reference in ("slack:T1.C1", "discord:1"):
        with pytest.raises(NotPosted, match="not connected to") as problem:
            await speakers.post(Channel(reference), HELLO, key="a")
        assert not problem.value.lasting

    door.append(FakeSpeaker())
    assert await speakers.post(Channel("slack:T1.C1"), HELLO, key="a") == Posted("fake:a")
