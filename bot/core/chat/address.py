"""Links that members give: what counts as one, and how it becomes safe to show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Scene

ADDRESS_LENGTH = 400
"""Longest address, in characters, after everything unusual in it is written as %XX."""

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_SAFE = "/%:@!$&'*+,;=~-._"
"""What stays as it is behind the host. Brackets don't, for they would end a link in Markdown."""


@dataclass(frozen=True, slots=True)
class Address:
    """A parameter's kind: an https address that anybody can open."""

    def read(self, text: str, scene: Scene) -> str:
        """The address in plain ASCII, without anything that Markdown or a platform could read differently."""
        try:
            address = _written(text.strip().strip("<>").split("|")[0])
        except ValueError:
            raise Refusal("I need the address of a page here, which begins with `https://`.") from None
        if len(address) > ADDRESS_LENGTH:
            raise Refusal(f"That address is too long; I keep up to {ADDRESS_LENGTH} characters. Find a shorter one.")
        return address


def _written(text: str) -> str:
    """Raises ValueError for whatever is no public https address; UnicodeError is one."""
    parts = urlsplit(text)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    if text.split() != [text] or parts.scheme != "https" or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise ValueError("no public https address")
    place = host if parts.port is None else f"{host}:{parts.port}"
    path, query, fragment = (
        quote(part, safe=safe, errors="replace")
        for part, safe in ((parts.path, _SAFE), (parts.query, f"{_SAFE}?"), (parts.fragment, f"{_SAFE}?"))
    )
    return urlunsplit(("https", place, path, query, fragment))
