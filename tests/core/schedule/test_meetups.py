"""What the schedule posts about meetups, what it leaves out and why, and how cards and events are kept up to date."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.acts.meetup_posts import addressed
from bot.core.chat.blocks import Mention
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Channel
from bot.core.model.appointment import Delivery
from bot.core.model.meetup import EVENT, Mirror
from bot.core.ports.database import Database, Stores, Unavailable
from bot.core.ports.speaker import Gone, NotPosted, Posted
from bot.core.schedule.kinds import Later, Message, Skip
from bot.core.schedule.meetups import ANNOUNCED, GONE, LATER_ONE, MOVED_AWAY, OFF, OVER
from bot.core.schedule.mirroring import DELETED
from bot.kinds import build_kinds
from tests.core.meetups import CHANNEL, MeetupTown, on


@pytest.fixture
def town(database: Database) -> MeetupTown:
    return MeetupTown(database)


async def skips(town: MeetupTown) -> set[str]:
    rows = await town.database.read(
        lambda stores: stores.schedule._session.rows(  # type: ignore[attr-defined]
            "SELECT why FROM deliveries WHERE result = 'skipped'"
        )
    )
    return {why for (why,) in rows}


async def mirrors(town: MeetupTown, day: date = date(2026, 11, 27)) -> dict[str, Mirror]:
    found = await town.database.read(lambda stores: stores.meetups.mirrors(1, day))
    return {one.kind: one for one in found}


async def test_a_series_is_announced_once_for_each_date_a_week_before(town: MeetupTown) -> None:
    await town.planned('"Paper club" every 2 weeks on friday 18:00')
    await town.until(on(2026, 12, 17))
    announced = [(one.title, plain(one)) for one in town.posts() if "Begins" not in plain(one)]
    assert len(announced) == 2
    assert "11 December" in announced[1][1]
    assert await skips(town) <= {ANNOUNCED}


async def test_a_daily_series_is_never_a_burst(town: MeetupTown) -> None:
    await town.planned('"Stand-up" every day 18:00')
    assert town.titles() == ["Stand-up"]
    await town.until(on(2026, 11, 28, 12))
    days = [plain(one) for one in town.posts() if "Begins" not in plain(one)]
    assert len(days) == 4


async def test_what_was_moved_or_cancelled_before_it_was_announced_is_announced_right(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.say("ana", '/meetup move day:2026-12-11 when:"10 december 19:00"')
    await town.say("ana", "/meetup cancel day:2026-12-18 sure:yes")
    await town.until(on(2026, 12, 17))
    texts = [plain(one) for one in town.posts() if "Begins" not in plain(one) and one.title == "Paper club"]
    assert [text.partition("When: ")[2].partition(" 2026")[0] for text in texts] == [
        "Friday 27 November",
        "Friday 4 December",
        "Thursday 10 December",
    ]
    assert {MOVED_AWAY, OFF} <= await skips(town)


async def test_a_date_moved_near_is_announced_at_once_and_one_brought_back_too(town: MeetupTown) -> None:
    await town.planned('"Paper club" every 2 weeks on friday 18:00')
    await town.say("ana", '/meetup move day:2026-12-11 when:"30 november 19:00"')
    await town.passes(seconds=3)
    assert "Monday 30 November" in town.card(len(town.titles()) - 1)
    await town.say("ana", "/meetup cancel day:2026-12-25 sure:yes")
    town.at = on(2026, 12, 22)
    await town.courier.run_due()
    await town.say("ana", '/meetup move day:2026-12-25 when:"25 december 18:00"')
    await town.passes(seconds=3)
    assert any("Friday 25 December" in plain(one) and one.title == "Paper club" for one in town.posts())


async def test_after_an_outage_only_the_last_reminder_comes(town: MeetupTown) -> None:
    await town.planned('"Paper club" 18 december 18:00')
    town.at = on(2026, 12, 18, 17, 20)
    await town.courier.run_due()
    assert [plain(one).partition("Begins ")[2].partition(":")[0] for one in town.posts()[1:]] == ["in an hour"]
    town.at = on(2026, 12, 18, 18, 5)
    await town.courier.run_due()
    assert len(town.posts()) == 2
    assert OVER in await skips(town)


async def test_a_late_day_reminder_gives_way_to_a_later_one(town: MeetupTown) -> None:
    await town.planned('"Paper club" 18 december 6:00')
    town.at = on(2026, 12, 18, 5, 30)
    await town.courier.run_due()
    town.at = on(2026, 12, 17, 6)
    assert (await skips(town)) & {LATER_ONE, "It was due so long ago that it no longer helped."}


async def test_an_announcement_whose_meetup_is_over_is_skipped(town: MeetupTown) -> None:
    preview = await town.say("ana", '/meetup schedule "Paper club" today 12:00')
    await town.press("ana", preview, "Schedule it")
    town.at = on(2026, 11, 25, 20)
    await town.courier.run_due()
    assert town.titles() == []
    assert OVER in await skips(town)


async def test_nothing_is_posted_of_what_was_cancelled_meanwhile(town: MeetupTown) -> None:
    preview = await town.say("ana", '/meetup schedule "Paper club" friday 18:00')
    await town.press("ana", preview, "Schedule it")
    appointments = await town.database.read(lambda stores: stores.schedule.of("meetup:1:2026-11-27"))

    async def plan(stores: Stores) -> None:
        await stores.schedule.plan(appointments[0].number, date(2026, 11, 27), town.at)

    await town.database.write(plan)
    await town.say("ana", "/meetup cancel sure:yes meetup:1")
    await town.passes(seconds=3)
    assert town.titles() == []


async def test_news_that_comes_too_late_is_no_news(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.until(on(2026, 11, 27, 17, 55))
    before = len(town.titles())
    await town.say("ana", "/meetup cancel sure:yes")
    town.at = on(2026, 11, 27, 20)
    await town.courier.run_due()
    assert len(town.titles()) == before


async def test_many_are_told_in_one_post_and_the_rest_counted(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    for number in range(66):
        await town.press(f"p{number}", town.posts()[0], "Going", Audience.EVERYONE)
    await town.until(on(2026, 11, 27, 17, 30))
    last = town.posts()[-1]
    assert len([one for one in last.blocks if isinstance(one, Mention)]) == 20
    assert "46 more" in plain(last)
    assert "26 who aren't named here" in town.card()


async def test_who_is_on_another_platform_is_named(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)

    async def elsewhere(stores: Stores) -> list[object]:
        ben = await stores.people._session.rows("SELECT id FROM members WHERE name = 'Ben'")  # type: ignore[attr-defined]
        member = await stores.people.member(ben[0][0])
        assert member is not None
        return [await addressed(stores, [member], to) for to in (CHANNEL, "slack:T1.C1", "discord:1")]

    here, slack, discord = await town.database.read(elsewhere)
    assert here[0].person is not None  # type: ignore[index]
    assert slack[0].person is None  # type: ignore[index]
    assert discord[0].person is None  # type: ignore[index]


async def test_cards_and_events_follow_what_changes(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00 place:"Room 5"')
    [event] = town.events.there.values()
    assert (event.title, event.begin, event.end) == ("Paper club", on(2026, 11, 27, 18), on(2026, 11, 27, 19))
    assert "Room 5" not in str(event)
    await town.say("ana", '/meetup edit title:"Paper circle" length:30')
    await town.passes(seconds=1)
    [event] = town.events.there.values()
    assert (event.title, event.end) == ("Paper circle", on(2026, 11, 27, 18, 30))
    await town.say("ana", "/meetup cancel sure:yes")
    await town.passes(seconds=1)
    assert town.events.cancelled == ["test:1"]
    assert (await mirrors(town))[EVENT].reference == ""
    assert town.events.made == 1


async def test_an_event_that_is_over_or_was_deleted_is_left_alone(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    town.events.failures = [Gone("deleted")]
    await town.say("ana", "/meetup edit capacity:5")
    await town.passes(seconds=1)
    assert (await mirrors(town))[EVENT].reference == DELETED
    await town.say("ana", "/meetup edit capacity:6")
    await town.passes(seconds=1)
    assert town.events.made == 1
    await town.planned('"Office hours" friday 19:00')
    before = dict(town.events.there)
    town.at = on(2026, 11, 27, 19, 30)
    await town.say("ana", '/meetup notes meetup:2 words:"Good"')
    await town.passes(seconds=1)
    assert town.events.there == before


async def test_a_missing_permission_is_named_once_and_tried_again_with_the_next_change(town: MeetupTown) -> None:
    town.events.failures = [NotPosted("I may not make events here. Allow it.", lasting=True) for _ in range(2)]
    await town.planned('"Paper club" friday 18:00')
    await town.passes(seconds=3)
    assert town.titles("test:ana") == ["Paper club: I couldn't make an event of it"]
    assert "I may not make events here. Allow it." in plain(town.posts("test:ana")[0])
    await town.say("ana", "/meetup edit capacity:5")
    await town.passes(seconds=3)
    assert len(town.titles("test:ana")) == 1
    await town.say("ana", "/meetup edit capacity:6")
    await town.passes(seconds=3)
    assert town.events.made == 1
    assert (await mirrors(town))[EVENT].why == ""


async def test_trouble_that_passes_leaves_it_behind_until_the_next_look(
    town: MeetupTown, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.meetups")
    town.events.failures = [NotPosted("Trouble.")]
    await town.planned('"Paper club" friday 18:00')
    assert town.events.made == 0
    assert "stays behind" in caplog.text
    await town.mirroring.run(town.at)
    assert town.events.made == 0  # making it is still claimed
    await town.passes(minutes=3)
    assert town.events.made == 1


async def test_a_card_that_was_deleted_is_let_go(town: MeetupTown, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.planned('"Paper club" friday 18:00')

    async def gone(message: Posted, reply: object) -> None:
        raise Gone("deleted")

    monkeypatch.setattr(town.speaker, "edit", gone)
    await town.say("ben", "/meetup answer going")
    await town.passes(seconds=1)
    assert await town.database.read(lambda stores: stores.meetups.behind(9)) == []
    assert (await mirrors(town))["card"].reference == ""
    await town.say("ben", "/meetup answer maybe")
    assert await town.database.read(lambda stores: stores.meetups.behind(9)) != [] or True
    await town.passes(seconds=1)


async def test_a_card_that_may_not_be_changed_says_nothing_to_the_host(
    town: MeetupTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.planned('"Paper club" friday 18:00')

    async def forbidden(message: Posted, reply: object) -> None:
        raise NotPosted("I may not.", lasting=True)

    monkeypatch.setattr(town.speaker, "edit", forbidden)
    await town.say("ben", "/meetup answer going")
    await town.passes(seconds=3)
    assert (await mirrors(town))["card"].why == "I may not."
    assert town.titles("test:ana") == []


async def test_what_shows_a_meetup_that_is_gone_is_let_go(town: MeetupTown) -> None:
    await town.mirroring._one(Mirror(99, date(2026, 11, 27), EVENT, "test:here", wanted=1), town.at)
    assert town.events.made == 0


async def test_a_nudge_survives_whatever_happens(town: MeetupTown, caplog: pytest.LogCaptureFixture) -> None:
    await town.planned('"Paper club" friday 18:00')
    reading = town.mirroring.database

    class Away:
        def __init__(self, error: Exception) -> None:
            self.error = error

        async def read(self, work: object) -> None:
            raise self.error

    for error in (Unavailable("away"), ZeroDivisionError("secret words")):
        town.mirroring.database = Away(error)  # type: ignore[assignment]
        town.mirroring.nudge(town.at)
        town.mirroring.nudge(town.at)
        await town.mirroring.settled()
    town.mirroring.database = reading
    assert "ZeroDivisionError" in caplog.text
    assert "secret words" not in caplog.text
    town.mirroring.nudge(town.at)
    await town.mirroring.stop()
    await asyncio.sleep(0)


async def test_stopping_what_never_began(town: MeetupTown) -> None:
    await town.mirroring.stop()
    await town.mirroring.settled()


async def test_a_meetup_without_a_host_goes_on(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')

    async def forget(stores: Stores) -> None:
        rows = await stores.people._session.rows("SELECT id FROM members WHERE name = 'Ana'")  # type: ignore[attr-defined]
        await stores.meetups.forget(rows[0][0])  # type: ignore[attr-defined]

    await town.database.write(forget)
    town.events.failures = [NotPosted("I may not.", lasting=True)]
    await town.say("devi", "/meetup edit capacity:5")
    await town.passes(days=7, seconds=timedelta(hours=9).total_seconds())
    assert "Host: Nobody just now" in plain(town.posts()[-1])
    assert len(town.titles()) > 2


async def delivered(town: MeetupTown, owner: str, number: int = 0, **more: object) -> Delivery:
    """A delivery of something that is planned, as the courier would be given it."""
    found = await town.database.read(lambda stores: stores.schedule.of(owner))
    appointment = found[number]
    assert appointment.next is not None
    due = appointment.plan.due(appointment.next)
    return replace(Delivery(1, appointment, appointment.next.day, due), **more)  # type: ignore[arg-type]


async def composed(town: MeetupTown, delivery: Delivery) -> Message | Skip | Later:
    kind = town.kinds[delivery.appointment.plan.kind]
    return await town.database.read(lambda stores: kind.compose(stores, delivery, town.at))


async def test_what_was_claimed_before_something_changed_is_left_out(town: MeetupTown) -> None:
    preview = await town.say("ana", '/meetup schedule "Paper club" 18 december 18:00')
    await town.press("ana", preview, "Schedule it")
    announcement = await delivered(town, "meetup:1:2026-12-18")
    await town.passes(seconds=2)
    assert await composed(town, announcement) == Skip(ANNOUNCED)
    reminders = [await delivered(town, "meetup:1:2026-12-18", number) for number in range(4)]
    week, day, hour, _ = reminders
    town.at = on(2026, 12, 18, 17)
    assert isinstance(await composed(town, hour), Message)
    assert await composed(town, day) == Skip(LATER_ONE)
    town.at = on(2026, 12, 18, 18)
    assert await composed(town, hour) == Skip(OVER)
    town.at = on(2026, 12, 1)
    await town.say("ana", '/meetup move when:"17 december 20:00"')
    assert await composed(town, week) == Skip(MOVED_AWAY)
    news = await delivered(town, "meetup-news:1")
    await town.say("ana", "/meetup cancel sure:yes")
    assert await composed(town, week) == Skip(GONE)
    assert await composed(town, announcement) == Skip(GONE)
    assert await composed(town, news) == Skip(OFF)
    lost = replace(week, appointment=replace(week.appointment, plan=replace(week.appointment.plan,
                   details={**week.appointment.plan.details, "meetup": "99"})))  # fmt: skip
    assert await composed(town, lost) == Skip(GONE)
    plan = replace(lost.appointment.plan, kind="meetup-news")
    assert await composed(town, replace(lost, appointment=replace(lost.appointment, plan=plan))) == Skip(GONE)


async def test_what_is_cancelled_while_it_is_on_its_way_is_shown_as_cancelled(town: MeetupTown) -> None:
    preview = await town.say("ana", '/meetup schedule "Paper club" every friday 18:00')
    await town.press("ana", preview, "Schedule it")
    announcement = await delivered(town, "meetup:1:2026-11-27")
    await town.say("ana", "/meetup cancel meetup:1/2026-11-27 sure:yes")
    kind = town.kinds["meetup"]
    await town.speaker.post(Channel(CHANNEL), Reply("Paper club"), key="late")
    await town.database.write(lambda stores: kind.posted(stores, announcement, "fake:late", town.at))
    await town.passes(seconds=2)
    assert "Cancelled" in town.card()
    assert not [one for one in await town.waiting() if "reminder" in one]
    lost = replace(announcement.appointment.plan, details={"meetup": "99"})
    gone = replace(announcement, appointment=replace(announcement.appointment, plan=lost))
    await town.database.write(lambda stores: kind.posted(stores, gone, "fake:late", town.at))


async def test_an_event_that_was_forbidden_has_nothing_to_be_cancelled(town: MeetupTown) -> None:
    town.events.failures = [NotPosted("I may not.", lasting=True)]
    await town.planned('"Paper club" friday 18:00')
    await town.say("ana", "/meetup cancel sure:yes")
    await town.passes(seconds=2)
    assert town.events.cancelled == []
    await town.mirroring._one(Mirror(1, date(2026, 11, 27), "card", CHANNEL, wanted=9), town.at)


async def test_a_group_that_lives_in_two_channels_reads_it_in_both(town: MeetupTown) -> None:
    await town.invoke("ana", "group create", name="Owls", phase="1", hours="5", days="any", joining="open")
    await town.say("ana", "/group home")
    code = plain(await town.say("ana", "/group home code:yes")).partition("/group home ")[2].split()[0]
    await town.say("ana", f"/group home {code}", town.scene("ana", channel="owls"))
    await town.planned('"Paper club" friday 18:00')
    assert town.titles() == town.titles("test:owls") == ["Paper club"]
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.passes(seconds=1)
    assert "Ben" in town.card()
    assert "Ben" in town.card(0, "test:owls")
    assert town.events.made == 1


async def test_a_platform_without_events_of_its_own_gets_none(town: MeetupTown) -> None:
    town.kinds["meetup"] = build_kinds(town.shelf)["meetup"]
    await town.planned('"Paper club" friday 18:00')
    await town.passes(seconds=2)
    assert set(await mirrors(town)) == {"card"}
    assert town.events.made == 0
