"""What the bot is, and for organisers the state of its content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Text
from bot.core.chat.command import Command, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.ports.shelf import Shelf


@dataclass(frozen=True, slots=True)
class AboutFeature:
    """`/about` for everyone, `/content` for organisers; `version` is the bot's own."""

    shelf: Shelf
    version: str

    def menu(self) -> Iterable[Command]:
        """The commands."""

        async def about(request: Request) -> Reply:
            return self._about()

        async def content(request: Request) -> Reply:
            return self._content()

        yield Command("about", "Who I am, what I know, and what I keep about you", about, examples=("about",))
        yield Command(
            "content",
            "For organisers: what I teach, since when, and what is wrong with the last edit",
            content,
            right=Right.ORGANISER,
            shareable=False,
            examples=("content",),
        )

    def _about(self) -> Reply:
        return Reply(
            "About me",
            (
                Text(
                    "I am a bot for people who learn MLOps together. I know a roadmap of seven phases, answer "
                    "questions about it, and help you practise for interviews."
                ),
                Facts((*self._sizes(), ("Version", self.version))),
                Text(
                    "**What I keep about you:** nothing yet. Your questions are answered and forgotten; my log says "
                    "which command was used, never what you wrote."
                ),
                Buttons(
                    (
                        Button("See the roadmap", Invocation("roadmap overview"), main=True),
                        Button("What can you do?", Invocation("help")),
                    )
                ),
            ),
        )

    def _content(self) -> Reply:
        loaded = self.shelf.loaded
        blocks: list[Block] = [Facts((*self._sizes(), ("In use since", f"{loaded.at:%Y-%m-%d %H:%M} UTC")))]
        if loaded.problems:
            blocks.append(Text("**The last edit isn't in use**, because something in it is wrong:"))
            blocks.append(Items(tuple(escape(problem) for problem in loaded.problems), style="numbers"))
        else:
            blocks.append(Text("The files are in order."))
        return Reply("What I teach", tuple(blocks))

    def _sizes(self) -> tuple[tuple[str, str], ...]:
        library = self.shelf.library
        tools = sum(len(category.tools) for category in library.toolbox.categories)
        return (
            ("Phases", str(len(library.roadmap.phases))),
            ("Skills", str(sum(len(phase.skills) for phase in library.roadmap.phases))),
            ("Questions and answers", str(len(library.faqs))),
            ("Interview questions", str(len(library.questions))),
            ("Tools", str(tools)),
            ("Words explained", str(len(library.terms))),
        )
