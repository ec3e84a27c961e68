from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.blocks import Option
from bot.core.chat.markup import Plain, parse
from bot.core.chat.parameter import (
    SUGGESTIONS,
    YES_NO,
    Choice,
    Day,
    EntryId,
    Kind,
    Moment,
    Parameter,
    Someone,
    Somewhere,
    Words,
    YesNo,
    choices,
    likely,
    reads_exactly,
    shown,
    suggest,
)
from bot.core.chat.refusal import Refusal
from bot.core.chat.scene import Channel, Person
from bot.core.chat.whole import Whole
from tests.core.helpers import HOSTILE, marked, scene, words_of

HERE = scene()
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(HOSTILE)
LEVELS = Choice((Option("junior", "Beginner"), Option("mid", "Middle"), Option("senior", "Senior person")))
SKILLS = [
    Option("data-drift", "Data drift", "When data changes"),
    Option("concept-drift", "Concept drift", "When meaning changes"),
    Option("docker", "Docker images"),
    Option("docker-compose", "Docker Compose"),
    Option("mlflow", "Tracking"),
]
ENTRY = EntryId("skill", lambda: SKILLS, {"old-drift": "data-drift", "1": "docker", "docker": "docker"}.get)
YES = YesNo()
MANY = EntryId(
    "number", lambda: [Option(f"n-{n}", f"Number {n}", "odd" if n % 2 else "even") for n in range(100)], lambda _: None
)


def refused(kind: Kind[object], text: str) -> str:
    with pytest.raises(Refusal) as caught:
        kind.read(text, HERE)
    assert not caught.value.way_on
    return caught.value.words


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Words(), "  two  words ", "two  words"),
        (Words(), "a\x00b\nc\u200bd\u202ee", "a b c d e"),
        (Words(lines=True), "\n a\r\n\tb\n", "a \n b"),
        (Words(5), "12345", "12345"),
        (Words(5), "   12345   ", "12345"),
        (Words(), "é 🚀 שלום", "é 🚀 שלום"),
        (Words(), "\ud83d x", "x"),
        (Whole(1, 60), " 6 ", 6),
        (Whole(1, 60), "1", 1),
        (Whole(1, 60), "Eight", 8),
        (Whole(1, 60, "hours"), "ten hours a week", 10),
        (Choice((Option("no", "Can't come"),), (("not going", "no"),)), "Not going!", "no"),
        (Whole(1, 60), "60", 60),
        (Whole(1, 60), "007", 7),
        (Whole(-5, 5), "-5", -5),
        (LEVELS, "junior", "junior"),
        (LEVELS, " BEGINNER ", "junior"),
        (LEVELS, "sen", "senior"),
        (LEVELS, "senior-person", "senior"),
        (LEVELS, "senoir", "senior"),
        (LEVELS, "midle", "mid"),
        (ENTRY, "old-drift", "data-drift"),
        (ENTRY, " 1 ", "docker"),
        (ENTRY, "docker", "docker"),
        (ENTRY, "Data_Drift", "data-drift"),
        (ENTRY, "conc", "concept-drift"),
        (ENTRY, "docker images", "docker"),
        (ENTRY, "compose", "docker-compose"),
        (ENTRY, "images", "docker"),
        (ENTRY, "docker comopse", "docker-compose"),
        (ENTRY, "data drfit", "data-drift"),
        (ENTRY, "track", "mlflow"),
        (Someone(), "test:ana", Person("test:ana")),
        (Someone(), " @test:ana ", Person("test:ana")),
        (Somewhere(), "test:general", Channel("test:general")),
        (Somewhere(), " #test:general ", Channel("test:general")),
        (Day(), "tomorrow", date(2026, 11, 24)),
        (Day(), "1 december", date(2026, 12, 1)),
        (Moment(), "tomorrow 18:30", datetime(2026, 11, 24, 18, 30, tzinfo=UTC)),
        *((YesNo(), text, True) for text in ("yes", " Y ", "TRUE", "on")),
        *((YesNo(), text, False) for text in ("no", "N", "False", " off")),
    ],
)
def test_what_is_read(kind: Kind[object], text: str, value: object) -> None:
    assert kind.read(text, HERE) == value


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        *((Words(), text, "That was empty. Write a few words.") for text in ("", "  ", "\n\t", "\x00\u200b\ud83d")),
        (Words(5), "123456", "That is 6 characters long; I read up to 5. Please say it shorter."),
        (Words(), "x" * 2_001, "That is 2,001 characters long; I read up to 2,000. Please say it shorter."),
        *(
            (Whole(1, 60), text, "I need a whole number from 1 to 60 here.")
            for text in ("", "thirteen", "6.5", "6,0", "1e1", "-", "5-", "٣", "²", "0x10", "1 2", "9999999999", "+6")
        ),
        *(
            (Whole(1, 60), text, f"{text} is out of range: choose a whole number from 1 to 60.")
            for text in ("0", "61", "-5", "999999999", "--5")
        ),
        (LEVELS, "boss", "“boss” is none of the 3 that I know."),
        (LEVELS, "", "“” is none of the 3 that I know."),
        (ENTRY, "zzz", "I know no skill called “zzz”."),
        (ENTRY, "doc", "I know no skill called “doc”."),  # begins two
        (ENTRY, " ", "I know no skill called “”."),
        *(
            (Someone(), text, "I need a person here: type @ and choose one.")
            for text in ("", "@", "ana", "@ana", "@@test:ana", "<@123>", "test:", "test:a b", "everyone")
        ),
        *(
            (Somewhere(), text, "I need a channel here: type # and choose one.")
            for text in ("", "#", "general", "<#123>", "##test:general")
        ),
        *(
            (Someone(), text, "That is nobody here: type @ and choose a person.")
            for text in ("discord:1", "@slack:T1.U1", "tests:ana")
        ),
        (Somewhere(), "#discord:1", "That is no channel here: type # and choose one."),
        (Day(), "someday", "“next monday”"),
        (Day(), "31 february", "There is no 31 February 2026; check the day and the month."),
        (Moment(), "tomorrow", "That is not a date and time that I understand."),
        (Moment(), "today 09:00", "That moment has already passed; name one that is still to come."),
        *((YesNo(), text, "Answer with yes or no.") for text in ("", "maybe", "yes no", "1", "jein")),
    ],
)
def test_what_is_refused_and_how(kind: Kind[object], text: str, words: str) -> None:
    said = refused(kind, text)
    assert words_of(said) == words or words in said


