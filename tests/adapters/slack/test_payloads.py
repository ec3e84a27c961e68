"""Payloads, read strictly: what people did, or plainly unreadable; never anything else."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.payloads import read, repeated_by
from bot.adapters.slack.received import (
    HomeOpened,
    Pressed,
    Said,
    Shortcut,
    Slash,
    Submitted,
    Suggesting,
    Uninstalled,
    Unreadable,
)
from bot.core.chat.reply import Audience
from tests.fakes.slack.acts import Acts
from tests.fakes.slack.workspace import Message, View, Workspace


def _acts() -> Acts:
    workspace = Workspace()
    workspace.person("U0ANA", "Ana")
    workspace.person("U0BEN", "Ben")
    return Acts(workspace)


ACTS = _acts()
FORM = View("V1", "U0ANA", {"type": "modal", "callback_id": "form", "private_metadata": "{}", "blocks": []})
HOME = View("V2", "U0ANA", {"type": "home", "blocks": []})
BUTTON = {"type": "button", "action_id": "press 1", "value": "help"}
MENU = {"type": "static_select", "action_id": "choose 2 roadmap skill?skill="}
MESSAGE = Message("17.1", "C0GENERAL", {"blocks": []})


def _payloads() -> Iterator[tuple[str, dict[str, Any], type]]:
    yield "slash", ACTS.slash("U0ANA", "C0GENERAL", "/roadmap", "6"), Slash
    yield "mention", ACTS.mention("U0ANA", "C0GENERAL", "@bot hello", thread_ts="17.0"), Said
    yield "direct", ACTS.direct("U0ANA", "hello"), Said
    yield "press", ACTS.press("U0ANA", MESSAGE, BUTTON), Pressed
    yield "choose", ACTS.press("U0ANA", MESSAGE, MENU, selected_option={"value": "git"}), Pressed
    yield "press at home", ACTS.press("U0ANA", HOME, BUTTON), Pressed
    yield "submit", ACTS.submit("U0ANA", FORM, {}), Submitted
    yield "suggest", ACTS.suggest(FORM, "skill", "dri"), Suggesting
    yield "shortcut", ACTS.shortcut("U0ANA", "next_step"), Shortcut
    yield "message", ACTS.message_shortcut("U0ANA", "C0GENERAL", "find_answer", "what?"), Shortcut
    yield "home", ACTS.home("U0ANA"), HomeOpened
    yield "uninstalled", ACTS.event({"type": "app_uninstalled"}), Uninstalled
    yield "revoked", ACTS.event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}}), Uninstalled


PAYLOADS = {name: (payload, kind) for name, payload, kind in _payloads()}


@pytest.mark.parametrize("name", PAYLOADS)
def test_each_kind(name: str) -> None:
    payload, kind = PAYLOADS[name]
    assert type(read(payload)) is kind
    assert bool(repeated_by(payload)) is (name != "suggest")


def test_what_a_press_tells() -> None:
    pressed = read(PAYLOADS["press"][0])
    assert isinstance(pressed, Pressed)
    assert (pressed.token, pressed.chosen, pressed.on, pressed.modal) == ("help", (), Audience.EVERYONE, "")
    chosen = read(PAYLOADS["choose"][0])
    assert isinstance(chosen, Pressed)
    assert (chosen.token, chosen.chosen) == ("roadmap skill?skill=", ("git",))
    home = read(PAYLOADS["press at home"][0])
    assert isinstance(home, Pressed)
    assert (home.home, home.on, home.modal) == (True, Audience.CALLER, "")
    private = read(ACTS.press("U0ANA", Message("17.1", "C0GENERAL", {}, only_for="U0ANA"), BUTTON))
    assert isinstance(private, Pressed)
    assert private.on is Audience.CALLER
    direct = read(ACTS.press("U0ANA", Message("17.1", "D0ANA", {}, thread="17.0"), BUTTON))
    assert isinstance(direct, Pressed)
    assert (direct.on, direct.source.thread) == (Audience.CALLER, "17.0")
    modal = read(ACTS.press("U0ANA", View("V9", "U0ANA", {"type": "modal", "blocks": []}), BUTTON))
    assert isinstance(modal, Pressed)
    assert modal.modal == "V9"


def test_what_is_picked_is_taken_by_a_button() -> None:
    take = {"type": "button", "action_id": "take 2 progress done?skill=", "value": "pick 1"}
    picked = {"pick 1": {"pick 1": {"selected_options": [{"value": "git"}, {"value": "sql"}]}}}
    for body in (
        {**ACTS.press("U0ANA", MESSAGE, take), "state": {"values": picked}},
        {**ACTS.press("U0ANA", HOME, take), "view": {"id": "V2", "type": "home", "state": {"values": picked}}},
    ):
        pressed = read(body)
        assert isinstance(pressed, Pressed)
        assert (pressed.token, pressed.chosen) == ("progress done?skill=", ("git", "sql"))
    nothing = read({**ACTS.press("U0ANA", MESSAGE, take), "state": {"values": {"pick 1": {"pick 1": {}}}}})
    assert isinstance(nothing, Pressed)
    assert nothing.chosen == ()
    with pytest.raises(Unreadable):
        read(ACTS.press("U0ANA", MESSAGE, take))


@pytest.mark.parametrize(
    "payload",
    [
        ACTS.press("U0ANA", MESSAGE, {"type": "multi_static_select", "action_id": "pick 1"}, selected_options=[]),
        ACTS.press("U0ANA", MESSAGE, {"type": "button", "action_id": "open 3", "url": "https://e.org"}),
        ACTS.direct("U0ANA", "x", subtype="message_changed"),
        ACTS.direct("U0ANA", "x", bot_id="B1"),
        ACTS.event({"type": "message", "channel_type": "channel", "user": "U0ANA", "channel": "C1", "text": "x"}),
        ACTS.event({"type": "reaction_added"}),
        ACTS.home("U0ANA", tab="messages"),
        {**ACTS.submit("U0ANA", FORM, {}), "view": {**FORM.body, "callback_id": "reply", "id": "V1"}},
        {"type": "view_closed"},
    ],
)
def test_what_needs_no_answer(payload: dict[str, Any]) -> None:
    assert read(payload) is None


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "new_kind"},
        {"type": ["x"]},
        {"command": "roadmap", "user_id": "U1", "channel_id": "C1"},
        {"command": "/roadmap", "user_id": "u1; drop", "channel_id": "C1"},
        {"type": "block_actions", "actions": []},
        {"type": "event_callback", "event": []},
        {**ACTS.shortcut("U0ANA", "next_step"), "callback_id": "other"},
    ],
)
def test_unreadable(payload: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        read(payload)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "type", "text"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.sampled_from(sorted(PAYLOADS)), st.data())
def test_damaged_payloads_are_read_or_unreadable(name: str, data: st.DataObject) -> None:
    payload = copy.deepcopy(PAYLOADS[name][0])
    place: Any = payload
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        place = inner
    if data.draw(st.booleans()) and isinstance(place, dict):
        del place[key]
    else:
        place[key] = data.draw(JUNK)
    with contextlib.suppress(Unreadable):
        read(payload)
    assert isinstance(repeated_by(payload), str)
