"""What levels carry for reservations: taken, given back, and given back by time.

A level is the lock of its reservations: whoever changes one of them has locked its row. So
`reserved` is the sum of the active ones after every transaction, whoever raced whom.

What has expired counts against nobody, yet a draw asks the level alone: one statement must do.
Only a draw that would be refused looks for what has expired there, gives it back and is judged anew.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from app.core.clock import now
from app.core.context import Context
from app.core.scoping import same_organization
from app.domains.stock import queries
from app.domains.stock.events import ReservationExpired
from app.domains.stock.models import Reservation, ReservationStatus, StockLevel
from app.domains.stock.service.drafts import Key

LEVEL, RESERVATION = queries.levels, queries.reservations
AT_ONCE = 1000  # levels in one statement: engines bound its parameters
SWEPT = 20  # each act on a reservation gives back up to this many expired ones


async def hold(ctx: Context, key: Key, quantity: Decimal) -> bool:
    """Reserve so much of a level; whether that much was free."""
    return await _take(ctx, key, quantity) or (
        await expire(ctx, key) and await _take(ctx, key, quantity)
    )


async def _take(ctx: Context, key: Key, quantity: Decimal) -> bool:
    met = await ctx.update(
        StockLevel,
        *is_level(key),
        LEVEL.c.on_hand >= LEVEL.c.reserved + quantity,
        reserved=LEVEL.c.reserved + quantity,
        updated_at=now(),
    )
    return met == 1


async def give_back(ctx: Context, level_id: UUID, quantity: Decimal) -> None:
    """Take so much from what is reserved of a level, which the caller has locked."""
    back = LEVEL.c.reserved - quantity
    await ctx.update(StockLevel, LEVEL.c.id == level_id, reserved=back, updated_at=now())


async def with_expired(ctx: Context, keys: Collection[Key]) -> set[Key]:
    """Those of the levels that still carry reservations which have expired."""
    query = (
        select(LEVEL.c.item_id, LEVEL.c.lot_id, LEVEL.c.location_id)
        .select_from(
            LEVEL.join(
                RESERVATION,
                same_organization(RESERVATION, LEVEL, RESERVATION.c.level_id == LEVEL.c.id),
            )
        )
        .where(queries.expired())
        .distinct()
    )
    found, ordered = set[Key](), sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        some = [(lot, place) for _, lot, place in ordered[start : start + AT_ONCE]]
        of_these = query.where(tuple_(LEVEL.c.lot_id, LEVEL.c.location_id).in_(some))
        rows = await ctx.rows(of_these)
        found |= {(row["item_id"], row["lot_id"], row["location_id"]) for row in rows}
    return found


async def expire(ctx: Context, key: Key) -> bool:
    """Give back what has expired of a level; whether there was any. The level is locked here."""
    _, lot_id, location_id = key
    here = (StockLevel.lot_id == lot_id, StockLevel.location_id == location_id)
    level = (await ctx.session.scalars(select(StockLevel).where(*here).with_for_update())).first()
    return level is not None and await _expire(ctx, level.id, await _expired(ctx, level.id))


async def _expired(ctx: Context, level_id: UUID) -> Sequence[Reservation]:
    query = (
        select(Reservation)
        .where(
            Reservation.level_id == level_id,
            Reservation.status == ReservationStatus.ACTIVE,
            Reservation.expires_at <= now(),
        )
        .execution_options(populate_existing=True)
    )
    return (await ctx.session.scalars(query)).all()


async def _expire(ctx: Context, level_id: UUID, found: Sequence[Reservation]) -> bool:
    at = now()
    for reservation in found:
        reservation.close(ReservationStatus.EXPIRED, at)
        ctx.emit(ReservationExpired(reservation.id))
    if found:
        total = sum((reservation.quantity for reservation in found), Decimal(0))
        await give_back(ctx, level_id, total)
        await ctx.session.flush()  # both, before anybody here asks what is reserved
    return bool(found)


async def sweep(ctx: Context) -> None:
    """Give back a few expired reservations, wherever they are. The last thing that an act does:
    levels that others have locked are passed over, so that nobody waits in a circle.
    """
    old = (
        select(Reservation.level_id)
        .where(Reservation.status == ReservationStatus.ACTIVE, Reservation.expires_at <= now())
        .limit(SWEPT)
    )
    ids = set(await ctx.session.scalars(old))
    if not ids:
        return
    query = select(StockLevel).where(StockLevel.id.in_(ids)).with_for_update(skip_locked=True)
    for level in (await ctx.session.scalars(query)).all():
        await _expire(ctx, level.id, await _expired(ctx, level.id))


def is_level(key: Key) -> tuple[Any, ...]:
    _, lot_id, location_id = key
    return LEVEL.c.lot_id == lot_id, LEVEL.c.location_id == location_id
