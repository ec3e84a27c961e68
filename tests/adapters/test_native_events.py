"""Events go to the platform that the server names, while its door is open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.adapters.native_events import PlatformEvents
from bot.core.chat.scene import Space
from bot.core.ports.native_events import NativeEvent
from bot.core.ports.speaker import NotPosted
from tests.core.meetups import FakeEvents

EVENT = NativeEvent("Paper club", datetime(2026, 12, 4, tzinfo=UTC), datetime(2026, 12, 4, 1, tzinfo=UTC), "", "")


async def test_each_goes_to_its_platform() -> None:
    events, fake = PlatformEvents(), FakeEvents()
    events.through("test", lambda: fake)
    events.through("closed", lambda: None)
    reference = await events.put(Space("test:here"), EVENT)
    assert fake.there == {reference: EVENT}
    await events.cancel(Space("test:here"), reference)
    assert fake.cancelled == [reference]
    for platform in ("closed", "unknown"):
        with pytest.raises(NotPosted) as problem:
            await events.put(Space(f"{platform}:x"), EVENT)
        assert not problem.value.lasting
