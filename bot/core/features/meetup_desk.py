"""What all `/meetup` commands share: which meetup and which of its dates is meant, and acting on it in one go."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.acts.attending import Attendance, attendance, check_runs, runs, visible
from bot.core.acts.meeting import community_of, meet
from bot.core.acts.meetup_dates import following, last, on, took_place
from bot.core.acts.meetup_posts import paused
from bot.core.chat.blocks import Button, Buttons, Option, Select, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Day, Parameter, Words, shown
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.features.meetup_cards import about, after, answering, described, titled
from bot.core.model.calendar import NotADay
from bot.core.model.meetup import Gathering, Meetup, State, gathering
from bot.core.model.member import Member
from bot.core.model.when import When, read_when
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

MEETUP = Parameter("meetup", "Its title or a part of it; else the next one here", Words(120), required=False)
DAY = Parameter("day", "Which of its dates, as 2026-12-07; else the next one", Day(), required=False)

SCHEDULE = Button("Plan a meetup", Invocation("meetup schedule"))
LIST = Button("All meetups here", Invocation("meetup list"))

RECENT = timedelta(days=7)
"""Meetups that took place within so long of the latest may be meant as well as that."""

_NUMBERED = re.compile(r"#?(\d{1,15})(?:/(\d{4}-\d\d-\d\d))?")

Act = Callable[[Stores, Member, Gathering], Awaitable[Answer]]
Look = Callable[[Stores, Member | None, Gathering], Awaitable[Reply]]
Changed = Callable[[datetime], None]
"""Called when something changed that is shown somewhere."""


@dataclass(frozen=True, slots=True)
class MeetupDesk:
    """Finds what a request means, and lets something be done with it in one unit of work."""

    shelf: Shelf
    database: Database
    changed: Changed

    async def act(self, request: Request, act: Act, *, past: bool = False, running: bool = False) -> Answer:
        """What `act` answers, having changed something.

        `past` prefers the date that began last, `running` is for those who may change it.
        """

        async def work(stores: Stores) -> Answer:
            member = await meet(stores, request.scene)
            find = _held if past else _meant
            meetups, day = await find(stores, request, member)
            if len(meetups) != 1:
                return which(request, meetups, past=past)
            if running:
                await check_runs(stores, request.scene, member, meetups[0])
            return await act(stores, member, await _date(stores, request, meetups[0], day, past=past))

        answer = await self.database.write(work)
        self.changed(request.scene.at)
        return answer

    async def look(self, request: Request, look: Look) -> Reply:
        """What `look` answers, having only read."""

        async def work(stores: Stores) -> Reply:
            member = await stores.people.known(request.caller.person)
            meetups, day = await _meant(stores, request, member)
            if len(meetups) != 1:
                return which(request, meetups)
            return await look(stores, member, await _date(stores, request, meetups[0], day, past=False))

        return await self.database.read(work)

    async def card(self, request: Request, stores: Stores, member: Member | None, one: Gathering, *first: str) -> Reply:
        """An occurrence as the caller sees it, or everybody where it is shared; `first` is said before it."""
        found = await attendance(stores, one)
        shared = request.invocation.shared and not request.place.direct
        me = None if shared else member
        steps: tuple[Button, ...] = ()
        trouble: list[Text] = []
        if not shared and await runs(stores, request.scene, member, one.meetup):
            steps = _running(one, request.scene.at)
            if (why := await paused(stores, one)) is not None:
                trouble = [Text(f"**Posting about it is paused.** {escape(why)}")]
                steps = (Button("Post again", about("confirm", one)), *steps)
        return Reply(
            one.meetup.title,
            (
                *(Text(words) for words in first),
                *trouble,
                *described(self.shelf.library, found, me),
                *after(found),
                *_answering(found, me, request.scene.at),
                *([Buttons(steps)] if steps else []),
            ),
            permalink=about("show", one),
        )


async def _meant(stores: Stores, request: Request, member: Member | None) -> tuple[Sequence[Meetup], date | None]:
    """The meetups that may be meant, and the day. Raises `Refusal` where nothing is called so."""
    scene, named, day = request.scene, request.get(MEETUP), request.get(DAY)
    if named is not None and (match := _NUMBERED.fullmatch(named)):
        meetup = await stores.meetups.one(int(match[1]))
        if meetup is not None and await visible(stores, scene, member, meetup):
            return [meetup], _day(match[2]) or day
        raise Refusal("I know no such meetup here. `/meetup list` shows those that there are.")
    community = await community_of(stores, scene, member)
    living = await stores.meetups.living(community.number, scene.at) if community else []
    if named is None:
        return _near(scene, living), day
    return _called(named, living), day


async def _held(stores: Stores, request: Request, member: Member) -> tuple[Sequence[Meetup], date | None]:
    """The same for what is done afterwards: a meetup that took place and that the caller runs, the latest first.

    Without a name it is the latest one here; only where others took place at about that time are they asked which.
    """
    scene, named = request.scene, request.get(MEETUP)
    if named is not None and _NUMBERED.fullmatch(named):
        return await _meant(stores, request, member)
    community = await community_of(stores, scene, member)
    held = await took_place(stores, community.number, scene.at) if community else []
    if named is not None:
        return _called(named, [one.meetup for one in held]), request.get(DAY)
    theirs = [one for one in held if await runs(stores, scene, member, one.meetup)]
    near = _near(scene, [one.meetup for one in theirs or held])
    latest = [one for one in held if one.meetup in near]
    recent = [one.meetup for one in latest if latest[0].at - one.at < RECENT]
    return recent, request.get(DAY)


def _near(scene: Scene, meetups: Sequence[Meetup]) -> Sequence[Meetup]:
    """Those of this channel, or all where it has none."""
    here = scene.place.channel.reference if scene.place.channel else ""
    return [one for one in meetups if here in one.channels] or meetups


def _called(named: str, meetups: Sequence[Meetup]) -> Sequence[Meetup]:
    """Those of a title, or with it as a part of theirs. Raises `Refusal` where there is none."""
    wanted = named.casefold()
    exact = [one for one in meetups if one.title.casefold() == wanted]
    found = exact or [one for one in meetups if wanted in one.title.casefold()]
    if not found:
        raise Refusal(
            f"I know no meetup called “{shown(named)}” here. `/meetup list` shows those that there are.",
            Buttons((LIST, SCHEDULE)),
        )
    return found


async def _date(stores: Stores, request: Request, meetup: Meetup, day: date | None, *, past: bool) -> Gathering:
    if day is not None and meetup.state is not State.DRAFT:  # the dates of a preview may have been changed since
        return await on(stores, meetup, day)
    order = (last, following) if past else (following, last)
    for find in order:
        found = await find(stores, meetup, request.scene.at)
        if found is not None:
            return found
    return gathering(meetup, meetup.recurrence.first)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal("There is no such day. `/meetup list` shows the dates that there are.") from None


def which(request: Request, meetups: Sequence[Meetup], *, past: bool = False) -> Reply:
    """The question which of several meetups is meant, or what to do where there is none, or none took place."""
    if not meetups and past:
        words = "This is for afterwards. `/meetup list` shows what is still to come."
        return Reply("No meetup has taken place here yet", (Text(words), Buttons((LIST, SCHEDULE))))
    if not meetups:
        return Reply(
            "No meetup is planned here", (Text("Plan one, and people can say that they come."), Buttons((SCHEDULE,)))
        )
    options = tuple(Option(str(one.number), titled(gathering(one, one.recurrence.first))) for one in meetups[:25])
    select = Select("Which of these meetups?", request.invocation, "meetup", options)
    if not select.carried.fits:
        return Reply("Which meetup?", (Text("Say that again with `meetup:` and its title."), Buttons((LIST,))))
    return Reply("Which meetup?", (select,))


def understood(words: str, scene: Scene, meetup: Meetup | None = None) -> When:
    """When something is to take place: what is planned is moved by the clock of its place, else it is the caller's.

    Raises `Refusal` with a sentence.
    """
    planned = meetup is not None and meetup.state is not State.DRAFT
    try:
        return read_when(words, scene.at, ZoneInfo(meetup.recurrence.zone) if meetup and planned else scene.zone)
    except NotADay as problem:
        raise Refusal(str(problem)) from None


def _answering(found: Attendance, me: Member | None, now: datetime) -> tuple[Buttons, ...]:
    """The answers, and where else to look; not what is shown, or was answered already."""
    one = found.one
    mine = {each.coming for each in found.answers if me is not None and each.member.number == me.number}
    said = [about("answer", one, answer=each.value) for each in mine if each is not None]
    already = (about("show", one), *said)
    buttons = [
        each
        for block in answering(one, now)
        if isinstance(block, Buttons)
        for each in block.buttons
        if isinstance(each, Button) and each.invocation not in already
    ]
    dates = (Button("Its next dates", about("dates", one)),) if one.meetup.repeats else ()
    return (Buttons((*buttons, *dates, Button("To my calendar", Invocation("meetup calendar")), LIST)),)


def _running(one: Gathering, now: datetime) -> tuple[Button, ...]:
    """What its host and organisers can do."""
    if one.meetup.state.ended and one.off:
        return ()
    if one.at <= now:
        afterwards = (Button("Who was there", about("attended", one)), Button("Notes", about("notes", one)))
        if one.meetup.state.ended:
            return afterwards
        return (*afterwards, Button("Edit", about("edit", one)), Button("Cancel", about("cancel", one)))
    return (
        Button("Edit", about("edit", one)),
        Button("Move this date", about("move", one)),
        Button("Agenda", about("agenda", one)),
        Button("I present", about("present", one)),
        Button("Cancel", about("cancel", one)),
    )
