"""The ledger, newest first."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import created, json_page
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.stock import queries
from app.domains.stock.schemas import MovementFilter, MovementRead, Reverse
from app.domains.stock.service import reversals

router = tenant_router("/movements", "stock")


@router.get("", response_model=Page[MovementRead])
async def list_movements(
    ctx: Annotated[Context, requires(Permission.STOCK_READ)],
    filters: Annotated[MovementFilter, Query()],
) -> Response:
    """What moved, from where to where, by whom and why."""
    return json_page(await queries.search_movements(ctx, filters))


@router.post("/{movement_id}/reverse", status_code=201)
async def reverse_movement(
    ctx: Annotated[Context, requires(Permission.STOCK_REVERSE)],
    movement_id: UUID,
    data: Reverse,
    response: Response,
) -> MovementRead:
    """Undo one movement by posting it the other way.

    409 `already_reversed`, `is_reversal`, `insufficient_stock`: what came in has gone out since.
    """
    posting_id = await reversals.reverse_movement(ctx, movement_id, data.reason)
    (row,) = await queries.movements_of(ctx, posting_id)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/stock/postings/{posting_id}")
    return MovementRead(**row)
