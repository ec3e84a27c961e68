"""Where study groups live, which message shows their week there, and who is invited."""

from __future__ import annotations

from datetime import datetime

from bot.adapters.database.session import Session, row, stamp, unstamped
from bot.adapters.database.stores.group_rows import GROUP, group, touch
from bot.core.model.group import Group, Home, Invitation, Purpose

_HOME = "h.channel, h.space, h.tracker, h.coming, h.changes "
_HOMES = "SELECT " + _HOME + "FROM group_homes h "


class GroupHomes:
    """The part of `Groups` that is about channels and invitations."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def home(self, channel: str) -> Group | None:
        """The living group of a channel."""
        found = await row(
            self._session,
            GROUP + "FROM group_homes h JOIN study_groups g ON g.id = h.study_group "
            "WHERE h.channel = :channel AND g.archived_at IS NULL",
            channel=channel,
        )
        return group(found) if found else None

    async def homes(self, number: int) -> list[Home]:
        """Where a group lives."""
        rows = await self._session.rows(_HOMES + "WHERE h.study_group = :id ORDER BY h.channel", id=number)
        return [Home(*found) for found in rows]

    async def settle(self, number: int, home: Home) -> None:
        """Note that a group lives in a channel, and nobody else any more."""
        await self._session.rows(
            "INSERT INTO group_homes (channel, study_group, space, tracker) VALUES (:channel, :id, :space, :tracker) "
            "ON CONFLICT (channel) DO UPDATE SET study_group = excluded.study_group, space = excluded.space, "
            "tracker = excluded.tracker, tracked_at = NULL, changes = 0, shown = 0, coming = NULL",
            channel=home.channel,
            id=number,
            space=home.space,
            tracker=home.tracker,
        )

    async def unsettle(self, channel: str) -> None:
        """Note that no group lives in a channel."""
        await self._session.rows("DELETE FROM group_homes WHERE channel = :channel", channel=channel)

    async def coming(self, channel: str, appointment: int) -> None:
        """Note that an appointment is to post a group's week in a channel."""
        await self._session.rows(
            "UPDATE group_homes SET coming = :appointment WHERE channel = :channel",
            channel=channel,
            appointment=appointment,
        )

    async def tracked(self, channel: str, message: str | None, at: datetime, changes: int = 0) -> None:
        """Note which message shows a group's week in a channel, and how up to date it is."""
        await self._session.rows(
            "UPDATE group_homes SET tracker = :message, tracked_at = :at, shown = :changes, coming = NULL "
            "WHERE channel = :channel",
            channel=channel,
            message=message,
            at=stamp(at),
            changes=changes,
        )

    async def stale(self, since: datetime) -> list[tuple[Group, Home]]:
        """Messages that don't show all changes, or are older than `since`."""
        rows = await self._session.rows(
            GROUP + ", " + _HOME + "FROM group_homes h JOIN study_groups g ON g.id = h.study_group "
            "WHERE h.tracker IS NOT NULL AND g.archived_at IS NULL AND (h.shown <> h.changes "
            "OR COALESCE(h.tracked_at, 0) < :since) ORDER BY h.channel",
            since=stamp(since),
        )
        return [(group(found), Home(*found[-5:])) for found in rows]

    async def touch(self, member: int) -> None:
        """Note for every message that shows a member that something about them changed."""
        await touch(self._session, member)

    async def _changed(self, number: int) -> None:
        """The same for everything that shows a group."""
        await self._session.rows("UPDATE group_homes SET changes = changes + 1 WHERE study_group = :id", id=number)

    async def invite(self, invitation: Invitation) -> None:
        """Keep an invitation."""
        await self._session.rows(
            "INSERT INTO group_invitations (code, study_group, purpose, person, ends_at) "
            "VALUES (:code, :id, :purpose, :person, :ends)",
            code=invitation.code,
            id=invitation.group,
            purpose=invitation.purpose.value,
            person=invitation.person,
            ends=stamp(invitation.ends),
        )

    async def invitation(self, code: str) -> Invitation | None:
        """The invitation with this code, over or not."""
        found = await row(
            self._session,
            "SELECT study_group, purpose, ends_at, person FROM group_invitations WHERE code = :code",
            code=code,
        )
        if found is None:
            return None
        number, purpose, ends, person = found
        return Invitation(code, number, Purpose(purpose), unstamped(ends), person)

    async def withdraw(self, number: int, code: str | None = None) -> int:
        """Forget an invitation of a group, or all of them."""
        gone = await self._session.rows(
            "DELETE FROM group_invitations WHERE study_group = :id AND (code = :code OR :all = 1) RETURNING code",
            id=number,
            code=code or "",
            all=0 if code else 1,
        )
        return len(gone)
