"""Running every platform that has a token: one that fails is tried again and never stops the others."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, perf_counter

import pytest
from aiohttp import ClientError, ClientSession, web

from bot import platforms, running
from bot.adapters import health
from bot.adapters.database import postgres
from bot.adapters.discord import client, door
from bot.adapters.health import serve
from bot.adapters.slack.turn import Times
from bot.app import build
from bot.core.ports.doors import Closed
from bot.core.ports.speaker import Speaker
from bot.platforms import Platform
from bot.running import opened
from bot.settings import Secret, Settings
from tests.fakes.discord.actions import Using, command
from tests.fakes.discord.people import ANA
from tests.fakes.discord.server import FakeDiscord, Fault
from tests.fakes.slack.slack import FakeSlack
from tests.fakes.slack.web_api import BOT_TOKEN


class FakeDoor:
    """A door whose tries end as it is told, the last of them by staying open."""

    def __init__(self, endings: list[Exception | None]) -> None:
        self._endings = endings
        self.opened = 0
        self.closed = 0
        self.ready = False
        self.speaker: Speaker | None = None
        self.paced: Speaker | None = None

    async def run(self) -> None:
        self.opened += 1
        if self._endings:
            ending = self._endings.pop(0)
            if ending is not None:
                raise ending
            return
        self.ready = True
        await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed += 1
        self.ready = False


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platforms, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(platforms, "LONGEST_PAUSE", 0.02)


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not what():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.005)


async def stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_platform_that_fails_is_tried_again_and_closed_each_time(caplog: pytest.LogCaptureFixture) -> None:
    door = FakeDoor([Closed("Discord cannot be reached."), None, RuntimeError("a secret")])
    platform = Platform("discord", lambda: door)

    with caplog.at_level(logging.INFO):
        keeping = asyncio.create_task(platform.keep(perf_counter, 0.01))
        await until(lambda: platform.ready)
    assert (door.opened, door.closed) == (4, 3)
    assert "discord: Discord cannot be reached." in caplog.text
    assert "discord: stopped by an error of ours: RuntimeError at" in caplog.text
    assert "a secret" not in caplog.text

    await stopped(keeping)
    assert door.closed == 4
    assert not platform.ready


async def test_trouble_that_stays_the_same_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    away, refused = Closed("Discord cannot be reached."), Closed("Discord answers with HTTP 502.")
    door = FakeDoor([away, away, away, refused, away])
    platform = Platform("discord", lambda: door)

    keeping = asyncio.create_task(platform.keep(perf_counter, 0.001))
    await until(lambda: platform.ready)
    await stopped(keeping)

    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == [
        f"discord: {one}" for one in (away, refused, away)
    ]


async def test_a_setting_that_must_be_changed_ends_the_tries(caplog: pytest.LogCaptureFixture) -> None:
    door = FakeDoor([Closed("Discord refuses DISCORD_TOKEN.", lasting=True)])

    await asyncio.wait_for(Platform("discord", lambda: door).keep(perf_counter), 5)

    assert door.opened == 1
    assert "Traceback" not in caplog.text


async def test_pauses_grow_and_start_again_after_a_long_run() -> None:
    pauses: list[float] = []
    ends = iter([0.0, 1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 9_999.0, 9_999.0, 9_999.5])
    door = FakeDoor([None, None, None, None, Closed("enough", lasting=True)])
    platform = Platform("slack", lambda: door)

    async def remembered(pause: float) -> None:
        pauses.append(pause)

    await platform.keep(lambda: next(ends), 0.005, remembered)

    assert pauses == [0.005, 0.01, 0.02, 0.005]


def test_nothing_is_opened_without_a_token_and_the_log_says_why(caplog: pytest.LogCaptureFixture) -> None:
    app = build(Settings())
    with caplog.at_level(logging.INFO):
        assert opened(app, Settings(), perf_counter) == []
    assert "Slack isn't started: it needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN." in caplog.text

    with caplog.at_level(logging.INFO):
        assert opened(app, Settings(slack_bot_token=Secret("xoxb-1")), perf_counter) == []
    assert "Slack isn't started: it needs SLACK_APP_TOKEN." in caplog.text

    assert "Discord isn't started: it needs DISCORD_TOKEN." in caplog.text
    assert "xoxb" not in caplog.text


@pytest.mark.parametrize(
    ("ready", "status"), [({"discord": True}, 200), ({"discord": True, "slack": False}, 503), ({}, 503)]
)
async def test_health(ready: dict[str, bool], status: int) -> None:
    async def extra(request: web.Request) -> web.Response:
        return web.Response(text="heard")

    async def now_ready() -> dict[str, bool]:
        return ready

    runner = await serve(running._listening("127.0.0.1", 0), now_ready, [web.post("/slack/events", extra)])
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with ClientSession() as session:
        async with session.get(f"{address}/healthz") as answer:
            assert (answer.status, await answer.json()) == (200, {"alive": True})
        async with session.get(f"{address}/readyz") as answer:
            assert (answer.status, await answer.json()) == (status, ready)
        async with session.post(f"{address}/slack/events") as answer:
            assert await answer.text() == "heard"
    await runner.cleanup()


async def test_platforms_connect_before_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AHEAD", (20.0, 20.0))
    app, door = build(Settings()), FakeDoor([])
    platform = Platform("discord", lambda: door)
    platform.door = door
    listening = running._listening("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/readyz"

    async with ClientSession() as session:
        beside = asyncio.create_task(running._beside(app, [platform], listening))
        asking = asyncio.create_task(session.get(address))
        await asyncio.sleep(0.2)
        assert app.ask._indexed is None
        assert not asking.done()

        door.ready = True
        assert (await asking).status == 200
        await until(lambda: app.ask._indexed is not None)
        await stopped(beside)
        await app.database.close()
    assert listening.fileno() == -1


async def test_health_is_told_although_no_platform_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AHEAD", (0.0, 20.0))
    app, listening = build(Settings()), running._listening("127.0.0.1", 0)
    beside = asyncio.create_task(running._beside(app, [Platform("slack", lambda: FakeDoor([]))], listening))

    async with ClientSession() as session, session.get(f"http://127.0.0.1:{listening.getsockname()[1]}/readyz") as told:
        assert (told.status, await told.json()) == (503, {"slack": False, "database": True, "schedule": True})
    await stopped(beside)
    await app.database.close()


def test_a_port_that_is_taken_is_named_before_anything_connects(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(tmp_path, DISCORD_TOKEN="MTIz.abc.secret", HTTP_PORT=port, HTTP_HOST="127.0.0.1")
        _, said = done.communicate(timeout=60)

    assert done.returncode == 1
    assert f"HTTP_PORT {port} on 127.0.0.1 cannot be used: Address already in use. Choose another." in said
    assert "Traceback" not in said


def run(at: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={
            **os.environ,
            "HTTP_PORT": str(free_port()),
            "DATABASE_URL": f"sqlite:///{at}/bot.db",
            **environment,
        },
    )


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
    return port


def test_without_any_token_it_says_what_to_do(tmp_path: Path) -> None:
    done = run(tmp_path, DISCORD_TOKEN="", SLACK_BOT_TOKEN="")
    _, said = done.communicate(timeout=60)

    assert done.returncode == 1
    assert "No platform has a token." in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_it_stops_soon_after_being_told(tmp_path: Path) -> None:
    """Discord is at an address where nobody answers: it keeps trying, is alive but not ready, and stops at once."""
    port = free_port()
    api = f"http://127.0.0.1:{free_port()}/api/v10"
    database = tmp_path / "bot.db"
    process = run(
        tmp_path, DISCORD_TOKEN="MTIz.abc.secret", DISCORD_API_URL=api, HTTP_PORT=str(port), LOG_FORMAT="json"
    )
    try:
        deadline = monotonic() + 30
        while not _answers(port):
            assert monotonic() < deadline, "the health check never answered"
        while not _heartbeats(database):
            assert monotonic() < deadline, "its heart never beat"
        began = monotonic()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()

    assert process.returncode == 0
    assert monotonic() - began < 10
    assert "secret" not in said
    assert "Traceback" not in said
    assert _heartbeats(database) == [("bot",)]


def test_all_that_stopping_waits_for_takes_less_than_a_container_waits() -> None:
    """Posts first, then the doors, side by side; then health checks and the database."""
    doors = max(door.FINISHING + client.GOODBYE, Times().finish)
    assert doors <= platforms.FAREWELL
    assert running.DELIVERING + doors + health.GOODBYE + postgres.CLOSING < 10


@pytest.mark.slow
async def test_it_stops_in_time_under_the_worst_load(tmp_path: Path) -> None:
    """Discord hangs on every answer and on the goodbye, and somebody keeps back half of a request as if from Slack."""
    port = free_port()
    async with FakeDiscord() as discord, FakeSlack() as slack:
        discord.gateway.polite = False
        process = run(
            tmp_path,
            DISCORD_TOKEN=discord.token,
            DISCORD_API_URL=discord.api_url,
            DISCORD_GATEWAY_URL=discord.gateway_url,
            SLACK_BOT_TOKEN=BOT_TOKEN,
            SLACK_SIGNING_SECRET="secret",
            SLACK_MODE="http",
            SLACK_API_URL=slack.api_url,
            HTTP_PORT=str(port),
        )
        try:
            await discord.registered()
            async with asyncio.timeout(30), ClientSession() as session:
                while not await _ready(session, port):  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.1)
            _, half = await asyncio.open_connection("127.0.0.1", port)
            half.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
            await half.drain()
            discord.fail("respond", *(Fault(500, hangs=60.0) for _ in range(40)))
            for _ in range(20):
                await discord.interact(2, command(discord.commands, Using("help", {})), ANA)
            async with asyncio.timeout(10):
                while discord.calls["respond"] < 20:  # noqa: ASYNC110 - the fake tells nobody
                    await asyncio.sleep(0.02)
            began = monotonic()
            process.send_signal(signal.SIGTERM)
            _, said = await asyncio.to_thread(process.communicate, timeout=60)
            took = monotonic() - began
            half.close()
        finally:
            process.kill()
    assert process.returncode == 0, said
    assert took < 10 - running.DELIVERING, "what is being posted may take as long before"
    assert "Traceback" not in said


async def _ready(session: ClientSession, port: int) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
            return response.status == 200
    except ClientError:
        return False


def _heartbeats(database: Path) -> list[tuple[str]]:
    with contextlib.closing(sqlite3.connect(database)) as written:
        return written.execute("SELECT what FROM heartbeats").fetchall()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"a letter " * 100, "is no SQLite database"), (b"SQLite format 3\0" + b"\xff" * 5_000, "is no SQLite database")],
)
def test_it_does_not_start_on_a_file_that_it_cannot_read(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "bot.db").write_bytes(content)
    done = run(tmp_path, DISCORD_TOKEN="MTIz.abc.secret")
    _, told = done.communicate(timeout=60)

    assert done.returncode == 1
    assert said in told
    assert "python -m bot restore FILE" in told
    assert "Traceback" not in told
    assert (tmp_path / "bot.db").read_bytes() == content


def _answers(port: int) -> bool:
    """Whether it is alive, and not ready because of the platform alone."""

    async def ask() -> bool:
        try:
            async with (
                ClientSession() as session,
                session.get(f"http://127.0.0.1:{port}/healthz") as alive,
                session.get(f"http://127.0.0.1:{port}/readyz") as ready,
            ):
                state = await ready.json()
                others = {"database": True, "schedule": True}
                return (alive.status, ready.status, state) == (200, 503, {"discord": False, **others})
        except OSError:
            return False

    return asyncio.run(ask())
