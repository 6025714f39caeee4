"""Lots over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import IfMatch, created, json_page, tagged
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.stock import queries
from app.domains.stock.models import Lot
from app.domains.stock.schemas import LotCreate, LotFilter, LotRead, LotUpdate
from app.domains.stock.service import lots

router = tenant_router("/lots", "stock")

Reader = Annotated[Context, requires(Permission.STOCK_READ)]
Writer = Annotated[Context, requires(Permission.STOCK_RECEIVE)]


@router.get("", response_model=Page[LotRead])
async def list_lots(ctx: Reader, filters: Annotated[LotFilter, Query()]) -> Response:
    """The lots of an organization."""
    return json_page(await queries.search_lots(ctx, filters))


@router.post("", status_code=201)
async def create_lot(ctx: Writer, data: LotCreate, response: Response) -> LotRead:
    """Describe a lot before it comes. 404: no such item. 409 `lot_known`."""
    lot = await lots.create(ctx, data)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/lots/{lot.id}")
    return tagged(response, LotRead, lot)


@router.get("/{lot_id}")
async def get_lot(ctx: Reader, lot_id: UUID, response: Response) -> LotRead:
    """One lot."""
    return tagged(response, LotRead, await ctx.get(Lot, lot_id))


@router.patch("/{lot_id}")
async def update_lot(
    ctx: Writer, lot_id: UUID, data: LotUpdate, response: Response, if_match: IfMatch = None
) -> LotRead:
    """Correct a lot's quality or expiry. 412: it changed since the version you name."""
    return tagged(response, LotRead, await lots.update(ctx, lot_id, data, if_match))


@router.delete("/{lot_id}", status_code=204)
async def delete_lot(ctx: Writer, lot_id: UUID) -> None:
    """Delete a lot that was never used. 409 `in_use`."""
    await lots.delete(ctx, lot_id)
