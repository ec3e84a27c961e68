"""Somebody of whom something stands in every table that there is for members, and who is with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from bot.adapters.database.session import Row
from bot.core.chat.scene import Caller, Channel, Person, Space
from bot.core.model.appointment import Plan
from bot.core.model.challenge import Challenge, Step
from bot.core.model.checkin import Checkin
from bot.core.model.group import Group, Home, Invitation, Purpose, Role
from bot.core.model.meetup import CARD, Change, Coming, Feed, Meetup, Mirror
from bot.core.model.meetup import State as Stage
from bot.core.model.member import Visibility
from bot.core.model.milestone import Judged, Verdict
from bot.core.model.points import LedgerLine
from bot.core.model.progress import State
from bot.core.model.prompting import Series
from bot.core.model.recurrence import Recurrence
from bot.core.model.streak import Break, Mark, Rhythm
from bot.core.model.tracker import Row as WeekRow
from bot.core.model.tracker import Week, written
from bot.core.ports.audit import Act
from bot.core.ports.codes import Issued
from bot.core.ports.database import Database, Stores
from bot.core.ports.prompts import KeptAnswer
from bot.core.ports.reminders import Direct, ReminderSettings
from tests.adapters.database.test_joining import rows
from tests.core.helpers import NOW

DAY = timedelta(days=1)
ANA, BEN = Caller(Person("discord:4711"), "zqxAna"), Caller(Person("discord:2"), "Ben")
HERE, THERE = Space("discord:9", "Here"), Space("discord:10", "There")
MONDAY = date(2026, 11, 23)


async def lived(stores: Stores) -> tuple[int, int]:
    """Ana, of whom something stands in every table that there is for members, and Ben."""
    ana, ben = [await stores.people.meet(one, NOW, "Europe/Berlin") for one in (ANA, BEN)]
    community = await stores.communities.at(HERE, NOW)
    for member in (ana, ben):
        await stores.communities.join(community.number, member.number, NOW)
    group = await stores.groups.add(Group(0, community.number, "Owls"), NOW)
    await stores.groups.enter(group.number, ana.number, Role.OWNER, NOW)
    await stores.groups.enter(group.number, ben.number, Role.MEMBER, NOW)
    await stores.groups.settle(group.number, Home("discord:77", HERE.reference, "discord:77.1"))
    await stores.groups.invite(Invitation("AAAA", group.number, Purpose.PERSON, NOW + DAY, ANA.person.reference))
    week = Week(MONDAY, None, (WeekRow(ana.number, "foundations", 1, "git-basics", ()),))
    await stores.groups.keep(group.number, MONDAY, written(week), NOW)
    await stores.people.choose(ana.number, Visibility.COMMUNITY, "zqx alias")
    await stores.communities.appoint(community.number, ana.number, NOW)
    for member in (ana, ben):
        line = LedgerLine("skill:zqx", "skill", 10, MONDAY, NOW, f"You finished “zqx” {member.number}.")
        await stores.ledger.add(member.number, line)
    fix = LedgerLine("skill:zqx#1", "correction", -1, MONDAY, NOW, "Slip.")
    await stores.ledger.add(ben.number, fix, like="skill:zqx", author=ana.number)
    await stores.badges.award(ana.number, "streak:zqx", NOW)
    await stores.reports.add(community.number, ana.number, "zqx report", NOW)
    await stores.progress.set(ana.number, "zqx-skill", State.DONE, NOW)
    await stores.checkins.write(ana.number, Checkin(MONDAY, "zqx did", 30, "zqx blocker", group.number), NOW)
    await stores.days.mark(ana.number, "skill:zqx", Mark(MONDAY, NOW, ana.clock))
    await stores.days.plan(ana.number, Break(MONDAY, MONDAY, "zqx reason"))
    await stores.days.choose(ana.number, Rhythm(3))
    mine = await stores.submissions.add(
        ana.number, community.number, "foundations", 1, "https://zqx.example", "zqx notes", NOW
    )
    theirs = await stores.submissions.add(
        ben.number, community.number, "foundations", 1, "https://ben.example", "Ben", NOW
    )
    rubric = (Judged(1, "works", "Works", ("No", "Yes")),)
    review = await stores.reviews.begin(mine.number, ben.number, rubric, NOW)
    done = replace(review, words="Well done", verdict=Verdict.APPROVED, at=NOW)
    await stores.reviews.finish(done)
    draft = await stores.reviews.begin(theirs.number, ana.number, rubric, NOW)
    await stores.reviews.say(draft.number, 1, "zqx comment")
    await stores.codes.issue("ZQXCODE", "link", Issued(ana.number, None), NOW + DAY)
    await stores.codes.note_wrong(ana.number, NOW, NOW - DAY)
    await stores.audit.note(community.number, ana.number, Act.SEASON, NOW, None, "Winter")
    await stores.audit.note(community.number, ben.number, Act.ORGANISER_ADDED, NOW, ana.number, "")
    once = Recurrence(MONDAY + DAY, NOW.time(), "UTC")
    reminder = Plan("reminder", "zqx", ANA.person.reference, once, direct=True, details={"words": "zqx"})
    own = await stores.reminders.add(ana.number, "zqx reminder", ANA.person, Channel("discord:77"), NOW)
    await stores.schedule.add(Plan("reminder", own.owner, "discord:77", once), NOW)
    await stores.reminders.settle(ana.number, ReminderSettings(Direct.YES))
    await stores.submissions.follow(theirs.number, ana.number, ANA.person)
    await stores.submissions.follow(theirs.number, ben.number, BEN.person)
    await gathered(stores, community.number, ana.number, ben.number)
    await practised(stores, community.number, group.number, ana.number)
    meetup = Plan("meetup", "meetup:1", "discord:77", once, community=community.number, maker=ANA.person.reference)
    appointment = await stores.schedule.add(reminder, NOW)
    await stores.schedule.plan(appointment.number, MONDAY, NOW)
    await stores.schedule.add(meetup, NOW)
    return ana.number, ben.number


async def gathered(stores: Stores, community: int, ana: int, ben: int) -> None:
    """A meetup that Ana hosts, one of Ben's that she comes to, a preview of hers, and her calendar."""
    weekly = Recurrence(MONDAY, time(18), "UTC", "FREQ=WEEKLY")
    meetup = Meetup(0, community, "Paper club", weekly, ("discord:77",), HERE.reference, ana, state=Stage.ON)
    hers = await stores.meetups.add(meetup, NOW, None)
    his = await stores.meetups.add(replace(meetup, title="His club", host=ben), NOW, None)
    draft = replace(meetup, title="zqx draft", said="zqx monday", place="zqx", agenda="zqx", state=Stage.DRAFT)
    await stores.meetups.add(draft, NOW, None)
    await stores.meetups.set(Change(his.number, MONDAY, presenter=ana, notes="zqx minutes", noted_by=ana), NOW)
    await stores.meetups.set(Change(his.number, MONDAY + 7 * DAY, notes="His minutes", noted_by=ben), NOW)
    for number in (hers.number, his.number):
        await stores.meetups.mirror(Mirror(number, MONDAY, CARD, "discord:77", f"discord:77.{number}"))
    for member in (ana, ben):
        await stores.meetups.answer(his.number, MONDAY, member, Coming.GOING, NOW)
    await stores.feeds.add(Feed("zqx" * 10, member=ana), NOW)
    await stores.feeds.add(Feed("all" * 10, community=community), NOW)


