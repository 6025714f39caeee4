"""The ledger itself: drafts become movements, and levels follow, in one transaction.

Every draw is one conditional UPDATE, so a level cannot go below what is reserved of it however
many draw at once; rows are taken in the order of (item, lot, location), so no two postings wait
for each other in a circle; levels come last, so a hot one is locked for the shortest time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_

from app.core.clock import now
from app.core.context import Context
from app.core.ids import new_id
from app.core.quantities import MAX_HELD
from app.domains.stock import queries
from app.domains.stock.events import StockPosted
from app.domains.stock.models import (
    LevelTooHigh,
    Posting,
    StockLevel,
    StockMovement,
)
from app.domains.stock.service import holds, shortages
from app.domains.stock.service.drafts import Draft, Key

LEVEL = queries.levels
LOCKED_AT_ONCE = 1000  # rows in one statement: engines bound its parameters
ADDING = (("lot_id", "location_id"), "on_hand")  # to a level that there may be


async def post(
    ctx: Context,
    drafts: Sequence[Draft],
    *,
    reference: str = "",
    reason: str = "",
    reverses_id: UUID | None = None,
) -> UUID:
    """Store a posting with its movements and bring the levels along; the posting's id.

    Raises `InsufficientStock`, naming every line that draws too much.
    """
    made = {
        "created_at": now(),
        "actor_id": ctx.actor.user_id,
        "session_id": ctx.actor.session_id,
        "key_id": ctx.actor.key_id,
        "request_id": ctx.origin.request_id,
    }
    posting_id = new_id()
    posting = {"id": posting_id, "reference": reference, "reason": reason}
    whence = {"key_id": ctx.actor.key_id, "source_id": ctx.source_id}
    await ctx.insert(Posting, [made | whence | posting | {"reverses_id": reverses_id}])
    await ctx.insert(
        StockMovement, [made | _movement(draft, posting_id, reference, reason) for draft in drafts]
    )
    await _settle(ctx, drafts)
    ctx.emit(StockPosted(posting_id))
    await ctx.flush()
    return posting_id


def _movement(draft: Draft, posting_id: UUID, reference: str, reason: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "posting_id": posting_id,
        "kind": draft.kind,
        "item_id": draft.item.id,
        "lot_id": draft.lot_id,
        "from_location_id": draft.from_id,
        "to_location_id": draft.to_id,
        "quantity": draft.quantity,
        "unit_cost": draft.unit_cost,
        "currency": draft.currency,
        "reason": draft.reason or reason,
        "reference": draft.reference or reference,
        "occurred_at": draft.occurred_at,
        "reverses_id": draft.reverses_id,
    }


async def _settle(ctx: Context, drafts: Sequence[Draft]) -> None:
    """Bring each touched level along by the sum of what the drafts do to it."""
    sums: defaultdict[Key, Decimal] = defaultdict(Decimal)
    for draft in drafts:
        for key, change in draft.effects():
            sums[key] += change
    short: list[Key] = []
    expired: set[Key] | None = None  # levels with reservations to give back, once one is short
    adding: list[dict[str, Any]] = []  # one statement for many, up to the next draw
    for key, change in sorted(sums.items()):
        if change >= MAX_HELD:  # more than the column itself can hold, perhaps
            raise LevelTooHigh
        if change >= 0:
            adding.append(empty_level(key) | {"on_hand": change})
            continue
        await _add(ctx, adding)
        adding = []
        if await _draw(ctx, key, -change):
            continue
        if expired is None:
            expired = await holds.with_expired(ctx, sums)
        if not (key in expired and await holds.expire(ctx, key) and await _draw(ctx, key, -change)):
            short.append(key)
    await _add(ctx, adding)
    if short:
        raise await shortages.refusal(ctx, drafts, short)


async def _add(ctx: Context, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await ctx.insert_or_add(StockLevel, rows, *ADDING)


async def _draw(ctx: Context, key: Key, quantity: Decimal) -> bool:
    """Whether there was enough: more than is reserved of it is never drawn."""
    if quantity >= MAX_HELD:
        return False
    met = await ctx.update(
        StockLevel,
        *holds.is_level(key),
        LEVEL.c.on_hand >= LEVEL.c.reserved + quantity,
        on_hand=LEVEL.c.on_hand - quantity,
        updated_at=now(),
    )
    return met == 1


def empty_level(key: Key) -> dict[str, Any]:
    at, (item_id, lot_id, location_id) = now(), key
    return {
        "id": new_id(),
        "created_at": at,
        "updated_at": at,
        "item_id": item_id,
        "lot_id": lot_id,
        "location_id": location_id,
        "on_hand": Decimal(0),
        "reserved": Decimal(0),
    }


async def locked_levels(ctx: Context, keys: Iterable[Key]) -> dict[Key, Decimal]:
    """What is on hand, with the rows locked; one that was not there stands at 0 from now on.

    Each is made or, by adding 0, locked in its turn: all made first, then locked, close a circle.
    """
    ordered = sorted(set(keys))
    await _add(ctx, [empty_level(key) for key in ordered])
    found: dict[Key, Decimal] = {}
    for start in range(0, len(ordered), LOCKED_AT_ONCE):
        some = [(lot, location) for _, lot, location in ordered[start : start + LOCKED_AT_ONCE]]
        wanted = (
            select(StockLevel)
            .where(tuple_(StockLevel.lot_id, StockLevel.location_id).in_(some))
            .execution_options(populate_existing=True)
        )
        for row in await ctx.session.scalars(wanted):
            found[row.item_id, row.lot_id, row.location_id] = row.on_hand
    return found
