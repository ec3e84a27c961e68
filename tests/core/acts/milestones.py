"""People who hand work in and review it, for the tests of the acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.acts.handing_in import HandedIn, hand_in
from bot.core.acts.meeting import community_of, meet
from bot.core.acts.reviewing import Desk, Finished, comment, finish, score, sit_down
from bot.core.chat.scene import Channel, Place, Scene, Space
from bot.core.model.library import Library
from bot.core.model.milestone import Submission, Verdict
from bot.core.model.points import PointRule
from bot.core.ports.database import Database, Stores
from tests.core.helpers import NOW, scene
from tests.fakes.shelf import tiny_library

LINK, NOTES = "https://example.org/work", "Run it."
SERVER = Place("test", Channel("test:general"), Space("test:server"))
PRAISE = "I ran it, and it was a pleasure."


def curriculum() -> Library:
    """The tiny curriculum, with points for reviews."""
    library = tiny_library()
    review = PointRule(act="review", points=5, about="A review.")
    return replace(library, points=replace(library.points, acts=(*library.points.acts, review)))


def at_server(who: str, *, organiser: bool = False, at: datetime = NOW) -> Scene:
    """Somebody in the server of the community."""
    return replace(scene(who=who, organiser=organiser, at=at), place=SERVER)


class People:
    """Acts of members, by name, over a database."""

    def __init__(self, database: Database, library: Library | None = None) -> None:
        self.database = database
        self.library = library or curriculum()

    async def number(self, who: str) -> int:
        """The number of a member, who is in the community from now on."""
        return (await self.database.write(lambda stores: meet(stores, at_server(who)))).number

    async def hands_in(self, who: str, phase: str = "basics", link: str = LINK, notes: str = NOTES) -> HandedIn:
        """Hand a version in."""

        async def act(stores: Stores) -> HandedIn:
            there = at_server(who)
            member = await meet(stores, there)
            community = await community_of(stores, there, member)
            assert community is not None
            return await hand_in(
                stores, self.library, member.number, community.number, self.library.phases[phase], link, notes, NOW
            )

        return await self.database.write(act)

    async def sits_down(self, who: str, number: int, *, organiser: bool = False) -> Desk:
        """Open something to review it."""
        there = at_server(who, organiser=organiser)
        return await self.database.write(lambda stores: sit_down(stores, self.library, there, number))

    async def scores(self, who: str, number: int, place: int, points: int) -> Desk:
        """Score one criterion."""
        return await self.database.write(
            lambda stores: score(stores, self.library, at_server(who), number, place, points)
        )

    async def comments(self, who: str, number: int, place: int | None, words: str) -> Desk:
        """Comment on a criterion, or the whole."""
        return await self.database.write(
            lambda stores: comment(stores, self.library, at_server(who), number, place, words)
        )

    async def ends(
        self, who: str, number: int, verdict: Verdict, words: str | None = None, *, organiser: bool = False
    ) -> Finished:
        """Give a verdict."""
        there = at_server(who, organiser=organiser)
        return await self.database.write(lambda stores: finish(stores, self.library, there, number, verdict, words))

    async def reviews(
        self,
        who: str,
        number: int,
        verdict: Verdict = Verdict.APPROVED,
        words: str | None = PRAISE,
        *,
        organiser: bool = False,
    ) -> Finished:
        """Review something from end to end."""
        desk = await self.sits_down(who, number, organiser=organiser)
        for one in desk.review.judged:
            await self.scores(who, number, one.place, 3)
        return await self.ends(who, number, verdict, words, organiser=organiser)

    async def submission(self, number: int) -> Submission:
        """A version as it is kept."""
        found = await self.database.read(lambda stores: stores.submissions.one(number))
        assert found is not None
        return found

    async def points(self, who: str) -> dict[str, int]:
        """What each act of today earned somebody."""
        number = await self.number(who)
        lines = await self.database.read(lambda stores: stores.ledger.earned(number, NOW.date()))
        return {line.reference: line.points for line in lines}
