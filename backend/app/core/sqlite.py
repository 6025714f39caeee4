"""SQLite: how it is opened, how it begins a transaction, and its driver with one errand a statement.

aiosqlite keeps a thread for each connection. SQLAlchemy's cursor sends it four errands a statement (open,
execute, fetch, close); each is two turns of the interpreter, which cost more than the statement and wait for
whoever computes meanwhile. Here a statement and its rows are one.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

import aiosqlite
from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.core.config import Settings, usable

T = TypeVar("T")
PRAGMAS = ("foreign_keys=on", "journal_mode=wal", "synchronous=full", "busy_timeout=5000")
# how long one of the threads waits for the interpreter while others compute: by Python's own 5 ms a
# flood of sign-ins slowed everybody down up to 7 times
SWITCH_SECONDS = 0.001


def engine(settings: Settings) -> AsyncEngine:
    sys.setswitchinterval(SWITCH_SECONDS)
    if settings.database_url is None:
        usable(settings.data_dir)
    made = create_async_engine(
        make_url(settings.database),
        hide_parameters=True,
        connect_args={"async_creator_fn": _connect},
    )
    event.listen(made.sync_engine, "connect", _open)
    event.listen(made.sync_engine, "begin", _begin)
    return made


class Cursor:
    """What SQLAlchemy's adapter asks of a driver's cursor; all of a statement's rows come with it."""

    arraysize = 1

    def __init__(self, connection: "Driver") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, values: Sequence[Any] = ()) -> Self:
        return await self._connection.errand(self._done, sqlite3.Cursor.execute, sql, values)

    async def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> Self:
        return await self._connection.errand(self._done, sqlite3.Cursor.executemany, sql, rows)

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """It was, with its last row."""

    def _done(self, how: Callable[..., Any], sql: str, values: Any) -> Self:
        """In the connection's thread."""
        cursor = self._connection._conn.cursor()
        try:
            how(cursor, sql, values)
            self.description = cursor.description
            self._rows = cursor.fetchall()
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()
        return self


class Driver(aiosqlite.Connection):
    """A connection that does each statement in one errand; `fetch` to `executemany` as asyncpg has them."""

    _left = (
        False  # whether nobody waited for the end of an errand, which may yet begin a transaction
    )

    def cursor(self) -> Cursor:  # type: ignore[override]  # plain, as SQLAlchemy's adapter calls it
        return Cursor(self)

    async def errand(self, work: Callable[..., T], *given: Any) -> T:
        """`work(*given)`, done by the thread."""
        try:
            done: T = await self._execute(work, *given)  # type: ignore[no-untyped-call]  # aiosqlite gives it no types
        except asyncio.CancelledError:
            self._left = True
            raise
        return done

    async def fetch(self, sql: str, *values: Any) -> list[Any]:
        return (await self.cursor().execute(sql, values))._rows

    async def execute(self, sql: str, *values: Any) -> int:  # type: ignore[override]
        """How many rows it met."""
        return (await self.cursor().execute(sql, values)).rowcount

    async def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:  # type: ignore[override]
        await self.cursor().executemany(sql, rows)

    async def rollback(self) -> None:
        """Nothing where there is nothing to undo: every connection that comes back to the pool asks."""
        if self.in_transaction or self._left:
            self._left = False
            await super().rollback()


async def _connect(path: str, **options: Any) -> Driver:
    connection = Driver(lambda: sqlite3.connect(path, **options), iter_chunk_size=0)
    connection._thread.daemon = True  # as SQLAlchemy does
    try:
        await connection
    except BaseException:
        # its thread has a last word for the loop: a traceback if that is closed by then
        await asyncio.to_thread(connection._thread.join)
        raise
    return connection


def _open(connection: Any, _record: object) -> None:
    # the driver's own BEGIN comes too late and is never IMMEDIATE
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")
