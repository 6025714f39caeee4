"""Organizations: founding one, its settings, and who is in it."""

import re
from secrets import token_hex
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import select

from app.core.context import AccountContext, Context, Tenant
from app.core.schemas import changes
from app.domains.identity.events import (
    MemberAdded,
    OrganizationChanged,
    OrganizationFounded,
    OrganizationRegistered,
)
from app.domains.identity.models import Membership, Organization, OrganizationKind
from app.domains.identity.permissions import Role
from app.domains.identity.schemas import SPOKEN_FOR, OrganizationCreate, OrganizationUpdate, is_id


async def found(
    ctx: AccountContext,
    data: OrganizationCreate,
    owner_id: UUID,
    kind: OrganizationKind = OrganizationKind.TEAM,
) -> Organization:
    """A new organization with its owner, and what every domain keeps for one."""
    slug = data.slug or await _free_slug(ctx, data.name, kind)
    organization = Organization(
        name=data.name, slug=slug, kind=kind, currency=data.currency, timezone=data.timezone
    )
    ctx.session.add(organization)
    ctx.emit(OrganizationRegistered(organization.id))
    await ctx.flush()
    tenant = Tenant(organization.id, slug, data.currency)
    inside = ctx.unit.context(tenant, ctx.actor)
    inside.emit(OrganizationFounded(organization.id))
    await join(inside, owner_id, Role.OWNER)
    return organization


async def join(ctx: Context, user_id: UUID, role: Role) -> Membership:
    membership = Membership(user_id=user_id, role=role, ended_at=None)
    ctx.session.add(membership)
    ctx.emit(MemberAdded(membership.id))
    await ctx.flush()
    return membership


async def _free_slug(ctx: AccountContext, name: str, kind: OrganizationKind) -> str:
    """A slug like the name; a personal one tells nothing of the person's."""
    if kind is OrganizationKind.PERSONAL:
        return f"personal-{token_hex(6)}"
    ascii_name = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name)[:50].strip("-")
    taken = select(Organization.id).where(Organization.slug == slug)
    unfit = len(slug) < 2 or is_id(slug) or slug in SPOKEN_FOR
    if unfit or await ctx.session.scalar(taken) is not None:
        return f"{slug or 'org'}-{token_hex(4)}"
    return slug


async def get(ctx: Context) -> Organization:
    query = select(Organization).where(Organization.id == ctx.organization_id)
    return (await ctx.session.scalars(query)).one()


async def update(ctx: Context, data: OrganizationUpdate, if_match: str | None) -> Organization:
    organization = await get(ctx)
    ctx.expect(organization, if_match, data.version)
    for name, value in changes(data).items():
        setattr(organization, name, value)
    ctx.emit(OrganizationChanged(organization.id))
    await ctx.flush()
    return organization
