"""The log of what organisers do: every act that only their right allows is noted with it."""

from __future__ import annotations

from bot.core.acts.meeting import meet
from bot.core.chat.scene import Scene
from bot.core.ports.audit import Act
from bot.core.ports.database import Stores


async def audit(
    stores: Stores, scene: Scene, community: int, act: Act, *, about: int | None = None, words: str = ""
) -> None:
    """Note what the caller did as an organiser of a community.

    `about` is the number of whoever it concerned. `words` holds figures and names of things, never of people: it stays
    when they go.
    """
    organiser = await meet(stores, scene)
    await stores.audit.note(community, organiser.number, act, scene.at, about, words)
