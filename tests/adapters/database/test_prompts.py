"""Study prompts and challenges as they are kept, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.adapters.database.stores import SqlStores
from bot.core.chat.scene import Caller, Person, Space
from bot.core.model.appointment import Plan, Result
from bot.core.model.challenge import NOTICE, Challenge, Step
from bot.core.model.group import Group
from bot.core.model.prompting import DaysOff, Series
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.ports.prompts import KeptAnswer
from tests.core.helpers import NOW

HERE = Space("test:here")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SERIES = Series(0, "test:talk", time(9, 30), "Europe/Berlin", (0, 2), "basics", silent=True, thread=False)


async def met(stores: Stores, name: str) -> int:
    return (await stores.people.meet(Caller(Person(f"test:{name}"), name), NOW)).number


async def a_group(stores: Stores) -> int:
    community = await stores.communities.at(HERE, NOW)
    return (await stores.groups.add(Group(0, community.number, "Owls"), NOW)).number


async def test_a_channel_has_one_series(database: Database) -> None:
    async def act(stores: Stores) -> tuple[Series, Series | None, Series]:
        first = await stores.prompts.keep(SERIES, None)
        assert await stores.prompts.of("test:talk") == first == await stores.prompts.one(first.number)
        await stores.prompts.warned(first.number, "basics:1")
        await stores.prompts.asked(first.number, NOW)
        changed = Series(0, "test:talk", time(18), "UTC", group=await a_group(stores))
        again = await stores.prompts.keep(changed, None)
        return first, await stores.prompts.of("test:talk"), again

    first, kept, again = await database.write(act)
    assert again.number == first.number
    assert kept == replace(again, warned="basics:1", asked=NOW)
    assert await database.read(lambda stores: stores.prompts.of("test:other")) is None
    assert await database.read(lambda stores: stores.prompts.one(99)) is None


async def test_what_was_posted_and_which_days_are_off(database: Database) -> None:
    async def act(stores: Stores) -> int:
        number = (await stores.prompts.keep(SERIES, None)).number
        for place, prompt in enumerate(("b", "a", "b")):
            await stores.prompts.note("test:talk", prompt, NOW.date() + place * DAY, NOW)
        await stores.prompts.take_off(number, date(2026, 12, 24), date(2027, 1, 1))
        await stores.prompts.take_off(number, date(2026, 12, 1), date(2026, 12, 1))
        return number

    number = await database.write(act)
    posted = await database.read(lambda stores: stores.prompts.posted("test:talk"))
    assert posted == [("b", NOW.date()), ("a", NOW.date() + DAY), ("b", NOW.date() + 2 * DAY)]
    first, second = await database.read(lambda stores: stores.prompts.off(number))
    assert first == DaysOff(first.number, date(2026, 12, 1), date(2026, 12, 1))
    assert (second.first, second.last) == (date(2026, 12, 24), date(2027, 1, 1))
    assert await database.write(lambda stores: stores.prompts.put_back(number, first.number))
    assert not await database.write(lambda stores: stores.prompts.put_back(number, first.number))
    assert await database.read(lambda stores: stores.prompts.off(number)) == [second]


async def test_answers_of_two_who_become_one(database: Database) -> None:
    async def act(stores: Stores) -> tuple[int, int, list[tuple[str, int]]]:
        ana, ben = await met(stores, "ana"), await met(stores, "ben")
        for member, prompt, words, at in (
            (ana, "a", "older", NOW),
            (ben, "a", "newer", NOW + MINUTE),
            (ana, "b", "newer", NOW + MINUTE),
            (ben, "b", "older", NOW),
            (ben, "c", "only\nhere", NOW),
            (ben, "d", "dropped", NOW),
        ):
            await stores.prompts.answer(member, KeptAnswer(prompt, words, at))
        await stores.prompts.drop_answer(ben, "d")
        return ana, ben, [*await stores.joining.members(ana, ben)]

    ana, _, carried = await database.write(act)
    assert ("answers to study prompts", 1) in carried
    assert await database.read(lambda stores: stores.prompts.answers(ana)) == [
        KeptAnswer("a", "newer", NOW + MINUTE),
        KeptAnswer("b", "newer", NOW + MINUTE),
        KeptAnswer("c", "only\nhere", NOW),
    ]
    exported = (await database.read(lambda stores: stores.privacy.export(ana)))["prompt_answers"]
    assert {"task": "c", "words": "only\nhere", "at": "2026-11-23T10:00:00Z"} in exported
    await database.write(lambda stores: stores.privacy.forget(ana, NOW))
    assert await database.read(lambda stores: stores.prompts.answers(ana)) == []


async def test_a_challenge_comes_back_as_it_was(database: Database) -> None:
    async def act(stores: Stores) -> Challenge:
        group = await a_group(stores)
        planned = Challenge(
            0, group, "basics", "Asia/Tokyo", date(2026, 12, 1), date(2027, 1, 10), time(8, 5), 6, follows=True
        )
        return await stores.challenges.add(planned, "test:ana", NOW)

    kept = await database.write(act)
    assert await database.read(lambda stores: stores.challenges.one(kept.number)) == kept
    assert await database.read(lambda stores: stores.challenges.latest(kept.group)) == kept
    assert await database.read(lambda stores: stores.challenges.one(99)) is None
    assert await database.read(lambda stores: stores.challenges.latest(99)) is None
    assert await database.read(lambda stores: stores.challenges.maker(kept.number)) == "test:ana"
    changed = replace(kept, phase="serving", deadline=date(2027, 1, 20), hours=3, follows=False)
    await database.write(lambda stores: stores.challenges.change(changed))
    assert await database.read(lambda stores: stores.challenges.one(kept.number)) == changed

    async def are_open(at: datetime) -> bool:
        return bool(await database.read(lambda stores: stores.challenges.open(at)))

    end = changed.at(Step.RESULT) + NOTICE
    assert [await are_open(at) for at in (NOW, end, end + MINUTE)] == [True, True, False]
    await database.write(lambda stores: stores.challenges.change(replace(changed, cancelled=True)))
    assert not await are_open(NOW)
    for channel in ("test:one", "test:two", "test:one"):
        await database.write(lambda stores, to=channel: stores.challenges.note(kept.number, Step.OPENING, to, NOW))  # type: ignore[misc]
    assert await database.read(lambda stores: stores.challenges.posted(kept.number)) == {Step.OPENING}


async def test_who_planned_a_challenge_is_told_and_can_be_forgotten(database: Database) -> None:
    async def act(stores: Stores) -> tuple[int, int]:
        planned = Challenge(0, await a_group(stores), "basics", "UTC", date(2026, 12, 1), date(2027, 1, 10))
        return await met(stores, "ana"), (await stores.challenges.add(planned, "test:ana", NOW)).number

    ana, number = await database.write(act)
    exported = (await database.read(lambda stores: stores.privacy.export(ana)))["challenges"]
    assert exported == [
        {
            "phase": "basics",
            "first_day": "2026-12-01",
            "deadline": "2027-01-10",
            "made_at": "2026-11-23T10:00:00Z",
        }
    ]
    await database.write(lambda stores: stores.privacy.forget(ana, NOW))
    assert await database.read(lambda stores: stores.challenges.maker(number)) == ""


async def test_the_latest_delivery_of_all_that_an_owner_planned(database: Database) -> None:
    async def act(stores: Stores) -> None:
        for place in range(3):
            once = Recurrence(NOW.date() + place * DAY, time(9), "UTC")
            one = await stores.schedule.add(Plan("x", "x:1", "test:talk", once), NOW - DAY)
            await stores.schedule.plan(one.number, once.first, NOW + place * DAY, Result.SKIPPED, str(place))

    await database.write(act)
    found = await database.read(lambda stores: stores.schedule.latest("x:1", NOW + DAY, 5))
    assert [one.why for one in found] == ["1", "0"]
    assert await database.read(lambda stores: stores.schedule.latest("x:2", NOW + DAY, 5)) == []


async def test_communities_that_become_one_and_one_that_goes(database: Database) -> None:
    async def act(stores: Stores) -> tuple[int, int]:
        keeper, other = await stores.communities.at(HERE, NOW), await stores.communities.at(Space("test:there"), NOW)
        group = await stores.groups.add(Group(0, other.number, "Larks"), NOW)
        series = await stores.prompts.keep(replace(SERIES, group=group.number), other.number)
        await stores.prompts.note("test:talk", "a", NOW.date(), NOW)
        await stores.prompts.take_off(series.number, NOW.date(), NOW.date())
        planned = Challenge(0, group.number, "basics", "UTC", date(2026, 12, 1), date(2027, 1, 10))
        challenge = await stores.challenges.add(planned, "", NOW)
        await stores.challenges.note(challenge.number, Step.OPENING, "test:talk", NOW)
        await stores.joining.communities(keeper.number, other.number)
        return keeper.number, challenge.number

    keeper, challenge = await database.write(act)

    async def go(stores: Stores) -> None:
        assert isinstance(stores, SqlStores)
        await stores.challenges.disband(keeper)
        await stores.prompts.disband(keeper)

    await database.write(go)
    assert await database.read(lambda stores: stores.prompts.of("test:talk")) is None
    assert await database.read(lambda stores: stores.prompts.posted("test:talk")) == []
    assert await database.read(lambda stores: stores.challenges.one(challenge)) is None
