"""What is due when, in UTC and another zone; what waits, what failed and why: in a terminal, and in chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from bot.core.acts import agenda
from bot.core.acts.agenda import look
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features import agenda_words
from bot.core.features.agenda import NAMES
from bot.core.features.agenda_words import written
from bot.core.features.ask import AskFeature
from bot.core.model.appointment import Plan, Result, State
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.kinds import build_kinds
from tests.conftest import new_dispatch
from tests.core.helpers import a_reply, buttons, said, scene
from tests.fakes.shelf import FakeShelf

NINE = datetime(2026, 11, 27, 8, tzinfo=UTC)
"""Nine in Berlin."""
DAILY = Recurrence(date(2026, 11, 1), time(9), "Europe/Berlin", "FREQ=DAILY")
PROMPTS = Plan("prompts", "prompts:5", "discord:1", DAILY)
ONCE = Plan("reminder", "reminder:1", "slack:T1.U1", Recurrence(date(2026, 11, 28), time(7, 30), "UTC"), direct=True)


async def shown(database: Database, now: datetime, days: int = 1) -> list[str]:
    return written(await database.read(lambda stores: look(stores, now, days)), days)


async def test_nothing_is_said_too(database: Database) -> None:
    assert await shown(database, NINE, 7) == [
        "Due within 7 days",
        "  nothing",
        "",
        "Waiting to be sent",
        "  nothing",
        "",
        "Failed or skipped within 7 days",
        "  nothing",
        "",
        "Paused",
        "  nothing",
    ]


async def test_everything_is_told(database: Database) -> None:
    async def act(stores: Stores) -> None:
        schedule = stores.schedule
        prompts = await schedule.add(PROMPTS, NINE)
        await schedule.add(ONCE, NINE)
        for day, result, why in (
            (25, Result.SKIPPED, "Long ago."),
            (26, Result.SKIPPED, "A holiday."),
            (27, Result.FAILED, "The channel is gone."),
        ):
            await schedule.plan(prompts.number, date(2026, 11, day), NINE + timedelta(days=day - 27), result, why)
        for number, why in enumerate(("", "Discord had trouble.", "Still.", "Yet.")):
            one = await schedule.add(replace(PROMPTS, owner=f"prompts:{number}", to=f"p{number}:1"), NINE)
            await schedule.change(one.number, State.ENDED, "", None)
            await schedule.plan(one.number, NINE.date(), NINE)
            for claim in range(number):
                at = NINE + timedelta(hours=claim)
                [claimed] = await schedule.claim(at, timedelta(minutes=3), 1, f"{number} {claim}", f"p{number}")
                await schedule.again(claimed.number, at, why)
        for why in ("", "The channel is gone."):
            one = await schedule.add(replace(PROMPTS, owner="prompts:9"), NINE)
            await schedule.change(one.number, State.PAUSED, why, None)

    await database.write(act)
    found = await shown(database, NINE + timedelta(hours=1))
    assert found[:4] == [
        "Due within day",
        "  2026-11-28 07:30 UTC (Sat 28 Nov 07:30 UTC)  reminder of reminder:1 → slack:T1.U1 directly",
        "  2026-11-28 08:00 UTC (Sat 28 Nov 09:00 Europe/Berlin)  prompts of prompts:5 → discord:1",
        "",
    ]
    rest = "\n".join(found[4:])
    assert "of prompts:0 → p0:1: not tried yet" in rest
    assert "of prompts:1 → p1:1: tried once; Discord had trouble." in rest
    assert "of prompts:2 → p2:1: tried twice; Still." in rest
    assert "of prompts:3 → p3:1: tried 3 times; Yet." in rest
    assert "failed. The channel is gone." in rest
    assert "A holiday." not in rest
    assert "Long ago." not in rest
    assert found[-3:] == [
        "Paused",
        "  prompts of prompts:9 → discord:1: The channel is gone.",
        "  prompts of prompts:9 → discord:1: by hand",
    ]


async def test_a_long_agenda_is_cut_and_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (agenda, agenda_words):
        monkeypatch.setattr(module, "MOST", 3)
    await database.write(lambda stores: stores.schedule.add(PROMPTS, NINE))
    await database.write(lambda stores: stores.schedule.add(replace(PROMPTS, owner="prompts:6"), NINE))
    found = await shown(database, NINE, 30)
    assert found[4] == "  … and more"
    assert len([line for line in found if "prompts of" in line]) == 3


async def test_what_is_overdue_leads(database: Database) -> None:
    await database.write(lambda stores: stores.schedule.add(PROMPTS, NINE))
    found = await shown(database, NINE + timedelta(days=3), 1)
    assert "2026-11-28 08:00 UTC" in found[1]
    assert "2026-12-01 08:00 UTC" in found[2]
    assert found[3] == ""


@pytest.fixture
def bot(shelf: FakeShelf, database: Database) -> Dispatch:
    """The whole menu over a database that knows nobody."""
    return new_dispatch(shelf, AskFeature(shelf), database)


def devi(space: str = "here", *, zone: tzinfo = UTC) -> Scene:
    """An organiser in a server, at nine in Berlin."""
    place = Place("test", Channel("test:general"), Space(f"test:{space}", space))
    return Scene(Caller(Person("test:devi"), "devi", organiser=True), place, NINE, zone)


async def number_of(bot: Dispatch, database: Database, space: str) -> int:
    """The number of a community, which is met with that."""
    await said(bot, "/zone berlin", devi(space))
    found = await database.read(lambda stores: stores.communities.known(Space(f"test:{space}", space)))
    assert found is not None
    return found.number


async def test_chat_shows_what_is_posted_in_this_community_and_nobodys_own_reminders(
    bot: Dispatch, database: Database
) -> None:
    here, there = [await number_of(bot, database, space) for space in ("here", "there")]
    assert (await said(bot, "/agenda", devi())).title == "Nothing on the agenda"

    async def act(stores: Stores) -> None:
        schedule, prompt = stores.schedule, replace(PROMPTS, kind="prompt", community=here)
        mine = await schedule.add(replace(prompt, to="test:general"), NINE)
        paused = await schedule.add(replace(prompt, owner="prompts:6"), NINE)
        await schedule.change(paused.number, State.PAUSED, "Give me the right to *write* there.", None)
        by_hand = await schedule.add(replace(prompt, owner="prompts:8"), NINE)
        await schedule.change(by_hand.number, State.PAUSED, "", None)
        await schedule.add(replace(prompt, kind="secret", community=there), NINE)
        await schedule.add(replace(ONCE, community=here, kind="secret"), NINE)
        await schedule.add(replace(PROMPTS, kind="reminder", owner="reminder:2"), NINE)
        await schedule.add(replace(PROMPTS, kind="boards", owner="boards:test:here"), NINE)
        await schedule.add(replace(PROMPTS, kind="secret", owner="boards:test:there"), NINE)
        await schedule.add(replace(PROMPTS, kind="unknown", owner="unknown:1", community=here), NINE)
        for back, result, why in (
            (3, Result.FAILED, "The channel is gone: choose another one."),
            (2, Result.SENT, ""),
            (1, Result.SKIPPED, "A holiday."),
            (0, Result.PLANNED, ""),
        ):
            day = NINE - timedelta(days=back)
            await schedule.plan(mine.number, day.date(), day, result, why)
        late = NINE - timedelta(days=9)
        await schedule.plan(mine.number, late.date(), late, Result.FAILED, "Long ago.")

    await database.write(act)
    berlin = devi(zone=ZoneInfo("Europe/Berlin"))
    first = await said(bot, "/agenda", berlin)
    second = a_reply(await bot.pressed(buttons(first)["Next page"].token, berlin, on=Audience.CALLER))
    third = a_reply(await bot.pressed(buttons(second)["Next page"].token, berlin, on=Audience.CALLER))
    assert [one.title for one in (first, second, third)] == [f"Agenda ({page} of 3)" for page in (1, 2, 3)]
    assert "Next page" not in buttons(third)
    assert buttons(third)["Earlier page"].token == "agenda?page=2"
    assert buttons(second)["Earlier page"].token == "agenda"
    words = "\n".join(plain(one) for one in (first, second, third))
    for line in (
        "a study prompt in Discord's channel `1`: Give me the right to *write* there.".replace("`", ""),
        "a study prompt in Discord's channel 1: by hand",
        "Fri 27 Nov 08:00 UTC (Fri 27 Nov 09:00 Europe/Berlin): a study prompt in this channel, not tried yet",
        "Sat 28 Nov 08:00 UTC (Sat 28 Nov 09:00 Europe/Berlin): a study prompt in this channel",
        "the weekly boards in Discord's channel 1",
        "a post in Discord's channel 1",
        "a study prompt in this channel, failed. The channel is gone: choose another one.",
        "a study prompt in this channel, posted.",
        "a study prompt in this channel, skipped. A holiday.",
    ):
        assert line in words.replace("`", "")
    for secret in ("secret", "reminder", "Long ago", "slack"):
        assert secret not in words
    assert first.audience is Audience.CALLER
    assert "Share" not in buttons(first)
    assert plain(first).index("Failed in the last 7 days") < plain(first).index("Due within 7 days")
    elsewhere = replace(devi(), caller=Caller(Person("test:eve"), "eve", organiser=True))
    assert "The last 7 days" in plain(await said(bot, "/agenda page:60", elsewhere))
    assert "Berlin" not in plain(await said(bot, "/agenda", elsewhere))


async def test_weeks_of_groups_are_on_it(bot: Dispatch, database: Database) -> None:
    await number_of(bot, database, "here")
    for line in ("/group create Night Owls phase:1", "/group home", "/group tracker post:yes"):
        await said(bot, line, devi())
    assert "the week of a study group (Night Owls) in this channel" in plain(await said(bot, "/agenda", devi()))
    assert (await said(bot, "/agenda", devi("there"))).title == "Nothing on the agenda"


async def test_it_is_for_organisers(bot: Dispatch) -> None:
    assert "is for the organisers" in plain(await said(bot, "/agenda"))
    assert (await said(bot, "/agenda", scene(organiser=True))).title == "Nothing on the agenda"


def test_whatever_is_posted_in_a_channel_has_a_name(shelf: FakeShelf) -> None:
    alone = {"notice", "prompts-low", "project", "reminder"}
    assert set(NAMES) == set(build_kinds(shelf)) - alone
