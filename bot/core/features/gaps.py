"""What the content lacks: a member tells it with one press, organisers see it and close it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from bot.core.acts.meeting import community_of
from bot.core.chat.blocks import Block, Button, Buttons, Table, Text
from bot.core.chat.command import Command, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter, Words
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.chat.whole import Whole
from bot.core.model.gap import Gap
from bot.core.model.member import Community
from bot.core.ports.database import Database, Stores
from bot.core.search.words import telling_words

KEPT = 200
"""Most open gaps of a community: the ones that were told last."""
LISTED = 10
"""Most gaps shown at once, each with its button."""
QUESTION_LENGTH = 300

QUESTION = Parameter("question", "What I should be able to answer", Words(QUESTION_LENGTH, lines=True))
DONE = Parameter("done", "The number of a question that has its answer now", Whole(1, 999_999_999), required=False)


@dataclass(frozen=True, slots=True)
class GapsFeature:
    """`/missing` for everyone, `/gaps` for organisers."""

    database: Database

    def menu(self) -> Iterable[Command]:
        """The commands."""

        async def missing(request: Request) -> Reply:
            words = gap_words(request[QUESTION])
            if not words:
                raise Refusal("I need a few words in Latin letters to pass on.")
            return await self.database.write(lambda stores: _note(stores, request.scene, words))

        async def gaps(request: Request) -> Reply:
            done = request.get(DONE)
            if done is None:
                return await self.database.read(lambda stores: _listed(stores, request.scene))
            return await self.database.write(lambda stores: _closed(stores, request.scene, done))

        yield Command(
            "missing",
            "Tell the organisers what I can't answer; they see its words, not your name",
            missing,
            (QUESTION,),
            shareable=False,
            examples=("missing how do I mount a bucket in colab",),
        )
        yield Command(
            "gaps",
            "For organisers: what members asked and I can't answer",
            gaps,
            (DONE,),
            right=Right.ORGANISER,
            shareable=False,
            examples=("gaps",),
        )


def gap_words(question: str) -> str:
    """The words of a question that tell what it is about, as many as a button can carry."""
    kept: list[str] = []
    for word in dict.fromkeys(telling_words(question)):
        if not _telling([*kept, word]).fits:
            break
        kept.append(word)
    return " ".join(kept)


def telling(question: str) -> Invocation | None:
    """What passes the words of a question on to the organisers; None where it has none."""
    words = gap_words(question)
    return _telling([words]) if words else None


def _telling(words: list[str]) -> Invocation:
    return Invocation("missing", {"question": " ".join(words)})


async def _here(stores: Stores, scene: Scene) -> Community | None:
    return await community_of(stores, scene, await stores.people.known(scene.caller.person))


async def _note(stores: Stores, scene: Scene, words: str) -> Reply:
    """Keep the words, and nothing of who said them."""
    space = scene.place.space
    community = await stores.communities.at(space, scene.at) if space else await _here(stores, scene)
    if community is None:
        return Reply(
            "Where shall I pass it on?",
            (
                Text(
                    f"I don't know your community yet, so nobody hears of “{words}”. Ask me in its server or "
                    "workspace, and press the button there."
                ),
                Buttons((Button("Ask another way", Invocation("ask")),)),
            ),
        )
    await stores.gaps.note(community.number, words, scene.at, KEPT)
    return Reply(
        "Passed on",
        (
            Text(
                f"The organisers see these words, not who asked: “{words}”. Once somebody has written the answer, "
                "`/ask` finds it. Until then your community's help channel is the best place for it."
            ),
            Buttons((Button("Ask another way", Invocation("ask")), Button("All topics", Invocation("faq")))),
        ),
    )


async def _closed(stores: Stores, scene: Scene, number: int) -> Reply:
    community = await _here(stores, scene)
    if community is not None:
        await stores.gaps.close(community.number, number)
    return await _listed(stores, scene)


async def _listed(stores: Stores, scene: Scene) -> Reply:
    community = await _here(stores, scene)
    return _gaps_card(await stores.gaps.of(community.number) if community else [], scene.zone)


def _gaps_card(gaps: Iterable[Gap], zone: tzinfo) -> Reply:
    shown, rest = list(gaps)[:LISTED], list(gaps)[LISTED:]
    if not shown:
        told = "Nothing is open. When I can't answer, members may press **Tell the organisers**; then it stands here."
        return Reply(
            "Questions without an answer",
            (Text(told), Buttons((Button("What I teach", Invocation("content")),))),
        )
    rows = [
        (str(place), gap.words, str(gap.times), f"{gap.last.astimezone(zone):%Y-%m-%d}")
        for place, gap in enumerate(shown, 1)
    ]
    blocks: list[Block] = [
        Text(
            "Members told you that I couldn't answer this. Write an entry for it, or a phrasing where there "
            "is one already (docs/content.md says how), then press Done."
        ),
        Table(("No.", "Words", "Told", "Last"), tuple(rows)),
    ]
    if rest:
        blocks.append(Text(f"… and {len(rest)} more, which come up when these are done."))
    buttons = [
        Button(f"Done: {place}", Invocation("gaps", {"done": str(gap.number)})) for place, gap in enumerate(shown, 1)
    ]
    return Reply("Questions without an answer", (*blocks, Buttons(tuple(buttons))))
