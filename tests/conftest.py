"""What all tests share: the real curriculum, read once, and one dispatch over it."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from hypothesis import settings

from bot.adapters.content.load import load
from bot.app import build_menu
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.model.library import Library
from tests.fakes.shelf import FakeShelf

CONTENT = Path(__file__).parent.parent / "content"
REFERENCE = "a1b2c3"

settings.register_profile("local", max_examples=60, deadline=None)
settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def library() -> Library:
    """The real curriculum."""
    return load(CONTENT)


@pytest.fixture(scope="session")
def shelf(library: Library) -> FakeShelf:
    """The real curriculum on a shelf."""
    return FakeShelf(library)


@pytest.fixture(scope="session")
def dispatch(shelf: FakeShelf) -> Dispatch:
    """The whole menu over the real curriculum."""
    return Dispatch(build_menu(shelf, AskFeature(shelf)), itertools.count().__next__, lambda: REFERENCE)
