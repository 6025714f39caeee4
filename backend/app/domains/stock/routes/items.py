"""Where is it, and how much? What stock adds to items and to places."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.quantities import canonical
from app.core.responses import json_page, tenant_router
from app.domains.catalog.models import Item
from app.domains.catalog.schemas import ItemRead
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.locations import service as locations
from app.domains.stock import queries
from app.domains.stock.schemas import ContentsFilter, ItemMerge, ItemWithStock, LevelRead
from app.domains.stock.service import merging
from app.domains.tags.queries import tags_of_item
from app.domains.tags.schemas import TagRead

router = tenant_router("", "stock")
Reader = Annotated[Context, requires(Permission.STOCK_READ)]
Merger = Annotated[Context, requires(Permission.CATALOG_MERGE)]


@router.get("/items/{item_id}")
async def get_item(ctx: Reader, item_id: UUID, response: Response) -> ItemWithStock:
    """An item with its levels: where it is, in which lots, how much, and how much is free."""
    return await _read(ctx, await ctx.get(Item, item_id), response)


@router.post("/items/{item_id}/merge")
async def merge_item(
    ctx: Merger, item_id: UUID, data: ItemMerge, response: Response
) -> ItemWithStock:
    """Make an item part of another: what is held and reserved of it is the other's from now on, in one
    posting; its history stays, and it is archived. Answers the other.

    404: no such item. 409 `archived`, `not_stock_tracked`, `units_differ`, `lot_differs`. 422: into itself.
    """
    return await _read(ctx, await merging.merge(ctx, item_id, data.into_id), response)


async def _read(ctx: Context, item: Item, response: Response) -> ItemWithStock:
    on_hand, reserved = await queries.totals(ctx, item.id)
    response.headers["ETag"] = item.etag
    return ItemWithStock(
        **ItemRead.model_validate(item).model_dump(),
        on_hand=on_hand,
        reserved=reserved,
        available=canonical(on_hand - reserved),
        tags=[TagRead(**row) for row in await tags_of_item(ctx, item.id)],
        levels=[LevelRead(**row) for row in await queries.of_item(ctx, item.id)],
    )


@router.get("/locations/{location_id}/contents", response_model=Page[LevelRead])
async def get_location_contents(
    ctx: Reader, location_id: UUID, filters: Annotated[ContentsFilter, Query()]
) -> Response:
    """What is held in a place and in all that stands in it."""
    place = await locations.get(ctx, location_id)
    return json_page(queries.LEVELS_JSON, await queries.contents(ctx, place.id, filters))
