"""Every entry on every door: within the limits, whole, and for the longest and oddest just as it was looked at once.

`UPDATE_GOLDEN=1 pytest tests/content/test_cards.py` writes the looked-at payloads anew: after an edit of one of these
entries look at what changed.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from bot.core.model.library import Library
from tests.content.cards import ODDITIES, cards, discord, looked_at, playground, shell, slack
from tests.fakes.discord.exchange import CALLBACK
from tests.fakes.discord.limits import message_problems as discord_problems
from tests.fakes.discord.spec import body_problems
from tests.fakes.slack.rules import message_problems as slack_problems

GOLDEN = Path(__file__).parent / "golden"
CUT = re.compile(r"too long for a message|doesn't fit here|… and \d+ more")


@pytest.mark.slow
def test_every_entry_has_its_place_on_every_door(library: Library) -> None:
    for entry in library.all():
        for card in cards(library, entry):
            for data in map(_as_dict, discord(card)):
                assert discord_problems(data, []) == [], entry.id
                assert not CUT.search(json.dumps(data, ensure_ascii=False)), entry.id
            for content in map(_as_dict, slack(card)):
                assert slack_problems(content) == [], entry.id
                assert not CUT.search(json.dumps(content, ensure_ascii=False)), entry.id
            assert json.loads(json.dumps(playground(card)))["blocks"], entry.id
            assert all(line.replace("\t", " ").isprintable() for line in shell(card)), entry.id


def test_every_kind_is_looked_at(library: Library) -> None:
    chosen = list(looked_at(library))
    assert {type(entry) for _, entry in chosen} == {type(entry) for entry in library.all()}
    assert len({entry.id for _, entry in chosen}) == len(chosen)
    assert {name for name, _ in chosen} >= {f"most {oddity}" for oddity in ODDITIES}


def test_the_longest_and_oddest_look_as_they_did(library: Library) -> None:
    written = set()
    for name, entry in looked_at(library):
        card = cards(library, entry)[0]
        for data in map(_as_dict, discord(card)):
            assert body_problems("post", CALLBACK, {"type": 4, "data": data}) == [], entry.id
        doors = {"discord": discord(card), "slack": slack(card), "playground": playground(card), "shell": shell(card)}
        seen = json.dumps({"entry": entry.id, **doors}, ensure_ascii=False, indent=1) + "\n"
        path = GOLDEN / f"{name.lower().replace(' ', '-')}.json"
        written.add(path.name)
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(seen, encoding="utf-8")
        assert path.is_file(), f"{path.name} is missing: run UPDATE_GOLDEN=1 pytest and look at it"
        assert path.read_text(encoding="utf-8") == seen, f"{path.name} is stale: run UPDATE_GOLDEN=1 pytest, look at it"
    assert {path.name for path in GOLDEN.iterdir()} == written


def _as_dict(payload: object) -> dict[str, Any]:
    assert isinstance(payload, dict)
    return payload
