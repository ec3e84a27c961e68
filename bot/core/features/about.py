"""What the bot is, and for organisers the state of its content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.core.chat.blocks import Block, Button, Buttons, Facts, Items, Text
from bot.core.chat.command import Command, Menu, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Person, Scene
from bot.core.features.link import account_line
from bot.core.model.member import Community, Member
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

KEPT_OF_ANYBODY = (
    "I keep what somebody does here that is to be remembered: a skill finished, a group joined, a setting chosen. "
    "Questions are answered and forgotten, but for the words of one that you pass on to the organisers. "
    "My log says which command was used, never what anybody wrote. "
    "`/privacy` shows all that is kept of you and who sees it, gives it to you as a file, and deletes it."
)


@dataclass(frozen=True, slots=True)
class AboutFeature:
    """`/about` for everyone, `/content` for organisers; `version` is the bot's own."""

    shelf: Shelf
    database: Database
    version: str
    whole_menu: Callable[[], Menu]
    """Gives the menu that it is itself a part of."""

    def menu(self) -> Iterable[Command]:
        """The commands."""

        async def about(request: Request) -> Reply:
            if request.invocation.shared:
                return self._about(Text(KEPT_OF_ANYBODY))
            return self._about(*await self._kept(request.scene))

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

    async def _kept(self, scene: Scene) -> tuple[Block, ...]:
        """What is kept about the caller, who alone sees it."""

        async def work(stores: Stores) -> tuple[Member, Sequence[Person], Sequence[Community]] | None:
            member = await stores.people.known(scene.caller.person)
            if member is None:
                return None
            accounts = await stores.people.accounts(member.number)
            return member, accounts, await stores.communities.of(member.number)

        known = await self.database.read(work)
        if known is None:
            return (Text(f"**What I keep about you:** nothing yet. {KEPT_OF_ANYBODY}"),)
        member, accounts, communities = known
        facts = [
            ("Your name", escape(member.name)),
            ("Your accounts", ", ".join(account_line(one) for one in accounts)),
            ("Your time zone", member.zone or "not known"),
            ("Your communities", ", ".join(escape(one.name) or "one without a name" for one in communities) or "none"),
        ]
        return (
            Text("**What I keep about you:** what you did here (progress, points, groups), and this:"),
            Facts(tuple(facts)),
            Text(KEPT_OF_ANYBODY),
        )

    def _about(self, *kept: Block) -> Reply:
        privacy = self.whole_menu().command("privacy show") is not None
        return Reply(
            "About me",
            (
                Text(
                    "I am a bot for people who learn MLOps together. I know a roadmap of seven phases, answer "
                    "questions about it, and help you practise for interviews."
                ),
                Facts((*self._sizes(), ("Version", self.version))),
                *kept,
                Buttons(
                    (
                        Button("See the roadmap", Invocation("roadmap overview"), main=True),
                        Button("What can you do?", Invocation("help")),
                        *([Button("All that I keep", Invocation("privacy show"))] if privacy else []),
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
