"""What the places of every organization begin with."""

from app.core import trees
from app.core.clock import now
from app.core.context import Context
from app.core.db import sort_key
from app.core.facts import on
from app.core.ids import new_id
from app.domains.identity.events import OrganizationFounded
from app.domains.locations.models import TREE, Location, LocationKind, VirtualRole


@on(OrganizationFounded)
async def make_virtual_locations(ctx: Context, _fact: OrganizationFounded) -> None:
    """The ends that stock comes from and goes to, one of each; that it was founded tells of them."""
    await trees.plant(ctx, TREE)
    at = now()
    made = {"created_at": at, "updated_at": at, "version": 1, "notes": ""}
    await ctx.insert(Location, [made | _virtual(role) for role in VirtualRole])


def _virtual(role: VirtualRole) -> dict[str, object]:
    name = role.value.capitalize()
    return {
        "id": new_id(),
        "name": name,
        "name_key": sort_key(name),
        "kind": LocationKind.VIRTUAL,
        "role": role,
    }
