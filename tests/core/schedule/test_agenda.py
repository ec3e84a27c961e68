"""What is due when, in UTC and in its own zone; what waits, what failed and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.model.appointment import Plan, Result, State
from bot.core.model.recurrence import Recurrence
from bot.core.ports.database import Database, Stores
from bot.core.schedule import agenda
from bot.core.schedule.agenda import look, written

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
    monkeypatch.setattr(agenda, "MOST", 3)
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
