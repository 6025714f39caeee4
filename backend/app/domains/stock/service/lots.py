"""Lots: made by hand, or by the first receipt that names them."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select

from app.core.clock import now
from app.core.context import Context
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.core.schemas import changes
from app.domains.catalog.models import Item, Tracking
from app.domains.stock import queries
from app.domains.stock.events import LotChanged, LotCreated, LotDeleted
from app.domains.stock.models import NO_LOT, InsufficientStock, Lot
from app.domains.stock.schemas import (
    Adjust,
    Issue,
    LotCreate,
    LotUpdate,
    Receive,
    Transfer,
)

Line: TypeAlias = Receive | Issue | Transfer | Adjust
Name: TypeAlias = tuple[UUID, str]  # item, code


class LotDiffers(Conflict):
    code = "lot_differs"


async def make(ctx: Context, item_id: UUID, code: str, **values: Any) -> None:
    """Store a lot unless the item has it; told to nobody when it is the one without a code."""
    at, id = now(), new_id()
    row = {"id": id, "created_at": at, "updated_at": at, "version": 1}
    row |= {"item_id": item_id, "code": code, "quality": None, "expires_on": None} | values
    if await ctx.insert_new(Lot, row) and code != NO_LOT:
        ctx.emit(LotCreated(id))


async def find_or_make(ctx: Context, lines: Sequence[Line], at: Sequence[str]) -> dict[Name, Lot]:
    """The lot of each line. Stock that comes in may name a new one; what goes out may not."""
    found = await _find(ctx, lines)
    missing = False
    for line, pointer in zip(lines, at, strict=True):
        if isinstance(line, Receive):
            _refuse_other_lot(found.get((line.item_id, line.lot)), line, pointer)
        if (line.item_id, line.lot) in found:
            continue
        if not _comes_in(line):
            raise await _unknown(ctx, line, pointer)
        values: dict[str, Any] = {}
        if isinstance(line, Receive):
            values = {"quality": line.quality, "expires_on": line.expires_on}
        await make(ctx, line.item_id, line.lot, **values)
        missing = True
    return await _find(ctx, lines) if missing else found


async def _find(ctx: Context, lines: Sequence[Line]) -> dict[Name, Lot]:
    query = select(Lot).where(
        Lot.item_id.in_({line.item_id for line in lines}),
        Lot.code.in_({line.lot for line in lines}),
    )
    return {(lot.item_id, lot.code): lot for lot in await ctx.session.scalars(query)}


def _comes_in(line: Line) -> bool:
    match line:
        case Receive():
            return True
        case Adjust():
            return line.counted is not None or (line.delta or 0) > 0
    return False


def _refuse_other_lot(lot: Lot | None, line: Receive, at: str) -> None:
    """A receipt may describe the lot that it makes, and must not contradict one that exists."""
    for name in ("quality", "expires_on"):
        given = getattr(line, name)
        if given is None:
            continue
        if line.lot == NO_LOT:
            raise Invalid(f"{name} belongs to a lot: name one.", at=f"{at}/lot")
        if lot is not None and getattr(lot, name) != given:
            says = f"Lot {lot.code} has another {name}: {getattr(lot, name)}."
            raise LotDiffers(says, at=f"{at}/{name}")


async def _unknown(ctx: Context, line: Line, at: str) -> InsufficientStock:
    rows = await ctx.rows(
        queries.LEVEL_LIST.where(
            queries.levels.c.item_id == line.item_id, queries.levels.c.on_hand > 0
        ).limit(200)
    )
    present = [
        {
            "item_id": str(row["item_id"]),
            "location_id": str(row["location_id"]),
            "lot": row["lot"],
            "available": str(row["available"]),
        }
        for row in rows
    ]
    return InsufficientStock("There is no such lot of it.", at=f"{at}/lot", lots=present)


async def create(ctx: Context, data: LotCreate) -> Lot:
    item = await ctx.referred(Item, data.item_id, "/body/item_id")
    if item.tracking is not Tracking.STOCK:
        raise Invalid(f"{item.name} is tracked by unit; it has no lots.", at="/body/item_id")
    lot = Lot(**data.model_dump())
    ctx.session.add(lot)
    ctx.emit(LotCreated(lot.id))
    await ctx.flush()
    return lot


async def update(ctx: Context, lot_id: UUID, data: LotUpdate, if_match: str | None) -> Lot:
    lot = await ctx.one(select(Lot).where(Lot.id == lot_id, Lot.code != NO_LOT))
    ctx.expect_if_named(lot, if_match, data.version)
    for name, value in changes(data).items():
        setattr(lot, name, value)
    ctx.emit(LotChanged(lot.id))
    await ctx.flush()
    return lot


async def delete(ctx: Context, lot_id: UUID) -> None:
    """Delete a lot that no movement names (else 409 `in_use`, by its foreign keys)."""
    lot = await ctx.one(select(Lot).where(Lot.id == lot_id, Lot.code != NO_LOT))
    await ctx.session.delete(lot)
    ctx.emit(LotDeleted(lot.id))
    await ctx.flush()
