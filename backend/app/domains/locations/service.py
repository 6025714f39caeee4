"""What can be done with places."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from app.core import trees
from app.core.clock import now
from app.core.context import Context
from app.core.errors import Conflict, InUse, NotFound
from app.core.schemas import changes
from app.domains.locations.events import (
    LocationArchived,
    LocationChanged,
    LocationCreated,
    LocationDeleted,
    LocationDeleting,
    LocationMoved,
    LocationRestored,
    LocationsArchiving,
)
from app.domains.locations.models import TREE, Location, LocationKind
from app.domains.locations.schemas import LocationCreate, LocationMove, LocationUpdate

TABLE = cast("Table", Location.__table__)


class LocationIsArchived(Conflict):
    code = "location_archived"


async def get(ctx: Context, location_id: UUID, *, lock: bool = False) -> Location:
    """A physical place; the virtual ones answer NotFound like strangers' ones."""
    location = await ctx.get(Location, location_id, lock=lock)
    if location.kind is LocationKind.VIRTUAL:
        raise NotFound
    return location


async def create(ctx: Context, data: LocationCreate) -> Location:
    if data.parent_id is not None:
        await _parent(ctx, None, data.parent_id)
    location = Location(**data.model_dump(), role=None, archived_at=None)
    await ctx.store(location)
    ctx.emit(LocationCreated(location.id))
    await ctx.flush()
    return location


async def create_all(ctx: Context, rows: Sequence[LocationCreate]) -> list[Location]:
    """Many places at once, each at the top or in one that stands already."""
    for parent_id in sorted({data.parent_id for data in rows if data.parent_id is not None}):
        await _parent(ctx, None, parent_id)
    made = [Location(**data.model_dump(), role=None, archived_at=None) for data in rows]
    ctx.session.add_all(made)
    for location in made:
        ctx.emit(LocationCreated(location.id))
    await ctx.flush()
    return made


async def update(
    ctx: Context, location_id: UUID, data: LocationUpdate, if_match: str | None
) -> Location:
    location = await get(ctx, location_id, lock=True)
    ctx.expect(location, if_match, data.version)
    await apply(ctx, location, data)
    return location


async def apply(ctx: Context, location: Location, data: LocationUpdate) -> None:
    """Set what `data` sets, and tell it."""
    for name, value in changes(data).items():
        setattr(location, name, value)
    ctx.emit(LocationChanged(location.id))
    await ctx.flush()


async def move(
    ctx: Context, location_id: UUID, data: LocationMove, if_match: str | None
) -> Location:
    """Put a place, with all that stands in it, somewhere else. Nothing enters the ledger."""
    await trees.lock(ctx, TREE)
    location = await get(ctx, location_id, lock=True)
    ctx.expect_if_named(location, if_match, data.version)
    if data.parent_id is not None:
        await _parent(ctx, location.id, data.parent_id)
    location.parent_id = data.parent_id
    ctx.emit(LocationMoved(location.id))
    await ctx.flush()
    return location


async def _parent(ctx: Context, location_id: UUID | None, parent_id: UUID) -> None:
    """Refuse a parent that is unknown, archived, or that cannot carry this place."""
    query = select(Location).where(Location.id == parent_id).with_for_update(read=True)
    parent = (await ctx.session.scalars(query)).one_or_none()
    if parent is None or parent.kind is LocationKind.VIRTUAL:
        raise NotFound(at="/body/parent_id")
    if parent.archived_at is not None:
        raise LocationIsArchived(f"{parent.name} is archived.", at="/body/parent_id")
    await trees.refuse_misplaced(ctx, TABLE, location_id, parent_id)


async def archive(ctx: Context, location_id: UUID) -> Location:
    """Hide a place and all that stands in it; refused while something is held there.

    The rows are locked first, so that a receipt in flight and this cannot both succeed.
    """
    await trees.lock(ctx, TREE)
    top = await get(ctx, location_id)
    inside = await _locked_subtree(ctx, top)
    ctx.emit(LocationsArchiving(top.id, tuple(location.id for location in inside)))
    for location in inside:
        if location.archived_at is None:
            location.archived_at = now()
            ctx.emit(LocationArchived(location.id))
    await ctx.flush()
    return top


async def _locked_subtree(ctx: Context, top: Location) -> list[Location]:
    """`top` and all that stands in it, locked in the order in which sheets lock their places;
    asked again until nothing was added meanwhile.
    """
    locked: list[Location] = []
    while len(ids := await trees.ids_below(ctx, TABLE, top.id)) > len(locked):
        query = select(Location).where(Location.id.in_(ids)).order_by(Location.id)
        query = query.with_for_update().execution_options(populate_existing=True)
        locked = list(await ctx.session.scalars(query))
    return locked


async def restore(ctx: Context, location_id: UUID) -> Location:
    """Bring one archived place back; what stands in it stays archived until asked for."""
    location = await get(ctx, location_id, lock=True)
    if location.parent_id is not None:
        parent = await ctx.get(Location, location.parent_id)
        if parent.archived_at is not None:
            raise LocationIsArchived(f"{parent.name}, in which it stands, is archived.")
    location.archived_at = None
    ctx.emit(LocationRestored(location.id))
    await ctx.flush()
    return location


async def delete(ctx: Context, location_id: UUID) -> None:
    """Delete a place that nothing refers to; InUse names what does."""
    location = await get(ctx, location_id, lock=True)
    child = select(Location.name).where(Location.parent_id == location.id).limit(1)
    if (name := await ctx.session.scalar(child)) is not None:
        raise InUse(f"{location.name} is not empty: {name} stands in it.")
    ctx.emit(LocationDeleting(location.id))
    await ctx.flush()
    await ctx.session.delete(location)
    ctx.emit(LocationDeleted(location.id))
    await ctx.flush()
