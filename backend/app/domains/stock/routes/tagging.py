"""Tags on items, places and lots over HTTP."""

from typing import Annotated
from uuid import UUID

from app.core.context import Context
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.stock.service import tagging
from app.domains.tags.schemas import TagThings

router = tenant_router("/tags", "tags")

Writer = Annotated[Context, requires(Permission.CATALOG_WRITE)]


@router.post("/{tag_id}/attach", status_code=204)
async def attach_tag(ctx: Writer, tag_id: UUID, data: TagThings) -> None:
    """Put a tag on things: on all that you name, or on none. 404 names what is not there."""
    await tagging.attach(ctx, tag_id, data)


@router.post("/{tag_id}/detach", status_code=204)
async def detach_tag(ctx: Writer, tag_id: UUID, data: TagThings) -> None:
    """Take a tag off things. 404 names what is not there."""
    await tagging.detach(ctx, tag_id, data)