def test_a_day_and_a_moment_are_seen_from_the_callers_zone() -> None:
    tokyo = scene(at=datetime(2026, 11, 23, 20, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Tokyo"))  # there, Tuesday 05:00
    assert Day().read("today", tokyo) == date(2026, 11, 24)
    assert Moment().read("today 09:00", tokyo) == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "kind",
    [Words(50), Words(50, lines=True), Whole(1, 60), LEVELS, ENTRY, MANY, Someone(), Somewhere(), Day(), Moment(), YES],
    ids=lambda kind: type(kind).__name__,
)
@given(text=ANYTHING)
def test_any_text_is_read_or_refused_in_a_sentence_without_its_markup(kind: Kind[object], text: str) -> None:
    words = "Read."
    try:
        kind.read(text, HERE)
    except Refusal as refusal:
        words = refusal.words
    assert words.endswith(".")
    assert not list(marked(words))


@given(ANYTHING)
def test_words_keep_every_printable_sign(text: str) -> None:
    try:
        read = Words(lines=True).read(text, HERE)
    except Refusal:
        assert not any(sign.isprintable() and not sign.isspace() for sign in text) or len(text) > 2_000
    else:
        assert [sign for sign in read if not sign.isspace()] == [
            sign for sign in text if sign.isprintable() and not sign.isspace()
        ]
        assert all(sign.isprintable() or sign == "\n" for sign in read)
        assert "\n" not in Words().read(text, HERE)


@given(st.integers(-100, 100))
def test_whole_numbers(number: int) -> None:
    if 1 <= number <= 60:
        assert Whole(1, 60).read(str(number), HERE) == number
    else:
        assert str(number) in refused(Whole(1, 60), str(number))


@pytest.mark.parametrize("text", ["twin", "Twin", "twi", "twinn", "other"])
def test_a_name_that_could_be_several_is_none_of_them(text: str) -> None:
    twins = (Option("first", "Twin"), Option("second", "Twin"), Option("twin-b", "Other"), Option("other", "Third"))
    refused(Choice(twins), text)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (LEVELS, ["junior", "mid", "senior"]),
        (ENTRY, [option.value for option in SKILLS]),
        (YesNo(), ["yes", "no"]),
        (Whole(0, 4), ["0", "1", "2", "3", "4"]),
        (Whole(1, SUGGESTIONS), [str(n) for n in range(1, SUGGESTIONS + 1)]),
        (Whole(0, SUGGESTIONS), []),
        (Words(), []),
        (Someone(), []),
        (Somewhere(), []),
        (Day(), []),
        (Moment(), []),
    ],
)
def test_choices_are_all_values_where_there_are_only_so_many(kind: Kind[object], values: list[str]) -> None:
    options = choices(kind)
    assert [option.value for option in options] == values
    for option in options:
        kind.read(option.value, HERE)  # refuses none


