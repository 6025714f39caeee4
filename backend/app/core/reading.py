"""Selects of bare tables straight to the driver: compiled once, by their structure.

What SQLAlchemy does around each execution (a context, a cursor result, rows that know their
columns) costs more than the query of a hot list. Here a statement is compiled at its first use;
afterwards its values go to the driver's cursor, and its rows through the converters of their
columns. Errors, pool and transactions stay SQLAlchemy's own.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
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
    """A place for a value: a named one, a literal of the statement, or one that the compiler put there."""

    own: BindParameter[Any]
    literal: int | None
    convert: Convert | None

    def value(self, literals: Sequence[BindParameter[Any]], named: Mapping[str, Any]) -> Any:
        if self.own.key in named:
            value = named[self.own.key]
        else:
            given = self.own if self.literal is None else literals[self.literal]
            if given.required:
                raise ValueError(f"the query lacks a value for {given.key}")
            value = given.effective_value
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


Literals: TypeAlias = Sequence[BindParameter[Any]]
_compiled: dict[Any, Reading | None] = {}
_shapes: dict[Any, tuple[Reading | None, Literals, Select[Any]]] = {}


async def read(
    connection: AsyncConnection,
    query: Select[Any],
    named: Mapping[str, Any],
    whole: Callable[[Select[Any]], Select[Any]] = lambda query: query,
) -> list[Row]:
    """The rows of `query`; `whole` is what makes it fit to run, called once per structure."""
    structure = query._generate_cache_key()
    if structure is None:
        return await _executed(connection, whole(query), named)
    key = (structure.key, connection.dialect.name)
    if key not in _compiled:
        _keep(_compiled, key, _reading(whole(query), structure.bindparams, connection.dialect))
    if (reading := _compiled[key]) is None:
        return await _executed(connection, whole(query), named)
    return await _read(connection, reading, structure.bindparams, named)


async def read_shape(
    connection: AsyncConnection,
    shape: Hashable,
    make: Callable[[], Select[Any]],
    named: Mapping[str, Any],
) -> list[Row]:
    """The rows of the query that `make` made, fit to run, when `shape` was first met."""
    key = (shape, connection.dialect.name)
    if key not in _shapes:
        query = make()
        structure = query._generate_cache_key()
        literals = structure.bindparams if structure else ()
        _keep(_shapes, key, (_reading(query, literals, connection.dialect), literals, query))
    reading, literals, query = _shapes[key]
    if reading is None:
        return await _executed(connection, query, named)
    return await _read(connection, reading, literals, named)


def _keep(known: dict[Any, Any], key: object, value: object) -> None:
    if len(known) >= REMEMBERED:
        known.clear()
    known[key] = value


async def _read(
    connection: AsyncConnection, reading: Reading, literals: Literals, named: Mapping[str, Any]
) -> list[Row]:
    values = reading.values(literals, named)
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
        for heard in connection.dispatch.before_cursor_execute:  # whoever watches the statements
            heard(connection, cursor, sql, values, None, False)
        cursor.execute(sql, values)
        return cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _known(connection, error, sql) from error
    finally:
        cursor.close()


def _known(connection: Connection, error: Any, sql: str) -> BaseException:
    """The driver's error as SQLAlchemy would raise it; a lost connection leaves the pool."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
    known: BaseException = DBAPIError.instance(
        sql, None, error, dialect.loaded_dbapi.Error, connection_invalidated=lost, dialect=dialect
    )
    return known


def _reading(
    query: Select[Any], literals: Sequence[BindParameter[Any]], dialect: Dialect
) -> Reading | None:
    """None where values change the text of the statement, as those of IN do."""
    compiled = query.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    if compiled.post_compile_params or compiled.literal_execute_params:
        return None
    places = {literal.key: at for at, literal in enumerate(literals)}
    converts = [_outgoing(column.type, dialect) for column in compiled._result_columns]
    return Reading(
        compiled.string,
        tuple(_slots(compiled, places, dialect)),
        tuple(column.keyname for column in compiled._result_columns),
        tuple((at, convert) for at, convert in enumerate(converts) if convert is not None),
    )


def _slots(compiled: SQLCompiler, places: Mapping[str, int], dialect: Dialect) -> Iterator[Slot]:
    by_name = {name: parameter for parameter, name in compiled.bind_names.items()}
    for name in compiled.positiontup or ():
        parameter = by_name[name]
        convert = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        yield Slot(parameter, places.get(parameter.key), convert)


def _outgoing(type_: Any, dialect: Dialect) -> Convert | None:
    convert: Convert | None = type_.dialect_impl(dialect).result_processor(dialect, None)
    return convert
