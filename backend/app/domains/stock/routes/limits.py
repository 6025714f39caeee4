"""Minimum and maximum by place over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import IfMatch, created, json_page
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.stock import queries
from app.domains.stock.schemas import LimitCreate, LimitFilter, LimitRead, LimitUpdate
from app.domains.stock.service import limits

router = tenant_router("/stock-limits", "stock")

Reader = Annotated[Context, requires(Permission.STOCK_READ)]
Writer = Annotated[Context, requires(Permission.CATALOG_WRITE)]


@router.get("", response_model=Page[LimitRead])
async def list_stock_limits(ctx: Reader, filters: Annotated[LimitFilter, Query()]) -> Response:
    """Minimum and maximum of items by place, with what is held there and below it."""
    return json_page(await queries.search_limits(ctx, filters))


@router.post("", status_code=201)
async def create_stock_limit(ctx: Writer, data: LimitCreate, response: Response) -> LimitRead:
    """Say how much of an item is to be in a place and all that stands in it.

    404: no such item or place. 409 `limit_known`, `not_stock_tracked`.
    """
    made = await limits.create(ctx, data)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/stock-limits/{made}")
    return await _read(ctx, response, made)


@router.get("/{limit_id}")
async def get_stock_limit(ctx: Reader, limit_id: UUID, response: Response) -> LimitRead:
    """One limit, with what is held there and below it."""
    return await _read(ctx, response, limit_id)


@router.patch("/{limit_id}")
async def update_stock_limit(
    ctx: Writer, limit_id: UUID, data: LimitUpdate, response: Response, if_match: IfMatch = None
) -> LimitRead:
    """Change a limit. 412: it changed since the version you name."""
    await limits.update(ctx, limit_id, data, if_match)
    return await _read(ctx, response, limit_id)


@router.delete("/{limit_id}", status_code=204)
async def delete_stock_limit(ctx: Writer, limit_id: UUID) -> None:
    """Delete a limit: the item's own minimum and maximum are left."""
    await limits.delete(ctx, limit_id)


async def _read(ctx: Context, response: Response, limit_id: UUID) -> LimitRead:
    row = await queries.limit(ctx, limit_id)
    response.headers["ETag"] = f'"v{row["version"]}"'
    return LimitRead(**row)
