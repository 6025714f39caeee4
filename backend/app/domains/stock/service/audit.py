"""The proof that levels follow from what happened, for `quartermaster doctor`.

What is on hand is the fold of the movements; what is reserved is the sum of the reservations that
nobody has closed. (One that has expired counts until the act that meets it closes it.)
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import BigInteger, Column, func, select, type_coerce

from app.core.context import Context
from app.core.quantities import from_scaled
from app.core.scoping import same_organization
from app.domains.stock.models import ReservationStatus
from app.domains.stock.queries import levels, locations, movements, reservations

MILLION = 10**6
ZERO = Decimal(0)
Place: TypeAlias = tuple[UUID, UUID]  # lot, location


@dataclass(frozen=True, slots=True)
class Difference:
    """A level that is not what its movements, or its reservations, add up to."""

    lot_id: UUID
    location_id: UUID
    on_hand: Decimal
    fold: Decimal
    reserved: Decimal = ZERO
    held: Decimal = ZERO  # by active reservations


async def differences(ctx: Context) -> list[Difference]:
    """Every level of the organization that differs from what happened to it.

    Read it in a snapshot; on an empty list the books are right.
    """
    fold = await _sums(ctx, movements.c.to_location_id)
    for key, gone in (await _sums(ctx, movements.c.from_location_id)).items():
        fold[key] -= gone
    held = await _held(ctx)
    kept = await _kept(ctx)
    found = []
    for key in sorted(fold.keys() | kept.keys() | held.keys()):
        on_hand, reserved = kept.get(key, (ZERO, ZERO))
        found.append(Difference(*key, on_hand, from_scaled(fold[key]), reserved, held[key]))
    return [one for one in found if one.on_hand != one.fold or one.reserved != one.held]


async def _kept(ctx: Context) -> dict[Place, tuple[Decimal, Decimal]]:
    names = ("lot_id", "location_id", "on_hand", "reserved")
    rows = await ctx.rows(select(*(levels.c[name] for name in names)))
    return {(r["lot_id"], r["location_id"]): (r["on_hand"], r["reserved"]) for r in rows}


async def _held(ctx: Context) -> defaultdict[Place, Decimal]:
    """What active reservations hold of each level."""
    query = (
        select(levels.c.lot_id, levels.c.location_id, reservations.c.quantity)
        .select_from(
            reservations.join(
                levels,
                same_organization(reservations, levels, reservations.c.level_id == levels.c.id),
            )
        )
        .where(reservations.c.status == ReservationStatus.ACTIVE)
    )
    found: defaultdict[Place, Decimal] = defaultdict(Decimal)
    for row in await ctx.rows(query):
        found[row["lot_id"], row["location_id"]] += row["quantity"]
    return found


async def _sums(ctx: Context, end: Column[UUID]) -> defaultdict[Place, int]:
    """What all movements brought to (or took from) each lot and place, in millionths.

    Wholes and millionths are added apart: together they could exceed SQLite's 64 bits.
    """
    scaled = type_coerce(movements.c.quantity, BigInteger)
    query = (
        select(
            movements.c.lot_id,
            end.label("location_id"),
            func.sum(scaled // MILLION).label("wholes"),
            func.sum(scaled % MILLION).label("millionths"),
        )
        .join(
            locations,
            (locations.c.organization_id == movements.c.organization_id) & (locations.c.id == end),
        )
        .where(locations.c.role.is_(None))
        .group_by(movements.c.lot_id, end)
    )
    found: defaultdict[Place, int] = defaultdict(int)
    for row in await ctx.rows(query):
        total = int(row["wholes"]) * MILLION + int(row["millionths"])
        found[row["lot_id"], row["location_id"]] = total
    return found
