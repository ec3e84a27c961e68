"""Where Slack's requests meet the core. Bolt has checked that they are Slack's; whatever goes wrong ends here.

It is one Bolt middleware instead of a listener for each kind of request: a listener's acknowledgement waits in steps of
10 ms, and is lost when the listener raises.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.adapters.slack import ids
from bot.adapters.slack.answers import filled, mistakes, parameter_of
from bot.adapters.slack.commands import core_text, question, slash_line, spoken_to
from bot.adapters.slack.files import carried_files
from bot.adapters.slack.home import home_view, shown
from bot.adapters.slack.manifest import MEMBER, NEXT_STEP, PROGRESS, SHOW_PROGRESS
from bot.adapters.slack.modals import form_view, reply_view, unpacked
from bot.adapters.slack.offers import choosable, option
from bot.adapters.slack.once import Once
from bot.adapters.slack.payloads import read, repeated_by
from bot.adapters.slack.people import People
from bot.adapters.slack.received import (
    Body,
    HomeOpened,
    Pressed,
    Said,
    Shortcut,
    Slash,
    Source,
    Submitted,
    Suggesting,
    Uninstalled,
    Unreadable,
)
from bot.adapters.slack.render import draw
from bot.adapters.slack.sending import Sender, Target
from bot.adapters.slack.turn import TURN, Turn
from bot.adapters.slack.work import Work, log_error
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Audience, Form, Reply
from bot.core.chat.scene import Caller, Person, Place, Scene
from bot.core.dispatch import Dispatch
from bot.core.ports.doors import Removed, nobody_asks

log = logging.getLogger("bot.slack")

T = TypeVar("T")

NEXT = Invocation("roadmap next")
SORRY = "Something went wrong on my side. Please try again; if it happens again, tell an organiser."

NO_AUTHOR = "No member wrote that message, so there is no progress to show."

NOTHING = ""
"""An acknowledgement that says nothing."""


Knows = Callable[[Person], Awaitable[bool]]
"""Whether anything is kept of somebody. Raises nothing."""


async def nobody(person: Person) -> bool:
    """Nothing is kept of anybody."""
    return False


class Answering(AsyncMiddleware):
    """Answers every request. `team`, with its name, and `bot_user` are the bot's own workspace and user."""

    def __init__(
        self,
        dispatch: Dispatch,
        people: People,
        sender: Sender,
        work: Work,
        once: Once,
        now: Callable[[], datetime],
        *,
        team: str,
        bot_user: str,
        knows: Knows,
        team_name: str = "",
        removed: Removed = nobody_asks,
    ) -> None:
        self._dispatch = dispatch
        self._people = people
        self._sender = sender
        self._work = work
        self._once = once
        self._now = now
        self._team = team
        self._team_name = team_name
        self._bot_user = bot_user
        self._knows = knows
        self._removed = removed

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse:
        """The acknowledgement, with the answer in it where that is possible. Raises nothing."""
        turn = req.context.get(TURN) or Turn()
        if not self._once.first(repeated_by(req.body)):
            return BoltResponse(status=200)
        return BoltResponse(status=200, body=await self._acknowledged(req.body, turn))

    async def _acknowledged(self, body: Body, turn: Turn) -> str:
        try:
            received = read(body)
        except Unreadable as problem:
            log.warning("a request could not be read: %s", problem)
            return NOTHING
        match received:
            case Slash() | Submitted() | Suggesting():
                return await self._guarded(self._at_once(received, turn), received.source) or NOTHING
            case Said() | Pressed() | Shortcut() | HomeOpened():
                self._work.start(self._guarded(self._later(received), received.source))
            case Uninstalled():
                log.info("removed from the workspace %s", self._team)
                self._work.start(self._removed(ids.space(self._team)))
        return NOTHING

    async def _guarded(self, answering: Awaitable[T], source: Source) -> T | None:
        """The boundary: whoever asked hears that something went wrong, and the log says where."""
        try:
            return await answering
        except Unreadable as problem:
            log.warning("a request could not be read: %s", problem)
        except Exception as error:  # noqa: BLE001 - the one boundary
            log_error("answering", error)
            self._work.start(self._sender.say(SORRY, _target(source)))
        return None

    async def _at_once(self, received: Slash | Submitted | Suggesting, turn: Turn) -> str:
        match received:
            case Slash():
                return await self._slash(received, turn)
            case Submitted():
                return await self._submitted(received, turn)
            case Suggesting():
                return self._suggested(received)

    async def _later(self, received: Said | Pressed | Shortcut | HomeOpened) -> None:
        match received:
            case Said():
                await self._said(received)
            case Pressed():
                await self._pressed(received)
            case Shortcut():
                await self._shortcut(received)
            case HomeOpened():
                await self._home(received)

    async def _slash(self, slash: Slash, turn: Turn) -> str:
        """The answer stands in the acknowledgement, which is the fastest way there is."""
        scene = await self._scene(slash.source)
        answer = await self._dispatch.typed(slash_line(slash.command, slash.text, self._team), scene)
        to = _target(slash.source)
        if turn.late:
            await self._sender.deliver(answer, to)
            return NOTHING
        if isinstance(answer, Form):
            self._work.start(self._sender.deliver(answer, to))
            return NOTHING
        turn.otherwise = lambda: self._sender.reply(answer, to)
        if carried_files(answer):
            self._work.start(self._sender.files(answer, to))
        return draw(answer).message(response_type=_visible(answer), unfurl_links=False, unfurl_media=False)

    async def _said(self, said: Said) -> None:
        scene = await self._scene(said.source)
        asked = spoken_to(self._dispatch.menu, said.text, self._team, self._bot_user)
        if isinstance(asked, Invocation):
            answer = await self._dispatch.invoke(asked, scene)
        else:
            answer = await self._dispatch.typed(asked, scene)
        await self._sender.deliver(answer, _target(said.source))

    async def _pressed(self, pressed: Pressed) -> None:
        scene = await self._scene(pressed.source)
        answer = await self._dispatch.pressed(pressed.token, scene, on=pressed.on, chosen=pressed.chosen)
        view = pressed.home or bool(pressed.modal)
        await self._sender.deliver(answer, _target(pressed.source, modal=pressed.modal, view=view, on=pressed.on))

    async def _shortcut(self, shortcut: Shortcut) -> None:
        scene = await self._scene(shortcut.source)
        if shortcut.callback == NEXT_STEP:
            answer = await self._dispatch.invoke(NEXT, scene)
        elif shortcut.callback == SHOW_PROGRESS and not shortcut.author:
            await self._sender.say(NO_AUTHOR, _target(shortcut.source))
            return
        elif shortcut.callback == SHOW_PROGRESS:
            author = ids.person(self._team, shortcut.author).reference
            answer = await self._dispatch.invoke(Invocation(PROGRESS, {MEMBER: author}), scene)
        else:
            asked = question(self._dispatch.menu, core_text(shortcut.text, self._team).strip())
            answer = await self._dispatch.invoke(asked, scene)
        await self._sender.deliver(answer, _target(shortcut.source, view=shortcut.callback == NEXT_STEP))

    async def _submitted(self, submitted: Submitted, turn: Turn) -> str:
        """A form with a mistake stays open and says where; any other is closed, and its answer posted."""
        try:
            token, origin = unpacked(submitted.metadata)
        except ValueError:
            raise Unreadable("a form that isn't mine") from None
        source = Source(
            submitted.source.user, submitted.source.name, origin.channel, origin.thread, origin.response_url
        )
        scene = await self._dispatch.settled(token, await self._scene(source))
        answers = filled(submitted.state, self._team, scene)
        if wrong := mistakes(self._dispatch.menu, token, answers, scene):
            return json.dumps({"response_action": "errors", "errors": wrong})
        answer = await self._dispatch.pressed(token, scene, on=origin.on, filled=answers)
        to = _target(source, on=origin.on)
        if turn.late:
            await self._sender.deliver(answer, to)
            return NOTHING
        if isinstance(answer, Form) and answer.invocation.fits:
            turn.otherwise = lambda: self._sender.deliver(answer, to)
            return json.dumps({"response_action": "update", "view": form_view(answer, origin)})
        if origin.view and isinstance(answer, Reply):
            turn.otherwise = lambda: self._sender.reply(answer, to)
            self._work.start(self._sender.files(answer, to))
            return json.dumps({"response_action": "update", "view": reply_view(answer)})
        self._work.start(self._sender.deliver(answer, to))
        return json.dumps({"response_action": "clear"})

    def _suggested(self, suggesting: Suggesting) -> str:
        """Values for a menu that has more than Slack shows at once."""
        try:
            token, _ = unpacked(suggesting.metadata)
        except ValueError:
            raise Unreadable("a menu that isn't mine") from None
        found = parameter_of(self._dispatch.menu, token, suggesting.name)
        options = (
            self._dispatch.suggestions(found[0], suggesting.name, suggesting.partial, self._now()) if found else []
        )
        return json.dumps({"options": [option(one) for one in choosable(options)[0]]})

    async def _home(self, opened: HomeOpened) -> None:
        scene = await self._scene(opened.source)
        parts = shown(self._dispatch.menu, known=await self._knows(scene.caller.person))
        answers = [await self._dispatch.invoke(part, scene) for part in parts]
        await self._sender.home(opened.source.user, home_view([one for one in answers if isinstance(one, Reply)]))

    async def _scene(self, source: Source) -> Scene:
        profile = await self._people.profile(source.user, source.name or source.user)
        caller = Caller(ids.person(self._team, source.user), profile.name, profile.organiser)
        elsewhere = source.channel and not source.channel.startswith("D")
        channel = ids.channel(self._team, source.channel) if elsewhere else None
        place = Place(ids.PLATFORM, channel, ids.space(self._team, self._team_name))
        return Scene(caller, place, self._now(), profile.zone)


def _visible(answer: Reply) -> str:
    return "in_channel" if answer.audience is Audience.EVERYONE else "ephemeral"


def _target(source: Source, **more: Any) -> Target:
    return Target(source.user, source.channel, source.thread, source.response_url, source.trigger, **more)
