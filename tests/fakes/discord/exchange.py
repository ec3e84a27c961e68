"""One interaction on the fake Discord: what was sent, and what the bot made of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.limits import message_problems, modal_problems, walk
from tests.fakes.discord.people import Someone, Where, bot_user
from tests.fakes.discord.spec import body_problems

PRIVATE = 1 << 6
LOADING = 1 << 7
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"
DEADLINE = 3.0
"""Seconds in which the first response must come."""


class Refused(Exception):
    """The fake says no, as Discord would."""

    def __init__(self, status: int, code: int, message: str, errors: list[str] | None = None) -> None:
        super().__init__(message, errors)
        self.status = status
        self.body = {"code": code, "message": message, **({"errors": {"fields": errors}} if errors else {})}


@dataclass
class Posted:
    """A message by the bot."""

    id: int
    where: Where
    data: dict[str, Any]
    uploads: dict[str, bytes] = field(default_factory=dict)
    private_for: int | None = None
    """Who alone sees it."""
    changes: int = 0
    deleted: bool = False

    @property
    def components(self) -> list[dict[str, Any]]:
        """All its components, those inside others included."""
        return list(walk(self.data.get("components", [])))

    @property
    def texts(self) -> list[str]:
        """What it says, in Discord's Markdown."""
        return [one["content"] for one in self.components if one["type"] == 10]

    def button(self, label: str) -> str:
        """The `custom_id` of a button."""
        return next(str(one["custom_id"]) for one in self.components if one["type"] == 2 and one["label"] == label)

    def menu(self, placeholder: str) -> dict[str, Any]:
        """A menu."""
        return next(one for one in self.components if one["type"] == 3 and one.get("placeholder") == placeholder)

    def shown(self) -> dict[str, Any]:
        """The message as the API shows it."""
        return {
            "id": str(self.id),
            "type": 20,
            "channel_id": str(self.where.channel),
            "author": bot_user(),
            "content": "",
            "timestamp": "2026-11-23T10:00:00.000000+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [
                {
                    "id": str(number),
                    "filename": name,
                    "size": len(data),
                    "url": f"https://cdn.test/{name}",
                    "proxy_url": "",
                }
                for number, (name, data) in enumerate(self.uploads.items())
            ],
            "embeds": [],
            "pinned": False,
            "flags": self.data.get("flags", 0) | (PRIVATE if self.private_for else 0),
            "components": _with_ids(self.data.get("components", [])),
        }


