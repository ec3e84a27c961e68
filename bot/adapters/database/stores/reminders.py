"""What members want to be reminded of, and how they want to be told.

A reminder that is cancelled or old loses its words and keeps its number, so that no button ever means another one.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import ClassVar

from bot.adapters.database.session import Row, row, stamp
from bot.adapters.database.stores.keeping import Keeping, Kept
from bot.core.chat.scene import Channel, Person
from bot.core.model.quiet import Quiet
from bot.core.ports.joining import Carried
from bot.core.ports.reminders import Direct, Reminder, ReminderSettings

_REMINDER = "SELECT r.id, r.member, r.words, r.person, r.channel, r.about, r.ahead FROM reminders r "
_COMES = (
    "EXISTS (SELECT 1 FROM appointments a WHERE a.owner = 'reminder:' || r.id AND a.state = 'active') "
    "OR EXISTS (SELECT 1 FROM appointments a JOIN deliveries d ON d.appointment = a.id "
    "WHERE a.owner = 'reminder:' || r.id AND d.result = 'planned')"
)
"""Something still comes of it, or is under way."""
_PAUSED = "EXISTS (SELECT 1 FROM appointments a WHERE a.owner = 'reminder:' || r.id AND a.state = 'paused')"
_THEIRS = "(SELECT a.id FROM appointments a JOIN reminders r ON a.owner = 'reminder:' || r.id WHERE {})"


class SqlReminders(Keeping):
    """`Reminders` in SQL."""

    MEMBER_TABLES: ClassVar[tuple[str, ...]] = ("reminders", "reminder_settings")
    KEPT: ClassVar[tuple[Kept, ...]] = (
        Kept(
            "reminders",
            ("reminders",),
            "words account channel about ahead made_at last_at",
            "SELECT words, person, channel, about, ahead, made_at, last_at FROM reminders "
            "WHERE member = :member AND words <> '' ORDER BY id",
        ),
        Kept(
            "reminder_settings",
            ("reminder_settings",),
            "direct quiet_begin quiet_end",
            "SELECT direct, quiet_begin, quiet_end FROM reminder_settings WHERE member = :member ORDER BY member",
        ),
    )

    async def add(
        self,
        member: int,
        words: str,
        person: Person,
        channel: Channel | None,
        at: datetime,
        about: str = "",
        ahead: str = "",
    ) -> Reminder:
        """Keep what somebody wants to be reminded of."""
        [(number,)] = await self._session.rows(
            "INSERT INTO reminders (member, words, person, channel, made_at, last_at, about, ahead) "
            "VALUES (:member, :words, :person, :channel, :at, :at, :about, :ahead) RETURNING id",
            about=about,
            ahead=ahead,
            member=member,
            words=words,
            person=person.reference,
            channel=channel.reference if channel else None,
            at=stamp(at),
        )
        return Reminder(number, member, words, person, channel, about, ahead)

    async def about(self, about: str) -> list[Reminder]:
        """The reminders of something that begins."""
        rows = await self._session.rows(
            _REMINDER + "WHERE r.about = :about AND r.about <> '' AND r.words <> '' ORDER BY r.id", about=about
        )
        return [_reminder(found) for found in rows]

    async def abouts(self, begin: str) -> list[str]:
        """What there are reminders of whose name begins so."""
        rows = await self._session.rows(
            "SELECT DISTINCT about FROM reminders WHERE about LIKE :begin AND words <> '' ORDER BY about",
            begin=f"{begin}%",
        )
        return [about for (about,) in rows]

    async def reword(self, number: int, words: str) -> None:
        """Keep what it is called now."""
        await self._session.rows("UPDATE reminders SET words = :words WHERE id = :id", words=words, id=number)

    async def one(self, number: int) -> Reminder | None:
        """A reminder by number."""
        found = await row(self._session, _REMINDER + "WHERE r.id = :id AND r.words <> ''", id=number)
        return _reminder(found) if found else None

    async def waiting(self, member: int) -> list[Reminder]:
        """The reminders of a member of which something still comes, or was paused."""
        rows = await self._session.rows(
            _REMINDER + f"WHERE r.member = :member AND r.words <> '' AND ({_COMES} OR {_PAUSED}) ORDER BY r.id",
            member=member,
        )
        return [_reminder(found) for found in rows]

    async def remove(self, number: int) -> None:
        """Forget a reminder."""
        await self._session.rows("UPDATE reminders SET words = '' WHERE id = :id", id=number)

    async def posted(self, number: int, at: datetime) -> None:
        """Note that it was posted."""
        await self._session.rows("UPDATE reminders SET last_at = :at WHERE id = :id", at=stamp(at), id=number)

    async def settings(self, member: int) -> ReminderSettings:
        """How a member wants to be told."""
        found = await row(
            self._session,
            "SELECT direct, quiet_begin, quiet_end FROM reminder_settings WHERE member = :member",
            member=member,
        )
        if found is None:
            return ReminderSettings()
        direct, begin, end = found
        quiet = Quiet(time.fromisoformat(begin), time.fromisoformat(end)) if begin else None
        return ReminderSettings(Direct(direct), quiet)

    async def settle(self, member: int, settings: ReminderSettings) -> None:
        """Note how a member wants to be told."""
        quiet = settings.quiet
        await self._session.rows(
            "INSERT INTO reminder_settings (member, direct, quiet_begin, quiet_end) "
            "VALUES (:member, :direct, :begin, :end) ON CONFLICT (member) DO UPDATE SET "
            "direct = excluded.direct, quiet_begin = excluded.quiet_begin, quiet_end = excluded.quiet_end",
            member=member,
            direct=settings.direct.value,
            begin=quiet.begin.isoformat("minutes") if quiet else None,
            end=quiet.end.isoformat("minutes") if quiet else None,
        )

    async def forget_old(self, before: datetime) -> None:
        """Forget reminders of which nothing comes any more, and that were last posted before an instant."""
        await self._session.rows(
            f"UPDATE reminders SET words = '' WHERE id IN (SELECT r.id FROM reminders r WHERE r.last_at < :before "
            f"AND NOT ({_COMES}))",
            before=stamp(before),
        )

    async def absorb(self, keeper: int, other: int) -> Carried:
        """Make those of `other` a part of `keeper`, who is told as before where they said how."""
        moved = await self._session.rows(
            "UPDATE reminders SET member = :keeper WHERE member = :other RETURNING id", keeper=keeper, other=other
        )
        await self._session.rows(
            "INSERT INTO reminder_settings (member, direct, quiet_begin, quiet_end) "
            "SELECT CAST(:keeper AS BIGINT), direct, quiet_begin, quiet_end FROM reminder_settings "
            "WHERE member = :other ON CONFLICT (member) DO NOTHING",
            keeper=keeper,
            other=other,
        )
        await self._session.rows("DELETE FROM reminder_settings WHERE member = :other", other=other)
        return [("reminders", len(moved))]

    async def forget(self, member: int) -> None:
        """Delete everything, with what is planned of it."""
        theirs = _THEIRS.format("r.member = :member")
        await self._session.rows(f"DELETE FROM deliveries WHERE appointment IN {theirs}", member=member)
        await self._session.rows(f"DELETE FROM appointments WHERE id IN {theirs}", member=member)
        await self._session.rows("DELETE FROM reminders WHERE member = :member", member=member)
        await self._session.rows("DELETE FROM reminder_settings WHERE member = :member", member=member)


def _reminder(found: Row) -> Reminder:
    number, member, words, person, channel, about, ahead = found
    return Reminder(number, member, words, Person(person), Channel(channel) if channel else None, about, ahead)
