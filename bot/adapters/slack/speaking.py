"""What the bot says on Slack without being asked.

Slack knows no repeated post. So each carries its key as metadata, which nobody sees; before a post is repeated that may
have arrived, the last messages of the place are looked through for it, where Slack lets the bot read them.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import ClientConnectorError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.pacing import NotYet
from bot.adapters.slack.files import carried_files
from bot.adapters.slack.ids import PLATFORM
from bot.adapters.slack.pace import POST, Pace
from bot.adapters.slack.render import draw
from bot.adapters.slack.trouble import FAILURES, code, for_member, grant, needed_scope, refused, status
from bot.core.chat.blocks import Text
from bot.core.chat.plain import plain_line
from bot.core.chat.reply import Reply
from bot.core.chat.scene import Channel, Person
from bot.core.ports.doors import Closed
from bot.core.ports.speaker import CannotTell, Gone, Left, NotPosted, Posted

log = logging.getLogger("bot.slack")

EVENT = "mlops_post"
"""The kind of our metadata."""
LOOK_BACK = 100
"""Messages among which an earlier try is looked for; Slack gives fewer to apps that it restricts."""
DIRECT = 2_000
"""People whose direct channels are remembered."""

_MESSAGE = re.compile(r"slack:([A-Z0-9]+)\.([A-Z0-9]+)\.([0-9]+\.[0-9]+)")
_PLACE = re.compile(r"slack:([A-Z0-9]+)\.([A-Z0-9]+)")

_OUTSIDE = "I am not in that channel on Slack. Somebody in it can type /invite with my name there."
_FORBIDDEN = (
    "Slack lets only some people post in that channel. A workspace owner can change that in its settings under "
    "“Posting permissions”, or choose another channel."
)
_LEFT = frozenset(("user_not_found", "user_disabled"))
_LASTING = {
    "channel_not_found": "That channel no longer exists on Slack, or it is private and I am not in it. Type /invite "
    "with my name there, or choose another channel.",
    "not_in_channel": _OUTSIDE,
    "is_archived": "That channel is archived on Slack. Unarchive it there, or choose another one.",
    "restricted_action": _FORBIDDEN,
    "restricted_action_read_only_channel": _FORBIDDEN,
    "restricted_action_thread_only_channel": _FORBIDDEN,
    "restricted_action_non_threadable_channel": _FORBIDDEN,
    "restricted_action_thread_locked": "That thread is locked on Slack.",
    "user_not_visible": "They can't be written to on Slack: they belong to another workspace.",
    "cannot_dm_bot": "Slack lets me write to people only, not to other apps.",
    "messages_tab_disabled": "Direct messages to me are switched off. Whoever runs me can switch on the Messages tab "
    "under “App Home” on the app's page.",
}
"""What helps, by Slack's words."""
_GONE = frozenset(("message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"))
_PASSING = frozenset(("internal_error", "fatal_error", "service_unavailable", "request_timeout"))
"""Trouble after which something may have been done all the same."""

Call = Callable[[], Awaitable[Any]]


