"""The only place that makes something by chance."""

from __future__ import annotations

import secrets


def new_reference() -> str:
    """Six letters and digits under which an error is logged and which the member is told."""
    return secrets.token_hex(3)


CODE_SIGNS = "2345679CDFGHJKMNPQRTVWXY"
"""Letters and digits that nobody mistakes for one another, and no vowels, so that no code is a word."""
CODE_LENGTH = 8


def new_code() -> str:
    """A one-time code for a member to type: one of 100,000 million."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def new_secret() -> str:
    """The secret part of an address: nobody guesses one of 2 to the 192nd."""
    return secrets.token_urlsafe(24)
