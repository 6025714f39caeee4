"""What a code stands for, and where that is: three statements for the usual single match."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Table,
    bindparam,
    literal,
    null,
    select,
    union_all,
)

from app.core.context import Context
from app.core.errors import NotFound
from app.core.scoping import TENANT, same_organization
from app.core.trees import below, paths
from app.domains.catalog.models import Tracking
from app.domains.labels.schemas import (
    Scan,
    ScanKind,
    ScanMatch,
    ScannedItem,
    StockAction,
)
from app.domains.locations.models import LocationKind
from app.domains.stock import queries as stock
from app.domains.stock.models import NO_LOT
from app.domains.stock.queries import items, levels, locations, lots
from app.domains.stock.schemas import LevelRead, LevelRow

MOST_MATCHES = 20
MOST_LEVELS = 20  # shown with each


class UnknownCode(NotFound):
    code, detail = "unknown_code", "Nothing here has this code."


def _named(table: Table, column: str) -> ColumnElement[bool]:
    codes: BindParameter[Any] = bindparam("codes", expanding=True)
    return (table.c.organization_id == TENANT) & table.c[column].in_(codes)


_ITS_LOTS = lots.alias("its_lots")
_HAS_LOTS = (
    select(_ITS_LOTS.c.id)
    .where(
        _ITS_LOTS.c.organization_id == TENANT,
        same_organization(_ITS_LOTS, items, _ITS_LOTS.c.item_id == items.c.id),
        _ITS_LOTS.c.code != NO_LOT,
    )
    .correlate(items)
    .exists()
)
_OF_ITEM = (
    items.c.archived_at,
    items.c.id.label("item_id"),
    items.c.name,
    items.c.sku,
    items.c.barcode,
    items.c.unit,
    items.c.tracking,
    _HAS_LOTS.label("has_lots"),
)


def _items_by(rank: int, column: str) -> Any:
    head = (literal(rank).label("rank"), literal(ScanKind.ITEM.value).label("kind"), items.c.id)
    named = _named(items, column)
    return select(
        *head, items.c.name.label("title"), items.c[column].label("code"), *_OF_ITEM
    ).where(named)


_FOUND = union_all(
    _items_by(0, "sku"),
    _items_by(1, "barcode"),
    select(
        literal(2),
        literal(ScanKind.LOCATION.value),
        locations.c.id,
        locations.c.name,
        locations.c.code,
        locations.c.archived_at,
        *(null() for _ in _OF_ITEM[1:]),
    ).where(_named(locations, "code"), locations.c.kind != LocationKind.VIRTUAL),
    select(literal(3), literal(ScanKind.LOT.value), lots.c.id, items.c.name, lots.c.code, *_OF_ITEM)
    .join_from(lots, items, same_organization(lots, items, lots.c.item_id == items.c.id))
    .where(_named(lots, "code")),
).subquery("found")
_BEST_FIRST = (
    select(_FOUND)
    .order_by(_FOUND.c.code != bindparam("code"), _FOUND.c.rank, _FOUND.c.id)
    .limit(MOST_MATCHES)
)


async def scanned(
    ctx: Context, code: str, alternative: str | None, permitted: Collection[str]
) -> Scan:
    """All that has `code`; only if nothing has, what has the `alternative` reading.

    Raises `UnknownCode`.
    """
    codes = [code, alternative] if alternative else [code]
    rows = await ctx.rows(_BEST_FIRST, code=code, codes=codes)
    rows = [row for row in rows if row["code"] == code] or rows
    if not rows:
        raise UnknownCode
    found = {(row["kind"], row["id"]): row for row in reversed(rows)}  # SKU and barcode may agree
    held = {key: await _levels(ctx, *key) for key in found}
    places = {level["location_id"] for some in held.values() for level in some}
    places |= {id for kind, id in found if kind == ScanKind.LOCATION}
    known = await paths(ctx, locations, places)
    may = [action for action in StockAction if f"stock:{action}" in permitted]
    matches = [_match(row, code, held[key], known, may) for key, row in reversed([*found.items()])]
    return Scan(matches=matches)


async def _levels(ctx: Context, kind: str, id: UUID) -> list[LevelRow]:
    """The largest levels of an item or a lot, or in a place and below it; their paths to be added."""
    match kind:
        case ScanKind.ITEM:
            return await stock.largest(ctx, levels.c.item_id == id, limit=MOST_LEVELS)
        case ScanKind.LOT:
            return await stock.largest(ctx, levels.c.lot_id == id, limit=MOST_LEVELS)
    inside = levels.c.location_id.in_(select(below(locations).c.id))
    return await stock.largest(ctx, inside, limit=MOST_LEVELS, root=id)


def _match(
    row: dict[str, Any],
    code: str,
    held: list[LevelRow],
    known: dict[UUID, list[str]],
    may: list[StockAction],
) -> ScanMatch:
    is_place, archived = row["kind"] == ScanKind.LOCATION, row["archived_at"] is not None
    item = None if is_place else ScannedItem(id=row["item_id"], **_only(row, ScannedItem))
    where = {row["id"]} if is_place else {level["location_id"] for level in held}
    countable = item is None or item.tracking is Tracking.STOCK
    return ScanMatch(
        kind=row["kind"],
        id=row["id"],
        title=row["title"],
        code=row["code"],
        matched="code" if row["code"] == code else "alternative",
        place=known[where.pop()] if len(where) == 1 else [],
        item=item,
        levels=[
            LevelRead(**level | {"location_path": known[level["location_id"]]}) for level in held
        ],
        allowed=may if countable and not archived else [],
        archived=archived,
    )


def _only(row: dict[str, Any], shape: type[ScannedItem]) -> dict[str, Any]:
    return {name: row[name] for name in shape.model_fields if name != "id"}
