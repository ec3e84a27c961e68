from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.core.model.calendar import YEARS, NotADay, instant, read_day, read_moment, read_time

TODAY = date(2026, 11, 23)
"""A Monday."""
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAYS = st.dates(date(YEARS[0], 1, 1), date(YEARS[1] - 9, 12, 31))
WEEKDAYS = [name.lower() for name in calendar.day_name]
MONTHS = [name.lower() for name in calendar.month_name[1:]]
BERLIN, NEW_YORK, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
HOURS = timedelta(hours=3)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", TODAY),
        ("Now", TODAY),
        (" TOMORROW ", date(2026, 11, 24)),
        ("tuesday", date(2026, 11, 24)),
        ("next tuesday", date(2026, 11, 24)),
        ("on tuesday", date(2026, 11, 24)),
        ("monday", date(2026, 11, 30)),
        ("next  Monday", date(2026, 11, 30)),
        ("mon", date(2026, 11, 30)),
        ("thurs", date(2026, 11, 26)),
        ("sunday", date(2026, 11, 29)),
        ("2026-12-01", date(2026, 12, 1)),
        ("2026-1-2", date(2026, 1, 2)),
        ("2028-02-29", date(2028, 2, 29)),
        ("1 december", date(2026, 12, 1)),
        ("1st December", date(2026, 12, 1)),
        ("december 1", date(2026, 12, 1)),
        ("dec 2nd", date(2026, 12, 2)),
        ("3rd jan", date(2027, 1, 3)),
        ("23 november", TODAY),
        ("22 november", date(2027, 11, 22)),
        ("24 nov", date(2026, 11, 24)),
        ("22 november 2026", date(2026, 11, 22)),
        ("November 22, 2026", date(2026, 11, 22)),
        ("november 22,2026", date(2026, 11, 22)),
        ("31 december", date(2026, 12, 31)),
        ("30 sept", date(2027, 9, 30)),
        ("1 may", date(2027, 5, 1)),
        ("29 february", date(2028, 2, 29)),
        ("29 feb 2028", date(2028, 2, 29)),
        ("yesterday", TODAY - timedelta(days=1)),
        ("from monday", TODAY + timedelta(days=7)),
        ("from 1 december", date(2026, 12, 1)),
        ("next week", TODAY + timedelta(days=7)),
        ("this weekend", date(2026, 11, 28)),
        ("on the weekend", date(2026, 11, 28)),
        ("next weekend", date(2026, 12, 5)),
        ("the day after tomorrow", date(2026, 11, 25)),
        ("tmrw", date(2026, 11, 24)),
        ("24.12.", date(2026, 12, 24)),
        ("on 2.1.", date(2027, 1, 2)),
        ("1.12.2026", date(2026, 12, 1)),
        ("tomorow", TODAY + timedelta(days=1)),
        ("wendsday", TODAY + timedelta(days=2)),
        ("mondayy", TODAY + timedelta(days=7)),
        ("1 decembre", date(2026, 12, 1)),
        ("1 jan 2000", date(2000, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
    ],
)
def test_days(words: str, day: date) -> None:
    assert read_day(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        *(
            (words, "That is not a day that I understand. Write it as “today”")
            for words in (
                "", " ", "yest", "someday", "mo", "last monday", "next", "last week", "1", "december",
                "1 d", "1 de", "1 brumaire", "december december", "1 december 26", "1.12", "1.12.26",
                "01-12-2026", "26-12-01", "2026-12", "2026-12-01 x", "-2026-12-01", "1 december 2026 x", "@everyone",
            )
        ),
        ("12/01/2026", "Some read the day first there"),
        ("5/6", "Some read the day first there"),
        ("31.2.", "There is no 31 February"),
        ("1.13.2027", "There is no 1 month 13 2027"),
        ("31 february", "There is no 31 February 2026; check the day and the month."),
        ("30 feb 2028", "There is no 30 February 2028; check the day and the month."),
        ("29 february 2027", "There is no 29 February 2027; check the day and the month."),
        ("31 april", "There is no 31 April 2026; check the day and the month."),
        ("0 december", "There is no 0 December 2026; check the day and the month."),
        ("99 december", "There is no 99 December 2026; check the day and the month."),
        ("2027-02-29", "There is no 29 February 2027; check the day and the month."),
        ("2026-13-01", "There is no 1 month 13 2026; check the day and the month."),
        ("2026-00-01", "There is no 1 month 0 2026; check the day and the month."),
        ("1999-12-31", "1999 is too far away; I plan from 2000 to 2100."),
        ("2101-01-01", "2101 is too far away; I plan from 2000 to 2100."),
        ("1 january 2206", "2206 is too far away; I plan from 2000 to 2100."),
        ("0000-00-00", "0 is too far away; I plan from 2000 to 2100."),
    ],
)  # fmt: skip
def test_what_is_no_day(words: str, sentence: str) -> None:
    with pytest.raises(NotADay, match=f"^{sentence}"):
        read_day(words, TODAY)


