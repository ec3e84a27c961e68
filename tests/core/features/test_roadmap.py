from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.chat.blocks import Facts, Items, Table, Text
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.dispatch import Dispatch
from tests.core.helpers import buttons, said, selects, words_of
from tests.fakes.shelf import FakeShelf


async def test_the_whole_path(tiny: Dispatch) -> None:
    reply = await said(tiny, "/roadmap")
    assert reply.title == "Tiny roadmap"
    assert (
        Table(
            ("Phase", "What", "How long", "Skills"),
            (("1", "Basics", "4–8 weeks", "3"), ("2", "Serving", "6 weeks", "2")),
        )
        in reply.blocks
    )
    assert "The whole path takes 6–12 months" in plain(reply)
    assert [option.value for option in selects(reply)["Open a phase"].options] == ["1", "2"]
    assert list(buttons(reply)) == ["What next?", "My progress", "Plan my dates", "Ask a question", "Share"]


async def test_a_phase(tiny: Dispatch) -> None:
    first, last = await said(tiny, "/roadmap 1"), await said(tiny, "/roadmap serving")
    assert (first.title, last.title) == ("Phase 1 · Basics", "Phase 2 · Serving")
    assert Items(("**Tools**: Git, Python", "**Data**: SQL"), title="Skills") in first.blocks
    assert first.blocks[0] == Facts(
        (
            ("How long", "4–8 weeks"),
            ("You learn", "What Basics teaches"),
            ("Key tools", "Hammer, Saw"),
            ("Project", "**Basics project**"),
        )
    )
    assert [option.value for option in selects(first)["Open a skill"].options] == ["git", "python", "sql"]
    assert list(buttons(first)) == [
        "The project", "Interview questions", "Next: Serving", "My progress here", "All phases", "Share",
    ]  # fmt: skip
    assert list(buttons(last)) == [
        "The project", "Interview questions", "Previous: Basics", "My progress here", "All phases", "Share",
    ]  # fmt: skip
    assert buttons(last)["Interview questions"] == Invocation("interview browse", {"phase": "2"})


async def test_a_skill_leads_to_its_neighbours_and_what_it_needs(tiny: Dispatch) -> None:
    git, sql, http = [await said(tiny, f"/roadmap skill {name}") for name in ("git", "sql", "http")]
    assert list(buttons(git)) == [
        "What next?",
        "Done",
        "My state",
        "Next: Python",
        "Remind me…",
        "Phase 1 · Basics",
        "Share",
    ]
    assert list(buttons(sql)) == [
        "What next?",
        "Done",
        "My state",
        "Previous: Python",
        "Remind me…",
        "Phase 1 · Basics",
        "Share",
    ]
    assert list(buttons(http)) == [
        "What next?", "Done", "My state", "First: Git", "Previous: Docker", "Remind me…", "Phase 2 · Serving", "Share",
    ]  # fmt: skip
    assert buttons(http)["What next?"] == Invocation("roadmap next", {"after": "http"})
    assert Items(("[The docs](https://docs.example.org/)",), title="Read on") in git.blocks
    assert not any(isinstance(block, Items) and block.title == "Read on" for block in sql.blocks)
    assert Facts((("Comes after", "Docker, Git"),)) in http.blocks
    assert not any(isinstance(block, Facts) for block in git.blocks)
    for words in ("Git in short.", "Git one", "Git two", "Git three", "Practise Git.", "Show Git."):
        assert words in plain(git)


async def test_a_milestone_says_how_it_is_judged(tiny: Dispatch) -> None:
    reply = await said(tiny, "/roadmap milestone 2")
    assert reply.title == "Serving project"
    for words in (
        "Build Serving.", "A repository", "Serving criterion 3: 0 is “absent”, 4 is “great”", "Tested", "Haste", "More",
    ):  # fmt: skip
        assert words in plain(reply)
    assert list(buttons(reply)) == ["Hand it in", "Phase 2 · Serving", "All phases", "Share"]


@pytest.mark.parametrize(
    ("line", "title", "why"),
    [
        ("/roadmap next", "Next: Git", "it is the first step of the roadmap, and most other skills build on it."),
        ("/roadmap next after:git", "Next: Python", "it follows Git in Phase 1 · Basics."),
        ("/roadmap what next sql", "Next: Docker", "it opens Phase 2 · Serving."),
        ("/roadmap what next docker", "Next: HTTP", "it builds on Docker, Git."),
    ],
)
async def test_what_comes_next_and_why(tiny: Dispatch, line: str, title: str, why: str) -> None:
    reply = await said(tiny, line)
    assert reply.title == title
    text = reply.blocks[0]
    assert isinstance(text, Text)
    assert words_of(text.markdown).endswith(f"Why this one: {why}")
    skill = title.removeprefix("Next: ")
    assert buttons(reply)[f"Open {skill}"] == Invocation("roadmap skill", {"skill": skill.lower()})
    assert buttons(reply)["I know that, what next?"] == Invocation("roadmap next", {"after": skill.lower()})


async def test_a_new_phase_reminds_of_the_project_before_it(tiny: Dispatch) -> None:
    opening, within = await said(tiny, "/roadmap next sql"), await said(tiny, "/roadmap next git")
    assert "Before you go on: Basics project proves what you learnt in Basics." in plain(opening)
    assert buttons(opening)["The project"] == Invocation("roadmap milestone", {"phase": "1"})
    assert "The project" not in buttons(within)


async def test_whoever_has_finished_phases_can_say_so(tiny: Dispatch) -> None:
    (option,) = selects(await said(tiny, "/roadmap next"))["I have finished a phase already"].options
    assert (option.value, option.label, option.about) == ("sql", "1. Basics", "Then go on with phase 2")
    assert not selects(await said(tiny, "/roadmap next git"))


async def test_the_end_of_the_roadmap(tiny: Dispatch) -> None:
    reply = await said(tiny, "/roadmap next http")
    assert reply.title == "You have reached the end of the roadmap"
    assert list(buttons(reply)) == ["Portfolio projects", "Interview questions", "Share"]


async def test_the_path_is_walked_to_its_end_without_a_gap(dispatch: Dispatch) -> None:
    reply, seen = await said(dispatch, "/roadmap next"), []
    while (step := buttons(reply).get("I know that, what next?")) is not None:
        seen.append(step.arguments["after"])
        reply = await said(dispatch, f"/roadmap next {seen[-1]}")
    assert len(seen) == len(set(seen)) > 50
    assert reply.title == "You have reached the end of the roadmap"


async def test_an_edit_of_the_content_shows_at_once(tiny: Dispatch, tiny_shelf: FakeShelf) -> None:
    before = await said(tiny, "/roadmap")
    library = tiny_shelf.library
    tiny_shelf.library = replace(library, roadmap=replace(library.roadmap, title="Edited"))
    assert (before.title, (await said(tiny, "/roadmap")).title) == ("Tiny roadmap", "Edited")
