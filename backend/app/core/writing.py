"""Statements that store and change rows without loading them."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.sql.elements import ClauseElement

from app.core.compiled import Compiled, Row, keep
from app.core.driver import executed, executed_for_each

_statements: dict[Any, tuple[Compiled | None, Any]] = {}


async def write(
    connection: AsyncConnection,
    kind: Hashable,
    make: Callable[[], ClauseElement],
    rows: Sequence[Row],
) -> int:
    """Run for each row what `make` made when this `kind` of statement was first met.

    It is compiled once. Its parameters are named as the columns, which the rows have in common. How
    many rows it met, where there is one.
    """
    key = (kind, tuple(rows[0]), connection.dialect.name)
    if key not in _statements:
        statement = make()
        keep(_statements, key, (Compiled.of(statement, (), connection.dialect), statement))
    compiled, statement = _statements[key]
    if compiled is None:
        result: Any = await connection.execute(statement, list(rows))
        return int(result.rowcount)
    values = [compiled.values((), row) for row in rows]
    if len(values) == 1:
        return await executed(connection, compiled.sql, values[0])
    await executed_for_each(connection, compiled.sql, values)
    return len(values)


async def met(session: AsyncSession, statement: Update | Delete) -> int:
    """Run it; how many rows it changed or deleted. Of those who race for one row, one meets it."""
    return cast("CursorResult[Any]", await session.execute(statement)).rowcount
