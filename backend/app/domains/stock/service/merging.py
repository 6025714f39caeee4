"""Merging: two entries of the catalogue were one thing all along.

Nothing of the ledger is rewritten. What is held of the one is consumed, and produced as the other at
the same place and in the same lot, in one posting; so levels add up, and each item keeps its history.
"""

from collections.abc import Sequence
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from app.core.clock import now
from app.core.context import Context
from app.core.errors import Conflict, Invalid, NotFound
from app.domains.catalog.events import ItemArchiving, ItemChanged, ItemMerged
from app.domains.catalog.models import Item, Tracking
from app.domains.locations.models import VirtualRole
from app.domains.stock import queries
from app.domains.stock.events import LimitChanged, ReservationExpired, ReservationReleased
from app.domains.stock.models import (
    Lot,
    MovementKind,
    Reservation,
    ReservationStatus,
    StockLevel,
    StockLimit,
)
from app.domains.stock.queries.of_sheets import KnownItem
from app.domains.stock.service import holds, ledger, lots, reservations, sheets
from app.domains.stock.service.drafts import Draft, Key
from app.domains.tags.service import copy_tags

AT = "/body/into_id"


class UnitsDiffer(Conflict):
    code = "units_differ"


async def merge(ctx: Context, item_id: UUID, into_id: UUID) -> Item:
    """Merge an item into another, which is the answer; all of it, or nothing."""
    source, target = await _locked(ctx, item_id, into_id)
    levels = await _held(ctx, source)
    lot_ids = await _lots(ctx, source, target, {level.lot_id for level in levels})
    keys: dict[Key, Key] = {
        (source.id, level.lot_id, level.location_id): (
            target.id,
            lot_ids[level.lot_id],
            level.location_id,
        )
        for level in levels
    }
    await ledger.locked_levels(ctx, [*keys, *keys.values()])
    kept = await _let_go(ctx, levels)
    if levels:
        drafts = await _drafts(ctx, source, target, levels, keys)
        await ledger.post(ctx, drafts, reason=f"{source.name} was merged into {target.name}.")
    await _keep_again(ctx, kept, {level.id: level for level in levels}, keys)
    await _hand_over(ctx, source, target)
    return target


async def _locked(ctx: Context, item_id: UUID, into_id: UUID) -> tuple[Item, Item]:
    """Both items, locked against every sheet, in the order in which sheets lock theirs."""
    if item_id == into_id:
        raise Invalid("An item is not merged into itself.", at=AT)
    query = select(Item).where(Item.id.in_((item_id, into_id))).order_by(Item.id)
    found = {item.id: item for item in await ctx.session.scalars(query.with_for_update())}
    if item_id not in found:
        raise NotFound
    if into_id not in found:
        raise NotFound(at=AT)
    for item in found.values():
        if item.archived_at is not None:
            raise sheets.Archived(f"{item.name} is archived.")
        if item.tracking is not Tracking.STOCK:
            raise sheets.NotStockTracked(f"{item.name} is tracked by unit, not by quantity.")
    source, target = found[item_id], found[into_id]
    if source.unit != target.unit:
        says = f"{source.name} is counted in {source.unit}, {target.name} in {target.unit}."
        raise UnitsDiffer(says, at=AT)
    return source, target


async def _held(ctx: Context, source: Item) -> Sequence[StockLevel]:
    query = select(StockLevel).where(StockLevel.item_id == source.id, StockLevel.on_hand > 0)
    return (await ctx.session.scalars(query.order_by(StockLevel.id))).all()


async def _lots(ctx: Context, source: Item, target: Item, held: set[UUID]) -> dict[UUID, UUID]:
    """The target's lot for each of the source's that is held: of the same code, and not described
    otherwise.
    """
    query = select(Lot).where(Lot.item_id.in_((source.id, target.id))).order_by(Lot.code)
    both = (await ctx.session.scalars(query)).all()
    known = {lot.code: lot for lot in both if lot.item_id == target.id}
    found: dict[UUID, UUID] = {}
    for lot in (lot for lot in both if lot.id in held):
        if lot.code not in known:
            values = {"quality": lot.quality, "expires_on": lot.expires_on}
            await lots.make(ctx, target.id, lot.code, **values)
            one = select(Lot).where(Lot.item_id == target.id, Lot.code == lot.code)
            known[lot.code] = await ctx.one(one)
        same = known[lot.code]
        if (same.quality, same.expires_on) != (lot.quality, lot.expires_on):
            raise lots.LotDiffers(f"Lot {lot.code} of the two differs in quality or expiry.")
        found[lot.id] = same.id
    return found


