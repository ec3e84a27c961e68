"""The invitation asks for what is used, and what is missing is named as Discord's settings name it."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlparse

import pytest

from bot.adapters.discord.asked import asked, scene
from bot.adapters.discord.payload import roles
from bot.adapters.discord.permissions import application_of, how_to_grant, invite_link, is_organiser, missing
from tests.core.helpers import NOW
from tests.fakes.discord.people import Someone
from tests.fakes.discord.server import FakeDiscord


def test_the_invite_link_asks_for_what_is_used() -> None:
    address = urlparse(invite_link(123))
    assert (address.scheme, address.netloc, address.path) == ("https", "discord.com", "/oauth2/authorize")
    assert parse_qs(address.query) == {
        "client_id": ["123"],
        "scope": ["bot applications.commands"],
        "permissions": [str(1 << 10 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 35 | 1 << 38 | 1 << 44)],
    }
    assert "YOUR_APPLICATION_ID" in invite_link(None)


def test_a_token_begins_with_its_application() -> None:
    first = base64.b64encode(b"700000000000000001").decode().rstrip("=")
    assert application_of(f"{first}.abc.def") == 700000000000000001


@pytest.mark.parametrize("token", ["", "x", "....", "bm90IGEgbnVtYmVy.a.b", "Ää.b.c"])
def test_what_is_no_token_has_no_application(token: str) -> None:
    assert application_of(token) is None


def test_what_is_missing() -> None:
    assert missing(0) == ["View Channel", "Send Messages"]
    assert missing(1 << 10) == ["Send Messages"]
    assert missing(1 << 3) == []
    assert "“Send Messages”" in how_to_grant(["Send Messages"])
    assert "“View Channel”" in how_to_grant([])


def test_organisers_run_the_server() -> None:
    assert is_organiser(1 << 3)
    assert is_organiser(1 << 5)
    assert not is_organiser(1 << 11)


async def test_roles_come_with_each_question() -> None:
    fake = FakeDiscord()
    event = fake.payload(fake.exchange(2, Someone(5, "Mia", roles=(70, 71))), {"name": "settings", "type": 1})
    caller = scene(asked(event), NOW).caller
    assert caller.roles == {"discord:70", "discord:71"}
    assert not caller.organiser


def test_roles_that_cannot_be_read_are_none() -> None:
    assert roles({}) == roles({"roles": "70"}) == roles({"roles": [70, "x", "1" * 21, None]}) == frozenset()