class SlackSpeaker:
    """`Speaker` for one workspace, over a client that tries once. `refused` hears when Slack drops the bot's token.

    One that is `patient` waits for its turn under Slack's limits; otherwise nobody is kept waiting.
    """

    def __init__(
        self, api: AsyncWebClient, team: str, refused: Callable[[Closed], None], pace: Pace, *, patient: bool = False
    ) -> None:
        self._api = api
        self._team = team
        self._refused = refused
        self._pace = pace
        self._patient = patient
        self._blind: dict[str, str] = {}
        """By kind of place, the first letter of its id: what is to be said where the bot may not look, until it is
        connected anew."""
        self._direct: dict[str, str] = {}

    async def post(
        self,
        channel: Channel,
        reply: Reply,
        *,
        key: str,
        silent: bool = False,
        thread_of: Posted | None = None,
        again: bool = False,
    ) -> Posted:
        """Post in a channel, or under a message. Slack notifies of mentions only, so `silent` changes nothing."""
        place = self._place(channel.reference)
        thread = "" if thread_of is None else self._ids(thread_of)[1]
        return await self._post(place, reply, key, thread, again=again)

    async def tell(self, person: Person, reply: Reply, *, key: str, again: bool = False) -> Posted:
        """Write to somebody directly. Raises `Left` or `NotPosted`."""
        user = self._place(person.reference)
        try:
            return await self._post(await self._direct_channel(user), reply, key, "", again=again)
        except NotPosted:
            self._direct.pop(user, None)
            raise

    async def edit(self, message: Posted, reply: Reply) -> None:
        """Put another reply in the place of a message; files stay as they were posted. Raises `Gone` or `NotPosted`."""
        place, ts = self._ids(message)
        content = draw(reply).content
        await self._call("chat.update", place, lambda: self._api.chat_update(channel=place, ts=ts, **content))

    async def open_thread(self, message: Posted, title: str) -> None:
        """Nothing is to be done: on Slack everybody may talk under a message, and threads have no names."""
        self._ids(message)

    async def _post(self, place: str, reply: Reply, key: str, thread: str, *, again: bool) -> Posted:
        mark = hashlib.sha256(f"{place} {thread} {key}".encode()).hexdigest()[:32]
        if again and (found := await self._earlier(place, thread, mark)) is not None:
            return found
        content = {**draw(reply).content, "metadata": {"event_type": EVENT, "event_payload": {"key": mark}}}
        content |= {"unfurl_links": False, "unfurl_media": False, **({"thread_ts": thread} if thread else {})}

        def post() -> Awaitable[Any]:
            return self._api.chat_postMessage(channel=place, **content)

        try:
            answer = await self._call(POST, place, post)
        except _Outside:
            await self._join(place)
            answer = await self._call(POST, place, post)
        posted = self._posted(answer.get("channel") or place, answer["ts"])
        await self._files(reply, place, thread or answer["ts"])
        return posted

    async def _join(self, place: str) -> None:
        """Go into a public channel, where the bot has the scope for that. Raises `NotPosted`."""
        try:
            await self._api.conversations_join(channel=place)
        except FAILURES as error:
            log.info("could not join a channel: %s", code(error))
            raise NotPosted(_OUTSIDE, lasting=True) from None

    async def _earlier(self, place: str, thread: str, mark: str) -> Posted | None:
        """The message of an earlier try. Raises `CannotTell` where the bot may not look, or `NotPosted`."""
        api, most = self._api, {"limit": LOOK_BACK, "include_all_metadata": True}
        method = "conversations.replies" if thread else "conversations.history"
        if (words := self._blind.get(place[:1])) is not None:
            raise CannotTell(words)
        await self._turn(method, place)
        try:
            if thread:
                answer = await api.conversations_replies(channel=place, ts=thread, **most)  # type: ignore[arg-type]
            else:
                answer = await api.conversations_history(channel=place, **most)  # type: ignore[arg-type]
        except FAILURES as error:
            self._heard(method, error)
            problem = self._not_posted(error)
            words = f"I can't tell whether an earlier try of this post arrived. {problem.words}"
            if needed_scope(error):
                self._blind[place[:1]] = words
                raise CannotTell(words) from None
            raise NotPosted(
                words, lasting=problem.lasting, retry_after=problem.retry_after, unsure=not problem.lasting
            ) from None
        for message in answer.get("messages") or ():
            found = message.get("metadata") or {}
            if found.get("event_type") == EVENT and (found.get("event_payload") or {}).get("key") == mark:
                return self._posted(place, message["ts"])
        if thread and answer.get("has_more"):
            raise CannotTell("I can't tell whether an earlier try of this post arrived: the thread is too long.")
        return None

    async def _files(self, reply: Reply, place: str, thread: str) -> None:
        """What Slack carries beside a message goes under it; where that fails, it says so there."""
        if not carried_files(reply):
            return
        try:
            await self._api.files_upload_v2(channel=place, file_uploads=carried_files(reply), thread_ts=thread)
        except FAILURES as error:
            log.warning("a file could not be posted: %s", code(error))
            words = draw(Reply("", (Text(for_member(error, "Adding a file to this")),))).content
            try:
                await self._api.chat_postMessage(channel=place, thread_ts=thread, **words)
            except FAILURES as again:
                log.warning("nor could that be said: %s", code(again))

    async def _direct_channel(self, user: str) -> str:
        """The channel between somebody and the bot; asked for once."""
        if user not in self._direct:
            answer = await self._call("conversations.open", user, lambda: self._api.conversations_open(users=user))
            if len(self._direct) >= DIRECT:
                del self._direct[next(iter(self._direct))]
            self._direct[user] = str(answer["channel"]["id"])
        return self._direct[user]

    async def _turn(self, method: str, place: str) -> None:
        """Wait for one's turn. Raises `NotPosted` where it is far away: then an earlier try is as unsure as before."""
        try:
            await self._pace.turn(method, place, patient=self._patient)
        except NotYet as problem:
            raise NotPosted("Much is to be posted on Slack just now; I come to it.", retry_after=problem.wait) from None

    def _heard(self, method: str, error: Exception) -> None:
        """Slow down where Slack asks for it."""
        if code(error) == "ratelimited" or status(error) == 429:
            self._pace.asked_to_wait(method, _wait(error))

    async def _call(self, method: str, place: str, call: Call) -> Any:
        await self._turn(method, place)
        try:
            return await call()
        except FAILURES as error:
            self._heard(method, error)
            if (closed := refused(error, "SLACK_BOT_TOKEN")) is not None:
                self._refused(closed)
            raise self._not_posted(error) from None
        finally:
            self._pace.answered(method, place)

    def _not_posted(self, error: Exception) -> NotPosted:
        """What happened, and the remedy."""
        said = code(error)
        if said == "not_in_channel":
            return _Outside(_OUTSIDE, lasting=True)
        if said in _GONE:
            return Gone("That message is gone from Slack, or can't be changed any more; I can post a new one.")
        if said in _LEFT:
            return Left("They have left the Slack workspace: their account there is closed.")
        if said in _LASTING:
            return NotPosted(_LASTING[said], lasting=True)
        if scope := needed_scope(error):
            return NotPosted(plain_line(grant(scope)), lasting=True)
        if said == "ratelimited" or status(error) == 429:
            return NotPosted("Slack asks me to slow down; I try again by myself.", retry_after=_wait(error))
        if isinstance(error, ClientConnectorError):
            return NotPosted("Slack can't be reached; I try again by myself.")
        if not isinstance(error, SlackApiError) or status(error) >= 500 or said in _PASSING:
            return NotPosted("Slack had trouble; I try again by myself.", unsure=True)
        return NotPosted(f"Slack didn't take the message ({said}). If that goes on, tell whoever runs me.")

    def _posted(self, place: str, ts: str) -> Posted:
        return Posted(f"{PLATFORM}:{self._team}.{place}.{ts}")

    def _place(self, reference: str) -> str:
        """The id of a channel or person of this workspace. Raises `NotPosted`."""
        match = _PLACE.fullmatch(reference)
        if match is None or match[1] != self._team:
            raise NotPosted("That isn't in the Slack workspace that I am in. Choose another place.", lasting=True)
        return match[2]

    def _ids(self, message: Posted) -> tuple[str, str]:
        """The channel and the number of a message. Raises `Gone`."""
        match = _MESSAGE.fullmatch(message.reference)
        if match is None or match[1] != self._team:
            raise Gone("That isn't a message of the Slack workspace that I am in.")
        return match[2], match[3]


class _Outside(NotPosted):
    """The bot is not in that channel."""


def _wait(error: Exception) -> float:
    """Seconds that Slack asks to wait."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", None) or {}
    told = next((value for name, value in headers.items() if name.lower() == "retry-after"), "1")
    return float(told) if told.replace(".", "", 1).isdigit() else 1.0
