"""The log of what organisers did, for organisers to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from bot.core.acts.meeting import community_of
from bot.core.chat.blocks import Block, Button, Buttons, Table, Text
from bot.core.chat.command import Command, Right
from bot.core.chat.invocation import Invocation
from bot.core.chat.parameter import Parameter
from bot.core.chat.reply import Reply
from bot.core.chat.request import Request
from bot.core.chat.whole import Whole
from bot.core.features.board_words import plain_name
from bot.core.features.explaining import MOST
from bot.core.features.naming import short
from bot.core.ports.audit import Act, Audited
from bot.core.ports.database import Database, Stores

LINES = 10
"""Acts on one page."""
WORDS = 120
"""Longest words of an act in a cell, in characters."""
GONE = "somebody who left"

AUDIT = Invocation("audit")
BEFORE = Parameter("before", "Acts before this one; the buttons fill it in", Whole(1, MOST), required=False)

SENTENCES = {
    Act.SETTINGS: "changed the settings: {words}",
    Act.ORGANISER_ADDED: "made {about} an organiser",
    Act.ORGANISER_REMOVED: "made {about} a plain member again",
    Act.UNITED: "made one community of this one and {words}",
    Act.PARTED: "let {words} be a community of its own again",
    Act.SEASON: "started the season {words}",
    Act.CORRECTED: "corrected points of {about}: {words}",
    Act.SETTLED: "settled a report of {about}",
    Act.PASSED: "passed the project of {about}: {words}",
    Act.GROUP_CHANGED: "changed the study group {words}",
    Act.GROUP_MEMBER: "changed the place of {about} in the study group {words}",
    Act.GROUP_ARCHIVED: "archived the study group {words}",
    Act.GROUP_RESTORED: "brought back the study group {words}",
    Act.PROMPTS: "looked after the study prompts of a channel: {words}",
}


@dataclass(frozen=True, slots=True)
class AuditFeature:
    """`/audit`."""

    database: Database

    def menu(self) -> Iterable[Command]:
        """The command."""

        async def shown(request: Request) -> Reply:
            async def work(stores: Stores) -> list[Audited]:
                member = await stores.people.known(request.caller.person)
                community = await community_of(stores, request.scene, member)
                if community is None:
                    return []
                return list(await stores.audit.lines(community.number, request.get(BEFORE), LINES + 1))

            return audit_card(await self.database.read(work), first=request.get(BEFORE) is None)

        yield Command(
            "audit",
            "For organisers: what organisers did, the latest first",
            shown,
            (BEFORE,),
            right=Right.ORGANISER,
            shareable=False,
            examples=("audit",),
        )


def audit_card(found: list[Audited], *, first: bool) -> Reply:
    """A page of the log."""
    if not found:
        words = "Nothing that only organisers may do was done." if first else "The log begins here."
        return Reply("What organisers did", (Text(words), Buttons((Button("Settings", Invocation("settings show")),))))
    rows = tuple((f"{one.at.astimezone(UTC):%Y-%m-%d %H:%M}", _name(one.by), said(one)) for one in found[:LINES])
    steps = [] if first else [Button("The latest", AUDIT)]
    if len(found) > LINES:
        earlier = AUDIT.with_arguments({"before": str(found[LINES - 1].number)})
        steps.insert(0, Button("Earlier", earlier, main=True))
    blocks: list[Block] = [Table(("When (UTC)", "Who", "What"), rows)]
    if steps:
        blocks.append(Buttons(tuple(steps)))
    return Reply("What organisers did", tuple(blocks), permalink=AUDIT)


def said(one: Audited) -> str:
    """What was done, in plain words for a cell."""
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in one.words).split())
    return SENTENCES[one.act].format(about=_name(one.about), words=short(words, WORDS))


def _name(name: str | None) -> str:
    return GONE if name is None else plain_name(name)
