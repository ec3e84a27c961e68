from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.scene import Channel, Person, Place, Space

GOOD = st.from_regex(r"[a-z]{1,10}:[A-Za-z0-9._-]{1,40}", fullmatch=True)
BAD = (
    "", ":", "a:", ":a", "A:a", "a", "a:b c", "a:b\n", " a:b", "a:é", "a:<@1>", "a:" + "b" * 41, "a:b:c", "1:a", "a:@b",
)  # fmt: skip


@given(GOOD)
def test_people_and_channels_are_named_platform_and_id(reference: str) -> None:
    assert Person(reference).reference == reference
    assert Channel(reference).reference == reference


@pytest.mark.parametrize("reference", BAD)
def test_other_names_are_refused(reference: str) -> None:
    with pytest.raises(ValueError, match="a person is named platform:id"):
        Person(reference)
    with pytest.raises(ValueError, match="a channel is named platform:id"):
        Channel(reference)
    with pytest.raises(ValueError, match="a space is named platform:id"):
        Space(reference)


def test_a_place_without_a_channel_is_direct() -> None:
    assert Place("test").direct
    assert not Place("test", Channel("test:general")).direct
