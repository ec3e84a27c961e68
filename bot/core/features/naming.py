"""Parameters that name something in the curriculum, and words that several features say alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from bot.core.chat.blocks import Option
from bot.core.chat.command import USER
from bot.core.chat.nearness import nearest
from bot.core.chat.parameter import EntryId
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.model.entry import Entry, Link
from bot.core.model.library import Library
from bot.core.model.roadmap import Phase, Skill
from bot.core.ports.shelf import Shelf

T = TypeVar("T")
E = TypeVar("E", bound=Entry)

_AND = re.compile(r"\s+(?:and|&)\s+|^(?:and|&)\s+", re.IGNORECASE)
"""What stands between the last of several things beside a comma."""
_BETWEEN = re.compile(r"(?:\s*,\s*|\s+)(?:(?:and|&)\s+)?", re.IGNORECASE)
"""What stands between things of one word each."""

_NUMBERS = {
    word: str(number)
    for words in ("one two three four five six seven", "first second third fourth fifth sixth seventh",
                  "1st 2nd 3rd 4th 5th 6th 7th")
    for number, word in enumerate(words.split(), 1)
}  # fmt: skip
OPTION_ABOUT = 100
"""Longest description of an option, in characters: Discord's limit, the tightest."""


def phase_kind(shelf: Shelf) -> EntryId:
    """A phase, by number, id or title; its value is the phase's number, which makes short buttons."""

    def find(text: str) -> str | None:
        library = shelf.library
        name = text.lower().removeprefix("phase").removesuffix("phase").strip()
        phase = library.phases.get(_NUMBERS.get(name, name))
        if phase is None:
            titles = {one.title.casefold(): one for one in library.roadmap.phases}
            phase = titles.get(text.casefold())
        return str(library.number(phase)) if phase else None

    return EntryId("phase", lambda: phase_options(shelf.library), find)


def phase_options(library: Library) -> tuple[Option, ...]:
    """Every phase as an option whose value is its number."""
    phases = enumerate(library.roadmap.phases, 1)
    return tuple(Option(str(number), f"{number}. {phase.title}", short(phase.learn)) for number, phase in phases)


def skill_kind(shelf: Shelf) -> EntryId:
    """A skill, by id or title; its value is its id."""
    return _kind(
        "skill",
        lambda: [
            Option(skill.id, skill.title, f"Phase {number}: {phase.title}")
            for number, phase in enumerate(shelf.library.roadmap.phases, 1)
            for skill in phase.skills
        ],
        lambda: shelf.library.skills,
        lambda found: found[1].id,
    )


def skills_kind(shelf: Shelf) -> EntryId:
    """One skill or several, with commas between them; its value is their ids, with commas between them."""
    one = skill_kind(shelf)

    def named(name: str) -> str | None:
        titles = (option.value for option in one.options() if option.label.casefold() == name.casefold())
        return one.find(name) or next(titles, None)

    def several(names: list[str], known: Callable[[str], str | None]) -> str | None:
        found = [value for value in map(known, names) if value is not None]
        return ",".join(dict.fromkeys(found)) if found and len(found) == len(names) else None

    def find(text: str) -> str | None:
        if text.endswith(","):
            return None  # more is to come
        names = [name.strip() for name in text.split(",") if name.strip()]
        loose = [name for name in _BETWEEN.split(text) if name]
        if (found := several(names, named)) or (found := several(loose, named)) or len(loose) < 2:
            return found
        listed = [name for part in names for name in _AND.split(part) if name]
        return several(listed, lambda name: nearest(name, one.options())) if len(listed) > 1 else None

    def unknown(text: str) -> str:
        return ", ".join(name for part in text.split(",") if (name := part.strip()) and not find(name))

    return EntryId("skill", one.options, find, unknown)


def entry_kind(
    noun: str, entries: Callable[[], Iterable[tuple[E, str, str]]], also: Callable[[E], Iterable[str]] = lambda _: ()
) -> EntryId:
    """Any other entry: `entries` gives each with its name and a few words about it; `also` are its other names."""

    def by_name() -> Mapping[str, E]:
        names = {name: entry for entry, _, _ in entries() for name in (entry.id, *entry.aliases)}
        others = {name.lower(): entry for entry, _, _ in entries() for name in also(entry)}
        return others | names

    return _kind(
        noun,
        lambda: [Option(entry.id, short(name, 75), short(about)) for entry, name, about in entries()],
        by_name,
        lambda entry: entry.id,
    )


def _kind(
    noun: str, options: Callable[[], list[Option]], named: Callable[[], Mapping[str, T]], key: Callable[[T], str]
) -> EntryId:
    def find(text: str) -> str | None:
        found = named().get(text.lower())
        return None if found is None else key(found)

    return EntryId(noun, options, find)


def short(text: str, limit: int = OPTION_ABOUT) -> str:
    """`text`, cut at a word with a visible … where it is longer than `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1].rsplit(' ', 1)[0]}…"


def phase_name(library: Library, phase: Phase) -> str:
    """`Phase 6 · Monitoring & Production`."""
    return f"Phase {library.number(phase)} · {phase.title}"


def skills_of(library: Library, ids: Iterable[str]) -> list[Skill]:
    """The skills with these ids."""
    return [library.skills[one][1] for one in ids]


def chosen_place(scene: Scene, chosen: int | None, count: int) -> int:
    """Which of `count` things to show, from 1: the chosen one, or else another one each day, the same all day long."""
    if chosen is None:
        return scene.at.astimezone(scene.zone).toordinal() % count + 1
    return min(chosen, count)


def covered(request: Request) -> bool:
    """Whether an answer stays covered: others, who are still thinking, will read it too."""
    return not request.place.direct and (request.invocation.shared or request.get(USER) is not None)


def day_name(day: date) -> str:
    """`Fri 27 Nov`."""
    return f"{day:%a} {day.day} {day:%b}"


def link(link: Link) -> str:
    """A link as Markdown."""
    return f"[{link.title}]({link.url})"
