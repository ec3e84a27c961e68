"""Times in words: what is read, what is refused and how, and that every echo means the same again."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.core.model.calendar import NotADay, NoTime
from bot.core.model.recurrence import LAST_DAYS, Recurrence
from bot.core.model.when import YEARS_AHEAD, read_when
from bot.core.model.when_beside import split_when
from tests.core.helpers import HOSTILE

NOW = datetime(2026, 11, 27, 7, 12, 20, tzinfo=UTC)
"""A Friday, 08:12 in Berlin."""
BERLIN = ZoneInfo("Europe/Berlin")
HERE = "in Berlin (Europe/Berlin)"
ZONES = sorted(available_timezones() - {"localtime", "Factory"})


@pytest.mark.parametrize(
    ("words", "echo"),
    [
        ("in 20 minutes", "on Friday 27 November 2026 at 08:32"),
        ("in 20 min", "on Friday 27 November 2026 at 08:32"),
        ("in half an hour", "on Friday 27 November 2026 at 08:42"),
        ("in an hour", "on Friday 27 November 2026 at 09:12"),
        ("in 2h", "on Friday 27 November 2026 at 10:12"),
        ("in 1 hour and 30 minutes", "on Friday 27 November 2026 at 09:42"),
        ("in 1h 30m", "on Friday 27 November 2026 at 09:42"),
        ("in 3 days", "on Monday 30 November 2026 at 08:12"),
        ("in 3 days at 9:00", "on Monday 30 November 2026 at 09:00"),
        ("in a week at 9", "on Friday 4 December 2026 at 09:00"),
        ("in 3 months at noon", "on Saturday 27 February 2027 at 12:00"),
        ("tomorrow 18:30", "on Saturday 28 November 2026 at 18:30"),
        ("18:30 tomorrow", "on Saturday 28 November 2026 at 18:30"),
        ("  Tomorrow,  at 18:30 ", "on Saturday 28 November 2026 at 18:30"),
        ("next friday 6pm", "on Friday 4 December 2026 at 18:00"),
        ("tomorrow 18h", "on Saturday 28 November 2026 at 18:00"),
        ("tomorrow at 18h30", "on Saturday 28 November 2026 at 18:30"),
        ("friday 6pm", "on Friday 27 November 2026 at 18:00"),
        ("this friday 6pm", "on Friday 27 November 2026 at 18:00"),
        ("friday 6am", "on Friday 4 December 2026 at 06:00"),
        ("half past six in the evening tomorrow", "on Saturday 28 November 2026 at 18:30"),
        ("tomorrow quarter to seven pm", "on Saturday 28 November 2026 at 18:45"),
        ("tomorrow evening at 8", "on Saturday 28 November 2026 at 20:00"),
        ("tomorrow evening 20:00", "on Saturday 28 November 2026 at 20:00"),
        ("tonight at ten past nine", "on Friday 27 November 2026 at 21:10"),
        ("this evening at six", "on Friday 27 November 2026 at 18:00"),
        ("tomorrow at six", "on Saturday 28 November 2026 at 06:00"),
        ("2 at night tomorrow", "on Saturday 28 November 2026 at 02:00"),
        ("tmrw 9am", "on Saturday 28 November 2026 at 09:00"),
        ("the day after tomorrow at 10", "on Sunday 29 November 2026 at 10:00"),
        ("in a fortnight at 9", "on Friday 11 December 2026 at 09:00"),
        ("5.12. 9:00", "on Saturday 5 December 2026 at 09:00"),
        ("5.1.2027 at 9.30", "on Tuesday 5 January 2027 at 09:30"),
        ("tomorrow 9 uhr", "on Saturday 28 November 2026 at 09:00"),
        ("tomorow 9:00", "on Saturday 28 November 2026 at 09:00"),
        ("in 90 minuets", "on Friday 27 November 2026 at 09:42"),
        ("this saturday 6:30 p.m.", "on Saturday 28 November 2026 at 18:30"),
        ("12am tomorrow", "on Saturday 28 November 2026 at 00:00"),
        ("12pm tomorrow", "on Saturday 28 November 2026 at 12:00"),
        ("noon", "on Friday 27 November 2026 at 12:00"),
        ("at 9", "on Friday 27 November 2026 at 09:00"),
        ("at 9 o'clock", "on Friday 27 November 2026 at 09:00"),
        ("8:00", "on Saturday 28 November 2026 at 08:00"),
        ("1 december 09:00", "on Tuesday 1 December 2026 at 09:00"),
        ("on the 1st of december at 9", "on Tuesday 1 December 2026 at 09:00"),
        ("dec 1, 2027 at 9:00", "on Wednesday 1 December 2027 at 09:00"),
        ("monday 7 december 9:00", "on Monday 7 December 2026 at 09:00"),
        ("2026-12-01 09:00", "on Tuesday 1 December 2026 at 09:00"),
        ("2026-12-01T09:00:00", "on Tuesday 1 December 2026 at 09:00"),
    ],
)
def test_once(words: str, echo: str) -> None:
    assert read_when(words, NOW, BERLIN).words == f"{echo} {HERE}"


@pytest.mark.parametrize(
    ("words", "echo", "rule"),
    [
        ("every day 9:00", "every day at 09:00 {}; next: Friday 27 November", "FREQ=DAILY"),
        ("every morning at 8", "every day at 08:00 {}; next: Saturday 28 November", "FREQ=DAILY"),
        ("daily at 8:00", "every day at 08:00 {}; next: Saturday 28 November", "FREQ=DAILY"),
        (
            "every other day 9:00",
            "every 2 days at 09:00 {}, from 27 November 2026; next: Friday 27 November",
            "FREQ=DAILY;INTERVAL=2",
        ),
        (
            "weekdays at 8",
            "every weekday at 08:00 {}; next: Monday 30 November",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        ),
        (
            "every weekend 10:00",
            "every Saturday and Sunday at 10:00 {}; next: Saturday 28 November",
            "FREQ=WEEKLY;BYDAY=SA,SU",
        ),
        (
            "every thursday and monday 18:00",
            "every Monday and Thursday at 18:00 {}; next: Monday 30 November",
            "FREQ=WEEKLY;BYDAY=MO,TH",
        ),
        (
            "18:00 on mondays, wednesdays & fridays",
            "every Monday, Wednesday and Friday at 18:00 {}; next: Friday 27 November",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        ),
        (
            "every other tuesday 9:00",
            "every 2 weeks on Tuesday at 09:00 {}, from 1 December 2026; next: Tuesday 1 December",
            "FREQ=WEEKLY;BYDAY=TU;INTERVAL=2",
        ),
        (
            "every 2 weeks on tuesday 9:00",
            "every 2 weeks on Tuesday at 09:00 {}, from 1 December 2026; next: Tuesday 1 December",
            "FREQ=WEEKLY;BYDAY=TU;INTERVAL=2",
        ),
        (
            "every other week on tue and thu at 9:00 from 2026-11-03",
            "every 2 weeks on Tuesday and Thursday at 09:00 {}, from 3 November 2026; next: Tuesday 1 December",
            "FREQ=WEEKLY;BYDAY=TU,TH;INTERVAL=2",
        ),
        ("weekly on friday 9am", "every Friday at 09:00 {}; next: Friday 27 November", "FREQ=WEEKLY;BYDAY=FR"),
        (
            "first monday each month 19:00 Europe/Berlin until june",
            "every first Monday of the month at 19:00 {}, until 30 June 2027; next: Monday 7 December",
            "FREQ=MONTHLY;BYDAY=1MO;UNTIL=20270630",
        ),
        (
            "last friday of the month 7:00",
            "every last Friday of the month at 07:00 {}; next: Friday 25 December",
            "FREQ=MONTHLY;BYDAY=-1FR",
        ),
        (
            "monthly on the third and 1st wednesday at 9",
            "every first and third Wednesday of the month at 09:00 {}; next: Wednesday 2 December",
            "FREQ=MONTHLY;BYDAY=1WE,3WE",
        ),
        (
            "every 2 months on the first monday 9:00",
            "every 2 months on the first Monday at 09:00 {}, from 7 December 2026; next: Monday 7 December",
            "FREQ=MONTHLY;BYDAY=1MO;INTERVAL=2",
        ),
        (
            "on the 31st of every month 9:00",
            "on the 31st of every month at 09:00 {}; next: Monday 30 November; in shorter months on their last day",
            "FREQ=MONTHLY" + LAST_DAYS,
        ),
        (
            "the last day of the month 9:00",
            "on the last day of every month at 09:00 {}; next: Monday 30 November",
            "FREQ=MONTHLY" + LAST_DAYS,
        ),
        (
            "every 3 months on the 15th at 9",
            "every 3 months on the 15th at 09:00 {}, from 15 December 2026; next: Tuesday 15 December",
            "FREQ=MONTHLY;BYMONTHDAY=15;INTERVAL=3",
        ),
        (
            "every day 9:00 10 times",
            "every day at 09:00 {}, until 6 December 2026; next: Friday 27 November",
            "FREQ=DAILY;UNTIL=20261206",
        ),
        (
            "every day 9:00 for 6 weeks",
            "every day at 09:00 {}, until 7 January 2027; next: Friday 27 November",
            "FREQ=DAILY;UNTIL=20270107",
        ),
        (
            "every day 9:00 for 2 months in berlin starting 1 december",
            "every day at 09:00 {}, from 1 December 2026, until 31 January 2027; next: Tuesday 1 December",
            "FREQ=DAILY;UNTIL=20270131",
        ),
        (
            "every monday 9:00 until 2027-06-30",
            "every Monday at 09:00 {}, until 30 June 2027; next: Monday 30 November",
            "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270630",
        ),
        (
            "every monday 9:00 until the end of february 2028",
            "every Monday at 09:00 {}, until 29 February 2028; next: Monday 30 November",
            "FREQ=WEEKLY;BYDAY=MO;UNTIL=20280229",
        ),
        (
            "every monday 9:00 until 2028",
            "every Monday at 09:00 {}, until 31 December 2028; next: Monday 30 November",
            "FREQ=WEEKLY;BYDAY=MO;UNTIL=20281231",
        ),
        (
            "every monday 9:00 from 6 december 2027",
            "every Monday at 09:00 {}, from 6 December 2027; next: Monday 6 December 2027",
            "FREQ=WEEKLY;BYDAY=MO",
        ),
    ],
)
def test_again_and_again(words: str, echo: str, rule: str) -> None:
    found = read_when(words, NOW, BERLIN)
    assert found.words == echo.format(HERE)
    assert found.recurrence.rule == rule


def test_a_zone_may_be_named_and_then_its_day_counts() -> None:
    late = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    assert read_when("tomorrow 9:00", late, BERLIN).recurrence == Recurrence(
        date(2026, 11, 29), time(9), "Europe/Berlin"
    )
    there = read_when("tomorrow 9:00 in New York", late, BERLIN)
    assert there.recurrence == Recurrence(date(2026, 11, 28), time(9), "America/New_York")
    assert there.words == "on Saturday 28 November 2026 at 09:00 in New York (America/New_York)"
    assert read_when("tomorrow 9:00 tokyo", NOW, BERLIN).recurrence.zone == "Asia/Tokyo"
    assert read_when("2026-12-01T09:00Z", NOW, BERLIN).words == "on Tuesday 1 December 2026 at 09:00 UTC"
    assert read_when("tomorrow 9:00", NOW, UTC).recurrence.zone == "UTC"


def test_ten_years_are_too_many_and_that_is_said() -> None:
    for words in ("for 10 years", "until 2036", "5000 times"):
        found = read_when(f"every day 9:00 {words}", NOW, BERLIN)
        assert found.recurrence.rule == "FREQ=DAILY;UNTIL=20311127"
        assert f"I plan {YEARS_AHEAD} years ahead at most, so it ends then" in found.words


def test_a_skipped_hour_and_one_that_comes_twice_are_said() -> None:
    def echo(words: str) -> str:
        return read_when(words, NOW, BERLIN).words

    skipped = "the clock skips 02:30 on 28 March 2027, so it comes at 03:30 then"
    doubled = "the clock shows 02:30 twice on 31 October 2027, and I take the first"
    assert echo("28 march 2027 02:30").endswith(f"; {skipped}")
    assert echo("31 october 2027 02:30").endswith(f"; {doubled}")
    assert echo("every day 02:30").endswith(f"; {skipped}; {doubled}")
    assert echo("every monday 02:30").endswith("next: Monday 30 November")


def test_a_time_from_now_into_the_hour_that_comes_twice_is_exact() -> None:
    before = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
    found = read_when("in 20 minutes", before, BERLIN)
    assert found.recurrence.next(before).at == datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # type: ignore[union-attr]
    assert found.words == "on Sunday 25 October 2026 at 01:10 UTC"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("yesterday 9:00", "already passed"),
        ("today 8:00", "already passed"),
        ("in 0 minutes", "already passed"),
        ("31 february 9:00", "There is no 31 February 2026"),
        ("tomorrow 25:00", "25:00 is not a time; hours go from 00:00 to 23:59"),
        ("tomorrow 9:60", "9:60 is not a time"),
        ("tomorrow 13 pm", "13 pm is not a time; hours before and after noon go from 1 to 12"),
        ("tomorrow 0am", "0 am is not a time"),
        ("tomorrow midnight", "write 00:00"),
        ("soon", "I can't read a time there"),
        ("", "I can't read a time there"),
        ("tomorrow 9:00; drink", "I can't read a time there"),
        ("tomorrow 9", "At what time?"),
        ("tonight", "At what time?"),
        ("tomorrow morning", "At what time?"),
        ("tomorrow half past six", "In the morning or in the evening? Write 06:30 or 18:30."),
        ("quarter to one", "Write 00:45 or 12:45."),
        ("half past 13 tomorrow", "I can't read a time there"),
        ("half to six tomorrow", "I can't read a time there"),
        ("tomorrow six", "At what time?"),
        ("12/05 9:00", "Some read the day first there"),
        ("tomorrow", "At what time?"),
        ("every monday", "At what time?"),
        ("tuesday 7 december 9:00", "7 December 2026 is a Monday"),
        ("tomorrow 9:00 EST", "Write a place instead, such as America/New_York"),
        ("tomorrow 9:00 UTC+2", "A fixed distance from UTC knows no summer time. Write a place instead"),
        ("2026-12-01T09:00+02:00", "A fixed distance from UTC"),
        ("tomorrow 9:00 utc+13:37", "Write a city, such as Berlin"),
        ("tomorrow 9:00 berli", "Did you mean Europe/Berlin?"),
        ("tomorrow 9:00 mordor", "I can't read what stands behind the time"),
        ("tomorrow 9:00 until june", "comes only once"),
        ("in 2 hours at 9", "don't go together"),
        ("in 1 day 2 hours", "I can't read a time there"),
        ("every 2 hours", "too often"),
        ("hourly", "too often"),
        ("every year on 1 may 9:00", "name the date with its year"),
        ("every second tuesday 9:00", "every other week?"),
        ("every week 9:00", "On which day of the week?"),
        ("every month 9:00", "On which day of the month?"),
        ("fifth monday of the month 9:00", "Not every month has a fifth one"),
        ("every 0 days 9:00", "choose a number from 1 to 365"),
        ("on the 45th of every month 9:00", "No month has a day 45"),
        ("every day 9:00 until 1 november 2026", "end before it begins"),
        ("every day 9:00 from 1 november until 10 november 2026", "end before it begins"),
        ("every day 9:00 from 2026-11-01 until 2026-11-10", "All of that series has already passed"),
        ("every day 9:00 for 0 days", "at least once"),
        ("every day 9:00 until june until july", "I can't read"),
        ("every day 9:00 from 2050-01-01", "too far away"),
        ("1 may 2050 9:00", "too far away"),
        ("in 99999 months", "too far away"),
        ("in 99999 hours", "too far away"),
        ("1 december 1800 9:00", "1800 is too far away"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(words: str, sentence: str) -> None:
    with pytest.raises(NotADay) as caught:
        read_when(words, NOW, BERLIN)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("words", "day", "text"),
    [
        ("tomorrow 9:00 read the paper", "2026-11-28", "read the paper"),
        ("tomorrow 9:00, read\nthe paper", "2026-11-28", "read\nthe paper"),
        ("to read the paper tomorrow at 9", "2026-11-28", "read the paper"),
        ("read the paper, tomorrow at 9", "2026-11-28", "read the paper"),
        ("tomorrow read the paper at 9", "2026-11-28", "read the paper"),
        ("in 20 minutes: tea", "2026-11-27", "tea"),
        ("in 20 minutes - tea", "2026-11-27", "tea"),
        ("in 3 days that it is over", "2026-11-30", "it is over"),
        ("monday meeting notes tomorrow at 9", "2026-11-28", "monday meeting notes"),
        ("tomorrow 9:00 Jordan lecture", "2026-11-28", "Jordan lecture"),
        ("tomorrow 9:00 in the office", "2026-11-28", "in the office"),
        ("tomorrow 9:00 in Berlin call mum", "2026-11-28", "call mum"),
        ("tomorrow 9:00 eat cake", "2026-11-28", "eat cake"),
        ("tomorrow 9:00 ASAP", "2026-11-28", "ASAP"),
        ("tomorrow 9:00 +1 for the idea", "2026-11-28", "+1 for the idea"),
        ("tomorrow 9:00 until june plan it", "2026-11-28", "until june plan it"),
        ("every monday 18:00 until june diary", "2026-11-30", "diary"),
        ("tomorrow 9:00", "2026-11-28", ""),
        ("call mum next tuesday at quarter to seven in the evening", "2026-12-01", "call mum"),
        ("tomorrow 9:00 read half past ten chapters", "2026-11-28", "read half past ten chapters"),
        ("tomorow 9:00 read about tomorow", "2026-11-28", "read about tomorow"),
    ],
)
def test_a_text_stands_before_or_behind_the_time(words: str, day: str, text: str) -> None:
    found, rest = split_when(words, NOW, BERLIN)
    assert (str(found.recurrence.first), rest) == (day, text)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("read the paper", "I can't read a time there"),
        ("", "I can't read a time there"),
        ("tomorrow read the paper", "At what time?"),
        ("call mum tomorrow at half past six", "In the morning or in the evening?"),
        ("tomorrow half past six read", "In the morning or in the evening?"),
        ("tomorow read the paper", "At what time?"),
        ("tomorrow 25h read", "25h is not a time"),
        ("tomorrow 25:00 read at 9", "25:00 is not a time"),
        ("31 february 9:00 read", "There is no 31 February"),
        ("tomorrow 9:00 EST read", "That abbreviation"),
        ("tomorrow 9:00 utc+2 read", "A fixed distance"),
        ("tomorrow 9:00 in EST read", "That abbreviation"),
        ("drink water every 2 hours", "too often"),
    ],
)
def test_no_text_hides_a_time_that_cannot_be(words: str, sentence: str) -> None:
    with pytest.raises(NotADay) as caught:
        split_when(words, NOW, BERLIN)
    assert sentence in str(caught.value)


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
WEEKDAY = st.sampled_from(["mon", "tuesday", "wednesdays", "thu", "friday", "saturdays", "sunday"])
ORDINAL = st.sampled_from(["first", "2nd", "third", "fourth", "last"])
NUMBER = st.integers(1, 31).map(lambda number: f"{number}th")
SERIES = st.one_of(
    st.sampled_from(["every day", "weekdays", "weekends", "every 5 days"]),
    st.lists(WEEKDAY, min_size=1, max_size=3).map(lambda days: f"every {' and '.join(days)}"),
    st.builds("every {} weeks on {}".format, st.integers(1, 9), WEEKDAY),
    st.builds("{} {} of the month".format, ORDINAL, WEEKDAY.map(lambda day: day.removesuffix("s"))),
    st.builds("every {} months on the {} {}".format, st.integers(1, 5), ORDINAL, st.just("friday")),
    st.builds("on the {} of every month".format, NUMBER),
    st.builds("every {} months on the {}".format, st.integers(1, 5), NUMBER),
    st.just("last day of the month"),
)
SINGLE = st.one_of(
    st.sampled_from(["", "tomorrow", "next monday", "1 december", "29 february", "in 3 days", "in 2 months"]),
)
ENDS = st.one_of(
    st.just(""),
    st.sampled_from(["until december", "until 2033", "for 20 weeks", "for 8 months", "for 9 years"]),
    st.integers(1, 2_000).map(lambda count: f"{count} times"),
)
PHRASES = st.one_of(
    st.builds("{} {:%H:%M} {}".format, SERIES, TIMES, ENDS),
    st.builds("{} {:%H:%M}".format, SINGLE, TIMES),
    st.integers(1, 90_000).map(lambda minutes: f"in {minutes} minutes"),
)


@given(PHRASES, MOMENTS, st.sampled_from(ZONES))
@example("in 20 minutes", datetime(2026, 10, 25, 0, 50, tzinfo=UTC), "Europe/Berlin")
@example("every day 02:30 5000 times", NOW, "Europe/Berlin")
@example("on the 31st of every month 02:30", NOW, "America/Argentina/Buenos_Aires")
@example("tomorrow 9:00", NOW, "Etc/GMT+3")
def test_an_echo_read_again_means_the_same(phrase: str, now: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    try:
        found = read_when(phrase, now, zone)
    except NotADay:
        assume(False)
        raise
    again = read_when(found.words, now, zone)
    assert again.recurrence == found.recurrence
    assert read_when(again.words, now, zone) == again
    split, text = split_when(f"{found.words.partition(';')[0]}: read the paper", now, zone)
    assert (split.recurrence, text) == (found.recurrence, "read the paper")
    first = found.recurrence.next(now)
    assert first is not None
    assert first.at - now < timedelta(days=366 * YEARS_AHEAD + 1)


PIECES = st.lists(
    st.sampled_from(
        "every day monday first of the month at 9 9:00 25:00 in until for 10 times 2 weeks june from 31 february 99999 "
        "hours berlin (europe/berlin) ; next: utc+2 EST , and on 2026-13-01 0 9am 13pm noon midnight each last".split()
    ),
    max_size=12,
).map(" ".join)


@given(st.one_of(PIECES, st.text(max_size=80)), MOMENTS, st.sampled_from(ZONES))
def test_whatever_is_said_is_read_or_refused(words: str, now: datetime, name: str) -> None:
    for read in (read_when, split_when):
        try:
            read(words, now, ZoneInfo(name))
        except NotADay as problem:
            assert str(problem).endswith((".", "?"))  # noqa: PT017


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_no_time(words: str) -> None:
    with pytest.raises(NoTime):
        read_when(words, NOW, BERLIN)
