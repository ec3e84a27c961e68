"""`/meetup calendar`: a file, and an address to which calendar programs subscribe; and what they get there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.acts.attending import Attendance, attendance
from bot.core.acts.grouping import standing
from bot.core.acts.meeting import community_of, meet
from bot.core.chat.blocks import Block, Button, Buttons, Code, File, Option, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Choice, Parameter, YesNo
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.features.meetup_cards import plain_agenda
from bot.core.features.meetup_desk import LIST
from bot.core.model.library import Library
from bot.core.model.meetup import Coming, Feed, Gathering, gathering, gatherings
from bot.core.model.member import Member
from bot.core.ports.calendar_file import Appointed, MeetingWriter
from bot.core.ports.database import Database, Stores
from bot.core.ports.public_address import PublicAddress
from bot.core.ports.shelf import Shelf

BACK, AHEAD = timedelta(days=60), timedelta(days=366)
"""What a calendar holds: so much that is over, so much that is to come."""
MOST = 120
"""Dates of one meetup in a calendar."""
NAMES = {"mine": "Meetups I go to", "here": "Meetups", "group": "Meetups of the study group"}
WHAT = Parameter(
    "of",
    "Whose: yours, those of everybody here, those of this study group",
    Choice((Option("mine", "Those that I go to"), Option("here", "All here"), Option("group", "My study group"))),
    required=False,
)
RENEW = Parameter("renew", "Whether to make a new address, and end the old one", YesNo(), required=False)


@dataclass(frozen=True, slots=True)
class MeetupCalendarFeature:
    """Calendars of meetups. `new_secret` makes an address that nobody guesses."""

    shelf: Shelf
    database: Database
    write_calendar: MeetingWriter
    new_secret: Callable[[], str]
    address: PublicAddress

    def menu(self) -> Iterable[Command]:
        """The command."""
        yield Command(
            "meetup calendar", "Meetups for your own calendar: a file, and an address to subscribe to", self._calendar,
            (WHAT, RENEW), shareable=False, examples=("meetup calendar", "meetup calendar here"),
        )  # fmt: skip

    async def feed(self, secret: str, now: datetime) -> bytes | None:
        """What a calendar program gets at an address; None where that leads nowhere. Raises `Unavailable`."""

        async def work(stores: Stores) -> tuple[str, Sequence[Appointed]] | None:
            found = await stores.feeds.found(secret)
            return None if found is None else await entries(stores, self.shelf.library, found, now)

        found = await self.database.read(work)
        return None if found is None else self.write_calendar(*found, now)

    async def _calendar(self, request: Request) -> Answer:
        what, renew = request.get(WHAT) or "mine", bool(request.get(RENEW))
        scene, secret = request.scene, self.new_secret()

        async def work(stores: Stores) -> tuple[Feed, tuple[str, Sequence[Appointed]]]:
            member = await meet(stores, scene)
            owner, may_renew = await _owner(stores, request, member, what)
            if renew:
                if not may_renew:
                    raise Refusal("Only those who run it may end the address that others use.")
                await stores.feeds.end(owner)
            feed = await stores.feeds.of(owner)
            if feed is None:
                feed = replace(owner, secret=secret)
                await stores.feeds.add(feed, scene.at)
            return feed, await entries(stores, self.shelf.library, feed, scene.at)

        feed, (name, found) = await self.database.write(work)
        return Reply(
            "Meetups for your calendar", (*self._address(feed, what), *self._file(name, found, scene.at), *_steps(what))
        )

    def _address(self, feed: Feed, what: str) -> tuple[Block, ...]:
        url = self.address.of(f"calendar/{feed.secret}.ics")
        if url is None:
            return (
                Text(
                    "There is no address to subscribe to here: whoever runs me sets `PUBLIC_URL` to make one. "
                    "The file below holds the same, as it is today."
                ),
            )
        kept = "Whoever has it can read which meetups you go to and where" if what == "mine" else "It tells no places"
        return (
            Text("Subscribe to this address in your calendar program, and it follows every change:"),
            Code(url),
            Text(f"{kept}. A new address ends the old one."),
        )

    def _file(self, name: str, found: Sequence[Appointed], at: datetime) -> tuple[Block, ...]:
        if not found:
            return (Text("There is no meetup in it yet. It fills when somebody plans one, or you say that you go."),)
        about = "The same as a file, as it is today: download it and open it."
        return (File("meetups.ics", self.write_calendar(name, found, at), "text/calendar", about),)


async def entries(stores: Stores, library: Library, feed: Feed, now: datetime) -> tuple[str, Sequence[Appointed]]:
    """The name of a calendar and what stands in it: what somebody goes to, with the places; else all, without."""
    if feed.member is not None:
        answered = await stores.meetups.answered(feed.member, (now - BACK).date())
        meetups = {number: await stores.meetups.one(number) for number in {number for number, _ in answered}}
        changes = {number: await stores.meetups.changes(number) for number in meetups}
        ones = [
            gathering(meetup, day, changes[number].get(day))
            for number, day in answered
            if (meetup := meetups[number]) is not None
        ]
        return NAMES["mine"], [_entry(library, await attendance(stores, one), feed.member) for one in ones]
    name = NAMES["here" if feed.group is None else "group"]
    found: list[Gathering] = []
    for meetup in await stores.meetups.announced(feed, now - BACK):
        changed = await stores.meetups.changes(meetup.number)
        found += gatherings(meetup, changed, now - BACK, now + AHEAD, MOST)
    return name, [_entry(library, await attendance(stores, one), None) for one in found]


def _entry(library: Library, found: Attendance, member: int | None) -> Appointed:
    """One occurrence, for `member` or for everybody."""
    one, meetup = found.one, found.one.meetup
    goes = member is not None and member in found.seats.seated
    title = meetup.title
    if member is not None and not goes:
        waits = any(one.member.number == member and one.coming is Coming.GOING for one in found.answers)
        title = f"{title} ({'waiting' if waits else 'maybe'})"
    return Appointed(
        key=f"meetup-{meetup.number}-{one.day:%Y%m%d}",
        title=title,
        begin=one.at,
        end=one.ends,
        about=plain_agenda(library, found) or "A meetup of your study community.",
        place=meetup.place if goes else "",
        off=one.off,
        version=meetup.version,
        changed=meetup.changed,
    )


async def _owner(stores: Stores, request: Request, member: Member, what: str) -> tuple[Feed, bool]:
    """Whose calendar is meant, and whether the caller may renew its address. Raises `Refusal`."""
    scene = request.scene
    if what == "mine":
        return Feed("", member=member.number), True
    if what == "group":
        home = await stores.groups.home(scene.place.channel.reference) if scene.place.channel else None
        mine = await stores.groups.of(member.number)
        group = home if home in mine else next(iter(mine), None) if home is None else None
        if group is None:
            raise Refusal("That is for those in the study group. `/group find` looks for one that suits you.")
        where = await standing(stores, scene, member, group)
        return Feed("", group=group.number), where.leads
    community = await community_of(stores, scene, member)
    if community is None:
        raise Refusal("Say that in a channel of your server or workspace, and I know which meetups you mean.")
    return Feed("", community=community.number), scene.caller.organiser


def _steps(what: str) -> tuple[Block, ...]:
    others = {"mine": "Those that I go to", "here": "All here", "group": "My study group"}
    ways = [Button(label, Invocation("meetup calendar", {"of": one})) for one, label in others.items() if one != what]
    renew = Button("A new address", Invocation("meetup calendar", {"of": what, "renew": "yes"}))
    return (Buttons((*ways, renew, LIST)),)
