"""How a statement tells the planner which index not to take."""

from typing import Any

from sqlalchemy import Column, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal


class Unindexed(ColumnElement[Any]):
    """A column that no index is to be used for: the tie to the organization of rows found otherwise.

    - Of what a search brings: SQLite guesses that ten rows are of one organization and would read
      all of it in the order asked for; PostgreSQL would also read all of an index of it, to
      intersect that with the other.
    - Of a row that its id names: before PostgreSQL has counted a table it takes an index that
      begins with the organization for as good as the key, and a statement keeps that plan. Each
      then reads all that the organization has.
    """

    inherit_cache = True
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]

    def __init__(self, column: Column[Any]) -> None:
        self.column, self.type = column, column.type
        self.name, self.table = column.name, column.table  # what a tie is known by


@compiles(Unindexed)
def _with_plus(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.column, **options)}"


@compiles(Unindexed, "postgresql")
def _out_of_an_array(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return f"(ARRAY[{compiler.process(element.column, **options)}])[1]"
