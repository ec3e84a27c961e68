"""What a component carries: the token of an invocation, and sometimes a mark behind it that only Discord needs.

A mark begins with `&` and has no `=`, so it can never be a part of a token: `roadmap skill?skill=&2` is the second
menu for one choice that has more options than Discord puts into one menu, `ask&form` a button that opens a form.
"""

from __future__ import annotations

from bot.adapters.discord import sizes

FORM = "form"


def numbered(token: str, number: int) -> str | None:
    """The `custom_id` of the menu with this number, from 1, for one choice; None where there is no room for it."""
    return token if number == 1 else marked(token, str(number))


def marked(token: str, mark: str) -> str | None:
    """A token with a mark; None where there is no room for it."""
    custom_id = f"{token}&{mark}"
    return custom_id if sizes.units(custom_id) <= sizes.CUSTOM_ID else None


def unmarked(custom_id: str) -> tuple[str, str]:
    """The token, and the mark behind it or nothing."""
    token, sign, mark = custom_id.rpartition("&")
    return (token, mark) if sign and "=" not in mark else (custom_id, "")
