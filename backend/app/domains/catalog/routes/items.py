"""Items over HTTP. (Reading one stands with the stock, which knows where it is.)"""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import IfMatch, created, json_page, tagged
from app.core.routers import tenant_router
from app.domains.catalog.queries import search_items
from app.domains.catalog.schemas import (
    ItemCreate,
    ItemDuplicate,
    ItemFilter,
    ItemListed,
    ItemRead,
    ItemUpdate,
)
from app.domains.catalog.service import items
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission

router = tenant_router("/items", "items")

Reader = Annotated[Context, requires(Permission.CATALOG_READ)]
Writer = Annotated[Context, requires(Permission.CATALOG_WRITE)]


@router.get("", response_model=Page[ItemListed])
async def list_items(ctx: Reader, filters: Annotated[ItemFilter, Query()]) -> Response:
    """The items of an organization, archived ones apart."""
    return json_page(await search_items(ctx, filters))


@router.post("", status_code=201)
async def create_item(ctx: Writer, data: ItemCreate, response: Response) -> ItemRead:
    """Add an item.

    404: no such category. 409 `sku_taken`, `barcode_taken`. 422 `unit_unknown`.
    """
    item = await items.create(ctx, data)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/items/{item.id}")
    return tagged(response, ItemRead, item)


@router.post("/{item_id}/duplicate", status_code=201)
async def duplicate_item(
    ctx: Writer, item_id: UUID, data: ItemDuplicate, response: Response
) -> ItemRead:
    """Add an item like this one, with its tags, under a name and codes of its own.

    409 `sku_taken`, `barcode_taken`.
    """
    item = await items.duplicate(ctx, item_id, data)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/items/{item.id}")
    return tagged(response, ItemRead, item)


@router.patch("/{item_id}")
async def update_item(
    ctx: Writer, item_id: UUID, data: ItemUpdate, response: Response, if_match: IfMatch = None
) -> ItemRead:
    """Change an item; `archived` hides it or brings it back.

    409 `frozen`: tracking and unit stay once something was counted. 409 `in_use`: some of it is
    still held somewhere. 412: it changed since the version you name; 428: name one.
    """
    return tagged(response, ItemRead, await items.update(ctx, item_id, data, if_match))


@router.delete("/{item_id}", status_code=204)
async def delete_item(ctx: Writer, item_id: UUID) -> None:
    """Delete an item that nothing refers to. 409 `in_use`: archive it instead."""
    await items.delete(ctx, item_id)
