"""The page about privacy is true: it names every table that there is, and says what the settings are."""

from __future__ import annotations

import re
from pathlib import Path

from bot.adapters.database.migrations import migrations
from bot.adapters.database.stores.retention import AUDIT
from bot.core.acts.forgetting import QUIET
from bot.core.features.settings import RETENTION
from bot.core.model.member import Community

PAGE = (Path(__file__).parents[1] / "docs/privacy.md").read_text(encoding="utf-8")


def test_every_table_stands_on_the_page_once() -> None:
    there = [
        match[1]
        for step in migrations("")
        for sql in step.statements
        if (match := re.match(r"CREATE TABLE (\w+)", sql))
    ]
    told = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert sorted(told) == sorted(there)


def test_times_on_the_page_are_those_of_the_program() -> None:
    assert f"({Community(1, '').retention_days} days until organisers choose 7 to 1,825" in PAGE
    RETENTION.kind.read("7", None)  # type: ignore[arg-type]
    RETENTION.kind.read("1825", None)  # type: ignore[arg-type]
    assert (AUDIT.days, "| two years |" in PAGE) == (730, True)
    assert f"learnt nothing in the last {QUIET.days} days" in PAGE
