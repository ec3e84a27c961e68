from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.chat.blocks import Facts, Items, Spoiler
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.dispatch import Dispatch
from tests.core.helpers import NOW, a_reply, buttons, said, scene, selects
from tests.fakes.shelf import FakeShelf


async def test_a_question_comes_without_its_answer(tiny: Dispatch) -> None:
    reply = await said(tiny, "/interview number:1")
    assert reply.title == "Interview question 1 of 3"
    assert "What of iq-one?" in plain(reply)
    assert "The answer of" not in plain(reply)
    assert Facts((("Phase", "Phase 1 · Basics"), ("Level", "junior"), ("Kind", "concept"))) in reply.blocks
    assert buttons(reply)["Show the answer"] == Invocation("interview answer", {"question": "iq-one"})
    assert buttons(reply)["Another question"] == Invocation("interview browse", {"number": "2"})
    assert "Any question" not in buttons(reply)
    assert reply.permalink == Invocation("interview browse", {"number": "1"})


async def test_after_the_last_question_comes_the_first(tiny: Dispatch) -> None:
    reply = await said(tiny, "/interview number:3")
    assert buttons(reply)["Another question"].arguments == {"number": "1"}
    assert (await said(tiny, "/interview number:99")).title == "Interview question 3 of 3"


@pytest.mark.parametrize(
    ("line", "title", "question"),
    [
        ("/interview 1 number:2", "Interview question 2 of 2", "iq-two"),
        ("/interview senior", "Interview question 1 of 1", "iq-three"),
        ("/interview debugging", "Interview question 1 of 1", "iq-two"),
        ("/interview junior concept basics", "Interview question 1 of 1", "iq-one"),
        ("/interview beginnings junior number:1", "Interview question 1 of 2", "iq-one"),
    ],
)
async def test_questions_by_phase_level_and_kind(tiny: Dispatch, line: str, title: str, question: str) -> None:
    reply = await said(tiny, line)
    assert reply.title == title
    assert f"What of {question}?" in plain(reply)
    assert buttons(reply)["Any question"] == Invocation("interview browse")
    assert ("Another question" in buttons(reply)) is not title.endswith("of 1")


async def test_the_choice_is_narrowed_step_by_step(tiny: Dispatch) -> None:
    assert list(selects(await said(tiny, "/interview"))) == ["Only one level"]
    narrowed = await said(tiny, "/interview junior 1")
    assert list(selects(narrowed)) == ["Only one kind"]
    assert selects(narrowed)["Only one kind"].invocation.arguments == {"phase": "1", "level": "junior"}
    assert not selects(await said(tiny, "/interview junior concept"))


async def test_another_question_each_day_and_the_same_all_day(tiny: Dispatch) -> None:
    titles = [(await said(tiny, "/interview", scene(at=NOW + timedelta(days=day)))).title for day in range(4)]
    assert sorted(titles[:3]) == [f"Interview question {place} of 3" for place in (1, 2, 3)]
    assert titles[3] == titles[0]
    assert (await said(tiny, "/interview", scene(at=NOW + timedelta(hours=13)))).title == titles[0]
    kiritimati = scene(at=NOW, zone=ZoneInfo("Pacific/Kiritimati"))  # there it is tomorrow already
    assert (await said(tiny, "/interview", kiritimati)).title == titles[1]


async def test_no_question_fits(tiny: Dispatch) -> None:
    reply = await said(tiny, "/interview senior 1 concept")
    assert reply.title == "No such question yet"
    assert "None of the 3 questions fits all of that." in plain(reply)
    assert {label: step.arguments for label, step in buttons(reply).items() if label != "Share"} == {
        "Any phase": {"level": "senior", "kind": "concept"},
        "Any level": {"phase": "1", "kind": "concept"},
        "Any kind": {"phase": "1", "level": "senior"},
    }


async def test_there_are_no_questions_at_all(tiny: Dispatch, tiny_shelf: FakeShelf) -> None:
    tiny_shelf.library = replace(tiny_shelf.library, questions=())
    assert (await said(tiny, "/interview")).title == "No such question yet"


async def test_an_answer(tiny: Dispatch) -> None:
    reply = await said(tiny, "/interview answer iq-one")
    for words in ("What of iq-one?", "The answer of iq-one.", "point two", "Guessing.", "And then?", "The docs"):
        assert words in plain(reply)
    assert list(buttons(reply)) == ["Another of this phase", "Skill: Git", "Share"]
    assert buttons(reply)["Another of this phase"] == Invocation("interview browse", {"phase": "1"})
    assert "Sources" not in plain(await said(tiny, "/interview answer iq-two"))


async def test_a_shared_answer_stays_hidden_until_somebody_asks_for_it(tiny: Dispatch) -> None:
    private = await said(tiny, "/interview answer iq-one")
    shared = a_reply(await tiny.pressed(buttons(private)["Share"].token, scene(), on=Audience.CALLER))
    assert shared.audience is Audience.EVERYONE
    spoiler = next(block for block in shared.blocks if isinstance(block, Spoiler))
    assert (spoiler.label, spoiler.markdown) == ("the answer", "The answer of iq-one.")
    assert not any(isinstance(block, Items) for block in shared.blocks)
    for words in ("The answer of", "point two", "Guessing.", "The docs"):
        assert words not in plain(shared)
    revealed = a_reply(await tiny.pressed(spoiler.reveal.token, scene(who="ben"), on=Audience.EVERYONE))
    assert revealed.audience is Audience.CALLER
    assert "point two" in plain(revealed)


@pytest.mark.parametrize(
    "line", ["/interview answer iq-one user:@test:ben", "/practice reveal prompt-one user:@test:ben"]
)
async def test_an_answer_for_somebody_is_hidden_where_others_read_it(tiny: Dispatch, line: str) -> None:
    reply = await said(tiny, line)
    assert reply.audience is Audience.EVERYONE
    (spoiler,) = [block for block in reply.blocks if isinstance(block, Spoiler)]
    assert spoiler.markdown not in plain(reply)

    alone = await said(tiny, line, scene(direct=True))
    assert spoiler.markdown in plain(alone)
