"""Saved views over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import IfMatch, created, json_page, tagged
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.views import queries, service
from app.domains.views.schemas import (
    SavedViewCreate,
    SavedViewFilter,
    SavedViewRead,
    SavedViewUpdate,
)

router = tenant_router("/saved-views", "saved-views")

Member = Annotated[Context, requires(Permission.ORGANIZATION_READ)]


@router.get("", response_model=Page[SavedViewRead])
async def list_saved_views(ctx: Member, filters: Annotated[SavedViewFilter, Query()]) -> Response:
    """Your own views and the shared ones, of one `screen` or of all."""
    return json_page(await queries.search(ctx, filters))


@router.post("", status_code=201)
async def create_saved_view(
    ctx: Member, data: SavedViewCreate, request: Request, response: Response
) -> SavedViewRead:
    """Keep a view. 403: sharing one needs `views:share`."""
    view = await service.create(ctx, data, may_share=_may_share(request))
    created(response, f"/api/v1/organizations/{ctx.organization_id}/saved-views/{view.id}")
    return tagged(response, SavedViewRead, view)


@router.get("/{view_id}")
async def get_saved_view(ctx: Member, view_id: UUID, response: Response) -> SavedViewRead:
    """One view. 404: there is none, or it is private and somebody else's."""
    return tagged(response, SavedViewRead, await service.get(ctx, view_id))


@router.patch("/{view_id}")
async def update_saved_view(
    ctx: Member,
    view_id: UUID,
    data: SavedViewUpdate,
    request: Request,
    response: Response,
    if_match: IfMatch = None,
) -> SavedViewRead:
    """Change a view, or share it. 403: a shared one needs `views:share`.

    412: it changed since the version you name.
    """
    may_share = _may_share(request)
    view = await service.update(ctx, view_id, data, if_match, may_share=may_share)
    return tagged(response, SavedViewRead, view)


@router.delete("/{view_id}", status_code=204)
async def delete_saved_view(ctx: Member, view_id: UUID, request: Request) -> None:
    """Delete a view. 403: a shared one needs `views:share`."""
    await service.delete(ctx, view_id, may_share=_may_share(request))


def _may_share(request: Request) -> bool:
    return Permission.VIEWS_SHARE in request.state.authority.permissions
