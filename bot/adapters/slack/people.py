"""Who somebody is: name, time zone, and whether they run the workspace; asked of Slack and remembered for minutes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.adapters.slack.trouble import FAILURES, code

log = logging.getLogger("bot.slack")

MINUTES = 5
"""How long an answer counts. Who stops being an administrator can use organisers' commands for so long."""
PATIENCE = 1.0
"""Seconds to wait for Slack before somebody is taken for a plain member in UTC."""
AGAIN = 60
"""Seconds after which somebody of whom Slack didn't tell is asked for again."""
KEPT = 2_000
"""People who are remembered, the latest ones."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of somebody."""

    name: str
    zone: tzinfo = UTC
    organiser: bool = False
    """An administrator or owner of the workspace."""


class People:
    """Asks `users.info` through `ask`, which gives the `user` of its answer. `team` is the bot's own workspace."""

    def __init__(
        self, ask: Callable[[str], Awaitable[Mapping[str, Any]]], team: str, seconds: Callable[[], float]
    ) -> None:
        self._ask = ask
        self._team = team
        self._seconds = seconds
        self._known: dict[str, tuple[float, Profile]] = {}
        self._asking: dict[str, asyncio.Task[Profile]] = {}
        self._trouble = ""

    async def profile(self, user: str, name: str) -> Profile:
        """Somebody's profile; where Slack doesn't say, a plain member called `name`. Raises nothing."""
        known = self._known.get(user)
        if known is not None and self._seconds() < known[0]:
            return known[1]
        asking = self._asking.get(user)
        if asking is None:
            asking = self._asking[user] = asyncio.create_task(self._asked(user, name))
            asking.add_done_callback(lambda _: self._asking.pop(user, None))
        try:
            return await asyncio.wait_for(asyncio.shield(asking), PATIENCE)
        except TimeoutError:
            log.warning("users.info took longer than %s s", PATIENCE)
        return Profile(name, known[1].zone if known else UTC)

    async def _asked(self, user: str, name: str) -> Profile:
        try:
            found, counts = self._read(await self._ask(user), name), MINUTES * 60
            self._trouble = ""
        except FAILURES as error:
            if code(error) != self._trouble:  # said once, not at every question
                log.warning("users.info failed (%s): nobody counts as an organiser until it works", code(error))
            self._trouble = code(error)
            known = self._known.get(user)
            found, counts = Profile(name, known[1].zone if known else UTC), AGAIN
        self._known.pop(user, None)
        self._known[user] = (self._seconds() + counts, found)
        if len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        return found

    def _read(self, user: Mapping[str, Any], name: str) -> Profile:
        """Administrators of other workspaces, who come through a shared channel, are nobody's organisers here."""
        profile = user.get("profile")
        names = [profile.get("display_name"), profile.get("real_name")] if isinstance(profile, Mapping) else []
        called = next((one for one in (*names, user.get("real_name"), user.get("name")) if one), name)
        ours = user.get("team_id", self._team) == self._team and user.get("deleted") is not True
        organiser = any(user.get(right) is True for right in ("is_admin", "is_owner", "is_primary_owner"))
        return Profile(str(called), _zone(user.get("tz")), organiser and ours)


def _zone(name: object) -> tzinfo:
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
