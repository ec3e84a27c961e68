"""What organisers decide about their community: its name, its boards, who organises, and what is part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.acts.auditing import audit
from bot.core.acts.codes import NewCode
from bot.core.acts.meeting import meet
from bot.core.acts.places import Overview, appoint, dismiss, invite, overview, part
from bot.core.acts.places import look as look_at
from bot.core.acts.places import unite as unite_with
from bot.core.acts.posting import post_boards
from bot.core.chat.blocks import Button, Buttons, Option
from bot.core.chat.command import Command, Group, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Choice, Parameter, Someone, Words, YesNo
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Channel, Scene, Space
from bot.core.chat.whole import Whole
from bot.core.features import settings_cards as cards
from bot.core.model.member import Visibility
from bot.core.ports.audit import Act
from bot.core.ports.database import Database, Stores

NAME_LENGTH = 60
YEARS = 5
CODE_WORDS = 40

NAME = Parameter("name", "What the community is called", Words(NAME_LENGTH), required=False, by_name=True)
BOARDS = Parameter(
    "boards",
    "Where the weekly boards of this server or workspace are posted",
    Choice((Option("here", "In this channel"), Option("off", "Nowhere"))),
    required=False,
)
VISIBILITY = Parameter(
    "visibility",
    "Who sees new members on boards, until they choose themselves",
    Choice(
        (
            Option("public", "Everyone"),
            Option("community", "This community"),
            Option("private", "Nobody"),
        )
    ),
    required=False,
)
RETENTION = Parameter(
    "retention", "After how many days members' words are forgotten (progress stays)", Whole(7, YEARS * 365), False
)
ROLE = Parameter(
    "role",
    "On Discord: the role whose members organise; type @ and choose it, or - for none",
    Words(60),
    False,
    by_name=True,
)
PERSON = Parameter("person", "Who it is", Someone())
CODE = Parameter("code", "The code that the organisers over there got from me", Words(CODE_WORDS), required=False)
SURE = Parameter("sure", "Yes to do it at once, without being asked again", YesNo(), required=False)


@dataclass(frozen=True, slots=True)
class SettingsFeature:
    """`/settings`, for organisers; `new_code` makes codes by chance."""

    database: Database
    new_code: NewCode

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        yield Group("settings", "For organisers: how the community is set up", "settings show")
        for name, about, run, parameters, examples in (
            ("show", "How the community is set up, and who organises it", self._show, (), ("settings",)),
            (
                "set",
                "Change the name, the weekly boards, who sees new members, how long words are kept",
                self._set,
                (NAME, BOARDS, VISIBILITY, RETENTION, ROLE),
                ("settings set", "settings set boards:here retention:180"),
            ),
            ("organiser add", "Make somebody an organiser", self._add, (PERSON,), ()),
            ("organiser remove", "Make an organiser a plain member again", self._remove, (PERSON,), ()),
            (
                "join",
                "Be one community with another server or workspace",
                self._join,
                (CODE, SURE),
                ("settings join", "settings join ABCD-EFGH"),
            ),
            ("leave", "Let this server or workspace be a community of its own again", self._leave, (SURE,), ()),
        ):
            yield Command(
                f"settings {name}",
                about,
                run,
                parameters,
                right=Right.ORGANISER,
                shareable=False,
                examples=examples,
            )

    async def _show(self, request: Request) -> Reply:
        return cards.overview_card(await self._overview(request.scene))

    async def _set(self, request: Request) -> Answer:
        scene, space = request.scene, _space(request.scene)
        if not request.values:
            return _form(await self._overview(scene), scene)
        name, days, visibility = request.get(NAME), request.get(RETENTION), request.get(VISIBILITY)
        boards, named = request.get(BOARDS), request.get(ROLE)
        role = _role(named, space) if named else None
        channel = _channel(scene) if boards == "here" else None

        async def act(stores: Stores) -> Overview:
            community = await stores.communities.at(space, scene.at)
            await stores.communities.settle(
                replace(
                    community,
                    name=name or community.name,
                    visibility=Visibility(visibility) if visibility else community.visibility,
                    retention_days=days or community.retention_days,
                )
            )
            if boards:
                await post_boards(stores, scene, space, channel)
            if named:
                await stores.communities.let_organise(space, role)
            changed = ", ".join(f"{one}: {value}" for one, value in request.values.items())
            await audit(stores, scene, community.number, Act.SETTINGS, words=changed)
            return await overview(stores, scene, space)

        return cards.overview_card(await self.database.write(act), "Changed")

    async def _add(self, request: Request) -> Reply:
        scene, space, person = request.scene, _space(request.scene), request[PERSON]

        async def act(stores: Stores) -> tuple[Overview, bool]:
            _, new = await appoint(stores, scene, space, person)
            return await overview(stores, scene, space), new

        seen, new = await self.database.write(act)
        return cards.organisers_card(seen, "Made an organiser" if new else "An organiser already")

    async def _remove(self, request: Request) -> Reply:
        scene, space, person = request.scene, _space(request.scene), request[PERSON]

        async def act(stores: Stores) -> tuple[Overview, bool]:
            gone = await dismiss(stores, scene, space, person)
            return await overview(stores, scene, space), gone

        seen, gone = await self.database.write(act)
        return cards.organisers_card(seen, "An organiser no longer" if gone else "Not made an organiser here")

    async def _join(self, request: Request) -> Reply:
        scene, space, code = request.scene, _space(request.scene), request.get(CODE)
        if code is None:
            return cards.code_card(
                await self.database.write(lambda stores: invite(stores, scene, space, self.new_code))
            )
        if not request.get(SURE):
            seen = await self.database.write(lambda stores: look_at(stores, scene, space, code))
            return cards.look_card(seen, code) if isinstance(seen, Overview) else cards.refuse(seen, code)
        united = await self.database.write(lambda stores: unite_with(stores, scene, space, code))
        return cards.united_card(united, code)

    async def _leave(self, request: Request) -> Reply:
        scene, space = request.scene, _space(request.scene)
        seen = await self._overview(scene)
        if len(seen.spaces) < 2 or not request.get(SURE):
            return cards.leave_card(seen)

        async def act(stores: Stores) -> Overview:
            await part(stores, scene, space)
            await meet(stores, scene)
            return await overview(stores, scene, space)

        return cards.left_card(await self.database.write(act))

    async def _overview(self, scene: Scene) -> Overview:
        space = _space(scene)
        return await self.database.write(lambda stores: overview(stores, scene, space))


def _space(scene: Scene) -> Space:
    if scene.place.space is None:
        words = "Here I don't know which community you mean. Ask again in a channel of your server."
        raise Refusal(words, Buttons((Button("Help", Invocation("help")),)))
    return scene.place.space


def _channel(scene: Scene) -> Channel:
    """The channel where the caller is: so boards can only be sent where an organiser stands."""
    if scene.place.channel is None:
        words = (
            "This is a direct message. To have the boards posted in a channel, ask there: `/settings set boards:here`."
        )
        raise Refusal(words, Buttons((Button("Settings", cards.SHOW),)))
    return scene.place.channel


_ROLE = re.compile(r"<@&(\d{1,20})>|(\d{1,20})")
"""A role as Discord's clients write it into a command, or its bare number."""


