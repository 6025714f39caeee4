"""Selects of bare tables, each compiled once."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.compiled import Compiled, Literals, Row, fetched, keep

_queries: dict[Any, Compiled | None] = {}
_shapes: dict[Any, tuple[Compiled | None, Literals, Select[Any]]] = {}


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
    if key not in _queries:
        keep(_queries, key, Compiled.of(whole(query), structure.bindparams, connection.dialect))
    if (compiled := _queries[key]) is None:
        return await _executed(connection, whole(query), named)
    return await _read(connection, compiled, structure.bindparams, named)


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
        keep(_shapes, key, (Compiled.of(query, literals, connection.dialect), literals, query))
    compiled, literals, query = _shapes[key]
    if compiled is None:
        return await _executed(connection, query, named)
    return await _read(connection, compiled, literals, named)


async def _read(
    connection: AsyncConnection, compiled: Compiled, literals: Literals, named: Mapping[str, Any]
) -> list[Row]:
    values = compiled.values(literals, named)
    return compiled.rows(await connection.run_sync(fetched, compiled.sql, values))


async def _executed(
    connection: AsyncConnection, query: Select[Any], named: Mapping[str, Any]
) -> list[Row]:
    result = await connection.execute(query, dict(named))
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]
