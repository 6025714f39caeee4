"""Reversals: the same movements the other way, once. Nothing is ever taken out of the ledger."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from app.core.context import Context
from app.core.errors import Conflict
from app.domains.stock.models import AlreadyReversed, MovementKind, Posting, StockMovement
from app.domains.stock.queries.of_sheets import KnownPlace, items_locked, places_locked
from app.domains.stock.service import ledger, sheets
from app.domains.stock.service.drafts import Draft


class IsReversal(Conflict):
    code = "is_reversal"
    detail = "This is a reversal itself; post what is right instead of reversing it back."


async def reverse_posting(ctx: Context, posting_id: UUID, reason: str) -> UUID:
    """Reverse all movements of a posting in one transaction; the new posting's id."""
    posting = await ctx.get(Posting, posting_id)
    if posting.reverses_id is not None:
        raise IsReversal
    movements = select(StockMovement).where(StockMovement.posting_id == posting.id)
    found = list(await ctx.session.scalars(movements.order_by(StockMovement.id)))
    return await _reverse(ctx, found, posting.reference, reason, posting.id)


async def reverse_movement(ctx: Context, movement_id: UUID, reason: str) -> UUID:
    """Reverse one movement; the new posting's id. Alone on its sheet, it reverses the sheet."""
    movement = await ctx.get(StockMovement, movement_id)
    sheet = select(StockMovement.id).where(StockMovement.posting_id == movement.posting_id).limit(2)
    alone = len(list(await ctx.session.scalars(sheet))) == 1
    posting_id = movement.posting_id if alone else None
    return await _reverse(ctx, [movement], movement.reference, reason, posting_id)


async def _reverse(
    ctx: Context,
    movements: Sequence[StockMovement],
    reference: str,
    reason: str,
    posting_id: UUID | None,
) -> UUID:
    if any(movement.kind is MovementKind.REVERSE for movement in movements):
        raise IsReversal
    ids = [movement.id for movement in movements]
    before = select(StockMovement.id).where(StockMovement.reverses_id.in_(ids)).limit(1)
    if await ctx.session.scalar(before) is not None:
        raise AlreadyReversed
    items = await items_locked(ctx, {movement.item_id for movement in movements})
    for item in items.values():
        if item.archived_at is not None:
            raise sheets.Archived(f"{item.name} is archived; restore it first.")
    places = await _places(ctx, movements)
    drafts = [
        Draft(
            at=f"/movements/{index}",
            kind=MovementKind.REVERSE,
            item=items[movement.item_id],
            lot_id=movement.lot_id,
            from_id=movement.to_location_id,
            to_id=movement.from_location_id,
            from_level=places[movement.to_location_id].role is None,
            to_level=places[movement.from_location_id].role is None,
            quantity=movement.quantity,
            unit_cost=movement.unit_cost,
            currency=movement.currency,
            reference=movement.reference,
            occurred_at=movement.occurred_at,
            reverses_id=movement.id,
        )
        for index, movement in enumerate(movements)
    ]
    return await ledger.post(
        ctx, drafts, reference=reference, reason=reason, reverses_id=posting_id
    )


async def _places(ctx: Context, movements: Sequence[StockMovement]) -> dict[UUID, KnownPlace]:
    """Both ends of each movement, locked; stock does not go back to an archived place."""
    ids = {m.from_location_id for m in movements} | {m.to_location_id for m in movements}
    found = {place.id: place for place in await places_locked(ctx, ids, ())}
    for place in found.values():
        if place.archived_at is not None:
            raise sheets.Archived(f"{place.name} is archived; restore it first.")
    return found
