"""`/checkin`: saying what one did on a day, and reading it again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.acts.checking_in import BACK, MINUTES, WORDS, CheckedIn, check_in, take_back_check_in
from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Text
from bot.core.chat.command import ByDay, Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Day, EntryId, Parameter, Words
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.badges import earned
from bot.core.features.naming import day_name
from bot.core.features.progress_cards import NEXT, SHOW, points_words
from bot.core.features.streak import SHOW as STREAK
from bot.core.features.streak import length_words
from bot.core.model.checkin import Checkin
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

WRITE = Invocation("checkin write")
DAYS = 7
"""Check-ins that are listed at once."""
BLOCKER = 300
"""Longest blocker, in characters."""

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_LASTING = re.compile(
    r"(?:^|[\s(])(?P<count>\d{1,4}) ?(?:(?P<hours>h|hrs?|hours?)|m|mins?|minutes?)[.!)\s]*$", re.IGNORECASE
)
_ABOUT = ("The learning day that is now; it ends at 03:00", "The one before", "The one before that")


def told_day_kind() -> EntryId:
    """A day that may be checked in for: in words, or as 2026-12-01."""

    def find(text: str) -> str | None:
        words = text.lower()
        return words if words in BACK or _is_day(words) else None

    options = tuple(Option(words, words.capitalize(), about) for words, about in zip(BACK, _ABOUT, strict=True))
    return EntryId("day", lambda: options, find)


def minutes_in(did: str) -> int | None:
    """How long it took, where what somebody did ends with that: “read about joins, 45 min”."""
    if (match := _LASTING.search(did)) is None:
        return None
    found = int(match["count"]) * (60 if match["hours"] else 1)
    return found if 1 <= found <= MINUTES else None


def _is_day(words: str) -> bool:
    try:
        return _ISO.fullmatch(words) is not None and date.fromisoformat(words) is not None
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class CheckinFeature:
    """`/checkin` and what stands under it."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        did = Parameter("did", "What did you do or learn?", Words(WORDS, lines=True))
        minutes = Parameter("minutes", "How many minutes, if you know", Whole(1, MINUTES, "minutes"), required=False)
        blocker = Parameter("blocker", "Is anything in your way? Your group sees it", Words(BLOCKER), required=False)
        told = Parameter(
            "day", "Which day: yesterday, the day before; today if you don't say", told_day_kind(), required=False
        )
        before = Parameter("before", "Only days before this one", Day(learning=True), required=False)

        async def write(request: Request) -> Reply:
            rules = self.shelf.library.points

            async def act(stores: Stores) -> CheckedIn:
                return await check_in(
                    stores,
                    rules,
                    request.scene,
                    request.get(told) or BACK[0],
                    request[did],
                    request.get(minutes) or minutes_in(request[did]),
                    request.get(blocker) or "",
                )

            return checked_in_card(await self.database.write(act))

        async def listed(request: Request) -> Reply:
            until = request.get(before)

            async def look(stores: Stores) -> list[Checkin]:
                member = await stores.people.known(request.caller.person)
                if member is None:
                    return []
                return list(await stores.checkins.latest(member.number, before=until, limit=DAYS + 1))

            return list_card(await self.database.read(look))

        async def undo(request: Request) -> Reply:
            words = request.get(told) or BACK[0]
            day, there, points = await self.database.write(
                lambda stores: take_back_check_in(stores, request.scene, words)
            )
            return undone_card(day, points, there=there)

        yield Group(
            "checkin",
            "Say what you did today, and keep your streak",
            default="checkin write",
            shorthand=("checkin write",),
            also=("check in", "check-in", "checked in", "checkins"),
        )
        yield Command(
            "checkin write",
            "Say what you did; a second time on a day is added to the first",
            write,
            (did, minutes, blocker, told),
            shareable=False,
            by_day=ByDay.TRULY,
            examples=("checkin", 'checkin did:"Read about joins" minutes:40', 'checkin did:"Labs" day:yesterday'),
        )
        yield Command("checkin list", "Your check-ins, day by day", listed, (before,), shareable=False)
        yield Command(
            "checkin undo",
            "Take back the check-in of a day",
            undo,
            (told,),
            shareable=False,
            by_day=ByDay.TRULY,
            also=("checkin delete", "checkin remove", "checkin cancel"),
        )


def checked_in_card(done: CheckedIn) -> Reply:
    """What now stands there for the day, and what it brought."""
    checkin, streak = done.checkin, done.streak
    when = "today" if checkin.day == done.today else day_name(checkin.day)
    blocks: list[Block] = [Text("Added to what you wrote before. The day now says:")] if done.added else []
    blocks += _said(checkin)
    if checkin.blocker and done.group is not None:
        blocks.append(Text(f"**{escape(done.group.name)}** sees what is in your way, so that somebody can help."))
    words = [f"**+{points_words(done.points)}.**"] if done.points else []
    if not done.points and done.added:
        words = ["A day gives points once."]
    words.append(length_words(streak))
    blocks.append(Text(" ".join(words)))
    blocks += earned(done.badges)
    back = BACK[(done.today - checkin.day).days]
    steps = (
        Button("What next?", NEXT, main=True),
        Button("Streak", STREAK),
        Button("Undo", Invocation("checkin undo", {"day": back} if back != BACK[0] else {})),
        Button("My check-ins", Invocation("checkin list")),
    )
    return Reply(f"Checked in for {when}", (*blocks, Buttons(steps)), permalink=Invocation("checkin list"))


def list_card(found: list[Checkin]) -> Reply:
    """Days in somebody's own words, the latest first."""
    steps = [Button("Check in", WRITE, main=True), Button("Streak", STREAK), Button("My progress", SHOW)]
    if not found:
        return Reply(
            "No check-ins here",
            (
                Text("Say in a sentence what you did today; it takes a minute and keeps your streak."),
                Buttons(tuple(steps)),
            ),
        )
    shown = found[:DAYS]
    if len(found) > DAYS:
        older = Invocation("checkin list", {"before": shown[-1].day.isoformat()})
        steps.insert(1, Button("Older ones", older))
    lines = tuple(f"**{day_name(one.day)}**: {_line(one)}" for one in shown)
    return Reply("Your check-ins", (Items(lines), Buttons(tuple(steps))))


def undone_card(day: date, points: int, *, there: bool) -> Reply:
    """A check-in that is gone."""
    steps = Buttons((Button("Check in", WRITE, main=True), Button("Streak", STREAK)))
    if not there:
        return Reply("Nothing to take back", (Text(f"There is no check-in for {day_name(day)}."), steps))
    words = f" {points_words(points).capitalize()} went back with it." if points else ""
    return Reply("Check-in taken back", (Text(f"The check-in for {day_name(day)} is gone.{words}"), steps))


def _said(checkin: Checkin) -> tuple[Block, ...]:
    """What somebody wrote that day; what they added later stands below it."""
    done = [escape(line) for line in checkin.did.split("\n") if line.strip()]
    facts = [("You did", done[0])] if len(done) == 1 else []
    if checkin.minutes is not None:
        facts.append(("Minutes", str(checkin.minutes)))
    if checkin.blocker:
        facts.append(("In the way", escape(checkin.blocker)))
    several = (Items(tuple(done), title="You did"),) if len(done) > 1 else ()
    return (*several, Facts(tuple(facts))) if facts else several


def _line(checkin: Checkin) -> str:
    words = [escape(checkin.did)]
    if checkin.minutes is not None:
        words.append(f"({checkin.minutes} minutes)")
    if checkin.blocker:
        words.append(f"In the way: {escape(checkin.blocker)}")
    return " ".join(words)
