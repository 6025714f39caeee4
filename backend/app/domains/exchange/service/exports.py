"""Exports: what there is as CSV, a chunk at a time, in columns that the import knows again."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from app.core.context import Context
from app.core.formulas import csv_of
from app.core.trees import paths as names_of
from app.domains.catalog.queries import categories
from app.domains.exchange import queries
from app.domains.exchange.service import paths
from app.domains.locations.queries import locations

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Reader: TypeAlias = Callable[[Context, UUID | None], Awaitable[Rows]]
Opening: TypeAlias = Callable[[], AbstractAsyncContextManager[Context]]
MARK = "\ufeff"  # by which Excel knows UTF-8


class ExportKind(StrEnum):
    ITEMS = "items"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows come from, and which column shows what of them."""

    after: Reader
    columns: Mapping[str, str]


LAYOUTS = {
    ExportKind.ITEMS: Layout(
        queries.items_after,
        {
            "Name": "name",
            "SKU": "sku",
            "Barcode": "barcode",
            "Category": "category",
            "Tracking": "tracking",
            "Unit": "unit",
            "Manufacturer": "manufacturer",
            "Model Number": "model_number",
            "Min Level": "min_level",
            "Max Level": "max_level",
            "Notes": "notes",
        },
    ),
    ExportKind.STOCK: Layout(
        queries.stock_after,
        {
            "Name": "name",
            "SKU": "sku",
            "Category": "category",
            "QTY": "on_hand",
            "Unit": "unit",
            "Location": "location",
            "Lot": "lot",
            "Quality": "quality",
            "Expires": "expires_on",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the file, and the row after which the next one goes on."""

    text: str
    last: UUID | None


async def first(ctx: Context, kind: ExportKind, *, marked: bool = False) -> Chunk:
    """The header and the first rows; `marked` begins with a byte order mark."""
    chunk = await _chunk(ctx, kind, None)
    header = csv_of([list(LAYOUTS[kind].columns)])
    return Chunk((MARK if marked else "") + header + chunk.text, chunk.last)


async def rest(opened: Opening, kind: ExportKind, chunk: Chunk) -> AsyncIterator[str]:
    """`chunk` and what follows, each from a unit of work of its own: none is held while sending."""
    yield chunk.text
    while chunk.last is not None:
        async with opened() as ctx:
            chunk = await _chunk(ctx, kind, chunk.last)
        yield chunk.text


async def _chunk(ctx: Context, kind: ExportKind, last: UUID | None) -> Chunk:
    layout = LAYOUTS[kind]
    rows = await layout.after(ctx, last)
    in_categories = await _paths(ctx, categories, rows, "category_id")
    in_places = await _paths(ctx, locations, rows, "location_id")
    shown = (
        row
        | {
            "category": in_categories.get(row.get("category_id")),
            "location": in_places.get(row.get("location_id")),
        }
        for row in map(dict, rows)
    )
    text = csv_of([row[name] for name in layout.columns.values()] for row in shown)
    return Chunk(text, rows[-1]["id"] if len(rows) == queries.AT_ONCE else None)


async def _paths(ctx: Context, table: Any, rows: Rows, column: str) -> dict[UUID | None, str]:
    ids = {row[column] for row in rows if row.get(column) is not None}
    return {id: paths.written(names) for id, names in (await names_of(ctx, table, ids)).items()}
