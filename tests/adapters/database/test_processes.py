"""Several processes of the bot share one server, and send each post once, also where one of them dies meanwhile."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.core.schedule.courier import LEASE
from tests.adapters.database.conftest import new_postgres
from tests.adapters.database.server import Address
from tests.crash.kills import NINE, Life, Outcome, lived, plan
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.slack.slack import FakeSlack

POSTS, BOTS = 500, 3


@pytest.mark.slow
async def test_three_processes_of_which_one_is_killed_send_each_post_once(postgres: Address) -> None:
    url, outcome = await new_postgres(postgres), Outcome(kills=1, posts=POSTS, fan_outs=1)
    async with FakeDiscord(strict=False) as discord, FakeSlack() as slack:
        slack.api.scopes += ",channels:history"
        slack.workspace.kept = 2 * POSTS
        await plan(url, range(POSTS), slack, NINE - timedelta(minutes=1))

        async def some_are_posted() -> None:
            while len(discord.channels) < POSTS // 8:  # noqa: ASYNC110 - a fake tells nobody
                await asyncio.sleep(0.005)

        async def life(number: int) -> Life:
            arguments = url, discord.api_url, slack.api_url, NINE.isoformat(), f"bot{number}"
            return await lived(arguments, None if number else some_are_posted, together)

        together = asyncio.Barrier(BOTS)
        killed, *others = await asyncio.gather(*(life(number) for number in range(BOTS)))
        assert killed == Life(), "it was killed"
        assert all(one.posted > 0 for one in others), "each of them had its share"
        assert not any(one.finished for one in others), "what the killed one had claimed is nobody else's for a while"
        at_the_kill = sum(len(posted) for posted in discord.channels.values()), len(slack.workspace.messages)
        assert max(at_the_kill) <= POSTS

        discord.forget_nonces()
        later = (NINE + LEASE + timedelta(minutes=1)).isoformat()
        assert (await lived((url, discord.api_url, slack.api_url, later, "next"))).finished
        outcome.count(discord, slack)
    assert outcome.discord == {1: POSTS}, outcome
    assert outcome.slack == {1: POSTS}, outcome
