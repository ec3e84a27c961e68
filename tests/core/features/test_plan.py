from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat.blocks import File, Items, Table
from bot.core.chat.command import Menu
from bot.core.chat.invocation import Invocation
from bot.core.chat.plain import plain
from bot.core.dispatch import Dispatch
from bot.core.features.plan import PlanFeature
from bot.core.model.library import Library
from bot.core.model.pace import USUAL_HOURS, Stretch, schedule
from bot.core.model.roadmap import Span
from bot.core.ports.calendar_file import WholeDays
from tests.core.helpers import NOW, a_form, buttons, said, scene
from tests.fakes.shelf import FakeShelf, tiny_library


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


STARTS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def follows_the_roadmap(library: Library, hours: int, start: date) -> bool:
    """Checks that phases follow one another within the months of the roadmap."""
    stretches = schedule(library, hours, start)
    assert [one.phase for one in stretches] == list(library.roadmap.phases)
    assert stretches[0].first == start
    for one, following in pairwise(stretches):
        assert following.first == one.last + timedelta(days=1)
    for one in stretches:
        assert one.first <= one.last
    after = stretches[-1].last + timedelta(days=1)
    months = library.roadmap.months
    assert months_after(start, months.min) <= after <= months_after(start, months.max)
    return True


@given(hours=st.integers(1, 60), start=STARTS)
def test_phases_follow_one_another_within_the_months_of_the_roadmap(library: Library, hours: int, start: date) -> None:
    assert follows_the_roadmap(library, hours, start)


@pytest.mark.parametrize("hours", [1, USUAL_HOURS, 60])
@pytest.mark.parametrize("start", [date(2027, 8, 31), date(2024, 2, 29), date(2026, 12, 31), date(2100, 12, 31)])
def test_phases_from_the_end_of_a_month(library: Library, hours: int, start: date) -> None:
    assert follows_the_roadmap(library, hours, start)


@given(hours=st.integers(1, 60), start=STARTS)
def test_every_phase_has_its_share(library: Library, hours: int, start: date) -> None:
    stretches = schedule(library, hours, start)
    days = (stretches[-1].last - start).days + 1
    weeks = [(one.phase.weeks.min + one.phase.weeks.max) / 2 for one in stretches]
    for one, week in zip(stretches, weeks, strict=True):
        assert (one.last - one.first).days + 1 == pytest.approx(days * week / sum(weeks), abs=1.01)


@given(start=STARTS)
def test_more_hours_never_take_longer(library: Library, start: date) -> None:
    ends = [schedule(library, hours, start)[-1].last for hours in range(1, 61)]
    assert ends == sorted(ends, reverse=True)
    assert ends[0] > ends[-1]


def test_the_usual_hours_take_the_middle_of_each_duration() -> None:
    library = tiny_library()
    wide = replace(library, roadmap=replace(library.roadmap, months=Span(min=1, max=12)))
    start = date(2026, 11, 23)
    assert [(one.first, one.last, one.weeks) for one in schedule(wide, USUAL_HOURS, start)] == [
        (start, date(2027, 1, 3), "6"),
        (date(2027, 1, 4), date(2027, 2, 14), "6"),
    ]
    twice = schedule(wide, 2 * USUAL_HOURS, start)
    assert twice[-1].last == start + timedelta(days=41)


@pytest.mark.parametrize(
    ("days", "weeks"), [(7, "1"), (10, "1½"), (11, "1½"), (12, "1½"), (13, "2"), (28, "4"), (3, "0½")]
)
def test_how_long_a_stretch_is_to_half_a_week(days: int, weeks: str) -> None:
    (phase, _) = tiny_library().roadmap.phases
    first = date(2026, 11, 23)
    assert Stretch(phase, first, first + timedelta(days=days - 1)).weeks == weeks


async def test_dates_for_the_whole_path(dispatch: Dispatch, library: Library) -> None:
    reply = await said(dispatch, "/plan 12 4 january 2027", scene(zone=ZoneInfo("Europe/Berlin")))
    assert reply.title == "Your path with 12 hours a week"
    (table,) = [block for block in reply.blocks if isinstance(block, Table)]
    stretches = schedule(library, 12, date(2027, 1, 4))
    assert [row[0] for row in table.rows] == [f"{n}. {one.phase.title}" for n, one in enumerate(stretches, 1)]
    assert table.rows[0][1] == "4 Jan 2027"
    assert [row[3] for row in table.rows] == [one.weeks for one in stretches]
    assert "From 4 Jan 2027 to" in plain(reply)
    assert reply.permalink == Invocation("plan dates", {"hours": "12", "start": "2027-01-04"})
    assert list(buttons(reply)) == ["See the roadmap", "Other hours", "The action plan", "Share"]


