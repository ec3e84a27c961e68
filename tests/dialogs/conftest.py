"""What every dialog begins with: the real curriculum, and a database that knows nobody."""

from __future__ import annotations

import pytest

from bot.adapters.speakers import Speakers
from bot.app import build_kinds
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.dialogs.acting import Bot, new_bot
from tests.fakes.shelf import FakeShelf


@pytest.fixture(scope="session")
def ask(shelf: FakeShelf) -> AskFeature:
    """The search, with its index ready: no deadline of a platform waits for that."""
    feature = AskFeature(shelf)
    feature.prepare()
    return feature


@pytest.fixture
def dispatch(shelf: FakeShelf, ask: AskFeature, database: Database) -> Dispatch:
    """The whole menu; what one dialog writes down, no other sees."""
    return new_dispatch(shelf, ask, database)


@pytest.fixture
def bot(dispatch: Dispatch, shelf: FakeShelf, database: Database) -> Bot:
    """The whole bot: what it plans arrives."""
    return new_bot(dispatch, database, Speakers(), build_kinds(shelf))
