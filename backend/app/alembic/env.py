"""Runs migrations on either engine: the whole way in one transaction, one process at a time."""

import asyncio
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from app.core.config import get_settings
from app.core.db import UTCDateTime
from app.core.engine import Database
from app.core.quantities import QuantityType
from app.models import metadata

MIGRATING = 0x51_4D  # the advisory lock of whoever migrates ("QM")


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
        _foreign_keys(connection, "off")  # a batch operation rebuilds tables that others refer to
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=sqlite,
        transactional_ddl=True,  # SQLite's too: all of it or nothing
        render_item=render_item,
        compare_type=False,
        compare_server_default=False,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
        context.run_migrations()
        if sqlite:
            _refuse_broken_references(connection)
    if sqlite:
        _foreign_keys(connection, "on")


def _foreign_keys(connection: Connection, state: str) -> None:
    """SQLite hears this only outside a transaction, hence on the driver's own connection."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={state}")
    cursor.close()


def _refuse_broken_references(connection: Connection) -> None:
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        tables = sorted({row[0] for row in broken})
        raise RuntimeError(f"this migration would break references of {', '.join(tables)}")


async def connect_and_migrate() -> None:
    database = Database(context.config.attributes.get("settings") or get_settings())
    async with database.engine.connect() as connection:
        await connection.run_sync(migrate)
        await connection.commit()
    await database.dispose()


if (given := context.config.attributes.get("connection")) is not None:
    migrate(given)
else:
    asyncio.run(connect_and_migrate())
