"""What hosts do: editing, handing over, presenting, agendas, and what is left of a meetup afterwards."""

from __future__ import annotations

import pytest

from bot.core.chat.blocks import Mention, Select
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience
from bot.core.model.meetup import MOST_HOSTED
from bot.core.ports.database import Database
from bot.core.ports.speaker import NotPosted
from tests.core.helpers import HOSTILE, a_form, a_reply, buttons, markdowns, marked, selects
from tests.core.meetups import CHANNEL, MeetupTown, on


@pytest.fixture
def town(database: Database) -> MeetupTown:
    return MeetupTown(database)


async def test_the_form_shows_what_is_and_an_unchanged_time_is_not_read_again(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    form = a_form(await town.answer("ana", "/meetup edit"))
    values = {one.parameter.name: one.value for one in form.questions}
    assert list(values) == ["title", "when", "place", "capacity", "length"]
    filled = {**values, "title": "Paper circle", "place": "Room 5", "length": "90"}
    town.at = on(2026, 11, 27, 9)
    said = a_reply(
        await town.dispatch.pressed(form.invocation.token, town.scene("ana"), on=Audience.CALLER, filled=filled)
    )
    assert said.title == "Paper circle"
    meetup = await town.meetup()
    assert (meetup.place, meetup.length, meetup.recurrence.first.day) == ("Room 5", 90, 27)
    await town.passes(seconds=2)
    assert "Where: For those who go" in town.card()
    assert town.posts()[0].title == "Paper circle"
    await town.say("ana", "/meetup edit place:-")
    assert (await town.meetup()).place == ""


async def test_editing_the_time_of_a_single_meetup_moves_it(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.say("ana", '/meetup edit when:"friday 19:30"')
    await town.passes(seconds=3)
    assert town.titles() == ["Paper club", "Paper club was moved"]
    assert "19:30" in town.card()
    assert "Ben" in town.card()
    assert [one.partition(" ")[2] for one in await town.waiting()] == ["26 19:30", "27 18:30", "27 19:20"]
    await town.say("ana", '/meetup edit when:"friday 18:00"')
    await town.passes(seconds=3)
    assert "18:00" in town.card()


async def test_editing_the_rule_of_a_series_keeps_what_still_fits_and_cancels_the_rest(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    await town.say("eve", "/meetup answer going meetup:1/2026-12-04")
    await town.say("ana", '/meetup edit when:"every 2 weeks on friday 19:00"')
    await town.passes(seconds=3)
    titles = town.titles()
    assert titles[0] == "Paper club"
    assert sorted(titles[1:]) == ["Paper club is cancelled", "Paper club was moved"]
    cancelled = town.card(titles.index("Paper club is cancelled"))
    assert "Friday 4 December 2026, 18:00" in cancelled
    assert "test:eve" in cancelled
    assert "Friday 27 November 2026, 19:00" in town.card()
    shown = plain(await town.say("ana", "/meetup dates"))
    assert "27 November" in shown
    assert "11 December" in shown
    assert "4 December" not in shown


async def test_a_rule_with_other_days_cancels_what_was_announced_and_announces_anew(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    await town.say("ana", '/meetup edit when:"every monday 18:00"')
    await town.passes(seconds=3)
    assert town.titles() == ["Paper club", "Paper club"]
    assert "Cancelled" in town.card()
    assert "Monday 30 November" in town.card(1)
    await town.until(on(2026, 12, 1))
    assert "Monday 7 December" in town.card(len(town.titles()) - 1)


async def test_a_meetup_can_have_another_host_who_then_runs_it(town: MeetupTown) -> None:
    await town.planned()
    assert "I don't know them yet" in await town.refused("ana", "/meetup host @test:ben")
    await town.press("ben", town.posts()[0], "Maybe", Audience.EVERYONE)
    assert "Host: Ben" in plain(await town.say("ana", "/meetup host @test:ben"))
    assert "Only the host" in await town.refused("ana", "/meetup edit capacity:5")
    await town.say("ben", "/meetup edit capacity:5")
    await town.say("ben", "/meetup host @test:ben")  # which he does already
    await town.passes(seconds=60)
    assert "Host: Ben" in town.card()
    assert [one.title for one in town.speaker.to("test:ben")] == ["Paper club: you host it now"]


async def test_anybody_may_offer_to_present_and_the_host_decides(town: MeetupTown) -> None:
    await town.planned()
    said = await town.say("ben", "/meetup present")
    assert "Presents: Ben (you)" in plain(said)
    assert "Only the host" in await town.refused("chidi", "/meetup present")
    assert "Only the host" in await town.refused("chidi", "/meetup present stop:yes")
    assert "Only the host" in await town.refused("chidi", "/meetup present person:@test:chidi")
    await town.press("chidi", town.posts()[0], "Maybe", Audience.EVERYONE)
    assert "They present." in plain(await town.say("ana", "/meetup present person:@test:chidi"))
    assert "You present." in plain(await town.say("ana", "/meetup present"))
    await town.say("ana", "/meetup present person:@test:ben")
    back = a_reply(await town.press("ben", said, "Take that back"))
    assert "Nobody presents now." in plain(back)
    assert "Presents" not in plain(back)
    town.at = on(2026, 11, 28)
    assert "over or cancelled" in await town.refused("ben", "/meetup present meetup:1")


async def test_the_agenda_is_the_hosts_or_proposed_for_a_study_group(town: MeetupTown) -> None:
    await town.invoke("ana", "group create", name="Owls", phase="1", hours="5", days="any", joining="open")
    await town.say("ana", "/group home")
    preview = await town.say("ana", "/meetup schedule Paper club friday 18:00")
    assert "The agenda that I would propose" in plain(preview)
    assert "Study group: Owls" in plain(preview)
    await town.press("ana", preview, "Schedule it")
    await town.passes(seconds=2)
    assert "Agenda, as a proposal" in town.card()
    assert "Phase 1" in town.card()
    form = a_form(await town.answer("ana", "/meetup agenda"))
    assert [one.parameter.name for one in form.questions] == ["words", "all"]
    assert "Agenda: Bring your questions" in plain(await town.say("ana", '/meetup agenda words:"Bring your questions"'))
    await town.passes(seconds=1)
    assert "Agenda: Bring your questions" in town.card()
    await town.say("ana", "/meetup agenda words:-")
    await town.say("ana", '/meetup agenda all:yes words:"Always the same"')
    assert (await town.meetup()).agenda == "Always the same"
    assert "Agenda: Always the same" in plain(await town.say("ben", "/meetup show"))


async def test_who_was_there_and_what_it_brought(town: MeetupTown) -> None:
    await town.planned('"Paper club" every friday 18:00')
    for who in ("ben", "eve", "chidi"):
        await town.press(who, town.posts()[0], "Going" if who != "chidi" else "Maybe", Audience.EVERYONE)
    assert "hasn't begun yet" in await town.refused("ana", "/meetup attended meetup:1/2026-11-27")
    assert "hasn't begun yet" in await town.refused("ana", "/meetup notes meetup:1/2026-11-27 words:Good")
    await town.hides("eve")
    await town.until(on(2026, 11, 27, 19, 5))
    asked = await town.say("ana", "/meetup attended")
    menu = selects(asked)["Who was there"]
    assert [(option.label, option.about) for option in menu.options] == [("Ben", "said that they go"), ("Chidi", "")]
    chosen = [menu.options[0].value, menu.options[1].value]
    said = a_reply(
        await town.dispatch.pressed(menu.carried.token, town.scene("ana"), on=Audience.CALLER, chosen=chosen)
    )
    assert "I noted that 2 were there." in plain(said)
    await town.passes(seconds=1)
    assert "There were (2):\n- Ben\n- Chidi" in town.card()
    form = a_form(await town.answer("ana", "/meetup notes"))
    assert form.questions[0].parameter.name == "words"
    await town.say("ana", '/meetup notes words:"We read *one* paper"')
    await town.passes(seconds=1)
    assert "Notes: We read *one* paper" in town.card()
    assert "Notes" not in plain(await town.say("ana", "/meetup notes words:-")).partition("kept")[2].partition(">")[0]
    await town.press("ana", asked, "Nobody was there")
    await town.passes(seconds=1)
    assert "There were" not in town.card()
    assert "Choose the people from the menu" in await town.refused("ana", "/meetup attended who:ben")
    assert "only note people who answered" in await town.refused("ana", "/meetup attended who:999")
    assert "1 was there" in plain(await town.say("ana", f"/meetup attended who:{chosen[0]}"))


async def test_nobody_answered_whom_one_could_name(town: MeetupTown) -> None:
    await town.planned()
    town.at = on(2026, 11, 27, 19)
    asked = await town.say("ana", "/meetup attended meetup:1")
    assert "Nobody answered" in plain(asked)
    assert not [one for one in asked.blocks if isinstance(one, Select)]


async def test_somebody_plans_only_so_many(town: MeetupTown) -> None:
    for number in range(MOST_HOSTED):
        await town.planned(f'"Club {number}" friday 18:00')
    preview = await town.say("ana", "/meetup schedule One more friday 18:00")
    refused = a_reply(await town.press("ana", preview, "Schedule it"))
    assert "which is the most" in plain(refused)


async def test_a_preview_can_be_changed_thrown_away_and_confirmed_twice(town: MeetupTown) -> None:
    preview = await town.say("ana", "/meetup schedule Paper club friday 18:00")
    form = a_form(await town.press("ana", preview, "Change it"))
    values = {one.parameter.name: one.value for one in form.questions}
    again = a_reply(
        await town.dispatch.pressed(
            form.invocation.token, town.scene("ana"), on=Audience.CALLER, filled={**values, "when": "saturday 10:00"}
        )
    )
    assert again.title == "Paper club: is this right?"
    assert "Saturday 28 November 2026, 10:00" in plain(again)
    same = a_reply(await town.dispatch.pressed(form.invocation.token, town.scene("ana"), on=Audience.CALLER,
                                               filled={"title": "Reading"}))  # fmt: skip
    assert "Saturday 28 November" in plain(same)
    thrown = a_reply(await town.press("ana", preview, "Throw it away"))
    assert "thrown away" in thrown.title
    preview = await town.say("ana", "/meetup schedule Paper club friday 18:00")
    assert "It is planned" in plain(a_reply(await town.press("ana", preview, "Schedule it")))
    assert "It is planned" in plain(a_reply(await town.press("ana", preview, "Schedule it")))
    await town.passes(seconds=3)
    assert town.titles() == ["Paper club"]


async def test_a_preview_whose_time_has_passed_is_not_confirmed(town: MeetupTown) -> None:
    preview = await town.say("ana", "/meetup schedule Paper club today 12:00")
    town.at = on(2026, 11, 25, 15)
    assert "has passed meanwhile" in plain(a_reply(await town.press("ana", preview, "Schedule it")))


async def test_old_previews_are_forgotten(town: MeetupTown) -> None:
    await town.say("ana", "/meetup schedule Paper club 18 december 18:00")
    await town.passes(days=2)
    await town.say("ana", "/meetup schedule Paper circle 18 december 18:00")
    await town.say("ana", "/meetup schedule Paper round 18 december 18:00")
    assert await town.database.read(lambda stores: stores.meetups.one(1)) is None


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('/meetup schedule title:X when:"yesterday 10:00"', "already passed"),
        ('/meetup schedule title:X when:"31 february 10:00"', "no 31 February"),
        ('/meetup schedule title:X when:"friday 25:00"', "25:00"),
        ("/meetup schedule title:X when:soon", "“"),
        ('/meetup schedule title:X when:"friday 18:00 UTC+2"', "summer time"),
        (f"/meetup schedule {'x' * 101} friday 18:00", "A title has up to 100 characters"),
        ("/meetup show 99", "no such meetup"),
        ("/meetup show nonsense", "no meetup called “nonsense”"),
        ("/meetup show 1/2026-13-45", "no such day"),
        ("/meetup show 1/2026-12-24", "doesn't take place on 24 December 2026"),
    ],
)
async def test_what_cannot_be_is_said(town: MeetupTown, line: str, says: str) -> None:
    await town.planned('"Paper club" friday 18:00')
    assert says in await town.refused("ana", line)


async def test_the_form_asks_for_what_is_missing_and_says_why(town: MeetupTown) -> None:
    form = a_form(await town.answer("ana", "/meetup schedule"))
    assert [(one.parameter.name, one.parameter.required) for one in form.questions[:2]] == [
        ("title", True),
        ("when", True),
    ]
    form = a_form(await town.answer("ana", "/meetup schedule Paper club some day"))
    assert form.questions[0].value == "Paper club some day"
    assert form.words
    form = a_form(await town.answer("ana", "/meetup schedule friday 18:00"))
    assert form.questions[0].value == ""
    form = a_form(await town.answer("ana", '/meetup schedule when:"friday 18:00" capacity:3 length:30 place:here'))
    assert [one.value for one in form.questions] == ["", "friday 18:00", "here", "3", "30"]
    lonely = await town.say("ana", "/meetup schedule Paper club friday 18:00", town.scene("ana", channel=None))
    assert lonely.title == "A meetup is announced in a channel"


async def test_which_of_several_is_asked(town: MeetupTown) -> None:
    nobody = await town.say("ana", "/meetup show")
    assert nobody.title == "No meetup is planned here"
    await town.planned('"Paper club" friday 18:00')
    await town.planned('"Office hours" friday 19:00')
    asked = await town.say("ben", "/meetup answer going")
    assert [one.label for one in selects(asked)["Which of these meetups?"].options] == ["Paper club", "Office hours"]
    assert "Office hours" in (await town.say("ben", "/meetup show office")).title
    many = await town.say("ana", f'/meetup edit title:"{"long " * 20}"')
    assert "Say that again with meetup:" in plain(many)
    both = await town.say("ben", "/meetup where")
    assert both.title == "Which meetup?"
    elsewhere = await town.say("ben", "/meetup list", town.scene("ben", space="test:there"))
    assert elsewhere.title == "No meetup is planned here"
    assert "no such meetup" in await town.refused("gil", "/meetup show 1", town.scene("gil", space="test:there"))
    direct = await town.say("ben", "/meetup show 1", town.scene("ben", channel=None, space=None))
    assert direct.title == "Paper club"


async def test_what_people_write_is_never_markup(town: MeetupTown) -> None:
    for text in HOSTILE:
        title = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:90] or "x"
        preview = a_reply(await town.invoke("ana", "meetup schedule", title=title, when="18 december 18:00",
                                            place=text[:290] or "x", length="60", capacity="0"))  # fmt: skip
        if "Schedule it" not in buttons(preview):
            continue
        await town.press("ana", preview, "Schedule it")
        await town.passes(seconds=2)
        target = buttons(preview)["Schedule it"].arguments["meetup"]
        await town.invoke("ana", "meetup agenda", meetup=target, words=text[:900] or "x")
        shown = a_reply(await town.invoke("ana", "meetup show", meetup=target))
        for reply in (preview, shown, town.posts()[-1]):
            for block in reply.blocks:
                for markdown in markdowns(block):
                    assert not [words for words in marked(markdown) if "evil" in words and words not in title]
            assert not [one for one in reply.blocks if isinstance(one, Mention)]
        await town.invoke("ana", "meetup cancel", meetup=target, all="yes", sure="yes")


async def test_who_is_private_is_named_nowhere_and_told_alone(town: MeetupTown) -> None:
    await town.planned('"Paper club" friday 18:00 capacity:1')
    await town.press("eve", town.posts()[0], "Maybe", Audience.EVERYONE)
    await town.hides("eve")
    await town.press("ben", town.posts()[0], "Going", Audience.EVERYONE)
    waits = a_reply(await town.press("eve", town.posts()[0], "Going", Audience.EVERYONE))
    assert "number 1 on the waiting list" in plain(waits)
    await town.passes(seconds=1)
    assert "1 who isn't named here" in town.card()
    await town.press("ben", town.posts()[0], "Can't come", Audience.EVERYONE)
    await town.passes(seconds=3)
    assert town.titles() == ["Paper club"]
    assert town.titles("test:eve") == ["Paper club: you have a place"]
    assert "so you go now" in plain(town.posts("test:eve")[0])
    said = a_reply(await town.press("eve", town.posts()[0], "Going", Audience.EVERYONE))
    assert "You are private" in plain(said)
    await town.say("ana", "/meetup cancel sure:yes")
    await town.passes(seconds=3)
    assert "Eve" not in plain(town.posts(CHANNEL)[-1])
    assert town.titles("test:eve")[-1] == "Paper club is cancelled"


async def test_a_channel_that_forbids_posting_pauses_it_until_the_host_says_again(town: MeetupTown) -> None:
    town.speaker.failures[CHANNEL].append(NotPosted("I may not post there. Allow it.", lasting=True))
    await town.planned('"Paper club" every friday 18:00')
    await town.passes(minutes=3)
    assert town.titles() == []
    assert town.titles("test:ana") == ["Something of yours had to be paused"]
    shown = await town.say("ana", "/meetup show")
    assert "Posting about it is paused. I may not post there. Allow it." in plain(shown)
    assert "paused" not in plain(await town.say("ben", "/meetup show"))
    await town.press("ana", shown, "Post again")
    await town.passes(seconds=3)
    assert town.titles() == ["Paper club"]
    assert "paused" not in plain(await town.say("ana", "/meetup show"))


@pytest.mark.parametrize(
    ("rule", "before"),
    [("every friday", "a week"), ("every day", "a day"), ("every monday and thursday", "3 days")],
)
async def test_the_preview_says_how_long_before_each_date_is_announced(
    town: MeetupTown, rule: str, before: str
) -> None:
    assert f"each further one {before} before it" in plain(await town.say("ana", f"/meetup schedule Club {rule} 18:00"))
