"""The one door: everything that anybody asks, on any platform, comes through here.

It finds the command, checks rights and arguments, asks for what is missing, runs the feature, and turns whatever goes
wrong into a sentence. One line per question goes to the log, without a word that a member wrote.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.core.callers import Callers
from bot.core.chat.blocks import Block, Button, Buttons, Mention, Option, Select, Text
from bot.core.chat.command import USER, Command, Menu
from bot.core.chat.invocation import BadToken, Invocation
from bot.core.chat.parameter import SUGGESTIONS, AnyParameter, choices, likely, suggest
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Audience, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.ports.database import Database, Unavailable, Unsure

log = logging.getLogger("bot.dispatch")

_HELP = Buttons((Button("Help", Invocation("help")),))


class Dispatch:
    """Answers questions from a menu of commands.

    `seconds` is a clock that only goes forward, for the log; `reference` makes the short word under which an error is
    logged and which the member is told. `database` knows the time zones and organisers that no platform tells of; it is
    asked only where a command depends on either.
    """

    def __init__(
        self,
        menu: Menu,
        seconds: Callable[[], float],
        reference: Callable[[], str],
        database: Database | None = None,
    ) -> None:
        self.menu = menu
        self._seconds = seconds
        self._reference = reference
        self._callers = Callers(menu, database) if database else None

    async def typed(self, line: str, scene: Scene) -> Answer:
        """Answer a typed line, such as `/roadmap phase 6`."""
        from bot.core.chat.typed import read_line  # Discord has them taken apart

        return await self._answer(lambda where: read_line(self.menu, line, where), scene, None)

    async def pressed(
        self,
        token: str,
        scene: Scene,
        *,
        on: Audience,
        chosen: Sequence[str] = (),
        filled: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer a button, a menu or a form by its token.

        `on` is who reads the message that carried it: a private one is replaced, a public one is left alone and the
        answer is private. `chosen` fills the blank argument of a menu, `filled` the questions of a form.
        """
        return await self._answer(lambda _: _carried(token, chosen, filled or {}), scene, on)

    async def invoke(self, invocation: Invocation, scene: Scene) -> Answer:
        """Answer an invocation that a platform has already taken apart."""
        return await self._answer(lambda _: invocation, scene, None)

    async def settled(self, token: str, scene: Scene) -> Scene:
        """The scene as the command of this token sees it, for a door that must read times itself. Raises nothing."""
        try:
            command = self.menu.command(Invocation.from_token(token).command)
        except BadToken:
            return scene
        return await self._settled(command, scene) if command else scene

    def suggestions(self, command: str, parameter: str, partial: str, at: datetime | None = None) -> list[Option]:
        """What to offer while somebody types an argument: at most 25, the likeliest first; `at` is the present."""
        found = self.menu.meant(command)
        kinds = [one.kind for one in found.all_parameters if one.name == parameter] if found else []
        return suggest(kinds[0], partial, at) if kinds else []

    async def _settled(self, command: Command, scene: Scene) -> Scene:
        return await self._callers.settled(command, scene) if self._callers else scene

    async def _answer(self, read: Callable[[Scene], Invocation], scene: Scene, on: Audience | None) -> Answer:
        began = self._seconds()
        name, outcome = "unknown", "answered"
        answer: Answer
        try:
            try:
                invocation = read(scene)
                command = self._meant(invocation)
                asked_in = scene.zone
                scene = await self._settled(command, scene)
                if scene.zone is not asked_in:
                    invocation = read(scene)  # days and times are those of the caller's own zone
                _check_right(command, scene)
                name = command.name
                values, missing = _checked(command, invocation, scene)
                if missing:
                    outcome = "asked"
                    answer = _asked(command, missing, invocation, on)
                else:
                    request = Request(invocation, scene, values)
                    answer = await command.run(request)
                    if isinstance(answer, Reply):
                        answer = self._with_note(_finished(answer, command, request, on), command, scene)
                    else:
                        outcome = "asked"
            except Refusal as refusal:
                outcome = "refused"
                answer = Reply("That didn't work", (Text(refusal.words), *refusal.way_on))
            except BadToken:
                outcome = "refused"
                answer = _outdated()
            except Unsure:
                outcome = "unsure"
                answer = _unsure()
            except Unavailable:  # the database's adapter has told the log, once for all who ask meanwhile
                outcome = "unavailable"
                answer = _unavailable()
        except Exception as error:  # noqa: BLE001 - the one error boundary
            reference = self._reference()
            _log_error(name, reference, error)
            outcome = "failed"
            answer = _failed(reference)
        took = (self._seconds() - began) * 1_000
        log.info("command=%s place=%s outcome=%s ms=%.1f", name, scene.place.platform, outcome, took)
        return answer

    def _meant(self, invocation: Invocation) -> Command:
        command = self.menu.command(invocation.command)
        if command is None:
            raise BadToken("no such command any more")
        return command

    def _with_note(self, reply: Reply, command: Command, scene: Scene) -> Reply:
        return self._callers.with_note(reply, command, scene) if self._callers else reply


def _check_right(command: Command, scene: Scene) -> None:
    if not command.allows(scene.caller):
        raise Refusal(f"`/{command.name}` is for the organisers of this community.", _HELP)


def _carried(token: str, chosen: Sequence[str], filled: Mapping[str, str]) -> Invocation:
    invocation = Invocation.from_token(token)
    blanks = {name: ",".join(chosen) for name, value in invocation.arguments.items() if not value}
    return invocation.with_arguments({**blanks, **filled}) if blanks or filled else invocation


