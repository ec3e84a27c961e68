"""Who somebody is: asked of Slack once in a while, and never believed to be an organiser without its word."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.slack import people
from bot.adapters.slack.people import AGAIN, KEPT, MINUTES, People, Profile


class Directory:
    """Answers `users.info`, counts how often, and can have trouble."""

    def __init__(self, **user: object) -> None:
        self.user: Mapping[str, Any] = {"id": "U1", "team_id": "T1", "name": "ana", "tz": "Europe/Berlin", **user}
        self.asked = 0
        self.trouble: Exception | None = None
        self.wait = 0.0
        self.time = 0.0

    async def __call__(self, user: str) -> Mapping[str, Any]:
        self.asked += 1
        await asyncio.sleep(self.wait)
        if self.trouble:
            raise self.trouble
        return self.user

    def people(self) -> People:
        return People(self, "T1", lambda: self.time)


@pytest.mark.parametrize("right", ["is_admin", "is_owner", "is_primary_owner"])
async def test_administrators_are_organisers(right: str) -> None:
    found = await Directory(**{right: True}, profile={"display_name": "Ana B"}).people().profile("U1", "x")
    assert found == Profile("Ana B", ZoneInfo("Europe/Berlin"), organiser=True)


@pytest.mark.parametrize(
    "user",
    [
        {"is_admin": "yes"},
        {"is_admin": True, "team_id": "T2"},
        {"is_owner": True, "deleted": True},
        {"is_admin": True, "team_id": None},
        {},
    ],
)
async def test_nobody_else_is(user: dict[str, object]) -> None:
    assert not (await Directory(**user).people().profile("U1", "x")).organiser


@pytest.mark.parametrize("zone", [None, "", "Not/AZone", "../../etc/passwd", 7, "x" * 300])
async def test_a_zone_that_is_none(zone: object) -> None:
    assert (await Directory(tz=zone).people().profile("U1", "x")).zone is UTC


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ({"profile": {"display_name": "", "real_name": "Ana Real"}}, "Ana Real"),
        ({"profile": None, "real_name": "Ana"}, "Ana"),
        ({"profile": {}, "name": None}, "typed"),
    ],
)
async def test_names(user: dict[str, object], name: str) -> None:
    assert (await Directory(**user).people().profile("U1", "typed")).name == name


async def test_remembered_for_minutes() -> None:
    directory = Directory(is_admin=True)
    known = directory.people()
    for _ in range(3):
        assert (await known.profile("U1", "x")).organiser
    assert directory.asked == 1
    directory.time = MINUTES * 60
    directory.user = {"id": "U1"}
    assert not (await known.profile("U1", "x")).organiser
    assert directory.asked == 2


async def test_asked_once_by_many_at_once() -> None:
    directory = Directory()
    known = directory.people()
    await asyncio.gather(*(known.profile("U1", "x") for _ in range(64)))
    assert directory.asked == 1


async def test_trouble_is_said_once_and_trusted_nobody(caplog: pytest.LogCaptureFixture) -> None:
    directory = Directory(is_admin=True)
    known = directory.people()
    await known.profile("U1", "x")
    directory.time, directory.trouble = MINUTES * 60, TimeoutError()
    assert await known.profile("U1", "x") == Profile("x", ZoneInfo("Europe/Berlin"), organiser=False)
    assert await known.profile("U2", "y") == Profile("y")
    assert len(caplog.records) == 1
    directory.time, directory.trouble = directory.time + AGAIN, None
    assert (await known.profile("U1", "x")).organiser


async def test_slow_answers_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PATIENCE", 0.01)
    directory = Directory(is_admin=True)
    directory.wait = 0.05
    known = directory.people()
    assert await known.profile("U1", "x") == Profile("x")
    await asyncio.sleep(0.08)
    assert (await known.profile("U1", "x")).organiser
    assert directory.asked == 1


async def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "KEPT", 3)
    directory = Directory()
    known = directory.people()
    for number in range(10):
        await known.profile(f"U{number}", "x")
    await known.profile("U9", "x")
    assert directory.asked == 10
    await known.profile("U0", "x")
    assert directory.asked == 11
    assert KEPT > 100
