"""What a group may be called, on which days it learns, who owns it, and who sees whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.group import (
    NAME_LENGTH,
    WEEKDAYS,
    Group,
    Mate,
    Onlooker,
    Role,
    Unfit,
    folded,
    group_name,
    read_days,
    successor,
)
from bot.core.model.member import Member, Visibility
from tests.core.helpers import HOSTILE, NOW


@given(text=st.text(max_size=60) | st.sampled_from(HOSTILE))
def test_a_name_is_short_and_can_be_said_or_is_refused_in_words(text: str) -> None:
    try:
        name = group_name(text)
    except Unfit:
        return
    assert NAME_LENGTH[0] <= len(name) <= NAME_LENGTH[1]
    assert any(sign.isalpha() for sign in name)
    assert name == " ".join(name.split())
    assert group_name(name) == name


@pytest.mark.parametrize("text", ["", "a", "12", "🚀🚀", "  x  ", "a" * 41, "a" * 5_000])
def test_no_names(text: str) -> None:
    with pytest.raises(Unfit, match=r"A group's name .*\.$"):
        group_name(text)


@pytest.mark.parametrize("text", ["Night Owls", "ML", "夜の会", "🦉 owls", "@everyone", "a" * 40, "**bold**"])
def test_names(text: str) -> None:
    assert group_name(f"  {text} ") == text


@pytest.mark.parametrize("same", ["night  owls", "NIGHT OWLS", "Ｎight Owls", " Night Owls "])
def test_names_are_compared_however_they_are_written(same: str) -> None:
    assert folded(same) == folded("Night Owls")
    assert folded("Straße") == folded("STRASSE")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon wed fri", (0, 2, 4)),
        ("Monday, Wednesday and friday", (0, 2, 4)),
        ("mon-thu", (0, 1, 2, 3)),
        ("fri to mon", (0, 4, 5, 6)),
        ("weekend", (5, 6)),
        ("weekdays", (0, 1, 2, 3, 4)),
        ("wed weekend", (2, 5, 6)),
        ("any", ()),
        ("every day", tuple(range(7))),
        ("tu/th", (1, 3)),
        ("sun.", (6,)),
    ],
)
def test_days(text: str, days: tuple[int, ...]) -> None:
    assert read_days(text) == days


@pytest.mark.parametrize("text", ["", "t", "someday", "mon blue", ",", "s-t", "xx - mon"])
def test_no_days(text: str) -> None:
    with pytest.raises(Unfit, match="Write them as"):
        read_days(text)


@given(text=st.text(max_size=40) | st.lists(st.sampled_from([*WEEKDAYS, "-", "to", "any", ","])).map(" ".join))
def test_days_are_in_order_or_refused(text: str) -> None:
    try:
        days = read_days(text)
    except Unfit:
        return
    assert list(days) == sorted(set(days))
    assert read_days(" ".join(WEEKDAYS[day] for day in days) or "any") == days


def test_a_pace_in_words() -> None:
    assert Group(1, 1, "Owls", hours=1).pace == "1 hour a week"
    assert Group(1, 1, "Owls", days=(0, 5)).pace == "5 hours a week, on Mon, Sat"


def mate(number: int, role: Role, hours: int = 0) -> Mate:
    return Mate(Member(number, f"m{number}"), role, NOW + timedelta(hours=hours))


def test_who_owns_a_group_next() -> None:
    assert successor([]) is None
    member, earlier, helper = mate(1, Role.MEMBER, 1), mate(2, Role.MEMBER), mate(3, Role.CO_OWNER, 2)
    assert successor([member, earlier]) == earlier
    assert successor([member, earlier, helper]) == helper
    owner = mate(4, Role.OWNER, 3)
    assert successor([member, earlier, helper, owner]) == owner


@given(visibility=st.sampled_from(Visibility), mine=st.booleans(), together=st.booleans(), itself=st.booleans())
def test_who_sees_whom(visibility: Visibility, mine: bool, together: bool, itself: bool) -> None:
    member = Member(7, "Ana", visibility=visibility)
    reads = Onlooker(7 if itself else 8, mine, frozenset({7}) if together else frozenset())
    expected = {Visibility.PUBLIC: True, Visibility.PRIVATE: False, Visibility.COMMUNITY: mine or together}
    assert reads.sees(member) is (itself or expected[visibility])
