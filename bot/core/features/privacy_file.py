"""Everything that is kept of somebody, as a file that they can take along."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.model.library import Library
from bot.core.ports.privacy import Item

FORMAT = "mlops-roadmap-bot/privacy"
VERSION = 1
"""Raised whenever something is renamed or means something else; what is only added changes nothing."""
ABOUT = (
    "Everything that this bot keeps about you, by kind. Instants are in UTC, days are your learning days. Others are "
    "named only where they let everybody see them; their words are left out, but for reviews of your projects."
)


def written(library: Library, kept: Mapping[str, Sequence[Item]], at: datetime) -> bytes:
    """The file, in UTF-8. Skills and phases have their present titles beside the ids that were stored."""
    body = {
        "format": FORMAT,
        "version": VERSION,
        "written_at": at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "about": ABOUT,
        "kept": {name: [_titled(library, item) for item in items] for name, items in kept.items()},
    }
    return json.dumps(body, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def _titled(library: Library, item: Item) -> Item:
    titled: Item = {}
    for name, value in item.items():
        titled[name] = value
        if name in ("skill", "next_skill") and (skill := library.skills.get(str(value))) is not None:
            titled[f"{name}_title"] = skill[1].title
        elif name == "phase" and (phase := library.phases.get(str(value))) is not None:
            titled["phase_title"] = phase.title
    return titled
