"""What PostgreSQL's errors mean to the operator. Never the error's own text, which may hold an address or a value."""

from __future__ import annotations

import asyncpg

from bot.core.ports.database import Unavailable

_SENTENCES: tuple[tuple[type[BaseException], str], ...] = (
    (
        asyncpg.InvalidAuthorizationSpecificationError,
        "PostgreSQL refuses the user or the password in DATABASE_URL. Mend it and start again.",
    ),
    (asyncpg.InvalidCatalogNameError, "PostgreSQL has no database of the name in DATABASE_URL. Make it with createdb."),
    (
        asyncpg.InsufficientPrivilegeError,
        "PostgreSQL doesn't let the user in DATABASE_URL make or change tables. "
        "Make that user the owner of the database.",
    ),
    (asyncpg.InvalidSchemaNameError, "PostgreSQL has no schema in which the user in DATABASE_URL may make tables."),
    (
        asyncpg.ReadOnlySQLTransactionError,
        "PostgreSQL only reads just now; is it a standby? Name the primary in DATABASE_URL.",
    ),
    (asyncpg.DiskFullError, "PostgreSQL's disk is full. Make room; the bot goes on by itself."),
    (
        asyncpg.TooManyConnectionsError,
        "PostgreSQL has no connection left. Raise max_connections or stop what holds them; the bot goes on by itself.",
    ),
    (asyncpg.InsufficientResourcesError, "PostgreSQL is short of memory or room ({name}). See its log."),
    (
        asyncpg.CannotConnectNowError,
        "PostgreSQL is starting or stopping. The bot goes on by itself once it is up.",
    ),
    (
        asyncpg.OperatorInterventionError,
        "PostgreSQL ended what it was doing ({name}). The bot goes on by itself once it is up.",
    ),
    (
        asyncpg.InternalServerError,
        "PostgreSQL has trouble of its own ({name}). See its log; it may need a backup brought back.",
    ),
    (asyncpg.PostgresSystemError, "PostgreSQL has trouble with its disk ({name}). See its log."),
    (
        asyncpg.ClientConfigurationError,
        "DATABASE_URL cannot be read as an address. It looks like postgresql://user:password@host/database, "
        "with % codes for special characters in the password.",
    ),
    (
        asyncpg.PostgresConnectionError,
        "The connection to PostgreSQL was lost ({name}). The bot goes on by itself once it is back.",
    ),
    (asyncpg.InternalClientError, "PostgreSQL says what the driver doesn't understand ({name})."),
    (
        asyncpg.InterfaceError,
        "The connection to PostgreSQL was lost ({name}). The bot goes on by itself once it is back.",
    ),
    (TimeoutError, "PostgreSQL takes too long to answer. Is it up, and is something locked for long?"),
    (
        OSError,
        "PostgreSQL cannot be reached ({name}). Is it running, and is the host in DATABASE_URL right? "
        "The bot goes on by itself once it is up.",
    ),
)


def trouble(error: BaseException) -> Unavailable | None:
    """The sentence for trouble with the server; None where the statement was wrong, and the server is not."""
    if isinstance(error, ValueError) and not isinstance(error, asyncpg.ClientConfigurationError):
        return None  # the driver's word for a value that doesn't fit its column
    for kind, sentence in _SENTENCES:
        if isinstance(error, kind):
            return Unavailable(sentence.format(name=type(error).__name__))
    return None
