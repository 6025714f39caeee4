"""Categories over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import IfMatch, created, json_page, tagged
from app.core.routers import tenant_router
from app.domains.catalog.models import Category
from app.domains.catalog.queries import search_categories
from app.domains.catalog.schemas import (
    CategoryCreate,
    CategoryFilter,
    CategoryRead,
    CategoryUpdate,
)
from app.domains.catalog.service import categories
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission

router = tenant_router("/categories", "categories")

Reader = Annotated[Context, requires(Permission.CATALOG_READ)]
Writer = Annotated[Context, requires(Permission.CATALOG_WRITE)]


@router.get("", response_model=Page[CategoryRead])
async def list_categories(ctx: Reader, filters: Annotated[CategoryFilter, Query()]) -> Response:
    """The categories of an organization."""
    return json_page(await search_categories(ctx, filters))


@router.post("", status_code=201)
async def create_category(ctx: Writer, data: CategoryCreate, response: Response) -> CategoryRead:
    """Add a category, under another if `parent_id` says so. 409 `code_taken`, `too_deep`."""
    category = await categories.create(ctx, data)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/categories/{category.id}")
    return tagged(response, CategoryRead, category)


@router.get("/{category_id}")
async def get_category(ctx: Reader, category_id: UUID, response: Response) -> CategoryRead:
    """One category."""
    return tagged(response, CategoryRead, await ctx.get(Category, category_id))


@router.patch("/{category_id}")
async def update_category(
    ctx: Writer,
    category_id: UUID,
    data: CategoryUpdate,
    response: Response,
    if_match: IfMatch = None,
) -> CategoryRead:
    """Change or move a category; what hangs under it moves along. 409 `circle`, `code_taken`."""
    changed = await categories.update(ctx, category_id, data, if_match)
    return tagged(response, CategoryRead, changed)


@router.delete("/{category_id}", status_code=204)
async def delete_category(ctx: Writer, category_id: UUID) -> None:
    """Delete an empty category. 409 `in_use` names what is in it."""
    await categories.delete(ctx, category_id)
