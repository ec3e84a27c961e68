"""Reminders and how somebody is told, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.adapters.database.stores import SqlStores
from bot.core.acts.reminding import KIND
from bot.core.chat.scene import Caller, Channel, Person
from bot.core.model.appointment import Plan, State
from bot.core.model.quiet import Quiet
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.ports.reminders import Direct, Reminder, ReminderSettings

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
DAY = timedelta(days=1)
ANA, BEN = Person("discord:1"), Person("slack:T1.U1")
HERE = Channel("discord:7")
NIGHT = ReminderSettings(Direct.YES, Quiet(time(22), time(7)))


async def two(stores: Stores) -> tuple[int, int]:
    """Ana and Ben, each with a reminder that comes tomorrow."""
    numbers = []
    for person in (ANA, BEN):
        member = await stores.people.meet(Caller(person, "A name"), NOW)
        reminder = await stores.reminders.add(member.number, "“Grüße” an alle", person, HERE, NOW)
        tomorrow = Recurrence((NOW + DAY).date(), time(9), "UTC")
        await stores.schedule.add(Plan(KIND, reminder.owner, person.reference, tomorrow, direct=True), NOW)
        numbers.append(member.number)
    return numbers[0], numbers[1]


def sql(stores: Stores) -> SqlStores:
    assert isinstance(stores, SqlStores)
    return stores


async def test_a_reminder_comes_back_as_it_was(database: Database) -> None:
    async def act(stores: Stores) -> list[Reminder]:
        ana, _ = await two(stores)
        assert await stores.reminders.settings(ana) == ReminderSettings()
        for settings in (NIGHT, ReminderSettings(Direct.NO), NIGHT):
            await stores.reminders.settle(ana, settings)
            assert await stores.reminders.settings(ana) == settings
        found = list(await stores.reminders.waiting(ana))
        assert [await stores.reminders.one(one.number) for one in found] == found
        return found

    [found] = await database.write(act)
    assert (found.words, found.person, found.channel) == ("“Grüße” an alle", ANA, HERE)


async def test_one_waits_while_it_comes_is_under_way_or_is_paused(database: Database) -> None:
    async def act(stores: Stores) -> list[int]:
        ana, _ = await two(stores)
        seen = []
        [reminder] = await stores.reminders.waiting(ana)
        [appointment] = await stores.schedule.of(reminder.owner)
        for state in (State.PAUSED, State.ENDED):
            await stores.schedule.change(appointment.number, state, "", None)
            seen.append(len(await stores.reminders.waiting(ana)))
        await stores.schedule.plan(appointment.number, NOW.date(), NOW)
        seen.append(len(await stores.reminders.waiting(ana)))
        await stores.reminders.remove(reminder.number)
        seen.append(len(await stores.reminders.waiting(ana)))
        return seen

    assert await database.write(act) == [1, 0, 1, 0]


async def test_a_number_is_never_given_twice(database: Database) -> None:
    """A button of a cancelled reminder must not lead to another one."""

    async def act(stores: Stores) -> tuple[int, int]:
        ana, _ = await two(stores)
        first = await stores.reminders.add(ana, "one", ANA, None, NOW)
        await stores.reminders.remove(first.number)
        assert await stores.reminders.one(first.number) is None
        return first.number, (await stores.reminders.add(ana, "two", ANA, None, NOW)).number

    first, second = await database.write(act)
    assert second > first


async def test_old_ones_are_forgotten_but_not_those_that_come(database: Database) -> None:
    async def act(stores: Stores) -> list[bool]:
        ana, ben = await two(stores)
        [mine], [other] = await stores.reminders.waiting(ana), await stores.reminders.waiting(ben)
        [appointment] = await stores.schedule.of(mine.owner)
        await stores.schedule.change(appointment.number, State.ENDED, "", None)
        await stores.reminders.posted(mine.number, NOW + DAY)
        kept = []
        for before in (NOW + DAY, NOW + 2 * DAY):
            await stores.reminders.forget_old(before)
            kept += [await stores.reminders.one(one.number) is not None for one in (mine, other)]
        return kept

    assert await database.write(act) == [True, True, False, True]


async def test_what_two_had_is_that_of_one(database: Database) -> None:
    async def act(stores: Stores) -> tuple[int, list[tuple[str, int]]]:
        ana, ben = await two(stores)
        await stores.reminders.settle(ben, NIGHT)
        return ana, [*await stores.joining.members(ana, ben)]

    ana, carried = await database.write(act)
    assert ("reminders", 1) in carried
    assert len(await database.read(lambda stores: stores.reminders.waiting(ana))) == 2
    assert await database.read(lambda stores: stores.reminders.settings(ana)) == NIGHT


async def test_all_of_it_is_exported_and_forgotten(database: Database) -> None:
    async def act(stores: Stores) -> None:
        ana, ben = await two(stores)
        await stores.reminders.settle(ana, NIGHT)
        [reminder] = await stores.reminders.waiting(ana)
        [appointment] = await stores.schedule.of(reminder.owner)
        await stores.schedule.plan(appointment.number, NOW.date(), NOW)
        store = sql(stores).reminders
        assert await store.export(ana) == {
            "reminders": [
                {
                    "words": "“Grüße” an alle",
                    "account": "discord:1",
                    "channel": "discord:7",
                    "about": "",
                    "ahead": "",
                    "made_at": "2026-11-27T08:00:00Z",
                    "last_at": "2026-11-27T08:00:00Z",
                }
            ],
            "reminder_settings": [{"direct": "yes", "quiet_begin": "22:00", "quiet_end": "07:00"}],
        }
        await store.forget(ana)
        assert await store.export(ana) == {"reminders": [], "reminder_settings": []}
        assert await stores.schedule.one(appointment.number) is None
        assert len(await stores.reminders.waiting(ben)) == 1

    await database.write(act)
