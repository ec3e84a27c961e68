"""Reminders: said in words, echoed, delivered by the courier, put off, held back, cancelled."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.acts.reminding import KEPT, KIND, MOST
from bot.core.chat.blocks import Mention, Text
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Person, Scene
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.model.appointment import Delivery, Plan
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.ports.reminders import Reminder
from bot.core.ports.speaker import Left, NotPosted
from bot.core.schedule.courier import Courier
from bot.core.schedule.kinds import Kind
from bot.core.schedule.notice import NOTICE, Notice
from bot.core.schedule.reminding import RemindingKind
from tests.conftest import new_dispatch
from tests.core.helpers import a_form, a_reply, buttons, said, scene, selects
from tests.fakes.shelf import FakeShelf
from tests.fakes.speaker import FakeSpeaker

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 27, 8, tzinfo=UTC)
"""A Friday, nine in Berlin."""
HERE, ANA = "test:general", "test:ana"
REFUSES = NotPosted("You take no direct messages. Allow them in your settings.", lasting=True)


@dataclass
class Town:
    """The bot, a courier, and a clock for both."""

    dispatch: Dispatch
    database: Database
    at: datetime = START
    speaker: FakeSpeaker = field(default_factory=FakeSpeaker)

    def __post_init__(self) -> None:
        kinds: dict[str, Kind] = {KIND: RemindingKind(), NOTICE: Notice({})}
        words = (f"word{number}" for number in itertools.count())
        self.courier = Courier(self.database, self.speaker, kinds, lambda: self.at, lambda: next(words))

    def scene(self, who: str = "ana", *, direct: bool = False) -> Scene:
        return scene(who=who, direct=direct, at=self.at, zone=BERLIN)

    async def says(self, line: str, who: str = "ana", *, direct: bool = False) -> Reply:
        return await said(self.dispatch, line, self.scene(who, direct=direct))

    async def presses(self, reply: Reply, label: str, who: str = "ana") -> Reply:
        answer = await self.dispatch.pressed(buttons(reply)[label].token, self.scene(who), on=Audience.EVERYONE)
        return a_reply(answer)

    async def passes(self, **time: float) -> None:
        self.at += timedelta(**time)
        await self.courier.run_due()

    def said_to(self, where: str) -> list[str]:
        """What was to be remembered, alone."""
        return [
            block.markdown.strip("*")
            for reply in self.speaker.to(where)
            for block in reply.blocks[: 2 if where == HERE else 1]
            if isinstance(block, Text)
        ]

    def told(self, where: str) -> list[str]:
        return [plain(reply) for reply in self.speaker.to(where)]


@pytest.fixture
def town(tiny_shelf: FakeShelf, database: Database) -> Town:
    return Town(new_dispatch(tiny_shelf, AskFeature(tiny_shelf), database), database)


async def test_what_was_understood_is_said_and_can_be_undone(town: Town) -> None:
    reply = await town.says("/remindme tomorrow 9:00 read the paper")
    text = plain(reply)
    assert "read the paper" in text
    assert "On Saturday 28 November 2026 at 09:00 in Berlin (Europe/Berlin)" in text
    assert "I mention you in this channel, where everybody can read it" in text
    assert reply.audience is Audience.CALLER
    assert "I won't remind you: read the paper" in plain(await town.presses(reply, "Undo"))
    await town.passes(days=1)
    assert town.speaker.said == {}
    assert "Nothing waits" in plain(await town.says("/remindme"))
    assert "isn't one of yours, or is gone" in plain(await town.presses(reply, "Undo"))


async def test_it_comes_as_a_mention_where_it_was_set(town: Town) -> None:
    await town.says("/remindme in 20 minutes tea **now** @everyone")
    await town.passes(minutes=19)
    assert town.told(HERE) == []
    await town.passes(minutes=1)
    [reply] = town.speaker.to(HERE)
    assert reply.title == "Reminder"
    assert next(block.person for block in reply.blocks if isinstance(block, Mention)) == Person(ANA)
    assert "tea **now** @everyone" in plain(reply)
    assert set(buttons(reply)) == {"In 10 minutes", "In an hour", "Tomorrow"}
    assert town.told(ANA) == []


async def test_a_series_says_its_first_times_and_can_be_stopped(town: Town) -> None:
    text = plain(await town.says("/remindme every monday and thursday 18:00 write my diary"))
    assert "Every Monday and Thursday at 18:00" in text
    assert "Monday 30 November, 18:00; Thursday 3 December, 18:00; Monday 7 December, 18:00" in text
    await town.passes(days=3, hours=9)
    await town.passes(days=3)
    first, second = town.speaker.to(HERE)
    assert "Cancelled" in plain(await town.presses(second, "Stop these"))
    await town.passes(days=7)
    assert len(town.speaker.to(HERE)) == 2
    assert first == second


async def test_another_clock_is_shown_beside_ones_own(town: Town) -> None:
    text = plain(await town.says("/remindme tomorrow 9:00 in New York call Ben"))
    assert "at 09:00 in New York (America/New_York)" in text
    assert "Saturday 28 November, 15:00 in Berlin (Europe/Berlin)" in text


async def test_who_has_no_time_zone_is_asked_for_it_once(town: Town) -> None:
    reply = await said(town.dispatch, "/remindme tomorrow 9:00 read", scene(at=town.at))
    assert "at 09:00 UTC" in plain(reply)
    assert "Set my time zone" in buttons(reply)


async def test_direct_messages_only_after_opting_in_and_that_is_asked_once(town: Town) -> None:
    asked = await town.says("/remindme in 1 hour one")
    assert "May I send you reminders as direct messages?" in plain(asked)
    assert "May I send" not in plain(await town.says("/remindme every day 11:00 two"))
    answer = plain(await town.presses(asked, "Write to me directly"))
    assert "come as direct messages from now on. So do 2 that you have set already." in answer
    assert "In a direct message" in plain(await town.says("/remindme in 1 hour three"))
    await town.passes(hours=1)
    await town.passes(hours=1)
    assert town.told(HERE) == []
    assert town.said_to(ANA) == ["one", "three", "two"]
    back = plain(await town.says("/remindme direct no"))
    assert "From now on I mention you in the channel where you set a reminder." in back
    assert "So does the one that you have set." in back
    await town.passes(days=1)
    assert len(town.told(HERE)) == 1
    assert "Everybody there can read it; what" in plain(await town.says("/remindme direct no"))


async def test_putting_off_a_series_leaves_the_series(town: Town) -> None:
    await town.says("/remindme direct yes")
    await town.says("/remindme every day 10:00 stretch")
    assert "as direct messages" in plain(await town.says("/remindme"))
    await town.passes(hours=1)
    await town.presses(town.speaker.to(ANA)[0], "In an hour")
    assert "stretch: Friday 27 November, 11:00, and again" in plain(await town.says("/remindme"))
    await town.passes(hours=1)
    await town.passes(hours=23)
    assert town.said_to(ANA) == ["stretch", "stretch", "stretch"]


async def test_what_is_set_in_a_direct_message_stays_there(town: Town) -> None:
    text = plain(await town.says("/remindme in 5 minutes tea", direct=True))
    assert "Here, between you and me" in text
    assert "May I" not in text
    await town.passes(minutes=5)
    assert "tea" in town.told(ANA)[0]
    assert not any(isinstance(block, Mention) for block in town.speaker.to(ANA)[0].blocks)


async def test_a_reminder_is_put_off_by_whose_it_is(town: Town) -> None:
    await town.says("/remindme in 5 minutes tea")
    await town.passes(minutes=5)
    [reply] = town.speaker.to(HERE)
    assert "isn't one of yours" in plain(await town.presses(reply, "Tomorrow", "ben"))
    await said(town.dispatch, "/checkin read a lot", town.scene("ben"))
    assert "isn't one of yours" in plain(await town.presses(reply, "Tomorrow", "ben"))
    assert "comes again on Saturday 28 November, 09:05" in plain(await town.presses(reply, "Tomorrow"))
    answer = await town.presses(reply, "In 10 minutes")
    assert "tea comes again on Friday 27 November, 09:15" in plain(answer)
    await town.passes(minutes=10)
    await town.passes(days=2)
    assert len(town.told(HERE)) == 2


async def test_quiet_hours_hold_back_until_their_end_and_that_is_said(town: Town) -> None:
    assert "At present you have no quiet hours" in plain(await town.says("/remindme quiet"))
    text = plain(await town.says("/remindme quiet 22:00 07:00"))
    assert "From now on it is quiet from 22:00 to 07:00 in Berlin (Europe/Berlin)." in text
    held = plain(await town.says("/remindme today 23:30 sleep"))
    assert "It falls into yours, so it comes at Saturday 28 November, 07:00" in held
    assert "Quiet hours" not in plain(await town.says("/remindme today 21:00 read"))
    await town.passes(hours=12)
    await town.passes(hours=3)
    assert town.said_to(HERE) == ["read"]
    await town.passes(hours=6, minutes=59)
    assert len(town.told(HERE)) == 1
    await town.passes(minutes=1)
    [_, reply] = town.speaker.to(HERE)
    assert "It was due at 23:30, in your quiet hours." in plain(reply)
    assert "I was away" not in plain(reply)
    assert "tea" not in plain(await town.says("/remindme"))
    town.at += timedelta(hours=15)
    put_off = await town.presses(reply, "In an hour")
    assert "Sunday 29 November, 07:00. That is when your quiet hours end." in plain(put_off)
    off = await town.says("/remindme quiet")
    assert "no quiet hours" in plain(await town.presses(off, "No quiet hours"))
    for words, sentence in (("tonight", "I can't read these hours"), ("25:00 7:00", "hours go from 00:00"),
                            ("7:00 7:00", "the whole day")):  # fmt: skip
        assert sentence in plain(await town.says(f"/remindme quiet {words}"))


async def test_quiet_hours_that_ended_long_ago_are_no_excuse(town: Town) -> None:
    await town.says("/remindme quiet 22:00 07:00")
    await town.says("/remindme today 23:30 sleep")
    await town.passes(hours=24)
    [text] = town.told(HERE)
    assert "I was away and am late" in text
    assert "quiet hours" not in text


async def test_whoever_refuses_direct_messages_is_mentioned_and_told_why_once(town: Town) -> None:
    await town.presses(await town.says("/remindme in 1 hour one"), "Write to me directly")
    await town.says("/remindme in 1 hour two")
    await town.says("/remindme every day 12:00 three")
    town.speaker.failures[ANA].extend([REFUSES, REFUSES])
    await town.passes(hours=1)
    await town.passes(minutes=1)
    one, two = town.told(HERE)
    assert "I could not write to you directly. You take no direct messages. Allow them in your settings." in one
    assert "press “Directly again”" in one
    assert "could not write" not in two
    await town.passes(hours=2)
    assert "three" in town.told(HERE)[2]
    answer = await town.presses(town.speaker.to(HERE)[0], "Directly again")
    assert "direct messages from now on. So does the one" in plain(answer)
    await town.passes(days=1)
    assert "three" in town.told(ANA)[0]


async def test_where_there_is_no_other_way_the_list_says_why(town: Town) -> None:
    await town.says("/remindme in 1 hour tea", direct=True)
    town.speaker.failures[ANA].append(REFUSES)
    await town.says("/remindme in 1 hour lost")
    town.speaker.failures[HERE].append(NotPosted("The channel is gone.", lasting=True))
    await town.says("/remindme direct yes", "cem")
    await town.says("/remindme in 1 hour away", "cem")
    town.speaker.failures["test:cem"].append(Left("They left."))
    await town.passes(hours=1)
    await town.passes(hours=1)
    assert (town.told(HERE), town.told(ANA)) == ([], [])
    text = plain(await town.says("/remindme"))
    assert "tea: could not be delivered. You take no direct messages." in text
    assert "lost: could not be delivered. The channel is gone." in text


async def test_the_list_is_in_order_and_cancels(town: Town) -> None:
    await town.says("/remindme tomorrow 9:00 later")
    await town.says("/remindme every day 18:00 sooner")
    reply = await town.says("/remindme")
    text = plain(reply)
    assert "2 of 100 wait" in text
    assert text.index("sooner: Friday 27 November, 18:00, and again") < text.index("later: Saturday 28 November, 09:00")
    select = selects(reply)["Cancel one"]
    assert [option.label for option in select.options] == ["2. sooner", "1. later"]
    answer = await town.dispatch.pressed(select.carried.token, town.scene(), on=Audience.CALLER, chosen=["2"])
    assert "I won't remind you: sooner" in plain(a_reply(answer))
    assert "Nothing waits" in plain(await town.says("/remindme", "ben"))
    assert "as direct messages" not in text


async def test_a_hundred_wait_at_most(town: Town) -> None:
    def again(number: int) -> str:
        return f"/remindme in {number + 1} hours tea {number}"

    for number in range(MOST):
        assert (await town.says(again(number))).title == "I'll remind you"
    assert "100 reminders of yours are waiting" in plain(await town.says(again(MOST)))
    first = await town.says("/remindme")
    assert "The soonest" not in buttons(first)
    later = await town.presses(first, "Later ones")
    assert "tea 20:" in plain(later)
    assert "The soonest" in buttons(later)
    assert "Later ones" not in buttons(await town.says("/remindme list from:81"))
    assert not selects(await town.says("/remindme list from:500"))
    await town.passes(hours=1)
    assert (await town.says(again(MOST))).title == "I'll remind you"


async def test_what_cannot_be_read_is_refused_with_a_sentence(town: Town) -> None:
    for line, sentence in (
        ("/remindme soon read the paper", "I can't read a time there"),
        ("/remindme yesterday 9:00 read", "already passed"),
        ("/remindme tomorrow 9:00", "And of what?"),
        (f"/remindme tomorrow 9:00 {'x' * 600}", "600 characters long"),
    ):
        assert sentence in plain(await town.says(line))
    assert [one.parameter.name for one in a_form(await town.dispatch.typed("/remindme set", scene())).questions] == [
        "what"
    ]
    assert "Nothing waits" in plain(await town.says("/remindme"))


async def test_a_skill_can_be_come_back_to(town: Town) -> None:
    skill = await town.says("/roadmap git")
    form = a_form(await town.dispatch.pressed(buttons(skill)["Remind me…"].token, town.scene(), on=Audience.CALLER))
    assert [one.parameter.name for one in form.questions] == ["when"]
    for when, words in (("tomorrow 18:30", f"{skill.title}"), ("soon", "I can't read a time there")):
        answer = await town.dispatch.pressed(
            form.invocation.token, town.scene(), on=Audience.CALLER, filled={"when": when}
        )
        assert words in plain(a_reply(answer))
    await town.passes(days=2)
    assert skill.title in town.told(HERE)[0]


async def test_a_reminder_is_forgotten_long_after_its_last_time(town: Town) -> None:
    await town.says("/remindme in 1 hour once")
    await town.says("/remindme in 60 days much later")
    await town.passes(hours=1)

    async def forget(stores: Stores) -> list[Reminder | None]:
        await stores.reminders.forget_old(town.at - KEPT)
        return [await stores.reminders.one(number) for number in (1, 2)]

    assert None not in await town.database.write(forget)
    town.at += KEPT + timedelta(hours=1)
    first, second = await town.database.write(forget)
    assert first is None
    assert second is not None


async def test_cancelling_counts_also_while_it_is_under_way(town: Town) -> None:
    """Planned, claimed, and then cancelled before it is composed or noted."""
    await town.says("/remindme in 1 hour tea")
    kind, plan = RemindingKind(), Plan(KIND, "reminder:99", HERE, Recurrence(START.date(), START.time(), "UTC"))

    async def late(stores: Stores) -> str:
        appointment = await stores.schedule.add(plan, town.at)
        delivery = Delivery(1, appointment, START.date(), START)
        await kind.posted(stores, delivery, "test:1", town.at)
        assert await kind.instead(stores, delivery, REFUSES, town.at)
        return str(await kind.compose(stores, delivery, town.at))

    assert "It was cancelled." in await town.database.write(late)