async def test_a_single_hour(dispatch: Dispatch) -> None:
    assert (await said(dispatch, "/plan 1")).title == "Your path with 1 hour a week"


async def test_the_path_begins_today_unless_said_otherwise(dispatch: Dispatch) -> None:
    reply = await said(dispatch, "/plan 8")
    assert reply.permalink == Invocation("plan dates", {"hours": "8", "start": "2026-11-23"})
    kiritimati = scene(at=datetime(2026, 11, 23, 12, tzinfo=UTC), zone=ZoneInfo("Pacific/Kiritimati"))
    there = await said(dispatch, "/plan 8", kiritimati)
    assert there.permalink == Invocation("plan dates", {"hours": "8", "start": "2026-11-24"})


async def test_a_file_for_the_calendar() -> None:
    """The port is asked for every phase, each under a key that stays the same."""
    asked: list[tuple[str, Sequence[WholeDays], datetime]] = []

    def write(name: str, entries: Sequence[WholeDays], written: datetime) -> bytes:
        asked.append((name, entries, written))
        return b"BEGIN:VCALENDAR"

    library = tiny_library()
    feature = PlanFeature(FakeShelf(library), write)
    shop = Dispatch(Menu(feature.menu()), lambda: 0.0, lambda: "")
    reply = await said(shop, "/plan 8 2027-01-04")
    (file,) = [block for block in reply.blocks if isinstance(block, File)]
    assert (file.name, file.data, file.media_type) == ("mlops-roadmap.ics", b"BEGIN:VCALENDAR", "text/calendar")
    ((name, entries, written),) = asked
    first, last = schedule(library, 8, date(2027, 1, 4))
    assert (name, written) == ("MLOps roadmap", NOW)
    assert entries == [
        WholeDays(
            "phase-basics", "MLOps 1: Basics", first.first, first.last, "What Basics teaches\n\nProject: Basics project"
        ),
        WholeDays(
            "phase-serving",
            "MLOps 2: Serving",
            last.first,
            last.last,
            "What Serving teaches\n\nProject: Serving project",
        ),
    ]
    await said(shop, "/plan 20 2028-01-04")
    assert [one.key for one in asked[1][1]] == [one.key for one in entries]


async def test_the_pace_is_explained(library: Library) -> None:
    """At every number of hours, what is said of the months agrees with the dates above it."""
    shop = Dispatch(Menu(PlanFeature(FakeShelf(library), lambda *_: b"").menu()), lambda: 0.0, lambda: "")
    start, slack = date(2027, 1, 4), timedelta(days=3)
    longest, shortest = months_after(start, 12), months_after(start, 6)
    paces = set()
    for hours in range(1, 61):
        text = plain(await said(shop, f"/plan {hours} {start}"))
        after = schedule(library, hours, start)[-1].last + timedelta(days=1)
        assert "I assume that 12 hours a week carry you" in text
        if "keeps to the roadmap's 12" in text:
            paces.add("too slow")
            assert after >= longest - slack
            needed = int(text.split("find about ")[1].split(" hours")[0])
            assert needed > hours
            assert schedule(library, needed, start)[-1].last < longest
        elif "no less than the roadmap's 6 months" in text:
            paces.add("fast")
            assert after <= shortest + slack
        else:
            paces.add("usual")
            assert shortest - slack <= after <= longest + slack
    assert paces == {"too slow", "usual", "fast"}


async def test_hours_are_asked_for(tiny: Dispatch) -> None:
    form = a_form(await tiny.typed("/plan", scene()))
    assert [question.parameter.name for question in form.questions] == ["hours", "start"]


@pytest.mark.parametrize("hours", ["0", "61", "-1", "many"])
async def test_hours_that_no_week_has(tiny: Dispatch, hours: str) -> None:
    assert "whole number from 1 to 60" in plain(await said(tiny, f"/plan hours:{hours}"))


async def test_the_action_plan(tiny: Dispatch) -> None:
    reply = await said(tiny, "/plan steps")
    assert reply.blocks[1] == Items(("**Measure twice**: Today.",), "numbers")
    assert buttons(reply)["Give it dates"] == Invocation("plan dates")
