"""What the places of every organization begin with."""

from app.core import trees
from app.core.context import Context
from app.core.facts import on
from app.domains.identity.events import OrganizationFounded
from app.domains.locations.events import LocationCreated
from app.domains.locations.models import TREE, Location, LocationKind, VirtualRole


@on(OrganizationFounded)
async def make_virtual_locations(ctx: Context, _fact: OrganizationFounded) -> None:
    """The ends that stock comes from and goes to, one of each."""
    await trees.plant(ctx, TREE)
    for role in VirtualRole:
        location = Location(
            parent_id=None,
            name=role.value.capitalize(),
            kind=LocationKind.VIRTUAL,
            role=role,
            code=None,
            notes="",
            archived_at=None,
        )
        ctx.session.add(location)
        ctx.emit(LocationCreated(location.id))
