"""What goes along when a server or workspace leaves its community: study groups with their boards, and members."""

from __future__ import annotations

from datetime import datetime

from bot.adapters.database.session import stamp
from bot.adapters.database.stores.counting import move_board, relist
from bot.adapters.database.stores.presence import Presence
from bot.core.chat.scene import Space
from bot.core.model.member import SpaceSettings


class Parting(Presence):
    """The part of `Communities` that is about becoming two again."""

    async def spaces(self, number: int) -> list[SpaceSettings]:
        """The servers and workspaces of a community, by their references."""
        rows = await self._session.rows(
            "SELECT reference, name, boards, role FROM spaces WHERE community = :id", id=number
        )
        return sorted((SpaceSettings(*found) for found in rows), key=lambda one: one.reference)

    async def _groups_part(self, old: int, new: int, space: Space) -> None:
        """Study groups that meet there and nowhere else go along, with their boards, of seasons past, too.

        So do the meetups that were planned there.
        """
        gone = await self._session.rows(
            "UPDATE study_groups SET community = :new WHERE community = :old "
            "AND EXISTS (SELECT 1 FROM group_homes h WHERE h.study_group = study_groups.id AND h.space = :space) "
            "AND NOT EXISTS (SELECT 1 FROM group_homes h WHERE h.study_group = study_groups.id AND h.space <> :space) "
            "RETURNING id",
            new=new,
            old=old,
            space=space.reference,
        )
        await self._session.rows(
            "INSERT INTO seasons (community, first, name) "
            "SELECT CAST(:new AS BIGINT), first, name FROM seasons WHERE community = :old",
            new=new,
            old=old,
        )
        for (group,) in gone:
            await move_board(self._session, group, old, new)
        await self._session.rows(
            "UPDATE meetups SET community = :new WHERE community = :old AND space = :space",
            new=new,
            old=old,
            space=space.reference,
        )

    async def _members_part(self, old: int, new: int, space: Space, at: datetime) -> None:
        """Who has an account there is a member there; who has none in what remains is one only there."""
        remaining = tuple(account_of(one.reference) for one in await self.spaces(old))
        rows = await self._session.rows(
            "SELECT a.member, a.reference, cm.since FROM community_members cm JOIN accounts a ON a.member = cm.member "
            "WHERE cm.community = :old AND cm.left_at IS NULL ORDER BY a.member",
            old=old,
        )
        accounts: dict[int, list[str]] = {}
        since = {member: begun for member, _, begun in rows}
        for member, reference, _ in rows:
            accounts.setdefault(member, []).append(reference)
        for member, references in accounts.items():
            if any(one.startswith(account_of(space.reference)) for one in references):
                await self._session.rows(
                    "INSERT INTO community_members (community, member, since) VALUES (:new, :member, :since)",
                    new=new,
                    member=member,
                    since=since[member],
                )
            if not any(one.startswith(remaining) for one in references):
                await self._session.rows(
                    "UPDATE community_members SET left_at = :at WHERE community = :old AND member = :member",
                    at=stamp(at),
                    old=old,
                    member=member,
                )
                await self._session.rows(
                    "UPDATE submissions SET community = :new WHERE community = :old AND member = :member",
                    new=new,
                    old=old,
                    member=member,
                )
            await relist(self._session, member)


def account_of(space: str) -> str:
    """How the accounts begin that may be in a server or workspace: on Slack those of the workspace, else any there."""
    platform, _, number = space.partition(":")
    return f"slack:{number}." if platform == "slack" else f"{platform}:"
