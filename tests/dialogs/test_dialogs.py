"""Every dialog on every door that can have it, over its real wire: what `docs/parity.md` says."""

from __future__ import annotations

import pytest

from tests.dialogs.acting import Bot, play
from tests.dialogs.language import Dialog
from tests.dialogs.matrix import DOORS, FILE, matrix, plays


@pytest.mark.parametrize(("dialog", "name"), [pytest.param(*one, id=f"{one[1]}-{one[0].file}") for one in plays()])
async def test_it_goes_the_same_way_on_every_door(dialog: Dialog, name: str, bot: Bot) -> None:
    async with DOORS[name](bot.dispatch) as door:
        await play(dialog, door, bot)


def test_the_matrix_is_true() -> None:
    """A play that goes wrong is a test above that fails, so nothing needs to be acted out a second time here."""
    every = {(dialog.file, name): True for dialog, name in plays()}
    assert FILE.read_text(encoding="utf-8") == matrix(every), "run `make parity` and look at what changed"
