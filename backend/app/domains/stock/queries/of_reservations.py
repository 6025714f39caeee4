"""Reservations as they are listed: what of, where, for whom, and whether they still hold."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, case, literal, or_, select

from app.core.context import Context
from app.core.errors import NotFound
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.scoping import same_organization
from app.core.trees import below, paths
from app.domains.identity.queries.tables import memberships, users
from app.domains.stock.models import ALLOWED, ReservationStatus
from app.domains.stock.queries.tables import (
    NOW,
    expired,
    items,
    levels,
    locations,
    lots,
    name_of_user,
    reservations,
)
from app.domains.stock.schemas import ReservationFilter, ReservationRow

STATUS = reservations.c.status
AS_OF_NOW = case((expired(), literal(ReservationStatus.EXPIRED, STATUS.type)), else_=STATUS)

RESERVATION_LIST = select(
    reservations.c.id,
    levels.c.item_id,
    items.c.name.label("item_name"),
    items.c.unit,
    levels.c.lot_id,
    lots.c.code.label("lot"),
    levels.c.location_id,
    locations.c.name.label("location_name"),
    reservations.c.quantity,
    reservations.c.purpose.label("for"),
    reservations.c.owner_id,
    name_of_user().label("owner"),
    reservations.c.expires_at,
    AS_OF_NOW.label("status"),
    reservations.c.closed_at,
    reservations.c.posting_id,
    reservations.c.created_at,
    reservations.c.updated_at,
    reservations.c.version,
).select_from(
    reservations.join(
        levels, same_organization(reservations, levels, reservations.c.level_id == levels.c.id)
    )
    .join(items, same_organization(levels, items, levels.c.item_id == items.c.id))
    .join(lots, same_organization(levels, lots, levels.c.lot_id == lots.c.id))
    .join(locations, same_organization(levels, locations, levels.c.location_id == locations.c.id))
    .join(
        memberships,
        same_organization(reservations, memberships, reservations.c.owner_id == memberships.c.id),
    )
    .join(users, users.c.id == memberships.c.user_id)
)


async def search_reservations(ctx: Context, filters: ReservationFilter) -> PageRows[ReservationRow]:
    found = await page(ctx, _RESERVATIONS, filters)
    await _complete(ctx, found["items"])
    return found


def _reservations(filters: ReservationFilter) -> Select[Any]:
    columns = {
        "item_id": levels.c.item_id,
        "lot_id": levels.c.lot_id,
        "owner_id": reservations.c.owner_id,
    }
    found = [
        column == value
        for name, column in columns.items()
        if (value := getattr(filters, name)) is not None
    ]
    match filters.status:
        case ReservationStatus.ACTIVE:
            ends = reservations.c.expires_at
            found += [STATUS == ReservationStatus.ACTIVE, or_(ends.is_(None), ends > NOW)]
        case ReservationStatus.EXPIRED:
            found.append(or_(STATUS == ReservationStatus.EXPIRED, expired()))
        case ReservationStatus():
            found.append(filters.status == STATUS)
    if filters.location_id is not None:
        found.append(levels.c.location_id.in_(select(below(locations, "location_id").c.id)))
    return RESERVATION_LIST.where(*found)


_RESERVATIONS = Listing(reservations, _reservations)


async def reservation(ctx: Context, reservation_id: UUID) -> ReservationRow:
    """One of them. Raises `NotFound`."""
    query = RESERVATION_LIST.where(reservations.c.id == reservation_id)
    rows = cast("list[ReservationRow]", await ctx.rows(query))
    if not rows:
        raise NotFound
    await _complete(ctx, rows)
    return rows[0]


async def _complete(ctx: Context, rows: list[ReservationRow]) -> None:
    """Add the paths, and what may be done now."""
    known = await paths(ctx, locations, {row["location_id"] for row in rows})
    for row in rows:
        row["allowed"] = [*ALLOWED[row["status"]]]
        row["location_path"] = known[row["location_id"]]
