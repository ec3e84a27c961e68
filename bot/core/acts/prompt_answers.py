"""What members do with a study prompt: say that it is done, and answer it for themselves."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.acts.checking_in import BACK, CheckedIn, check_in
from bot.core.acts.meeting import meet
from bot.core.chat.scene import Scene
from bot.core.model.learning_day import learning_day
from bot.core.model.library import Library
from bot.core.model.practice import Prompt
from bot.core.ports.database import Stores
from bot.core.ports.prompts import KeptAnswer

NOTHING = "-"
"""Written in place of an answer, it removes the one that there is."""


async def done(stores: Stores, library: Library, scene: Scene, prompt: Prompt) -> CheckedIn | None:
    """Check the caller in with the task's title; None where today's check-in says so already. Raises `Refusal`."""
    member = await meet(stores, scene)
    before = await stores.checkins.on(member.number, learning_day(scene.at, member.clock))
    if before is not None and prompt.title in before.did.split("\n"):
        return None
    return await check_in(stores, library.points, scene, BACK[0], prompt.title, None, "")


async def answer(stores: Stores, library: Library, scene: Scene, prompt: Prompt, words: str) -> None:
    """Keep the caller's words about a task, for them alone; `NOTHING` removes them."""
    member = await meet(stores, scene)
    for one in await stores.prompts.answers(member.number):
        if (known := library.entries.get(one.prompt)) is not None and known.id == prompt.id:
            await stores.prompts.drop_answer(member.number, one.prompt)
    if words.strip() != NOTHING:
        await stores.prompts.answer(member.number, KeptAnswer(prompt.id, words, scene.at))


async def answers(stores: Stores, library: Library, scene: Scene) -> Sequence[tuple[Prompt | None, KeptAnswer]]:
    """What the caller answered, the newest first, each with its task; None for one that is gone from the content."""
    member = await stores.people.known(scene.caller.person)
    kept = await stores.prompts.answers(member.number) if member else ()
    return [(_prompt(library, one.prompt), one) for one in kept]


async def answer_to(stores: Stores, library: Library, scene: Scene, prompt: Prompt) -> KeptAnswer | None:
    """What the caller answered to a task."""
    return next((one for task, one in await answers(stores, library, scene) if task and task.id == prompt.id), None)


def _prompt(library: Library, name: str) -> Prompt | None:
    found = library.entries.get(name)
    return found if isinstance(found, Prompt) else None
