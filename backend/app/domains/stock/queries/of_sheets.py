"""What a sheet names, found and locked: each kind by one statement, however many lines there are.

Items and places are locked against a change of unit or an archiving while the sheet is posted; in
the order of their ids, so that no two sheets wait for each other in a circle.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Self
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from app.core.among import among, as_one
from app.core.context import Context
from app.domains.catalog.models import Item, Tracking
from app.domains.locations.models import VirtualRole
from app.domains.stock.queries.tables import items, locations, lots


@dataclass(frozen=True, slots=True)
class KnownItem:
    id: UUID
    name: str
    unit: str
    tracking: Tracking
    archived_at: datetime | None

    @classmethod
    def of(cls, item: Item) -> Self:
        return cls(item.id, item.name, item.unit, item.tracking, item.archived_at)


@dataclass(frozen=True, slots=True)
class KnownPlace:
    id: UUID
    name: str
    role: VirtualRole | None
    archived_at: datetime | None


@dataclass(frozen=True, slots=True)
class KnownLot:
    id: UUID
    item_id: UUID
    code: str
    quality: int | None
    expires_on: date | None


@cache
def _items(is_sqlite: bool) -> Select[KnownItem]:
    wanted = among(items.c.id, "ids", is_sqlite=is_sqlite)
    columns = items.c.id, items.c.name, items.c.unit, items.c.tracking, items.c.archived_at
    return select(*columns).where(wanted).order_by(items.c.id).with_for_update(read=True)


@cache
def _places(is_sqlite: bool) -> Select[KnownPlace]:
    wanted: ColumnElement[bool] = or_(
        among(locations.c.id, "ids", is_sqlite=is_sqlite),
        among(locations.c.role, "roles", is_sqlite=is_sqlite),
    )
    columns = locations.c.id, locations.c.name, locations.c.role, locations.c.archived_at
    return select(*columns).where(wanted).order_by(locations.c.id).with_for_update(read=True)


@cache
def _lots(is_sqlite: bool) -> Select[KnownLot]:
    wanted = and_(
        among(lots.c.item_id, "ids", is_sqlite=is_sqlite),
        among(lots.c.code, "codes", is_sqlite=is_sqlite),
    )
    return select(lots.c.id, lots.c.item_id, lots.c.code, lots.c.quality, lots.c.expires_on).where(
        wanted
    )


async def items_locked(ctx: Context, ids: Collection[UUID]) -> dict[UUID, KnownItem]:
    is_sqlite = ctx.unit.database.is_sqlite
    values = {"ids": as_one(ids, is_sqlite=is_sqlite)}
    rows = await ctx.rows(_items(is_sqlite), **values)
    return {row["id"]: KnownItem(**row) for row in rows}


async def places_locked(
    ctx: Context, ids: Collection[UUID], roles: Collection[VirtualRole]
) -> list[KnownPlace]:
    """Those of `ids`, and the virtual ends of `roles`."""
    is_sqlite = ctx.unit.database.is_sqlite
    values = {"ids": as_one(ids, is_sqlite=is_sqlite), "roles": [*roles]}
    rows = await ctx.rows(_places(is_sqlite), **values)
    return [KnownPlace(**row) for row in rows]


async def lots_named(
    ctx: Context, ids: Collection[UUID], codes: Collection[str]
) -> dict[tuple[UUID, str], KnownLot]:
    """The lots of these items that have one of these codes, by both."""
    is_sqlite = ctx.unit.database.is_sqlite
    values = {"ids": as_one(ids, is_sqlite=is_sqlite), "codes": [*codes]}
    rows = await ctx.rows(_lots(is_sqlite), **values)
    return {(row["item_id"], row["code"]): KnownLot(**row) for row in rows}
