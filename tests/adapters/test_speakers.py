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

    posted = await speakers.post(Channel("discord:1"), HELLO, key="a", silent=True)
    told = await speakers.tell(Person("slack:T1.U1"), HELLO, key="a")
    await speakers.open_thread(posted, "Talk")
    await speakers.edit(told, BYE)
    under = await speakers.post(Channel("discord:1"), BYE, key="b", thread_of=posted)

    assert discord.said[posted].silent
    assert discord.said[under].thread_of == posted
    assert discord.threads == {posted: "Talk"}
    assert slack.replies == [BYE]


async def test_a_closed_door_is_said_and_may_open_again() -> None:
    door: list[Speaker] = []
    speakers = Speakers()
    speakers.through("slack", lambda: door[0] if door else None)

    for reference in ("slack:T1.C1", "discord:1"):
        with pytest.raises(NotPosted, match="not connected to") as problem:
            await speakers.post(Channel(reference), HELLO, key="a")
        assert not problem.value.lasting

    door.append(FakeSpeaker())
    assert await speakers.post(Channel("slack:T1.C1"), HELLO, key="a") == Posted("slack:1")
