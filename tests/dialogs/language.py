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
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from tests.dialogs.doors.cast import CLOCK, NOW

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


class Door(Protocol):
    """One way to talk with the bot, driven as its users would."""

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
)
_EXPECTS = re.compile(
    r"(title|says|never says|button|no button|menu|file|form|copy): (.+)|(private|public|replaced|new)"
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


async def play(dialog: Dialog, door: Door) -> None:
    """Act a dialog out at a door and check what is seen."""
    CLOCK.at = NOW
    copied = ""
    for turn in dialog.turns:
        match turn.does:
            case "clock":
                CLOCK.at = datetime.fromisoformat(turn.words[0]).replace(tzinfo=UTC)
                continue
            case "says" | "direct":
                seen = await door.says(
                    turn.who, turn.words[0].replace("{copied}", copied), direct=turn.does == "direct"
                )
            case "presses":
                seen = await door.presses(turn.who, turn.words[0])
            case "chooses":
                seen = await door.chooses(turn.who, turn.words[0], turn.words[1])
            case _:
                pairs = (pair.split("=", 1) for pair in turn.words[0].split(";"))
                seen = await door.fills(turn.who, {name.strip(): value.strip() for name, value in pairs})
        for number, what, words in turn.expected:
            if what == "copy":
                copied = seen.text.partition(words)[2].split(maxsplit=1)[0]
                continue
            assert _is_so(seen, what, words), f"{dialog.file}:{number}: {what} {words!r}, but seen was {seen}"


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


def whole(menu: str) -> str:
    """The name of a menu that a platform shows in several parts: `How do I use… (1–25)`."""
    return re.sub(r" \(\d+–\d+( of \d+)?\)$", "", menu)


def _flat(text: str) -> str:
    return " ".join(text.split())