async def practised(stores: Stores, community: int, group: int, ana: int) -> None:
    """Study prompts and a challenge of the group, a question that nobody answered, and what Ana wrote for herself."""
    series = await stores.prompts.keep(Series(0, "discord:77", time(9), "UTC", group=group), community)
    await stores.prompts.take_off(series.number, MONDAY, MONDAY)
    await stores.prompts.note("discord:77", "git-one", MONDAY, NOW)
    await stores.prompts.answer(ana, KeptAnswer("git-one", "zqx answer", NOW))
    challenge = Challenge(0, group, "foundations", "UTC", MONDAY, MONDAY + 30 * DAY)
    kept = await stores.challenges.add(challenge, ANA.person.reference, NOW)
    await stores.challenges.note(kept.number, Step.OPENING, "discord:77", NOW)
    await stores.gaps.note(community, "what is a feature store", NOW, 200)


async def tables(database: Database) -> dict[str, list[Row]]:
    """Every row of every table."""
    try:
        names = await rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'")
    except Exception:  # noqa: BLE001 - PostgreSQL knows it otherwise
        sql = (
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type LIKE 'BASE%'"
        )
        names = await rows(database, sql)
    return {name: [tuple(row) for row in await rows(database, f"SELECT * FROM {name}")] for (name,) in names}


async def lived_again(stores: Stores) -> None:
    member = await stores.people.known(ANA.person)
    assert member is not None
    await stores.checkins.write(member.number, Checkin(MONDAY, "zqx did", 30, "", None), NOW)
