"""From a directory of YAML files to a validated library: all of it, or every problem at once."""

from __future__ import annotations

import dataclasses
import difflib
import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.adapters.content.problem import Problem, Unusable
from bot.adapters.content.references import broken
from bot.adapters.content.shape import NAMES, shape
from bot.adapters.content.strict_yaml import Document, read
from bot.core.model.library import Library
from bot.core.model.limits import Len, Paragraph, Slug, Title
from bot.core.model.points import PointRules
from bot.core.model.practice import Prompt, QuizQuestion
from bot.core.model.reference import (
    ActionPlan,
    Careers,
    CertificationGuide,
    Community,
    Faq,
    InterviewQuestion,
    Portfolio,
    Term,
    Toolbox,
)
from bot.core.model.roadmap import Phase, Roadmap, Span

T = TypeVar("T")
Places = Mapping[str, tuple[str, int]]
"""The file and the line, from 1, of each id."""
FRAME = "roadmap.yaml"
Synonyms = tuple[Annotated[tuple[Title, ...], Len(2)], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoadmapFile:
    """`roadmap.yaml`: the frame, and the order of the phases."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - read by pydantic

    title: Title
    summary: Paragraph
    months: Span
    phases: Annotated[tuple[Slug, ...], Len(1)]


def load(directory: Path) -> Library:
    """The library in `directory`. Raises `Unusable` with every problem of every file."""
    return load_with_places(directory)[0]


def load_with_places(directory: Path) -> tuple[Library, Places]:
    """The library, and where each id and alias stands. Raises `Unusable` with every problem of every file.

    Nothing that loading makes is garbage before its end, so the collector pauses: it would look at all of it again and
    again, and ten times the content would take fifteen times as long.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _loaded(directory)
    finally:
        if collecting:
            gc.enable()


def _loaded(directory: Path) -> tuple[Library, Places]:
    reader = _Reader(directory)
    roadmap = reader.one(FRAME, shape(RoadmapFile))
    order = roadmap.phases if roadmap else ()
    phases = reader.every("phases", order, shape(Phase))
    faqs = reader.every("faq", order, shape(tuple[Faq, ...]))
    questions = reader.every("interview", order, shape(tuple[InterviewQuestion, ...]))
    terms = reader.every("glossary", order, shape(tuple[Term, ...]))
    toolbox = reader.one("tools.yaml", shape(Toolbox))
    portfolio = reader.one("projects.yaml", shape(Portfolio))
    certifications = reader.one("certifications.yaml", shape(CertificationGuide))
    careers = reader.one("careers.yaml", shape(Careers))
    community = reader.one("community.yaml", shape(Community))
    plan = reader.one("plan.yaml", shape(ActionPlan))
    points = reader.one("points.yaml", shape(PointRules))
    quiz = reader.every("quiz", order, shape(tuple[QuizQuestion, ...]))
    prompts = reader.every("prompts", order, shape(tuple[Prompt, ...]))
    synonyms = reader.one("synonyms.yaml", shape(Synonyms))
    reader.must_be_whole()
    frame = _given(roadmap)
    by_id = {phase.id: phase for phase in phases}
    reader.check_order(frame.phases, by_id)
    library = Library(
        roadmap=Roadmap(
            title=frame.title,
            summary=frame.summary,
            months=frame.months,
            phases=tuple(by_id[phase] for phase in frame.phases),
        ),
        faqs=_joined(faqs),
        questions=_joined(questions),
        terms=_joined(terms),
        toolbox=_given(toolbox),
        portfolio=_given(portfolio),
        certifications=_given(certifications),
        careers=_given(careers),
        community=_given(community),
        plan=_given(plan),
        points=_given(points),
        quiz=_joined(quiz),
        prompts=_joined(prompts),
        synonyms=_given(synonyms),
    )
    problems = list(broken(library, reader.places))
    if problems:
        raise Unusable(problems)
    return library, {name: (file, line) for name, file, line in reader.places}


class _Reader:
    """Reads files one by one and keeps what is wrong with them until the end."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.places: list[tuple[str, str, int]] = []
        """Every id and alias with its file and line; the parsed files are let go at once, for they are large."""
        self._order_line = 1
        self._problems: list[Problem] = []

    def one(self, file: str, shape: TypeAdapter[T]) -> T | None:
        """What a file holds, or None where it is unusable."""
        try:
            document = read(self._directory / file, file)
        except Unusable as unusable:
            self._problems += unusable.problems
            return None
        self.places += [(name, file, line) for name, line in document.ids()]
        if file == FRAME:
            self._order_line = document.line(["phases"])
        try:
            return shape.validate_python(document.value)
        except ValidationError as error:
            self._problems += [_problem(document, details) for details in error.errors(include_url=False)]
            return None

    def every(self, folder: str, order: Sequence[str], shape: TypeAdapter[T]) -> list[T]:
        """What the files of a folder hold: the general ones by name, then those named after a phase in its `order`."""
        found = (path.name for path in (self._directory / folder).glob("*.yaml"))
        places = {f"{phase}.yaml": place for place, phase in enumerate(order, 1)}
        files = sorted(found, key=lambda name: (places.get(name, 0), name))
        if not files and folder not in ("quiz", "prompts"):
            self._problems.append(Problem(folder, 1, "holds no .yaml file"))
        read_files = [self.one(f"{folder}/{file}", shape) for file in files]
        return [value for value in read_files if value is not None]

    def check_order(self, wanted: tuple[str, ...], phases: dict[str, Phase]) -> None:
        """The list of phases names each file once. Raises `Unusable` otherwise."""
        line = self._order_line
        for phase in wanted:
            if phase not in phases:
                self._problems.append(Problem(FRAME, line, f"there is no phase `{phase}` in phases/"))
            elif wanted.count(phase) > 1:
                self._problems.append(Problem(FRAME, line, f"the phase `{phase}` is listed twice"))
        for phase in phases.keys() - set(wanted):
            self._problems.append(Problem(FRAME, line, f"the phase `{phase}` has a file but isn't listed"))
        self.must_be_whole()

    def must_be_whole(self) -> None:
        """Raises `Unusable` if anything has been wrong so far."""
        if self._problems:
            raise Unusable(list(dict.fromkeys(self._problems)))


def _given(value: T | None) -> T:
    """What is surely there once `must_be_whole` has returned."""
    if value is None:
        raise AssertionError("must_be_whole has been asked first")
    return value


def _joined(files: list[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(entry for file in files for entry in file)


_RULES = {
    "is_slug": "must be an id: lower-case words and digits joined by hyphens, at most 48 characters",
    "is_web_address": "must be an address that begins with https:// and has no spaces",
}


def _problem(document: Document, details: ErrorDetails) -> Problem:
    """One of the validation library's findings, in an editor's words."""
    location = [
        step for step in details["loc"] if not (isinstance(step, str) and step.startswith(("function-", "tuple[")))
    ]
    name = f"`{location[-1]}`" if location and isinstance(location[-1], str) else "this entry"
    if len(location) > 1 and isinstance(location[-1], int):
        name = f"item {location[-1] + 1} of `{next((s for s in reversed(location) if isinstance(s, str)), 'the list')}`"
    return Problem(document.file, document.line(location), _words(name, location, details))


def _words(name: str, location: list[str | int], details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    value = details["input"]
    match details["type"]:
        case "missing":
            return f"{name} is missing"
        case "unexpected_keyword_argument" | "extra_forbidden":
            close = difflib.get_close_matches(str(location[-1]), _fields(), n=1)
            return f"{name} is not a field here{f'; did you mean `{close[0]}`?' if close else ''}"
        case "string_too_long":
            return f"{name} has {len(str(value)):,} characters; at most {context['max_length']:,} fit"
        case "string_too_short" | "too_short" if not value:
            return f"{name} is empty"
        case "too_long" | "too_short":
            bound = (
                f"at most {context['max_length']}" if "max_length" in context else f"at least {context['min_length']}"
            )
            return f"{name} has {context['actual_length']} items; it takes {bound}"
        case "literal_error":
            close = difflib.get_close_matches(str(value), str(context["expected"]).replace("'", "").split(), n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            return f"{name} is “{value}”; it must be {context['expected']}{hint}"
        case "predicate_failed":
            rule = next((words for function, words in _RULES.items() if function in details["msg"]), details["msg"])
            return f"{name} is “{value}”; it {rule}"
        case "string_type":
            return f"{name} must be text; put it in quotes"
        case "tuple_type":
            return f"{name} must be a list"
        case "dataclass_type":
            return f"{name} must be a mapping of fields"
        case "greater_than_equal":
            return f"{name} is {value}; it must be at least {context['ge']}"
        case _:
            return f"{name}: {details['msg']}"


@lru_cache(maxsize=1)
def _fields() -> tuple[str, ...]:
    """The name of every field there is, for "did you mean"."""
    return tuple(sorted(set(_field_names(Library)) | set(_field_names(RoadmapFile))))


def _field_names(kind: type) -> Iterator[str]:
    if dataclasses.is_dataclass(kind):
        for name, hint in get_type_hints(kind, localns={**globals(), **NAMES}).items():
            yield name
            for inner in (hint, *get_args(hint)):
                if dataclasses.is_dataclass(inner):
                    yield from _field_names(inner)  # type: ignore[arg-type]
