"""What is where: levels with names and paths.

What people are told is reserved leaves out what has expired, though the level may still carry it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    bindparam,
    case,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
)

from app.core.context import Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.quantities import QuantityType, canonical
from app.core.scoping import TENANT, same_organization
from app.core.trees import below, paths
from app.domains.catalog.models import ITEM_SEARCH
from app.domains.catalog.queries import item
from app.domains.stock.queries.of_limits import IS_LOW, MILLION
from app.domains.stock.queries.tables import (
    AS_OF,
    categories,
    expired,
    items,
    levels,
    locations,
    lots,
    movements,
    reservations,
)
from app.domains.stock.schemas import ContentsFilter, ItemWithStockRow, LevelFilter, LevelRow
from app.domains.tags.queries import tags_of_item

MOST_LEVELS = 1000  # of one item, shown with it
MOST_ELSEWHERE = 5  # other places of an item, named in a refusal
MOST_LOTS = 200  # that have stock, named in a refusal

_EXPIRED = (
    select(func.coalesce(func.sum(reservations.c.quantity), 0))
    .where(
        reservations.c.organization_id == TENANT,
        same_organization(reservations, levels, reservations.c.level_id == levels.c.id),
        expired(),
    )
    .correlate(levels)
    .scalar_subquery()
)
# asked only where something is reserved: most levels cost nothing more
_NOT_EXPIRED = case((levels.c.reserved == 0, 0), else_=levels.c.reserved - _EXPIRED)
RESERVED = type_coerce(_NOT_EXPIRED, QuantityType())
AVAILABLE = type_coerce(levels.c.on_hand - _NOT_EXPIRED, QuantityType())


def _list(on_hand: ColumnElement[Any], reserved: ColumnElement[Any]) -> Select[Any]:
    return select(
        levels.c.id,
        levels.c.item_id,
        items.c.name.label("item_name"),
        items.c.sku,
        items.c.barcode,
        items.c.category_id,
        categories.c.name.label("category"),
        items.c.unit,
        items.c.min_level,
        levels.c.lot_id,
        lots.c.code.label("lot"),
        lots.c.quality,
        lots.c.expires_on,
        levels.c.location_id,
        locations.c.name.label("location_name"),
        type_coerce(on_hand, QuantityType()).label("on_hand"),
        type_coerce(reserved, QuantityType()).label("reserved"),
        type_coerce(on_hand - reserved, QuantityType()).label("available"),
        levels.c.created_at,
        levels.c.updated_at,
    ).select_from(
        levels.join(items, same_organization(levels, items, levels.c.item_id == items.c.id))
        .join(lots, same_organization(levels, lots, levels.c.lot_id == lots.c.id))
        .join(
            locations, same_organization(levels, locations, levels.c.location_id == locations.c.id)
        )
        .outerjoin(
            categories,
            same_organization(items, categories, items.c.category_id == categories.c.id),
        )
    )


LEVEL_LIST = _list(levels.c.on_hand, _NOT_EXPIRED)


def _since(part: Callable[[ColumnElement[Any]], ColumnElement[Any]]) -> ColumnElement[Any]:
    """The sum of a part of what came to a level after AS_OF, less that of what left it."""
    scaled = part(type_coerce(movements.c.quantity, BigInteger))
    came = movements.c.to_location_id == levels.c.location_id
    return func.coalesce(func.sum(case((came, scaled), else_=-scaled)), 0)


_SINCE = (
    # wholes and millionths apart: together they could exceed SQLite's 64 bits on the way
    select(_since(lambda q: q // MILLION) * MILLION + _since(lambda q: q % MILLION))
    .where(
        movements.c.organization_id == TENANT,
        same_organization(movements, levels, movements.c.lot_id == levels.c.lot_id),
        or_(
            movements.c.to_location_id == levels.c.location_id,
            movements.c.from_location_id == levels.c.location_id,
        ),
        movements.c.created_at > AS_OF,
    )
    .correlate(levels)
    .scalar_subquery()
)
_THEN = type_coerce(levels.c.on_hand, BigInteger) - _SINCE
_RESERVED_THEN = (
    select(func.coalesce(func.sum(type_coerce(reservations.c.quantity, BigInteger)), 0))
    .where(
        reservations.c.organization_id == TENANT,
        same_organization(reservations, levels, reservations.c.level_id == levels.c.id),
        reservations.c.created_at <= AS_OF,
        or_(reservations.c.closed_at.is_(None), reservations.c.closed_at > AS_OF),
        or_(reservations.c.expires_at.is_(None), reservations.c.expires_at > AS_OF),
    )
    .correlate(levels)
    .scalar_subquery()
)
LEVELS_THEN = _list(_THEN, _RESERVED_THEN)


async def search_levels(ctx: Context, filters: LevelFilter) -> PageRows[LevelRow]:
    found = await page(ctx, _listing(filters), filters)
    await _add_paths(ctx, found["items"])
    return found


async def contents(ctx: Context, location_id: UUID, filters: ContentsFilter) -> PageRows[LevelRow]:
    """What is in a place and below it."""
    found = await page(ctx, _INSIDE, filters, location_id=location_id)
    await _add_paths(ctx, found["items"])
    return found


_OF_ITEM = (
    LEVEL_LIST.where(levels.c.item_id == bindparam("item_id"), levels.c.on_hand > 0)
    .order_by(levels.c.on_hand.desc(), levels.c.id)
    .limit(MOST_LEVELS)
)
_SUMS_OF_ITEM = select(levels.c.on_hand, RESERVED.label("reserved")).where(
    levels.c.item_id == bindparam("item_id"), levels.c.on_hand > 0
)


async def of_item(ctx: Context, item_id: UUID) -> list[LevelRow]:
    """Where an item is, the most first; levels of 0 left out."""
    rows = cast("list[LevelRow]", await ctx.rows(_OF_ITEM, item_id=item_id))
    await _add_paths(ctx, rows)
    return rows


async def largest(
    ctx: Context, which: ColumnElement[bool], limit: int, **values: Any
) -> list[LevelRow]:
    """The largest levels above 0, without the paths of their places."""
    query = LEVEL_LIST.where(which, levels.c.on_hand > 0)
    query = query.order_by(levels.c.on_hand.desc(), levels.c.id).limit(limit)
    return cast("list[LevelRow]", await ctx.rows(query, **values))


async def totals(
    ctx: Context, item_id: UUID, largest: Sequence[LevelRow]
) -> tuple[Decimal, Decimal]:
    """How much of an item is on hand and reserved, everywhere; `largest` are its levels `of_item`."""
    rows: Sequence[Any] = largest
    if len(rows) == MOST_LEVELS:  # there may be more
        rows = await ctx.rows(_SUMS_OF_ITEM, item_id=item_id)
    zero = Decimal(0)
    on_hand = sum((row["on_hand"] for row in rows), zero)
    return canonical(on_hand), canonical(sum((row["reserved"] for row in rows), zero))


async def item_with_stock(ctx: Context, item_id: UUID) -> ItemWithStockRow:
    """An item, where it is and how much of it. Raises `NotFound`."""
    row = await item(ctx, item_id)
    there = await of_item(ctx, item_id)
    on_hand, reserved = await totals(ctx, item_id, there)
    return {
        **row,
        "on_hand": on_hand,
        "reserved": reserved,
        "available": canonical(on_hand - reserved),
        "tags": await tags_of_item(ctx, item_id),
        "levels": there,
    }


async def held_in(ctx: Context, ids: Iterable[UUID], limit: int) -> list[dict[str, Any]]:
    """The first few levels above 0 in these places, for a refusal to name."""
    query = LEVEL_LIST.where(levels.c.location_id.in_(ids), levels.c.on_hand > 0)
    return await ctx.rows(query.order_by(levels.c.id).limit(limit))


async def elsewhere(
    ctx: Context, places: Collection[tuple[UUID, UUID]]
) -> dict[UUID, list[dict[str, Any]]]:
    """By item: the 5 levels with the most free, but not in `places`, pairs of item and location."""
    free = AVAILABLE
    rank = func.row_number().over(
        partition_by=levels.c.item_id, order_by=(free.desc(), levels.c.id)
    )
    ranked = (
        select(levels.c.id, rank.label("rank"))
        .where(
            levels.c.organization_id == TENANT,
            levels.c.item_id.in_({item_id for item_id, _ in places}),
            AVAILABLE > 0,
            tuple_(levels.c.item_id, levels.c.location_id).not_in(list(places)),
        )
        .subquery("ranked")
    )
    most = select(ranked.c.id).where(ranked.c.rank <= MOST_ELSEWHERE)
    query = LEVEL_LIST.where(levels.c.id.in_(most)).order_by(free.desc(), levels.c.id)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in await ctx.rows(query):
        found.setdefault(row["item_id"], []).append(row)
    return found


async def lots_that_have(ctx: Context, *where: ColumnElement[bool]) -> list[dict[str, str]]:
    """The lots with stock, for a refusal to name."""
    query = LEVEL_LIST.where(*where, levels.c.on_hand > 0)
    rows = await ctx.rows(query.order_by(levels.c.id).limit(MOST_LOTS))
    return [
        {name: str(row[name]) for name in ("item_id", "location_id", "lot", "available")}
        for row in rows
    ]


# made once: a statement may ask twice, and two of one name would be two
_IN_PLACE = levels.c.location_id.in_(select(below(locations, "location_id").c.id))
_IN_CATEGORY = items.c.category_id.in_(select(below(categories, "category_id").c.id))


def _of_category(_filters: LevelFilter) -> Select[Any]:
    """The levels of a category, which no column of theirs tells: docs/adr/0021."""
    of_item = same_organization(levels, items, levels.c.item_id == items.c.id)
    own = levels.c.organization_id == TENANT
    return select(levels.c.id).join(items, of_item).where(own, _IN_CATEGORY)


def _levels(filters: LevelFilter) -> Select[Any]:
    return _narrowed(filters) if filters.location_id is None else _levels_inside(filters)


def _levels_inside(filters: LevelFilter | ContentsFilter) -> Select[Any]:
    return _narrowed(filters).where(_IN_PLACE)


def _narrowed(filters: LevelFilter | ContentsFilter) -> Select[Any]:
    query, on_hand = LEVEL_LIST, cast("ColumnElement[Any]", levels.c.on_hand)
    if isinstance(filters, LevelFilter):
        if filters.as_of is not None:  # without levels that were made later
            on_hand = _THEN
            query = LEVELS_THEN.where(or_(levels.c.created_at <= AS_OF, _THEN > 0))
        if filters.below_minimum:
            query = query.where(IS_LOW)
    if filters.item_id is not None:
        query = query.where(levels.c.item_id == filters.item_id)
    if filters.lot is not None:
        query = query.where(lots.c.code == filters.lot)
    if filters.expires_before is not None:
        query = query.where(lots.c.expires_on < filters.expires_before)
    if filters.category_id is not None:
        query = query.where(_IN_CATEGORY)
    if filters.held:
        query = query.where(on_hand > 0)
    return query


_SEARCH = ITEM_SEARCH, items
_NOW = Listing(levels, _levels, search=_SEARCH)
_OF_CATEGORY = replace(_NOW, scattered={"category_id": _of_category})
_AT_A_TIME = Listing(levels, _levels, {"on_hand": type_coerce(_THEN, QuantityType())}, _SEARCH)
_INSIDE = Listing(levels, _levels_inside, search=_SEARCH)


def _listing(filters: LevelFilter) -> Listing:
    """A place, an item or a lot has an index and less than most categories: its levels are few."""
    if filters.as_of is not None:
        return _AT_A_TIME
    few = (filters.location_id, filters.item_id, filters.lot)
    return _NOW if any(one is not None for one in few) else _OF_CATEGORY


async def _add_paths(ctx: Context, rows: list[LevelRow]) -> None:
    known = await paths(ctx, locations, {row["location_id"] for row in rows})
    for row in rows:
        row["location_path"] = known[row["location_id"]]
