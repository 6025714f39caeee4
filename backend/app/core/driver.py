"""Statements to the driver: straight where it is the driver's turn already, else by SQLAlchemy's cursor.

SQLAlchemy's cursor costs twice what the statement does. It is needed to begin a transaction; whatever
else is sent goes to the driver's own connection, on which pool and transaction stay SQLAlchemy's.
Errors are raised as SQLAlchemy's either way.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

Values = tuple[Any, ...]


async def fetched(connection: AsyncConnection, sql: str, values: Values) -> Sequence[Sequence[Any]]:
    if (driver := _straight(connection)) is None:
        return await connection.run_sync(_fetched, sql, values)
    with _watched(connection, sql, values):
        found: Sequence[Sequence[Any]] = await driver.fetch(sql, *values)
        return found


async def executed(connection: AsyncConnection, sql: str, values: Values) -> int:
    """How many rows it met."""
    if (driver := _straight(connection)) is None:
        return await connection.run_sync(_executed, sql, values)
    with _watched(connection, sql, values):
        done: int | str = await driver.execute(sql, *values)
        return int(str(done).rpartition(" ")[2])  # INSERT 0 1, UPDATE 3


async def executed_for_each(connection: AsyncConnection, sql: str, rows: list[Values]) -> None:
    if (driver := _straight(connection)) is None:
        await connection.run_sync(_executed_for_each, sql, rows)
        return
    with _watched(connection, sql, rows):
        await driver.executemany(sql, rows)


def _straight(connection: AsyncConnection) -> Any:
    """The driver's connection, unless SQLAlchemy has yet to begin a transaction on it; else None."""
    sync = connection.sync_connection
    assert sync is not None
    driver: Any = sync.connection.driver_connection
    if sync.get_execution_options().get("reads"):
        return driver
    begun = driver.in_transaction if sync.dialect.name == "sqlite" else driver.is_in_transaction()
    return driver if begun else None


@contextmanager
def _watched(connection: AsyncConnection, sql: str, values: Any) -> Iterator[None]:
    sync = connection.sync_connection
    assert sync is not None
    _tell(sync, None, sql, values)
    try:
        yield
    except (
        Exception
    ) as error:  # the adapter knows which are its own, and raises the others as they are
        adapter: Any = sync.connection.dbapi_connection
        try:
            adapter._handle_exception(error)
        except sync.dialect.loaded_dbapi.Error as known:
            raise _as_sqlalchemys(sync, known, sql) from known


def _fetched(connection: Connection, sql: str, values: Values) -> Sequence[Sequence[Any]]:
    with _cursor(connection, sql, values) as cursor:
        cursor.execute(sql, values)
        found: Sequence[Sequence[Any]] = cursor.fetchall()
        return found


def _executed(connection: Connection, sql: str, values: Values) -> int:
    with _cursor(connection, sql, values) as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _executed_for_each(connection: Connection, sql: str, rows: list[Values]) -> None:
    with _cursor(connection, sql, rows) as cursor:
        cursor.executemany(sql, rows)


@contextmanager
def _cursor(connection: Connection, sql: str, values: Any) -> Iterator[Any]:
    cursor = connection.connection.cursor()
    try:
        _tell(connection, cursor, sql, values)
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemys(connection, error, sql) from error
    finally:
        cursor.close()


def _tell(connection: Connection, cursor: Any, sql: str, values: Any) -> None:
    """Whoever watches the statements."""
    for heard in connection.dispatch.before_cursor_execute:
        heard(connection, cursor, sql, values, None, isinstance(values, list))


def _as_sqlalchemys(connection: Connection, error: Any, sql: str) -> BaseException:
    """A lost connection leaves the pool."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
    known: BaseException = DBAPIError.instance(
        sql, None, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
    )
    return known
