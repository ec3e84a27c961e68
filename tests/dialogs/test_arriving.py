"""The language of what arrives, on every door: a bell rings in the channel, an alarm for one person."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from bot.adapters.clock import seconds
from bot.adapters.speakers import Speakers
from bot.core.chat.command import Menu
from bot.core.dispatch import Dispatch
from bot.core.features.about import AboutFeature
from bot.core.ports.database import Database
from bot.core.schedule.courier import Courier
from bot.core.schedule.passing import Passing
from tests.conftest import REFERENCE
from tests.dialogs.acting import Bot, play
from tests.dialogs.doors.cast import CLOCK
from tests.dialogs.doors.shell import ShellDoor
from tests.dialogs.language import Dialog, read
from tests.dialogs.matrix import DOORS
from tests.fakes.bell import Bell
from tests.fakes.shelf import FakeShelf

BELL = """# A bell rings in the channel, and everybody sees who hears it
needs: channel

ana: /bell
  says: The bell rings at nine
  nothing arrives
it is 2026-11-24 08:59
  nothing arrives
it is 2026-11-24 09:30
  arrives in the channel: Ding dong
  title: Ding dong
  says: It is time.
  never says: late
  button: I hear it
  public
  new
  nothing arrives
ben presses "I hear it"
  title: You hear it
  private
  changes in the channel: Ben hears it.
  never says: Ana
  replaced
  nothing arrives
ana presses "I hear it"
  changes in the channel: Ana hears it.
  says: Ben hears it.
it is 2026-11-26 10:00
  arrives in the channel: Ding dong
  never says: hears it
  arrives in the channel: Ding dong
  nothing arrives
the bot is away until 2026-11-28 12:00
  arrives in the channel: This was due at 09:00
  nothing arrives
chidi: /ring
  title: It rings
  arrives in the channel: Ding dong
chidi presses "I hear it"
  title: You hear it
  changes in the channel: Chidi hears it.
"""

ALARM = """# An alarm rings for one person

ana: /alarm
  says: It rings in an hour
ana (direct): /alarm
it is 2026-11-23 10:59
  nothing arrives
it is 2026-11-23 11:00
  arrives for ana: Ding dong
  private
  new
  button: I hear it
  arrives for ana: It is time
  nothing arrives
ana presses "I hear it"
  title: You hear it
  private
"""

WRONG = (
    ("it is 2026-11-23 11:00\n  arrives for ana: Ding", "there came"),
    ("ana: /alarm\nit is 2026-11-23 11:00\n  nothing arrives", "there came"),
    ("ana: /alarm\nit is 2026-11-23 11:00\n  arrives for ben: Ding", "there came"),
    ("ana: /alarm\nit is 2026-11-23 11:00\n  changes for ana: Ding", "there came"),
    ("ana: /alarm\nit is 2026-11-23 11:00\n  title: Ding", "nothing to look at"),
    ("ana: /alarm\nit is 2026-11-23 11:00\n  arrives for ana: Ding\n  title: Dong", "but seen was"),
    ("it is 2026-11-23 09:00", "already"),
)


@pytest.fixture
def bot(shelf: FakeShelf, database: Database) -> Bot:
    """A bot with a bell."""
    speakers = Speakers()
    bell = Bell(database, speakers)
    menu: Menu = Menu([*bell.menu(), *AboutFeature(shelf, database, "1", lambda: menu).menu()])
    dispatch = Dispatch(menu, seconds, lambda: REFERENCE, database)
    words = (f"word{number}" for number in itertools.count())
    courier = Courier(database, speakers, {bell.name: bell}, CLOCK.now, words.__next__)

    async def shown() -> None:
        """A bell changes nothing that was posted."""

    return Bot(dispatch, speakers, Passing(courier, CLOCK.now, CLOCK.move), shown)


def written(text: str, folder: Path) -> Dialog:
    path = folder / "arriving.dialog"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize("name", [name for name in DOORS if name != "shell"])
async def test_it_arrives_in_the_channel(name: str, bot: Bot, tmp_path: Path) -> None:
    async with DOORS[name](bot.dispatch) as door:
        await play(written(BELL, tmp_path), door, bot)


@pytest.mark.parametrize("name", DOORS)
async def test_it_arrives_for_one_person(name: str, bot: Bot, tmp_path: Path) -> None:
    async with DOORS[name](bot.dispatch) as door:
        await play(written(ALARM, tmp_path), door, bot)


@pytest.mark.parametrize(("text", "why"), WRONG, ids=str)
async def test_what_should_arrive_and_does_not_is_noticed(text: str, why: str, bot: Bot, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=why):
        await play(written(text, tmp_path), ShellDoor(bot.dispatch), bot)
