"""Limits: how much of an item is to be in a place."""

from uuid import UUID

from app.core.context import Context
from app.core.errors import Fault, InvalidFields, NotFound
from app.core.schemas import changes
from app.domains.catalog.models import Item, Tracking
from app.domains.catalog.schemas import refuse_crossed
from app.domains.locations.models import Location
from app.domains.stock.events import LimitChanged, LimitCreated, LimitDeleted
from app.domains.stock.models import StockLimit
from app.domains.stock.schemas import LimitCreate, LimitUpdate
from app.domains.stock.service.sheets import NotStockTracked


async def create(ctx: Context, data: LimitCreate) -> UUID:
    item = await ctx.referred(Item, data.item_id, "/body/item_id")
    if item.tracking is not Tracking.STOCK:
        says = f"{item.name} is tracked by unit, not by quantity."
        raise NotStockTracked(says, at="/body/item_id")
    place = await ctx.referred(Location, data.location_id, "/body/location_id")
    if place.role is not None:
        raise NotFound(at="/body/location_id")
    limit = StockLimit(**data.model_dump())
    await ctx.store(limit)
    ctx.emit(LimitCreated(limit.id))
    await ctx.flush()
    return limit.id


async def update(ctx: Context, limit_id: UUID, data: LimitUpdate, if_match: str | None) -> None:
    limit = await ctx.get(StockLimit, limit_id, lock=True)
    ctx.expect_if_named(limit, if_match, data.version)
    values = changes(data)
    for name, value in values.items():
        setattr(limit, name, value)
    try:
        refuse_crossed(limit.min_level, limit.max_level)
    except ValueError as error:
        raise InvalidFields([Fault(f"/body/{name}", str(error)) for name in values]) from None
    ctx.emit(LimitChanged(limit.id))
    await ctx.flush()


async def delete(ctx: Context, limit_id: UUID) -> None:
    limit = await ctx.get(StockLimit, limit_id, lock=True)
    await ctx.session.delete(limit)
    ctx.emit(LimitDeleted(limit.id))
    await ctx.flush()
