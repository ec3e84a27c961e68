"""`/remindme`: reminders in the member's own words and clock, how they are told, and when they are left in peace."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.acts.meeting import meet
from bot.core.acts.reminding import cancel, remind, snooze, told_directly, waiting
from bot.core.chat.blocks import Option
from bot.core.chat.command import ByDay, Command, Group
from bot.core.chat.parameter import Choice, Parameter, Words, YesNo
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.chat.whole import Whole
from bot.core.features.remindme_cards import (
    cancelled_card,
    direct_card,
    list_card,
    quiet_card,
    set_card,
    snoozed_card,
)
from bot.core.model.calendar import NotADay
from bot.core.model.quiet import read_quiet
from bot.core.model.when import read_when
from bot.core.model.when_beside import split_when
from bot.core.ports.database import Database, Stores
from bot.core.ports.reminders import Direct, ReminderSettings

LENGTH = 500
"""Longest text to be reminded of, in characters."""
SNOOZES = {"10m": "in 10 minutes", "1h": "in 1 hour", "1d": "in 1 day"}
_BY = Choice(tuple(Option(by, words.capitalize()) for by, words in SNOOZES.items()))
_MOST = 10**9 - 1
_ME = re.compile(r"^(?:me|please)\s+", re.IGNORECASE)
"""What people also write in front, as they would say it."""


@dataclass(frozen=True, slots=True)
class RemindMeFeature:
    """`/remindme` and what stands under it."""

    database: Database

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        what = Parameter("what", "When, and what: tomorrow 9:00 read the paper", Words(LENGTH + 200))
        text = Parameter("text", "What you want to be reminded of", Words(LENGTH))
        at = Parameter("when", "Such as: tomorrow 18:30, in 3 days at 9:00, every monday 18:00", Words(200))
        number = Parameter("number", "The number of the reminder, as the list shows it", Whole(1, _MOST))
        by = Parameter("by", "How much later", _BY)
        skip = Parameter("from", "The place in the list to begin at", Whole(1, 1_000), required=False)
        hours = Parameter("hours", "When I shall be quiet: 22:00 07:00, or none", Words(40), required=False)
        answer = Parameter("answer", "Whether I may write to you directly", YesNo())

        async def choose(request: Request) -> Reply:
            scene = request.scene
            try:
                when, words = split_when(_ME.sub("", request[what]), scene.at, scene.zone)
            except NotADay as problem:
                raise Refusal(str(problem)) from None
            if not words:
                raise Refusal("And of what? Write it behind the time: “tomorrow 9:00 read the paper”.")
            if len(words) > LENGTH:
                raise Refusal(f"That is {len(words)} characters long; I keep up to {LENGTH}. Please say it shorter.")
            return set_card(await self.database.write(lambda stores: remind(stores, scene, when, words)), scene)

        async def about(request: Request) -> Reply:
            scene = request.scene
            try:
                when = read_when(request[at], scene.at, scene.zone)
            except NotADay as problem:
                raise Refusal(str(problem)) from None
            return set_card(await self.database.write(lambda stores: remind(stores, scene, when, request[text])), scene)

        async def listed(request: Request) -> Reply:
            scene = request.scene

            async def look(stores: Stores) -> Reply:
                found = await waiting(stores, scene)
                member = await stores.people.known(scene.caller.person)
                settings = await stores.reminders.settings(member.number) if member else ReminderSettings()
                return list_card(found, settings, scene, request.get(skip) or 1)

            return await self.database.read(look)

        async def stop(request: Request) -> Reply:
            return cancelled_card(
                await self.database.write(lambda stores: cancel(stores, request.scene, request[number]))
            )

        async def later(request: Request) -> Reply:
            scene = request.scene
            when = read_when(SNOOZES[request[by]], scene.at, scene.zone)
            return snoozed_card(
                await self.database.write(lambda stores: snooze(stores, scene, request[number], when)), scene
            )

        async def quiet(request: Request) -> Reply:
            said = request.get(hours)
            return await self._quiet(request.scene) if said is None else await self._choose_quiet(request.scene, said)

        async def directly(request: Request) -> Reply:
            direct = Direct.YES if request[answer] else Direct.NO
            moved = await self.database.write(lambda stores: told_directly(stores, request.scene, direct))
            return direct_card(moved, directly=request[answer])

        yield Group(
            "remindme",
            "Reminders in your own words and time",
            "remindme list",
            shorthand=("remindme set",),
            also=("remind me", "remind", "reminder", "reminders"),
        )
        yield Command(
            "remindme set",
            "Remind me of something, once or again and again",
            choose,
            (what,),
            shareable=False,
            by_day=ByDay.TRULY,
            examples=(
                "remindme tomorrow 9:00 read the paper",
                "remindme every monday and thursday 18:00 write my diary",
                "remindme in 20 minutes tea",
            ),
        )
        yield Command(
            "remindme later",
            "Come back to something: say what, and when",
            about,
            (text, at),
            shareable=False,
            by_day=ByDay.TRULY,
            examples=('remindme later text:"the exam" when:"tomorrow 18:30"',),
        )
        yield Command(
            "remindme list",
            "The reminders of yours that wait",
            listed,
            (skip,),
            shareable=False,
            by_day=ByDay.LIGHTLY,
            examples=("remindme",),
            also=("remindme show", "remindme all"),
        )
        yield Command(
            "remindme cancel",
            "Cancel a reminder",
            stop,
            (number,),
            shareable=False,
            also=("remindme delete", "remindme remove", "remindme stop"),
        )
        yield Command(
            "remindme snooze",
            "Be reminded of something again, a little later",
            later,
            (number, by),
            shareable=False,
            by_day=ByDay.LIGHTLY,
        )
        yield Command(
            "remindme quiet",
            "Hours in which no reminder arrives; it comes at their end",
            quiet,
            (hours,),
            shareable=False,
            also=("remindme quiet hours",),
            by_day=ByDay.TRULY,
            examples=("remindme quiet 22:00 07:00", "remindme quiet none"),
        )
        yield Command(
            "remindme direct",
            "Whether I may send your reminders as direct messages",
            directly,
            (answer,),
            shareable=False,
        )

    async def _quiet(self, scene: Scene) -> Reply:
        async def look(stores: Stores) -> Reply:
            member = await stores.people.known(scene.caller.person)
            known = await stores.reminders.settings(member.number) if member else ReminderSettings()
            return quiet_card(known.quiet, scene, changed=False)

        return await self.database.read(look)

    async def _choose_quiet(self, scene: Scene, said: str) -> Reply:
        try:
            chosen = read_quiet(said)
        except NotADay as problem:
            raise Refusal(str(problem)) from None

        async def act(stores: Stores) -> Reply:
            member = (await meet(stores, scene)).number
            await stores.reminders.settle(member, replace(await stores.reminders.settings(member), quiet=chosen))
            return quiet_card(chosen, scene, changed=True)

        return await self.database.write(act)
