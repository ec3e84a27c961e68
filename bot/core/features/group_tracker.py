"""`/group tracker` and `/group week`: who is where and who checked in when, now and in weeks that are over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.acts.grouping import Standing
from bot.core.acts.posting import leave_week, post_week
from bot.core.acts.tracking import past_week, this_week
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Text
from bot.core.chat.command import Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Day, Parameter, YesNo, shown
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.features.group_desk import GROUP, GroupDesk, about, open_it, phase_words, reader, who
from bot.core.features.naming import phase_name
from bot.core.model.group import WEEKDAYS, Group, Home, Onlooker
from bot.core.model.library import Library
from bot.core.model.member import Member
from bot.core.model.tracker import WEEK, Mark, Row, Week, last_ended, week_of
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

IN_THE_WAY = 120
"""Characters of what is in somebody's way; all of it stands in their check-in."""
MARKS = ((Mark.DONE, "✓ done"), (Mark.BREAK, "○ break"), (Mark.NOTHING, "– nothing"))
OPEN = "… still open today"
"""Symbols with their words, so that they can be read aloud."""


@dataclass(frozen=True, slots=True)
class GroupTrackerFeature:
    """The commands that show a week."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command]:
        """The commands."""
        day = Parameter("day", "Any day of a week that is over, as 2026-11-16", Day(learning=True), required=False)
        post = Parameter("post", "Post it in the group's channels, and keep it up to date", YesNo(), required=False)

        async def now(request: Request) -> Answer:
            wanted = request.get(post)
            if wanted is not None:
                return await GroupDesk(self.database).act(
                    request, lambda stores, _, where: _posted(request, stores, where, wanted=wanted)
                )
            return await GroupDesk(self.database).look(
                request, lambda stores, member, where: self._now(request, stores, member, where)
            )

        async def past(request: Request) -> Answer:
            wanted = request.get(day)
            return await GroupDesk(self.database).act(
                request, lambda stores, member, where: self._past(request, stores, member, where, wanted)
            )

        yield Command(
            "group tracker", "A study group's week so far: who is where, and who checked in", now, (GROUP, post),
            by_right=True,
            examples=("group tracker", "group tracker post:yes"),
        )  # fmt: skip
        yield Command(
            "group week", "A week of a study group that is over, as it was", past, (GROUP, day),
            examples=("group week", "group week day:2026-11-16"),
        )  # fmt: skip

    async def _now(self, request: Request, stores: Stores, member: Member | None, where: Standing) -> Reply:
        zone = member.clock if member else request.scene.zone
        week = await this_week(stores, self.shelf.library, where.group, request.scene.at, zone)
        reads = await reader(stores, request, member, where.group)
        steps = []
        if where.helps and not where.group.archived and not request.invocation.shared:
            steps = [_keeping(where.group, await stores.groups.homes(where.group.number))]
        return tracker_reply(self.shelf.library, where.group, week, people(where), reads, steps)

    async def _past(
        self, request: Request, stores: Stores, member: Member, where: Standing, wanted: date | None
    ) -> Reply:
        group, at = where.group, request.scene.at
        monday = week_of(wanted) if wanted else last_ended(at)
        if monday > last_ended(at):
            return not_over(group, monday)
        week = await past_week(stores, self.shelf.library, group, monday, at)
        if week is None:
            return nothing_kept(group, monday, at)
        known = people(where)
        for row in week.rows:
            if row.number not in known and (former := await stores.people.member(row.number)) is not None:
                known[row.number] = former
        reads = await reader(stores, request, member, group)
        return week_reply(self.shelf.library, group, week, known, reads, at)


def tracker_reply(
    library: Library,
    group: Group,
    week: Week,
    known: Mapping[int, Member],
    reads: Onlooker,
    steps: Sequence[Button] = (),
) -> Reply:
    """A group's week so far, for whoever reads it; the same for one message that is edited in place."""
    return Reply(
        f"{group.name}: this week",
        (
            Facts(
                (("Week", span(week.monday)), ("Phase", phase_words(library, week.phase)), ("Check-ins", tally(week)))
            ),
            *lines(library, week, known, reads, live=True),
            Text(_next_step(week)),
            Buttons((Button("The group", about("show", group)), Button("Last week", about("week", group)), *steps)),
        ),
        permalink=about("tracker", group),
    )


async def _posted(request: Request, stores: Stores, where: Standing, *, wanted: bool) -> Reply:
    """What is said where the week is to be posted in the group's channels, or no longer."""
    group = where.group
    if not wanted:
        left = await leave_week(stores, request.scene, where)
        words = (
            "I keep what I posted up to date no longer. You may delete it, or leave it as it is."
            if left
            else "I post this group's week nowhere."
        )
        return Reply(
            f"{group.name}: not posted",
            (Text(words), Buttons((open_it(group), _keep(group)))),
            permalink=about("tracker", group),
        )
    count = await post_week(stores, request.scene, where)
    if not count:
        words = "It stands in each of the group's channels already, or is on its way. To have it anew, delete it there."
        return Reply(
            f"{group.name}: posted already",
            (Text(words), Buttons((open_it(group), _stop(group)))),
            permalink=about("tracker", group),
        )
    channels = "the group's channel" if count == 1 else f"{count} of the group's channels"
    words = f"In a minute or two the week stands in {channels}, and I keep it up to date there. Pin it, if you like."
    return Reply(
        f"{group.name}: on its way",
        (Text(words), Buttons((open_it(group), _stop(group)))),
        permalink=about("tracker", group),
    )


