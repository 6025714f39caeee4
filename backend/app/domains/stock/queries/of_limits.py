"""What is below its minimum: items over all places, and places with all that stands in them."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Select,
    case,
    func,
    select,
    type_coerce,
)

from app.core.context import Context
from app.core.errors import NotFound
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.quantities import QuantityType
from app.core.scoping import TENANT, same_organization
from app.core.trees import below, paths
from app.domains.catalog.models import ITEM_SEARCH
from app.domains.stock.queries.tables import categories, items, levels, limits, locations
from app.domains.stock.schemas import LimitFilter, LimitRow, LowFilter, LowRow

MILLION = 10**6


def exact_sum(column: Column[Any]) -> ColumnElement[Any]:
    """Of quantities; wholes and millionths apart, since together they could exceed 64 bits."""
    scaled = type_coerce(column, BigInteger)
    wholes, millionths = func.sum(scaled // MILLION), func.sum(scaled % MILLION)
    return func.coalesce(wholes * MILLION + millionths, 0)


_ITS_LEVELS = levels.alias("its_levels")
_ON_HAND = (
    select(exact_sum(_ITS_LEVELS.c.on_hand))
    .where(
        _ITS_LEVELS.c.organization_id == TENANT,
        same_organization(_ITS_LEVELS, items, _ITS_LEVELS.c.item_id == items.c.id),
    )
    .correlate(items)
    .scalar_subquery()
)
_MIN = type_coerce(items.c.min_level, BigInteger)
IS_LOW = (items.c.min_level.is_not(None)) & (_ON_HAND < _MIN)  # of an item, over all places

LOW_LIST = (
    select(
        items.c.id,
        items.c.name,
        items.c.sku,
        items.c.category_id,
        categories.c.name.label("category"),
        items.c.unit,
        items.c.min_level,
        items.c.max_level,
        type_coerce(_ON_HAND, QuantityType()).label("on_hand"),
        type_coerce(_MIN - _ON_HAND, QuantityType()).label("missing"),
    )
    .select_from(
        items.outerjoin(
            categories,
            same_organization(items, categories, items.c.category_id == categories.c.id),
        )
    )
    .where(items.c.archived_at.is_(None), IS_LOW)
)


async def search_low(ctx: Context, filters: LowFilter) -> PageRows[LowRow]:
    return await page(ctx, _LOW, filters)


def _low(filters: LowFilter) -> Select[Any]:
    query = LOW_LIST
    if filters.category_id is not None:
        inside = select(below(categories, "category_id").c.id)
        query = query.where(items.c.category_id.in_(inside))
    return query


_LOW = Listing(
    items,
    _low,
    {"name": items.c.name_key},
    (ITEM_SEARCH, items),
    lambda _: [items.c.archived_at.is_(None)],
)


def _limits() -> tuple[Select[Any], ColumnElement[Any]]:
    """Limits with what is held of their item in their place and below; and that sum."""
    start = select(
        limits.c.id.label("limit_id"),
        limits.c.organization_id,
        limits.c.item_id,
        limits.c.location_id,
    ).where(limits.c.organization_id == TENANT)
    inside = start.cte("inside", recursive=True)
    deeper = select(
        inside.c.limit_id, locations.c.organization_id, inside.c.item_id, locations.c.id
    ).where(locations.c.organization_id == TENANT, locations.c.parent_id == inside.c.location_id)
    inside = inside.union_all(deeper)
    held = (
        select(inside.c.limit_id, exact_sum(levels.c.on_hand).label("on_hand"))
        .where(
            levels.c.organization_id == TENANT,
            levels.c.item_id == inside.c.item_id,
            levels.c.location_id == inside.c.location_id,
        )
        .group_by(inside.c.limit_id)
        .subquery("held")
    )
    on_hand = func.coalesce(held.c.on_hand, 0)
    missing = type_coerce(limits.c.min_level, BigInteger) - on_hand
    query = select(
        limits.c.id,
        limits.c.item_id,
        items.c.name.label("item_name"),
        items.c.sku,
        items.c.unit,
        limits.c.location_id,
        locations.c.name.label("location_name"),
        limits.c.min_level,
        limits.c.max_level,
        type_coerce(on_hand, QuantityType()).label("on_hand"),
        type_coerce(case((missing > 0, missing), else_=0), QuantityType()).label("missing"),
        limits.c.created_at,
        limits.c.updated_at,
        limits.c.version,
    ).select_from(
        limits.join(items, same_organization(limits, items, limits.c.item_id == items.c.id))
        .join(
            locations, same_organization(limits, locations, limits.c.location_id == locations.c.id)
        )
        .outerjoin(held, held.c.limit_id == limits.c.id)
    )
    return query, missing > 0


LIMIT_LIST, IS_BELOW = _limits()


async def search_limits(ctx: Context, filters: LimitFilter) -> PageRows[LimitRow]:
    found = await page(ctx, _LIMITS, filters)
    await _add_paths(ctx, found["items"])
    return found


def _of_limits(filters: LimitFilter) -> Select[Any]:
    query = LIMIT_LIST
    if filters.item_id is not None:
        query = query.where(limits.c.item_id == filters.item_id)
    if filters.location_id is not None:
        inside = select(below(locations, "location_id").c.id)
        query = query.where(limits.c.location_id.in_(inside))
    if filters.below_minimum:
        query = query.where(IS_BELOW, items.c.archived_at.is_(None))
    return query


_LIMITS = Listing(limits, _of_limits, {"name": items.c.name_key})


async def limit(ctx: Context, limit_id: UUID) -> LimitRow:
    """One of them. Raises `NotFound`."""
    rows = cast("list[LimitRow]", await ctx.rows(LIMIT_LIST.where(limits.c.id == limit_id)))
    if not rows:
        raise NotFound
    await _add_paths(ctx, rows)
    return rows[0]


async def _add_paths(ctx: Context, rows: list[LimitRow]) -> None:
    known = await paths(ctx, locations, {row["location_id"] for row in rows})
    for row in rows:
        row["location_path"] = known[row["location_id"]]
