"""Practising for interviews: a question first, its answer only when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Select, Spoiler, Text
from bot.core.chat.command import ByDay, Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Choice, Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.naming import chosen_place, covered, entry_kind, link, phase_kind, phase_name
from bot.core.features.roadmap import open_skill
from bot.core.model.library import Library
from bot.core.model.reference import InterviewQuestion, Level, QuestionKind
from bot.core.ports.shelf import Shelf

LEVELS = tuple(
    Option(level, level.capitalize(), about)
    for level, about in zip(
        get_args(Level), ("First job in the field", "Has run a model in production", "Decides for others"), strict=True
    )
)
KINDS = tuple(
    Option(kind, kind.capitalize(), about)
    for kind, about in zip(
        get_args(QuestionKind),
        ("What something is and why", "What would you do if", "Find what went wrong", "Draw a system"),
        strict=True,
    )
)
MOST = 10_000


def open_answer(question: InterviewQuestion) -> Invocation:
    """What shows a question with its answer."""
    return Invocation("interview answer", {"question": question.id})


@dataclass(frozen=True, slots=True)
class InterviewFeature:
    """`/interview`: browse by phase, level and kind; reveal when ready."""

    shelf: Shelf

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        phase = Parameter("phase", "Only questions of this phase", phase_kind(self.shelf), required=False)
        level = Parameter(
            "level",
            "Only questions of this level",
            Choice(LEVELS, (("jr", "junior"), ("mid level", "mid"), ("sr", "senior"))),
            required=False,
        )
        kind = Parameter("kind", "Only questions of this kind", Choice(KINDS), required=False)
        number = Parameter("number", "Which of them, from 1", Whole(1, MOST), required=False)
        question = Parameter(
            "question",
            "Which question",
            entry_kind("question", lambda: [(one, one.question, one.phase) for one in self.shelf.library.questions]),
        )

        async def browse(request: Request) -> Reply:
            library = self.shelf.library
            wanted = Filter(request.get(phase), request.get(level), request.get(kind))
            found = wanted.among(library)
            if not found:
                return _none(library, wanted)
            place = chosen_place(request.scene, request.get(number), len(found))
            return question_card(library, found, place, wanted)

        async def reveal(request: Request) -> Reply:
            library = self.shelf.library
            chosen = library.one(InterviewQuestion, request[question])
            return answer_card(library, chosen, hidden=covered(request))

        yield Group(
            "interview",
            "Practise interview questions; the answer stays hidden until you ask",
            default="interview browse",
            shorthand=("interview browse",),
        )
        yield Command(
            "interview browse",
            "A question to answer aloud, by phase, level and kind",
            browse,
            (phase, level, kind, number),
            addressable=True,
            examples=("interview", "interview 6 senior", "interview level:junior kind:debugging"),
            by_day=ByDay.LIGHTLY,
        )
        yield Command("interview answer", "A question with its answer", reveal, (question,), addressable=True)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which questions are wanted; None means any. `phase` is a number."""

    phase: str | None
    level: str | None
    kind: str | None

    def among(self, library: Library) -> list[InterviewQuestion]:
        """The questions that pass, in their order."""
        phase = library.phases[self.phase].id if self.phase else None
        return [
            one
            for one in library.questions
            if phase in (None, one.phase) and self.level in (None, one.level) and self.kind in (None, one.kind)
        ]

    @property
    def arguments(self) -> dict[str, str]:
        """What narrows the choice, as arguments."""
        named = {"phase": self.phase, "level": self.level, "kind": self.kind}
        return {name: value for name, value in named.items() if value is not None}


def question_card(library: Library, found: list[InterviewQuestion], place: int, wanted: Filter) -> Reply:
    """One question without its answer."""
    question = found[place - 1]
    browse = Invocation("interview browse", wanted.arguments)
    following = place % len(found) + 1
    steps = [Button("Show the answer", open_answer(question), main=True)]
    if len(found) > 1:
        steps.append(Button("Another question", browse.with_arguments({"number": str(following)})))
    blocks: list[Block] = [
        Text(f"**{question.question}**"),
        Facts(
            (
                ("Phase", phase_name(library, library.phases[question.phase])),
                ("Level", question.level),
                ("Kind", question.kind),
            )
        ),
        Text("Say your answer aloud before you look: two minutes, with one example."),
    ]
    if wanted.level is None:
        blocks.append(Select("Only one level", browse, "level", LEVELS))
    elif wanted.kind is None:
        blocks.append(Select("Only one kind", browse, "kind", KINDS))
    if wanted.arguments:
        steps.append(Button("Any question", Invocation("interview browse")))
    return Reply(
        f"Interview question {place} of {len(found)}",
        (*blocks, Buttons(tuple(steps))),
        permalink=browse.with_arguments({"number": str(place)}),
    )


def answer_card(library: Library, question: InterviewQuestion, *, hidden: bool = False) -> Reply:
    """A question with its answer; `hidden` covers the answer, for a channel where others are still thinking."""
    _, skill = library.skills[question.skill]
    answer: Block = Spoiler("the answer", question.answer, open_answer(question)) if hidden else Text(question.answer)
    blocks: list[Block] = [Text(f"**{question.question}**"), answer]
    if not hidden:
        blocks += [
            Items(question.points, title="A good answer mentions"),
            Text(f"**Often gone wrong**\n\n{question.mistake}"),
            Items(question.follow_ups, title="What may be asked next"),
        ]
    if question.sources and not hidden:
        blocks.append(Items(tuple(link(source) for source in question.sources), title="Sources"))
    phase = str(library.number(library.phases[question.phase]))
    steps = (
        Button("Another of this phase", Invocation("interview browse", {"phase": phase}), main=True),
        Button(f"Skill: {skill.title}", open_skill(skill)),
    )
    return Reply("Interview answer", (*blocks, Buttons(steps)), permalink=open_answer(question))


def _none(library: Library, wanted: Filter) -> Reply:
    """No question passes: say so, and offer to drop one of the conditions."""
    fewer = [
        (name, {other: value for other, value in wanted.arguments.items() if other != name})
        for name in wanted.arguments
    ]
    buttons = tuple(Button(f"Any {name}", Invocation("interview browse", rest)) for name, rest in fewer)
    return Reply(
        "No such question yet",
        (
            Text(f"None of the {len(library.questions)} questions fits all of that. Leave something open:"),
            Buttons(buttons),
        ),
    )
