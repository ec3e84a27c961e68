"""What people do with study prompts: done, answered, revealed, and what they wrote stays theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.features.prompt_answers import LISTED
from bot.core.ports.database import Database
from tests.core.features.arriving import Town
from tests.core.features.prompting import many, set_up
from tests.core.helpers import HOSTILE, a_form, a_reply, buttons, markdowns, marked, selects


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


async def test_done_is_a_check_in_that_pays_once(town: Town) -> None:
    await set_up(town)
    await town.passes(hours=1)
    [post] = town.posts()
    reply = a_reply(await town.press("ben", post, "Done", Audience.EVERYONE))
    assert reply.audience is Audience.CALLER
    assert "Task prompt-one" in plain(reply)
    assert "+5 points" in plain(reply)
    again = a_reply(await town.press("ben", post, "Done", Audience.EVERYONE))
    assert again.title == "You did that today"
    assert len(await town.sql("SELECT id FROM ledger")) == 1
    other = await town.say("ben", "/prompts done prompt-two")
    assert "A day gives points once" in plain(other)
    await town.passes(days=1)
    assert "+5 points" in plain(a_reply(await town.press("ben", post, "Done", Audience.EVERYONE)))


async def test_answers_are_ones_own(town: Town) -> None:
    await set_up(town)
    await town.passes(hours=1)
    [post] = town.posts()
    form = a_form(await town.press("ben", post, "Answer privately", Audience.EVERYONE))
    assert [(one.parameter.name, one.value) for one in form.questions] == [("words", "")]
    kept = a_reply(
        await town.dispatch.pressed(
            form.invocation.token, town.scene("ben"), on=Audience.EVERYONE, filled={"words": "I sorted it.\nTwice."}
        )
    )
    assert (kept.title, kept.audience) == ("Kept for you alone", Audience.CALLER)
    assert "Share" not in buttons(kept)
    form = a_form(await town.press("ben", kept, "Write it anew"))
    assert form.questions[0].value == "I sorted it.\nTwice."
    mine = await town.say("ben", "/prompts answers", None)
    assert "Task prompt-one, Wed 25 Nov: I sorted it. Twice." in plain(mine)
    one = a_reply(await town.choose("ben", mine, "Read one in full", "prompt-one"))
    assert "I sorted it." in plain(one)
    for channel in ("talk", None):
        assert (await town.say("ana", "/prompts answers", channel)).title == "No answers yet"
    nobody = await town.say("ana", "/prompts answers prompt-one")
    assert "You haven't answered this one yet" in plain(nobody)
    removed = await town.say("ben", "/prompts answer prompt-one words:-")
    assert removed.title == "Your answer is removed"
    assert (await town.say("ben", "/prompts answers")).title == "No answers yet"


async def test_answers_outlive_edits_of_the_content(town: Town) -> None:
    many(town, LISTED + 2)
    for one in range(LISTED + 2):
        await town.passes(minutes=1)
        await town.say("ben", f"/prompts answer p-{one:02} words:Mine.")
    mine = await town.say("ben", "/prompts answers")
    assert "and 2 more" in plain(mine)
    first, second, *_ = town.shelf.library.prompts
    town.shelf.library = replace(town.shelf.library, prompts=(replace(second, id="p-new", aliases=(second.id,)),))
    mine = await town.say("ben", "/prompts answers")
    assert "A task that is gone" in plain(mine)
    assert len(selects(mine)["Read one in full"].options) == 1
    await town.say("ben", "/prompts answer p-new words:Anew.")
    assert len(await town.sql("SELECT member FROM prompt_answers")) == LISTED + 2
    town.shelf.library = replace(town.shelf.library, prompts=(first,))
    town.shelf.library = replace(town.shelf.library, prompts=())
    assert "A task that is gone" in await town.text("ben", "/prompts answers")
    assert "Read one in full" not in selects(await town.say("ben", "/prompts answers"))


async def test_reveal_is_private(town: Town) -> None:
    await set_up(town)
    await town.passes(hours=1)
    [post] = town.posts()
    reply = a_reply(await town.press("ben", post, "Reveal", Audience.EVERYONE))
    assert reply.audience is Audience.CALLER
    assert town.shelf.library.prompts[0].reveal in plain(reply)
    assert (await town.say("ben", "/prompts task prompt-one")).title == "Task prompt-one"


async def test_what_members_write_is_never_markup(town: Town) -> None:
    for text in HOSTILE:
        reply = a_reply(
            await town.dispatch.pressed(
                "prompts answer?task=prompt-one",
                town.scene("ben"),
                on=Audience.CALLER,
                filled={"words": f"zq {text}"[:1_400]},
            )
        )
        for shown in (
            reply,
            await town.say("ben", "/prompts answers"),
            await town.say("ben", "/prompts answers prompt-one"),
        ):
            for block in shown.blocks:
                for markdown in markdowns(block):
                    assert not [words for words in marked(markdown) if "zq" in words], markdown
