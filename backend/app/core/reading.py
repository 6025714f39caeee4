"""Selects of bare tables, each compiled once."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect, Select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.compiled import Compiled, Literals, Row, keep
from app.core.driver import fetched

Whole: TypeAlias = Callable[[Select[Any]], Select[Any]]


def as_it_is(query: Select[Any]) -> Select[Any]:
    return query


_queries: dict[Any, Compiled | None] = {}
# a select never changes: one that a module made at its import is taken apart at its first use alone
_seen: WeakKeyDictionary[Select[Any], dict[Any, tuple[Compiled | None, Literals]]] = (
    WeakKeyDictionary()
)
_shapes: dict[Any, tuple[Compiled | Select[Any], Literals]] = {}


async def read(
    connection: AsyncConnection,
    query: Select[Any],
    named: Mapping[str, Any],
    whole: Whole = as_it_is,
) -> list[Row]:
    """The rows of `query`; `whole` is what makes it fit to run, called once per structure."""
    use = (whole, connection.dialect.name)
    known = _seen.get(query, {}).get(use)
    if known is None:
        known = _seen.setdefault(query, {})[use] = _known(query, use, connection.dialect)
    compiled, literals = known
    if compiled is None:
        return await _executed(connection, whole(query), named)
    return await _read(connection, compiled, literals, named)


def _known(
    query: Select[Any], use: tuple[Whole, str], dialect: Dialect
) -> tuple[Compiled | None, Literals]:
    """What is known of this structure, and the values that `query` itself has in it."""
    structure = query._generate_cache_key()
    if structure is None:
        return None, ()
    key = (structure.key, *use)
    if key not in _queries:
        whole, _ = use
        keep(_queries, key, Compiled.of(whole(query), structure.bindparams, dialect))
    return _queries[key], structure.bindparams


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
        # a select is fifty times its text: only one that has no text is kept
        known = Compiled.of(query, literals, connection.dialect) or query
        keep(_shapes, key, (known, literals))
    known, literals = _shapes[key]
    if isinstance(known, Compiled):
        return await _read(connection, known, literals, named)
    return await _executed(connection, known, named)


async def _read(
    connection: AsyncConnection, compiled: Compiled, literals: Literals, named: Mapping[str, Any]
) -> list[Row]:
    values = compiled.values(literals, named)
    return compiled.rows(await fetched(connection, compiled.sql, values))


async def _executed(
    connection: AsyncConnection, query: Select[Any], named: Mapping[str, Any]
) -> list[Row]:
    result = await connection.execute(query, dict(named))
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]
