"""`/progress` and `/next`, over a real database and the tiny curriculum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.database.stores import SqlStores
from bot.core.chat.blocks import Items, Table
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.chat.scene import Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.model.library import Library
from bot.core.ports.database import Database, Stores
from tests.conftest import new_dispatch
from tests.core.helpers import NOW, a_reply, buttons, said, scene, selects
from tests.fakes.shelf import FakeShelf, skill, tiny_library

ZOE = scene(who="zoe")


@pytest.fixture
def own_shelf() -> FakeShelf:
    """The tiny curriculum, which a test may exchange."""
    return FakeShelf(tiny_library())


@pytest.fixture
def mine(own_shelf: FakeShelf, database: Database) -> Dispatch:
    """The whole menu over an empty database."""
    return new_dispatch(own_shelf, AskFeature(own_shelf), database)


async def pressed(dispatch: Dispatch, command: str, *chosen: str) -> str:
    """What choosing from a menu is answered."""
    answer = await dispatch.pressed(f"{command}?skill=", scene(), on=Audience.CALLER, chosen=chosen)
    return plain(a_reply(answer))


def renamed(library: Library) -> Library:
    """Git is called versions now, and SQL is gone."""
    first, last = library.roadmap.phases
    versions = replace(first.skills[0], id="versions", title="Versions", aliases=("git",))
    phases = (replace(first, skills=(versions, first.skills[1])), replace(last, skills=(skill("docker", "Docker"),)))
    roadmap = replace(library.roadmap, phases=phases)
    return replace(library, roadmap=roadmap, faqs=(), questions=(), terms=(), quiz=(), prompts=())


async def test_nothing_is_known_of_somebody_new(mine: Dispatch) -> None:
    reply = await said(mine, "/progress")
    assert "Nothing is marked yet" in plain(reply)
    assert (
        Items(("○ **1. Basics**: 0 of 3 done (0%).", "○ **2. Serving**: 0 of 2 done (0%)."), title="Phases")
        in reply.blocks
    )
    assert (await said(mine, "/next")).title == "Next: Git"
    assert (await said(mine, "/progress why")).title == "No points yet"
    assert (await said(mine, "/progress undo")).title == "Nothing to take back"
    assert "○ to do" in plain(await said(mine, "/progress git"))


async def test_from_start_to_done_and_back(mine: Dispatch) -> None:
    started = await said(mine, "/progress start git")
    assert started.title == "Started: Git"
    assert buttons(started)["Done"] == Invocation("progress done", {"skill": "git"})
    assert "▸ 1. Basics: 0 of 3 done (0%). Doing: Git." in plain(await said(mine, "/progress"))
    assert "you have started it" in plain(await said(mine, "/next"))
    done = await said(mine, "/progress done git")
    assert (done.title, "+10 points" in plain(done)) == ("Done: Git", True)
    assert buttons(done)["Next: Python"] == Invocation("next")
    assert "Points: 10" in plain(await said(mine, "/progress"))
    for word in ("done", "start", "skip"):
        again = await said(mine, f"/progress {word} git")
        assert again.title == "Nothing new"
        assert ("already done" if word == "done" else "Git stays done") in plain(again)
    back = await said(mine, "/progress undo git")
    assert (back.title, "10 points went back" in plain(back)) == ("Taken back: Git", True)
    assert "Nothing changed for Git: not marked." in plain(await said(mine, "/progress undo git"))
    assert "Points: 0" in plain(await said(mine, "/progress"))


async def test_several_at_once(mine: Dispatch) -> None:
    menu = selects(await said(mine, "/progress done"))["Mark as done"]
    assert (menu.many, [one.value for one in menu.options]) == (True, ["git", "python", "sql"])
    text = await pressed(mine, "progress done", "git", "python", "sql")
    assert "3 skills done" in text
    assert "+20 points" in text
    assert "That was the last skill of Basics. The project Basics project proves them all." in text
    assert "Today's limit for points is reached" in plain(await said(mine, "/progress done docker"))
    text = await pressed(mine, "progress skip", "http", "docker")
    assert "Docker stays done" in text
    assert "You have reached the end" in plain(await said(mine, "/next"))
    done = await said(mine, "/progress done")
    assert done.title == "Your Phase 2 · Serving"
    assert "Left out: 1" in plain(await said(mine, "/progress"))
    undo = selects(await said(mine, "/progress undo"))["Which skill?"]
    assert [one.about for one in undo.options] == ["✓ done"] * 4 + ["– left out"]
    assert "What now?" in buttons(await said(mine, "/progress skip http"))
    assert "3 skills taken back" in await pressed(mine, "progress undo", "http", "git", "sql")


@pytest.mark.parametrize(
    "listed", ["git sql", "git and sql", "Git & SQL", "git, and sql", "pythn, sqll", "git and pythn"]
)
async def test_skills_are_listed_as_people_list_them(mine: Dispatch, listed: str) -> None:
    assert (await said(mine, f"/progress done {listed}")).title == "2 skills done"


async def test_what_is_no_list_of_skills(mine: Dispatch) -> None:
    assert "I know no skill" in plain(await said(mine, "/progress done git, xylophone"))
    assert "I know no skill" in plain(await said(mine, "/progress done xylophone and zither"))
    assert (await said(mine, "/progress done pythn")).title == "Done: Python"


async def test_a_phase_and_a_skill_of_mine(mine: Dispatch) -> None:
    await said(mine, "/progress done git, SQL")
    await said(mine, "/progress start Python")
    phase = await said(mine, "/progress phase basics")
    assert Items(("✓ done: Git", "▸ doing: Python", "✓ done: SQL"), title="Skills") in phase.blocks
    assert set(selects(phase)) == {"Mark as done", "Leave out", "Open a skill"}
    assert "Next: Serving" in buttons(phase)
    assert "Previous: Basics" in buttons(await said(mine, "/progress phase 2"))
    assert list(buttons(await said(mine, "/progress skill git")))[:2] == ["What next?", "Undo"]
    await said(mine, "/progress skip http")
    assert "– left out" in plain(await said(mine, "/progress http"))
    assert (await said(mine, "/progress done nothing, git")).title == "That didn't work"
    assert (await said(mine, "/progress done ,")).title == "That didn't work"


async def test_why_line_by_line(mine: Dispatch) -> None:
    await said(mine, "/progress done git,python")
    await said(mine, "/progress undo git")
    await said(mine, "/progress done sql", scene(at=NOW + timedelta(days=1)))
    reply = await said(mine, "/progress why")
    assert reply.title == "Why you have 20 points"
    (table,) = [block for block in reply.blocks if isinstance(block, Table)]
    assert table.rows == (
        ("Tue 24 Nov", "You finished “SQL”.", "+10", "20"),
        ("Mon 23 Nov", "You took back “Git”.", "-10", "10"),
        ("Mon 23 Nov", "You finished “Python”.", "+10", "20"),
        ("Mon 23 Nov", "You finished “Git”.", "+10", "10"),
    )
    assert "SQL" not in plain(await said(mine, "/progress why day:2026-11-23"))
    assert "There is no line for Thu 1 Oct" in plain(await said(mine, "/progress why day:2026-10-01"))
    assert (await said(mine, "/progress why before:1")).title == "No points here"


async def test_why_in_pages(mine: Dispatch) -> None:
    for _ in range(5):
        await said(mine, "/progress done git,python")
        await said(mine, "/progress undo git,python")
    reply = await said(mine, "/progress why day:today")
    older = await mine.pressed(buttons(reply)["Older lines"].token, scene(), on=Audience.CALLER)
    tables = [block for block in a_reply(older).blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [5]
    assert "Older lines" not in buttons(a_reply(older))


async def test_progress_survives_edits_of_the_roadmap(mine: Dispatch, own_shelf: FakeShelf) -> None:
    await said(mine, "/progress done git,sql")
    own_shelf.library = renamed(own_shelf.library)
    assert "Nothing changed for Versions: already done" in plain(await said(mine, "/progress done versions"))
    shown = plain(await said(mine, "/progress"))
    assert "Done: 1 of 3 skills (33%)" in shown
    assert "1 that the roadmap no longer lists" in shown
    assert "10 points went back" in plain(await said(mine, "/progress undo versions"))
    assert "+10 points" in plain(await said(mine, "/progress done versions"))
    assert "Points: 20" in plain(await said(mine, "/progress"))


async def test_a_skill_that_was_begun_under_its_old_name(mine: Dispatch, own_shelf: FakeShelf) -> None:
    await said(mine, "/progress start git,sql")
    own_shelf.library = renamed(own_shelf.library)
    assert (await said(mine, "/progress done versions")).title == "Done: Versions"
    assert "Doing" not in plain(await said(mine, "/progress"))


async def test_the_phase_of_the_group(mine: Dispatch, database: Database) -> None:
    await said(mine, "/progress skip git")

    async def grouped(stores: Stores) -> None:
        member = await stores.people.known(scene().caller.person)
        community = await stores.communities.at(Space("test:server"), NOW)
        assert member
        assert isinstance(stores, SqlStores)
        session = stores._session
        await session.rows(
            "INSERT INTO study_groups (id, community, name, phase, made_at, changed_at) "
            "VALUES (1, :community, 'Owls', 'serving', 0, 0)",
            community=community.number,
        )
        await session.rows(
            "INSERT INTO group_members (study_group, member, since) VALUES (1, :member, 0)", member=member.number
        )

    await database.write(grouped)
    reply = await said(mine, "/next")
    assert reply.title == "Next: Docker"
    assert "your study group is in Phase 2 · Serving" in plain(reply)
    assert (await said(mine, "/progress start")).title == "Your Phase 2 · Serving"
    checked = plain(await said(mine, '/checkin did:"Tried" blocker:"No disk"'))
    assert "Owls sees what is in your way" in checked
    await said(mine, "/progress done docker")
    await said(mine, "/progress undo git")
    needed = await said(mine, "/next")
    assert (needed.title, "HTTP, which comes after it, builds on it" in plain(needed)) == ("Next: Git", True)


async def test_others_see_what_one_lets_them_see(mine: Dispatch, database: Database) -> None:
    there = replace(scene(), place=Place("test", scene().place.channel, Space("test:server")))
    visitor = replace(ZOE, place=there.place)
    await said(mine, "/progress done git", there)

    async def shown(where: Scene = visitor) -> str:
        return plain(await said(mine, "/progress show member:@test:ana", where))

    async def choose(visibility: str) -> None:
        async def act(stores: Stores) -> None:
            assert isinstance(stores, SqlStores)
            session = stores._session
            await session.rows("UPDATE members SET visibility = :visibility", visibility=visibility)

        await database.write(act)

    assert "This is how far ana has come" in await shown()
    assert "no progress of theirs" in await shown(ZOE)
    await choose("public")
    assert "1 of 5 skills" in await shown(ZOE)
    await choose("private")
    assert "no progress of theirs" in await shown()
    assert "Your progress" in await shown(there)
    assert "no progress of theirs" in plain(await said(mine, "/progress show member:@test:nobody"))
