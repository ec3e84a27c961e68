"""Calendars over HTTP: what a calendar program gets, asks again for, and no longer finds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, web

from bot.adapters.feeds import feed_routes
from bot.adapters.reference import new_secret
from bot.core.ports.database import Unavailable

NOW = datetime(2026, 11, 27, tzinfo=UTC)
SECRET = "a-secret_of-enough-signs"
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Calendars:
    """One calendar, or a database that is away."""

    def __init__(self) -> None:
        self.body = CALENDAR
        self.away = False
        self.asked: list[tuple[str, datetime]] = []

    async def feed(self, secret: str, now: datetime) -> bytes | None:
        self.asked.append((secret, now))
        if self.away:
            raise Unavailable("away")
        return self.body if secret == SECRET else None


@pytest.fixture
def calendars() -> Calendars:
    return Calendars()


@pytest.fixture
async def address(calendars: Calendars) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_routes(feed_routes(calendars.feed, lambda: NOW))
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/calendar"
    await runner.cleanup()


async def test_a_program_gets_it_and_is_told_when_nothing_is_new(address: str, calendars: Calendars) -> None:
    async with ClientSession() as session:
        async with session.get(f"{address}/{SECRET}.ics") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
            assert "private" in answer.headers["Cache-Control"]
            assert await answer.read() == CALENDAR
            tag = answer.headers["ETag"]
        assert calendars.asked == [(SECRET, NOW)]
        async with session.get(f"{address}/{SECRET}.ics", headers={"If-None-Match": tag}) as answer:
            assert answer.status == 304
        calendars.body = CALENDAR * 2
        async with session.get(f"{address}/{SECRET}.ics", headers={"If-None-Match": tag}) as answer:
            assert answer.status == 200
        async with session.head(f"{address}/{SECRET}.ics") as answer:
            assert answer.status == 200


@pytest.mark.parametrize(
    "path", ["another-secret-of-signs", "short", "a b c d e f g h i j k", "x" * 65, "..%2f..%2fetc"]
)
async def test_other_addresses_lead_nowhere(address: str, path: str) -> None:
    async with ClientSession() as session, session.get(f"{address}/{path}.ics") as answer:
        assert answer.status == 404


async def test_while_the_database_is_away_it_is_to_be_asked_again(address: str, calendars: Calendars) -> None:
    calendars.away = True
    async with ClientSession() as session, session.get(f"{address}/{SECRET}.ics") as answer:
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "60"


async def test_secrets_fit_addresses_and_differ(address: str, calendars: Calendars) -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    async with ClientSession() as session:
        for secret in sorted(secrets)[:20]:
            async with session.get(f"{address}/{secret}.ics") as answer:
                assert answer.status == 404
    assert len(calendars.asked) == 20
