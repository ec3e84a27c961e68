"""Acts a dialog out: somebody does something, time passes, and what is then seen is what the dialog expects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.adapters.database.late import LateDatabase, Opened
from bot.adapters.speakers import Speakers
from bot.app import App
from bot.core.dispatch import Dispatch
from bot.core.schedule.passing import Passing
from tests.dialogs.doors.cast import CLOCK, NOW
from tests.dialogs.language import Arrival, Dialog, Door, Seen, Turn


@dataclass(frozen=True)
class Bot:
    """The bot of one dialog: it answers, and what it plans arrives."""

    dispatch: Dispatch
    speakers: Speakers
    time: Passing
    shown: Callable[[], Awaitable[None]]
    """Waits until what changed is shown where it was posted."""


def new_bot(app: App, database: Opened) -> Bot:
    """The whole bot over another database; its time is the dialog's."""

    async def opened() -> Opened:
        return database

    other = App(app.shelf, LateDatabase(opened), app.ask)
    return Bot(other.dispatch, other.speakers, other.passing(CLOCK.now, CLOCK.move), other.mirroring.settled)


async def play(dialog: Dialog, door: Door, bot: Bot) -> None:
    """Act a dialog out at a door and check what is seen."""
    CLOCK.at = NOW
    bot.speakers.through(door.platform, lambda: door.speaker)
    copied = ""
    for turn in dialog.turns:
        seen = await _done(turn, door, bot, copied)
        await _settled(bot)
        arrived = await door.arrived()
        for number, what, words in turn.expected:
            at = f"{dialog.file}:{number}: {what} {words!r}"
            if what.startswith(("arrives ", "changes ")):
                arrival = _found(arrived, what, words)
                assert arrival is not None, f"{at}, but there came {arrived}"
                arrived.remove(arrival)
                arrival.turn_to()
                seen = arrival.seen
            elif what == "nothing arrives":
                assert not arrived, f"{at}, but there came {arrived}"
            else:
                assert seen is not None, f"{at}, but there is nothing to look at"
                if what == "copy":
                    copied = seen.text.partition(words)[2].split(maxsplit=1)[0]
                else:
                    assert _is_so(seen, what, words), f"{at}, but seen was {seen}"


async def _done(turn: Turn, door: Door, bot: Bot, copied: str) -> Seen | None:
    """Do what a turn says; what whoever did it then sees."""
    match turn.does:
        case "clock":
            await bot.time.until(_later(turn))
            return None
        case "away":
            CLOCK.move(_later(turn))
            return None
        case "says" | "direct":
            line = turn.words[0].replace("{copied}", copied)
            return await door.says(turn.who, line, direct=turn.does == "direct")
        case "presses":
            return await door.presses(turn.who, turn.words[0])
        case "chooses":
            return await door.chooses(turn.who, turn.words[0], turn.words[1])
        case _:
            pairs = (pair.split("=", 1) for pair in turn.words[0].split(";"))
            return await door.fills(turn.who, {name.strip(): value.strip() for name, value in pairs})


async def _settled(bot: Bot) -> None:
    """Let everything be done that is due by now."""
    if bot.time.chores is not None:
        await bot.time.chores.run_due(CLOCK.at)
        await bot.time.chores.settled()
    if (due := await bot.time.next()) is not None and due <= CLOCK.at:
        await bot.time.courier.run_due()
    await bot.shown()


def _later(turn: Turn) -> datetime:
    """The instant to which time passes."""
    at = datetime.fromisoformat(turn.words[0]).replace(tzinfo=UTC)
    assert at > CLOCK.at, f"line {turn.line}: it is {CLOCK.at} already"
    return at


def _found(arrived: list[Arrival], what: str, words: str) -> Arrival | None:
    """The first arrival that an expectation is about."""
    verb, _, where = what.partition(" ")
    return next(
        (
            one
            for one in arrived
            if (one.where, one.seen.replaced) == (where, verb == "changes")
            and _flat(words) in _flat(f"{one.seen.title} {one.seen.text}")
        ),
        None,
    )


def _is_so(seen: Seen, what: str, words: str) -> bool:
    checks = {
        "title": lambda: words in seen.title,
        "says": lambda: _flat(words) in _flat(f"{seen.title} {seen.text}"),
        "never says": lambda: _flat(words) not in _flat(f"{seen.title} {seen.text}"),
        "button": lambda: words in seen.buttons,
        "no button": lambda: words not in seen.buttons,
        "menu": lambda: words in seen.menus,
        "file": lambda: words in seen.files,
        "form": lambda: seen.form == tuple(name.strip() for name in words.split(",")),
        "private": lambda: seen.private,
        "public": lambda: not seen.private,
        "replaced": lambda: seen.replaced,
        "new": lambda: not seen.replaced,
    }
    return checks[what]()


def _flat(text: str) -> str:
    return " ".join(text.split())
