"""One-time codes: short enough to type, good for a quarter of an hour, once, and not to be guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import Enum

from bot.core.acts.meeting import meet
from bot.core.chat.scene import Scene
from bot.core.model.member import Member
from bot.core.ports.codes import Issued, Purpose
from bot.core.ports.database import Stores

GOOD_FOR = timedelta(minutes=15)
TRIES = 5
"""Wrong tries that a member has in `WINDOW`."""
WINDOW = timedelta(hours=1)

NewCode = Callable[[], str]
"""Makes a code by chance, of capital letters and digits."""


class NotGood(Enum):
    """Why a code opens nothing."""

    UNKNOWN = "unknown"
    """Mistyped, used, too old, or never made."""
    TOO_OFTEN = "too often"
    """Too many wrong ones before it; this one wasn't even looked at."""


async def issue(stores: Stores, scene: Scene, new_code: NewCode, purpose: Purpose, community: int | None = None) -> str:
    """A new code for the caller, as it is shown."""
    member = await meet(stores, scene)
    code = new_code()
    await stores.codes.issue(code, purpose, Issued(member.number, community), scene.at + GOOD_FOR)
    return spelt(code)


async def opened(stores: Stores, scene: Scene, member: Member, text: str, purpose: Purpose) -> Issued | NotGood:
    """What the code that a member typed stands for; a wrong one counts.

    It is still good afterwards: whoever uses it up calls `stores.codes.spend(plain(text))`.
    """
    since = scene.at - WINDOW
    if await stores.codes.wrong(member.number, since) >= TRIES:
        return NotGood.TOO_OFTEN
    found = await stores.codes.good(plain(text), purpose, scene.at)
    if found is None:
        await stores.codes.note_wrong(member.number, scene.at, since)
        return NotGood.UNKNOWN
    return found


def plain(text: str) -> str:
    """A code as it is kept, however it was typed."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def spelt(code: str) -> str:
    """A code as it is shown, in two halves that are easily read aloud: `ABCD-EFGH`."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
