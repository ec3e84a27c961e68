"""What the search knows of each entry: its name, how people ask for it, and its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from bot.core.model.entry import Entry, Link
from bot.core.model.library import Library
from bot.core.model.practice import Prompt, QuizQuestion
from bot.core.model.reference import (
    Certification,
    Faq,
    InterviewQuestion,
    Place,
    PlaceGroup,
    Project,
    Role,
    Term,
    Tool,
    ToolCategory,
)
from bot.core.model.roadmap import Milestone, Phase, Skill


@dataclass(frozen=True, slots=True)
class Document:
    """An entry as the search sees it."""

    entry: Entry
    names: tuple[str, ...]
    """What it is called."""
    asked: tuple[str, ...]
    """How people ask for it."""
    text: str
    """Everything else it says."""
    keywords: tuple[str, ...] = ()
    """What else people call what it is about."""


def documents(library: Library) -> Iterator[Document]:
    """Every entry that `/ask` may answer with; what people practise with stays a surprise."""
    for entry in library.all():
        if not isinstance(entry, InterviewQuestion | QuizQuestion | Prompt):
            names = _names(library, entry)
            yield Document(entry, names, entry.phrasings, " ".join(_texts(entry)), entry.keywords)


def _names(library: Library, entry: Entry) -> tuple[str, ...]:
    match entry:
        case Faq():
            return (entry.question,)
        case Term():
            return (entry.term, *entry.also)
        case Tool():
            return (entry.name,)
        case Phase():
            number = library.number(entry)
            return (entry.title, f"phase {number}", f"phase {number} {entry.title}")
        case Milestone():
            phase = next(one for one in library.roadmap.phases if one.milestone is entry)
            number = library.number(phase)
            return (entry.title, f"phase {number} project", f"{phase.title} project", f"phase {number} milestone")
        case Skill() | ToolCategory() | Project() | Certification() | Role() | Place() | PlaceGroup():
            return (entry.title,)
        case _:
            return (str(getattr(entry, "title", entry.id)),)


def _texts(value: object) -> Iterator[str]:
    """All words of an entry, without ids, addresses, and the entries inside it, which stand for themselves."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            if not isinstance(part, Entry | Link):
                yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in (
                "id",
                "aliases",
                "phrasings",
                "keywords",
                "needs",
                "skills",
                "skill",
                "phase",
                "phases",
                "links",
            ):
                inside = getattr(value, field.name)
                if not isinstance(inside, Entry | Link):
                    yield from _texts(inside)
