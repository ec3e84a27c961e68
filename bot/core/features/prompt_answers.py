"""What everybody does with a study prompt: say that it is done, answer it for themselves, read that again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.acts.prompt_answers import NOTHING, answer, answer_to, answers, done
from bot.core.acts.prompting import STATUS
from bot.core.chat.blocks import Button, Buttons, Items, Option, Select, Text
from bot.core.chat.command import ByDay, Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter, Words, shown
from bot.core.chat.reply import Answer, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.features.checkin import checked_in_card
from bot.core.features.milestone_words import quote
from bot.core.features.naming import day_name, entry_kind, short
from bot.core.features.practice import open_reveal
from bot.core.features.prompt_words import ANSWERS, about_task, prompt_card
from bot.core.model.practice import Prompt
from bot.core.ports.database import Database
from bot.core.ports.prompts import KeptAnswer
from bot.core.ports.shelf import Shelf

WORDS = 1_500
"""Longest answer, in characters."""
LISTED = 10
MENU = 25
SAMPLE = 120
"""Characters of an answer in a list."""


@dataclass(frozen=True, slots=True)
class PromptAnswersFeature:
    """The buttons of a study prompt, and what comes of them."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command]:
        """The commands."""
        kind = entry_kind("task", lambda: [(one, one.title, one.task) for one in self.shelf.library.prompts])
        task, which = Parameter("task", "Which task", kind), Parameter("task", "Which task", kind, required=False)
        words = Parameter("words", "Your answer, for you alone; - removes it", Words(WORDS, lines=True), required=False)

        async def show(request: Request) -> Reply:
            library = self.shelf.library
            return prompt_card(library, library.one(Prompt, request[task]))

        async def finish(request: Request) -> Reply:
            return await self._done(request, self.shelf.library.one(Prompt, request[task]))

        async def write(request: Request) -> Answer:
            return await self._answer(request, self.shelf.library.one(Prompt, request[task]), request.get(words), words)

        async def read(request: Request) -> Reply:
            chosen = request.get(which)
            if chosen is None:
                return await self._answers(request)
            return await self._compare(request, self.shelf.library.one(Prompt, chosen))

        yield Command("prompts task", "A study prompt, as it is posted", show, (task,))
        yield Command(
            "prompts done", "Check in with a study prompt that you did", finish, (task,), shareable=False,
            by_day=ByDay.LIGHTLY,
        )  # fmt: skip
        yield Command("prompts answer", "Answer a study prompt for yourself", write, (task, words), shareable=False)
        yield Command(
            "prompts answers", "What you answered to study prompts; nobody else sees it", read, (which,),
            shareable=False, examples=("prompts answers",),
        )  # fmt: skip

    async def _done(self, request: Request, prompt: Prompt) -> Reply:
        library = self.shelf.library
        checked_in = await self.database.write(lambda stores: done(stores, library, request.scene, prompt))
        if checked_in is not None:
            return checked_in_card(checked_in)
        steps = (
            Button("Compare with a model answer", open_reveal(prompt), main=True),
            Button("My check-ins", Invocation("checkin list")),
        )
        words = "Today's check-in names this task already; a day gives points once."
        return Reply("You did that today", (Text(words), Buttons(steps)))

    async def _answer(self, request: Request, prompt: Prompt, words: str | None, parameter: Parameter[str]) -> Answer:
        library = self.shelf.library
        if words is None:
            before = await self.database.read(lambda stores: answer_to(stores, library, request.scene, prompt))
            return Form(
                "Answer for yourself",
                about_task("answer", prompt),
                (Question(parameter, before.words if before else ""),),
                words="Only you can read it, with /prompts answers.",
                submit="Keep it",
            )
        await self.database.write(lambda stores: answer(stores, library, request.scene, prompt, words))
        if words.strip() == NOTHING:
            return Reply("Your answer is removed", (Text("Nothing of it is kept."), Buttons((_mine(),))))
        steps = (
            Button("Compare with a model answer", open_reveal(prompt), main=True),
            Button("Done", about_task("done", prompt)),
            Button("Write it anew", about_task("answer", prompt)),
            _mine(),
        )
        return Reply(
            "Kept for you alone", (Text(quote(words)), Text("Nobody else can read it."), Buttons(steps)),
            permalink=about_task("answers", prompt),
        )  # fmt: skip

    async def _answers(self, request: Request) -> Reply:
        library = self.shelf.library
        found = await self.database.read(lambda stores: answers(stores, library, request.scene))
        return answers_card(found)

    async def _compare(self, request: Request, prompt: Prompt) -> Reply:
        library = self.shelf.library
        mine = await self.database.read(lambda stores: answer_to(stores, library, request.scene, prompt))
        steps = (
            Button("Compare with a model answer", open_reveal(prompt), main=True),
            Button("Write it anew" if mine else "Answer privately", about_task("answer", prompt)),
            _mine(),
        )
        words = quote(mine.words) if mine else "You haven't answered this one yet."
        return Reply(prompt.title, (Text(prompt.task), Text("**Your answer**"), Text(words), Buttons(steps)))


def answers_card(found: Sequence[tuple[Prompt | None, KeptAnswer]]) -> Reply:
    """Somebody's own answers, the newest first."""
    here = Button("Study prompts here", STATUS)
    if not found:
        words = "Press “Answer privately” below a study prompt, and your words are kept here for you alone."
        steps = (Button("A task", Invocation("practice task")), here)
        return Reply("No answers yet", (Text(words), Buttons(steps)))
    lines = tuple(
        f"**{task.title if task else 'A task that is gone'}**, {day_name(one.at.date())}: {shown(one.words, SAMPLE)}"
        for task, one in found[:LISTED]
    )
    more = [Text(f"… and {len(found) - LISTED} more; the menu has the newest {MENU}.")] if len(found) > LISTED else []
    options = {prompt.id: Option(prompt.id, short(prompt.title, 75)) for prompt, _ in found if prompt}
    menu = [Select("Read one in full", ANSWERS, "task", tuple(options.values())[:MENU])] if options else []
    return Reply("Your answers", (Items(lines), *more, *menu, Buttons((here,))), permalink=ANSWERS)


def _mine() -> Button:
    return Button("My answers", ANSWERS)
