"""Names of messages, and what cannot be posted."""

from __future__ import annotations

import pytest

from bot.core.ports.speaker import CannotTell, Gone, Left, NotPosted, Posted


@pytest.mark.parametrize(
    "reference",
    [
        "discord:810000000000000001.1000000000000000001",
        "slack:T0123456789.C0123456789.1700000000.000123",
        "playground:7",
    ],
)
def test_messages_are_named_by_platform_and_id(reference: str) -> None:
    assert Posted(reference).reference == reference


@pytest.mark.parametrize("reference", ["", "7", "discord:", "discord:a b", "Discord:7", "discord:" + "7" * 81])
def test_what_is_no_name_is_refused(reference: str) -> None:
    with pytest.raises(ValueError, match="platform:id"):
        Posted(reference)


def test_what_is_gone_stays_gone() -> None:
    gone = Gone("That message was deleted.")
    assert isinstance(gone, NotPosted)
    assert (gone.words, gone.lasting, gone.retry_after, gone.unsure) == ("That message was deleted.", True, None, False)


def test_who_left_stays_away() -> None:
    assert Left("They left.").lasting


def test_what_cannot_be_told_may_be_posted_twice() -> None:
    problem = CannotTell("I may not look.")
    assert (problem.lasting, problem.unsure) == (False, True)
