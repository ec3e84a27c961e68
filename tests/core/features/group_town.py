"""People who found study groups in channels of one server, or of another one: for the tests of groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.core.chat.plain import plain
from bot.core.chat.reply import Answer, Audience, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.model.group import Group
from bot.core.model.member import Visibility
from bot.core.ports.database import Database, Stores
from tests.core.helpers import a_reply, buttons

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
"""A Wednesday."""
REFUSED = "That didn't work"


@dataclass
class Town:
    """People who speak in channels of one server, or of another one."""

    dispatch: Dispatch
    database: Database
    at: datetime = NOW

    def scene(
        self,
        who: str,
        *,
        channel: str | None = "talk",
        space: str | None = "test:here",
        zone: tzinfo = UTC,
        organiser: bool | None = None,
    ) -> Scene:
        rights = who == "devi" if organiser is None else organiser
        place = Place("test", Channel(f"test:{channel}") if channel else None, Space(space) if space else None)
        return Scene(Caller(Person(f"test:{who}"), who.title(), rights), place, self.at, zone)

    async def say(self, who: str, line: str, scene: Scene | None = None) -> Reply:
        return a_reply(await self.answer(who, line, scene))

    async def answer(self, who: str, line: str, scene: Scene | None = None) -> Answer:
        answer = await self.dispatch.typed(line, scene or self.scene(who))
        assert answer.title != "Something went wrong on my side", line
        return answer

    async def press(self, who: str, reply: Reply, label: str, on: Audience = Audience.CALLER) -> Answer:
        return await self.dispatch.pressed(buttons(reply)[label].token, self.scene(who), on=on)

    async def refused(self, who: str, line: str, scene: Scene | None = None) -> str:
        reply = await self.say(who, line, scene)
        assert reply.title == REFUSED, reply
        return plain(reply)

    async def sees(self, who: str, visibility: Visibility) -> None:
        """Let somebody choose how others see them."""

        async def act(stores: Stores) -> None:
            await stores.people._session.rows(  # type: ignore[attr-defined]
                "UPDATE members SET visibility = :how WHERE name = :name", how=visibility.value, name=who.title()
            )

        await self.database.write(act)

    async def group(self, number: int = 1) -> Group:
        group = await self.database.read(lambda stores: stores.groups.one(number))
        assert group is not None
        return group

    async def sql(self, statement: str, **values: str | int) -> None:
        async def act(stores: Stores) -> None:
            await stores.groups._session.rows(statement, **values)  # type: ignore[attr-defined]

        await self.database.write(act)


async def code_of(town: Town, who: str, line: str, scene: Scene | None = None) -> str:
    """The code that an answer gives."""
    reply = await town.say(who, line, scene)
    (words,) = {word for word in plain(reply).split() if len(word) == 9 and word[4] == "-"}
    return words
