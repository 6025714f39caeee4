"""Whether a column is one of many values that are one parameter.

IN has as many parameters as there are values: another statement for each number of them, which is
compiled, prepared and planned anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CTE, JSON, ColumnElement, String, Uuid, any_, bindparam, func, select
from sqlalchemy.types import TypeEngine


def among(column: ColumnElement[Any], name: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Whether `column`, of ids or of text, is one of those bound to `name` (see `as_one`)."""
    if is_sqlite:
        listed = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
        return column.in_(select(listed.c.value))
    kind: TypeEngine[Any] = Uuid() if isinstance(column.type, Uuid) else String()
    return column == any_(bindparam(name, type_=ARRAY(kind)))


def as_one(values: Collection[UUID | str], *, is_sqlite: bool) -> list[UUID | str]:
    """`values` as the one parameter; SQLite keeps an id as its 32 hexadecimal digits."""
    if not is_sqlite:
        return list(values)
    return [value.hex if isinstance(value, UUID) else value for value in values]


@dataclass(frozen=True, slots=True)
class Within:
    """That a column has one of the ids of `values`."""

    column: ColumnElement[Any]
    values: CTE

    @property
    def met(self) -> ColumnElement[bool]:
        return self.column.in_(select(self.values.c.id))
