"""Notes and attendance once a date is over: which one is meant where nobody says."""

from __future__ import annotations

import pytest

from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.ports.database import Database
from tests.core.helpers import a_form, a_reply, selects
from tests.core.meetups import MeetupTown, on


@pytest.fixture
def town(database: Database) -> MeetupTown:
    return MeetupTown(database)


async def test_without_a_name_it_is_the_latest_that_took_place_here(town: MeetupTown) -> None:
    assert "No meetup has taken place here yet" in plain(await town.say("ana", "/meetup notes words:x"))
    await town.planned('"Paper club" friday 18:00')
    await town.planned('"Office hours" 18 december 18:00')
    assert "No meetup has taken place here yet" in plain(await town.say("ana", "/meetup attended"))
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.until(on(2026, 11, 28))
    form = a_form(await town.answer("ana", "/meetup notes"))
    assert form.words.startswith("Paper club, Friday 27 November 2026, 18:00 Europe/Berlin")
    kept = plain(await town.say("ana", "/meetup notes words:Drift"))
    assert "Paper club, Friday 27 November" in kept
    assert "Notes: Drift" in kept
    asked = await town.say("ana", "/meetup attended")
    assert "Paper club, Friday 27 November" in plain(asked)
    assert "1 was there" in plain(await town.say("ana", "/meetup attended who:2"))
    assert "Drift" in plain(await town.say("devi", "/meetup notes meetup:paper words:Drift"))
    assert "I know no meetup called" in await town.refused("ana", "/meetup notes meetup:office words:x")


async def test_of_several_the_host_has_theirs_and_an_organiser_is_asked(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    await town.planned('"Office hours" saturday 18:00', who="eve")
    await town.until(on(2026, 11, 29))
    assert "Paper club, Friday" in plain(await town.say("ana", "/meetup notes words:Drift"))
    assert "Only the host" in await town.refused("ben", "/meetup notes meetup:paper words:x")
    asked = await town.say("devi", "/meetup notes words:Ours")
    [select] = selects(asked).values()
    assert [one.label for one in select.options] == ["Office hours", "Paper club"]
    chosen = await town.dispatch.pressed(
        select.carried.token, town.scene("devi"), on=Audience.CALLER, chosen=[select.options[1].value]
    )
    assert "Notes: Ours" in plain(a_reply(chosen))


async def test_what_took_place_long_before_the_latest_is_not_meant(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    await town.planned('"Office hours" 18 december 18:00')
    await town.until(on(2026, 12, 19))
    assert "Office hours, Friday 18 December" in plain(await town.say("ana", "/meetup notes words:Drift"))
    elsewhere = town.scene("ana", channel="else")
    assert "Office hours" in plain(await town.say("ana", "/meetup notes words:Drift", elsewhere))
    nowhere = town.scene("gil", channel=None, space=None)
    assert "No meetup has taken place" in plain(await town.say("gil", "/meetup notes words:Drift", nowhere))
