"""A study group: a few people who learn at a similar pace, and what it agreed on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.core.model.member import Member, Visibility

NAME_LENGTH = (2, 40)
"""Shortest and longest name of a group, in characters."""
ABOUT_LENGTH = 300
"""Longest description, in characters."""
SIZES = (2, 50)
"""Fewest and most members that a group may be made for."""
USUAL_SIZE = 12
USUAL_HOURS = 5
"""Weekly hours of a group that names none."""
MOST_GROUPS = 10
"""Groups that somebody may be in at once: more is nobody's study group, and fits into no menu."""
MOST_HOMES = 4
"""Channels that one group may live in at once."""
INVITED_FOR = timedelta(days=7)

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {
    "any": (), "any day": (), "none": (), "every day": tuple(range(7)), "daily": tuple(range(7)),
    "weekdays": tuple(range(5)), "weekend": (5, 6), "weekends": (5, 6),
}  # fmt: skip
_RANGE = re.compile(r"(\w+)\s*(?:-|–|to)\s*(\w+)")


class Unfit(ValueError):
    """Words that cannot be what they are meant for; the message is a plain sentence that says what to write instead."""


class Role(Enum):
    """What somebody may do in a group."""

    OWNER = "owner"
    """Everything."""
    CO_OWNER = "co-owner"
    """Edit and invite."""
    MEMBER = "member"


class Joining(Enum):
    """Who may join."""

    OPEN = "open"
    INVITATION = "invitation"


class Purpose(Enum):
    """What an invitation's code opens."""

    PERSON = "person"
    """One place for one person, once."""
    ANYONE = "anyone"
    """A place for whoever has it."""
    HOME = "home"
    """A second channel to live in, once."""


@dataclass(frozen=True, slots=True)
class Group:
    """What a group agreed on."""

    number: int
    community: int
    name: str
    """Member text, never markup."""
    about: str = ""
    """Member text, never markup."""
    phase: str | None = None
    """The id of a phase as it was when it was chosen; None for all of them."""
    hours: int = USUAL_HOURS
    """A week, for each member."""
    days: tuple[int, ...] = ()
    """Weekdays to learn on, 0 for Monday, in their order; empty for any."""
    size: int = USUAL_SIZE
    joining: Joining = Joining.OPEN
    archived: bool = False
    made: datetime | None = None
    """When it began; None while it is only planned."""

    @property
    def pace(self) -> str:
        """In words: `5 hours a week, on Mon, Wed`."""
        hours = f"{self.hours} {'hour' if self.hours == 1 else 'hours'} a week"
        return f"{hours}, on {', '.join(WEEKDAYS[day] for day in self.days)}" if self.days else hours


@dataclass(frozen=True, slots=True)
class Mate:
    """Somebody in a group."""

    member: Member
    role: Role
    since: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """A channel or thread that a group lives in."""

    channel: str
    """As `platform:id`, like the space, which is the server or workspace that it belongs to."""
    space: str
    tracker: str | None = None
    """The platform's name for the message that shows the week, where there is one."""
    coming: int | None = None
    """The number of the appointment that is to post one."""
    changes: int = 0
    """How much happened, since the group lives here, that such a message shows."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that opens something of a group."""

    code: str
    group: int
    purpose: Purpose
    ends: datetime
    person: str | None = None
    """The account that it is for, where it is for one."""


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who reads something about a group."""

    number: int | None = None
    """Their member number; None where many read it, or nobody known."""
    mate: bool = False
    """Whether whoever reads it is in the group."""
    near: frozenset[int] = frozenset()
    """Numbers of the members who are in a community with them."""

    def sees(self, member: Member) -> bool:
        """Whether they may read the member's name.

        A private member is nobody's to see; who shows themselves to their community is seen there, and by their group.
        """
        if member.number == self.number or member.visibility is Visibility.PUBLIC:
            return True
        return member.visibility is Visibility.COMMUNITY and (self.mate or member.number in self.near)


def group_name(text: str) -> str:
    """The name that `text` gives a group. Raises `Unfit`."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    least, most = NAME_LENGTH
    if not least <= len(name) <= most:
        raise Unfit(f"A group's name has {least} to {most} characters; that one has {len(name):,}.")
    if not any(sign.isalpha() for sign in name):
        raise Unfit("A group's name needs at least one letter, so that it can be said and typed.")
    return name


def folded(name: str) -> str:
    """A name as it is compared: however it is cased, composed or spaced."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def read_days(text: str) -> tuple[int, ...]:
    """The weekdays that `text` names: `mon wed fri`, `mon-thu`, `weekend`, `any`. Raises `Unfit`."""
    words = " ".join(text.lower().split())
    if words in _DAYS:
        return _DAYS[words]
    days: set[int] = set()
    for first, last in _RANGE.findall(words):
        start, end = _weekday(first), _weekday(last)
        days.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    for word in re.split(r"[\s,;/&+]+", _RANGE.sub(" ", words)):
        if word and word != "and":
            days.update(_DAYS[word] if word in _DAYS else (_weekday(word),))
    if not days:
        raise Unfit("Which days? Write them as “mon wed fri”, “mon-thu”, “weekend” or “any”.")
    return tuple(sorted(days))


def _weekday(word: str) -> int:
    found = [place for place, name in enumerate(_DAY_NAMES) if len(word) >= 2 and name.startswith(word.rstrip("."))]
    if len(found) != 1:
        raise Unfit("That is no weekday that I know. Write them as “mon wed fri”, “mon-thu”, “weekend” or “any”.")
    return found[0]


def successor(mates: Collection[Mate]) -> Mate | None:
    """Who owns a group next: its co-owner of longest standing, else its member of longest standing."""
    order = {Role.OWNER: 0, Role.CO_OWNER: 1, Role.MEMBER: 2}
    return min(mates, key=lambda one: (order[one.role], one.since, one.member.number), default=None)
