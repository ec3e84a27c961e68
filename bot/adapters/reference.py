"""The only place that makes something by chance."""

from __future__ import annotations

import secrets

_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"


def new_reference() -> str:
    """Six letters and digits under which an error is logged and which the member is told."""
    return secrets.token_hex(3)


def new_code() -> str:
    """Ten letters and digits, without those that look alike, that nobody can guess: 49 bits."""
    return "".join(secrets.choice(_CLEAR) for _ in range(10))