@pytest.mark.parametrize(
    ("kind", "text", "exactly"),
    [
        (Words(), "anything", False),
        (LEVELS, "junior", True),
        (LEVELS, " Beginner ", True),
        (LEVELS, "junio", False),
        (ENTRY, "old-drift", True),
        (ENTRY, " 1 ", True),
        (ENTRY, "concept drift", True),
        (ENTRY, "Tracking", True),
        (ENTRY, "track", False),
        (Whole(1, 60), "6", True),
        (Whole(1, 60), "61", False),
        (YesNo(), "y", True),
        (YesNo(), "yo", False),
        (Day(), "next monday", True),
        (Day(), "next", False),
        (Moment(), "tomorrow 18:30", True),
        (Someone(), "@test:ana", True),
        (Someone(), "ana", False),
    ],
)
def test_reading_without_guessing(kind: Kind[object], text: str, exactly: bool) -> None:
    assert reads_exactly(Parameter("a", "b", kind), text, HERE) is exactly


@pytest.mark.parametrize(
    ("kind", "partial", "values"),
    [
        (ENTRY, "", [option.value for option in SKILLS]),
        (ENTRY, "DRIFT", ["data-drift", "concept-drift"]),
        (ENTRY, "d", ["data-drift", "docker", "docker-compose", "concept-drift"]),  # begins, then contains
        (ENTRY, "docker c", ["docker-compose"]),
        (ENTRY, "docker-c", ["docker-compose"]),
        (ENTRY, "changes", ["data-drift", "concept-drift"]),  # in what is said about it
        (ENTRY, "data", ["data-drift"]),
        (ENTRY, "zzz", []),
        (MANY, "", [f"n-{n}" for n in range(25)]),
        (MANY, "odd", [f"n-{n}" for n in range(1, 51, 2)]),
        (YesNo(), "y", ["yes"]),
        (Whole(1, 12), "1", ["1", "10", "11", "12"]),
        (Words(), "x", []),
    ],
)
def test_suggestions(kind: Kind[object], partial: str, values: list[str]) -> None:
    assert [option.value for option in suggest(kind, partial)] == values


@given(ANYTHING)
def test_there_are_never_too_many_suggestions(text: str) -> None:
    assert len(suggest(MANY, text)) <= SUGGESTIONS
    assert len(likely(MANY, text)) <= 5


@pytest.mark.parametrize(
    ("kind", "text", "values"),
    [
        (LEVELS, "boss", ["junior", "mid", "senior"]),
        (YesNo(), "maybe", [option.value for option in YES_NO]),
        (MANY, "odd", ["n-1", "n-3", "n-5", "n-7", "n-9"]),
        (MANY, "nubmer 42", ["n-42"]),
        (MANY, "qqqqqqqqqqqqqqqqqqqq", []),
        (Words(), "x", []),
        (Whole(1, 60), "x", []),
    ],
)
def test_what_an_unreadable_text_may_have_meant(kind: Kind[object], text: str, values: list[str]) -> None:
    found = [option.value for option in likely(kind, text)]
    assert found[: len(values)] == values
    assert bool(found) is bool(values)


@pytest.mark.parametrize(
    ("text", "limit", "words"),
    [
        ("short", 40, "short"),
        ("x" * 40, 40, "x" * 40),
        ("x" * 41, 40, "x" * 39 + "…"),
        ("a\n\tb\x00\u202ec", 40, "a b c"),
        ("**a** `b` <c>", 40, "**a** `b` <c>"),
        ("*" * 50, 10, "*" * 9 + "…"),
        ("\ud83d", 40, ""),
    ],
)
def test_member_text_is_shown_harmless_and_short(text: str, limit: int, words: str) -> None:
    assert words_of(shown(text, limit)) == words


@given(ANYTHING, st.integers(2, 130))
def test_shown_text_is_words_and_nothing_else(text: str, limit: int) -> None:
    result = f"I know no “{shown(text, limit)}” here."
    assert not list(marked(result))
    (paragraph,) = parse(result)
    said = words_of(result)
    assert all(isinstance(inline, Plain) for inline in getattr(paragraph, "inlines", ()))
    assert len(said) <= limit + len("I know no “” here.")
    assert said.isprintable()


@pytest.mark.parametrize(
    ("unit", "text", "number"),
    [
        ("minutes", "45", 45),
        ("minutes", "45 minutes", 45),
        ("minutes", "45min", 45),
        ("minutes", "1 h", 60),
        ("minutes", "2 Hours", 120),
        ("hours", "8h", 8),
        ("hours", "8 hours a week", 8),
        ("hours", "8 hrs per week", 8),
    ],
)
def test_a_number_may_stand_with_what_it_counts(unit: Literal["minutes", "hours"], text: str, number: int) -> None:
    assert Whole(1, 300, unit).read(text, scene()) == number
    with pytest.raises(Refusal):
        Whole(1, 300).read("8 h", scene())


@pytest.mark.parametrize("text", ["8 minutes", "8 days", "h", "999999 h", "-8h", "8 hours a day"])
def test_another_unit_is_no_number_of_hours(text: str) -> None:
    with pytest.raises(Refusal):
        Whole(1, 60, "hours").read(text, scene())
