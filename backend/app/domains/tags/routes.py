"""Tags over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import IfMatch, created, json_page, tagged
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.tags import queries, service
from app.domains.tags.models import Tag
from app.domains.tags.schemas import TagCreate, TagFilter, TagRead, TagUpdate

router = tenant_router("/tags", "tags")

Reader = Annotated[Context, requires(Permission.CATALOG_READ)]
Writer = Annotated[Context, requires(Permission.CATALOG_WRITE)]


@router.get("", response_model=Page[TagRead])
async def list_tags(ctx: Reader, filters: Annotated[TagFilter, Query()]) -> Response:
    """The tags of an organization, or those on one item, place or lot."""
    return json_page(await queries.search_tags(ctx, filters))


@router.post("", status_code=201)
async def create_tag(ctx: Writer, data: TagCreate, response: Response) -> TagRead:
    """Add a tag. 409 `tag_known`: names that differ in case alone are one."""
    tag = await service.create(ctx, data)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/tags/{tag.id}")
    return tagged(response, TagRead, tag)


@router.get("/{tag_id}")
async def get_tag(ctx: Reader, tag_id: UUID, response: Response) -> TagRead:
    """One tag."""
    return tagged(response, TagRead, await ctx.get(Tag, tag_id))


@router.patch("/{tag_id}")
async def update_tag(
    ctx: Writer, tag_id: UUID, data: TagUpdate, response: Response, if_match: IfMatch = None
) -> TagRead:
    """Rename or recolour a tag. 409 `tag_known`. 412: it changed since the version you name."""
    return tagged(response, TagRead, await service.update(ctx, tag_id, data, if_match))


@router.delete("/{tag_id}", status_code=204)
async def delete_tag(ctx: Writer, tag_id: UUID) -> None:
    """Delete a tag, and take it off everything that has it."""
    await service.delete(ctx, tag_id)
