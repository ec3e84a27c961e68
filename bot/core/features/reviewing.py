"""`/milestone review` and its steps: a rubric is longer than any form, so each criterion is a card of its own.

Everything is written down at once, so a review goes on where it was left, also after a restart or on another platform.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from bot.core.acts.meeting import community_of
from bot.core.acts.peers import peer
from bot.core.acts.reviewing import Bar, Barred, Desk, comment, finish, score, sit_down
from bot.core.chat.blocks import Button, Buttons
from bot.core.chat.command import Command
from bot.core.chat.parameter import Parameter, Words
from bot.core.chat.refusal import Refusal
from bot.core.chat.reply import Answer, Form, Question, Reply
from bot.core.chat.request import Request
from bot.core.chat.scene import Scene
from bot.core.chat.whole import Whole
from bot.core.features.milestone_cards import Queued, nowhere_card
from bot.core.features.milestone_words import REVIEW, about_project, clock, given_back, points
from bot.core.features.review_cards import criterion_card, finished_card, over_card, waiting_card, whole_card
from bot.core.model.milestone import COMMENT, WORDS, Judged, Submission, Verdict
from bot.core.model.roadmap import SCORES
from bot.core.ports.database import Database, Stores, Work
from bot.core.ports.shelf import Shelf

_NOBODY = 0
"""The number of no member."""
OFFERED = 25
"""Projects to choose from: Discord's limit for a menu."""

PROJECT = Parameter("project", "The number of what was handed in", Whole(1, 999_999_999))
CHOSEN = Parameter("project", "The number of what was handed in", Whole(1, 999_999_999), required=False)
CRITERION = Parameter("criterion", "Which criterion, from 1", Whole(1, 99))
BACK_TO = Parameter("criterion", "Which criterion, from 1", Whole(1, 99), required=False)
SCORE = Parameter("score", "Your score", Whole(0, SCORES - 1))
WHY = Parameter("words", "Why that score", Words(COMMENT, lines=True))
WHOLE = Parameter("words", "What you think of the whole", Words(WORDS, lines=True))
CHANGES = Parameter("words", "What should change", Words(WORDS, lines=True), required=False)
ASKED = Parameter("words", "What should change", Words(WORDS, lines=True))

BARS = {
    Bar.UNKNOWN: "I know no such project in your communities.",
    Bar.OWN: "This is your own work, so somebody else reviews it.",
    Bar.WITHDRAWN: "This project was taken back by its author.",
    Bar.SETTLED: "This project waits for no review any more.",
    Bar.UNFINISHED: "A criterion still lacks its score, or a word of why.",
}


