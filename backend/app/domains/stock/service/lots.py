"""Lots: made by hand, or by the first receipt that names them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select

from app.core.changes import jsonable
from app.core.clock import now
from app.core.context import Context
from app.core.errors import Conflict, Invalid
from app.core.ids import new_id
from app.core.schemas import changes
from app.domains.catalog.models import Item, Tracking
from app.domains.stock import queries
from app.domains.stock.events import LotChanged, LotCreated, LotDeleted
from app.domains.stock.models import NEVER, NO_LOT, InsufficientStock, Lot
from app.domains.stock.queries.of_sheets import KnownLot, lots_named
from app.domains.stock.schemas import (
    Adjust,
    Issue,
    LotCreate,
    LotUpdate,
    Receive,
    Transfer,
)
from app.domains.tags.models import Tagging
from app.domains.tags.queries import taggings

Line: TypeAlias = Receive | Issue | Transfer | Adjust
Name: TypeAlias = tuple[UUID, str]  # item, code


class LotDiffers(Conflict):
    code = "lot_differs"


async def make(ctx: Context, item_id: UUID, code: str, **values: Any) -> None:
    """Store a lot unless the item has it; told to nobody when it is the one without a code."""
    at, id = now(), new_id()
    described = {"item_id": item_id, "code": code, "quality": None, "expires_on": None} | values
    row = {"id": id, "created_at": at, "updated_at": at, "version": 1} | described
    row["expires_key"] = described["expires_on"] or NEVER
    if await ctx.insert_new(Lot, row) and code != NO_LOT:
        known = {name: value for name, value in described.items() if value is not None}
        ctx.emit(LotCreated(id), {name: (None, jsonable(known[name])) for name in known})


async def find_or_make(
    ctx: Context, lines: Sequence[Line], at: Sequence[str]
) -> dict[Name, KnownLot]:
    """The lot of each line. What comes in may name a new one; what goes out, one that is there
    or that another line brings: the order of the lines is free.
    """
    found = await _find(ctx, lines)
    brought = {(line.item_id, line.lot) for line in lines if _comes_in(line)}
    missing: defaultdict[Name, dict[str, Any]] = defaultdict(dict)
    for line, pointer in zip(lines, at, strict=True):
        name = (line.item_id, line.lot)
        if name in found:
            continue
        if name not in brought:
            raise await _unknown(ctx, line, pointer)
        missing[name] = _description(line) | missing[name]
    for name in sorted(missing):  # as every sheet does, so that no two wait for each other
        await make(ctx, *name, **missing[name])
    if missing:
        found = await _find(ctx, lines)
    for line, pointer in zip(lines, at, strict=True):
        _refuse_other_lot(found[line.item_id, line.lot], line, pointer)
    return found


async def _find(ctx: Context, lines: Sequence[Line]) -> dict[Name, KnownLot]:
    return await lots_named(ctx, {line.item_id for line in lines}, {line.lot for line in lines})


def _comes_in(line: Line) -> bool:
    match line:
        case Receive():
            return True
        case Adjust():
            return line.counted is not None or (line.delta or 0) > 0
    return False


def _description(line: Line) -> dict[str, Any]:
    """What a receipt says of its lot."""
    if not isinstance(line, Receive):
        return {}
    said = {"quality": line.quality, "expires_on": line.expires_on}
    return {name: value for name, value in said.items() if value is not None}


def _refuse_other_lot(lot: KnownLot, line: Line, at: str) -> None:
    """A receipt may describe the lot that it makes, and must not contradict one that exists."""
    for name, given in _description(line).items():
        if line.lot == NO_LOT:
            raise Invalid(f"{name} belongs to a lot: name one.", at=f"{at}/lot")
        if getattr(lot, name) != given:
            says = f"Lot {lot.code} has another {name}: {getattr(lot, name)}."
            raise LotDiffers(says, at=f"{at}/{name}")


async def _unknown(ctx: Context, line: Line, at: str) -> InsufficientStock:
    present = await queries.lots_that_have(ctx, queries.levels.c.item_id == line.item_id)
    return InsufficientStock("There is no such lot of it.", at=f"{at}/lot", lots=present)


async def create(ctx: Context, data: LotCreate) -> Lot:
    item = await ctx.referred(Item, data.item_id, "/body/item_id")
    if item.tracking is not Tracking.STOCK:
        raise Invalid(f"{item.name} is tracked by unit; it has no lots.", at="/body/item_id")
    lot = Lot(**data.model_dump())
    await ctx.store(lot)
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
    await ctx.delete(Tagging, taggings.c.lot_id == lot.id)
    await ctx.session.delete(lot)
    ctx.emit(LotDeleted(lot.id))
    await ctx.flush()
