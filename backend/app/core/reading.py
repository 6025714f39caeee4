"""Selects of bare tables straight to the driver: compiled once, by their structure.

What SQLAlchemy does around each execution (a context, a cursor result, rows that know their
columns) costs more than the query of a hot list. Here a statement is compiled at its first use;
afterwards its values go to the driver's cursor, and its rows through the converters of their
columns. Errors, pool and transactions stay SQLAlchemy's own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

Convert: TypeAlias = Callable[[Any], Any]
Row: TypeAlias = dict[str, Any]
REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Slot:
    """A value of the statement: a literal of each statement of this structure, or a named one."""

    literal: int | None
    name: str
    convert: Convert | None

    def value(self, literals: Sequence[BindParameter[Any]], named: Mapping[str, Any]) -> Any:
        if self.literal is not None and self.name not in named:
            value = literals[self.literal].effective_value
        else:
            value = named[self.name]
        return value if self.convert is None else self.convert(value)


@dataclass(frozen=True, slots=True)
class Reading:
    """A compiled select: its text, where its values go, and what its columns need."""

    sql: str
    slots: tuple[Slot, ...]
    names: tuple[str, ...]
    converts: tuple[tuple[int, Convert], ...]

    def values(
        self, literals: Sequence[BindParameter[Any]], named: Mapping[str, Any]
    ) -> tuple[Any, ...]:
        return tuple(slot.value(literals, named) for slot in self.slots)

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Row]:
        """Column by column: a converter is called from C, not once a row from here."""
        if not found:
            return []
        columns: list[Any] = list(zip(*found, strict=True))
        for at, convert in self.converts:
            columns[at] = map(convert, columns[at])
        names = self.names
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


_compiled: dict[tuple[Any, str], Reading | None] = {}


async def read(
    connection: AsyncConnection,
    query: Select[Any],
    named: Mapping[str, Any],
    whole: Callable[[Select[Any]], Select[Any]],
) -> list[Row]:
    """The rows of `query`; `whole` is what makes it fit to run, called once per structure."""
    dialect = connection.dialect
    structure = query._generate_cache_key()
    if structure is None:
        return await _executed(connection, whole(query), named)
    key = (structure.key, dialect.name)
    if key not in _compiled:
        if len(_compiled) >= REMEMBERED:
            _compiled.clear()
        _compiled[key] = _reading(whole(query), structure.bindparams, dialect)
    reading = _compiled[key]
    if reading is None:
        return await _executed(connection, whole(query), named)
    values = reading.values(structure.bindparams, named)
    return reading.rows(await connection.run_sync(_fetched, reading.sql, values))


async def _executed(
    connection: AsyncConnection, query: Select[Any], named: Mapping[str, Any]
) -> list[Row]:
    result = await connection.execute(query, dict(named))
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def _fetched(connection: Connection, sql: str, values: tuple[Any, ...]) -> Sequence[Sequence[Any]]:
    driver = connection.connection
    cursor = driver.cursor()
    try:
        cursor.execute(sql, values)
        return cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _known(connection, error, sql) from error
    finally:
        cursor.close()


def _known(connection: Connection, error: Exception, sql: str) -> BaseException:
    """The driver's error as SQLAlchemy would raise it; a lost connection leaves the pool."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql, None, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
    )


def _reading(
    query: Select[Any], literals: Sequence[BindParameter[Any]], dialect: Dialect
) -> Reading | None:
    """None where values change the text of the statement, as those of IN do."""
    compiled = query.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    if compiled.post_compile_params or compiled.literal_execute_params:
        return None
    places = {id(literal): at for at, literal in enumerate(literals)}
    converts = [_outgoing(column.type, dialect) for column in compiled._result_columns]
    return Reading(
        compiled.string,
        tuple(_slots(compiled, places, dialect)),
        tuple(column.keyname for column in compiled._result_columns),
        tuple((at, convert) for at, convert in enumerate(converts) if convert is not None),
    )


def _slots(compiled: SQLCompiler, places: Mapping[int, int], dialect: Dialect) -> Iterator[Slot]:
    by_name = {name: parameter for parameter, name in compiled.bind_names.items()}
    for name in compiled.positiontup or ():
        parameter = by_name[name]
        convert = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        yield Slot(places.get(id(parameter)), parameter.key, convert)


def _outgoing(type_: Any, dialect: Dialect) -> Convert | None:
    convert: Convert | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    return convert
