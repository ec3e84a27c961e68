"""`/meetup host`, `present`, `agenda`, `attended`, `notes`: who does what there, and what is left of it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.acts.attending import attendance, check_runs, note, note_attendance, present, propose
from bot.core.acts.convening import edit
from bot.core.acts.meetup_posts import HOST, tell_host
from bot.core.chat.blocks import Button, Buttons, Option, Select, Text
from bot.core.chat.command import Command
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Parameter, Someone, Words, YesNo
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Person
from bot.core.features.meetup_cards import about, spoken_when, when
from bot.core.features.meetup_desk import DAY, LIST, MEETUP, Changed, MeetupDesk
from bot.core.features.naming import short
from bot.core.model.meetup import AGENDA_LENGTH, NOTES_LENGTH, Gathering
from bot.core.model.member import Member, Visibility
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

PERSON = Parameter("person", "Whom; else yourself", Someone(), required=False)
NEW_HOST = Parameter("person", "Who hosts it from now on", Someone())
STOP = Parameter("stop", "Whether nobody presents any more", YesNo(), required=False)
EVERY = Parameter("all", "Whether it is for all dates", YesNo(), required=False)
AGENDA = Parameter(
    "words", "What is to be done there; - for what I propose", Words(AGENDA_LENGTH, lines=True), required=False
)
NOTES = Parameter("words", "What is worth keeping; - for nothing", Words(NOTES_LENGTH, lines=True), required=False)
WHO = Parameter("who", "Their numbers, with commas between; - for nobody", Words(200), required=False)


@dataclass(frozen=True, slots=True)
class MeetupHostingFeature:
    """What a host does at a meetup, and after it."""

    shelf: Shelf
    database: Database
    changed: Changed

    def menu(self) -> Iterable[Command]:
        """The commands."""
        desk = MeetupDesk(self.shelf, self.database, self.changed)

        async def hosted(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, one: _host(request, desk, stores, member, one), running=True
            )

        async def presented(request: Request) -> Answer:
            return await desk.act(request, lambda stores, member, one: _present(request, desk, stores, member, one))

        async def proposed(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, one: _agenda(request, desk, stores, member, one), running=True
            )

        async def attended(request: Request) -> Answer:
            return await desk.act(
                request,
                lambda stores, member, one: _attended(request, desk, stores, member, one),
                past=True,
                running=True,
            )

        async def noted(request: Request) -> Answer:
            return await desk.act(
                request, lambda stores, member, one: _notes(request, desk, stores, member, one), past=True, running=True
            )

        yield Command("meetup host", "Give a meetup to another host", hosted, (NEW_HOST, MEETUP), shareable=False)
        yield Command(
            "meetup present", "Present at a meetup, or say who does", presented, (MEETUP, DAY, PERSON, STOP),
            shareable=False,
        )  # fmt: skip
        yield Command(
            "meetup agenda", "Write what is to be done at a meetup", proposed, (MEETUP, DAY, EVERY, AGENDA),
            shareable=False,
        )  # fmt: skip
        yield Command(
            "meetup attended", "Note who was there, once it has begun", attended, (MEETUP, DAY, WHO), shareable=False
        )
        yield Command("meetup notes", "Write down what a meetup brought", noted, (MEETUP, DAY, NOTES), shareable=False)


async def _host(request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering) -> Answer:
    host = await _known(stores, request[NEW_HOST])
    meetup = await edit(stores, request.scene, one.meetup, replace(one.meetup, host=host.number))
    if host.number != member.number:
        await tell_host(stores, replace(one, meetup=meetup), HOST, request.scene.at)
    return await desk.card(request, stores, member, replace(one, meetup=meetup), "It has another host now.")


async def _present(request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering) -> Answer:
    """Everybody may offer to present where nobody does; the host may say who does."""
    person, stop = request.get(PERSON), bool(request.get(STOP))
    mine = one.change.presenter == member.number
    if (person is not None) or (stop and not mine) or (one.change.presenter is not None and not mine):
        await check_runs(stores, request.scene, member, one.meetup)
    if one.off or one.ends <= request.scene.at:
        raise Refusal("That date is over or cancelled. `/meetup list` shows what comes next.")
    who = None if stop else await _known(stores, person) if person else member
    kept = await present(stores, request.scene, one, who)
    words = "Nobody presents now." if who is None else "You present." if who == member else "They present."
    back = () if who is None else (Button("Take that back", about("present", one, stop="yes")),)
    reply = await desk.card(request, stores, member, kept, words)
    return replace(reply, blocks=(*reply.blocks, Buttons(back))) if back else reply


async def _agenda(request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering) -> Answer:
    words = request.get(AGENDA)
    if words is None:
        now = one.change.agenda or one.meetup.agenda
        return Form(
            "The agenda", about("agenda", one), (Question(replace(AGENDA, required=True), now), Question(EVERY))
        )
    kept = "" if words == "-" else words
    if request.get(EVERY):
        meetup = await edit(stores, request.scene, one.meetup, replace(one.meetup, agenda=kept))
        one = await propose(stores, request.scene, replace(one, meetup=meetup), "")
    else:
        one = await propose(stores, request.scene, one, kept)
    return await desk.card(request, stores, member, one, "The agenda is kept.")


async def _attended(request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering) -> Answer:
    given = request.get(WHO)
    if given is not None:
        numbers = _numbers(given)
        await note_attendance(stores, request.scene, one, numbers)
        words = f"{_said(one)} I noted that {len(numbers)} {'was' if len(numbers) == 1 else 'were'} there."
        return await desk.card(request, stores, member, one, words)
    if one.at > request.scene.at:
        raise Refusal("That date hasn't begun yet. Come back when it is over.")
    found = await attendance(stores, one)
    seen = [each.member for each in found.answers if each.member.visibility is not Visibility.PRIVATE][:25]
    nobody = Button("Nobody was there", about("attended", one, who="-"))
    if not seen:
        return Reply(
            "Who was there?", (Text(f"{_said(one)} Nobody answered whom I could name."), Buttons((nobody, LIST)))
        )
    going = found.seats.seated
    options = tuple(
        Option(str(each.number), short(each.shown, 75), "said that they go" if each.number in going else "")
        for each in sorted(seen, key=lambda each: each.number not in going)
    )
    return Reply(
        "Who was there?",
        (
            Text(f"{_said(one)} Choose all who were there; choosing again replaces it."),
            Select("Who was there", about("attended", one), "who", options, many=True),
            Buttons((nobody, Button("The meetup", about("show", one)))),
        ),
    )


async def _notes(request: Request, desk: MeetupDesk, stores: Stores, member: Member, one: Gathering) -> Answer:
    words = request.get(NOTES)
    if words is None:
        question = Question(replace(NOTES, required=True), one.change.notes)
        return Form(
            "Notes",
            about("notes", one),
            (question,),
            words=f"{one.meetup.title}, {spoken_when(one)}. Everybody in the channel can read them.",
        )
    kept = await note(stores, request.scene, member, one, "" if words == "-" else words)
    return await desk.card(
        request, stores, member, kept, f"{_said(one)} The notes are kept, and shown on the announcement."
    )


def _said(one: Gathering) -> str:
    """Which meetup and which of its dates it is about, as Markdown."""
    return f"**{escape(one.meetup.title)}**, {when(one)}."


async def _known(stores: Stores, person: Person) -> Member:
    found = await stores.people.known(person)
    if found is None:
        raise Refusal("I don't know them yet. They press a button on the announcement once, then it works.")
    return found


def _numbers(text: str) -> list[int]:
    if text.strip() == "-":
        return []
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts):
        raise Refusal("Choose the people from the menu that `/meetup attended` shows.")
    return [int(part) for part in parts]
