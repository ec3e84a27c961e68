"""Two members, or two communities, become one: on both engines nothing is lost, nothing counts twice, no table is
forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.adapters.database.session import Row
from bot.adapters.database.stores import SqlStores
from bot.adapters.database.stores.joining import OF_COMMUNITIES, OF_MEMBERS
from bot.core.chat.scene import Caller, Person, Space
from bot.core.model.group import folded
from bot.core.model.member import Community, Member, SpaceSettings, Visibility
from bot.core.model.points import LedgerLine
from bot.core.ports.codes import Issued
from bot.core.ports.database import Database, Stores
from tests.core.helpers import NOW

DAY = timedelta(days=1)
OLD, NEW = Caller(Person("discord:1"), "Old"), Caller(Person("slack:T1.U1"), "New")
HERE, THERE = Space("discord:9", "Here"), Space("slack:T1", "There")


async def rows(database: Database, sql: str) -> list[Row]:
    """What a statement gives, on either engine."""

    async def work(stores: Stores) -> list[Row]:
        assert isinstance(stores, SqlStores)
        return await stores._session.rows(sql)

    return await database.write(work)


async def two(stores: Stores) -> tuple[int, int]:
    """Somebody older and somebody newer."""
    return (await stores.people.meet(OLD, NOW - DAY)).number, (await stores.people.meet(NEW, NOW)).number


async def naming(database: Database, table: str, column: str) -> set[str]:
    """The tables with a column of this name, or one that references that table."""
    try:
        found = await rows(database, "SELECT name, sql FROM sqlite_master WHERE type = 'table'")
    except Exception:  # noqa: BLE001 - PostgreSQL knows it otherwise
        found = await rows(
            database,
            "SELECT c.table_name, 'has ' || c.column_name || ' ' || COALESCE(u.table_name, '') "
            "FROM information_schema.columns c LEFT JOIN information_schema.key_column_usage k "
            "ON k.table_name = c.table_name AND k.column_name = c.column_name "
            "LEFT JOIN information_schema.table_constraints t ON t.constraint_name = k.constraint_name "
            "AND t.constraint_type = 'FOREIGN KEY' "
            "LEFT JOIN information_schema.constraint_column_usage u ON u.constraint_name = t.constraint_name "
            "WHERE c.table_schema = 'public' AND c.table_name IN "
            "(SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE')",
        )
        return {
            name
            for name, has in found
            if (has.startswith(f"has {column} ") or has.endswith(f" {table}")) and name != table
        }
    return {name for name, sql in found if f"REFERENCES {table} (" in sql or f"\n    {column} " in sql} - {table}


async def test_no_table_that_names_members_or_communities_is_forgotten(database: Database) -> None:
    """A store that is added later says in `MEMBER_TABLES` and `COMMUNITY_TABLES` which tables it answers for."""
    of_members = [table for store in OF_MEMBERS for table in store.MEMBER_TABLES]
    of_communities = [table for store in OF_COMMUNITIES for table in store.COMMUNITY_TABLES]
    assert sorted(of_members) == sorted(await naming(database, "members", "member"))
    assert sorted(of_communities) == sorted(await naming(database, "communities", "community"))


async def test_a_forgotten_row_is_refused_by_the_database(database: Database) -> None:
    async def forgetful(stores: Stores) -> None:
        _, new = await two(stores)
        assert isinstance(stores, SqlStores)
        await stores._session.rows("DELETE FROM members WHERE id = :id", id=new)

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await database.write(forgetful)


def line(reference: str, points: int, day: int = 1) -> LedgerLine:
    """A line of the ledger."""
    act = reference.partition(":")[0]
    return LedgerLine(reference, act, points, date(2026, 11, day), NOW, "Because.")


async def test_what_both_did_counts_once_and_the_lines_worth_more_stay(database: Database) -> None:
    async def act(stores: Stores) -> tuple[int, list[tuple[str, int]]]:
        old, new = await two(stores)
        for member, lines in (
            (old, [("skill:git", 10), ("skill:bash", 10), ("skill:bash#1", -10), ("checkin:2026-11-01", 5)]),
            (new, [("skill:git", 10), ("skill:bash", 10), ("skill:sql", 10), ("skill:git#1", -10)]),
        ):
            for reference, points in lines:
                assert await stores.ledger.add(member, line(reference, points))
        return old, [*await stores.joining.members(*await stores.people.older(new, old))]

    keeper, carried = await database.write(act)
    assert carried == [("points", 20), ("accounts", 1)]
    kept = await database.read(lambda stores: stores.ledger.earned(keeper, date(2026, 11, 1)))
    assert sorted((one.reference, one.points) for one in kept) == [
        ("checkin:2026-11-01", 5),
        ("skill:bash", 10),
        ("skill:git", 10),
        ("skill:sql", 10),
    ]


async def test_accounts_and_communities_are_those_of_both(database: Database) -> None:
    async def act(stores: Stores) -> tuple[Member | None, int, int]:
        old, new = await two(stores)
        first, second = await stores.communities.at(HERE, NOW), await stores.communities.at(THERE, NOW)
        for community, member, at in (
            (first, old, NOW),
            (first, new, NOW - DAY),
            (second, new, NOW),
        ):
            await stores.communities.join(community.number, member, at)
        await stores.communities.appoint(first.number, old, NOW)
        await stores.communities.appoint(first.number, new, NOW - DAY)
        await stores.communities.appoint(second.number, new, NOW)
        await stores.people.choose_zone(new, "Asia/Tokyo")
        await stores.codes.issue("ABCDEFGH", "link", Issued(new, None), NOW + DAY)
        await stores.codes.note_wrong(new, NOW, NOW - DAY)
        assert ("communities", 1) in await stores.joining.members(old, new)
        return await stores.people.known(NEW.person), old, new

    member, keeper, gone = await database.write(act)
    assert member == Member(keeper, "Old", "Asia/Tokyo", zone_chosen=True)
    assert await database.read(lambda stores: stores.people.member(gone)) is None
    assert await database.read(lambda stores: stores.people.accounts(keeper)) == [OLD.person, NEW.person]
    assert {one.name for one in await database.read(lambda stores: stores.communities.of(keeper))} == {"Here", "There"}
    for space in (HERE, THERE):
        for person in (OLD.person, NEW.person):
            assert await database.read(lambda stores, s=space, p=person: stores.communities.organiser(s, p))  # type: ignore[misc]
    since = await rows(database, "SELECT MIN(since) FROM community_members")
    assert since[0][0] == int((NOW - DAY).timestamp() * 1_000_000)


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        (("owner", None), ("member", None), ("owner", None)),
        (("member", None), ("owner", None), ("owner", None)),
        (("member", None), ("co-owner", None), ("co-owner", None)),
        (("member", None), ("owner", 5), ("member", None)),
        (("owner", 5), ("member", None), ("member", None)),
        (("owner", 5), ("member", 7), ("owner", 7)),
    ],
)
async def test_in_a_study_group_the_stronger_role_of_those_who_are_still_in_it_stays(
    database: Database,
    mine: tuple[str, int | None],
    theirs: tuple[str, int | None],
    together: tuple[str, int | None],
) -> None:
    async def act(stores: Stores) -> list[Row]:
        assert isinstance(stores, SqlStores)
        ask = stores._session.rows
        old, new = await two(stores)
        community = await stores.communities.at(HERE, NOW)
        sql = (
            "INSERT INTO study_groups (community, name, made_at, changed_at) VALUES (:community, 'A', 0, 0) "
            "RETURNING id"
        )
        [(group,)] = await ask(sql, community=community.number)
        for member, (role, left) in ((old, mine), (new, theirs)):
            await ask(
                "INSERT INTO group_members (study_group, member, role, since, left_at) VALUES (:g, :m, :r, :s, :l)",
                g=group,
                m=member,
                r=role,
                s=member,
                l=left,
            )
        await stores.joining.members(old, new)
        return [tuple(one) for one in await ask("SELECT role, left_at FROM group_members")]

    assert await database.write(act) == [together]


async def test_the_shyer_of_two_wishes_holds(database: Database) -> None:
    async def act(stores: Stores) -> Member | None:
        old = await stores.people.meet(OLD, NOW, "Europe/Berlin", Visibility.PUBLIC)
        new = await stores.people.meet(NEW, NOW, None, Visibility.PRIVATE)
        await stores.joining.members(old.number, new.number)
        return await stores.people.known(OLD.person)

    member = await database.write(act)
    assert member is not None
    assert (member.zone, member.visibility) == ("Europe/Berlin", Visibility.PRIVATE)


async def test_an_account_that_is_taken_off_starts_afresh(database: Database) -> None:
    async def act(stores: Stores) -> tuple[int, Member | None, Member | None]:
        old, new = await two(stores)
        await stores.ledger.add(new, line("skill:git", 10))
        await stores.joining.members(old, new)
        await stores.people.part(NEW.person, NOW)
        await stores.people.part(Person("slack:T1.nobody"), NOW)
        return old, await stores.people.known(OLD.person), await stores.people.known(NEW.person)

    keeper, old, new = await database.write(act)
    assert (old, new) != (None, None)
    assert old is not None
    assert new is not None
    assert old.number == keeper != new.number
    assert new.name == "New"
    assert len(await database.read(lambda stores: stores.ledger.earned(keeper, date(2026, 11, 1)))) == 1
    assert not await database.read(lambda stores: stores.ledger.earned(new.number, date(2026, 11, 1)))


async def test_nobody_is_older_than_nobody(database: Database) -> None:
    with pytest.raises(LookupError):
        await database.write(lambda stores: stores.people.older(1, 2))


async def test_communities_become_one_and_part_again(database: Database) -> None:
    async def unite(stores: Stores) -> tuple[Community, list[tuple[str, int]]]:
        assert isinstance(stores, SqlStores)
        ask = stores._session.rows
        old, new = await two(stores)
        keeper, other = await stores.communities.at(HERE, NOW), await stores.communities.at(THERE, NOW)
        await stores.communities.join(keeper.number, old, NOW)
        await stores.communities.join(other.number, old, NOW - DAY)
        await stores.communities.join(other.number, new, NOW)
        await stores.communities.appoint(other.number, new, NOW)
        await stores.codes.issue("ABCDEFGH", "community", Issued(new, other.number), NOW + DAY)
        for community, name in ((keeper, "Readers"), (other, "readers"), (other, "Readers 2"), (other, "Night")):
            sql = (
                "INSERT INTO study_groups (community, name, folded, made_at, changed_at) "
                "VALUES (:community, :name, :folded, 0, 0) RETURNING id"
            )
            [(group,)] = await ask(sql, community=community.number, name=name, folded=folded(name))
            home = "INSERT INTO group_homes (channel, study_group, space) VALUES (:channel, :group, :space)"
            await ask(home, channel=f"slack:T1.C{group}", group=group, space=THERE.reference)
            if name == "Night":
                await ask(home, channel="discord:77", group=group, space=HERE.reference)
        return keeper, [*await stores.joining.communities(keeper.number, other.number)]

    keeper, carried = await database.write(unite)
    assert carried == [("study groups", 3), ("servers and workspaces", 1), ("members", 1)]
    names = sorted(name for (name,) in await rows(database, "SELECT name FROM study_groups"))
    assert names == ["Night", "Readers", "Readers 2 2", "readers 2"]
    spaces = await database.read(lambda stores: stores.communities.spaces(keeper.number))
    assert spaces == [SpaceSettings("discord:9", "Here"), SpaceSettings("slack:T1", "There")]

    apart = await database.write(lambda stores: stores.communities.part(THERE, NOW + DAY))
    assert (apart.name, apart.number != keeper.number) == ("There", True)
    of = await rows(database, "SELECT community, name FROM study_groups ORDER BY id")
    assert [community == keeper.number for community, _ in of] == [False, False, False, True]
    still = await rows(database, "SELECT community, member FROM community_members WHERE left_at IS NULL")
    old = await database.read(lambda stores: stores.people.known(OLD.person))
    new = await database.read(lambda stores: stores.people.known(NEW.person))
    assert old is not None
    assert new is not None
    assert sorted(map(tuple, still)) == sorted([(keeper.number, old.number), (apart.number, new.number)])
