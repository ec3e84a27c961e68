"""Bringing an answer to where it belongs, by the next way where one is closed, and saying so where none is left."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.client import TRIES
from bot.adapters.slack.files import carried_files, send_files
from bot.adapters.slack.limits import short
from bot.adapters.slack.modals import Origin, form_view, reply_view
from bot.adapters.slack.render import draw
from bot.adapters.slack.trouble import FAILURES, code, for_member, refused, status
from bot.core.chat.blocks import Button, Buttons, Text
from bot.core.chat.command import spoken
from bot.core.chat.markup import escape
from bot.core.chat.reply import Answer, Audience, Form, Reply
from bot.core.ports.doors import Closed

log = logging.getLogger("bot.slack")

PAUSE = 0.3
"""Seconds before something is tried again, doubled each time."""

TYPED = 1_000
"""Characters of a line that is to be typed in the place of pressing."""

Call = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer belongs, and the ways there."""

    user: str
    channel: str = ""
    """Empty: the person's own direct messages."""
    thread: str = ""
    response_url: str = ""
    trigger: str = ""
    """Opens a modal; empty where it is too late for one."""
    modal: str = ""
    """The modal whose button was pressed."""
    view: bool = False
    """Whether the answer belongs into a modal."""
    on: Audience = Audience.EVERYONE
    """Who reads the message that was pressed."""

    @property
    def direct(self) -> bool:
        """Whether only the person reads there."""
        return not self.channel or self.channel.startswith("D")

    @property
    def origin(self) -> Origin:
        """The same for a form to carry."""
        return Origin(self.on, self.channel, self.thread, self.response_url, self.view)


