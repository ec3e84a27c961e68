"""Prompts as an organiser sets them up: for the tests of study prompts."""

from __future__ import annotations

from dataclasses import replace

from tests.core.features.arriving import Town
from tests.fakes.shelf import prompt

SETUP = "/prompts setup time:9:00 zone:Berlin days:any phase:1"


async def set_up(town: Town, who: str = "devi", line: str = SETUP) -> None:
    reply = await town.press(who, await town.say(who, line), "Save")
    assert reply.title == "Study prompts are set up"


def many(town: Town, count: int) -> None:
    town.shelf.library = replace(
        town.shelf.library, prompts=tuple(prompt(f"p-{one:02}", "basics", "git") for one in range(count))
    )
