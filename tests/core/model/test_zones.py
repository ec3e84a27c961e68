"""Time zones in people's own words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.places import ABBREVIATIONS, OTHER_NAMES
from bot.core.model.zones import OFFERED, Doubt, likely, meant, with_time
from tests.core.helpers import HOSTILE, NOW

SUMMER = datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_every_zone_that_is_offered_exists() -> None:
    known = available_timezones()
    assert set(OTHER_NAMES) <= known
    assert {zone for zones in ABBREVIATIONS.values() for zone in zones} <= known


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("  São   Paulo ", "America/Sao_Paulo"),
        ("America/Sao Paulo", "America/Sao_Paulo"),
        ("Bangalore", "Asia/Kolkata"),
        ("japan", "Asia/Tokyo"),
        ("San Francisco", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("etc/utc", "UTC"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("lord howe", "Australia/Lord_Howe"),
    ],
)
def test_names_without_doubt(words: str, zone: str) -> None:
    assert meant(words, NOW).zone == zone
    assert meant(words, NOW).doubt is None


@pytest.mark.parametrize(
    ("words", "doubt", "offer"),
    [
        ("EST", Doubt.ABBREVIATION, "America/New_York"),
        ("cet", Doubt.ABBREVIATION, "Europe/Berlin"),
        ("IST", Doubt.ABBREVIATION, "Asia/Kolkata"),
        ("GMT", Doubt.ABBREVIATION, "Europe/London"),
        ("UTC+1", Doubt.OFFSET, "Europe/Berlin"),
        ("gmt-3", Doubt.OFFSET, "America/Sao_Paulo"),
        ("Etc/GMT+3", Doubt.OFFSET, "America/Sao_Paulo"),
        ("+05:30", Doubt.OFFSET, "Asia/Kolkata"),
        ("UTC +0545", Doubt.OFFSET, "Asia/Kathmandu"),
        ("my time is 15:30", Doubt.TIME, "Asia/Kolkata"),
        ("it's 3.30 pm here", Doubt.TIME, "Asia/Kolkata"),
        ("15:33", Doubt.TIME, "Asia/Kolkata"),
        ("12:05 am", Doubt.TIME, "Pacific/Kiritimati"),
        ("berln", Doubt.SEVERAL, "Europe/Berlin"),
        ("louisville", Doubt.SEVERAL, "America/Kentucky/Louisville"),
        ("america/", Doubt.SEVERAL, "America/New_York"),
    ],
)
def test_words_that_leave_a_doubt_are_answered_with_places(words: str, doubt: Doubt, offer: str) -> None:
    found = meant(words, NOW)
    assert (found.zone, found.doubt) == (None, doubt)
    assert offer in found.offers


@pytest.mark.parametrize(
    "words", ["mars base one", "zzzz", "25:00", "13:30 pm", "it was 10:00 or 11:00", "UTC+77", "7"]
)
def test_words_that_lead_nowhere(words: str) -> None:
    found = meant(words, NOW)
    assert found.zone is None
    assert not found.offers


def test_an_offset_means_other_places_in_summer() -> None:
    assert "Europe/Berlin" in meant("UTC+2", SUMMER).offers
    assert "Europe/Berlin" not in meant("UTC+2", NOW).offers


@given(
    at=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - as hypothesis wants it
    zone=st.sampled_from(sorted(OTHER_NAMES)),
    late=st.integers(-5, 5),
)
def test_somebody_who_says_what_time_it_is_is_offered_their_own_zone(at: datetime, zone: str, late: int) -> None:
    watch = at.astimezone(ZoneInfo(zone)) + timedelta(minutes=late)
    found = meant(f"my time is {watch:%H:%M}", at)
    assert zone in found.offers or len(found.offers) == OFFERED
    for one in found.offers:
        local = at.astimezone(ZoneInfo(one))
        apart = abs((local.hour - watch.hour) * 60 + local.minute - watch.minute)
        assert min(apart, 24 * 60 - apart) <= 7


@given(
    words=st.text(max_size=80)
    | st.sampled_from(HOSTILE)
    | st.from_regex(r"(utc|gmt)?[+-]\d{1,2}(:?\d\d)?", fullmatch=True)
)
def test_any_words_are_answered(words: str) -> None:
    found = meant(words, NOW)
    assert (found.zone is None) == (found.doubt is not None)
    for zone in (*found.offers, *likely(words, NOW), *([found.zone] if found.zone else [])):
        ZoneInfo(zone)
    assert len(likely(words, NOW)) <= OFFERED


def test_suggestions_while_typing() -> None:
    assert likely("", NOW)[0] == next(iter(OTHER_NAMES))
    assert likely("ber", NOW)[0] == "Europe/Berlin"
    assert likely("est", NOW)[:2] == ("America/New_York", "America/Toronto")
    assert "Europe/Berlin" in likely("11:00", NOW)


def test_a_zone_is_shown_with_its_time_and_its_day_where_that_is_another() -> None:
    assert with_time("Europe/Berlin", NOW) == "Europe/Berlin (11:00 now)"
    assert with_time("Pacific/Kiritimati", NOW) == "Pacific/Kiritimati (Tue 00:00 now)"
