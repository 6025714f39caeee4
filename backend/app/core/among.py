"""Whether a column is one of many values: of those in one parameter, or of what a query finds.

IN has as many parameters as there are values: another statement for each number of them, which is
compiled, prepared and planned anew.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    JSON,
    Column,
    ColumnElement,
    String,
    Subquery,
    Uuid,
    any_,
    bindparam,
    func,
    select,
)
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

    @property
    def met_by_one(self) -> ColumnElement[bool]:
        """The same, of a row that is looked up alone: PostgreSQL is to join it with nothing for that."""
        return self.column == any_(func.array(select(self.values.c.id).scalar_subquery()))


@dataclass(frozen=True, slots=True)
class Marked:
    """That a row has a mark: its `id` is that of one of the `marks`, whose table sorts them too.

    `where` says by which mark, within the organization; `keys` what each column that sorts the rows
    is called there.
    """

    id: Column[Any]
    marks: Column[Any]
    where: Sequence[ColumnElement[bool]]
    keys: Mapping[str, Column[Any]]

    @property
    def met(self) -> ColumnElement[bool]:
        return self.id.in_(select(self.marks).where(*self.where))

    def sorted_by(self, key: str) -> Subquery:
        """Which rows they are on, each by its `id`, with what sorts it as `_key`."""
        columns = self.marks.label("id"), self.keys[key].label("_key")
        return select(*columns).where(*self.where).subquery("marks")
