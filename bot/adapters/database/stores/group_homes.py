"""Where study groups live, which message shows their week there, and who is invited."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.adapters.database.session import Session, row, stamp, unstamped
from bot.adapters.database.stores.group_rows import GROUP, group
from bot.core.model.group import Group, Home, Invitation, Purpose

_WEEK_SHOWN = timedelta(days=8)
"""Check-ins of days longer ago stand on no tracker, in whatever zone."""
_HOME = "h.channel, h.space, h.tracker "
_HOMES = "SELECT " + _HOME + "FROM group_homes h "
_NEWS = (
    "EXISTS (SELECT 1 FROM group_members i JOIN members m ON m.id = i.member WHERE i.study_group = g.id AND "
    "(i.since > h.tracked_at OR i.left_at > h.tracked_at OR m.gone_at > h.tracked_at OR (i.left_at IS NULL AND "
    "(EXISTS (SELECT 1 FROM checkins c WHERE c.member = i.member AND c.day >= :day AND c.at > h.tracked_at) OR "
    "EXISTS (SELECT 1 FROM progress p WHERE p.member = i.member AND p.at > h.tracked_at)))))"
)
"""Whether somebody of the group did something since its tracker was written."""


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
            "tracker = excluded.tracker, tracked_at = NULL",
            channel=home.channel,
            id=number,
            space=home.space,
            tracker=home.tracker,
        )

    async def unsettle(self, channel: str) -> None:
        """Note that no group lives in a channel."""
        await self._session.rows("DELETE FROM group_homes WHERE channel = :channel", channel=channel)

    async def tracked(self, channel: str, message: str | None, at: datetime) -> None:
        """Note which message shows a group's week in a channel."""
        await self._session.rows(
            "UPDATE group_homes SET tracker = :message, tracked_at = :at WHERE channel = :channel",
            channel=channel,
            message=message,
            at=stamp(at),
        )

    async def stale(self, since: datetime) -> list[tuple[Group, Home]]:
        """Trackers older than what they show, or than `since`."""
        rows = await self._session.rows(
            GROUP + ", " + _HOME + "FROM group_homes h JOIN study_groups g ON g.id = h.study_group "
            "WHERE h.tracker IS NOT NULL AND g.archived_at IS NULL AND (h.tracked_at IS NULL OR h.tracked_at < :since "
            f"OR h.tracked_at < g.changed_at OR {_NEWS}) ORDER BY h.channel",
            since=stamp(since),
            day=(since - _WEEK_SHOWN).date().isoformat(),
        )
        return [(group(found), Home(*found[-3:])) for found in rows]

    async def touch(self, member: int) -> None:
        """Make every tracker that shows a member stale."""
        await self._session.rows(
            "UPDATE group_homes SET tracked_at = NULL WHERE study_group IN "
            "(SELECT i.study_group FROM group_members i WHERE i.member = :member AND i.left_at IS NULL)",
            member=member,
        )

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