@given(DAYS, st.integers(0, 6), st.sampled_from(["{}", "next {}", "on {}", "NEXT {}"]), st.integers(3, 9))
def test_a_weekday_is_the_next_one_after_today(today: date, weekday: int, words: str, letters: int) -> None:
    day = read_day(words.format(WEEKDAYS[weekday][:letters]), today)
    assert day.weekday() == weekday
    assert timedelta(days=1) <= day - today <= timedelta(days=7)


@given(DAYS, DAYS, st.integers(3, 9), st.sampled_from(["{d} {m}", "{m} {d}", "{d}th {m}", "{m} {d}st"]))
@example(date(2024, 2, 29), date(2024, 2, 29), 3, "{d} {m}")
@example(date(2024, 3, 1), date(2024, 2, 29), 3, "{d} {m}")
@example(date(2096, 3, 1), date(2096, 2, 29), 3, "{d} {m}")  # 2100 is no leap year
def test_a_day_without_a_year_is_the_next_such_day(today: date, wanted: date, letters: int, words: str) -> None:
    day = read_day(words.format(d=wanted.day, m=MONTHS[wanted.month - 1][:letters]), today)
    assert (day.month, day.day) == (wanted.month, wanted.day)
    assert day >= today
    between = [year for year in range(today.year, day.year) if wanted.day < 29 or _exists(year, wanted)]
    assert all(date(year, wanted.month, wanted.day) < today for year in between)


def _exists(year: int, day: date) -> bool:
    return day.day <= calendar.monthrange(year, day.month)[1]


@given(DAYS, DAYS)
def test_a_day_with_its_year_is_that_day(today: date, day: date) -> None:
    month = MONTHS[day.month - 1]
    for words in (day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"):
        assert read_day(words, today) == day


@given(st.text() | st.from_regex(r"\d{1,4}[- ](\d{1,2}|[a-z]{3,9})[- ]\d{1,4}", fullmatch=True), DAYS)
def test_any_words_are_a_day_or_no_day(words: str, today: date) -> None:
    try:
        day = read_day(words, today)
    except NotADay as problem:
        sentence = str(problem)
    else:
        sentence = f"{day.year}."
        assert YEARS[0] <= day.year <= YEARS[1]
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("words", "zone", "moment"),
    [
        ("18:30", UTC, datetime(2026, 11, 23, 18, 30, tzinfo=UTC)),
        ("10:00", UTC, NOW),
        ("today 23:59", UTC, datetime(2026, 11, 23, 23, 59, tzinfo=UTC)),
        ("tomorrow 00:00", UTC, datetime(2026, 11, 24, tzinfo=UTC)),
        ("tomorrow at 9:05", UTC, datetime(2026, 11, 24, 9, 5, tzinfo=UTC)),
        ("  tomorrow   at \t 09:05 ", UTC, datetime(2026, 11, 24, 9, 5, tzinfo=UTC)),
        ("tomorrow\n09:05", UTC, datetime(2026, 11, 24, 9, 5, tzinfo=UTC)),
        ("next monday 18:30", BERLIN, datetime(2026, 11, 30, 17, 30, tzinfo=UTC)),
        ("1 december 2026 at 18:30", NEW_YORK, datetime(2026, 12, 1, 23, 30, tzinfo=UTC)),
        ("2026-12-01 00:30", ZoneInfo("Asia/Kolkata"), datetime(2026, 11, 30, 19, 0, tzinfo=UTC)),
        ("today 20:00", ZoneInfo("Pacific/Kiritimati"), None),  # there it is tomorrow, 00:00
        ("today 01:00", ZoneInfo("Pacific/Kiritimati"), datetime(2026, 11, 23, 11, 0, tzinfo=UTC)),
    ],
)
def test_moments(words: str, zone: ZoneInfo, moment: datetime | None) -> None:
    assert read_moment(words, NOW, zone) == (moment or datetime(2026, 11, 24, 6, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        *(
            (words, "That is not a date and time that I understand. Write it as “tomorrow 18:30”")
            for words in ("", "tomorrow", "18:30 tomorrow", "tomorrow 18", "tomorrow 6:3", "6pm", "18.30", "18:30:00")
        ),
        ("tomorrow 25:00", "25:00 is not a time; hours go from 00:00 to 23:59."),
        ("tomorrow 24:00", "24:00 is not a time; hours go from 00:00 to 23:59."),
        ("tomorrow 12:60", "12:60 is not a time; hours go from 00:00 to 23:59."),
        ("someday 18:30", "That is not a day that I understand."),
        ("31 february 18:30", "There is no 31 February"),
        ("09:59", "That moment has already passed; name one that is still to come."),
        ("today 00:00", "That moment has already passed"),
        ("2026-11-22 23:59", "That moment has already passed"),
    ],
)  # fmt: skip
def test_what_is_no_moment(words: str, sentence: str) -> None:
    with pytest.raises(NotADay, match=f"^{sentence}"):
        read_moment(words, NOW, UTC)


