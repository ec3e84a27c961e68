"""Many requests leave nothing behind: no tasks, no answers, no forms. The benchmark does 10,000."""

from __future__ import annotations

import asyncio
import gc

from tests.adapters.slack.conftest import ANA, GENERAL, Scene
from tests.fakes.slack.workspace import Message


async def ask(scene: Scene, message: Message, number: int) -> None:
    """A command with words of its own, one that repeats itself, a question, a form, a button, the Home tab."""
    slack = scene.slack
    await slack.slash(ANA, GENERAL, "/ask", f"words {number}")
    await slack.slash(ANA, GENERAL, "/hello")
    await slack.direct(ANA, f"words {number}")
    await slack.slash(ANA, GENERAL, "/plan")
    await slack.press(ANA, message, {"type": "button", "action_id": "press 1", "value": "help"})
    await slack.open_home(ANA)
    assert await scene.door.settled()
    slack.workspace.forget()


async def test_nothing_is_left_behind(scene: Scene) -> None:
    await scene.slack.slash(ANA, GENERAL, "/hello")
    message = await scene.message()
    for number in range(150):
        await ask(scene, message, number)
    gc.collect()
    objects, tasks = len(gc.get_objects()), len(asyncio.all_tasks())
    for number in range(150, 300):
        await ask(scene, message, number)
    gc.collect()
    assert scene.door._work.busy == 0
    assert len(asyncio.all_tasks()) <= tasks
    assert len(gc.get_objects()) - objects < 2_250, "less than fifteen for each round of six"
