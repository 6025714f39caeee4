"""Reservations: some of what is free kept for its owner, and then consumed, released or expired.

Locks are taken in the order in which sheets take them: item, place, level; and then the
reservation is read again, so that of two who end it one finds it ended.
"""

from datetime import datetime
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from sqlalchemy import Select, select

from app.core.clock import now
from app.core.context import Context
from app.core.errors import Forbidden, Invalid
from app.domains.locations.models import VirtualRole
from app.domains.stock.events import (
    ReservationConsumed,
    ReservationCreated,
    ReservationReleased,
)
from app.domains.stock.models import (
    MovementKind,
    Reservation,
    ReservationStatus,
    StockLevel,
)
from app.domains.stock.queries.of_sheets import items_locked
from app.domains.stock.schemas import Issue, ReservationConsume, ReservationCreate
from app.domains.stock.service import holds, ledger, sheets, shortages
from app.domains.stock.service.drafts import Draft, Key


class Kept(Protocol):
    """What for, and until when."""

    purpose: str
    expires_at: datetime | None


class InThePast(Invalid):
    code, detail = "in_the_past", "expires_at must be in the future."


async def create(ctx: Context, data: ReservationCreate, owner_id: UUID) -> UUID:
    """Keep some of a level for the membership `owner_id`; the reservation's id.

    Raises `InsufficientStock` as an issue of so much would.
    """
    at = now()
    if data.expires_at is not None and data.expires_at <= at:
        raise InThePast(at="/body/expires_at")
    line = Issue(**data.model_dump(exclude={"purpose", "expires_at"}))
    (draft,) = await sheets.drafted(ctx, [line], ["/body"])
    ((key, _),) = draft.effects()
    if not await holds.hold(ctx, key, draft.quantity):
        raise await shortages.refusal(ctx, [draft], [key])
    reservation = await keep(ctx, key, draft.quantity, data, owner_id)
    await holds.sweep(ctx)
    await ctx.flush()
    return reservation.id


async def keep(
    ctx: Context, key: Key, quantity: Decimal, data: Kept, owner_id: UUID
) -> Reservation:
    """Write down what was just taken from what is free of a level."""
    _, lot_id, location_id = key
    here = (StockLevel.lot_id == lot_id, StockLevel.location_id == location_id)
    level_id = (await ctx.session.scalars(select(StockLevel.id).where(*here))).one()
    reservation = Reservation(
        level_id=level_id,
        quantity=quantity,
        purpose=data.purpose,
        owner_id=owner_id,
        expires_at=data.expires_at,
        status=ReservationStatus.ACTIVE,
        closed_at=None,
        posting_id=None,
    )
    await ctx.store(reservation)
    ctx.emit(ReservationCreated(reservation.id))
    await ctx.flush()
    return reservation


async def consume(
    ctx: Context, reservation_id: UUID, data: ReservationConsume, *, owner: UUID | None
) -> None:
    """Issue what is kept, once; `owner` is as for `release`."""
    reservation = await _owned(ctx, reservation_id, owner)
    level = (await ctx.session.scalars(_level_of(reservation))).one()
    items = await items_locked(ctx, {level.item_id})
    place = {"/reservation/location_id": level.location_id}
    places = await sheets.find_places(ctx, place, {VirtualRole.CUSTOMER})
    await _close(ctx, reservation, ReservationStatus.CONSUMED)
    draft = Draft(
        at="/reservation",
        kind=MovementKind.ISSUE,
        item=items[level.item_id],
        lot_id=level.lot_id,
        from_id=level.location_id,
        to_id=places.by_role[VirtualRole.CUSTOMER].id,
        from_level=True,
        to_level=False,
        quantity=reservation.quantity,
    )
    reason = data.reason or reservation.purpose
    reservation.posting_id = await ledger.post(
        ctx, [draft], reference=data.reference, reason=reason
    )
    ctx.emit(ReservationConsumed(reservation.id))
    await ctx.flush()
    await holds.sweep(ctx)
    await ctx.flush()


async def release(ctx: Context, reservation_id: UUID, *, owner: UUID | None) -> None:
    """Give back what is kept. `Forbidden` unless it is that of the membership `owner`; None: of any."""
    reservation = await _owned(ctx, reservation_id, owner)
    await _close(ctx, reservation, ReservationStatus.RELEASED)
    ctx.emit(ReservationReleased(reservation.id))
    await ctx.flush()
    await holds.sweep(ctx)
    await ctx.flush()


async def _owned(ctx: Context, reservation_id: UUID, owner: UUID | None) -> Reservation:
    reservation = await ctx.get(Reservation, reservation_id)
    if owner not in (None, reservation.owner_id):
        raise Forbidden("It is kept for somebody else; only a role with reservations:manage may.")
    return reservation


def _level_of(reservation: Reservation) -> Select[StockLevel]:
    return select(StockLevel).where(StockLevel.id == reservation.level_id)


async def _close(ctx: Context, reservation: Reservation, status: ReservationStatus) -> None:
    """End it with its level locked. Raises `ReservationClosed` where somebody was first."""
    await ctx.session.scalars(_level_of(reservation).with_for_update())
    await ctx.session.refresh(reservation)
    reservation.close(status, now())
    await holds.give_back(ctx, reservation.level_id, reservation.quantity)
