"""A meetup: people who come together at a time, once or again and again, and who of them comes.

Each occurrence is named for ever by the day that the rule gave it, also when it was moved to another time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import pairwise, takewhile

from bot.core.model.member import Member
from bot.core.model.recurrence import Recurrence

TITLE_LENGTH = 100
"""Longest title, in characters: that of a native event on Discord."""
PLACE_LENGTH = 300
AGENDA_LENGTH = 1_000
NOTES_LENGTH = 1_500
CAPACITIES = (1, 500)
LENGTHS = (5, 720)
"""Shortest and longest meetup, in minutes."""
USUAL_LENGTH = 60
MOST_HOSTED = 10
"""Meetups that somebody may have planned at once."""
DRAFT_LIVES = timedelta(days=1)
"""For how long a preview can be confirmed."""
AHEAD = timedelta(days=7)
"""How long before it an occurrence is announced at the earliest, but for the first, which is announced at once."""
REMINDERS = {
    "week": timedelta(days=7),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minutes": timedelta(minutes=10),
}
"""When people are reminded, by name: so long before it begins."""
SHORT = ("hour", "minutes")
"""The reminders that tell those who go."""


MOMENT = timedelta(microseconds=1)


class State(Enum):
    """Whether a meetup takes place."""

    DRAFT = "draft"
    """A preview that nobody confirmed."""
    ON = "on"
    CANCELLED = "cancelled"
    """From the instant at which it was changed last; what was over by then took place."""
    DROPPED = "dropped"
    """A preview that was thrown away."""

    @property
    def ended(self) -> bool:
        """Whether it can be changed no more."""
        return self in (State.CANCELLED, State.DROPPED)


class Coming(Enum):
    """What somebody answered."""

    GOING = "going"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Meetup:
    """A meetup with all its occurrences."""

    number: int
    community: int
    title: str
    """Member text, never markup."""
    recurrence: Recurrence
    channels: tuple[str, ...]
    """Where it is announced, as `platform:id`: where it was planned, and the other homes of its group."""
    space: str
    """The server or workspace where it was planned."""
    host: int | None
    """A member's number; None where they deleted themselves."""
    group: int | None = None
    place: str = ""
    """An address or a link, for those who go only. Member text, never markup."""
    agenda: str = ""
    """What the host wants to do, for every date; empty for one that is proposed. Member text, never markup."""
    capacity: int | None = None
    length: int = USUAL_LENGTH
    """In minutes."""
    state: State = State.DRAFT
    version: int = 0
    """Counts what was changed, for calendars."""
    changed: datetime | None = None
    """When it was last changed; None while it is only planned."""
    said: str = ""
    """How its time was written, to be changed in the form. Member text, never markup."""

    @property
    def repeats(self) -> bool:
        """Whether it is a series."""
        return bool(self.recurrence.rule)

    def lead(self, now: datetime) -> timedelta:
        """How long before it an occurrence is announced: a week, or less where they follow one another faster."""
        times = [one.at for one in self.recurrence.coming(now, 8)]
        return min([AHEAD, *(after - before for before, after in pairwise(times))])


@dataclass(frozen=True, slots=True)
class Change:
    """What is different about one occurrence."""

    meetup: int
    day: date
    at: datetime | None = None
    """The instant that it was moved to."""
    cancelled: bool = False
    agenda: str = ""
    """For this time alone. Member text, never markup."""
    presenter: int | None = None
    notes: str = ""
    """What was written down afterwards. Member text, never markup."""
    noted_by: int | None = None


