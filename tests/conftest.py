"""What all tests share: the real curriculum, read once, and one dispatch over it."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.adapters.content.load import load
from bot.adapters.database.sqlite import open_sqlite
from bot.app import forgetful_database
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.model.library import Library
from bot.core.ports.database import Database
from bot.core.ports.shelf import Shelf
from bot.menu import build_menu
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
def shared_database() -> Iterator[Database]:
    """A database that is shared with all tests which don't look into it."""
    database = forgetful_database()
    yield database
    asyncio.run(database.close())


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with all tables and nothing in them."""
    path = tmp_path_factory.mktemp("empty") / "bot.db"

    async def make() -> None:
        await (await open_sqlite(path)).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def database(empty_file: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of one test; the tests of `tests/adapters/database` have one on each engine."""
    database = await open_sqlite(Path(shutil.copy(empty_file, tmp_path / "bot.db")))
    yield database
    await database.close()


@pytest.fixture(scope="session")
def dispatch(shelf: FakeShelf, shared_database: Database) -> Dispatch:
    """The whole menu over the real curriculum."""
    return new_dispatch(shelf, AskFeature(shelf), shared_database)


def new_dispatch(shelf: Shelf, ask: AskFeature, database: Database) -> Dispatch:
    """The one door, over these."""
    return Dispatch(build_menu(shelf, ask, database), itertools.count().__next__, lambda: REFERENCE, database)