@dataclass(frozen=True, slots=True)
class ReviewingFeature:
    """What reviewers need of `/milestone`."""

    shelf: Shelf
    database: Database

    def menu(self) -> Iterable[Command]:
        """The commands."""
        yield Command(
            "milestone review",
            "Review a peer's project by its rubric",
            self._review,
            (CHOSEN, BACK_TO),
            shareable=False,
            by_right=True,
            examples=("milestone review",),
        )
        yield Command(
            "milestone score",
            "In a review: give a criterion its score",
            self._score,
            (PROJECT, CRITERION, SCORE),
            shareable=False,
        )
        yield Command(
            "milestone comment",
            "In a review: say why a criterion has its score",
            self._comment,
            (PROJECT, CRITERION, WHY),
            shareable=False,
        )
        yield Command(
            "milestone whole", "In a review: all of it", self._whole, (PROJECT,), shareable=False, by_right=True
        )
        yield Command(
            "milestone words", "In a review: say what you think", self._words, (PROJECT, WHOLE), shareable=False
        )
        yield Command(
            "milestone approve", "In a review: approve", self._approve, (PROJECT,), shareable=False, by_right=True
        )
        yield Command(
            "milestone changes",
            "In a review: ask for changes",
            self._changes,
            (PROJECT, CHANGES),
            shareable=False,
            by_right=True,
        )

    async def _review(self, request: Request) -> Reply:
        number, place = request.get(CHOSEN), request.get(BACK_TO)
        if number is None:
            return await self._waiting(request.scene)
        desk = await self._desk(number, lambda stores: sit_down(stores, self.shelf.library, request.scene, number))
        return self._card(desk, desk.review.criterion(place) if place else desk.review.open)

    async def _score(self, request: Request) -> Answer:
        library, scene = self.shelf.library, request.scene
        number, place, given = request[PROJECT], request[CRITERION], request[SCORE]
        desk = await self._desk(number, lambda stores: score(stores, library, scene, number, place, given))
        one = desk.review.criterion(place)
        if desk.review.verdict is None and one is not None and one.unsaid:
            return Form(
                "Why that score?",
                about_project("comment", number, place),
                (Question(WHY),),
                f"“{one.title}” got {points(given)}. Say in a sentence what is missing, so that it can be mended.",
            )
        return self._card(desk, desk.review.open)

    async def _comment(self, request: Request) -> Reply:
        library, scene = self.shelf.library, request.scene
        number, place, words = request[PROJECT], request[CRITERION], request[WHY]
        desk = await self._desk(number, lambda stores: comment(stores, library, scene, number, place, words), words)
        return self._card(desk, desk.review.open)

    async def _whole(self, request: Request) -> Reply:
        number = request[PROJECT]
        desk = await self._desk(number, lambda stores: sit_down(stores, self.shelf.library, request.scene, number))
        return self._card(desk, None)

    async def _words(self, request: Request) -> Reply:
        library, scene = self.shelf.library, request.scene
        number, words = request[PROJECT], request[WHOLE]
        desk = await self._desk(number, lambda stores: comment(stores, library, scene, number, None, words), words)
        return self._card(desk, None)

    async def _approve(self, request: Request) -> Answer:
        return await self._end(request, Verdict.APPROVED, None)

    async def _changes(self, request: Request) -> Answer:
        return await self._end(request, Verdict.CHANGES, request.get(CHANGES))

    async def _waiting(self, scene: Scene) -> Reply:
        library = self.shelf.library

        async def reading(stores: Stores) -> tuple[list[Queued], Sequence[Submission], tzinfo] | None:
            member = await stores.people.known(scene.caller.person)
            community = await community_of(stores, scene, member)
            if community is None:  # in a server where nobody did anything yet, nothing waits
                return ([], [], clock(scene, member)) if scene.place.space else None
            number = member.number if member else _NOBODY
            waiting = await stores.submissions.to_review(community.number, number, OFFERED)
            queued = [(one, reviews, await peer(stores, one.member, one.community)) for one, reviews in waiting]
            return queued, await stores.reviews.drafts(number), clock(scene, member)

        found = await self.database.read(reading)
        return waiting_card(library, *found) if found else nowhere_card()

    async def _end(self, request: Request, verdict: Verdict, words: str | None) -> Answer:
        library, scene, number = self.shelf.library, request.scene, request[PROJECT]
        try:
            done = await self.database.write(lambda stores: finish(stores, library, scene, number, verdict, words))
        except Barred as barred:
            if barred.why is Bar.WORDS:
                return Form("What should change?", about_project("changes", number), (Question(ASKED),))
            raise _refusal(barred, number, words) from None
        return finished_card(library, done)

    async def _desk(self, number: int, act: Work[Desk], words: str | None = None) -> Desk:
        """What a reviewer has before them after an act; where they may not, their `words` are given back."""
        try:
            return await self.database.write(act)
        except Barred as barred:
            raise _refusal(barred, number, words) from None

    def _card(self, desk: Desk, one: Judged | None) -> Reply:
        """A criterion, or the whole of a draft; what there is to see of a review that has its verdict."""
        if desk.review.verdict is not None:
            return over_card(self.shelf.library, desk)
        if one is None:
            return whole_card(self.shelf.library, desk)
        return criterion_card(self.shelf.library, desk, one)


def _refusal(barred: Barred, number: int, words: str | None) -> Refusal:
    go_on = (Button("Go on", about_project("review", number)),) if barred.why is Bar.UNFINISHED else ()
    return Refusal(BARS[barred.why], *given_back(words), Buttons((*go_on, Button("Review a peer", REVIEW))))
