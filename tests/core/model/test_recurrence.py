"""Recurrence in local dates: hours stay what they are, months end where they end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.recurrence import LAST_DAYS, Occurrence, Recurrence

DAILY, WEEKLY, MONTHLY = "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SU", "FREQ=MONTHLY;BYDAY=1SU"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ZONES = sorted(available_timezones())


def days(recurrence: Recurrence, moment: datetime, count: int) -> list[str]:
    return [str(one.day) for one in recurrence.coming(moment, count)]


def test_once_is_once() -> None:
    once = Recurrence(date(2026, 12, 1), time(9), "Europe/Berlin")
    assert once.coming(NOON, 5) == [Occurrence(date(2026, 12, 1), datetime(2026, 12, 1, 8, tzinfo=UTC))]
    assert once.next(datetime(2026, 12, 1, 8, tzinfo=UTC)) is None


def test_the_31st_does_not_drift() -> None:
    monthly = Recurrence(date(2027, 1, 31), time(9), "Europe/Berlin", "FREQ=MONTHLY" + LAST_DAYS)
    assert days(monthly, NOON, 4) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


def test_an_end_is_a_local_day() -> None:
    until = Recurrence(date(2026, 11, 29), time(23, 30), "America/Los_Angeles", "FREQ=DAILY;UNTIL=20261201")
    assert days(until, NOON, 9) == ["2026-11-29", "2026-11-30", "2026-12-01"]


def test_a_gap_moves_forward_and_an_overlap_is_its_first() -> None:
    berlin = Recurrence(date(2026, 1, 1), time(2, 30), "Europe/Berlin", DAILY)
    assert berlin.on(date(2026, 3, 29)).at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert berlin.on(date(2026, 10, 25)).at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_what_lies_within_is_the_last_of_it() -> None:
    daily = Recurrence(date(2026, 1, 1), time(9), "UTC", DAILY)
    found = daily.within(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 10, 9, tzinfo=UTC), 3)
    assert [one.day.day for one in found] == [8, 9, 10]
    once = Recurrence(date(2026, 1, 5), time(9), "UTC")
    assert len(once.within(datetime(2026, 1, 1, tzinfo=UTC), NOON, 3)) == 1


@pytest.mark.parametrize("rule", ["FREQ=NEVER", "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY"])
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Recurrence(date(2026, 1, 1), time(9), "UTC", rule)


def test_ten_years_end() -> None:
    series = Recurrence(date(2026, 1, 1), time(9), "UTC", "FREQ=DAILY;UNTIL=20351231")
    assert series.next(datetime(2035, 12, 31, 8, tzinfo=UTC)) == series.on(date(2035, 12, 31))
    assert series.next(datetime(2036, 1, 1, tzinfo=UTC)) is None


@pytest.mark.slow
@pytest.mark.parametrize("rule", [DAILY, WEEKLY, MONTHLY])
@pytest.mark.parametrize("hour", [time(0, 30), time(2, 30), time(9)])
def test_every_zone_keeps_the_local_hour_through_the_changes(rule: str, hour: time) -> None:
    """Where the hour exists that day, it is the hour; where it doesn't, it is what follows the gap."""
    for name in ZONES:
        zone = ZoneInfo(name)
        recurrence = Recurrence(date(2026, 1, 1), hour, name, rule)
        for occurrence in recurrence.within(
            datetime(2025, 12, 30, tzinfo=UTC), datetime(2027, 12, 30, tzinfo=UTC), 800
        ):
            local = occurrence.at.astimezone(zone)
            if _exists(occurrence.day, hour, zone):
                assert (local.date(), local.time()) == (occurrence.day, hour), (name, occurrence)
                assert local.fold == 0, (name, occurrence)
            else:
                assert local.replace(tzinfo=None) > datetime.combine(occurrence.day, hour), (name, occurrence)


def _exists(day: date, hour: time, zone: ZoneInfo) -> bool:
    local = datetime.combine(day, hour, tzinfo=zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


@given(
    zone=st.sampled_from(ZONES),
    rule=st.sampled_from(
        ["", DAILY, WEEKLY, MONTHLY, "FREQ=MONTHLY" + LAST_DAYS, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"]
    ),
    first=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    hour=st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    moment=st.integers(0, 4 * 365 * 86_400).map(lambda one: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=one)),
)
def test_occurrences_come_in_order_and_none_is_left_out(
    zone: str, rule: str, first: date, hour: time, moment: datetime
) -> None:
    recurrence = Recurrence(first, hour, zone, rule)
    found = recurrence.coming(moment, 4)
    assert [one.at for one in found] == sorted({one.at for one in found})
    assert all(one.at > moment and one.day >= first for one in found)
    earlier = recurrence.coming(moment - timedelta(days=40), 60)
    assert [one for one in earlier if one.at > moment][:4] == found
