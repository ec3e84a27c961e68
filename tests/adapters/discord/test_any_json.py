"""Any JSON as an interaction: the connection lives, nothing secret is told, and the next good one is answered."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.discord.conftest import Town
from tests.damage import ANYTHING, damaged
from tests.fakes.discord.people import ANA

SHAPES: list[tuple[int, dict[str, Any]]] = [
    (2, {"id": "1", "name": "quick", "type": 1}),
    (2, {"id": "1", "name": "say", "type": 1, "options": [{"type": 3, "name": "words", "value": "hello"}]}),
    (2, {"id": "1", "name": "mlops", "type": 1, "options": [{"type": 3, "name": "line", "value": "what is drift"}]}),
    (
        2,
        {
            "id": "1",
            "name": "Find an answer",
            "type": 3,
            "target_id": "5",
            "resolved": {"messages": {"5": {"id": "5", "content": "what is drift?"}}},
        },
    ),
    (2, {"id": "1", "name": "Show progress", "type": 2, "target_id": "5", "resolved": {"users": {"5": {"id": "5"}}}}),
    (3, {"custom_id": "quick", "component_type": 2}),
    (3, {"custom_id": "say?words=", "component_type": 3, "values": ["hello"]}),
    (
        4,
        {
            "id": "1",
            "name": "everything",
            "type": 1,
            "options": [{"type": 3, "name": "colour", "value": "r", "focused": True}],
        },
    ),
    (
        5,
        {
            "custom_id": "say",
            "components": [{"type": 18, "component": {"type": 4, "custom_id": "words", "value": "hello"}}],
        },
    ),
]
"""One interaction of each kind, to be damaged."""


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_any_json_as_an_interaction(town: Town, caplog: pytest.LogCaptureFixture, data: st.DataObject) -> None:
    caplog.clear()
    town.gate.open.set()
    for _ in range(data.draw(st.integers(1, 4))):
        kind, shape = data.draw(st.sampled_from(SHAPES))
        whole = town.fake.payload(town.fake.exchange(kind, ANA), shape)
        event: Any = damaged(whole, data) if data.draw(st.integers(0, 9)) else data.draw(ANYTHING)
        await town.fake.gateway.send("INTERACTION_CREATE", event)
    exchange = await (await town.uses("quick")).until("answered")
    assert exchange.last is not None
    assert "Quick" in "\n".join(exchange.last.texts)
    await idle(town)
    assert not town.running.done()
    told = "\n".join(caplog.handler.format(one) for one in caplog.records)
    assert town.fake.token not in told
    assert "token-of-" not in told
    assert [one for one in caplog.records if one.levelno >= logging.ERROR and not expected(one)] == []
    town.fake.refused.clear()


async def idle(town: Town) -> None:
    """Until nothing is being answered any more."""
    assert town.door._client is not None
    async with asyncio.timeout(10):
        while town.door._client._busy:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.002)


def expected(record: logging.LogRecord) -> bool:
    """What may be said of an event that Discord cannot have sent."""
    return "could not be read" in record.getMessage()
