"""What the catalogue keeps for every organization."""

from app.core import trees
from app.core.context import Context
from app.core.facts import on
from app.domains.catalog.models import TREE
from app.domains.identity.events import OrganizationFounded


@on(OrganizationFounded)
async def plant_categories(ctx: Context, _fact: OrganizationFounded) -> None:
    await trees.plant(ctx, TREE)
