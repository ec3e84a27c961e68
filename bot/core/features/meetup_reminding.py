"""`/meetup remind`: a reminder of one's own before a date begins, told as all one's reminders are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.acts.meetup_posts import beginning
from bot.core.acts.reminding_before import AHEAD, SPOKEN, chosen, remind_before
from bot.core.chat.blocks import Block, Button, Buttons, Option, Text
from bot.core.chat.command import ByDay, Command
from bot.core.chat.invocation import Invocation
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Choice, Parameter
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Reply
from bot.core.chat.request import Request
from bot.core.features.meetup_cards import about, when
from bot.core.features.meetup_desk import DAY, MEETUP, Changed, MeetupDesk
from bot.core.features.remindme_cards import set_card
from bot.core.model.meetup import Gathering
from bot.core.model.member import Member
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

BEFORE = Parameter(
    "before",
    "How long before it begins",
    Choice(tuple(Option(name, f"{words.capitalize()} before") for name, words in SPOKEN.items())),
    required=False,
)


@dataclass(frozen=True, slots=True)
class MeetupRemindingFeature:
    """A member's own reminder of a date."""

    shelf: Shelf
    database: Database
    changed: Changed

    def menu(self) -> Iterable[Command]:
        """The command."""
        desk = MeetupDesk(self.shelf, self.database, self.changed)

        async def remind(request: Request) -> Answer:
            return await desk.act(request, lambda stores, member, one: _remind(request, stores, member, one))

        yield Command(
            "meetup remind", "Be reminded of a meetup, you alone: a day, an hour or ten minutes before", remind,
            (BEFORE, MEETUP, DAY), shareable=False, by_day=ByDay.LIGHTLY, examples=("meetup remind hour",),
        )  # fmt: skip


async def _remind(request: Request, stores: Stores, member: Member, one: Gathering) -> Answer:
    now, before = request.scene.at, request.get(BEFORE)
    if one.off or one.at <= now:
        raise Refusal("That date is over, under way or cancelled. `/meetup list` shows what comes next.")
    if before is not None:
        found = await remind_before(stores, request.scene, beginning(one), before)
        card = set_card(found, request.scene)
        more = (Text("It moves along when the date is moved, and goes when it is cancelled."),)
        return Reply(card.title, (*card.blocks[:-1], *more, card.blocks[-1]), permalink=card.permalink)
    steps = [
        Button(f"{SPOKEN[name].capitalize()} before", about("remind", one, before=name))
        for name, ahead in AHEAD.items()
        if one.at - ahead > now
    ]
    if not steps:
        raise Refusal("It begins in ten minutes or less, so there is no time left for a reminder.")
    blocks: list[Block] = [Text(f"**{escape(one.meetup.title)}** begins {when(one)}. Only you are reminded.")]
    mine = await chosen(stores, member.number, beginning(one).about)
    if mine is not None:
        blocks.append(Text(f"At present I remind you {SPOKEN[mine.ahead]} before; another choice takes its place."))
        steps.append(Button("No reminder", Invocation("remindme cancel", {"number": str(mine.number)})))
    return Reply("When shall I remind you?", (*blocks, Buttons((*steps, Button("The meetup", about("show", one))))))
