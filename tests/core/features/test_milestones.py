"""`/milestone` and the steps of a review."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.chat.blocks import LinkButton
from bot.core.chat.markup import escape
from bot.core.chat.parameter import Words
from bot.core.chat.plain import plain
from bot.core.chat.reply import Answer, Audience, Form, Reply
from bot.core.chat.scene import Scene
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.features.milestone_cards import handed_in_card
from bot.core.features.milestone_news import news_card
from bot.core.features.milestone_words import link, opening, who, who_plainly
from bot.core.model.member import Member, Visibility
from bot.core.model.milestone import Count, News, NewsKind, Verdict
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.core.acts.milestones import LINK, PRAISE, People, at_server, curriculum
from tests.core.helpers import HOSTILE, a_form, a_reply, buttons, markdowns, marked, scene, selects
from tests.fakes.shelf import FakeShelf

ORGANISER = at_server("devi", organiser=True)


@pytest.fixture
def shelf() -> FakeShelf:
    """The tiny curriculum."""
    return FakeShelf(curriculum())


@pytest.fixture
def talk(shelf: FakeShelf, database: Database) -> Dispatch:
    """The whole menu over it, and a database of this test."""
    return new_dispatch(shelf, AskFeature(shelf), database)


@pytest.fixture
def people(database: Database) -> People:
    """Members of one community."""
    return People(database)


async def said(talk: Dispatch, line: str, who: str | Scene = "ana") -> Reply:
    return a_reply(await talk.typed(line, at_server(who) if isinstance(who, str) else who))


async def pressed(talk: Dispatch, reply: Reply, label: str, who: str) -> Answer:
    return await talk.pressed(buttons(reply)[label].token, at_server(who), on=Audience.CALLER)


async def test_each_state_has_its_next_steps(talk: Dispatch, people: People) -> None:
    assert list(buttons(await said(talk, "/milestone show 1"))) == ["Hand in my work", "All projects"]
    work = (await people.hands_in("ana")).submission
    assert list(buttons(await said(talk, "/milestone show 1"))) == [
        "What reviewers said",
        "Hand in a new version",
        "Take it back",
        "All projects",
    ]
    await people.reviews("ben", work.number, Verdict.CHANGES, "Mend it.")
    assert next(iter(buttons(await said(talk, "/milestone show 1")))) == "Hand in a new version"
    second = (await people.hands_in("ana", link=f"{LINK}/2")).submission
    await people.reviews("devi", second.number, organiser=True)
    reply = await said(talk, "/milestone show 1")
    assert list(buttons(reply)) == ["What reviewers said", "All projects"]
    assert LinkButton("Open my work", f"{LINK}/2") in reply.blocks[-1].buttons  # type: ignore[union-attr]
    assert "completed" in (await said(talk, f"/milestone submit 1 {LINK}")).title


async def test_nothing_is_kept_where_no_community_is_known(talk: Dispatch, database: Database) -> None:
    alone = scene(direct=True)
    reply = await said(talk, f"/milestone submit 1 {LINK} Look at *it*", alone)
    assert reply.title == "Ask me this in your community"
    assert "Look at *it*" in plain(reply)
    assert (await said(talk, "/milestone review", alone)).title == "Ask me this in your community"
    assert await database.read(lambda stores: stores.people.known(alone.caller.person)) is None
    assert "haven't handed anything in" in plain(await said(talk, "/milestone status", alone))
    assert "haven't handed in anything" in plain(await said(talk, "/milestone status 1", alone))
    assert (await said(talk, "/milestone withdraw 1", alone)).title.startswith("Nothing to take back")
    assert (await said(talk, "/milestone withdraw 1 yes", alone)).title.startswith("Nothing to take back")


async def test_work_is_taken_back_after_a_question(talk: Dispatch, people: People) -> None:
    await people.hands_in("ana")
    asked = await said(talk, "/milestone withdraw 1")
    assert (await said(talk, "/milestone withdraw 2")).title.startswith("Nothing to take back")
    done = a_reply(await pressed(talk, asked, "Yes, take it back", "ana"))
    assert done.title == "Phase 1 · Basics is taken back"
    twice = a_reply(await pressed(talk, asked, "Yes, take it back", "ana"))
    assert twice.title.startswith("Nothing to take back")


def test_peers_are_shown_as_they_wish() -> None:
    member = Member(1, "Ana *B.*", alias="Nightowl")
    assert (who(member), who_plainly(member)) == ("Nightowl", "Nightowl")
    assert who(replace(member, alias=None)) == escape("Ana *B.*")
    assert who_plainly(replace(member, alias="a\n" * 500)).endswith("…")
    private = replace(member, visibility=Visibility.PRIVATE)
    assert (who(private), who_plainly(private)) == ("a member", "a member")
    assert (who(None), link(""), opening("Open", "")) == ("somebody who left", "no longer kept", ())


async def test_the_work_of_somebody_who_left_is_offered_to_nobody(
    talk: Dispatch, people: People, database: Database
) -> None:
    eve = await database.write(lambda stores: stores.people.meet(at_server("eve").caller, at_server("eve").at))
    outcome = await people.hands_in("ana")
    left = await database.write(
        lambda stores: stores.submissions.add(
            eve.number, outcome.submission.community, "basics", 1, LINK, "", at_server("eve").at
        )
    )
    offered = await said(talk, "/milestone review", "ben")
    assert [one.value for one in selects(offered)["Review"].options] == [str(outcome.submission.number)]
    assert "By: somebody who left" in plain(await said(talk, f"/milestone review {left.number}", "ben"))


async def test_an_organiser_sees_the_queue(talk: Dispatch, people: People) -> None:
    work = (await people.hands_in("ana")).submission
    await people.reviews("ben", work.number)
    text = plain(await said(talk, "/milestone status", ORGANISER))
    assert "Waiting in this community" in text
    assert "Phase 1 · Basics" in text
    assert "Waiting in this community" not in plain(await said(talk, "/milestone status", "ben"))
    assert "1 of 2 approvals" in plain(await said(talk, "/milestone status"))


async def test_a_review_goes_forward_and_back(talk: Dispatch, people: People) -> None:
    assert "No project of a peer waits" in plain(await said(talk, "/milestone review", "ana"))
    number = (await people.hands_in("ana", notes="")).submission.number
    card = await said(talk, f"/milestone review {number}", "ben")
    assert [(one.label, one.about) for one in selects(card)["Your score"].options][:2] == [
        ("0 of 4", "absent"),
        ("1 of 4", "poor"),
    ]
    form = a_form(await talk.typed(f"/milestone score {number} 1 0", at_server("ben")))
    assert form.invocation.token == f"milestone comment?project={number}&criterion=1"
    again = await said(talk, f"/milestone review {number}", "ben")
    assert again.title.startswith("Criterion 1 of 4")
    assert "needs a word of why" in plain(again)
    assert next(iter(buttons(again))) == "Say why"
    await said(talk, f"/milestone comment {number} 1 Nothing is there", "ben")
    second = await said(talk, f"/milestone score {number} 2 3", "ben")
    assert second.title.startswith("Criterion 3")
    back = a_reply(await pressed(talk, second, "Back", "ben"))
    assert list(buttons(back)) == ["Say why", "Back", "On", "The whole review"]
    first = a_reply(await pressed(talk, back, "Back", "ben"))
    assert list(buttons(first)) == ["Change my comment", "On", "The whole review"]
    whole = a_reply(await pressed(talk, first, "The whole review", "ben"))
    assert [one.about for one in selects(whole)["Go back to a criterion"].options] == [
        "0 of 4",
        "3 of 4",
        "no score yet",
        "no score yet",
    ]
    assert (await said(talk, f"/milestone review {number} 99", "ben")).title == "Your review so far"
    offered = await said(talk, "/milestone review", "ben")
    assert list(buttons(offered)) == ["Go on: Phase 1 · Basics", "All projects"]
    assert "what you have begun" in plain(offered)


async def test_the_end_of_a_review(talk: Dispatch, people: People) -> None:
    number = (await people.hands_in("ana")).submission.number
    for place in (1, 2, 3, 4):
        await people.scores("ben", number, place, 2)
    wordless = await talk.typed(f"/milestone changes {number}", at_server("ben"))
    assert isinstance(wordless, Form)
    assert wordless.title == "What should change?"
    whole = await said(talk, f"/milestone words {number} {PRAISE}", "ben")
    assert list(buttons(whole)) == ["Approve", "Ask for changes", "Change my words"]
    assert "You get 5 points" in plain(a_reply(await pressed(talk, whole, "Approve", "ben")))
    told = plain(await said(talk, "/milestone status 1"))
    assert "Approved by ben, 23 Nov 2026" in told
    assert PRAISE in told
    over = a_reply(await pressed(talk, whole, "Approve", "ben"))
    assert over.title == "Your review is in"
    assert PRAISE in plain(over)
    assert (await said(talk, f"/milestone review {number}", "ben")).title == "Your review is in"
    assert (await said(talk, f"/milestone score {number} 1 0", "ben")).title == "Your review is in"


async def test_what_cannot_be_kept_is_given_back(talk: Dispatch, people: People) -> None:
    number = (await people.hands_in("ana")).submission.number
    for line in (f"/milestone words {number} My own praise", f"/milestone changes {number} My own praise"):
        refused = await said(talk, line)
        assert "your own work" in plain(refused)
        assert "My own praise" in plain(refused)
    unfinished = await said(talk, f"/milestone approve {number}", "ben")
    assert list(buttons(unfinished)) == ["Go on", "Review a peer"]


async def test_what_a_verdict_brings_about_is_said_plainly(talk: Dispatch, people: People) -> None:
    anas = (await people.hands_in("ana")).submission
    bens = (await people.hands_in("ben")).submission
    await people.reviews("ana", bens.number)

    async def ended(whom: str | Scene, number: int, verb: str) -> str:
        there = at_server(whom) if isinstance(whom, str) else whom
        for place in (1, 2, 3, 4):
            await said(talk, f"/milestone score {number} {place} 4", there)
        return plain(await said(talk, f"/milestone {verb}", there))

    assert "counts only once somebody else approves it" in await ended("ben", anas.number, f"approve {anas.number}")
    assert "1 more once somebody else approves too" in plain(await said(talk, "/milestone status"))
    assert "no review yet" not in plain(await said(talk, "/milestone review", "chidi"))
    for name in ("chidi", "eve", "gil"):
        await said(talk, f"/milestone score {anas.number} 1 4", name)
    assert "reads what to change" in await ended("chidi", anas.number, f"changes {anas.number} Mend it")
    late = plain(await said(talk, f"/milestone whole {anas.number}", "eve"))
    assert "asked for changes meanwhile" in late
    assert "a new version comes first" in await ended("eve", anas.number, f"approve {anas.number}")
    assert "your approval alone passes it" in await ended(ORGANISER, anas.number, f"whole {anas.number}")
    assert "has passed" in await ended(ORGANISER, anas.number, f"approve {anas.number}")
    assert "which has passed already" in await ended("gil", anas.number, f"approve {anas.number}")

    old = (await people.hands_in("chidi")).submission
    await said(talk, f"/milestone score {old.number} 1 4", "hal")
    await people.hands_in("chidi", link=f"{LINK}/2")
    assert "an older version" in await ended("hal", old.number, f"approve {old.number}")
    shown = plain(await said(talk, "/milestone status 1", "chidi"))
    assert "replaced by a newer version" in shown
    assert "passed" in plain(await said(talk, "/milestone status"))
    assert "Approved by hal" in shown


async def test_private_people_learn_what_reviewers_see(people: People) -> None:
    outcome = await people.hands_in("ana")
    phase = people.library.phases["basics"]
    for private in (True, False):
        card = handed_in_card(people.library, phase, outcome, 0, private=private)
        assert ("in place of your name" in plain(card)) is private
    again = handed_in_card(people.library, phase, await people.hands_in("ana"), 0, private=False)
    assert again.title == "Phase 1 · Basics is handed in already"


async def test_a_new_version_says_what_becomes_of_the_old_reviews(talk: Dispatch, people: People) -> None:
    work = (await people.hands_in("ana")).submission
    await people.reviews("ben", work.number)
    reply = await said(talk, f"/milestone submit 1 {LINK}/2")
    assert "whose reviews stay as history" in plain(reply)


async def test_a_phase_that_is_gone_leads_nowhere_wrong(talk: Dispatch, shelf: FakeShelf, people: People) -> None:
    number = (await people.hands_in("ana")).submission.number
    await people.scores("ben", number, 1, 3)
    shelf.library = replace(
        shelf.library, roadmap=replace(shelf.library.roadmap, phases=shelf.library.roadmap.phases[1:])
    )
    assert "no longer on the roadmap" in plain(await said(talk, f"/milestone review {number}", "ben"))
    assert "haven't handed anything in" in plain(await said(talk, "/milestone status"))


async def test_member_text_is_never_markup(talk: Dispatch, people: People) -> None:
    for place, written in enumerate(HOSTILE):
        text = Words(9_000, lines=True).read(written, at_server("ana"))
        number = (await people.hands_in(f"ana{place}", notes=f"zqxj {text}\n\nzqxj {text}"[:1500])).submission.number
        await people.scores("ben", number, 1, 1)
        await people.comments("ben", number, 1, f"zqxj {text}"[:500])
        await people.comments("ben", number, None, f"zqxj {text}"[:1500])
        for line in (f"review {number} 1", f"whole {number}"):
            reply = await said(talk, f"/milestone {line}", "ben")
            assert "zqxj" in plain(reply)
            for block in reply.blocks:
                for markdown in markdowns(block):
                    assert not [words for words in marked(markdown) if "zqxj" in words or "evil" in words]


@pytest.mark.parametrize("kind", NewsKind)
async def test_news_name_nobody_and_lead_on(people: People, kind: NewsKind) -> None:
    work = (await people.hands_in("ana")).submission
    for count in (Count(1, 0, organiser=False), Count(0, 1, organiser=False)):
        for to in ((), (work.member,)):
            for points in (0, 25):
                card = news_card(people.library, News(kind, work, to, count, points))
                assert buttons(card)
                assert escape("ana") not in plain(card).split()
                assert ("25 points" in plain(card)) == (kind is NewsKind.PASSED and points == 25)
    gone = replace(work, phase="gone")
    assert buttons(news_card(people.library, News(kind, gone, ())))
