"""Runs migrations on either engine: the whole way in one transaction, one process at a time."""

import asyncio
import logging
from typing import Any, Literal

from alembic import context
from alembic.util.exc import CommandError
from asyncpg import PostgresError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.core.config import get_settings
from app.core.db import UTCDateTime
from app.core.engine import Database
from app.core.quantities import QuantityType
from app.core.search_ddl import described
from app.core.startup import unusable
from app.models import metadata

MIGRATING = 0x51_4D  # the advisory lock of whoever migrates ("QM")
PATIENCE = 60  # seconds to wait for another process that migrates


def render_item(kind: str, thing: Any, _autogen: Any) -> str | Literal[False]:
    """Types of ours are written as what they are stored as, so that old migrations stay true."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, QuantityType):
        return "sa.BigInteger()"
    return False


def migrate(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _pragma(connection, "foreign_keys=off")  # batch operations rebuild tables referred to
        _pragma(connection, "legacy_alter_table=on")  # triggers of others name such a table, too
        _pragma(connection, f"busy_timeout={PATIENCE * 1000}")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=sqlite,
        transactional_ddl=True,  # SQLite's too: all of it or nothing
        render_item=render_item,
        compare_server_default=False,
        include_name=described,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        context.run_migrations()
        if sqlite:
            _refuse_broken_references(connection)


def _pragma(connection: Connection, pragma: str) -> None:
    """SQLite hears this only outside a transaction, hence on the driver's own connection."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _refuse_broken_references(connection: Connection) -> None:
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        tables = sorted({row[0] for row in broken})
        raise CommandError(f"this migration would break references of {', '.join(tables)}")


async def connect_and_migrate() -> None:
    settings = context.config.attributes.get("settings") or get_settings()
    database = Database(settings)
    engine = database.engine
    if database.is_sqlite:  # nobody may write between what is read and what is done
        engine = engine.execution_options(sqlite_begin="IMMEDIATE")
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
            await connection.commit()
    except (DBAPIError, PostgresError, OSError) as error:
        raise CommandError(unusable(settings, error)) from error
    finally:
        await database.dispose()


if context.config.config_file_name:  # the command `alembic`: it tells what it does
    logging.basicConfig(format="%(levelname)-5s [%(name)s] %(message)s")
    logging.getLogger("alembic").setLevel(logging.INFO)
asyncio.run(connect_and_migrate())
