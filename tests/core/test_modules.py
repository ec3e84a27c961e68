"""Each module of the core can be imported, also those that only types name."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import bot.core

MODULES = [module.name for module in pkgutil.walk_packages(bot.core.__path__, "bot.core.")]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_can_be_imported_and_says_why_it_exists(name: str) -> None:
    assert importlib.import_module(name).__doc__