@dataclass(frozen=True, slots=True)
class Gathering:
    """One occurrence of a meetup, as it is to take place."""

    meetup: Meetup
    change: Change
    at: datetime
    """A UTC instant."""

    @property
    def day(self) -> date:
        """What names it."""
        return self.change.day

    @property
    def ends(self) -> datetime:
        """A UTC instant."""
        return self.at + timedelta(minutes=self.meetup.length)

    @property
    def off(self) -> bool:
        """Whether it doesn't take place."""
        over = self.meetup.changed
        whole = self.meetup.state.ended and (over is None or self.ends > over)
        return self.change.cancelled or whole

    @property
    def moved(self) -> bool:
        """Whether it takes place at another time than the rule says."""
        return self.change.at is not None

    @property
    def zone(self) -> str:
        """The zone of its place."""
        return self.meetup.recurrence.zone


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to one occurrence."""

    member: Member
    coming: Coming | None
    """None for somebody who came without an answer."""
    since: datetime
    """When they said that they go; who goes again later stands behind those who waited."""
    came: bool = False
    """Whether the host noted afterwards that they were there."""


@dataclass(frozen=True, slots=True)
class Seats:
    """Who goes, who waits for a place, who may come."""

    going: Sequence[Member] = ()
    waiting: Sequence[Member] = ()
    """The first one is the next to go."""
    maybe: Sequence[Member] = ()
    no: Sequence[Member] = ()

    @property
    def seated(self) -> frozenset[int]:
        """The numbers of those who go."""
        return frozenset(member.number for member in self.going)

    def place_in_line(self, member: int) -> int | None:
        """From 1: how soon a waiting member gets a place."""
        numbers = [one.number for one in self.waiting]
        return numbers.index(member) + 1 if member in numbers else None


def seats(answers: Sequence[Answer], capacity: int | None) -> Seats:
    """First come, first served: whoever said it earliest goes, and whoever has no place waits in the same order."""

    def those(coming: Coming) -> list[Member]:
        found = sorted((one.since, one.member.number, one) for one in answers if one.coming is coming)
        return [one.member for _, _, one in found]

    willing = those(Coming.GOING)
    room = len(willing) if capacity is None else capacity
    return Seats(willing[:room], willing[room:], those(Coming.MAYBE), those(Coming.NO))


def gathering(meetup: Meetup, day: date, change: Change | None = None) -> Gathering:
    """The occurrence of a day."""
    change = change or Change(meetup.number, day)
    return Gathering(meetup, change, change.at or meetup.recurrence.on(day).at)


def gatherings(
    meetup: Meetup, changes: Mapping[date, Change], begin: datetime, end: datetime, most: int
) -> list[Gathering]:
    """The first `most` occurrences that begin later than `begin` and not later than `end`, cancelled ones too."""
    usual = takewhile(lambda one: one.at <= end, meetup.recurrence.after(begin))
    found: list[Gathering] = []
    for occurrence in usual:
        change = changes.get(occurrence.day)
        if change is None or change.at is None:
            found.append(Gathering(meetup, change or Change(meetup.number, occurrence.day), occurrence.at))
        if len(found) >= most:
            break
    moved = [Gathering(meetup, one, one.at) for one in changes.values() if one.at is not None and begin < one.at <= end]
    return sorted([*found, *moved], key=lambda one: (one.at, one.day))[:most]


def last_end(meetup: Meetup, changes: Mapping[date, Change]) -> datetime | None:
    """When the last occurrence ends; None for a series without an end."""
    rule = meetup.recurrence
    if rule.rule and "UNTIL=" not in rule.rule and "COUNT=" not in rule.rule:
        return None
    usual = [one.at for one in rule.after(rule.on(rule.first).at - MOMENT)]
    moved = [one.at for one in changes.values() if one.at is not None]
    return max([*usual, *moved], default=rule.on(rule.first).at) + timedelta(minutes=meetup.length)


def occurs(meetup: Meetup, day: date) -> bool:
    """Whether the rule names a day."""
    following = meetup.recurrence.next(meetup.recurrence.on(day).at - MOMENT)
    return following is not None and following.day == day


@dataclass(frozen=True, slots=True)
class Mirror:
    """Something on a platform that shows one occurrence, and is changed when that changes."""

    meetup: int
    day: date
    kind: str
    """`CARD` or `EVENT`."""
    to: str
    """The channel of a card, the server of an event; as `platform:id`."""
    reference: str = ""
    """The platform's name for it; empty where it isn't there."""
    wanted: int = 0
    why: str = ""
    """Why it could not be made, in a sentence for the host."""


CARD, EVENT = "card", "event"


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar that programs subscribe to by an address that nobody guesses; it belongs to one of the three."""

    secret: str
    community: int | None = None
    group: int | None = None
    member: int | None = None
