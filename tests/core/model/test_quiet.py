"""Quiet hours: when they end, over midnight and over the changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.model.calendar import NotADay
from bot.core.model.quiet import Quiet, read_quiet

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT, NOON = Quiet(time(22), time(7)), Quiet(time(12), time(13, 30))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (NIGHT, "2026-11-27 21:59", None),
        (NIGHT, "2026-11-27 22:00", "2026-11-28 07:00"),
        (NIGHT, "2026-11-28 06:59", "2026-11-28 07:00"),
        (NIGHT, "2026-11-28 07:00", None),
        (NOON, "2026-11-28 11:59", None),
        (NOON, "2026-11-28 12:00", "2026-11-28 13:30"),
        (NOON, "2026-11-28 13:30", None),
    ],
)
def test_when_they_end(quiet: Quiet, at: str, until: str | None) -> None:
    ends = quiet.until(datetime.fromisoformat(at).replace(tzinfo=BERLIN), BERLIN)
    assert ends == (datetime.fromisoformat(until).replace(tzinfo=BERLIN) if until else None)


def test_an_end_that_the_clock_shows_twice_is_its_first() -> None:
    until_half_past = Quiet(time(22), time(2, 30))
    assert until_half_past.until(datetime(2026, 10, 25, 0, 10, tzinfo=UTC), BERLIN) is not None
    assert until_half_past.until(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), BERLIN) is None


@given(TIMES, TIMES, MOMENTS, st.sampled_from(sorted(available_timezones())))
def test_the_end_lies_ahead_and_is_loud(begin: time, end: time, moment: datetime, zone: str) -> None:
    quiet = Quiet(begin, end)
    if (until := quiet.until(moment, ZoneInfo(zone))) is not None:
        assert until > moment
        assert (until - moment).total_seconds() <= 25 * 3_600
        assert quiet.until(until, ZoneInfo(zone)) is None or begin == end


@pytest.mark.parametrize(
    ("words", "quiet"),
    [
        ("22:00 07:00", NIGHT),
        ("22:00-7:00", NIGHT),
        ("22:00 – 7:00", NIGHT),
        ("From 22:00 to 07:00", NIGHT),
        (" 12:00  until 13:30", NOON),
        ("None", None),
        ("off", None),
        ("22-7", NIGHT),
        ("10pm to 7 am", NIGHT),
        ("between 22h and 7h", NIGHT),
    ],
)
def test_they_are_read(words: str, quiet: Quiet | None) -> None:
    assert read_quiet(words) == quiet
    assert quiet is None or read_quiet(str(quiet)) == quiet


@pytest.mark.parametrize("words", ["", "at night", "10 pm", "22:00", "24:00 07:00", "22:00 07:60", "07:00 07:00"])
def test_others_are_refused(words: str) -> None:
    with pytest.raises(NotADay):
        read_quiet(words)


@given(st.text(max_size=30))
def test_whatever_is_written_is_read_or_refused(words: str) -> None:
    try:
        read_quiet(words)
    except NotADay as problem:
        assert str(problem).endswith(".")  # noqa: PT017
