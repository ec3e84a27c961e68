"""What every dialog begins with: the real curriculum, and a database that knows nobody."""

from __future__ import annotations

import pytest

from bot.adapters.database.late import Opened
from bot.app import App, build
from bot.core.dispatch import Dispatch
from bot.settings import Settings
from tests.dialogs.acting import Bot, new_bot


@pytest.fixture(scope="session")
def app() -> App:
    """The bot over the real curriculum, with the search's index ready: no deadline of a platform waits for that."""
    app = build(Settings())
    app.ask.prepare()
    return app


@pytest.fixture
def bot(app: App, database: Opened) -> Bot:
    """The whole bot: what it plans arrives; what one dialog writes down, no other sees."""
    return new_bot(app, database)


@pytest.fixture
def dispatch(bot: Bot) -> Dispatch:
    """The whole menu."""
    return bot.dispatch
