"""Everything that can be reached from /help by pressing: Discord takes each reply and each form of it."""

from __future__ import annotations

import pytest

from bot.adapters.discord.forms import modal
from bot.adapters.discord.render import render
from bot.core.chat.blocks import Button, Buttons, Select
from bot.core.chat.invocation import Invocation
from bot.core.chat.reply import Answer, Form
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene
from bot.core.dispatch import Dispatch
from tests.dialogs.doors.cast import NOW
from tests.fakes.discord.limits import message_problems, modal_problems

SCENE = Scene(Caller(Person("discord:1"), "Ana", organiser=True), Place("discord", Channel("discord:2")), NOW)


def ways_on(answer: Answer) -> list[Invocation]:
    """What can be pressed or chosen."""
    if isinstance(answer, Form):
        return []
    found: list[Invocation] = []
    for block in answer.blocks:
        if isinstance(block, Buttons):
            found += [one.invocation for one in block.buttons if isinstance(one, Button)]
        if isinstance(block, Select):
            found += [block.invocation.with_arguments({block.argument: one.value}) for one in block.options]
    return found


@pytest.mark.slow
async def test_every_reply_can_be_shown(dispatch: Dispatch) -> None:
    waiting = [Invocation(command.name) for command in dispatch.menu] + [Invocation("plan dates", {"hours": "8"})]
    seen = {one.token for one in waiting}
    paged: list[str] = []
    while waiting:
        invocation = waiting.pop()
        answer = await dispatch.invoke(invocation, SCENE)
        if isinstance(answer, Form):
            shown = modal(answer)
            assert shown is not None
            assert modal_problems(shown) == []
        else:
            message = render(answer)
            assert message_problems(message.data(), [one.name for one in message.uploads]) == []
            if any("Page 1 of" in str(part) for part in message.components):
                paged.append(invocation.token)
        for following in ways_on(answer):
            if following.token not in seen:
                seen.add(following.token)
                waiting.append(following)
    assert len(seen) > 500
    assert len(paged) < len(seen) / 20, "nearly all of it has room in one message"