def _checked(command: Command, invocation: Invocation, scene: Scene) -> tuple[dict[str, object], list[AnyParameter]]:
    """The value of each argument, and the required parameters that have none."""
    known = {parameter.name for parameter in command.all_parameters}
    if not known.issuperset(invocation.arguments) or (invocation.shared and not command.shareable):
        raise BadToken("an argument that the command doesn't take, or a share of what cannot be shared")
    values: dict[str, object] = {}
    missing: list[AnyParameter] = []
    for parameter in command.all_parameters:
        if text := invocation.arguments.get(parameter.name):
            values[parameter.name] = _read(command, parameter, text, invocation, scene)
        elif parameter.required:
            missing.append(parameter)
    return values, missing


def _read(command: Command, parameter: AnyParameter, text: str, invocation: Invocation, scene: Scene) -> object:
    try:
        return parameter.kind.read(text, scene)
    except Refusal as refusal:
        if refusal.way_on:
            raise
        options = likely(parameter.kind, text)
        rest = {name: value for name, value in invocation.arguments.items() if value and name != parameter.name}
        select = _select(parameter, Invocation(command.name, rest), options) if options else None
        way_on: list[Block] = [select] if select is not None and select.carried.fits else []
        usage = Button(f"How to use /{command.name}", Invocation("help", {"command": command.name}))
        words = f"{refusal.words} Did you mean one of these?" if way_on else refusal.words
        raise Refusal(words, *way_on, Buttons((usage,))) from None


def _asked(command: Command, missing: list[AnyParameter], invocation: Invocation, on: Audience | None) -> Answer:
    """A menu where one thing is missing and there are only so many answers; a form otherwise. Only the caller sees it.

    What was given already is carried on; where that doesn't fit, it stands in the form to be sent again.
    """
    given = Invocation(command.name, {name: text for name, text in invocation.arguments.items() if text})
    options = choices(missing[0].kind)
    if len(missing) == 1 and 0 < len(options) <= SUGGESTIONS:
        select = _select(missing[0], given, options)
        if select.carried.fits:
            return Reply(command.about, (select,), permalink=given, replaces=on is Audience.CALLER)
    carried = given if given.fits else Invocation(command.name)
    questions = [
        Question(parameter, given.arguments.get(parameter.name, ""))
        for parameter in command.parameters
        if parameter.name not in carried.arguments
    ]
    return Form(command.about, carried, tuple(questions))


def _select(parameter: AnyParameter, invocation: Invocation, options: Sequence[Option]) -> Select:
    return Select(parameter.about, invocation, parameter.name, tuple(options))


def _finished(reply: Reply, command: Command, request: Request, on: Audience | None) -> Reply:
    """A feature's reply with what the door adds: whom it addresses, who sees it, how to share it, what it replaces."""
    invocation, scene = request.invocation, request.scene
    link = reply.permalink or Invocation(invocation.command, invocation.arguments)
    blocks = reply.blocks
    addressed = request.get(USER) if command.addressable else None
    public = reply.audience is Audience.EVERYONE or invocation.shared or addressed is not None
    if addressed is not None:
        blocks = (Mention(addressed, "this is for you."), *blocks)
    elif invocation.shared and not scene.place.direct:
        blocks = (Mention(scene.caller.person, "shared this."), *blocks)
    if not public and command.shareable and not scene.place.direct:
        share = Invocation(link.command, link.arguments, link.page, shared=True)
        if share.fits:
            blocks = _with_button(blocks, Button("Share", share))
    audience = Audience.EVERYONE if public and not scene.place.direct else Audience.CALLER
    return Reply(reply.title, blocks, audience, link, on is Audience.CALLER and not public, invocation.page)


def _with_button(blocks: tuple[Block, ...], button: Button) -> tuple[Block, ...]:
    if blocks and isinstance(last := blocks[-1], Buttons):
        return (*blocks[:-1], Buttons((*last.buttons, button)))
    return (*blocks, Buttons((button,)))


def _log_error(name: str, reference: str, error: Exception) -> None:
    """Where the error came from; its message stays out, for it may hold a member's words."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("command=%s reference=%s failed: %s at\n%s", name, reference, type(error).__name__, where)


def _outdated() -> Reply:
    return Reply(
        "That button no longer works",
        (Text("It comes from an older version of me, or was changed on its way. Ask again with `/help`."), _HELP),
    )


def _unavailable() -> Reply:
    return Reply(
        "I can't write that down just now",
        (
            Text(
                "My notes are out of reach, so nothing was changed. Please try again in a minute; "
                "if it goes on, tell an organiser."
            ),
            _HELP,
        ),
    )


def _unsure() -> Reply:
    return Reply(
        "I can't say whether I wrote that down",
        (
            Text(
                "I lost my notes at the very moment of storing it: all of it was kept, or nothing. In a minute, look "
                "first whether it is there (`/progress`, `/group`, `/meetup` or wherever you would see it), and do it "
                "again only if it isn't."
            ),
            _HELP,
        ),
    )


def _failed(reference: str) -> Reply:
    return Reply(
        "Something went wrong on my side",
        (
            Text(
                f"I have written it down as `{reference}`. Please try again; if it happens again, "
                "tell an organiser that word."
            ),
            _HELP,
        ),
    )
