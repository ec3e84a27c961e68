"""What the search knows of each entry: its name, how people ask for it, and its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from bot.core.model.entry import Entry, Link
from bot.core.model.library import Library
from bot.core.model.practice import Prompt, QuizQuestion
from bot.core.model.reference import (
    ActionStep,
    Certification,
    Duty,
    Faq,
    InterviewQuestion,
    Pay,
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
    summary: str = ""
    """The part of the text that says first what it is about."""
    keywords: tuple[str, ...] = ()
    """Loose words that people use for it, and for everything of its kind."""


_OF_KIND: Mapping[type[Entry], str] = {
    Phase: "topics subjects syllabus curriculum contents agenda overview summary duration weeks inside part phase "
    "prerequisites goals roadmap tools skills covers",
    Milestone: "homework assignment capstone coursework submit submission deliverables hand in final task project "
    "rubric grading graded criteria checklist requirements pass peers review points build end of phase",
    Skill: "learn course tutorial basics practise exercise beginner",
    Term: "meaning definition define stand for abbreviation acronym word term explained easy plain simple english "
    "words example jargon called name",
    Tool: "free paid price licence open source alive dead maintained abandoned website docs opinions experience worth "
    "learning pros cons maker alternatives good for",
    ToolCategory: "tools software list options alternatives comparison best which tool overview choose beginner "
    "platform",
    Project: "portfolio project idea github cv recruiters build show",
    Certification: "exam certificate certification price cost book retired duration difficulty prepare worth questions",
    Role: "job career difference duties compare work same",
    Duty: "job daily work responsibility responsible duty engineer",
    Pay: "salary pay paid earn",
    PlaceGroup: "list where join people community go",
    Place: "link join community people",
    ActionStep: "step plan action next order moment when",
}
"""What is asked of any entry of a kind, whatever it is about."""


def documents(library: Library) -> Iterator[Document]:
    """Every entry that `/ask` may answer with; what people practise with stays a surprise."""
    for entry in library.all():
        if not isinstance(entry, InterviewQuestion | QuizQuestion | Prompt):
            names = _names(library, entry)
            keywords = (*entry.keywords, *_OF_KIND.get(type(entry), "").split())
            yield Document(entry, names, entry.phrasings, " ".join(_texts(entry)), _summary(entry), keywords)


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


def _summary(entry: Entry) -> str:
    match entry:
        case Skill():
            return entry.summary
        case Phase():
            return entry.learn
        case Milestone():
            return entry.brief
        case Faq():
            return entry.answer.partition("\n\n")[0]
        case Term():
            return entry.meaning
        case Tool():
            return entry.what
        case ToolCategory():
            return entry.does
        case Project():
            return entry.shows
        case Certification():
            return entry.best_for
        case Role():
            return entry.focus
        case Duty() | Place() | ActionStep():
            return entry.about
        case _:
            return ""


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
