"""The language of the dialogs: what people do, and what they then see.

# A title, and why the dialog exists
needs: channel                      (only where others can read along)

ana: /roadmap 6                     a line typed in the channel
ana (direct): what is drift?        a line typed in a direct message
  title: Phase 6                    the reply's title contains this
  says: Drift detection             its text contains this, whatever the markup
  never says: Traceback             its text does not
  button: The project               it has this button
  no button: Share
  menu: Open a skill                it has this menu
  file: mlops-roadmap.ics           it has this file
  form: hours, start                it is a form with these questions
  copy: code:                       what stands behind this, up to the next space, is `{copied}` in later lines
  private                           only the caller sees it
  public                            everyone sees it
  replaced                          it took the place of the message before
  new                               it is a message of its own
ana presses "Next: LLMOps"          a button of the last reply that she can see
ana chooses "LLM serving" in "Open a skill"
ana chooses "Git + SQL" in "Mark as done"    several at once
ana fills hours = 8; start = 2027-01-04
it is 2026-11-24 09:30              from now on, in UTC; a dialog begins on 2026-11-23 at 10:00
the bot is away until 2026-11-25 15:00    the same, but what is due meanwhile is late

Time that passes brings what is due, each at its own hour; so may anything that somebody does. What came is looked at in
the lines below, and what follows such a line is about it, presses included:

  arrives in the channel: Today     the bot posted a message whose title or text contains this
  says: Drift
  arrives for ana: Your reminder    it wrote to her directly
  changes in the channel: Ben goes  it put something else in the place of an earlier message
  nothing arrives                   nothing at all, or nothing beside the messages named above this line
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bot.core.ports.speaker import Speaker

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Seen:
    """What somebody sees after doing something, in a form that no door owns."""

    title: str
    text: str
    private: bool
    replaced: bool
    buttons: tuple[str, ...] = ()
    menus: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    form: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Arrival:
    """Something that the bot said without being asked, as its readers see it."""

    where: str
    """`in the channel`, or `for ana`."""
    seen: Seen
    """`replaced` where an earlier message was changed."""
    turn_to: Callable[[], None]
    """Makes it the message whose buttons are pressed next."""


class Door(Protocol):
    """One way to talk with the bot, driven as its users would."""

    platform: str
    """What references begin with here."""

    @property
    def speaker(self) -> Speaker | None:
        """What the bot speaks through here without being asked."""
        ...

    async def arrived(self) -> list[Arrival]:
        """What the bot said without being asked since this was called last."""
        ...

    async def says(self, who: str, line: str, *, direct: bool) -> Seen:
        """Type a line."""
        ...

    async def presses(self, who: str, label: str) -> Seen:
        """Press a button of the last reply."""
        ...

    async def chooses(self, who: str, option: str, menu: str) -> Seen:
        """Choose an option from a menu of the last reply."""
        ...

    async def fills(self, who: str, answers: dict[str, str]) -> Seen:
        """Fill in and send the form."""
        ...


@dataclass(frozen=True)
class Turn:
    """Something that somebody does, and what must then be seen."""

    line: int
    who: str
    does: str
    words: tuple[str, ...]
    expected: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Dialog:
    """One conversation."""

    file: str
    title: str
    needs_channel: bool
    turns: tuple[Turn, ...]


_DOES = (
    ("direct", re.compile(r"(\w+) \(direct\): (.+)")),
    ("says", re.compile(r"(\w+): (.+)")),
    ("presses", re.compile(r'(\w+) presses "(.+)"')),
    ("chooses", re.compile(r'(\w+) chooses "(.+)" in "(.+)"')),
    ("fills", re.compile(r"(\w+) fills (.+)")),
    ("clock", re.compile(r"(it) is (\d{4}-\d\d-\d\d \d\d:\d\d)")),
    ("away", re.compile(r"(the bot) is away until (\d{4}-\d\d-\d\d \d\d:\d\d)")),
)
_EXPECTS = re.compile(
    r"(title|says|never says|button|no button|menu|file|form|copy|(?:arrives|changes) (?:in the channel|for \w+)): (.+)"
    r"|(private|public|replaced|new|nothing arrives)"
)


def dialogs() -> list[Dialog]:
    """Every dialog of this folder."""
    return [read(path) for path in sorted(HERE.glob("*.dialog"))]


def read(path: Path) -> Dialog:
    """One dialog. Raises ValueError with the line that cannot be read."""
    title, needs_channel = "", False
    turns: list[Turn] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# ") and not title:
            title = line[2:]
        elif line == "needs: channel":
            needs_channel = True
        elif line.startswith("  ") and turns and (match := _EXPECTS.fullmatch(line.strip())):
            turns[-1].expected.append((number, match[1] or match[3], match[2] or ""))
        elif not line.strip() or line.startswith("#"):
            continue
        else:
            turns.append(_turn(path, number, line))
    return Dialog(path.name, title, needs_channel, tuple(turns))


def _turn(path: Path, number: int, line: str) -> Turn:
    for does, pattern in _DOES:
        if match := pattern.fullmatch(line):
            return Turn(number, match[1], does, match.groups()[1:])
    raise ValueError(f"{path.name}:{number}: nobody does that: {line}")


def whole(menu: str) -> str:
    """The name of a menu that a platform shows in several parts: `How do I use… (1–25)`."""
    return re.sub(r" \(\d+–\d+( of \d+)?\)$", "", menu)
