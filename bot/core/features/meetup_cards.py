"""What is said about a meetup: its card, reminders, news; the same words wherever they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.acts.attending import Attendance
from bot.core.acts.meetup_posts import CANCELLED, HOST, MOVED, NO_EVENT, UP, Addressed
from bot.core.acts.reminding_before import AHEAD
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Mention, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import Moment, escape, moment
from bot.core.chat.reply import Audience, Reply
from bot.core.features.meetup_agenda import proposed
from bot.core.features.naming import short
from bot.core.model.library import Library
from bot.core.model.meetup import Gathering, occurs
from bot.core.model.member import Member, Visibility
from bot.core.ports.native_events import NativeEvent
from bot.core.ports.shelf import Shelf

NAMED = 40
"""Names that a list on a card shows; more are counted."""
TOLD = 20
"""People who are told by one post: each takes one of the parts that a message on Discord may have."""
BEGINS = {"week": "in a week", "day": "in a day", "hour": "in an hour", "minutes": "in ten minutes"}
NO_HOST = "Nobody just now; an organiser names one with `/meetup host`"
WHO_GOES = "For those who go: press “Where?”"


def target(one: Gathering) -> str:
    """An occurrence as buttons name it: `12/2026-12-07`."""
    return f"{one.meetup.number}/{one.day.isoformat()}"


def about(command: str, one: Gathering, **more: str) -> Invocation:
    """A command about an occurrence."""
    return Invocation(f"meetup {command}", {"meetup": target(one), **more})


def when(one: Gathering) -> str:
    """When it takes place, as Markdown that everybody reads in their own time."""
    return moment(one.at, one.zone)


@dataclass(frozen=True, slots=True)
class MeetupCards:
    """Words for the posts of the schedule."""

    shelf: Shelf

    def card(self, found: Attendance, now: datetime) -> Reply:
        """The announcement, as everybody reads it."""
        return Reply(
            found.one.meetup.title,
            (*described(self.shelf.library, found, None), *after(found), *answering(found.one, now)),
            audience=Audience.EVERYONE,
            permalink=about("show", found.one),
        )

    def reminder(self, found: Attendance, before: str, told: Sequence[Addressed]) -> Reply:
        """A reminder; who goes is named only where they are to be told."""
        one = found.one
        words = f"Begins {BEGINS[before]}: {when(one)}."
        return Reply(
            one.meetup.title,
            (Text(words), *mentions(told, "see you there."), *_free(found), *answering(one, one.at)),
            audience=Audience.EVERYONE,
            permalink=about("show", one),
        )

    def news(self, found: Attendance, what: str, told: Sequence[Addressed], why: str) -> Reply:
        """What happened."""
        one, title = found.one, found.one.meetup.title
        blocks: tuple[Block, ...]
        match what:
            case _ if what == UP:
                words = f"A place has become free, so you go now: {when(one)}."
                blocks = (*mentions(told, words), *([] if _tells(told) else [Text(words)]))
                head = f"{title}: you have a place"
            case _ if what == CANCELLED:
                whole = one.meetup.state.value == "cancelled"
                first = f"**{escape(title)}** doesn't take place any more" if whole else "It doesn't take place on"
                blocks = (
                    Text(f"{first}{', and not on' if whole else ''} {when(one)}."),
                    *mentions(told, "I'm telling you because you may have come."),
                )
                head = f"{title} is cancelled"
            case _ if what == MOVED:
                blocks = (
                    Text(f"It now takes place at another time: {when(one)}."),
                    *mentions(told, "does that suit you? Your answer stays until you change it."),
                )
                head = f"{title} was moved"
            case _ if what == HOST:
                blocks = (
                    Text(f"It takes place {when(one)}. Its plan, its list and what it brings are yours to look after."),
                )
                head = f"{title}: you host it now"
            case _:
                blocks = (Text(escape(why)), Text("The announcement and its buttons work as ever without it."))
                head = f"{title}: I couldn't make an event of it"
        steps = () if what in (CANCELLED, NO_EVENT) else answering(one, one.at)
        return Reply(head, (*blocks, *steps), audience=Audience.EVERYONE, permalink=about("show", one))

    def event(self, found: Attendance) -> NativeEvent:
        """What a platform's own event says; the place is for those who go, so it isn't told here."""
        one = found.one
        where = "Say in the announcement that you go, and press “Where?”"
        return NativeEvent(one.meetup.title, one.at, one.ends, plain_agenda(self.shelf.library, found), where)


def described(library: Library, found: Attendance, me: Member | None) -> tuple[Block, ...]:
    """What it is and who comes, for `me`; for everybody where that is None."""
    one, meetup = found.one, found.one.meetup
    facts = [("When", when(one)), ("For", f"{meetup.length} minutes")]
    if found.group is not None:
        facts.append(("Study group", escape(found.group.name)))
    facts.append(("Host", NO_HOST if found.host is None else named(found.host, me)))
    if found.presenter is not None:
        facts.append(("Presents", named(found.presenter, me)))
    if meetup.place:
        knows = me is not None and (me.number in found.seats.seated or me.number == meetup.host)
        facts.append(("Where", escape(meetup.place) if knows else WHO_GOES))
    notice: list[Block] = []
    if one.off:
        notice.append(Text("**Cancelled.** It doesn't take place."))
    elif one.moved and occurs(meetup, one.day):
        notice.append(Text("*Moved: it takes place at another time than usual.*"))
    return (*notice, Facts(tuple(facts)), *lists(found, me), *agenda(library, found))


def lists(found: Attendance, me: Member | None) -> tuple[Block, ...]:
    """Who goes, waits and may come."""
    seats, capacity = found.seats, found.one.meetup.capacity
    count = f"{len(seats.going)} of {capacity}" if capacity is not None else str(len(seats.going))
    blocks: list[Block] = []
    if seats.going:
        blocks.append(Items(_names(seats.going, me), title=f"Going ({count})"))
    elif not found.one.off:
        room = "" if capacity is None else f"; there {'is 1 place' if capacity == 1 else f'are {capacity} places'}"
        blocks.append(Text(f"Nobody has said yet that they go{room}."))
    if seats.waiting:
        blocks.append(Items(_names(seats.waiting, me), "numbers", title="Waiting for a place, in this order"))
    if seats.maybe:
        blocks.append(Items(_names(seats.maybe, me), title=f"Maybe ({len(seats.maybe)})"))
    return tuple(blocks)


def agenda(library: Library, found: Attendance) -> tuple[Block, ...]:
    """What is to be done there: what the host wrote, or else what is proposed."""
    written = found.one.change.agenda or found.one.meetup.agenda
    if written:
        return (Text(f"**Agenda:** {escape(written)}"),)
    items = proposed(library, found.group, found.one.day)
    return (Items(items, title="Agenda, as a proposal"),) if items else ()


def plain_agenda(library: Library, found: Attendance) -> str:
    """The same in plain words, for calendars and events."""
    written = found.one.change.agenda or found.one.meetup.agenda
    items = proposed(library, found.group, found.one.day)
    return written or "\n".join(f"{item.replace('**', '').replace('`', '')}" for item in items)


def after(found: Attendance) -> tuple[Block, ...]:
    """Who was there, and what was written down."""
    came = [one.member for one in found.answers if one.came]
    blocks: list[Block] = []
    if came:
        blocks.append(Items(_names(came, None), title=f"There were ({len(came)})"))
    if found.one.change.notes:
        blocks.append(Text(f"**Notes:** {escape(found.one.change.notes)}"))
    return tuple(blocks)


def answering(one: Gathering, now: datetime) -> tuple[Block, ...]:
    """The buttons with which people answer and are reminded, while that makes sense."""
    more = Button("More", about("show", one))
    if one.off or one.ends <= now:
        return (Buttons((more,)),)
    remind = (Button("Remind me", about("remind", one)),) if one.at - AHEAD["minutes"] > now else ()
    return (
        Buttons(
            (
                Button("Going", about("answer", one, answer="going"), main=True),
                Button("Maybe", about("answer", one, answer="maybe")),
                Button("Can't come", about("answer", one, answer="no")),
                Button("Where?", about("where", one)),
                more,
                *remind,
            )
        ),
    )


def named(member: Member, me: Member | None) -> str:
    """Somebody's name as Markdown; those whom nobody may see are a member."""
    if me is not None and member.number == me.number:
        return f"{escape(member.shown)} (you)"
    return "a member" if member.visibility is Visibility.PRIVATE else escape(member.shown)