class Sender:
    """Sends answers. `refused` hears when Slack no longer takes the bot's token."""

    def __init__(self, api: AsyncWebClient, refused: Callable[[Closed], None]) -> None:
        self._api = api
        self._refused = refused

    async def deliver(self, answer: Answer, to: Target) -> None:
        """Bring an answer there, with its files. Raises nothing for what can go wrong at Slack."""
        if isinstance(answer, Form):
            await self._form(answer, to)
        else:
            await self.reply(answer, to)
            await self.files(answer, to)

    async def reply(self, reply: Reply, to: Target) -> None:
        """Bring a reply there, without its files. Raises nothing for what can go wrong at Slack."""
        if await self._shown_in_modal(reply, to):
            return
        public = reply.audience is Audience.EVERYONE
        trouble: Exception | None = None
        for way in self._ways(reply, to):
            try:
                await self.call(way, again=not public)
            except FAILURES as error:
                trouble = error
                log.warning("an answer could not be sent: %s", code(error))
                if public and _passing(error):
                    break  # it may be there all the same: nobody should read it twice
            else:
                return
        if public and trouble is not None:
            words = for_member(trouble, "Posting that for everyone")
            if _passing(trouble):
                words = "I can't tell whether my message arrived; look before you try again."
            await self.say(words, to)

    async def files(self, reply: Reply, to: Target) -> None:
        """Bring the files of a reply to where it is read; in private where the reply is."""
        if carried_files(reply):
            words = await send_files(self._api, self.call, reply, to.user, to.channel, to.thread)
            if words:
                await self.say(words, to)

    async def say(self, words: str, to: Target) -> None:
        """Tell the person something in private; `words` is Markdown."""
        await self.reply(Reply("", (Text(words),)), replace(to, modal="", view=False, trigger=""))

    async def home(self, user: str, view: Mapping[str, Any]) -> None:
        """Show somebody's Home tab."""
        try:
            await self.call(lambda: self._api.views_publish(user_id=user, view=dict(view)))
        except FAILURES as error:
            log.warning("the Home tab could not be shown: %s", code(error))

    async def user(self, user: str) -> Mapping[str, Any]:
        """What Slack says of somebody. Raises one of `FAILURES`."""
        answer = await self.call(lambda: self._api.users_info(user=user))
        found = answer.get("user")
        return found if isinstance(found, Mapping) else {}

    async def call(self, call: Call, *, again: bool = False) -> Any:
        """Call Slack; `again` repeats it when Slack had trouble, for what does no harm twice. Raises `FAILURES`."""
        for tried in range(1, TRIES + 1):
            try:
                return await call()
            except FAILURES as error:
                if (closed := refused(error, "SLACK_BOT_TOKEN")) is not None:
                    self._refused(closed)
                if not again or tried == TRIES or not _passing(error):
                    raise
                await asyncio.sleep(PAUSE * 2 ** (tried - 1))
        raise AssertionError("the last try returns or raises")

    async def _form(self, form: Form, to: Target) -> None:
        """A form as a modal; where it is too late for that, a button that opens it."""
        if to.trigger and form.invocation.fits:
            view = form_view(form, to.origin)
            show = self._api.views_push if to.modal else self._api.views_open
            try:
                await self.call(lambda: show(trigger_id=to.trigger, view=view))
            except FAILURES as error:
                log.info("a form could not be opened: %s", code(error))
            else:
                return
        await self.reply(invitation(form), replace(to, trigger=""))

    async def _shown_in_modal(self, reply: Reply, to: Target) -> bool:
        if not to.modal and not (to.view and to.trigger):
            return False
        view = reply_view(reply)
        try:
            if to.modal:
                await self.call(lambda: self._api.views_update(view_id=to.modal, view=view))
            else:
                await self.call(lambda: self._api.views_open(trigger_id=to.trigger, view=view))
        except FAILURES as error:
            log.info("an answer could not be shown in a modal: %s", code(error))
            return False
        return True

    def _ways(self, reply: Reply, to: Target) -> list[Call]:
        """The ways to post a reply, the best first. What is private may always go to the person directly."""
        api, content = self._api, draw(reply).content
        public = reply.audience is Audience.EVERYONE
        content |= {"unfurl_links": False, "unfurl_media": False}
        thread: dict[str, Any] = {"thread_ts": to.thread} if to.thread else {}
        ways: list[Call] = []
        if to.response_url:
            kind = "in_channel" if public else "ephemeral"
            body = {**content, "response_type": kind, "replace_original": reply.replaces}
            ways.append(lambda: self._respond(to.response_url, body if reply.replaces else {**body, **thread}))
        if to.channel and (public or to.direct):
            ways.append(lambda: api.chat_postMessage(channel=to.channel, **content, **thread))
        elif to.channel:
            some = {name: value for name, value in content.items() if not name.startswith("unfurl")}
            ways.append(lambda: api.chat_postEphemeral(channel=to.channel, user=to.user, **some, **thread))
        if not public or not ways:
            ways.append(lambda: api.chat_postMessage(channel=to.user, **content))
        return ways

    async def _respond(self, url: str, body: dict[str, Any]) -> None:
        """Post through a response URL. Raises `SlackApiError` where Slack doesn't take it."""
        api = self._api
        webhook = AsyncWebhookClient(
            url, session=api.session, logger=api.logger, retry_handlers=[api.retry_handlers[0]], proxy=api.proxy
        )
        response = await webhook.send_dict(body)
        if response.status_code != 200:
            refusal = _Refusal(response.status_code)
            raise SlackApiError("the response URL was not taken", refusal)  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class _Refusal:
    """The answer of a response URL, as much of it as matters."""

    status_code: int

    def get(self, name: str) -> None:
        """It has no further members."""


def invitation(form: Form) -> Reply:
    """A form that cannot be opened by itself, as a button that opens it, or as what to type where no button can."""
    words = escape(form.words or "I need to know a little more.")
    if not form.invocation.fits:
        wanted = " ".join(f"{question.parameter.name}:…" for question in form.questions)
        typed = escape(short(spoken(form.invocation), TYPED))
        return Reply(form.title, (Text(f"{words}\n\nThis is too much for a button. Type {typed} {wanted}"),))
    return Reply(form.title, (Text(words), Buttons((Button("Open the form", form.invocation, main=True),))))


def _passing(error: Exception) -> bool:
    """Whether it was trouble of Slack's or the network's, so that the call may have worked all the same."""
    return status(error) >= 500 or not isinstance(error, SlackApiError)
