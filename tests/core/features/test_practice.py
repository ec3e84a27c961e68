from __future__ import annotations

from datetime import timedelta

from bot.core.chat.blocks import Spoiler
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.dispatch import Dispatch
from tests.core.helpers import NOW, a_reply, buttons, said, scene


async def test_a_task_without_its_answer(tiny: Dispatch) -> None:
    reply = await said(tiny, "/practice 1 number:2")
    assert reply.title == "Task prompt-two"
    for words in ("Do prompt-two.", "about 10 minutes", "A picture.", "Phase 1 · Basics"):
        assert words in plain(reply)
    assert "How prompt-two is done." not in plain(reply)
    assert buttons(reply)["Show a model answer"] == Invocation("practice reveal", {"task": "prompt-two"})
    assert buttons(reply)["Next task"] == Invocation("practice task", {"phase": "1", "number": "1"})
    assert buttons(reply)["Skill: Python"] == Invocation("roadmap skill", {"skill": "python"})
    assert reply.permalink == Invocation("practice task", {"phase": "1", "number": "2"})


async def test_a_phase_says_where_one_is_and_leads_to_its_first_task(dispatch: Dispatch) -> None:
    amid = await said(dispatch, "/practice 1 number:5")
    assert "Task: 5 of 42 of the phase; some use what earlier ones made" in plain(amid)
    assert buttons(amid)["From the first task"] == Invocation("practice task", {"phase": "1", "number": "1"})
    assert "From the first task" not in buttons(await said(dispatch, "/practice 1 number:1"))
    assert "of the phase" not in plain(await said(dispatch, "/practice number:5"))


async def test_another_task_each_day(tiny: Dispatch) -> None:
    titles = {(await said(tiny, "/practice", scene(at=NOW + timedelta(days=day)))).title for day in range(2)}
    assert titles == {"Task prompt-one", "Task prompt-two"}
    assert (await said(tiny, "/practice number:9")).title == "Task prompt-two"


async def test_a_phase_without_tasks(tiny: Dispatch) -> None:
    assert (await said(tiny, "/practice 2")).title == "No such task yet"


async def test_a_model_answer_is_shown_or_shared_hidden(tiny: Dispatch) -> None:
    private = await said(tiny, "/practice reveal prompt-one")
    assert "How prompt-one is done." in plain(private)
    shared = a_reply(await tiny.pressed(buttons(private)["Share"].token, scene(), on=Audience.CALLER))
    (spoiler,) = [block for block in shared.blocks if isinstance(block, Spoiler)]
    assert spoiler.markdown == "How prompt-one is done."
    assert "How prompt-one is done." not in plain(shared)
    assert spoiler.reveal == private.permalink