def mentions(told: Sequence[Addressed], words: str) -> tuple[Block, ...]:
    """Everybody told, each so that the platform tells them where it can; the last one with what there is to say."""
    here = [one.person for one in told if one.person is not None][:TOLD]
    others = [escape(one.member.shown) for one in told if one.person is None][:NAMED]
    more = len(told) - len(here) - len(others)
    if more:
        others.append(f"{more} more")
    blocks: list[Block] = [Mention(person, words if place == len(here) else "") for place, person in enumerate(here, 1)]
    if here and others:
        blocks.append(Text(f"Also for {', '.join(others)}."))
    return tuple(blocks)


def spoken_when(one: Gathering) -> str:
    """When it takes place in plain words, for menus."""
    return Moment(one.at, one.zone).words


def titled(one: Gathering) -> str:
    """A label for a menu."""
    return short(one.meetup.title, 75)


def _free(found: Attendance) -> tuple[Block, ...]:
    capacity = found.one.meetup.capacity
    left = 0 if capacity is None else capacity - len(found.seats.going)
    return (Text(f"{left} {'place is' if left == 1 else 'places are'} free."),) if left > 0 else ()


def _tells(told: Sequence[Addressed]) -> bool:
    return any(one.person is not None for one in told)


def _names(members: Sequence[Member], me: Member | None) -> tuple[str, ...]:
    """The names that may be read; the others are counted."""
    mine = me.number if me else None
    seen = [one for one in members if one.number == mine or one.visibility is not Visibility.PRIVATE]
    lines = [f"**{named(one, me)}**" if one.number == mine else named(one, me) for one in seen[:NAMED]]
    unseen = len(members) - len(lines)
    if unseen:
        lines.append("1 who isn't named here" if unseen == 1 else f"{unseen} who aren't named here")
    return tuple(lines)
