"""HTTP surface of places."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from app.core.context import Context
from app.core.pages import Page
from app.core.responses import IfMatch, created, json_page
from app.core.routers import tenant_router
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission
from app.domains.locations import queries, service
from app.domains.locations.models import Location
from app.domains.locations.schemas import (
    LocationCreate,
    LocationFilter,
    LocationListed,
    LocationMove,
    LocationNode,
    LocationRead,
    LocationUpdate,
)

router = tenant_router("/locations", "locations")

Reader = Annotated[Context, requires(Permission.LOCATIONS_READ)]
Writer = Annotated[Context, requires(Permission.LOCATIONS_WRITE)]


@router.get("", response_model=Page[LocationListed])
async def list_locations(ctx: Reader, filters: Annotated[LocationFilter, Query()]) -> Response:
    """The places of an organization, each with its path; archived and virtual ones apart."""
    return json_page(await queries.search(ctx, filters))


@router.post("", status_code=201)
async def create_location(ctx: Writer, data: LocationCreate, response: Response) -> LocationRead:
    """Add a place, inside another if `parent_id` says so.

    404: no such parent. 409 `code_taken`, `too_deep`, `location_archived`.
    """
    location = await service.create(ctx, data)
    created(response, f"/api/v1/organizations/{ctx.organization_id}/locations/{location.id}")
    return await _read(ctx, response, location)


@router.get("/{location_id}")
async def get_location(ctx: Reader, location_id: UUID, response: Response) -> LocationRead:
    """One place, with its path."""
    return await _read(ctx, response, await service.get(ctx, location_id))


@router.patch("/{location_id}")
async def update_location(
    ctx: Writer,
    location_id: UUID,
    data: LocationUpdate,
    response: Response,
    if_match: IfMatch = None,
) -> LocationRead:
    """Change a place. 412: it changed since the version you name; 428: name one."""
    return await _read(ctx, response, await service.update(ctx, location_id, data, if_match))


@router.post("/{location_id}/move")
async def move_location(
    ctx: Writer,
    location_id: UUID,
    data: LocationMove,
    response: Response,
    if_match: IfMatch = None,
) -> LocationRead:
    """Put a place somewhere else, with all that stands in it. 409 `circle`, `too_deep`."""
    return await _read(ctx, response, await service.move(ctx, location_id, data, if_match))


@router.post("/{location_id}/archive")
async def archive_location(ctx: Writer, location_id: UUID, response: Response) -> LocationRead:
    """Hide a place with all that stands in it. 409 `location_not_empty` says what is held there."""
    return await _read(ctx, response, await service.archive(ctx, location_id))


@router.post("/{location_id}/restore")
async def restore_location(ctx: Writer, location_id: UUID, response: Response) -> LocationRead:
    """Bring an archived place back. 409 `location_archived`: restore what it stands in first."""
    return await _read(ctx, response, await service.restore(ctx, location_id))


@router.delete("/{location_id}", status_code=204)
async def delete_location(ctx: Writer, location_id: UUID) -> None:
    """Delete a place that nothing refers to. 409 `in_use`: archive it instead."""
    await service.delete(ctx, location_id)


@router.get("/{location_id}/tree")
async def get_location_tree(ctx: Reader, location_id: UUID) -> LocationNode:
    """A place with all that stands in it, nested; at most 10,000 places."""
    return await queries.tree(ctx, (await service.get(ctx, location_id)).id)


async def _read(ctx: Context, response: Response, location: Location) -> LocationRead:
    response.headers["ETag"] = location.etag
    path = await queries.path_of(ctx, location.id)
    own = {name: getattr(location, name) for name in LocationRead.model_fields if name != "path"}
    return LocationRead(**own, path=path)
