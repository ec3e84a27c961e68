"""What the bot says on Slack without being asked, through a running door and Slack's own client."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from bot.adapters.slack.speaking import LOOK_BACK, SlackSpeaker
from bot.core.chat.blocks import Button, Buttons, Mention, Picture, Text
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.speaker import CannotTell, Gone, Left, NotPosted, Posted
from tests.adapters.slack.conftest import ANA, BEN, GENERAL, SECRET_ROOM, Scene, messages, says, uploads
from tests.adapters.slack.menu import HELLO
from tests.fakes.slack.web_api import SCOPES
from tests.fakes.slack.workspace import TEAM, Fault

HERE = Channel(f"slack:{TEAM}.{GENERAL}")
ELSEWHERE = Channel(f"slack:{TEAM}.{SECRET_ROOM}")
MORNING = Reply("Good morning", (Text("What will you learn *today*?"), Buttons((Button("Hello", HELLO),))))
EVENING = Reply("Good evening", (Text("What did you learn today?"),))


@pytest.fixture
def speaker(scene: Scene) -> SlackSpeaker:
    assert scene.door.speaker is not None
    return scene.door.speaker


async def refused(speaker: SlackSpeaker, channel: Channel = HERE, *, again: bool = False) -> NotPosted:
    """Why a post is refused."""
    with pytest.raises(NotPosted) as problem:
        await speaker.post(channel, MORNING, key="day 1", again=again)
    return problem.value


async def test_a_post_is_there_for_everyone_and_its_buttons_work(scene: Scene, speaker: SlackSpeaker) -> None:
    posted = await speaker.post(HERE, MORNING, key="day 1", silent=True)

    message = await scene.message()
    assert posted == Posted(f"slack:{TEAM}.{GENERAL}.{message.ts}")
    assert (message.only_for, message.thread) == (None, None)
    assert message.content["text"] == "Good morning\n\nWhat will you learn today?"
    button = next(block for block in message.blocks if block["type"] == "actions")["elements"][0]
    await scene.slack.press(BEN, message, button)
    answer = await scene.message()
    assert answer.only_for == BEN


async def test_only_who_is_named_is_notified(scene: Scene, speaker: SlackSpeaker) -> None:
    mention = Mention(Person(f"slack:{TEAM}.{ANA}"), "well done, @channel")
    await speaker.post(HERE, Reply("", (mention,)), key="praise")
    text = (await scene.message()).content["text"]
    assert text == f"<@{ANA}> well done, @channel"


async def test_a_picture_comes_under_its_post(scene: Scene, speaker: SlackSpeaker) -> None:
    board = Reply("The board", (Picture(b"\x89PNG", "Ana leads"),))
    await speaker.post(HERE, board, key="board")
    (uploaded,) = uploads(await scene.events())
    assert (uploaded.channel, uploaded.alt) == (GENERAL, "Ana leads")

    scene.slack.workspace.fault("files.getUploadURLExternal", Fault(error="missing_scope"))
    await speaker.post(HERE, board, key="board 2")
    first, said = messages(await scene.events())
    assert said.thread == first.ts
    assert "didn't work" in said.content["text"]


async def test_what_arrived_without_our_knowing_is_found(scene: Scene, speaker: SlackSpeaker) -> None:
    scene.slack.api.scopes = f"{SCOPES},channels:history"
    scene.slack.workspace.fault("chat.postMessage", Fault(status=503, done=True))
    problem = await refused(speaker)
    assert (problem.unsure, problem.lasting) == (True, False)
    (message,) = messages(await scene.events())

    found = await speaker.post(HERE, MORNING, key="day 1", again=True)
    assert found == Posted(f"slack:{TEAM}.{GENERAL}.{message.ts}")

    other = await speaker.post(HERE, MORNING, key="day 2", again=True)
    assert other != found
    under = await speaker.post(HERE, EVENING, key="day 1", thread_of=found, again=True)
    assert await speaker.post(HERE, EVENING, key="day 1", thread_of=found, again=True) == under
    assert len(messages(await scene.events())) == 2


async def test_without_the_scope_to_look_it_cannot_tell_and_says_what_would_help(
    scene: Scene, speaker: SlackSpeaker
) -> None:
    problem = await refused(speaker, again=True)
    assert isinstance(problem, CannotTell)
    assert (problem.unsure, problem.lasting) == (True, False)
    assert "channels:history" in problem.words
    assert messages(await scene.events()) == []


async def test_a_long_thread_is_not_guessed_about(scene: Scene, speaker: SlackSpeaker) -> None:
    scene.slack.api.scopes = f"{SCOPES},channels:history"
    posted = await speaker.post(HERE, MORNING, key="day 1")
    ts = posted.reference.split(".", 2)[2]
    workspace = scene.slack.workspace
    content = workspace.messages[-1].content | {"metadata": None}
    workspace.messages += [type(workspace.messages[0])(f"1.{n}", GENERAL, content, None, ts) for n in range(LOOK_BACK)]
    with pytest.raises(CannotTell, match="too long"):
        await speaker.post(HERE, EVENING, key="reveal", thread_of=posted, again=True)


async def test_trouble_while_looking_is_tried_again(scene: Scene, speaker: SlackSpeaker) -> None:
    limited = Fault(429, "ratelimited", {"Retry-After": "60"})
    scene.slack.workspace.fault("conversations.history", limited, Fault(error="channel_not_found"))
    problem = await refused(speaker, again=True)
    assert (problem.unsure, problem.lasting, problem.retry_after) == (True, False, 60.0)
    problem = await refused(speaker, again=True)
    assert (problem.unsure, problem.lasting) == (False, True)


async def test_a_message_is_changed_in_place(scene: Scene, speaker: SlackSpeaker) -> None:
    posted = await speaker.post(HERE, MORNING, key="day 1")
    await scene.events()
    await speaker.edit(posted, EVENING)
    changed = await scene.posted()
    assert changed.replaced
    assert "Good evening" in says(changed.message)

    scene.slack.workspace.messages.clear()
    with pytest.raises(Gone, match="gone from Slack"):
        await speaker.edit(posted, EVENING)
    with pytest.raises(Gone, match="isn't a message"):
        await speaker.edit(Posted("slack:T0OTHER.C1.1.2"), EVENING)


async def test_talk_goes_on_under_a_message(scene: Scene, speaker: SlackSpeaker) -> None:
    posted = await speaker.post(HERE, MORNING, key="day 1")
    first = await scene.message()
    await speaker.open_thread(posted, "Talk about today")
    await speaker.post(HERE, EVENING, key="reveal", thread_of=posted)
    assert (await scene.message()).thread == first.ts


async def test_somebody_is_written_to_directly(scene: Scene, speaker: SlackSpeaker) -> None:
    ana = Person(f"slack:{TEAM}.{ANA}")
    first = await speaker.tell(ana, MORNING, key="day 1")
    assert await speaker.tell(ana, MORNING, key="day 1", again=True) == first
    await speaker.tell(ana, EVENING, key="day 2")
    assert [message.channel for message in messages(await scene.events())] == [f"D{ANA[1:]}"] * 2
    assert len(scene.slack.workspace.called("conversations.open")) == 1

    with pytest.raises(Left, match="have left"):
        await speaker.tell(Person(f"slack:{TEAM}.U0GONE"), MORNING, key="day 1")


async def test_it_goes_into_public_channels_where_it_may(scene: Scene, speaker: SlackSpeaker) -> None:
    problem = await refused(speaker, ELSEWHERE)
    assert (problem.lasting, "/invite" in problem.words) == (True, True)

    scene.slack.api.scopes = f"{SCOPES},channels:join"
    scene.slack.workspace.private.add(SECRET_ROOM)
    assert (await refused(speaker, ELSEWHERE)).lasting

    scene.slack.workspace.private.clear()
    await speaker.post(ELSEWHERE, MORNING, key="day 1")
    assert (await scene.message()).channel == SECRET_ROOM


@pytest.mark.parametrize(
    ("fault", "lasting", "after", "unsure", "words"),
    [
        (Fault(error="restricted_action"), True, None, False, "Posting permissions"),
        (Fault(error="channel_not_found"), True, None, False, "no longer exists"),
        (Fault(error="missing_scope", more={"needed": "chat:write"}), True, None, False, "chat:write"),
        (Fault(error="cannot_reply_to_message"), False, None, False, "didn't take the message (cannot_reply"),
        (Fault(429, "ratelimited", {"Retry-After": "7"}), False, 7.0, False, "slow down"),
        (Fault(error="ratelimited"), False, 1.0, False, "slow down"),
        (Fault(500), False, None, True, "had trouble"),
        (Fault(error="fatal_error"), False, None, True, "had trouble"),
    ],
    ids=str,
)
async def test_what_goes_wrong_is_tried_once_and_said(
    scene: Scene, speaker: SlackSpeaker, fault: Fault, lasting: bool, after: float | None, unsure: bool, words: str
) -> None:
    scene.slack.workspace.fault("chat.postMessage", fault)
    problem = await refused(speaker)
    assert (problem.lasting, problem.retry_after, problem.unsure) == (lasting, after, unsure)
    assert words in problem.words
    assert len(scene.slack.workspace.called("chat.postMessage")) == 1


async def test_an_archived_channel_and_another_workspace_are_refused(scene: Scene, speaker: SlackSpeaker) -> None:
    scene.slack.workspace.archived.add(GENERAL)
    assert "Unarchive it" in (await refused(speaker)).words
    for place in ("slack:T0OTHER.C1", "slack:general"):
        assert (await refused(speaker, Channel(place))).lasting


async def test_nothing_is_said_while_the_door_is_closed(scene: Scene, speaker: SlackSpeaker) -> None:
    await scene.door.close()
    assert scene.door.speaker is None


@pytest.mark.slow
async def test_a_busy_channel_takes_one_a_second_and_others_meanwhile_their_own(scene: Scene) -> None:
    scene.slack.api.limited = True
    paced = scene.door.paced
    assert paced is not None
    began = monotonic()
    first, put_off, *others = await asyncio.gather(
        paced.post(HERE, MORNING, key="day 1"),
        paced.post(HERE, MORNING, key="day 2"),
        paced.tell(Person(f"slack:{TEAM}.{ANA}"), MORNING, key="day 1"),
        paced.tell(Person(f"slack:{TEAM}.{BEN}"), MORNING, key="day 1"),
        return_exceptions=True,
    )
    assert monotonic() - began < 1
    assert isinstance(put_off, NotPosted)
    assert put_off.retry_after is not None
    await asyncio.sleep(put_off.retry_after)
    second = await paced.post(HERE, MORNING, key="day 2")
    assert monotonic() - began >= 1.0
    assert len({first, second, *others}) == 4
    assert all(isinstance(one, Posted) for one in (first, *others))
    assert scene.slack.api.too_many == 0


async def test_much_in_one_channel_is_put_off(scene: Scene) -> None:
    paced = scene.door.paced
    assert paced is not None
    results = await asyncio.gather(
        *(paced.post(HERE, MORNING, key=f"{number}") for number in range(5)), return_exceptions=True
    )
    waits = [one.retry_after for one in results if isinstance(one, NotPosted)]
    assert len(waits) >= 2
    assert all(wait is not None and wait > 0.2 for wait in waits)


async def test_slack_is_asked_once_only_whether_the_bot_may_look(scene: Scene, speaker: SlackSpeaker) -> None:
    for _ in range(3):
        with pytest.raises(CannotTell):
            await speaker.post(HERE, MORNING, key="day 1", again=True)
    assert len(scene.slack.workspace.called("conversations.history")) == 1


async def test_a_pause_that_slack_asks_for_is_kept(scene: Scene) -> None:
    paced = scene.door.paced
    assert paced is not None
    scene.slack.workspace.fault("chat.postMessage", Fault(429, "ratelimited", {"Retry-After": "30"}))
    for channel in (HERE, ELSEWHERE):
        with pytest.raises(NotPosted) as problem:
            await paced.post(channel, MORNING, key="day 1")
        assert problem.value.retry_after is not None
        assert 29 < problem.value.retry_after <= 30
    assert len(scene.slack.workspace.called("chat.postMessage")) == 1
