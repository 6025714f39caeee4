"""The engine, PostgreSQL's or SQLite's, and how it begins a transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from time import monotonic
from typing import Any

from sqlalchemy import event, exc, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from app.core import database_url
from app.core.config import Settings
from app.core.refusals import unreachable

SERVER_SETTINGS = {"lock_timeout": "5000", "jit": "off", "application_name": "quartermaster"}
CONNECT_SECONDS = 5.0  # else a server that is there and says nothing is waited for for a minute
IDLE_SECONDS = 5  # a connection that rested for longer is asked whether it lives


class Database:
    """One engine, the gate before it, and the line in which SQLite's writers wait."""

    def __init__(self, settings: Settings) -> None:
        url = make_url(settings.database)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.strict = settings.environment == "test"  # a changed row without a fact is an error
        self.settings = settings
        self.engine = _sqlite(settings) if self.is_sqlite else _postgresql(settings)
        options = {"sqlite_begin": "IMMEDIATE"} if self.is_sqlite else {}
        self._writing: AsyncEngine = self.engine.execution_options(**options)
        options = {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._reading: AsyncEngine = self.engine.execution_options(reads=True, **options)
        # one writer at a time anyway: this line is fair, and six times faster than its retries
        self._writers: AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if self.is_sqlite else nullcontext()
        )
        # SQLAlchemy's own queue lets late comers overtake: p99 253 -> 34 ms at 64 connections
        self._gate = asyncio.Semaphore(settings.db_concurrency or 1)

    @asynccontextmanager
    async def transaction(
        self, *, write: bool, snapshot: bool = False
    ) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction, rolled back unless the caller commits.

        `snapshot` reads everything as of one moment. Raises `Busy` if no connection can be had.
        """
        engine = self._writing if write else self.engine if snapshot else self._reading
        async with self._writers if write else nullcontext(), self._gate:
            try:
                connection = await engine.connect()
            except Exception as error:
                if answer := unreachable(error):
                    raise answer from error
                raise
            try:
                if snapshot and not self.is_sqlite:
                    await connection.execution_options(isolation_level="REPEATABLE READ")
                if write or snapshot:
                    await connection.begin()  # else the first statement begins what it needs
                yield connection
            finally:
                await connection.close()

    async def dispose(self) -> None:
        await self.engine.dispose()


def _sqlite(settings: Settings) -> AsyncEngine:
    from app.core import sqlite  # noqa: PLC0415 (a server on PostgreSQL is smaller without it)

    return sqlite.engine(settings)


def _postgresql(settings: Settings) -> AsyncEngine:
    url, given = database_url.split(make_url(settings.database))
    arguments = {"timeout": CONNECT_SECONDS} | given
    arguments["server_settings"] = SERVER_SETTINGS | arguments["server_settings"]
    engine = create_async_engine(
        url,
        hide_parameters=True,  # values have no place in logs and messages
        connect_args=arguments,
        pool_size=settings.db_pool_size or 5,
        max_overflow=settings.db_max_overflow or 0,
        pool_timeout=settings.db_pool_timeout,
        pool_recycle=settings.db_pool_recycle,
        pool_use_lifo=True,
    )
    event.listen(engine.sync_engine, "checkin", _rested)
    event.listen(engine.sync_engine, "checkout", _ping_if_rested(engine))
    return engine


def _rested(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["rested_at"] = monotonic()


def _ping_if_rested(engine: AsyncEngine) -> Any:
    def ping(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        if monotonic() - record.info.get("rested_at", monotonic()) < IDLE_SECONDS:
            return
        try:
            engine.sync_engine.dialect.do_ping(connection)
        except engine.sync_engine.dialect.loaded_dbapi.Error as error:
            raise exc.DisconnectionError from error  # the pool opens another

    return ping
