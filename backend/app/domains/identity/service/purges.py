"""The end of an organization: every row of it goes, those of append-only tables too.

The whole of it is one transaction. The row in `purges` that opens the append-only tables is seen by
no other, since it is gone again when this one commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from app.core.clock import now
from app.core.context import Actor, Context, Tenant, unit_of_work
from app.core.engine import Database
from app.core.ids import new_id
from app.core.links import Link
from app.core.owned import owned_models
from app.domains.identity.events import OrganizationPurged
from app.domains.identity.models import Invitation, Organization, Purge


@dataclass(frozen=True, slots=True)
class Purged:
    """What there was of an organization."""

    slug: str
    rows: int


async def due(database: Database) -> Sequence[tuple[UUID, str]]:
    """Id and slug of the organizations whose time to be restored is over, the longest first."""
    over = (
        select(Organization.id, Organization.slug)
        .where(Organization.deletion_due_at <= now())
        .order_by(Organization.deletion_due_at)
    )
    async with unit_of_work(database, write=False) as unit:
        return [(id, slug) for id, slug in await unit.account().session.execute(over)]


async def purge(database: Database, organization_id: UUID) -> Purged | None:
    """Remove the organization; None where it has been restored, or removed, meanwhile."""
    async with unit_of_work(database, write=True) as unit:
        account = unit.account()
        mine = select(Organization).where(
            Organization.id == organization_id, Organization.deletion_due_at <= now()
        )
        organization = (await account.session.scalars(mine.with_for_update())).one_or_none()
        if organization is None:
            return None
        tenant = Tenant(organization.id, organization.slug, organization.currency)
        rows = await _emptied(unit.context(tenant, Actor()))
        await account.session.delete(organization)
        account.emit(OrganizationPurged(organization.id))
        return Purged(organization.slug, rows)


async def _emptied(ctx: Context) -> int:
    """How many rows the organization had, in all of its tables together."""
    links = (await ctx.session.scalars(select(Invitation.link_id))).all()
    await ctx.insert(Purge, [{"id": new_id(), "created_at": now()}])
    leaves_first = [model for model in reversed(owned_models()) if model is not Purge]
    rows = sum([await ctx.delete(model) for model in leaves_first])
    await ctx.delete(Purge)
    await ctx.session.execute(delete(Link).where(Link.id.in_(links)))
    return rows
