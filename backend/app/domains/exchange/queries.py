"""What the organization has, set by set, for a plan to compare with; imports as lists show them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Select, Table, select

from app.core.context import Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.scoping import same_organization
from app.domains.catalog.queries import categories, items
from app.domains.exchange.models import Import
from app.domains.exchange.schemas import ImportFilter, ImportRow
from app.domains.locations.queries import locations
from app.domains.stock.models import NO_LOT
from app.domains.stock.queries import levels, lots

T = TypeVar("T")
AT_ONCE = 1000  # ids in one statement: far from what either engine takes

imports = cast("Table", Import.__table__)
OF_ITEM = (
    "id",
    "name",
    "sku",
    "barcode",
    "category_id",
    "tracking",
    "unit",
    "manufacturer",
    "model_number",
    "notes",
    "min_level",
    "max_level",
    "archived_at",
)


def batches(ids: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(ids)
    while batch := list(islice(waiting, AT_ONCE)):
        yield batch


async def search(ctx: Context, filters: ImportFilter) -> PageRows[ImportRow]:
    return await page(ctx, _IMPORTS, filters)


def _imports(filters: ImportFilter) -> Select[Any]:
    query = select(*(imports.c[name] for name in ImportRow.__annotations__))
    if filters.status is not None:
        query = query.where(imports.c.status == filters.status)
    return query


_IMPORTS = Listing(imports, _imports)


async def all_categories(ctx: Context) -> list[dict[str, Any]]:
    return await ctx.rows(select(categories.c.id, categories.c.parent_id, categories.c.name))


async def all_places(ctx: Context) -> list[dict[str, Any]]:
    """Every physical place, archived ones too."""
    names = ("id", "parent_id", "name", "kind", "code", "notes", "archived_at")
    query = select(*(locations.c[name] for name in names))
    return await ctx.rows(query.where(locations.c.role.is_(None)))


async def all_items(ctx: Context) -> list[dict[str, Any]]:
    return await ctx.rows(select(*(items.c[name] for name in OF_ITEM)))


LEVELS = select(
    levels.c.item_id, lots.c.code.label("lot"), levels.c.location_id, levels.c.on_hand
).join(lots, same_organization(levels, lots, levels.c.lot_id == lots.c.id))


async def levels_of(ctx: Context, item_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    found = []
    for batch in batches(item_ids):
        found += await ctx.rows(LEVELS.where(levels.c.item_id.in_(batch)))
    return found


async def lots_of(ctx: Context, item_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """The lots that have a code."""
    query = select(lots.c.item_id, lots.c.code, lots.c.quality, lots.c.expires_on)
    found = []
    for batch in batches(item_ids):
        found += await ctx.rows(query.where(lots.c.item_id.in_(batch), lots.c.code != NO_LOT))
    return found


STOCK_OUT = select(
    levels.c.id,
    items.c.name,
    items.c.sku,
    items.c.category_id,
    items.c.unit,
    levels.c.location_id,
    lots.c.code.label("lot"),
    lots.c.quality,
    lots.c.expires_on,
    levels.c.on_hand,
).select_from(
    levels.join(items, same_organization(levels, items, levels.c.item_id == items.c.id)).join(
        lots, same_organization(levels, lots, levels.c.lot_id == lots.c.id)
    )
)


async def stock_after(ctx: Context, last: UUID | None) -> Sequence[dict[str, Any]]:
    """The next levels that hold something, by id."""
    query = STOCK_OUT.where(levels.c.on_hand > 0).order_by(levels.c.id).limit(AT_ONCE)
    return await ctx.rows(query if last is None else query.where(levels.c.id > last))


async def items_after(ctx: Context, last: UUID | None) -> Sequence[dict[str, Any]]:
    """The next items that are not archived, by id."""
    query = select(*(items.c[name] for name in OF_ITEM)).where(items.c.archived_at.is_(None))
    query = query.order_by(items.c.id).limit(AT_ONCE)
    return await ctx.rows(query if last is None else query.where(items.c.id > last))
