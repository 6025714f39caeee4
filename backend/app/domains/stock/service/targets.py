"""Levels set to what somebody says they are: the differences, posted as one sheet.

What is missing is received, with its cost, reference and date; what is too much is adjusted away.
Differences are taken from locked levels, so the same targets twice post once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

from sqlalchemy import select

from app.core.context import Context
from app.domains.locations.models import VirtualRole
from app.domains.stock import queries
from app.domains.stock.models import MovementKind
from app.domains.stock.queries.of_sheets import KnownItem, items_locked
from app.domains.stock.service import ledger, lots, sheets
from app.domains.stock.service.drafts import Draft, Key
from app.domains.stock.service.sheets import Places

AT_ONCE = 1000
ENDS = {VirtualRole.SUPPLIER, VirtualRole.LOSS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How much of an item there is to be at a place; the rest tells of a receipt that it takes."""

    at: str  # in the input, as a JSON pointer
    item_id: UUID
    location_id: UUID
    quantity: Decimal
    lot: str = ""
    quality: int | None = None
    expires_on: date | None = None
    unit_cost: int | None = None  # in minor units of the organization's currency
    reference: str = ""
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """What it took: the posting, None where all levels stood right, and its movements."""

    posting_id: UUID | None
    received: int
    removed: int


async def reach(ctx: Context, targets: Sequence[Target], reason: str) -> Reached:
    """Bring each level to its target, in one posting. No two targets are of one level."""
    items = await _items(ctx, targets)
    places = await _places(ctx, targets)
    lot_ids = await _lots(ctx, targets)
    keys: dict[Key, Target] = {}
    for target in targets:
        if (lot_id := lot_ids.get((target.item_id, target.lot))) is not None:
            keys[target.item_id, lot_id, target.location_id] = target
    present = await ledger.locked_levels(ctx, keys)
    drafts = [
        _described(ctx, target, _draft(target, items[target.item_id], key, change, places))
        for key, target in keys.items()
        if (change := target.quantity - present[key])
    ]
    if not drafts:
        return Reached(None, 0, 0)
    posting_id = await ledger.post(ctx, drafts, reason=reason)
    received = sum(draft.kind is MovementKind.RECEIVE for draft in drafts)
    return Reached(posting_id, received, len(drafts) - received)


async def _items(ctx: Context, targets: Iterable[Target]) -> dict[UUID, KnownItem]:
    found: dict[UUID, KnownItem] = {}
    for some in _batches({target.item_id for target in targets}):
        found |= await items_locked(ctx, some)
    return found


async def _places(ctx: Context, targets: Iterable[Target]) -> Places:
    """The places, locked against archiving, and the two virtual ends."""
    at = {target.location_id: f"{target.at}/location_id" for target in targets}
    ends = await sheets.find_places(ctx, {}, ENDS)
    for some in _batches(at):
        await sheets.find_places(ctx, {at[id]: id for id in some}, set())
    return ends


async def _lots(ctx: Context, targets: Sequence[Target]) -> dict[lots.Name, UUID]:
    """The lots, made where stock comes into one that is not known yet."""
    found = await _known_lots(ctx, targets)
    missing: dict[lots.Name, Target] = {}
    for target in targets:
        name = (target.item_id, target.lot)
        if name not in found and target.quantity > 0:
            missing.setdefault(name, target)
    for (item_id, code), target in sorted(missing.items(), key=itemgetter(0)):
        values = {"quality": target.quality, "expires_on": target.expires_on}
        await lots.make(ctx, item_id, code, **values)
    return found | await _known_lots(ctx, list(missing.values()))


async def _known_lots(ctx: Context, targets: Iterable[Target]) -> dict[lots.Name, UUID]:
    table = queries.lots
    query = select(table.c.id, table.c.item_id, table.c.code)
    found: dict[lots.Name, UUID] = {}
    for some in _batches({target.item_id for target in targets}):
        for row in await ctx.rows(query.where(table.c.item_id.in_(some))):
            found[row["item_id"], row["code"]] = row["id"]
    return found


def _draft(target: Target, item: KnownItem, key: Key, change: Decimal, places: Places) -> Draft:
    comes_in, here = change > 0, target.location_id
    end = places.by_role[VirtualRole.SUPPLIER if comes_in else VirtualRole.LOSS].id
    return Draft(
        at=target.at,
        kind=MovementKind.RECEIVE if comes_in else MovementKind.ADJUST,
        item=item,
        lot_id=key[1],
        from_id=end if comes_in else here,
        to_id=here if comes_in else end,
        from_level=not comes_in,
        to_level=comes_in,
        quantity=abs(change),
    )


def _described(ctx: Context, target: Target, draft: Draft) -> Draft:
    """With what is told of a receipt alone."""
    if draft.kind is MovementKind.RECEIVE:
        draft.reference, draft.occurred_at = target.reference, target.occurred_at
        if target.unit_cost is not None:
            draft.unit_cost, draft.currency = target.unit_cost, ctx.tenant.currency
    return draft


def _batches(ids: Iterable[UUID]) -> Iterable[list[UUID]]:
    """All of `ids` in their order, which is the one in which rows are locked."""
    ordered = sorted(ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
