"""Two accounts become one person, by a code, and can be told apart again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.acts.codes import GOOD_FOR, TRIES, WINDOW
from bot.core.acts.linking import ACCOUNTS, unlink
from bot.core.chat.blocks import Code
from bot.core.chat.plain import plain
from bot.core.chat.reply import Audience, Reply
from bot.core.chat.scene import Person, Scene
from bot.core.dispatch import Dispatch
from bot.core.features.ask import AskFeature
from bot.core.ports.database import Database, Stores
from tests.conftest import new_dispatch
from tests.core.helpers import NOW, a_reply, buttons, said, scene, selects
from tests.fakes.shelf import FakeShelf

ANA = scene()
OTHER = replace(ANA, caller=replace(ANA.caller, person=Person("other:ana"), name="Ana B."))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def bot(tiny_shelf: FakeShelf, database: Database) -> Dispatch:
    """The whole menu over a database that knows nobody."""
    return new_dispatch(tiny_shelf, AskFeature(tiny_shelf), database)


async def code_of(bot: Dispatch, where: Scene = ANA) -> str:
    """A new code."""
    reply = await said(bot, "/link", where)
    assert reply.audience is Audience.CALLER
    assert "Share" not in buttons(reply)
    (shown,) = [block.text for block in reply.blocks if isinstance(block, Code)]
    match = re.fullmatch(r"/link code:([2-9C-Y]{4}-[2-9C-Y]{4})", shown)
    assert match
    return match[1]


async def test_accounts_are_joined_after_a_question(bot: Dispatch, database: Database) -> None:
    code = await code_of(bot)
    asked = await said(bot, f"/link {code.lower().replace('-', ' ')}", OTHER)
    assert asked.title == "Is this you, too?"
    assert "made by ana" in plain(asked)
    assert "Test ana" in plain(asked)
    joined = a_reply(await bot.pressed(buttons(asked)["Yes, both are me"].token, OTHER, on=Audience.CALLER))
    assert joined.title == "Joined"
    assert "nothing yet that had to come along" in plain(joined)
    members = [await database.read(lambda s, w=w: s.people.known(w.caller.person)) for w in (ANA, OTHER)]  # type: ignore[misc]
    assert members[0] == members[1]
    assert "Other ana" in plain(await said(bot, "/unlink", ANA))


async def test_the_days_of_both_make_one_streak_and_it_earns_its_badge(bot: Dispatch) -> None:
    for day in range(7):
        who = ANA if day < 4 else OTHER
        await said(bot, f"/checkin did:day{day}", replace(who, at=NOW + timedelta(days=day)))
    later = [replace(who, at=NOW + timedelta(days=6)) for who in (ANA, OTHER)]
    joined = await said(bot, f"/link {await code_of(bot, later[0])} sure:yes", later[1])
    assert "that is a badge: ★ A streak of 7 days." in plain(joined)
    assert "A streak of 7 days, since 29 November 2026" in plain(await said(bot, "/badges", ANA))


async def test_what_came_along_is_told(bot: Dispatch) -> None:
    from bot.core.chat.scene import Place, Space

    here = replace(ANA, place=Place("test", None, Space("test:one")))
    there = replace(OTHER, place=Place("other", None, Space("other:two")), at=NOW + MINUTE)
    code = await code_of(bot, here)
    await code_of(bot, there)
    reply = await said(bot, f"/link code:{code} sure:yes", there)
    assert "Communities: 1" in plain(reply)


async def refused(bot: Dispatch, line: str, where: Scene) -> str:
    """What is said to a code that opens nothing."""
    reply = await said(bot, line, where)
    assert reply.title == "That didn't work"
    return plain(reply)


async def test_a_code_is_good_once_and_for_a_while_and_for_somebody_else(bot: Dispatch) -> None:
    code = await code_of(bot)
    assert "your own" in await refused(bot, f"/link {code}", ANA)
    late = replace(OTHER, at=NOW + GOOD_FOR)
    assert "no code that is good now" in await refused(bot, f"/link {code}", late)
    newer = await code_of(bot)
    assert "no code that is good now" in await refused(bot, f"/link {code}", OTHER)
    assert (await said(bot, f"/link code:{newer} sure:yes", OTHER)).title == "Joined"
    third = scene(who="ben")
    assert "no code that is good now" in await refused(bot, f"/link code:{newer} sure:yes", third)
    again = await code_of(bot)
    assert "your own" in await refused(bot, f"/link code:{again} sure:yes", OTHER)


async def test_guessing_is_ended(bot: Dispatch) -> None:
    code = await code_of(bot)
    for _ in range(TRIES):
        assert "“2222-2222” is no code" in await refused(bot, "/link 2222-2222", OTHER)
    assert "too many wrong codes" in await refused(bot, f"/link {code}", OTHER)
    later = replace(OTHER, at=NOW + WINDOW)
    assert "is no code" in await refused(bot, "/link 2222-2222", later)
    assert (
        await said(bot, f"/link {await code_of(bot, replace(ANA, at=later.at))}", later)
    ).title == "Is this you, too?"


async def test_one_person_has_only_so_many_accounts(bot: Dispatch) -> None:
    for number in range(ACCOUNTS - 1):
        code = await code_of(bot)
        assert (await said(bot, f"/link code:{code} sure:yes", scene(who=f"a{number}"))).title == "Joined"
    code = await code_of(bot)
    assert f"more than {ACCOUNTS} accounts" in await refused(bot, f"/link {code}", OTHER)


async def test_a_code_of_somebody_who_is_gone(bot: Dispatch, database: Database) -> None:
    from bot.adapters.database.stores import SqlStores

    code = await code_of(bot)

    async def gone(stores: Stores) -> None:
        assert isinstance(stores, SqlStores)
        await stores._session.rows("UPDATE members SET gone_at = 1")

    await database.write(gone)
    assert "is no code" in await refused(bot, f"/link {code}", OTHER)


async def joined(bot: Dispatch) -> Reply:
    """ANA and OTHER as one person."""
    return await said(bot, f"/link code:{await code_of(bot)} sure:yes", OTHER)


async def test_an_account_is_taken_off_after_a_question(bot: Dispatch, database: Database) -> None:
    assert "your only account" in plain(await said(bot, "/unlink"))
    assert "your only account" in plain(await said(bot, "/unlink test:ana"))
    await joined(bot)
    reply = await said(bot, "/unlink")
    assert [one.value for one in selects(reply)["Take one off"].options] == ["other:ana", "test:ana"]
    asked = await said(bot, "/unlink other:ana")
    assert asked.title == "Take it off?"
    done = a_reply(await bot.pressed(buttons(asked)["Yes, take it off"].token, ANA, on=Audience.CALLER))
    assert "That account starts afresh" in plain(done)
    assert "your only account" in plain(await said(bot, "/unlink"))
    members = [await database.read(lambda s, w=w: s.people.known(w.caller.person)) for w in (ANA, OTHER)]  # type: ignore[misc]
    assert members[0] != members[1]
    assert not await database.write(lambda stores: unlink(stores, ANA, ANA.caller.person))
    assert not await database.write(lambda stores: unlink(stores, scene(who="nobody"), ANA.caller.person))


async def test_the_account_that_one_writes_from_is_taken_off(bot: Dispatch) -> None:
    await joined(bot)
    assert "This account starts afresh" in plain(await said(bot, "/unlink account:test:ana sure:yes"))


async def test_somebody_elses_account_stays_theirs(bot: Dispatch) -> None:
    await joined(bot)
    assert "is none of your accounts" in await refused(bot, "/unlink test:ben", ANA)
