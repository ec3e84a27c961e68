"""A server in which people plan meetups, with a schedule that delivers and a clock that is moved."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.reply import Answer, Audience, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.features.meetup_cards import MeetupCards
from bot.core.model.meetup import Meetup
from bot.core.model.member import Visibility
from bot.core.ports.database import Database, Stores
from bot.core.ports.native_events import NativeEvent
from bot.core.ports.public_address import PublicAddress
from bot.core.schedule.courier import Courier
from bot.core.schedule.kinds import Kind
from bot.core.schedule.meetups import MeetupAnnouncement
from bot.core.schedule.mirroring import Mirroring
from bot.kinds import build_kinds
from bot.menu import build_menu
from tests.core.helpers import a_reply, buttons
from tests.fakes.shelf import FakeShelf, tiny_library
from tests.fakes.speaker import FakeSpeaker

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
"""A Wednesday, eleven o'clock in Berlin."""
CHANNEL = "test:talk"
REFUSED = "That didn't work"


@dataclass
class FakeEvents:
    """A platform's events; raises what a test put into `failures`, one each."""

    there: dict[str, NativeEvent] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    made: int = 0

    async def put(self, space: Space, event: NativeEvent, reference: str = "") -> str:
        if self.failures:
            raise self.failures.pop(0)
        if not reference:
            self.made += 1
            reference = f"test:{self.made}"
        self.there[reference] = event
        return reference

    async def cancel(self, space: Space, reference: str) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.cancelled.append(reference)


@dataclass
class MeetupTown:
    """People, a speaker, a courier, and what keeps cards up to date."""

    database: Database
    at: datetime = NOW
    speaker: FakeSpeaker = field(default_factory=FakeSpeaker)
    events: FakeEvents = field(default_factory=FakeEvents)
    address: PublicAddress = field(default_factory=PublicAddress)

    def __post_init__(self) -> None:
        self.shelf = FakeShelf(tiny_library())
        words = MeetupCards(self.shelf)
        self.mirroring = Mirroring(self.database, self.speaker, self.events, words)
        menu = build_menu(self.shelf, AskFeature(self.shelf), self.database, self.mirroring.nudge, self.address)
        self.dispatch = Dispatch(menu, itertools.count().__next__, lambda: "a1b2c3", self.database)
        self.kinds: dict[str, Kind] = build_kinds(self.shelf)
        self.kinds["meetup"] = MeetupAnnouncement(words, native=frozenset({"test"}))
        claims = (f"word{number}" for number in itertools.count())
        self.courier = Courier(self.database, self.speaker, self.kinds, lambda: self.at, claims.__next__)

    def scene(
        self,
        who: str,
        *,
        channel: str | None = "talk",
        space: str | None = "test:here",
        zone: tzinfo = BERLIN,
        organiser: bool | None = None,
    ) -> Scene:
        rights = who == "devi" if organiser is None else organiser
        place = Place("test", Channel(f"test:{channel}") if channel else None, Space(space) if space else None)
        return Scene(Caller(Person(f"test:{who}"), who.title(), rights), place, self.at, zone)

    async def answer(self, who: str, line: str, scene: Scene | None = None) -> Answer:
        answer = await self.dispatch.typed(line, scene or self.scene(who))
        assert answer.title != "Something went wrong on my side", line
        return answer

    async def say(self, who: str, line: str, scene: Scene | None = None) -> Reply:
        return a_reply(await self.answer(who, line, scene))

    async def refused(self, who: str, line: str, scene: Scene | None = None) -> str:
        reply = await self.say(who, line, scene)
        assert reply.title == REFUSED, plain(reply)
        return plain(reply)

    async def press(self, who: str, reply: Reply, label: str, on: Audience = Audience.CALLER) -> Answer:
        answer = await self.dispatch.pressed(buttons(reply)[label].token, self.scene(who), on=on)
        assert answer.title != "Something went wrong on my side", label
        return answer

    async def invoke(self, who: str, command: str, scene: Scene | None = None, **arguments: str) -> Answer:
        answer = await self.dispatch.invoke(Invocation(command, arguments), scene or self.scene(who))
        assert answer.title != "Something went wrong on my side", command
        return answer

    async def planned(self, line: str = '"Paper club" friday 18:00', who: str = "ana") -> Meetup:
        """A meetup that was looked at and confirmed, and announced."""
        preview = await self.say(who, f"/meetup schedule {line}")
        await self.press(who, preview, "Schedule it")
        await self.passes(seconds=2)
        number = int(buttons(preview)["Schedule it"].arguments["meetup"].partition("/")[0])
        return await self.meetup(number)

    async def meetup(self, number: int = 1) -> Meetup:
        found = await self.database.read(lambda stores: stores.meetups.one(number))
        assert found is not None
        return found

    async def passes(self, **time: float) -> None:
        """Time goes on, and whatever has become due is delivered."""
        await self.until(self.at + timedelta(**time))

    async def until(self, at: datetime) -> None:
        """Go from one due thing to the next."""
        while (wake := await self.courier.wake()) is not None and wake <= at:
            self.at = max(wake, self.at)
            await self.courier.run_due()
        self.at = at
        await self.mirroring.settled()
        await self.mirroring.run(self.at)

    def posts(self, to: str = CHANNEL) -> list[Reply]:
        return self.speaker.to(to)

    def titles(self, to: str = CHANNEL) -> list[str]:
        return [reply.title for reply in self.posts(to)]

    def card(self, number: int = 0, to: str = CHANNEL) -> str:
        """The first post, or another one, as it reads now."""
        return plain(self.posts(to)[number])

    async def hides(self, who: str) -> None:
        """Let somebody be seen by nobody."""

        async def act(stores: Stores) -> None:
            await stores.people._session.rows(  # type: ignore[attr-defined]
                "UPDATE members SET visibility = :how WHERE name = :name",
                how=Visibility.PRIVATE.value,
                name=who.title(),
            )

        await self.database.write(act)

    async def waiting(self) -> list[str]:
        """What the schedule still has to post: kind and instant, in local time."""
        rows = await self.database.read(
            lambda stores: stores.schedule._session.rows(  # type: ignore[attr-defined]
                "SELECT kind, details, next_due FROM appointments WHERE state = 'active' ORDER BY next_due, id"
            )
        )
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return [f"{kind} {(epoch + timedelta(microseconds=due)).astimezone(BERLIN):%d %H:%M}" for kind, _, due in rows]


def on(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant by the clock in Berlin."""
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)
