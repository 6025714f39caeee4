"""What stock keeps for each item, and what it does not let others do to it."""

from uuid import UUID

from sqlalchemy import or_, select

from app.core.context import Context
from app.core.errors import Conflict, InUse
from app.core.facts import on
from app.domains.catalog.events import ItemArchiving, ItemCreated, ItemDeleting, ItemRecast
from app.domains.catalog.models import Item, Tracking
from app.domains.locations.events import LocationDeleting, LocationsArchiving
from app.domains.stock import queries
from app.domains.stock.models import NO_LOT, Lot, StockLevel, StockLimit, StockMovement
from app.domains.stock.service import lots
from app.domains.tags.models import Tagging
from app.domains.tags.queries import taggings

NAMED = 5  # as many of what is held are named in a refusal


class Frozen(Conflict):
    code = "frozen"
    detail = "Tracking and unit stay: stock was counted in them. Make another item."


class LocationNotEmpty(Conflict):
    code = "location_not_empty"


class StillHeld(InUse):
    constraint = None


@on(ItemCreated)
@on(ItemRecast)
async def make_lot_without_code(ctx: Context, fact: ItemCreated | ItemRecast) -> None:
    # without a query: the session that made it has it, and an import makes ten thousand
    item = await ctx.session.get(Item, fact.item_id)
    if item is not None and item.tracking is Tracking.STOCK:
        await lots.make(ctx, item.id, NO_LOT)


@on(ItemRecast)
async def refuse_recast(ctx: Context, fact: ItemRecast) -> None:
    if await _has_moved(ctx, fact.item_id):
        raise Frozen


@on(ItemArchiving)
async def refuse_archiving_what_is_held(ctx: Context, fact: ItemArchiving) -> None:
    rows = await queries.of_item(ctx, fact.item_id)
    if rows:
        where = ", ".join(row["location_name"] for row in rows[:NAMED])
        raise StillHeld(f"Some of it is still held: {where}.")


@on(ItemDeleting)
async def let_go_of_item(ctx: Context, fact: ItemDeleting) -> None:
    if await _has_moved(ctx, fact.item_id):
        raise StillHeld("The ledger names it; archive it instead.")
    its_lots = list(await ctx.session.scalars(select(Lot.id).where(Lot.item_id == fact.item_id)))
    its = or_(taggings.c.item_id == fact.item_id, taggings.c.lot_id.in_(its_lots))
    await ctx.delete(Tagging, its)
    await ctx.delete(StockLimit, queries.limits.c.item_id == fact.item_id)
    await ctx.delete(StockLevel, queries.levels.c.item_id == fact.item_id)
    await ctx.delete(Lot, queries.lots.c.item_id == fact.item_id)


async def _has_moved(ctx: Context, item_id: UUID) -> bool:
    query = select(StockMovement.id).where(StockMovement.item_id == item_id).limit(1)
    return await ctx.session.scalar(query) is not None


@on(LocationsArchiving)
async def refuse_archiving_places_that_hold(ctx: Context, fact: LocationsArchiving) -> None:
    held = await queries.held_in(ctx, fact.location_ids, NAMED + 1)
    if held:
        says = [
            f"{row['on_hand']} {row['unit']} of {row['item_name']} in {row['location_name']}"
            for row in held[:NAMED]
        ]
        more = " and more" if len(held) > NAMED else ""
        raise LocationNotEmpty(f"Something is held there: {', '.join(says)}{more}.")


@on(LocationDeleting)
async def let_go_of_place(ctx: Context, fact: LocationDeleting) -> None:
    place = fact.location_id
    ends = or_(StockMovement.from_location_id == place, StockMovement.to_location_id == place)
    query = select(StockMovement.id).where(ends).limit(1)
    if await ctx.session.scalar(query) is not None:
        raise StillHeld("The ledger names it; archive it instead.")
    await ctx.delete(Tagging, taggings.c.location_id == place)
    await ctx.delete(StockLimit, queries.limits.c.location_id == place)
    await ctx.delete(StockLevel, queries.levels.c.location_id == place)