async def _let_go(ctx: Context, levels: Sequence[StockLevel]) -> list[Reservation]:
    """End the reservations of these levels, which are locked; those that had not expired."""
    query = select(Reservation).where(
        Reservation.level_id.in_([level.id for level in levels]),
        Reservation.status == ReservationStatus.ACTIVE,
    )
    at, kept = now(), list[Reservation]()
    for one in await ctx.session.scalars(query.order_by(Reservation.id)):
        if one.has_expired(at):
            one.close(ReservationStatus.EXPIRED, at)
            ctx.emit(ReservationExpired(one.id))
        else:
            one.close(ReservationStatus.RELEASED, at)
            ctx.emit(ReservationReleased(one.id))
            kept.append(one)
        await holds.give_back(ctx, one.level_id, one.quantity)
    await ctx.flush()
    return kept


async def _drafts(
    ctx: Context,
    source: Item,
    target: Item,
    levels: Sequence[StockLevel],
    keys: dict[Key, Key],
) -> list[Draft]:
    ends = await sheets.find_places(ctx, {}, {VirtualRole.PRODUCTION})
    production = ends.by_role[VirtualRole.PRODUCTION].id
    cost = (await queries.average_costs(ctx, {source.id})).get(source.id)
    drafts = []
    for level in levels:
        key = (source.id, level.lot_id, level.location_id)
        out = Draft(
            at="/item_id",
            kind=MovementKind.CONSUME,
            item=KnownItem.of(source),
            lot_id=level.lot_id,
            from_id=level.location_id,
            to_id=production,
            from_level=True,
            to_level=False,
            quantity=level.on_hand,
        )
        back = Draft(
            at="/item_id",
            kind=MovementKind.PRODUCE,
            item=KnownItem.of(target),
            lot_id=keys[key][1],
            from_id=production,
            to_id=level.location_id,
            from_level=False,
            to_level=True,
            quantity=level.on_hand,
        )
        if cost is not None:  # its worth goes along
            back.unit_cost, back.currency = int(cost + Fraction(1, 2)), ctx.tenant.currency
        drafts += [out, back]
    return drafts


async def _keep_again(
    ctx: Context,
    kept: Sequence[Reservation],
    levels: dict[UUID, StockLevel],
    keys: dict[Key, Key],
) -> None:
    """What was kept of the source is kept of the target, for the same and as long."""
    for old in kept:
        level = levels[old.level_id]
        key = keys[level.item_id, level.lot_id, level.location_id]
        taken = await holds.hold(ctx, key, old.quantity)
        assert taken, "it came with the stock, under the level's lock"
        await reservations.keep(ctx, key, old.quantity, old, old.owner_id)


async def _hand_over(ctx: Context, source: Item, target: Item) -> None:
    """Codes, tags and limits that the target has none of; and the source is archived."""
    # before a row of either changes, and its tags with it
    await copy_tags(ctx, source.id, target.id)
    codes = {"sku": source.sku, "barcode": source.barcode}
    taken = {name: code for name, code in codes.items() if code and not getattr(target, name)}
    for name in taken:
        setattr(source, name, None)
    source.archived_at, source.merged_into_id = now(), target.id
    ctx.emit(ItemArchiving(source.id))
    ctx.emit(ItemMerged(source.id, target.id))
    await ctx.flush()  # codes are unique: given up first
    for name, code in taken.items():
        setattr(target, name, code)
    if taken:
        ctx.emit(ItemChanged(target.id))
    earlier = select(Item).where(Item.merged_into_id == source.id)
    for item in await ctx.session.scalars(earlier.order_by(Item.id).with_for_update()):
        item.merged_into_id = target.id
        ctx.emit(ItemMerged(item.id, target.id))
    await _move_limits(ctx, source, target)
    await ctx.flush()


async def _move_limits(ctx: Context, source: Item, target: Item) -> None:
    query = select(StockLimit).where(StockLimit.item_id.in_((source.id, target.id)))
    both = (await ctx.session.scalars(query.order_by(StockLimit.id))).all()
    limited = {limit.location_id for limit in both if limit.item_id == target.id}
    for limit in both:
        if limit.item_id == source.id and limit.location_id not in limited:
            limit.item_id = target.id
            ctx.emit(LimitChanged(limit.id))
