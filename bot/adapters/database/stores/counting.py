"""How boards follow the ledger: every sum is moved in the transaction that moves what it sums.

`scores` holds a member's sum on each board, `tallies` how many listed members have exactly so much, `totals` what a
whole board comes to. Each statement moves all boards and periods at once.
"""

from __future__ import annotations

from bot.adapters.database.session import Session

_LISTED = (
    "(SELECT COUNT(*) FROM members m JOIN community_members cm ON cm.member = m.id "
    "WHERE m.id = :member AND m.visibility <> 'private' AND m.gone_at IS NULL "
    "AND cm.community = {row}.community AND cm.left_at IS NULL AND ({row}.study_group = 0 OR EXISTS ("
    "SELECT 1 FROM group_members gm WHERE gm.member = m.id AND gm.study_group = {row}.study_group "
    "AND gm.left_at IS NULL)))"
)
_SAME_BOARD = (
    "s.member = c.member AND s.community = c.community AND s.study_group = c.study_group AND s.period = c.period"
)
_TALLIED = (
    " ON CONFLICT (community, study_group, period, points) DO UPDATE SET people = tallies.people + excluded.people"
)
_TOTALLED = (
    " ON CONFLICT (community, study_group, period) "
    "DO UPDATE SET points = totals.points + excluded.points, active = totals.active + excluded.active"
)
_TALLY = "INSERT INTO tallies (community, study_group, period, points, people) "
_TOTAL = "INSERT INTO totals (community, study_group, period, points, active) "
_SCORE = "INSERT INTO scores (community, study_group, period, member, points, listed) "


_COUNT_TALLY = (
    _TALLY + "SELECT s.community, s.study_group, s.period, s.points, {people} FROM counted c JOIN scores s "
    f"ON {_SAME_BOARD} WHERE c.line = :line AND s.listed = 1" + _TALLIED
)
_COUNT_OUT, _COUNT_IN = (_COUNT_TALLY.format(people=people) for people in (-1, 1))
_COUNT_TOTAL = (
    _TOTAL + "SELECT c.community, c.study_group, c.period, c.points, "
    "CASE WHEN COALESCE(s.points, 0) + c.points > 0 THEN 1 ELSE 0 END - "
    "CASE WHEN COALESCE(s.points, 0) > 0 THEN 1 ELSE 0 END "
    f"FROM counted c LEFT JOIN scores s ON {_SAME_BOARD} WHERE c.line = :line" + _TOTALLED
)
_COUNT_SCORE = (
    _SCORE + f"SELECT c.community, c.study_group, c.period, c.member, c.points, {_LISTED.format(row='c')} "
    "FROM counted c WHERE c.line = :line ON CONFLICT (member, community, study_group, period) "
    "DO UPDATE SET points = scores.points + excluded.points"
)


async def count(session: Session, line: int, member: int) -> None:
    """Move all boards by a line that was just written."""
    await session.rows(_COUNT_OUT, line=line)
    await session.rows(_COUNT_TOTAL, line=line)
    await session.rows(_COUNT_SCORE, line=line, member=member)
    await session.rows(_COUNT_IN, line=line)


async def withdraw(session: Session, member: int) -> None:
    """Take a member off all boards, so that their lines may be changed."""
    await _tally(session, member, -1)
    await _total(session, member, -1)
    await session.rows("DELETE FROM scores WHERE member = :member", member=member)


async def enter(session: Session, member: int) -> None:
    """Put a member who is on no board onto all that their lines count on."""
    await session.rows(
        _SCORE + "SELECT c.community, c.study_group, c.period, c.member, c.points, "
        f"{_LISTED.format(row='c')} FROM (SELECT community, study_group, period, member, "
        "CAST(SUM(points) AS BIGINT) AS points FROM counted WHERE member = :member "
        "GROUP BY community, study_group, period, member) c",
        member=member,
    )
    await _total(session, member, 1)
    await _tally(session, member, 1)


async def relist(session: Session, member: int) -> None:
    """Make every board right about whether others see a member there."""
    await _tally(session, member, -1)
    await session.rows(
        f"UPDATE scores SET listed = {_LISTED.format(row='scores')} WHERE member = :member", member=member
    )
    await _tally(session, member, 1)


async def move_board(session: Session, group: int, old: int, new: int) -> None:
    """Let a group's board belong to another community; who is seen on it is to be put right afterwards."""
    for table in ("ledger_boards", "scores", "tallies", "totals"):
        await session.rows(
            f"UPDATE {table} SET community = :new WHERE community = :old AND study_group = :study_group",
            new=new,
            old=old,
            study_group=group,
        )


async def _tally(session: Session, member: int, people: int) -> None:
    await session.rows(
        _TALLY + f"SELECT community, study_group, period, points, {people} "
        "FROM scores WHERE member = :member AND listed = 1" + _TALLIED,
        member=member,
    )


async def _total(session: Session, member: int, sign: int) -> None:
    await session.rows(
        _TOTAL + f"SELECT community, study_group, period, {sign} * points, "
        f"CASE WHEN points > 0 THEN {sign} ELSE 0 END FROM scores WHERE member = :member" + _TOTALLED,
        member=member,
    )
