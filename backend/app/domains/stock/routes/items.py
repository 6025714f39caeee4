"""Where is it, and how much? What stock adds to items and to places."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import json_of, json_page
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.locations import service as locations
from app.domains.stock import queries
from app.domains.stock.schemas import ContentsFilter, ItemMerge, ItemWithStock, LevelRead
from app.domains.stock.service import merging

router = tenant_router("", "stock")
Reader = Annotated[Context, requires(Permission.STOCK_READ)]
Merger = Annotated[Context, requires(Permission.CATALOG_MERGE)]


@router.get("/items/{item_id}", response_model=ItemWithStock)
async def get_item(ctx: Reader, item_id: UUID) -> Response:
    """An item with its levels: where it is, in which lots, how much, and how much is free."""
    return await _shown(ctx, item_id)


@router.post("/items/{item_id}/merge", response_model=ItemWithStock)
async def merge_item(ctx: Merger, item_id: UUID, data: ItemMerge) -> Response:
    """Make an item part of another: what is held and reserved of it is the other's from now on, in one
    posting; its history stays, and it is archived. Answers the other.

    404: no such item. 409 `archived`, `not_stock_tracked`, `units_differ`, `lot_differs`. 422: into itself.
    """
    return await _shown(ctx, (await merging.merge(ctx, item_id, data.into_id)).id)


async def _shown(ctx: Context, item_id: UUID) -> Response:
    item = await queries.item_with_stock(ctx, item_id)
    return json_of(item, version=item["version"])


@router.get("/locations/{location_id}/contents", response_model=Page[LevelRead])
async def get_location_contents(
    ctx: Reader, location_id: UUID, filters: Annotated[ContentsFilter, Query()]
) -> Response:
    """What is held in a place and in all that stands in it."""
    place = await locations.get(ctx, location_id)
    return json_page(await queries.contents(ctx, place.id, filters))
