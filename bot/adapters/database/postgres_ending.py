"""How an act ended whose COMMIT got no answer, because the connection was lost on the way there or back.

PostgreSQL gives each transaction that writes a number, and says for a long while what became of it.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

import asyncpg

from bot.core.ports.database import Unsure

ASK_AGAIN = 0.2
"""Seconds between two questions."""
LOST = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
"""What a server says, or the driver, where a connection is of no use any more."""

_NUMBER = "SELECT pg_current_xact_id_if_assigned()::text, pg_backend_pid()"
_STATUS = "SELECT pg_xact_status($1::text::xid8)"
_STOP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_xid = $2::text::xid8::xid"


@dataclass(frozen=True, slots=True)
class Ending:
    """An act that is about to be committed."""

    number: str
    """Its transaction's."""
    process: int
    """The server's, which holds the transaction."""


async def ending(connection: asyncpg.pool.PoolConnectionProxy) -> Ending | None:
    """What the present transaction is known by; None where it wrote nothing."""
    number, process = await connection.fetchrow(_NUMBER)
    return Ending(number, process) if number else None


async def kept(pool: asyncpg.Pool, act: Ending, within: float) -> bool:
    """Whether an act was stored, asked on another connection.

    Raises `Unsure` where the server doesn't say so within so many seconds. A server that still waits for the COMMIT is
    told to wait no longer, for it may never come.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within):
            while True:
                with contextlib.suppress(*LOST):
                    status = await pool.fetchval(_STATUS, act.number)
                    if status in ("committed", "aborted"):
                        return bool(status == "committed")
                    await pool.execute(_STOP, act.process, act.number)
                await asyncio.sleep(ASK_AGAIN)
    raise Unsure(
        "The connection to PostgreSQL was lost while something was being stored, and it couldn't be asked since "
        "whether that was done. The bot goes on by itself once it is back."
    )
