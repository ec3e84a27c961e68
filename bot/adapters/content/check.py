"""Everything that can be said of the content without a network, beyond whether it loads: for editors and for CI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from bot.adapters.content.load import Places, load_with_places
from bot.adapters.content.problem import Problem, Unusable
from bot.core.chat.markdown import foreign
from bot.core.model.entry import Entry
from bot.core.model.library import Library
from bot.core.model.reference import Faq
from bot.core.search.words import words

IDS = "ids.txt"
"""Every id that the content ever had, one a line: what members' progress and old buttons may still name."""
PHRASINGS = 3
"""What an entry has at least, if it has any; a FAQ must have them."""


def check(directory: Path, *, record: bool = False) -> list[Problem]:
    """Every problem of the content in `directory`; `record` first notes ids that are new."""
    try:
        library, places = load_with_places(directory)
    except Unusable as unusable:
        return list(unusable.problems)
    if record:
        _record(library, directory / IDS)
    return sorted(
        [
            *_ids(library, directory / IDS),
            *_phrasings(library, places),
            *_keywords(library, places),
            *_markup(library, places),
        ]
    )


def _ids(library: Library, file: Path) -> Iterator[Problem]:
    known = file.read_text(encoding="utf-8").split() if file.is_file() else []
    for line, name in enumerate(known, 1):
        if name not in library.entries:
            words = f"`{name}` was removed; put it under the `aliases` of what it means now"
            yield Problem(IDS, line, words)
    new = sorted({entry.id for entry in library.all()} - set(known))
    if new:
        yield Problem(IDS, len(known) + 1, f"lacks {len(new)} new ids, first `{new[0]}`: run `make record-ids`")


def _record(library: Library, file: Path) -> None:
    known = file.read_text(encoding="utf-8").split() if file.is_file() else []
    names = sorted({*known, *(entry.id for entry in library.all())})
    file.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def _phrasings(library: Library, places: Places) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], str] = {}
    for entry in library.all():
        for phrasing in entry.phrasings:
            said = tuple(sorted(words(phrasing)))
            if said in seen:
                yield Problem(*places[entry.id], f"the phrasing “{phrasing}” says the same as one of `{seen[said]}`")
            seen.setdefault(said, entry.id)
            if phrasing.count(",") > 1:
                told = "is a list; write each question on a line of its own, and loose words under `keywords`"
                yield Problem(*places[entry.id], f"the phrasing “{phrasing}” {told}")
        if len(entry.phrasings) < PHRASINGS and (entry.phrasings or isinstance(entry, Faq)):
            yield Problem(*places[entry.id], f"has {len(entry.phrasings)} phrasings; it needs at least {PHRASINGS}")


def _keywords(library: Library, places: Places) -> Iterator[Problem]:
    for entry in library.all():
        seen: dict[frozenset[str], str] = {}
        for keyword in entry.keywords:
            said = frozenset(words(keyword))
            if said in seen:
                yield Problem(*places[entry.id], f"the keyword “{keyword}” says the same as “{seen[said]}”")
            if "," in keyword:
                yield Problem(*places[entry.id], f"the keyword “{keyword}” is a list; write each word on its own")
            seen.setdefault(said, keyword)


def _markup(library: Library, places: Places) -> Iterator[Problem]:
    for entry in library.all():
        for name, text in _texts(entry):
            for what in foreign(text):
                yield Problem(*places[entry.id], f"`{name}` has {what}, which chat platforms don't show")


def _texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an entry with its field, without the entries inside it, which are looked at on their own."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for part in value:
            if not isinstance(part, Entry):
                yield from _texts(part, name)
    elif is_dataclass(value):
        for field in fields(value):
            inside = getattr(value, field.name)
            if not isinstance(inside, Entry):
                yield from _texts(inside, field.name)
