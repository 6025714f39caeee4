"""The data set into either engine, as fast as it goes."""

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from bench.dataset import Premises, Rows

# those that are no rule: one that is made of all rows takes a fraction of one that grows by each
INDEXES = """
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made
    FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace AND NOT indisunique
"""


def load_postgresql(dsn: str, chunks: Iterable[Rows], *, many: bool = False) -> None:
    """By COPY, whose references nobody checks: the data set keeps them, and a superuser may say so.

    Where there are `many` rows, indexes are made anew afterwards.
    """
    asyncio.run(copy(dsn, chunks, many=many))


async def copy(dsn: str, chunks: Iterable[Rows], *, many: bool = False) -> None:
    """The same, for who has a loop."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("SET session_replication_role = replica")
        indexes = await connection.fetch(INDEXES) if many else []
        for index in indexes:
            await connection.execute(f"DROP INDEX {index['name']}")
        for rows in chunks:
            await connection.copy_records_to_table(
                rows.table, records=rows.values, columns=rows.columns
            )
        await connection.execute("SET maintenance_work_mem = '1GB'")
        for index in indexes:
            await connection.execute(index["made"])
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def forget_created(dsn: str) -> None:
    """Let the items go that somebody created since the last load: those of the data set have a category.

    They have little else than a name, are the newest and lie together, so that a page of them is lighter than one of
    the others.
    """

    async def forget() -> None:
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute("SET session_replication_role = replica")
            await connection.execute("DELETE FROM items WHERE category_id IS NULL")
        finally:
            await connection.close()

    asyncio.run(forget())


def load_sqlite(file: Path, chunks: Iterable[Rows]) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for rows in chunks:
            marks = ", ".join("?" * len(rows.columns))
            columns = ", ".join(rows.columns)
            connection.executemany(
                f"INSERT INTO {rows.table} ({columns}) VALUES ({marks})",  # noqa: S608 (our names)
                [tuple(map(_in_sqlite, row)) for row in rows.values],
            )
        connection.execute("ANALYZE")
        connection.commit()


def _in_sqlite(value: Any) -> Any:
    """As SQLAlchemy keeps it there."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    return value


PREMISES = """
    SELECT m.organization_id, m.user_id, s.id AS supplier, c.id AS customer
    FROM memberships m
    JOIN organizations o ON o.id = m.organization_id AND o.slug = 'bench'
    JOIN locations s ON s.organization_id = o.id AND s.role = 'supplier'
    JOIN locations c ON c.organization_id = o.id AND c.role = 'customer'
"""


async def premises_in_postgresql(dsn: str) -> Premises:
    connection = await asyncpg.connect(dsn)
    try:
        row = await connection.fetchrow(PREMISES)
    finally:
        await connection.close()
    return Premises(*(UUID(str(id)) for id in row))


def premises_in_sqlite(file: Path) -> Premises:
    with closing(sqlite3.connect(file)) as connection:
        return Premises(*(UUID(id) for id in connection.execute(PREMISES).fetchone()))