@pytest.mark.parametrize(
    ("day", "at", "zone", "moment"),
    [
        # the spring change skips these: they move forward by the gap
        (date(2027, 3, 28), time(2, 30), BERLIN, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # 03:30 there
        (date(2027, 3, 14), time(2, 0), NEW_YORK, datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),  # 03:00 there
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, datetime(2026, 10, 3, 15, 45, tzinfo=UTC)),  # 02:45 there
        # the autumn change repeats these: the first is meant
        (date(2026, 10, 25), time(2, 30), BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 11, 1), time(1, 30), NEW_YORK, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30, fold=1), BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # an ordinary day
        (date(2026, 11, 23), time(18, 30), BERLIN, datetime(2026, 11, 23, 17, 30, tzinfo=UTC)),
    ],
)
def test_local_times_around_the_changes(day: date, at: time, zone: ZoneInfo, moment: datetime) -> None:
    assert instant(day, at, zone) == moment


def test_half_past_two_on_every_day_of_two_years_everywhere() -> None:
    at, skipped = time(2, 30), 0
    walls = [datetime.combine(date(2026, 1, 1) + timedelta(days=place), at) for place in range(730)]
    for name in available_timezones():
        zone = ZoneInfo(name)
        for wall in walls:
            moment = instant(wall.date(), at, zone)
            back = moment.astimezone(zone)
            assert back.fold == 0, f"{name} {wall}: the second of two"
            if (local := back.replace(tzinfo=None)) != wall:
                before, after = (one.astimezone(zone).utcoffset() for one in (moment - HOURS, moment + HOURS))
                assert before is not None
                assert after is not None
                assert local - wall == after - before > timedelta(), f"{name} {wall}: not moved by the gap"
                skipped += 1
    assert skipped > 50


@given(DAYS, st.times(), st.sampled_from(sorted(available_timezones())))
def test_an_instant_is_in_utc_and_never_too_early(day: date, at: time, name: str) -> None:
    moment = instant(day, at, ZoneInfo(name))
    assert moment.tzinfo is UTC
    local = moment.astimezone(ZoneInfo(name)).replace(tzinfo=None)
    assert local >= datetime.combine(day, at.replace(fold=0))
    assume(local.date() == day)
    assert local - datetime.combine(day, at.replace(fold=0)) <= timedelta(hours=2)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("9", time(9)),
        ("09:05", time(9, 5)),
        ("0:00", time()),
        ("23:59", time(23, 59)),
        ("6pm", time(18)),
        (" 6:30  P.M. ", time(18, 30)),
        ("12 am", time()),
        ("12 pm", time(12)),
    ],
)
def test_times_of_day(words: str, meant: time) -> None:
    assert read_time(words) == meant


@pytest.mark.parametrize("words", ["25:00", "9:60", "24", "13 pm", "0 am", "soon", "", "9:5", "-1", "9 o'clock", "٩"])
def test_what_is_no_time_of_day_says_what_to_write(words: str) -> None:
    with pytest.raises(NotADay, match="Write it as"):
        read_time(words)


@given(st.text(max_size=12) | st.from_regex(r"\d{1,2}(:\d{2})? ?(am|pm)?", fullmatch=True))
def test_reading_a_time_raises_nothing_else(words: str) -> None:
    try:
        read = read_time(words)
    except NotADay:
        return
    assert read_time(f"{read:%H:%M}") == read


def test_a_weekend_that_has_begun_is_this_one() -> None:
    assert read_day("this weekend", date(2026, 11, 29)) == date(2026, 11, 29)
