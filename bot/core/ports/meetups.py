"""Meetups, who comes to them, what shows them on the platforms, and the calendars that list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.core.model.meetup import Answer, Change, Coming, Feed, Meetup, Mirror


class Meetups(Protocol):
    """The meetups of all communities. An occurrence is named by the day that the rule gave it."""

    async def add(self, meetup: Meetup, at: datetime, ends: datetime | None) -> Meetup:
        """Keep a new meetup; its number is given. `ends` is when its last occurrence ends; None for never."""
        ...

    async def change(self, meetup: Meetup, at: datetime, ends: datetime | None) -> Meetup:
        """Keep what a meetup is now; its version counts on."""
        ...

    async def one(self, number: int) -> Meetup | None:
        """A meetup by number, in whatever state."""
        ...

    async def living(self, community: int, since: datetime) -> Sequence[Meetup]:
        """Meetups of a community that are on and end later than an instant, or never."""
        ...

    async def of_group(self, group: int, since: datetime) -> Sequence[Meetup]:
        """The same for a study group."""
        ...

    async def announced(self, feed: Feed, since: datetime) -> Sequence[Meetup]:
        """Those of a feed's community or study group that are on or were cancelled, and ended later than an instant."""
        ...

    async def hosted(self, member: int, since: datetime) -> Sequence[Meetup]:
        """Such meetups that somebody hosts."""
        ...

    async def forget_drafts(self, member: int, before: datetime) -> None:
        """Forget the previews of somebody that are older than an instant."""
        ...

    async def changes(self, number: int) -> Mapping[date, Change]:
        """What is different about single occurrences, by their days."""
        ...

    async def set(self, change: Change, at: datetime) -> None:
        """Keep what is different about an occurrence now."""
        ...

    async def answers(self, number: int, day: date) -> Sequence[Answer]:
        """What members answered; not those who are gone."""
        ...

    async def answered_days(self, number: int) -> Sequence[date]:
        """The days to which anybody said that they go, or may."""
        ...

    async def shown_days(self, number: int) -> Sequence[date]:
        """The days that anything shows, or showed."""
        ...

    async def answer(self, number: int, day: date, member: int, coming: Coming, at: datetime) -> None:
        """Keep an answer; who goes already keeps their place in the line."""
        ...

    async def take_back(self, number: int, day: date, member: int) -> None:
        """Forget what somebody answered."""
        ...

    async def came(self, number: int, day: date, members: Sequence[int], at: datetime) -> None:
        """Note that these were there, and nobody else."""
        ...

    async def answered(self, member: int, since: date) -> Sequence[tuple[int, date]]:
        """The occurrences to which somebody goes or may come, from a day on."""
        ...

    async def mirror(self, mirror: Mirror) -> None:
        """Keep what shows an occurrence; it is up to date, where it is there already."""
        ...

    async def mirrors(self, number: int, day: date) -> Sequence[Mirror]:
        """What shows an occurrence."""
        ...

    async def touch(self, number: int, day: date | None = None) -> None:
        """Note that what shows an occurrence, or all of them, is behind."""
        ...

    async def behind(self, most: int) -> Sequence[Mirror]:
        """What is behind."""
        ...

    async def caught_up(self, mirror: Mirror) -> None:
        """Note that it shows what it was read for, under this reference, or why it cannot."""
        ...

    async def refused(self, number: int, to: str) -> bool:
        """Whether anything of a meetup could not be shown there before."""
        ...


class Feeds(Protocol):
    """Calendars by address."""

    async def add(self, feed: Feed, at: datetime) -> None:
        """Keep a new one."""
        ...

    async def found(self, secret: str) -> Feed | None:
        """The feed behind an address."""
        ...

    async def of(self, owner: Feed) -> Feed | None:
        """The newest feed of the same owner; the secret of `owner` doesn't matter."""
        ...

    async def end(self, owner: Feed) -> None:
        """Make the addresses of an owner lead nowhere."""
        ...
