"""Under Slack's limits: one a second in a channel, channels side by side, members first."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from bot.adapters.pacing import NotYet
from bot.adapters.slack import pace
from bot.adapters.slack.pace import POST, Pace

OPEN = "conversations.open"


async def test_channels_go_side_by_side_each_at_its_own_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_POST", 0.1)
    monkeypatch.setattr(pace, "AT_A_CHANNEL", 2.0)
    found, began = Pace(monotonic), monotonic()
    await asyncio.gather(*(found.turn(POST, f"C{channel}", patient=True) for channel in range(50) for _ in range(3)))
    assert 0.2 <= monotonic() - began < 1.0


async def test_whose_turn_is_far_away_is_told_when_to_come_again() -> None:
    found = Pace(monotonic)
    turns = [found.turn(POST, "C1", patient=True) for _ in range(6)]
    results = await asyncio.gather(*turns[:1], *turns[3:], return_exceptions=True)
    waits = [one.wait for one in results if isinstance(one, NotYet)]
    assert len(waits) >= 1
    assert all(wait > pace.AT_A_CHANNEL for wait in waits)
    for turn in turns[1:3]:
        turn.close()


async def test_a_post_that_was_long_on_its_way_keeps_the_next_one_away_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_POST", 0.1)
    monkeypatch.setattr(pace, "A_SECOND", 0.2)
    monkeypatch.setattr(pace, "AT_A_CHANNEL", 2.0)
    found, began = Pace(monotonic), monotonic()
    await found.turn(POST, "C1", patient=True)
    await asyncio.sleep(0.2)
    found.answered(POST, "C1")
    await found.turn(POST, "C2", patient=True)
    assert monotonic() - began < 0.3
    await found.turn(POST, "C1", patient=True)
    assert monotonic() - began >= 0.39


async def test_a_member_does_not_wait_but_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_POST", 0.1)
    monkeypatch.setattr(pace, "AT_A_CHANNEL", 2.0)
    found, began = Pace(monotonic), monotonic()
    for _ in range(3):
        await found.turn(POST, "C1", patient=False)
    assert monotonic() - began < 0.05
    await found.turn(POST, "C1", patient=True)
    assert monotonic() - began >= 0.3


@pytest.mark.slow
async def test_a_pause_that_slack_asks_for_is_for_all_channels_also_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "AT_A_CHANNEL", 2.0)
    found = Pace(monotonic)
    await found.turn(POST, "C1", patient=True)
    found.asked_to_wait(POST, 1.3)
    began = monotonic()
    await asyncio.gather(*(found.turn(POST, f"C{number}", patient=True) for number in (1, 2)))
    assert monotonic() - began >= 1.2
    await found.turn(OPEN, "U1", patient=True)


async def test_other_methods_come_so_many_times_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_CALL", 0.01)
    found = Pace(monotonic)
    for _ in range(pace.CALLS):
        await found.turn(OPEN, "U1", patient=True)
    with pytest.raises(NotYet) as problem:
        await found.turn(OPEN, "U2", patient=True)
    assert 50 < problem.value.wait <= 60


async def test_channels_are_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "KEPT", 10)
    monkeypatch.setattr(pace, "A_POST", 0.0)
    found = Pace(monotonic)
    for number in range(100):
        await found.turn(POST, f"C{number}", patient=True)
    assert len(found._lines) <= 10
