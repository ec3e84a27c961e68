"""Quick questions with answers to choose from; every answer, right or wrong, says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Option, Select, Text
from bot.core.chat.command import ByDay, Command, Group
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter
from bot.core.chat.plain import plain_line
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.naming import chosen_place, entry_kind, phase_kind, phase_name, short
from bot.core.features.roadmap import open_skill
from bot.core.model.library import Library
from bot.core.model.practice import QuizOption, QuizQuestion
from bot.core.ports.shelf import Shelf

LETTERS = "ABCDE"
MOST = 10_000


@dataclass(frozen=True, slots=True)
class QuizFeature:
    """`/quiz`: a question by phase, and what to say to an answer."""

    shelf: Shelf

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        phase = Parameter("phase", "Only questions of this phase", phase_kind(self.shelf), required=False)
        number = Parameter("number", "Which of them, from 1", Whole(1, MOST), required=False)
        question = Parameter(
            "question",
            "Which question",
            entry_kind("question", lambda: [(one, one.stem, one.phase) for one in self.shelf.library.quiz]),
        )
        option = Parameter("option", "Your answer: 1 for A, 2 for B", Whole(1, len(LETTERS)))

        async def ask(request: Request) -> Reply:
            library = self.shelf.library
            chosen = request.get(phase)
            found = _of(library, chosen)
            if not found:
                return _none(library)
            place = chosen_place(request.scene, request.get(number), len(found))
            return question_card(library, found, place, chosen)

        async def answer(request: Request) -> Reply:
            library = self.shelf.library
            asked = library.one(QuizQuestion, request[question])
            return feedback_card(library, asked, min(request[option], len(asked.options)))

        yield Group(
            "quiz",
            "Quick questions with answers to choose from",
            "quiz ask",
            shorthand=("quiz ask",),
            also=("quizzes",),
        )
        yield Command(
            "quiz ask",
            "A question of a phase; choose an answer and see why",
            ask,
            (phase, number),
            addressable=True,
            examples=("quiz", "quiz 4"),
            by_day=ByDay.LIGHTLY,
        )
        yield Command("quiz answer", "What to say to an answer", answer, (question, option), shareable=False)


def question_card(library: Library, found: list[QuizQuestion], place: int, phase: str | None) -> Reply:
    """A question with its answers to choose from."""
    question = found[place - 1]
    browse = Invocation("quiz ask", {"phase": phase} if phase else {})
    options = tuple(
        Option(str(number), f"{LETTERS[number - 1]}: {short(plain_line(option.text), 70)}")
        for number, option in enumerate(question.options, 1)
    )
    steps = [Button("Another question", browse.with_arguments({"number": str(place % len(found) + 1)}))]
    return Reply(
        f"Quiz question {place} of {len(found)}",
        (
            Text(question.stem),
            Items(tuple(f"**{letter}** {one.text}" for letter, one in zip(LETTERS, question.options, strict=False))),
            Facts((("Phase", phase_name(library, library.phases[question.phase])),)),
            Select("Your answer", Invocation("quiz answer", {"question": question.id}), "option", options),
            Buttons(tuple(steps)),
        ),
        permalink=browse.with_arguments({"number": str(place)}),
    )


def feedback_card(library: Library, question: QuizQuestion, chosen: int) -> Reply:
    """What to say to whoever chose this answer; the right one is told in any case."""
    option = question.options[chosen - 1]
    right: QuizOption = next(one for one in question.options if one.right)
    _, skill = library.skills[question.skill]
    phase = str(library.number(library.phases[question.phase]))
    blocks: list[Block] = [
        Text(question.stem),
        Text(f"You chose **{LETTERS[chosen - 1]}**: {option.text}\n\n{option.feedback}"),
    ]
    if not option.right:
        letter = LETTERS[question.options.index(right)]
        blocks.append(Text(f"Right is **{letter}**: {right.text}\n\n{right.feedback}"))
    same = [one.id for one in library.quiz if one.phase == question.phase]
    following = str((same.index(question.id) + 1) % len(same) + 1)
    steps = (
        Button("Next question", Invocation("quiz ask", {"phase": phase, "number": following}), main=True),
        Button(f"Skill: {skill.title}", open_skill(skill)),
    )
    return Reply("That is right" if option.right else "Not quite", (*blocks, Buttons(steps)))


def _of(library: Library, phase: str | None) -> list[QuizQuestion]:
    wanted = library.phases[phase].id if phase else None
    return [one for one in library.quiz if wanted in (None, one.phase)]


def _none(library: Library) -> Reply:
    return Reply("No such question yet", (Text(f"None of the {len(library.quiz)} quiz questions is of that phase."),))
