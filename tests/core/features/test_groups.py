"""Study groups in chat: who may do what, and what is said when something stands against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from bot.core.acts.group_ending import depart_everywhere
from bot.core.acts.tracking import keep_week, stale_trackers, weeks_to_keep
from bot.core.chat.blocks import Items, Mention, Table
from bot.core.chat.plain import plain
from bot.core.chat.reply import Answer, Audience, Form, Reply
from bot.core.chat.scene import Caller, Channel, Person, Place, Scene, Space
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.features.group_tracker import home_tracker
from bot.core.model.group import MOST_GROUPS, Group
from bot.core.model.member import Visibility
from bot.core.ports.database import Database, Stores
from tests.conftest import new_dispatch
from tests.core.helpers import HOSTILE, a_form, a_reply, buttons, markdowns, marked, selects
from tests.fakes.shelf import FakeShelf, tiny_library

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
"""A Wednesday."""
REFUSED = "That didn't work"


@dataclass
class Town:
    """People who speak in channels of one server, or of another one."""

    dispatch: Dispatch
    database: Database
    at: datetime = NOW

    def scene(
        self,
        who: str,
        *,
        channel: str | None = "talk",
        space: str | None = "test:here",
        zone: tzinfo = UTC,
        organiser: bool | None = None,
    ) -> Scene:
        rights = who == "devi" if organiser is None else organiser
        place = Place("test", Channel(f"test:{channel}") if channel else None, Space(space) if space else None)
        return Scene(Caller(Person(f"test:{who}"), who.title(), rights), place, self.at, zone)

    async def say(self, who: str, line: str, scene: Scene | None = None) -> Reply:
        return a_reply(await self.answer(who, line, scene))

    async def answer(self, who: str, line: str, scene: Scene | None = None) -> Answer:
        answer = await self.dispatch.typed(line, scene or self.scene(who))
        assert answer.title != "Something went wrong on my side", line
        return answer

    async def press(self, who: str, reply: Reply, label: str, on: Audience = Audience.CALLER) -> Answer:
        return await self.dispatch.pressed(buttons(reply)[label].token, self.scene(who), on=on)

    async def refused(self, who: str, line: str, scene: Scene | None = None) -> str:
        reply = await self.say(who, line, scene)
        assert reply.title == REFUSED, reply
        return plain(reply)

    async def sees(self, who: str, visibility: Visibility) -> None:
        """Let somebody choose how others see them."""

        async def act(stores: Stores) -> None:
            await stores.people._session.rows(  # type: ignore[attr-defined]
                "UPDATE members SET visibility = :how WHERE name = :name", how=visibility.value, name=who.title()
            )

        await self.database.write(act)

    async def group(self, number: int = 1) -> Group:
        group = await self.database.read(lambda stores: stores.groups.one(number))
        assert group is not None
        return group

    async def sql(self, statement: str, **values: str | int) -> None:
        async def act(stores: Stores) -> None:
            await stores.groups._session.rows(statement, **values)  # type: ignore[attr-defined]

        await self.database.write(act)


@pytest.fixture
async def town(database: Database) -> Town:
    shelf = FakeShelf(tiny_library())
    return Town(new_dispatch(shelf, AskFeature(shelf), database), database)


@pytest.fixture
async def owls(town: Town) -> Town:
    """Ana owns the Night Owls, Ben is in them."""
    await town.say("ana", "/group create Night Owls phase:1 hours:6 days:mon-wed")
    await town.say("ben", "/group join Night Owls")
    return town


async def test_nothing_yet(town: Town) -> None:
    assert list(buttons(await town.say("ana", "/group"))) == [
        "Find a group",
        "All groups here",
        "Found a group",
        "Share",
    ]
    assert (await town.say("ana", "/group list")).title == "There is no study group here yet"
    assert (await town.say("ana", "/group find")).title == "No study group has a free place for you"
    for line in ("/group leave", "/group join", "/group edit", "/group tracker", "/group week", "/group home"):
        assert (await town.say("ana", line)).title == "You are in no study group yet"
    assert "I know no study group called “Owls”" in await town.refused("ana", "/group show Owls")
    assert "“7”" in await town.refused("ana", "/group show 7")
    direct = town.scene("zoe", channel=None, space=None)
    for line in ("/group list", "/group find", "/group create Owls"):
        assert (await town.say("zoe", line, direct)).title == "Study groups live in a server or workspace"


async def test_founding(town: Town) -> None:
    form = a_form(await town.answer("ana", "/group create"))
    assert [one.parameter.name for one in form.questions] == ["name", "phase", "hours", "days", "joining"]
    reply = await town.say("ana", "/group create Night Owls hours:1 joining:invitation phase:any")
    assert (reply.title, reply.audience) == ("Night Owls", Audience.CALLER)
    group = await town.group()
    assert (group.hours, group.days, group.joining.value, group.phase) == (1, (), "invitation", None)
    assert await town.say("ana", "/group create NIGHT owls") == await town.say("ana", "/group create night OWLS")
    assert "already" in await town.refused("ben", "/group create night owls")
    assert "2 to 40 characters" in await town.refused("ben", "/group create x")
    assert "letter" in await town.refused("ben", "/group create name:42")
    assert "no weekday" in await town.refused("ben", "/group create Larks days:someday")
    assert "no phase" in await town.refused("ben", "/group create Larks phase:9")
    await town.say("ben", "/group create Larks phase:basics")
    assert (await town.group(2)).phase == "basics"


async def test_nobody_is_in_too_many_groups(town: Town) -> None:
    for number in range(MOST_GROUPS):
        await town.say("ana", f"/group create Group {chr(65 + number) * 2}")
    assert "which is the most" in await town.refused("ana", "/group create One More")
    await town.say("ben", "/group create Larks")
    assert "which is the most" in await town.refused("ana", "/group join Larks")


async def test_member_text_is_never_markup(town: Town) -> None:
    founded = 0
    for text in HOSTILE:
        line = f'/group create name:"zq {" ".join(text.split())[:30]}"'
        founded += (await town.answer("ana", line)).title not in (REFUSED, "Found a study group; you own it")
        await town.say("ana", "/group leave sure:yes")
    assert founded > len(HOSTILE) / 2
    await town.sql("UPDATE members SET name = '**zq** @everyone'")
    await town.say("ben", "/group create **zq** <@1> [a](https://evil.example)")
    await town.say("ben", "/group edit about:'**zq** @here `x`'")
    await town.say("ben", "/group home")
    for line in (
        "/group",
        "/group list",
        "/group find",
        "/group tracker",
        "/group leave",
        "/group archive",
        "/group home",
    ):
        for who in ("ben", "chidi"):
            reply = await town.say(who, line)
            for block in reply.blocks:
                for markdown in markdowns(block):
                    found = [words for words in marked(markdown) if "evil" in words]
                    assert not found or found == ["**zq** <@1> [a](https://evil.example)"], (line, found)


async def test_which_group_is_meant(owls: Town) -> None:
    assert (await owls.say("ben", "/group")).title == "Night Owls"
    await owls.say("ben", "/group create Larks")
    reply = await owls.say("ben", "/group")
    assert reply.title == "Which study group?"
    (menu,) = selects(reply).values()
    assert [option.label for option in menu.options] == ["Larks", "Night Owls"]
    answer = await owls.dispatch.pressed(menu.carried.token, owls.scene("ben"), on=Audience.CALLER, chosen=["1"])
    assert answer.title == "Night Owls"
    await owls.say("ana", "/group home", owls.scene("ana", channel="owls"))
    assert (await owls.say("ben", "/group", owls.scene("ben", channel="owls"))).title == "Night Owls"
    assert (await owls.say("chidi", "/group", owls.scene("chidi", channel="owls"))).title == "Night Owls"
    for line in ("/group #1", "/group show 1", "/group NIGHT  owls", "/group show owls"):
        assert (await owls.say("ben", line)).title == "Night Owls"
    long = f"/group edit about:{'x' * 90}"
    assert "group:" in plain(await owls.say("ben", long))


async def test_groups_of_others_cannot_be_seen_from_elsewhere(owls: Town) -> None:
    there = owls.scene("eve", space="test:there")
    for line in ("/group show 1", "/group show Night Owls", "/group join 1", "/group tracker 1", "/group show 99"):
        await owls.refused("eve", line, there)
    outside = owls.scene("eve", channel=None, space=None)
    await owls.refused("eve", "/group show Night Owls", outside)
    assert (await owls.say("ben", "/group show 1", owls.scene("ben", space="test:there"))).title == "Night Owls"
    assert (await owls.say("ben", "/group", owls.scene("ben", channel=None, space=None))).title == "Night Owls"


async def test_two_groups_called_alike(owls: Town) -> None:
    """One lives here, one came with a channel from elsewhere."""
    elsewhere = owls.scene("zoe", channel="z", space="test:there")
    await owls.say("zoe", "/group create Night Owls", elsewhere)
    code = await code_of(owls, "zoe", "/group home code:yes", elsewhere)
    assert (
        await owls.say("ana", f"/group home {code}", owls.scene("ana", channel="second"))
    ).title == "Night Owls lives here"
    await owls.say("ana", "/group create Owls of Day")
    reply = await owls.say("chidi", "/group show owls")
    (menu,) = selects(reply).values()
    assert len(menu.options) == 3


async def code_of(town: Town, who: str, line: str, scene: Scene | None = None) -> str:
    """The code that an answer gives."""
    reply = await town.say(who, line, scene)
    (words,) = {word for word in plain(reply).split() if len(word) == 9 and word[4] == "-"}
    return words


async def test_joining(owls: Town) -> None:
    assert "already" in plain(await owls.say("ben", "/group join"))
    await owls.say("ana", "/group edit size:2")
    assert "all 2 places are taken" in await owls.refused("chidi", "/group join Night Owls")
    assert "Join" not in buttons(await owls.say("chidi", "/group show Night Owls"))
    assert "2 of 2, full" in plain(await owls.say("chidi", "/group list"))
    assert (await owls.say("chidi", "/group find")).title == "No study group has a free place for you"
    await owls.say("ana", "/group edit size:3 joining:invitation")
    assert "is by invitation" in await owls.refused("chidi", "/group join Night Owls")
    assert "by invitation" in plain(await owls.say("chidi", "/group list"))
    assert "Welcome" in plain(await owls.say("devi", "/group join Night Owls"))


async def test_a_code_lasts_seven_days_and_opens_the_group_to_whoever_has_it(owls: Town) -> None:
    await owls.say("ana", "/group edit joining:invitation")
    code = await code_of(owls, "ana", "/group invite")
    for who in ("chidi", "eve"):
        assert "Welcome" in plain(await owls.say(who, f"/group join {code.upper()}"))
    owls.at += timedelta(days=7)
    assert "has ended" in await owls.refused("zoe", f"/group join {code}")
    again = await code_of(owls, "ana", "/group invite")
    assert "1 open invitation has ended" not in plain(await owls.say("ana", "/group"))
    assert "2 open invitations have ended" in plain(await owls.say("ana", "/group invite stop:yes"))
    assert "I know no study group" in await owls.refused("zoe", f"/group join {again}")
    await owls.say("ana", "/group invite")
    assert "1 open invitation has ended" in plain(await owls.say("ana", "/group invite stop:yes"))
    home = await code_of(owls, "ana", "/group home code:yes")
    assert "for a channel" in await owls.refused("zoe", f"/group join {home}")
    entry = await code_of(owls, "ana", "/group invite")
    assert "for people" in await owls.refused("ana", f"/group home {entry}")


async def test_an_invitation_is_for_one_person_once(owls: Town) -> None:
    await owls.say("ana", "/group edit joining:invitation")
    reply = await owls.say("ana", "/group invite @test:chidi")
    assert reply.audience is Audience.EVERYONE
    assert isinstance(reply.blocks[0], Mention)
    assert reply.blocks[0].person == Person("test:chidi")
    assert "for somebody else" in plain(a_reply(await owls.press("eve", reply, "Join", Audience.EVERYONE)))
    assert (await owls.press("chidi", reply, "Join", Audience.EVERYONE)).title == "Night Owls"
    assert (await owls.press("chidi", reply, "Join", Audience.EVERYONE)).title == REFUSED
    assert "They are in Night Owls already" in await owls.refused("ana", "/group invite @test:chidi")
    await owls.say("ana", "/group edit size:3")
    assert "is full" in await owls.refused("ana", "/group invite")


async def test_a_code_of_a_group_that_ended(owls: Town) -> None:
    code = await code_of(owls, "ana", "/group invite")
    await owls.say("ana", "/group archive sure:yes")
    await owls.refused("chidi", f"/group join {code}")
    assert "is archived" in await owls.refused("chidi", "/group join 1")
    for line in ("/group edit group:1", "/group invite group:1", "/group home 1", "/group home group:1 code:yes"):
        assert "is archived" in await owls.refused("ana", line)


async def test_only_owners_and_co_owners_look_after_a_group(owls: Town) -> None:
    edits = ("/group edit hours:3", "/group edit", "/group invite")
    owns = (
        "/group home", "/group home stop:yes", "/group home code:yes", "/group archive", "/group archive sure:yes",
        "/group role @test:ben owner", "/group remove @test:ana",
    )  # fmt: skip
    for line in (*edits, *owns):
        await owls.refused("ben", line)
    await owls.say("ana", "/group role @test:ben co-owner")
    for line in owns:
        await owls.refused("ben", line)
    for line in edits:
        assert (await owls.answer("ben", line)).title != REFUSED
    await owls.refused("chidi", "/group edit group:1 hours:5")
    stranger = owls.scene("devi", space="test:there", organiser=True)
    await owls.refused("devi", "/group show 1", stranger)
    assert (await owls.say("devi", "/group edit group:1 hours:9")).title == "Night Owls"
    direct = owls.scene("devi", channel=None, space=None, organiser=True)
    await owls.refused("devi", "/group edit group:1 hours:9", direct)


async def test_editing(owls: Town) -> None:
    form = a_form(await owls.answer("ana", "/group edit"))
    assert [one.value for one in form.questions] == ["Night Owls", "", "6", "Mon Tue Wed", "12"]
    assert isinstance(form, Form)
    assert len(form.questions) <= 5
    filled = {"name": "Early Birds", "about": "We meet\nearly", "hours": "2", "days": "any", "size": "4"}
    answer = await owls.dispatch.pressed(form.invocation.token, owls.scene("ana"), on=Audience.CALLER, filled=filled)
    assert "We meet early" in plain(answer)
    group = await owls.group()
    assert (group.name, group.hours, group.days, group.size) == ("Early Birds", 2, (), 4)
    reply = await owls.say("ana", "/group edit about:-")
    assert (await owls.group()).about == ""
    (menu,) = selects(reply).values()
    await owls.dispatch.pressed(menu.carried.token, owls.scene("ana"), on=Audience.CALLER, chosen=["2"])
    assert (await owls.group()).phase == "serving"
    await owls.dispatch.pressed(menu.carried.token, owls.scene("ana"), on=Audience.CALLER, chosen=["any"])
    assert (await owls.group()).phase is None
    closed = a_reply(await owls.press("ana", reply, "By invitation only"))
    assert a_reply(await owls.press("ana", reply, "By invitation only")) == closed
    assert "By invitation only" in buttons(a_reply(await owls.press("ana", closed, "Open it to everyone")))
    await owls.say("chidi", "/group join Early Birds")
    assert "3 members already" in await owls.refused("ana", "/group edit size:2")
    await owls.say("chidi", "/group create Larks")
    assert "called Larks already" in await owls.refused("ana", "/group edit name:LARKS")
    assert (await owls.say("ana", '/group edit name:"EARLY BIRDS"')).title == "EARLY BIRDS"
    assert "2 to 40" in await owls.refused("ana", "/group edit name:x")


async def test_roles(owls: Town) -> None:
    assert "are not in" in await owls.refused("ana", "/group role @test:chidi co-owner")
    assert "needs an owner" in await owls.refused("ana", "/group role @test:ana member")
    assert "Ben is the owner" in plain(await owls.say("ana", "/group role @test:ben owner"))
    card = plain(await owls.say("ben", "/group"))
    assert "Ben (owner)" in card
    assert "Ana (co-owner)" in card
    assert "Ben is the owner" in plain(await owls.say("ben", "/group role @test:ben owner"))
    assert "Ana is a member" in plain(await owls.say("ben", "/group role @test:ana member"))
    assert "Ben (owner)" in plain(await owls.say("ana", "/group"))


async def test_taking_somebody_out(owls: Town) -> None:
    assert "needs an owner" in await owls.refused("devi", "/group remove @test:ana group:1")
    assert "could come back" in plain(await owls.say("ana", "/group remove @test:ben"))
    assert "are not in" in await owls.refused("ana", "/group remove @test:ben")
    await owls.say("ben", "/group join 1")
    await owls.say("ana", "/group edit joining:invitation")
    assert "could come back" not in plain(await owls.say("ana", "/group remove @test:ben"))


async def test_leaving(owls: Town) -> None:
    assert (await owls.say("chidi", "/group leave 1")).title == "You are not in that group"
    reply = await owls.say("ben", "/group leave")
    assert "Your progress stays yours" in plain(reply)
    assert "belongs to" not in plain(a_reply(await owls.press("ben", reply, "Leave it")))
    assert (await owls.press("ben", reply, "Leave it")).title == "You are not in that group"
    last = await owls.say("ana", "/group leave")
    assert "You are the last one" in plain(last)
    gone = a_reply(await owls.press("ana", last, "Leave it"))
    assert gone.title == "Night Owls is archived"
    assert (await owls.press("ana", gone, "Bring it back")).title == "Night Owls"
    assert "Ana (owner)" in plain(await owls.say("ana", "/group"))


async def test_an_owner_who_leaves_hands_the_group_on(owls: Town) -> None:
    await owls.say("chidi", "/group join 1")
    await owls.say("ana", "/group role @test:chidi co-owner")
    assert "belongs to Chidi now" in plain(await owls.say("ana", "/group leave sure:yes"))
    await owls.database.write(lambda stores: depart_everywhere(stores, owls.scene("chidi").at, 3))
    assert "Ben (owner)" in plain(await owls.say("ben", "/group"))


async def test_an_owner_who_is_gone(owls: Town) -> None:
    await owls.sql("UPDATE members SET gone_at = 1 WHERE name = 'Ana'")
    assert "Ben (owner)" in plain(await owls.say("ben", "/group"))
    assert (await owls.say("ben", "/group edit hours:3")).title == "Night Owls"
    await owls.sql("UPDATE members SET gone_at = 1 WHERE name = 'Ben'")
    assert "Nobody is in it" in plain(await owls.say("chidi", "/group show 1"))
    assert "Nobody was in the group" in plain(await owls.say("chidi", "/group tracker 1"))
    assert "0 days, by 0 of 0 members" in plain(await owls.say("chidi", "/group tracker 1"))
    await owls.say("chidi", "/group join 1")
    assert "Chidi (owner)" in plain(await owls.say("chidi", "/group"))


async def test_ending_and_bringing_back(owls: Town) -> None:
    await owls.say("ana", "/group home")
    reply = await owls.say("ana", "/group archive")
    gone = a_reply(await owls.press("ana", reply, "Archive it"))
    assert a_reply(await owls.press("ana", reply, "Archive it")) == gone
    assert (await owls.say("ben", "/group")).title == "You are in no study group yet"
    card = await owls.say("ben", "/group show 1")
    assert "This group is archived" in plain(card)
    assert list(buttons(card)) == ["All groups here", "Share"]
    assert "Bring it back" in buttons(await owls.say("ana", "/group show 1"))
    assert (await owls.press("ben", gone, "Bring it back")).title == REFUSED
    await owls.say("ben", "/group create Night Owls")
    assert "another group called" in plain(a_reply(await owls.press("ana", gone, "Bring it back")))
    await owls.say("ben", "/group edit name:Larks group:2")
    back = a_reply(await owls.press("ana", gone, "Bring it back"))
    assert a_reply(await owls.press("ana", gone, "Bring it back")) == back
    assert "2 of 12" in plain(back)


async def test_homes(owls: Town) -> None:
    first = await owls.say("ana", "/group home")
    assert "From now on" in plain(first)
    assert "Since earlier" in plain(await owls.say("ana", "/group home"))
    await owls.say("chidi", "/group create Larks", owls.scene("chidi", channel="other"))
    assert "lives in this channel" in await owls.refused("chidi", "/group home Larks")
    assert "in a channel of a server" in await owls.refused("ana", "/group home", owls.scene("ana", channel=None))
    for number in range(3):
        await owls.say("ana", "/group home Night Owls", owls.scene("ana", channel=f"c{number}"))
    assert "4 channels" in plain(await owls.say("ana", "/group"))
    assert "which is the most" in await owls.refused("ana", "/group home Night Owls", owls.scene("ana", channel="c4"))
    assert "free again" in plain(a_reply(await owls.press("ana", first, "Live here no longer")))
    assert "doesn't live in this channel" in plain(a_reply(await owls.press("ana", first, "Live here no longer")))


async def test_one_group_in_two_communities(owls: Town) -> None:
    code = await code_of(owls, "ana", "/group home code:yes")
    there = owls.scene("ana2", channel="slack", space="test:there")
    assert (await owls.say("ana2", f"/group home {code}", there)).title == "Night Owls lives here"
    assert "“" in await owls.refused("ana2", f"/group home {code}", owls.scene("ana2", channel="x", space="test:there"))
    assert "Welcome" in plain(
        await owls.say("eve", "/group join", owls.scene("eve", channel="slack", space="test:there"))
    )
    card = plain(await owls.say("ben", "/group"))
    assert "Eve" in card
    organiser = owls.scene("boss", space="test:there", organiser=True)
    assert (await owls.say("boss", "/group edit group:1 hours:3", organiser)).title == "Night Owls"


async def test_who_is_named(owls: Town) -> None:
    await owls.sees("ben", Visibility.PRIVATE)
    for line in ("/group", "/group tracker"):
        assert "Ben" not in plain(await owls.say("ana", line))
        assert "a member" in plain(await owls.say("ana", line))
        assert "Ben" in plain(await owls.say("ben", line))
    await owls.sees("ana", Visibility.PRIVATE)
    assert "2 members who aren't named here" in plain(await owls.say("chidi", "/group show 1"))
    assert "2 members who aren't named here" in plain(await owls.say("chidi", "/group tracker 1"))
    assert "It belongs to a member now" in plain(await owls.say("ana", "/group leave sure:yes"))


async def test_what_is_shared_is_for_everybody_there(owls: Town) -> None:
    await owls.say("chidi", "/group list")
    await owls.sees("ben", Visibility.PRIVATE)
    for token in ("!group tracker?group=1", "!group show?group=1"):
        shared = a_reply(await owls.dispatch.pressed(token, owls.scene("ben"), on=Audience.CALLER))
        assert "Ben" not in plain(shared)
        assert "Ana" in plain(shared)
        assert "(you)" not in plain(shared)
        assert "Leave" not in buttons(shared)
    await owls.sql("UPDATE community_members SET left_at = 1")
    there = a_reply(await owls.dispatch.pressed("!group show?group=1", owls.scene("ben"), on=Audience.CALLER))
    assert "Ana" not in plain(there)
    await owls.say("ana", "/group home")
    home = a_reply(await owls.dispatch.pressed("!group show?group=1", owls.scene("ben"), on=Audience.CALLER))
    assert "Ana" in plain(home)


async def test_a_large_group_is_named_in_part(owls: Town) -> None:
    await owls.say("ana", "/group edit size:50")
    for number in range(30):
        await owls.say(f"m{number}", "/group join 1")
    (items,) = [block for block in (await owls.say("ana", "/group")).blocks if isinstance(block, Items)]
    assert (len(items.items), items.items[-1]) == (26, "… and 7 more")


async def test_a_long_list_says_what_it_leaves_out(town: Town) -> None:
    for number in range(52):
        await town.say(f"m{number}", f"/group create Group x{number}")
    reply = await town.say("ana", "/group list")
    (table,) = [block for block in reply.blocks if isinstance(block, Table)]
    assert len(table.rows) == 50
    assert "… and 2 more" in plain(reply)
    assert len((await town.say("ana", "/group find")).blocks) >= 2


async def test_finding_says_why(owls: Town) -> None:
    sao_paulo = ZoneInfo("America/Sao_Paulo")
    await owls.say("chidi", "/group create Larks phase:2 joining:invitation", owls.scene("chidi", zone=sao_paulo))
    reply = await owls.say("eve", "/group find phase:1 hours:6")
    assert "same phase, I don't know your time zone" in plain(reply)
    assert "Look at Larks" in buttons(reply)
    assert next(iter(buttons(reply))) == "Join Night Owls"
    berlin = owls.scene("eve", zone=ZoneInfo("Europe/Berlin"))
    found = plain(await owls.say("eve", "/group find phase:2 hours:5", berlin))
    assert "Larks fits" in found
    assert "12 shared waking hours" in found
    assert "I don't know your time zone" not in found
    assert "phase 1," in plain(await owls.say("eve", "/group find phase:any"))
    skill = tiny_library().roadmap.phases[1].skills[0].id
    await owls.sql("INSERT INTO progress (member, skill, state, at) VALUES (2, :skill, 'doing', 1)", skill=skill)
    assert "Larks fits 82 of 100: same phase" in plain(await owls.say("ben", "/group find hours:5"))


async def test_the_week(owls: Town) -> None:
    skills = [skill.id for phase in tiny_library().roadmap.phases for skill in phase.skills]
    for skill in skills:
        await owls.sql("INSERT INTO progress (member, skill, state, at) VALUES (1, :skill, 'done', 1)", skill=skill)
    await owls.sql(
        "INSERT INTO checkins (member, day, did, at) VALUES (1, '2026-11-23', '', 1), (1, '2026-11-25', '', 1)"
    )
    await owls.sql("INSERT INTO breaks (member, first, last) VALUES (2, '2026-11-24', '2026-11-25')")
    new = plain(await owls.say("ana", "/group tracker"))
    assert "skills done. ✓ done Mon, Wed." in new, "days before somebody joined aren't held against them"
    await owls.sql("UPDATE group_members SET since = 0")
    said = plain(await owls.say("ana", "/group tracker"))
    assert f"Ana (you): the end of the roadmap, {len(skills)} skills done. ✓ done Mon, Wed; – nothing Tue." in said
    assert "Ben: Phase 1 · Basics, 0 skills done. ○ break Tue, Wed; – nothing Mon. Next:" in said
    assert "2 days, by 1 of 2 members" in said
    assert "Everybody has checked in today, or is on a break." in said
    await owls.sql("DELETE FROM breaks")
    today = plain(await owls.say("ana", "/group tracker"))
    assert "1 of 2 checked in so far today" in today
    assert "Ben: Phase 1 · Basics, 0 skills done. – nothing Mon, Tue; … still open today. Next:" in today
    owls.at += timedelta(days=1)
    assert "Nobody has checked in yet today" in plain(await owls.say("ana", "/group tracker"))
    owls.at = datetime(2026, 11, 29, 20, tzinfo=UTC)
    early = plain(await owls.say("zoe", "/group tracker 1", owls.scene("zoe", zone=ZoneInfo("Pacific/Auckland"))))
    assert "the week begins later there" in early
    assert "(you)" not in early


async def test_a_week_that_is_over_stays_as_it_was(owls: Town) -> None:
    assert "isn't over yet" in (await owls.say("ana", "/group week day:2026-11-25")).title
    assert (await owls.say("ana", "/group week")).title == "I kept nothing for that week"
    assert "Last week" in buttons(await owls.say("ana", "/group week day:2026-11-02"))
    await owls.sql("INSERT INTO checkins (member, day, did, at) VALUES (1, '2026-11-23', '', 1)")
    owls.at = datetime(2026, 11, 30, 14, 59, tzinfo=UTC)
    assert "isn't over yet" in (await owls.say("ana", "/group week day:2026-11-25")).title
    owls.at = datetime(2026, 12, 1, 10, tzinfo=UTC)
    first = await owls.say("ana", "/group week")
    assert first.title == "Night Owls: 23 Nov to 29 Nov 2026"
    assert "1 day, by 1 of 2 members" in plain(first)
    await owls.sql("INSERT INTO checkins (member, day, did, at) VALUES (2, '2026-11-24', '', 1)")
    assert await owls.say("ana", "/group week") == first
    await owls.say("ben", "/group leave sure:yes")
    assert "Ben" in plain(await owls.say("ana", "/group week"))
    await owls.sees("ben", Visibility.PRIVATE)
    assert "Ben" not in plain(await owls.say("ana", "/group week"))
    await owls.sql("UPDATE members SET gone_at = 1 WHERE name = 'Ben'")
    assert "a member who isn't named here" in plain(await owls.say("ana", "/group week"))
    owls.at += timedelta(days=7)
    assert "The week after" in buttons(await owls.say("ana", "/group week day:2026-11-23"))
    assert (await owls.say("ana", "/group week day:2026-11-02")).title == "I kept nothing for that week"


async def test_keeping_weeks_and_finding_stale_trackers(owls: Town) -> None:
    library, database = tiny_library(), owls.database
    group = await owls.group()
    monday = datetime(2026, 11, 23, tzinfo=UTC).date()
    later = datetime(2026, 12, 1, 10, tzinfo=UTC)

    async def kept(at: datetime, which: Group = group) -> bool:
        return await database.write(lambda stores: keep_week(stores, library, which, monday, at))

    assert await database.read(lambda stores: weeks_to_keep(stores, NOW)) == []
    assert await database.read(lambda stores: weeks_to_keep(stores, later)) == [group]
    assert not await kept(NOW)
    assert not await kept(later, replace(group, made=later))
    assert not await kept(later, replace(group, made=None))
    assert await kept(later)
    assert not await kept(later)
    assert await database.read(lambda stores: weeks_to_keep(stores, later)) == []
    await owls.say("ana", "/group home")
    await database.write(lambda stores: stores.groups.tracked("test:talk", "m1", NOW, 0))
    assert await database.read(lambda stores: stale_trackers(stores, NOW)) == []
    ((_, home),) = await database.read(lambda stores: stale_trackers(stores, NOW + timedelta(days=1)))
    assert home.tracker == "m1"
    reply = await database.read(lambda stores: home_tracker(stores, library, group, NOW))
    assert reply.title == "Night Owls: this week"
    assert "Ana" in plain(reply)


async def test_an_organiser_by_settings_looks_after_groups_as_well(owls: Town) -> None:
    assert "Only the owner" in await owls.refused("chidi", "/group edit Night Owls hours:9")
    await owls.say("devi", "/settings organiser add @test:chidi")
    assert "9 hours a week" in plain(await owls.say("chidi", "/group edit group:Night hours:9"))
    assert (await owls.say("chidi", "/group archive Night Owls")).title == "Archive Night Owls?"
