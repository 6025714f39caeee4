"""Keyset pages: the last page costs what the first one does."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import Field, TypeAdapter
from pydantic_core import to_json
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Select,
    Table,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.types import TypeEngine
from typing_extensions import TypedDict

from app.core.context import Work
from app.core.errors import Invalid
from app.core.quantities import QuantityType, decimal, to_scaled
from app.core.schemas import Schema, clean
from app.core.scoping import TENANT
from app.core.search import Searched

T = TypeVar("T")
COUNTED = 10_000  # a total is counted up to here, unless the exact one is asked for
FURTHER = 10
# rows in order that are looked through before an index of texts is asked
NEAR = (1000, 1000 * FURTHER)


class BadCursor(Invalid):
    code, detail = "bad_cursor", "The cursor is damaged, or of another order or other filters."

    def __init__(self) -> None:
        super().__init__(at="/query/cursor")


class Page(Schema, Generic[T]):
    items: list[T]
    next: str | None = Field(description="The cursor of the next page; null at the end.")
    prev: str | None = Field(description="The cursor of the page before; null at the beginning.")
    total: int | None = Field(None, description="Null unless `count` asks for it.")
    total_at_least: int | None = Field(None, description=f"Set in place of `total` at {COUNTED}.")


class PageRows(TypedDict, Generic[T]):
    """`Page` as hot lists make it: the same JSON without an object a row."""

    items: list[T]
    next: str | None
    prev: str | None
    total: int | None
    total_at_least: int | None


Count = Literal["true", "exact"]


class PageRequest(Schema):
    """The query of a list; each list adds its filters and narrows `sort` to an enum."""

    limit: int = Field(default=50, ge=1, le=200, description="Rows a page.")
    cursor: str | None = Field(
        default=None, max_length=2000, description="`next` or `prev` of a page."
    )
    start: Literal["end"] | None = Field(
        default=None, alias="from", description="`end` starts with the last page."
    )
    count: Count | None = Field(
        default=None, description=f"`true` counts up to {COUNTED}, `exact` all."
    )
    sort: str

    def origin(self) -> list[str]:
        """What a cursor is good for: this order and these filters."""
        filters = self.model_dump_json(exclude={"limit", "cursor", "sort", "start", "count"})
        return [self.sort, sha256(filters.encode()).hexdigest()[:16]]

    def cursor_at(self, value: object, id: UUID, *, back: bool) -> str:
        parts = [*self.origin(), "<" if back else ">", value, id]
        return urlsafe_b64encode(to_json(parts)).decode().rstrip("=")

    def position(self, type_: TypeEngine[Any]) -> tuple[bool, Any, UUID]:
        """Whether the cursor goes back, and the key and id that it starts from."""
        kind = type_.python_type
        try:
            *origin, way, value, id = json.loads(urlsafe_b64decode(f"{self.cursor}=="))
            if origin != self.origin() or way not in {"<", ">"}:
                raise BadCursor
            value = clean(value)
            if kind is Decimal:
                value = decimal(value)
            if kind is date:  # pydantic takes midnight for a day, in any zone
                value = date.fromisoformat(value)
            value = TypeAdapter(kind).validate_python(value)
            value = value.astimezone(UTC) if kind is datetime else value
            whole = to_scaled(value) if kind is Decimal else value
            if isinstance(whole, int) and whole.bit_length() > _bits(type_):
                raise BadCursor
            return way == "<", value, UUID(id)
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise BadCursor from error


def _bits(type_: TypeEngine[Any]) -> int:
    """How large a number the column can hold, beside its sign."""
    return 63 if isinstance(type_, BigInteger | QuantityType) else 31


async def page(
    ctx: Work[Any],
    query: Select[Any] | Searched,
    table: Table,
    request: PageRequest,
    keys: Mapping[str, ColumnElement[Any]] | None = None,
    **values: Any,
) -> PageRows[Any]:
    """The next rows of `table` in the order asked for, `id` breaking ties in the same direction.

    `query` selects the row's columns, `id` among them; `keys` says which column sorts where it is
    not the one of that name (a text sorts by its folded key); `values` are the query's parameters.
    """
    name = request.sort.removeprefix("-")
    falling = request.sort.startswith("-")
    key: ColumnElement[Any] | None = (keys or {}).get(name, table.c.get(name))
    assert key is not None, name
    beyond, back = list[ColumnElement[bool]](), request.start == "end"
    if request.cursor is not None:
        back, value, id = request.position(key.type)
        here = tuple_(key, table.c.id)
        there = tuple_(literal(value, key.type), literal(id, table.c.id.type))
        beyond = [here < there if falling is not back else here > there]
    down = falling is not back
    order = (key.desc(), table.c.id.desc()) if down else (key, table.c.id)
    part = _Part(table, key, beyond, order, request)
    rows = await _found(ctx, query, part, values)
    more, rows = len(rows) > request.limit, rows[: request.limit]
    counts = [row.pop("_all", None) for row in rows]
    known = counts[0] if more else len(rows) if request.cursor is None else None
    total = await _total(ctx, query, request, known, values)
    if back:
        rows.reverse()
    marks = [(row.pop("_key"), row["id"]) for row in rows]
    before = bool(rows) and (more if back else request.cursor is not None)
    after = bool(rows) and (request.cursor is not None if back else more)
    return {
        "items": rows,
        "next": request.cursor_at(*marks[-1], back=False) if after else None,
        "prev": request.cursor_at(*marks[0], back=True) if before else None,
        "total": total[0],
        "total_at_least": total[1],
    }


@dataclass(frozen=True, slots=True)
class _Part:
    """Which rows of a list make the page: those `beyond` a cursor, in this order."""

    table: Table
    key: ColumnElement[Any]
    beyond: Sequence[ColumnElement[bool]]
    order: Sequence[ColumnElement[Any]]
    request: PageRequest

    def of(self, query: Select[Any]) -> Select[Any]:
        """The rows of the page and one more, if there is."""
        query = query.add_columns(self.key.label("_key")).where(*self.beyond)
        return query.order_by(*self.order).limit(self.request.limit + 1)

    def near(self, number: int) -> Select[Any]:
        """The ids of the next rows in order, whatever they contain."""
        ids = select(self.table.c.id).where(self.table.c.organization_id == TENANT, *self.beyond)
        return ids.order_by(*self.order).limit(number)


async def _found(
    ctx: Work[Any], query: Select[Any] | Searched, part: _Part, values: dict[str, Any]
) -> list[dict[str, Any]]:
    """The rows of a page and one more, if there is.

    What is found often fills a page from the rows that are next in order. What does not, is rare
    enough for the index to bring all of it, to be put in order then.
    """
    if not isinstance(query, Searched):
        return await ctx.rows(part.of(query), **values)
    limit, table = part.request.limit, part.table
    steps = NEAR if isinstance(part.key, Column) and part.key.table is table else ()
    for number in steps:
        nearby = query.query.where(query.among(table, part.near(number)), query.contains)
        rows = await ctx.rows(part.of(nearby), **values)
        if len(rows) > limit:
            return rows
        if len(rows) * FURTHER <= limit:  # the next step would not fill the page either
            break
    brought = query.query.where(query.indexed)
    if part.request.count is not None and part.request.cursor is None:
        brought = brought.add_columns(func.count().over().label("_all"))  # it meets all anyway
    return await ctx.rows(part.of(brought), **values)


async def _total(
    ctx: Work[Any],
    query: Select[Any] | Searched,
    request: PageRequest,
    known: int | None,
    values: dict[str, Any],
) -> tuple[int | None, int | None]:
    """`total` and `total_at_least` of a page; `known` is the number where that has been seen."""
    if request.count is None:
        return None, None
    if isinstance(query, Searched):
        query = query.query.where(query.indexed)
    if known is None:
        limited = query if request.count == "exact" else query.limit(COUNTED)
        known = await ctx.count(limited, **values)
    capped = request.count == "true" and known >= COUNTED
    return (None, COUNTED) if capped else (known, None)
