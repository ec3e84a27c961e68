"""How well groups suit somebody, and that the reasons given are the real ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.matching import Offer, Wish, fit, shared_hours
from tests.core.helpers import NOW

ZONES = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
INSTANTS = st.integers(0, 3_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
PHASES = st.none() | st.integers(1, 7)
HOURS = st.integers(1, 60)


@given(mine=ZONES, theirs=ZONES, at=INSTANTS)
def test_two_share_between_eight_and_sixteen_hours(mine: tzinfo, theirs: tzinfo, at: datetime) -> None:
    apart = abs((at.astimezone(mine).utcoffset() or timedelta()) - (at.astimezone(theirs).utcoffset() or timedelta()))
    apart = min(apart % timedelta(hours=24), -apart % timedelta(hours=24))
    hours = shared_hours(mine, [theirs], at)
    assert hours == max(8.0, 16 - apart / timedelta(hours=1))
    assert hours == shared_hours(theirs, [mine], at)


@given(mine=ZONES, theirs=st.lists(ZONES, min_size=1, max_size=6))
def test_it_doesnt_matter_who_comes_first(mine: tzinfo, theirs: list[tzinfo]) -> None:
    hours = shared_hours(mine, theirs, NOW)
    assert 0 <= hours <= 16
    assert hours == shared_hours(mine, theirs[::-1], NOW) == shared_hours(mine, theirs * 2, NOW)


def test_clocks_that_change() -> None:
    berlin, sao_paulo = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Sao_Paulo")
    assert shared_hours(berlin, [sao_paulo], datetime(2026, 11, 23, tzinfo=UTC)) == 12
    assert shared_hours(berlin, [sao_paulo], datetime(2026, 7, 1, tzinfo=UTC)) == 11
    assert shared_hours(ZoneInfo("Asia/Kathmandu"), [ZoneInfo("UTC")], NOW) == 10.25


@given(
    phase=PHASES,
    hours=st.none() | HOURS,
    zone=st.none() | ZONES,
    offered=PHASES,
    pace=HOURS,
    zones=st.lists(ZONES, max_size=4),
)
def test_a_score_is_of_a_hundred_and_always_explained(
    phase: int | None, hours: int | None, zone: tzinfo | None, offered: int | None, pace: int, zones: list[tzinfo]
) -> None:
    wish = Wish(phase, hours, zone)
    found = fit(wish, Offer(offered, pace, zones), NOW)
    assert 0 <= found.score <= 100
    assert ("same phase" in found.why) is (phase is not None and phase == offered)
    assert ("shared waking hours" in found.why) is (zone is None or bool(zones))
    assert ("I don't know your time zone" in found.why) is (zone is None)
    if phase is not None:
        best = fit(wish, Offer(phase, hours or pace, [zone] if zone else zones), NOW)
        assert best.score >= found.score


@given(wish=st.builds(Wish, PHASES, HOURS, ZONES), offer=st.builds(Offer, PHASES, HOURS, st.just([UTC])))
def test_the_same_pace_is_never_worse(wish: Wish, offer: Offer) -> None:
    same = Offer(offer.phase, wish.hours or 0, offer.zones)
    assert fit(wish, same, NOW).score >= fit(wish, offer, NOW).score


@pytest.mark.parametrize(
    ("wish", "offer", "score", "why"),
    [
        (Wish(2, 6, UTC), Offer(2, 6, [UTC]), 100, "same phase, 16 shared waking hours, similar pace"),
        (Wish(2, 6, None), Offer(3, 12, [UTC]), 50, "phase 3 is next to yours, I don't know your time zone, so I can't"
         " count shared waking hours, faster pace (12 hours a week)"),
        (Wish(7, 10, UTC), Offer(1, 1, []), 20, "another phase (1), its members' time zones aren't known yet, "
         "slower pace (1 hour a week)"),
        (Wish(None, None, UTC), Offer(None, 1, [UTC]), 68, "all phases, 16 shared waking hours, 1 hour a week"),
        (Wish(None, None, UTC), Offer(4, 5, [UTC]), 68, "phase 4, 16 shared waking hours, 5 hours a week"),
        (Wish(1, 5, UTC), Offer(None, 5, [UTC]), 80, "open to every phase, 16 shared waking hours, similar pace"),
    ],
)  # fmt: skip
def test_words_say_why(wish: Wish, offer: Offer, score: int, why: str) -> None:
    found = fit(wish, offer, NOW)
    assert (found.score, found.why) == (score, why)
