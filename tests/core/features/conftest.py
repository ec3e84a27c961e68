"""A dispatch over the tiny curriculum."""

from __future__ import annotations

import pytest

from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.ports.database import Database
from tests.conftest import new_dispatch
from tests.fakes.shelf import FakeShelf, tiny_library


@pytest.fixture
def tiny_shelf() -> FakeShelf:
    """The tiny curriculum; a test may exchange it."""
    return FakeShelf(tiny_library())


@pytest.fixture
def tiny(tiny_shelf: FakeShelf, shared_database: Database) -> Dispatch:
    """The whole menu over the tiny curriculum."""
    return new_dispatch(tiny_shelf, AskFeature(tiny_shelf), shared_database)
