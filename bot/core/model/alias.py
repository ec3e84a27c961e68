"""Names that members choose for others to see, and when two names could be taken for one another."""

from __future__ import annotations

import unicodedata

ALIAS_LENGTH = (2, 32)
"""Shortest and longest alias, in characters."""
NONE = "none"
"""What is written to have no alias."""

_ALIKE = str.maketrans(
    {
        "а": "a", "в": "b", "г": "r", "е": "e", "и": "u", "к": "k", "м": "m", "н": "h", "о": "o", "п": "n", "р": "p",
        "с": "c", "т": "t", "у": "y", "х": "x", "ь": "b", "і": "l", "ј": "j", "ѕ": "s", "ԁ": "d", "һ": "h",
        "α": "a", "β": "b", "γ": "y", "ε": "e", "η": "n", "ι": "l", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t",
        "υ": "u", "χ": "x", "ω": "w",
        "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "l", "æ": "ae", "œ": "oe",
        "0": "o", "1": "l", "3": "e", "5": "s", "|": "l", "!": "l", "$": "s", "@": "a", "i": "l",
    }
)  # fmt: skip
"""Signs that are taken for others at a glance."""
_OFFICIAL = (
    "admin", "administrator", "moderator", "mod", "organiser", "organizer", "owner", "staff", "bot", "mlops",
    "mlops roadmap", "everyone", "here", "channel", "you", "me", "a member", "member", "somebody who left",
)  # fmt: skip
"""Names of offices, of the bot, and of people whom it doesn't name."""


class UnfitAlias(ValueError):
    """Words that cannot be an alias; the message is a plain sentence that says what to write instead."""


def look(name: str) -> str:
    """What a name looks like at a glance, whatever its case, accents, spaces, signs and scripts."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(sign)
    ).translate(_ALIKE)
    return "".join(sign for sign in plain if sign.isalnum()) or plain.strip()


def alias_of(text: str) -> str | None:
    """The alias that `text` asks for; None for having none. Raises `UnfitAlias`."""
    alias = unicodedata.normalize("NFC", " ".join(text.split()))
    if alias.casefold() == NONE:
        return None
    least, most = ALIAS_LENGTH
    if not least <= len(alias) <= most:
        raise UnfitAlias(f"An alias has {least} to {most} characters; that one has {len(alias):,}.")
    if not any(sign.isalnum() for sign in alias):
        raise UnfitAlias("An alias needs at least one letter or digit, so that it can be said.")
    if {look(alias), look(alias.lstrip("@#"))} & _LOOKS:
        raise UnfitAlias("That name could be taken for an office or for me. Choose another one.")
    return alias


_LOOKS = frozenset(map(look, _OFFICIAL))
