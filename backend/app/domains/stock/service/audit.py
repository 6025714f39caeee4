"""The proof that levels are the fold of their movements, for `quartermaster doctor`."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, Column, func, select, type_coerce

from app.core.context import Context
from app.core.quantities import from_scaled
from app.domains.stock.queries import levels, locations, movements

MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Difference:
    """A level that is not what its movements add up to."""

    lot_id: UUID
    location_id: UUID
    on_hand: Decimal
    fold: Decimal


async def differences(ctx: Context) -> list[Difference]:
    """Every level of the organization that differs from the fold of its movements.

    Read it in a snapshot; on an empty list the books are right.
    """
    fold = await _sums(ctx, movements.c.to_location_id)
    for key, gone in (await _sums(ctx, movements.c.from_location_id)).items():
        fold[key] -= gone
    query = select(levels.c.lot_id, levels.c.location_id, levels.c.on_hand)
    kept = {(r["lot_id"], r["location_id"]): r["on_hand"] for r in await ctx.rows(query)}
    zero = Decimal(0)
    return [
        Difference(key[0], key[1], kept.get(key, zero), from_scaled(fold[key]))
        for key in sorted(fold.keys() | kept.keys())
        if kept.get(key, zero) != from_scaled(fold[key])
    ]


async def _sums(ctx: Context, end: Column[UUID]) -> defaultdict[tuple[UUID, UUID], int]:
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
    found: defaultdict[tuple[UUID, UUID], int] = defaultdict(int)
    for row in await ctx.rows(query):
        total = int(row["wholes"]) * MILLION + int(row["millionths"])
        found[row["lot_id"], row["location_id"]] = total
    return found