def _role(text: str, space: Space) -> str | None:
    """The role that is meant; None for none. Raises `Refusal`."""
    if text.strip("- ") in ("", "none"):
        return None
    platform, _, server = space.reference.partition(":")
    if platform != "discord":
        raise Refusal(
            "Only Discord tells me which roles somebody has. Here, organisers are named one by one: "
            "`/settings organiser add`.",
            Buttons((Button("Settings", cards.SHOW),)),
        )
    found = _ROLE.fullmatch(text.strip())
    number = found[1] or found[2] if found else None
    if number in (None, server):
        raise Refusal(
            "I need one role of this server, and not the one that everybody has: type @ and choose it.",
            Buttons((Button("Settings", cards.SHOW),)),
        )
    return f"discord:{number}"


def _form(seen: Overview, scene: Scene) -> Form:
    """All settings as they are, to be changed."""
    here = next(
        (one for one in seen.spaces if scene.place.space and one.reference == scene.place.space.reference), None
    )
    boards = here.boards if here else None
    in_channel = scene.place.channel is not None and boards == scene.place.channel.reference
    posted = "here" if in_channel else "" if boards else "off"
    return Form(
        "Settings of the community",
        Invocation("settings set"),
        (
            Question(NAME, seen.community.name),
            Question(BOARDS, posted),
            Question(VISIBILITY, seen.community.visibility.value),
            Question(RETENTION, str(seen.community.retention_days)),
        ),
        submit="Save",
    )
