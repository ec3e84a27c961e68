"""What members decide about what is kept of them: seeing it, being seen, taking it along, leaving, being forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.acts.privacy import choose, delete, export, known, leave, membership
from bot.core.chat.blocks import Button, Buttons, Option
from bot.core.chat.command import Command, Group
from bot.core.chat.parameter import Choice, Parameter, Words, YesNo
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.features import privacy_cards as cards
from bot.core.features.meetup_desk import Changed
from bot.core.features.privacy_file import written
from bot.core.model.alias import NONE
from bot.core.model.member import Member, Visibility
from bot.core.ports.database import Database, Stores
from bot.core.ports.shelf import Shelf

CHOOSING = "Choose who sees you, and under which name"
DELETING = "Have everything about you deleted"
WORD = "DELETE"
"""What is typed to be forgotten; one's own name will do, too."""

VISIBILITY = Parameter(
    "visibility",
    "Who sees you on boards and trackers",
    Choice(
        (
            Option("public", "Everyone", "Also outside of your communities"),
            Option("community", "My communities", "Members of your communities and study groups"),
            Option("private", "Nobody", "Your points still count for your groups"),
        )
    ),
    required=False,
)
ALIAS = Parameter(
    "alias", f"A name for others to see in place of yours; “{NONE}” for yours", Words(80), False, by_name=True
)
CONFIRM = Parameter("confirm", f"Type {WORD}, or your name, to delete everything for good", Words(200), required=False)
TYPED = replace(CONFIRM, required=True)
SURE = Parameter("sure", "Yes to go on without being asked again", YesNo(), required=False)


@dataclass(frozen=True, slots=True)
class PrivacyFeature:
    """`/privacy`."""

    shelf: Shelf
    database: Database
    changed: Changed

    def menu(self) -> Iterable[Command | Group]:
        """The commands."""
        yield Group(
            "privacy", "What I keep about you, who sees it, and how to have it gone", "privacy show", also=("my data",)
        )
        also = {
            "set": ("privacy hide",),
            "export": ("privacy download",),
            "delete": ("delete my data", "delete me", "forget me", "privacy delete everything", "privacy delete me",
                       "privacy delete all", "privacy forget", "privacy forget me"),
        }  # fmt: skip
        for name, about, run, parameters, examples in (
            ("show", "What I keep about you, and who sees it", self._show, (), ("privacy",)),
            (
                "set",
                CHOOSING,
                self._set,
                (VISIBILITY, ALIAS),
                ("privacy set private", "privacy set alias:Owl"),
            ),
            ("export", "Everything that I keep about you, as a file", self._export, (), ("privacy export",)),
            ("leave", "Leave the community here, and its study groups", self._leave, (SURE,), ()),
            ("delete", DELETING, self._delete, (CONFIRM, SURE), ("privacy delete",)),
        ):
            yield Command(
                f"privacy {name}", about, run, parameters, shareable=False, examples=examples, also=also.get(name, ())
            )

    async def _show(self, request: Request) -> Reply:
        found = await self.database.read(lambda stores: known(stores, request.scene))
        return cards.show_card(found) if found else cards.nothing_card()

    async def _set(self, request: Request) -> Answer:
        visibility, alias = request.get(VISIBILITY), request.get(ALIAS)
        if visibility is None and alias is None:
            return _form(await self._member(request.scene))
        chosen = Visibility(visibility) if visibility else None
        return cards.chosen_card(await self.database.write(lambda stores: choose(stores, request.scene, chosen, alias)))

    async def _export(self, request: Request) -> Reply:
        found = await self.database.read(lambda stores: export(stores, request.scene))
        if found is None:
            return cards.nothing_card()
        at = request.scene.at
        return cards.file_card(f"mlops-privacy-{at:%Y-%m-%d}.json", written(self.shelf.library, found, at))

    async def _leave(self, request: Request) -> Reply:
        if request.get(SURE):
            left = await self.database.write(lambda stores: leave(stores, request.scene))
            self.changed(request.scene.at)
            return cards.left_card(left) if left else cards.nowhere_card()
        _, community = await self.database.read(lambda stores: membership(stores, request.scene))
        return cards.leave_card(community) if community else cards.nowhere_card()

    async def _delete(self, request: Request) -> Answer:
        member, typed = await self._member(request.scene), request.get(CONFIRM)
        if member is None:
            return cards.nothing_card()
        if typed is not None:
            return await self._deleted(request, member, typed)
        if request.get(SURE):
            words = f"Everything goes at once and for good. Type {WORD}, or your name."
            return Form(DELETING, cards.DELETE, (Question(TYPED),), words, submit="Delete everything")
        return cards.delete_card()

    async def _deleted(self, request: Request, member: Member, typed: str) -> Reply:
        said = " ".join(typed.split()).casefold()
        if said not in {WORD.casefold(), *(" ".join(one.split()).casefold() for one in (member.name, member.shown))}:
            raise Refusal(
                f"That was neither {WORD} nor your name, so nothing was deleted.",
                Buttons(
                    (
                        Button("Try again", cards.DELETE.with_arguments({"sure": "yes"})),
                        Button("Keep everything", cards.SHOW),
                    )
                ),
            )
        gone = await self.database.write(lambda stores: delete(stores, request.scene))
        self.changed(request.scene.at)
        return cards.deleted_card() if gone else cards.nothing_card()

    async def _member(self, scene: Scene) -> Member | None:
        async def work(stores: Stores) -> Member | None:
            return await stores.people.known(scene.caller.person)

        return await self.database.read(work)


def _form(member: Member | None) -> Form:
    """What is chosen now, to be changed."""
    visibility = member.visibility if member else Visibility.COMMUNITY
    alias = member.alias if member else None
    return Form(
        CHOOSING,
        cards.SET,
        (Question(VISIBILITY, visibility.value), Question(ALIAS, alias or NONE)),
        submit="Save",
    )
