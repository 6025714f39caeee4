"""The ledger, as it is listed."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select

from app.core.context import Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.quantities import from_minor
from app.core.scoping import TENANT, same_organization
from app.core.trees import paths
from app.domains.identity.queries.tables import users
from app.domains.stock.queries.tables import (
    items,
    locations,
    lots,
    movements,
    name_of_user,
    sources,
    targets,
)
from app.domains.stock.schemas import MovementFilter, MovementRow

MOVEMENT_LIST = select(
    *(movements.c[name] for name in MovementRow.__annotations__ if name in movements.c),
    items.c.name.label("item_name"),
    items.c.unit,
    lots.c.code.label("lot"),
    sources.c.name.label("from_location"),
    targets.c.name.label("to_location"),
    name_of_user().label("actor"),
).select_from(
    movements.join(items, same_organization(movements, items, movements.c.item_id == items.c.id))
    .join(lots, same_organization(movements, lots, movements.c.lot_id == lots.c.id))
    .join(
        sources,
        same_organization(movements, sources, movements.c.from_location_id == sources.c.id),
    )
    .join(
        targets, same_organization(movements, targets, movements.c.to_location_id == targets.c.id)
    )
    .outerjoin(users, users.c.id == movements.c.actor_id)
)


async def search_movements(ctx: Context, filters: MovementFilter) -> PageRows[MovementRow]:
    found = await page(ctx, _MOVEMENTS, filters)
    await _complete(ctx, found["items"])
    return found


def _movements(filters: MovementFilter) -> Select[Any]:
    query = MOVEMENT_LIST
    for name in ("posting_id", "kind", "actor_id", "reference"):
        if (value := getattr(filters, name)) is not None:
            query = query.where(movements.c[name] == value)
    if filters.item_id is not None:
        of_item = movements.c.item_id == filters.item_id
        if filters.merged:
            merged = select(items.c.id).where(
                items.c.organization_id == TENANT, items.c.merged_into_id == filters.item_id
            )
            of_item |= movements.c.item_id.in_(merged)
        query = query.where(of_item)
    if (place := filters.location_id) is not None:
        ends = (movements.c.from_location_id == place, movements.c.to_location_id == place)
        query = query.where(or_(*ends))
    return query


_MOVEMENTS = Listing(movements, _movements)


_OF_POSTING = MOVEMENT_LIST.where(movements.c.posting_id == bindparam("posting_id")).order_by(
    movements.c.id
)


async def movements_of(ctx: Context, posting_id: UUID) -> list[MovementRow]:
    """The movements of a posting, in the order of its lines."""
    rows = cast("list[MovementRow]", await ctx.rows(_OF_POSTING, posting_id=posting_id))
    await _complete(ctx, rows)
    return rows


async def _complete(ctx: Context, rows: list[MovementRow]) -> None:
    """Add the paths, and write costs as people do, not in minor units as they are stored."""
    ends = {row["from_location_id"] for row in rows} | {row["to_location_id"] for row in rows}
    known = await paths(ctx, locations, ends)
    for row in rows:
        row["from_location_path"] = known[row["from_location_id"]]
        row["to_location_path"] = known[row["to_location_id"]]
        if row["unit_cost"] is not None and row["currency"] is not None:
            row["unit_cost"] = from_minor(int(row["unit_cost"]), row["currency"])
