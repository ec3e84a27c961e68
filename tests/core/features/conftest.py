"""A dispatch over the tiny curriculum."""

from __future__ import annotations

import itertools

import pytest

from bot.app import build_menu
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.ports.database import Database
from tests.fakes.shelf import FakeShelf, tiny_library


@pytest.fixture
def tiny_shelf() -> FakeShelf:
    """The tiny curriculum; a test may exchange it."""
    return FakeShelf(tiny_library())


@pytest.fixture
def tiny(tiny_shelf: FakeShelf, shared_database: Database) -> Dispatch:
    """The whole menu over the tiny curriculum."""
    return Dispatch(
        build_menu(tiny_shelf, AskFeature(tiny_shelf), shared_database), itertools.count().__next__, lambda: "a1b2c3"
    )
