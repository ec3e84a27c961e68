"""Which day an instant counts for, in every zone there is, through changes of the clock and on journeys."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.learning_day import ROLL_OVER, begins, learning_day

DAY = timedelta(days=1)
ZONES = st.sampled_from(sorted(name for name in available_timezones() if "/" in name)).map(ZoneInfo) | st.sampled_from(
    ["Etc/GMT+12", "Pacific/Kiritimati", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "Europe/Berlin"]
).map(ZoneInfo)
INSTANTS = st.datetimes(datetime(2000, 1, 3), datetime(2037, 12, 28), timezones=st.just(UTC))  # noqa: DTZ001 - zones are drawn
DAYS = st.dates(date(2000, 1, 3), date(2037, 12, 28))


@given(at=INSTANTS, zone=ZONES)
def test_every_instant_lies_in_the_day_that_it_counts_for(at: datetime, zone: ZoneInfo) -> None:
    day = learning_day(at, zone)
    assert begins(day, zone) <= at < begins(day + DAY, zone) or day_is_skipped(day, zone)


@given(day=DAYS, zone=ZONES)
def test_days_follow_one_another_and_none_is_much_too_short_or_long(day: date, zone: ZoneInfo) -> None:
    length = begins(day + DAY, zone) - begins(day, zone)
    assert timedelta(hours=21) <= length <= timedelta(hours=27) or day_is_skipped(day, zone)
    assert learning_day(begins(day, zone), zone) == day or day_is_skipped(day, zone)


@given(at=INSTANTS, zone=ZONES, seconds=st.integers(0, 48 * 3_600))
def test_days_never_go_back_while_the_zone_stays(at: datetime, zone: ZoneInfo, seconds: int) -> None:
    later = at + timedelta(seconds=seconds)
    assert learning_day(at, zone) <= learning_day(later, zone)
    assert (learning_day(later, zone) - learning_day(at, zone)).days <= 3


@given(at=INSTANTS, here=ZONES, there=ZONES)
def test_who_flies_is_at_most_two_days_away(at: datetime, here: ZoneInfo, there: ZoneInfo) -> None:
    """From −12 to +14 lie 26 hours, so that the same instant can count for days that are two apart."""
    assert abs((learning_day(at, here) - learning_day(at, there)).days) <= 2


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Europe/Berlin", "2026-03-29T00:59", "2026-03-28"),  # 01:59, an hour before the clocks go forward to 03:00
        ("Europe/Berlin", "2026-03-29T01:00", "2026-03-29"),  # 03:00, which comes right after 01:59
        ("Europe/Berlin", "2026-10-25T01:30", "2026-10-24"),  # 02:30 for the second time
        ("Europe/Berlin", "2026-10-25T02:00", "2026-10-25"),
        ("Asia/Kathmandu", "2026-11-22T21:14", "2026-11-22"),  # 02:59
        ("Asia/Kathmandu", "2026-11-22T21:15", "2026-11-23"),
        ("Australia/Lord_Howe", "2026-04-04T16:29", "2026-04-04"),  # half an hour back at 02:00
        ("Australia/Lord_Howe", "2026-04-04T16:30", "2026-04-05"),
        ("Pacific/Kiritimati", "2026-11-22T13:00", "2026-11-23"),
        ("Etc/GMT+12", "2026-11-23T14:59", "2026-11-22"),
        ("Etc/GMT+12", "2026-11-23T15:00", "2026-11-23"),
    ],
)
def test_days_at_the_edges(zone: str, at: str, day: str) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert learning_day(instant, ZoneInfo(zone)) == date.fromisoformat(day)


def test_somebody_who_flies_around_the_world_keeps_their_days() -> None:
    """Auckland in the evening, then Honolulu on what is the day before there: no day is skipped that was lived."""
    auckland, honolulu = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
    evening = datetime.combine(date(2026, 11, 23), time(20), auckland).astimezone(UTC)
    assert learning_day(evening, auckland) == date(2026, 11, 23)
    assert learning_day(evening + timedelta(hours=9), honolulu) == date(2026, 11, 23)
    assert learning_day(evening + timedelta(hours=33), honolulu) == date(2026, 11, 24)


def day_is_skipped(day: date, zone: ZoneInfo) -> bool:
    """Whether the zone moved over the date line about then, or changed its clock by more than two hours."""
    noon = datetime.combine(day, time(12), UTC)
    offsets = [(noon + shift * DAY).astimezone(zone).utcoffset() or timedelta() for shift in (-2, -1, 0, 1, 2)]
    return max(offsets) - min(offsets) > timedelta(hours=2)


def test_a_day_begins_when_nobody_is_awake() -> None:
    assert time(3) == ROLL_OVER
