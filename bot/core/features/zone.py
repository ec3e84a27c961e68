"""A member's time zone: which one it is and how it is known, and choosing it in whatever words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.acts.meeting import meet
from bot.core.chat.blocks import Block, Button, Buttons, Select, Text
from bot.core.chat.command import Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter, Zone, shown, zone_options
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.model.member import Member
from bot.core.model.zones import Doubt, Meant, with_time
from bot.core.ports.database import Database, Stores

SHOW, SET = Invocation("zone show"), Invocation("zone set")
USED_FOR = "It decides when your day begins, for streaks, check-ins, plans and everything that has a time."
SAY = "A city or a name such as “Europe/Berlin” will do, or “my time is 14:30”."


@dataclass(frozen=True, slots=True)
class ZoneFeature:
    """`/zone`."""

    database: Database

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        zone = Parameter("zone", "A city, a name like Europe/Berlin, or “my time is 14:30”", Zone())

        async def show(request: Request) -> Reply:
            scene = request.scene
            member = await self.database.read(lambda stores: stores.people.known(scene.caller.person))
            return zone_card(member, scene)

        async def choose(request: Request) -> Reply:
            scene, said = request.scene, request[zone]
            if said.zone is None:
                return offers_card(said, scene.at)
            chosen = said.zone

            async def act(stores: Stores) -> None:
                await stores.people.choose_zone((await meet(stores, scene)).number, chosen)

            await self.database.write(act)
            return chosen_card(chosen, scene.at)

        yield Group(
            "zone",
            "Your time zone: what I know, and how to change it",
            "zone show",
            shorthand=("zone set",),
            also=("timezone", "time zone"),
        )
        yield Command("zone show", "Which time zone I use for you, and how I know it", show, shareable=False)
        yield Command(
            "zone set",
            "Choose your time zone",
            choose,
            (zone,),
            shareable=False,
            examples=("zone Berlin", "zone set America/Sao_Paulo", "zone my time is 14:30"),
        )


def zone_card(member: Member | None, scene: Scene) -> Reply:
    """The zone that counts for somebody, what time that makes it, and who says so."""
    at = scene.at
    if member is not None and member.zone and member.zone_chosen:
        words = f"Your time zone is **{with_time(member.zone, at)}**. You chose it."
    elif zone := scene.zone_name:
        words = f"Your time zone is **{with_time(zone, at)}**. {scene.place.platform.capitalize()} says so."
    elif member is not None and member.zone:
        words = f"Your time zone is **{with_time(member.zone, at)}**. Another platform that you use says so."
    else:
        words = f"I don't know your time zone, so I use **{with_time('UTC', at)}**."
        steps = (Button("Set my time zone", SET, main=True), Button("UTC is fine", SET.with_arguments({"zone": "UTC"})))
        return Reply("Your time zone", (Text(words), Text(USED_FOR), Buttons(steps)), permalink=SHOW)
    return Reply(
        "Your time zone", (Text(words), Text(USED_FOR), Buttons((Button("Change it", SET, main=True),))), permalink=SHOW
    )


def chosen_card(zone: str, at: datetime) -> Reply:
    """What was chosen."""
    words = f"From now on your time zone is **{with_time(zone, at)}**."
    past = "Days that were counted already stay as they are. If you travel, change it whenever you like."
    steps = (Button("Another one", SET), Button("What next?", Invocation("roadmap next")))
    return Reply("Your time zone", (Text(words), Text(past), Buttons(steps)), permalink=SHOW)


def offers_card(said: Meant, at: datetime) -> Reply:
    """What somebody's words may mean, to choose from."""
    blocks: list[Block] = [Text(doubt(said))]
    if said.offers:
        blocks.append(Select("Which place is nearest to you?", SET, "zone", tuple(zone_options(said.offers, at))))
    blocks.append(Buttons((Button("Say it otherwise", SET),)))
    return Reply("Which time zone is yours?", tuple(blocks), permalink=SHOW)


def doubt(said: Meant) -> str:
    """Why somebody's words alone don't name a zone."""
    words, found = shown(said.words), bool(said.offers)
    match said.doubt:
        case Doubt.ABBREVIATION:
            return (
                f"“{words}” is an abbreviation: it stands for several places, or for half of the year only, and would "
                "be an hour wrong after the clocks change. Choose a place instead, and I follow its clock."
            )
        case Doubt.OFFSET if found:
            return (
                f"“{words}” is a fixed distance from UTC: it knows no summer time, and would be an hour wrong after "
                "the clocks change. These places have it now; choose one, and I follow its clock."
            )
        case Doubt.TIME if found:
            return f"“{words}” fits these places just now."
        case Doubt.SEVERAL:
            return f"“{words}” may mean one of these."
        case Doubt.TIME | Doubt.OFFSET:
            return f"No place that I know has “{words}” now. {SAY}"
        case _:
            return f"I know no place called “{words}”. {SAY}"
