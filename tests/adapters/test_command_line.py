"""The command line, as a script and as a person would use it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import fields
from datetime import date, time
from pathlib import Path

import pytest

from bot.adapters.clock import now
from bot.adapters.database.sqlite import open_sqlite
from bot.core.model.appointment import Plan
from bot.core.model.recurrence import Recurrence
from tests.adapters.content.directory import change, copied

HEAVY = ("discord", "slack_bolt", "slack_sdk", "apscheduler", "aiosqlite", "aiohttp", "icalendar", "rapidfuzz")


def bot(
    *arguments: str, typed: str = "", at: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=at,
        env={**os.environ, **environment},
    )


def test_say_prints_one_answer() -> None:
    done = bot("say", "/roadmap phase 6")

    assert done.returncode == 0
    assert done.stdout.startswith("Phase 6 · Monitoring & Production\n=====")
    assert done.stderr == ""


def test_say_as_json_is_the_neutral_form() -> None:
    answer = json.loads(bot("say", "--json", "/plan").stdout)

    assert answer["answer"] == "form"
    assert [question["name"] for question in answer["questions"]] == ["hours", "start"]
    assert answer["token"] == "plan dates"


def test_a_mistake_is_answered_not_raised() -> None:
    done = bot("say", "/raodmap")

    assert done.returncode == 0
    assert "Did you mean one of these?" in done.stdout


def test_help_imports_no_platform() -> None:
    """What one answer doesn't need must not cost its time; `/help` must start fast."""
    program = (
        "import sys; from bot.__main__ import main; main(['say', '/help']); "
        f"print('heavy:', sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert "heavy: []" in done.stderr


def test_the_shell_talks_until_it_is_told_to_stop() -> None:
    done = bot("shell", typed="/roadmap 7\n/plan\n8\n2027-01-04\n/quit\n")

    assert done.returncode == 0
    assert "Phase 7 · LLMOps" in done.stdout
    assert "How many hours you have in a week: " in done.stdout
    assert "Your path with 8 hours a week" in done.stdout
    assert bot("shell", typed="/content\n").stdout.count("for the organisers") == 1
    assert "The files are in order" in bot("shell", "--organiser", typed="/content\n").stdout


def test_the_shell_presses_buttons_by_number_and_asks_again() -> None:
    done = bot("shell", typed="/roadmap 1\n1\n/plan\nmany\n10\nsome day\n\n")

    assert "Python for machine learning" in done.stdout
    assert "I need a whole number from 1 to 60 here." in done.stdout
    assert "That is not a day that I understand." in done.stdout
    assert "Your path with 10 hours a week" in done.stdout


@pytest.mark.slow
def test_check_says_what_is_wrong_and_where(tmp_path: Path) -> None:
    content = copied(tmp_path / "content")
    line = change(content, "plan.yaml", "intro:", "intor:")

    done = bot("check", CONTENT_DIR=str(content))

    assert done.returncode == 1
    assert f"plan.yaml:{line}: `intor` is not a field here; did you mean `intro`?" in done.stdout
    assert bot("check").stdout == "The content and the settings are in order.\n"


def test_broken_content_is_a_list_not_a_traceback(tmp_path: Path) -> None:
    content = copied(tmp_path / "content")
    change(content, "plan.yaml", "intro:", "intor:")

    done = bot("say", "/help", CONTENT_DIR=str(content))

    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("HTTP_PORT", "eighty"), ("HTTP_PORT", "70000"), ("LOG_LEVEL", "loud"), ("LOG_FORMAT", "xml")]
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    done = bot("say", "/help", at=None, **{name: value})

    assert done.returncode == 1
    assert done.stderr.startswith(f"These settings cannot be used:\n{name}: ")
    assert "Traceback" not in done.stderr


def test_settings_come_from_a_file_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LOG_LEVEL=loud\n", encoding="utf-8")

    assert "LOG_LEVEL" in bot("say", "/help", at=tmp_path).stderr
    assert bot("say", "/help", at=tmp_path, LOG_LEVEL="info").returncode == 0


def test_schema_is_json() -> None:
    assert "faq/*.yaml" in json.loads(bot("schema").stdout)


def test_every_setting_is_in_the_example_with_a_comment() -> None:
    from bot.settings import Settings

    lines = Path(".env.example").read_text(encoding="utf-8").splitlines()
    names = [one.name for one in fields(Settings)]
    for name in names:
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{name.upper()}="))
        assert lines[place - 1].startswith("# "), name
    known = {name.upper() for name in names}
    assert {line.split("=")[0] for line in lines if line and not line.startswith("#")} == known


def test_the_agenda_tells_what_is_due_and_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    none = bot("agenda", DATABASE_URL=url)
    assert (none.returncode, none.stdout) == (1, "")
    assert "no database" in none.stderr
    assert list(tmp_path.iterdir()) == []

    asyncio.run(_planned(tmp_path / "bot.db"))
    done = bot("agenda", "--days", "2", DATABASE_URL=url)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Due within 2 days\n")
    assert "Europe/Berlin)  prompts of prompts:5 → discord:1" in done.stdout
    assert bot("agenda", "--days", "0", DATABASE_URL=url).returncode == 2

    (tmp_path / "bot.db").write_bytes(b"a letter " * 100)
    wrong = bot("agenda", DATABASE_URL=url)
    assert wrong.returncode == 1
    assert "is no SQLite database" in wrong.stderr


async def _planned(path: Path) -> None:
    daily = Recurrence(date(2026, 1, 1), time(9), "Europe/Berlin", "FREQ=DAILY")
    database = await open_sqlite(path)
    await database.write(lambda stores: stores.schedule.add(Plan("prompts", "prompts:5", "discord:1", daily), now()))
    await database.close()