def _keep(group: Group) -> Button:
    return Button("Post it, and keep it up to date", about("tracker", group, post="yes"))


def _stop(group: Group) -> Button:
    return Button("Keep it up to date no longer", about("tracker", group, post="no"))


def _keeping(group: Group, homes: Sequence[Home]) -> Button:
    """What those who run the group can do about its posted week."""
    if not homes:
        return Button("Let it live in this channel", Invocation("group home", {"group": str(group.number)}))
    return _stop(group) if any(home.tracker or home.coming for home in homes) else _keep(group)


async def home_tracker(stores: Stores, library: Library, group: Group, at: datetime) -> Reply:
    """The tracker as it stands in the group's own channels, for whoever posts it or edits it in place."""
    week = await this_week(stores, library, group, at)
    known = {mate.member.number: mate.member for mate in await stores.groups.mates(group.number)}
    return tracker_reply(library, group, week, known, Onlooker(mate=True))


def week_reply(
    library: Library, group: Group, week: Week, known: Mapping[int, Member], reads: Onlooker, at: datetime
) -> Reply:
    """A week that is over, with names as they may be shown today."""
    before, after = week.monday - WEEK, week.monday + WEEK
    steps = [Button("The week before", about("week", group, day=before.isoformat()))]
    if after <= last_ended(at):
        steps.append(Button("The week after", about("week", group, day=after.isoformat())))
    steps.append(Button("This week", about("tracker", group)))
    return Reply(
        f"{group.name}: {span(week.monday)}",
        (
            Facts((("Phase", phase_words(library, week.phase)), ("Check-ins", tally(week)))),
            *lines(library, week, known, reads),
            Buttons(tuple(steps)),
        ),
        permalink=about("week", group, day=week.monday.isoformat()),
    )


def not_over(group: Group, monday: date) -> Reply:
    """What is said of a week that hasn't ended everywhere."""
    return Reply(
        "That week isn't over yet",
        (
            Text(
                f"I keep the week of {span(monday)} when it has ended everywhere, on the Monday after it at 15:00 UTC."
            ),
            Buttons((Button("This week", about("tracker", group)),)),
        ),
    )


def nothing_kept(group: Group, monday: date, at: datetime) -> Reply:
    """What is said of a week that was never kept."""
    steps = [Button("This week", about("tracker", group))]
    if monday != last_ended(at):
        steps.append(Button("Last week", about("week", group)))
    return Reply(
        "I kept nothing for that week",
        (Text(f"The group has no record of {span(monday)}: it began later, or I wasn't there."), Buttons(tuple(steps))),
    )


def people(where: Standing) -> dict[int, Member]:
    """Those in a group, by number."""
    return {mate.member.number: mate.member for mate in where.mates}


def lines(
    library: Library, week: Week, known: Mapping[int, Member], reads: Onlooker, *, live: bool = False
) -> list[Block]:
    """One line for each member whom the reader may see; the others are counted. `live` says that it goes on."""
    seen = [
        _line(library, row, who(reads, member), me=member.number == reads.number, mate=reads.mate, live=live)
        for row in week.rows
        if (member := known.get(row.number)) is not None and reads.sees(member)
    ]
    hidden = len(week.rows) - len(seen)
    if hidden:
        seen.append("a member who isn't named here" if hidden == 1 else f"{hidden} members who aren't named here")
    return [Items(tuple(seen), title="Who is where")] if seen else [Text("Nobody was in the group.")]


def tally(week: Week) -> str:
    """How often members checked in, in words."""
    taking_part = sum(Mark.DONE in row.marks for row in week.rows)
    days = f"{week.days} {'day' if week.days == 1 else 'days'}"
    return f"{days}, by {taking_part} of {len(week.rows)} {'member' if len(week.rows) == 1 else 'members'}"


def span(monday: date) -> str:
    """A week in words: `23 Nov to 29 Nov 2026`."""
    sunday = monday + timedelta(days=6)
    return f"{monday.day} {monday:%b} to {sunday.day} {sunday:%b %Y}"


def _line(library: Library, row: Row, name: str, *, me: bool, mate: bool, live: bool) -> str:
    phase = library.phases.get(row.phase or "")
    where = phase_name(library, phase) if phase else "the end of the roadmap"
    skills = f"{row.skills} {'skill' if row.skills == 1 else 'skills'} done"
    still_open = live and row.marks[-1:] == (Mark.NOTHING,)
    marks = row.marks[:-1] if still_open else row.marks
    said = [
        f"{words} {', '.join(WEEKDAYS[day] for day, one in enumerate(marks) if one is mark)}"
        for mark, words in MARKS
        if mark in marks
    ]
    if still_open:
        said.append(OPEN)
    step = library.skills.get(row.step or "")
    following = f" Next: {step[1].title}." if step else ""
    days = "; ".join(said) or "the week begins later there"
    stuck = f" In the way: {shown(row.blocker, IN_THE_WAY)}." if row.blocker and mate else ""
    return f"**{name}**{' (you)' if me else ''}: {where}, {skills}. {days}.{following}{stuck}"


def _next_step(week: Week) -> str:
    """What the group can do now."""
    waiting = sum(row.marks[-1:] == (Mark.NOTHING,) for row in week.rows)
    if not waiting:
        return "Everybody has checked in today, or is on a break."
    done = sum(row.marks[-1:] == (Mark.DONE,) for row in week.rows)
    so_far = f"{done} of {done + waiting} checked in so far today" if done else "Nobody has checked in yet today"
    return f"{so_far}: `/checkin` says what you did."
