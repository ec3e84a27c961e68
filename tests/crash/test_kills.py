"""Whatever moment a process dies in, each post is there once on Discord, and none is lost on Slack."""

from __future__ import annotations

import pytest

from tests.crash.kills import killed


@pytest.mark.slow
@pytest.mark.parametrize("reading", [True, False])
async def test_a_kill_at_any_moment_loses_nothing_and_doubles_nothing_on_discord(*, reading: bool) -> None:
    outcome = await killed(8, seed=5, reading=reading)
    assert outcome.kills == 8
    assert outcome.discord == {1: outcome.posts}, outcome
    assert outcome.slack[0] == 0, outcome
    if reading:
        assert outcome.slack == {1: outcome.posts}, outcome
