"""Times of day in words, banks of tasks, and when the next ones come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import available_timezones

from bot.core.features.prompt_setup import EVERY_PHASE, saving
from bot.core.model.prompting import ALL_DAYS, DaysOff, Series, bank, coming
from tests.fakes.shelf import prompt, tiny_library

LIBRARY = tiny_library()
ONE, TWO = LIBRARY.prompts
WEDNESDAY = datetime(2026, 11, 25, 7, tzinfo=UTC)


def test_a_bank_is_gone_through_in_its_order_and_begins_anew() -> None:
    posted: list[str] = []
    for _ in range(5):
        found = bank(LIBRARY, "basics", posted).next
        assert found is not None
        posted.append(found.id)
    assert posted == [ONE.id, TWO.id] * 2 + [ONE.id]
    assert [len(bank(LIBRARY, "basics", posted[:count]).left) for count in range(5)] == [2, 1, 0, 1, 0]


def test_a_renamed_task_is_the_same_and_a_removed_one_counts_no_longer() -> None:
    renamed = replace(ONE, id="prompt-new", aliases=(ONE.id,))
    library = replace(LIBRARY, prompts=(renamed, TWO))
    assert bank(library, None, [ONE.id]).next == TWO
    alone = replace(LIBRARY, prompts=(TWO,))
    assert bank(alone, "basics", [ONE.id, ONE.id]).next == TWO


def test_a_new_task_comes_before_anything_comes_again() -> None:
    three = prompt("prompt-three", "basics", "git")
    library = replace(LIBRARY, prompts=(ONE, TWO, three))
    found = bank(library, "basics", [ONE.id, TWO.id] * 3)
    assert (found.next, found.left) == (three, (three,))


def test_a_phase_without_tasks_and_one_that_is_no_phase() -> None:
    assert bank(LIBRARY, "serving", []).next is None
    assert bank(LIBRARY, "serving", []).left == ()
    assert bank(LIBRARY, EVERY_PHASE, []).prompts == LIBRARY.prompts


def test_days_off_are_left_out() -> None:
    series = Series(1, "test:talk", time(9), "Europe/Berlin", (0, 2, 4))
    off = [DaysOff(1, date(2026, 11, 27), date(2026, 11, 30))]
    recurrence = series.recurrence(date(2026, 11, 25))
    days = [one.day.day for one in islice(coming(recurrence, off, WEDNESDAY), 3)]
    assert days == [25, 2, 4]
    assert recurrence.rule == "FREQ=WEEKLY;BYDAY=MO,WE,FR"
    assert replace(series, days=ALL_DAYS).recurrence(date(2026, 11, 25)).rule == "FREQ=DAILY"


def test_the_button_that_keeps_them_fits_for_every_zone() -> None:
    longest = Series(0, "test:talk", time(23, 59), "UTC", (0, 1, 2, 3, 4, 5), EVERY_PHASE, silent=True, thread=False)
    for zone in available_timezones():
        for phase in (None, "basics", EVERY_PHASE):
            assert saving(replace(longest, zone=zone, phase=phase), LIBRARY).fits, zone