@dataclass
class Exchange:
    """An interaction and everything that answered it."""

    id: int
    token: str
    kind: int
    who: Someone
    where: Where
    sent_at: float
    source: Posted | None = None
    """The message whose button was pressed, or from which the form was opened."""
    strict: bool = True
    response: dict[str, Any] | None = None
    """The first response."""
    raw: bytes = b""
    """The first response as it came, where nobody looks at it."""
    original: Posted | None = None
    posted: list[Posted] = field(default_factory=list)
    replaced: bool = False
    withdrawn_unwritten: bool = False
    """Whether an announcement was deleted before anything was written: no message may follow that."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, wanted: str, seconds: float = 10.0) -> Exchange:
        """Wait for something: `responded` (anything at all), `answered` (something to see)."""
        async with asyncio.timeout(seconds):
            while not getattr(self, wanted):
                self.changed.clear()
                await self.changed.wait()
        return self

    @property
    def responded(self) -> bool:
        """Whether a first response came."""
        return self.response is not None or bool(self.raw)

    @property
    def answered(self) -> bool:
        """Whether there is something to see: a message, a modal, suggestions."""
        return self.responded and (self.modal is not None or self.choices is not None or self.last is not None)

    @property
    def modal(self) -> dict[str, Any] | None:
        """The modal that was opened."""
        return self.response["data"] if self.response and self.response["type"] == 9 else None

    @property
    def choices(self) -> list[dict[str, Any]] | None:
        """What was suggested."""
        return self.response["data"]["choices"] if self.response and self.response["type"] == 8 else None

    @property
    def last(self) -> Posted | None:
        """The message that was written or changed last."""
        seen = [one for one in self.posted if not one.deleted and not one.data.get("flags", 0) & LOADING]
        return seen[-1] if seen else None

    def take(self, raw: bytes) -> None:
        """The first response, unread."""
        self.raw = raw
        self.changed.set()

    def respond(self, body: dict[str, Any], uploads: dict[str, bytes], number: int, now: float) -> None:
        """The first response. Raises `Refused`."""
        if self.response is not None:
            raise Refused(400, 40060, "Interaction has already been acknowledged.")
        if now - self.sent_at > DEADLINE:
            raise Refused(404, 10062, "Unknown interaction")
        kind = body.get("type")
        allowed = {2: (4, 5, 9), 3: (4, 5, 6, 7, 9), 4: (8,), 5: (4, 5, 6, 7) if self.source else (4, 5)}[self.kind]
        found = [] if kind in allowed else [f"type: {kind} can't answer this"]
        data = body.get("data") or {}
        if self.strict:
            found += body_problems("post", CALLBACK, body)
            if kind in (4, 7):
                found += message_problems(data, list(uploads))
            if kind == 9:
                found += modal_problems(data)
        if found:
            raise Refused(400, 50035, "Invalid Form Body", found)
        self.response = body
        if kind == 4:
            self.original = self._post(number, data, uploads)
        elif kind == 5:
            self.original = self._post(number, {"flags": data.get("flags", 0) | LOADING}, {})
        elif kind == 6:
            self.original = self.source
        elif kind == 7:
            assert self.source is not None
            self._change(self.source, data, uploads)
            self.replaced = True
        self.changed.set()

    def edit(self, data: dict[str, Any], uploads: dict[str, bytes]) -> None:
        """A change of the first response, or of the message that was pressed. Raises `Refused`."""
        self._check("patch", ORIGINAL, data, uploads)
        original = self._living()
        self.replaced = original is self.source
        self._change(original, data, uploads)
        self.changed.set()

    def follow(self, data: dict[str, Any], uploads: dict[str, bytes], number: int) -> Posted:
        """A further message. Raises `Refused`."""
        self._check("post", FOLLOW_UP, data, uploads)
        if self.withdrawn_unwritten:
            raise Refused(404, 10008, "Unknown Message")
        if self.original is not None and not self.original.deleted and self.original.data.get("flags", 0) & LOADING:
            self._change(self.original, {**data, "flags": data["flags"] | self.original.data["flags"]}, uploads)
            self.changed.set()
            return self.original
        posted = self._post(number, data, uploads)
        self.changed.set()
        return posted

    def withdraw(self) -> None:
        """The first response is deleted. Raises `Refused`."""
        original = self._living()
        original.deleted = True
        self.withdrawn_unwritten = bool(original.data.get("flags", 0) & LOADING)
        self.changed.set()

    def _living(self) -> Posted:
        if self.response is None:
            raise Refused(404, 10015, "Unknown Webhook")
        if self.original is None or self.original.deleted:
            raise Refused(404, 10008, "Unknown Message")
        return self.original

    def _check(self, method: str, path: str, data: dict[str, Any], uploads: dict[str, bytes]) -> None:
        if self.response is None:
            raise Refused(404, 10015, "Unknown Webhook")
        found = [*body_problems(method, path, data), *message_problems(data, list(uploads))] if self.strict else []
        if found:
            raise Refused(400, 50035, "Invalid Form Body", found)

    def _post(self, number: int, data: dict[str, Any], uploads: dict[str, bytes]) -> Posted:
        private = self.who.id if data.get("flags", 0) & PRIVATE else None
        posted = Posted(number, self.where, data, uploads, private)
        self.posted.append(posted)
        return posted

    def _change(self, message: Posted, data: dict[str, Any], uploads: dict[str, bytes]) -> None:
        flags = data.get("flags", 0) & ~LOADING | message.data.get("flags", 0) & PRIVATE
        message.data = {**data, "flags": flags}
        message.uploads = uploads
        message.changes += 1
        if message in self.posted:
            self.posted.remove(message)
        self.posted.append(message)


def _with_ids(components: list[dict[str, Any]], start: int = 1) -> list[dict[str, Any]]:
    """Components as the API shows them: each has a number, and files have what was made of them."""
    shown: list[dict[str, Any]] = []
    number = start
    for one in components:
        copy = {"id": number, **one}
        number += 1
        if "components" in one:
            copy["components"] = _with_ids(one["components"], number)
            number += sum(1 for _ in walk(one["components"]))
        if one["type"] == 13:
            name = one["file"]["url"].removeprefix("attachment://")
            copy |= {"file": _media(name), "name": name, "size": 1, "spoiler": False}
        if one["type"] == 12:
            copy["items"] = [
                {**item, "media": _media(item["media"]["url"].removeprefix("attachment://")), "spoiler": False}
                for item in one["items"]
            ]
        if one["type"] == 14:
            copy |= {"divider": one.get("divider", True), "spacing": one.get("spacing", 1)}
        shown.append(copy)
    return shown


def _media(name: str) -> dict[str, Any]:
    url = f"https://cdn.test/{name}"
    return {
        "url": url,
        "proxy_url": url,
        "height": None,
        "width": None,
        "content_type": None,
        "loading_state": 2,
        "flags": 0,
    }
