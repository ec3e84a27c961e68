"""Whether `/ask` finds what members mean: wordings that were written apart from those in the content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.adapters.content.load import load
from bot.core.search.documents import documents
from bot.core.search.index import SURE, Index
from bot.settings import Settings

FILE = Path(__file__).parent / "asked.yaml"


@dataclass(frozen=True)
class Found:
    """How often the right entry came first, among the first three, and how often the bot rightly knew nothing."""

    first: float
    among_three: float
    unknown: float
    missed: tuple[str, ...]


@pytest.fixture(scope="module")
def found() -> Found:
    library = load(Settings().content_dir)
    index = Index(documents(library), library.synonyms)
    asked = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    first = among_three = 0
    missed = []
    for one in asked["answered"]:
        matches = index.find(one["asked"])
        ids = [match.entry.id for match in matches]
        first += ids[:1] != [] and ids[0] in one["means"]
        among_three += bool(set(ids) & set(one["means"]))
        if ids[:1] == [] or ids[0] not in one["means"]:
            missed.append(f"{one['asked']}: {ids[:1]}, not {one['means']}")
    unknown = sum(not matches or matches[0].certainty < SURE for matches in map(index.find, asked["unknown"]))
    count = len(asked["answered"])
    return Found(first / count, among_three / count, unknown / len(asked["unknown"]), tuple(missed))


def test_every_expected_entry_exists() -> None:
    library = load(Settings().content_dir)
    asked = yaml.safe_load(FILE.read_text(encoding="utf-8"))

    assert [name for one in asked["answered"] for name in one["means"] if name not in library.entries] == []
    assert len(asked["answered"]) >= 80


def test_the_wordings_are_not_copied_from_the_content() -> None:
    library = load(Settings().content_dir)
    written = {" ".join(phrasing.lower().split()) for entry in library.all() for phrasing in entry.phrasings}
    asked = yaml.safe_load(FILE.read_text(encoding="utf-8"))

    assert [one["asked"] for one in asked["answered"] if " ".join(one["asked"].lower().split()) in written] == []


def test_the_right_entry_comes_first(found: Found) -> None:
    print(
        f"first {found.first:.1%}, among the first three {found.among_three:.1%}, rightly unknown {found.unknown:.1%}"
    )
    assert found.first >= 0.9, "\n".join(found.missed)


def test_the_right_entry_is_among_the_first_three(found: Found) -> None:
    assert found.among_three >= 0.95, "\n".join(found.missed)


def test_what_lies_outside_the_field_is_not_answered(found: Found) -> None:
    assert found.unknown >= 0.9
