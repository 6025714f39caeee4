"""Units over HTTP."""

from typing import Annotated
from uuid import UUID

from app.core.context import Context
from app.core.routers import tenant_router
from app.domains.catalog.schemas import UnitCreate, UnitList, UnitRead
from app.domains.catalog.service import units
from app.domains.identity.deps import requires
from app.domains.identity.permissions import Permission

router = tenant_router("/units", "units")


@router.get("")
async def list_units(ctx: Annotated[Context, requires(Permission.CATALOG_READ)]) -> UnitList:
    """The units that items can be counted in: built-in ones, then the organization's own."""
    return UnitList(items=await units.everything(ctx))


@router.post("", status_code=201)
async def create_unit(
    ctx: Annotated[Context, requires(Permission.CATALOG_WRITE)], data: UnitCreate
) -> UnitRead:
    """Add a unit of your own, such as a box of 12 pcs. 409 `unit_known`, 422 `unit_unknown`."""
    return await units.create(ctx, data)


@router.delete("/{unit_id}", status_code=204)
async def delete_unit(
    ctx: Annotated[Context, requires(Permission.CATALOG_WRITE)], unit_id: UUID
) -> None:
    """Delete a unit of your own. 409 `in_use`: items are counted in it."""
    await units.delete(ctx, unit_id)
