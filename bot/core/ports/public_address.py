"""Where the pages that the bot serves itself can be reached from outside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class PublicAddress:
    """Known once it is served, where at all; what is empty is told as missing."""

    url: str = ""
    """Without a slash at its end, such as `https://bot.example.org`."""

    def of(self, path: str) -> str | None:
        """The address of a path, such as `calendar/….ics`."""
        return f"{self.url}/{path}" if self.url else None
