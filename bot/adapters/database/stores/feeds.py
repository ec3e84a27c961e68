"""Calendars that programs subscribe to."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from bot.adapters.database.session import row, stamp
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.core.model.meetup import Feed

_FEED = "SELECT secret, community, study_group, member FROM calendar_feeds WHERE "
_OWNED = "(community = :community OR study_group = :study_group OR member = :member)"


class SqlFeeds(Keeping):
    """`Feeds` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("calendar_feeds",)
    COMMUNITY_TABLES: ClassVar[tuple[str, ...]] = ("calendar_feeds",)

    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "calendar_feeds",
            ("calendar_feeds",),
            "made_at",
            "SELECT made_at FROM calendar_feeds WHERE member = :member ORDER BY made_at",
        ),
    )
    """Not the address, which is a secret that `/meetup calendar` tells."""

    async def add(self, feed: Feed, at: datetime) -> None:
        """Keep a new one."""
        await self._session.rows(
            "INSERT INTO calendar_feeds (secret, community, study_group, member, made_at) "
            "VALUES (:secret, :community, :study_group, :member, :at)",
            secret=feed.secret,
            at=stamp(at),
            **_owner(feed),
        )

    async def found(self, secret: str) -> Feed | None:
        """The feed behind an address."""
        found = await row(self._session, _FEED + "secret = :secret", secret=secret)
        return Feed(*found) if found else None

    async def of(self, owner: Feed) -> Feed | None:
        """The newest feed of an owner."""
        found = await row(self._session, f"{_FEED}{_OWNED} ORDER BY made_at DESC, secret LIMIT 1", **_owner(owner))
        return Feed(*found) if found else None

    async def end(self, owner: Feed) -> None:
        """Make the addresses of an owner lead nowhere."""
        await self._session.rows("DELETE FROM calendar_feeds WHERE " + _OWNED, **_owner(owner))

    async def absorb(self, keeper: int, other: int) -> None:
        """The addresses of both go on, and show the same."""
        await self._session.rows(
            "UPDATE calendar_feeds SET member = :keeper WHERE member = :other", keeper=keeper, other=other
        )

    async def unite(self, keeper: int, other: int) -> None:
        """The addresses of both communities go on, and show the same."""
        await self._session.rows(
            "UPDATE calendar_feeds SET community = :keeper WHERE community = :other", keeper=keeper, other=other
        )

    async def forget(self, member: int) -> None:
        """Somebody's address leads nowhere."""
        await self._session.rows("DELETE FROM calendar_feeds WHERE member = :member", member=member)

    async def disband(self, community: int) -> None:
        """The addresses of a community and its study groups lead nowhere."""
        await self._session.rows(
            "DELETE FROM calendar_feeds WHERE community = :community OR study_group IN "
            "(SELECT id FROM study_groups WHERE community = :community)",
            community=community,
        )


def _owner(feed: Feed) -> dict[str, int | None]:
    return {"community": feed.community, "study_group": feed.group, "member": feed.member}
