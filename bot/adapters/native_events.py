"""Which platform makes which event: each goes to the door of the platform that its server names."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.chat.scene import Space
from bot.core.ports.native_events import NativeEvent, NativeEvents
from bot.core.ports.speaker import NotPosted

Find = Callable[[], NativeEvents | None]
"""What makes a platform's events, as long as its door is open."""


class PlatformEvents:
    """`NativeEvents` for all platforms at once. While a door is closed it says so, which is never lasting."""

    def __init__(self) -> None:
        self._find: dict[str, Find] = {}

    def through(self, platform: str, find: Find) -> None:
        """Let a platform's events be made by whatever `find` gives at the time."""
        self._find[platform] = find

    async def put(self, space: Space, event: NativeEvent, reference: str = "") -> str:
        """Make an event, or change one. Raises `Gone` or `NotPosted`."""
        return await self._of(space).put(space, event, reference)

    async def cancel(self, space: Space, reference: str) -> None:
        """Let an event not take place. Raises `NotPosted`."""
        await self._of(space).cancel(space, reference)

    def _of(self, space: Space) -> NativeEvents:
        platform = space.reference.partition(":")[0]
        find = self._find.get(platform)
        events = find() if find else None
        if events is None:
            raise NotPosted(f"I am not connected to {platform.capitalize()} just now; I try again by myself.")
        return events
