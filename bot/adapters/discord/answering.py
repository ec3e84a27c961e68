"""Bringing an answer to whoever asked, in the time that Discord gives.

A fast answer is the first response itself. After two seconds the bot says that it has heard, and the answer follows; a
form that is as late as that becomes a button, for a modal can only be a first response. Nothing about an answer waits
for a press, except late forms for a while: buttons carry what they mean.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.adapters.discord.asked import Asked, Way
from bot.adapters.discord.bodies import HEARD, MESSAGE, MODAL, REPLACE, SUGGESTIONS, THINKING, Body, body_of, written
from bot.adapters.discord.custom_id import FORM, unmarked
from bot.adapters.discord.forms import invitation, modal
from bot.adapters.discord.parts import text
from bot.adapters.discord.permissions import how_to_grant, missing, wanted
from bot.adapters.discord.render import PRIVATE, Message, message
from bot.adapters.discord.wire import ALREADY, FIRST, NotSent, Wire
from bot.core.chat.blocks import File, Picture, Text
from bot.core.chat.reply import Answer, Audience, Form, Reply

log = logging.getLogger("bot.discord")

DEFER_AFTER = 2.0
"""Seconds after which the bot says that it has heard; Discord gives up after 3."""
FORMS = 200
"""Late forms that are remembered, each until its button is pressed or so many others came after it."""


class Answering:
    """Sends the answers of all interactions. `seconds` is a clock that only goes forward."""

    def __init__(self, wire: Wire, seconds: Callable[[], float], defer_after: float = DEFER_AFTER) -> None:
        self._wire = wire
        self._seconds = seconds
        self._defer_after = defer_after
        self._forms: OrderedDict[tuple[str, str], Form] = OrderedDict()

    def remembered(self, asked: Asked) -> Form | None:
        """The form that this button was to open, where it is still known; else the core makes it anew."""
        token, mark = unmarked(asked.custom_id)
        return self._forms.pop((asked.person, token), None) if mark == FORM else None

    async def answer(self, asked: Asked, work: Awaitable[Answer]) -> None:
        """Await the answer and send it. Raises nothing for what can go wrong at Discord: that is logged."""
        until = self._seconds() + FIRST
        deferral: asyncio.Task[bool] | None = None

        def defer() -> None:
            nonlocal deferral
            deferral = asyncio.ensure_future(self._defer(asked, until))

        timer = asyncio.get_running_loop().call_later(self._defer_after, defer)
        try:
            answer = await work
        finally:
            timer.cancel()
        if deferral is None:
            await self._at_once(asked, answer, until)
        elif await deferral:
            await self._later(asked, self._without_modal(asked, answer))

    async def show(self, asked: Asked, answer: Answer) -> None:
        """Send an answer that is there already. Raises nothing for what can go wrong at Discord."""
        await self._at_once(asked, answer, self._seconds() + FIRST)

    async def offer(self, asked: Asked, choices: list[dict[str, object]]) -> None:
        """Suggestions for somebody who is typing; those that come too late are not missed."""
        body = Body(written({"type": SUGGESTIONS, "data": {"choices": choices}}))
        try:
            await self._wire.respond(asked.id, asked.token, body, self._seconds() + FIRST)
        except NotSent as problem:
            log.debug("suggestions came too late: %s", problem)

    async def _at_once(self, asked: Asked, answer: Answer, until: float) -> None:
        shown: Reply | Message | None = None
        if isinstance(answer, Form) and asked.way is not Way.FORM and (form := modal(answer)) is not None:
            body = Body(written({"type": MODAL, "data": form}))
        else:
            shown = self._without_modal(asked, answer)
            replaces = isinstance(shown, Reply) and shown.replaces and asked.on_message
            body = body_of(shown, REPLACE if replaces else MESSAGE, _flags(asked, shown))
        try:
            await self._wire.respond(asked.id, asked.token, body, until)
        except NotSent as problem:
            await self._mend(asked, shown, problem, until)

    async def _defer(self, asked: Asked, until: float) -> bool:
        """Say that it was heard, and where the answer will come. Whether Discord took it."""
        response: dict[str, object] = {"type": HEARD}
        if not _kept_in_place(asked):
            private = not asked.public and asked.channel is not None
            response = {"type": THINKING, "data": {"flags": PRIVATE if private else 0}}
        try:
            await self._wire.respond(asked.id, asked.token, Body(written(response)), until)
        except NotSent as problem:
            if problem.code != ALREADY:
                log.warning("an answer that takes long could not be announced: %s", problem)
                return problem.passing  # then it may have arrived although we weren't told so
        return True

    async def _later(self, asked: Asked, answer: Reply | Message) -> None:
        """The answer after a deferral."""
        flags = _flags(asked, answer)
        body = body_of(answer, None, flags)
        try:
            if _kept_in_place(asked):
                if isinstance(answer, Reply) and answer.replaces:
                    await self._edit(asked, body_of(answer, None, 0), body)
                else:
                    await self._wire.follow(asked.application, asked.token, body)
            elif asked.channel is None or asked.public == (flags == 0):
                await self._edit(asked, body_of(answer, None, 0), body)
            else:
                await self._elsewhere(asked, body)
        except NotSent as problem:
            if problem.status == 403:
                await self._explain(asked, answer)
            else:
                log.warning("an answer was lost: %s", problem)

    async def _elsewhere(self, asked: Asked, body: Body) -> None:
        """The answer is for others than those to whom it was announced.

        Discord takes the first message after an announcement for the announced one, and refuses all of them once that
        was deleted: so it is written first, then the answer is sent, then the announcement goes.
        """
        await self._wire.edit(asked.application, asked.token, body_of(message(text("…")), None, 0))
        try:
            await self._wire.follow(asked.application, asked.token, body)
        finally:
            await self._withdrawn(asked)

    async def _edit(self, asked: Asked, change: Body, anew: Body) -> None:
        try:
            await self._wire.edit(asked.application, asked.token, change)
        except NotSent as problem:
            if problem.status != 404:
                raise
            await self._wire.follow(asked.application, asked.token, anew)  # somebody deleted the message meanwhile

    async def _withdrawn(self, asked: Asked) -> None:
        try:
            await self._wire.withdraw(asked.application, asked.token)
        except NotSent as problem:
            log.info("an announcement stays: %s", problem)

    async def _mend(self, asked: Asked, shown: Reply | Message | None, problem: NotSent, until: float) -> None:
        """What is still possible after a first response that Discord didn't take; None is a modal."""
        if problem.code == ALREADY:  # an earlier try of ours did arrive
            return
        if problem.status == 404:
            log.info("an answer came too late, or its channel is gone: %s", problem)
        elif problem.status == 403:
            await self._explain(asked, shown, until)
        elif not problem.passing:
            log.error("Discord refused an answer: %s", problem)
            await self._plainly(asked, "Discord didn't let me show the answer. Please tell an organiser.", until)
        elif shown is None:
            log.warning("a form was lost: %s", problem)
        else:
            try:  # it may have arrived although we weren't told so: then it can be written again
                await self._wire.edit(asked.application, asked.token, body_of(shown, None, 0))
            except NotSent as again:
                log.warning("an answer was lost: %s, then %s", problem, again)

    async def _explain(self, asked: Asked, shown: Reply | Message | None, until: float | None = None) -> None:
        """Name what the bot is not allowed to do here, to whoever asked and in the log."""
        names = missing(asked.rights, wanted(thread=asked.thread, files=_has_files(shown)))
        log.warning("may not answer in a channel; missing there: %s", ", ".join(names) or "unknown")
        await self._plainly(asked, f"I may not show that here. {how_to_grant(names)}", until)

    async def sorry(self, asked: Asked) -> None:
        """Something went wrong on our side: say so, whether or not the answer was announced already."""
        words = f"Something went wrong on my side. Please try again, or tell an organiser this number: {asked.id}."
        reply = Reply("That didn't work", (Text(words),))
        flags = _flags(asked, reply)
        try:
            body = body_of(reply, MESSAGE, flags)
            await self._wire.respond(asked.id, asked.token, body, self._seconds() + FIRST)
        except NotSent as problem:
            if problem.code == ALREADY:
                await self._plainly(asked, words, None)

    async def _plainly(self, asked: Asked, words: str, until: float | None) -> None:
        """A private sentence: as the first response by the instant `until`, or as a later message."""
        reply = Reply("That didn't work", (Text(words),))
        flags = _flags(asked, reply)
        try:
            if until is None:
                await self._wire.follow(asked.application, asked.token, body_of(reply, None, flags))
            else:
                await self._wire.respond(asked.id, asked.token, body_of(reply, MESSAGE, flags), until)
        except NotSent as problem:
            log.warning("nor could that be said: %s", problem)

    def _without_modal(self, asked: Asked, answer: Answer) -> Reply | Message:
        """A reply as it is; a form as a button that opens it."""
        if isinstance(answer, Reply):
            return answer
        if answer.invocation.fits:
            self._forms[asked.person, answer.invocation.token] = answer
            while len(self._forms) > FORMS:
                self._forms.popitem(last=False)
        return invitation(answer)


def _has_files(shown: Reply | Message | None) -> bool:
    return isinstance(shown, Reply) and any(isinstance(block, File | Picture) for block in shown.blocks)


def _kept_in_place(asked: Asked) -> bool:
    """Whether a late answer is likely to take the place of the message that was pressed."""
    return asked.on_message and asked.on is Audience.CALLER and not asked.public


def _flags(asked: Asked, answer: Reply | Message) -> int:
    """In a direct message nothing needs to be hidden, and what isn't hidden stays."""
    public = isinstance(answer, Reply) and answer.audience is Audience.EVERYONE
    return 0 if public or asked.channel is None else PRIVATE
