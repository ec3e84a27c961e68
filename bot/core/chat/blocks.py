"""What a reply is made of. Blocks carry meaning, not looks; each has a faithful form on every door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.chat.invocation import Invocation
from bot.core.chat.scene import Person


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs in the Markdown subset of `markup`. Member text goes in through `markup.escape`."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Short labels with their values; values are Markdown."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is Markdown. A checklist says with words and symbols what is done."""

    items: tuple[str, ...]
    style: Literal["bullets", "numbers"] = "bullets"
    title: str = ""
    start: int = 1
    """The first item's number, where they are numbered."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; cells are plain text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table has a cell for each column")


@dataclass(frozen=True, slots=True)
class Code:
    """Program text, shown as it is."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture; `alt` says to those who cannot see it what it shows."""

    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class File:
    """Something to download."""

    name: str
    data: bytes
    media_type: str
    about: str
    """What it is and what to do with it, in one sentence."""


@dataclass(frozen=True, slots=True)
class Spoiler:
    """Text that stays hidden until the reader asks for it; `reveal` shows it where a platform cannot hide."""

    label: str
    markdown: str
    reveal: Invocation


@dataclass(frozen=True, slots=True)
class Button:
    """A command that you don't have to type."""

    label: str
    invocation: Invocation
    main: bool = False
    """Whether it is the most likely next step."""


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Buttons:
    """Next steps, the likeliest first."""

    buttons: tuple[Button | LinkButton, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: `value` is what becomes the argument."""

    value: str
    label: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Select:
    """A menu: choosing an option fills `argument` of `invocation`.

    Where several may be chosen at once, the argument is their values with commas between them.
    """

    label: str
    invocation: Invocation
    argument: str
    options: tuple[Option, ...]
    many: bool = False
    """Whether several options may be chosen at once."""

    def __post_init__(self) -> None:
        if not self.options:
            raise ValueError("a menu offers at least one option")
        if len({option.value for option in self.options}) != len(self.options):
            raise ValueError("two options of one menu have the same value")
        if self.many and any("," in option.value for option in self.options):
            raise ValueError("values that are joined by commas hold none")

    @property
    def carried(self) -> Invocation:
        """What the menu itself carries: its invocation with the argument still blank."""
        return self.invocation.with_arguments({self.argument: ""})


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The only way to address somebody so that the platform tells them."""

    person: Person
    words: str = ""
    """What is said after the name; Markdown."""


Block = Text | Facts | Items | Table | Code | Picture | File | Spoiler | Buttons | Select | Divider | Mention
