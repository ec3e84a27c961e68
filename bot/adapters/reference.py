"""The only place that makes something by chance."""

from __future__ import annotations

import secrets


def new_reference() -> str:
    """Six letters and digits under which an error is logged and which the member is told."""
    return secrets.token_hex(3)
