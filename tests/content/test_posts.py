"""What the schedule posts of the real curriculum is one message on every platform: a channel has no pages to turn."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from bot.app import discord_payload, slack_payload
from bot.core.acts.challenging import Told
from bot.core.chat.reply import Reply
from bot.core.features.challenge_cards import post
from bot.core.features.prompt_words import prompt_card
from bot.core.model.challenge import Challenge, Step
from bot.core.model.group import Group
from bot.core.model.library import Library

NOW = datetime(2027, 1, 1, tzinfo=UTC)


def is_one_message(reply: Reply) -> bool:
    assert reply.permalink is not None
    second = f"{reply.permalink.token}#2"
    return all(second not in json.dumps(payload(reply)) for payload in (discord_payload, slack_payload))


def test_every_study_prompt(library: Library) -> None:
    for prompt in library.prompts:
        assert is_one_message(prompt_card(library, prompt)), prompt.id


@pytest.mark.parametrize("step", Step)
def test_every_challenge(library: Library, step: Step) -> None:
    for phase in library.roadmap.phases:
        challenge = Challenge(1, 1, phase.id, "Europe/Berlin", date(2026, 11, 30), date(2027, 1, 30), hours=6)
        found = Told(Group(1, 1, "Night Owls", phase=phase.id), challenge, phase, 12)
        assert is_one_message(post(library, found, step, NOW)), phase.id
