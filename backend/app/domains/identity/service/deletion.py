"""Deleting an organization: asked for by an owner, withdrawn within the days of grace.

Until they are over it can be read and exported, and not be changed; then `purges` removes it.
"""

from datetime import timedelta

from sqlalchemy import select

from app.core.clock import now
from app.core.context import Context
from app.core.errors import Conflict
from app.core.kept_mails import MailKind
from app.domains.identity.events import DeletionAsked, DeletionWithdrawn
from app.domains.identity.models import Membership, Organization, OrganizationKind, User
from app.domains.identity.permissions import Role
from app.domains.identity.service.mailing import mail_to

FRESH = timedelta(days=7)  # an older export is not what is about to go


class ExportFirst(Conflict):
    code = "export_first"
    detail = (
        f"Export the organization first (GET …/export), at most {FRESH.days} days before: "
        "what is deleted comes back from nowhere else."
    )


class PersonalOrganization(Conflict):
    code, detail = "personal_organization", "It belongs to your account, and goes with it."


async def ask(ctx: Context, grace: timedelta) -> Organization:
    """Start the days of grace; asked for again, it stays at the first time."""
    organization = await locked(ctx)
    if organization.kind is OrganizationKind.PERSONAL:
        raise PersonalOrganization
    if organization.deletion_due_at is not None:
        return organization
    if organization.exported_at is None or organization.exported_at < now() - FRESH:
        raise ExportFirst
    organization.deletion_due_at = now() + grace
    ctx.emit(DeletionAsked(organization.id))
    await _tell_owners(ctx)
    await ctx.flush()
    return organization


async def withdraw(ctx: Context) -> Organization:
    """Keep the organization after all; where nobody asked to delete it, nothing changes.

    Raises `NotFound` where the purge has begun meanwhile, which ends every membership first.
    """
    organization = await locked(ctx)
    if organization.deletion_due_at is not None:
        mine = Membership.user_id == ctx.actor.user_id, Membership.ended_at.is_(None)
        await ctx.one(select(Membership).where(*mine))
        organization.deletion_due_at = None
        ctx.emit(DeletionWithdrawn(organization.id))
        await ctx.flush()
    return organization


async def locked(ctx: Context) -> Organization:
    query = select(Organization).where(Organization.id == ctx.organization_id)
    return (await ctx.session.scalars(query.with_for_update())).one()


async def _tell_owners(ctx: Context) -> None:
    """All of them: perhaps it was none, but somebody with a session of theirs."""
    owners = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.role == Role.OWNER, Membership.ended_at.is_(None), User.is_active)
    )
    for owner in await ctx.session.scalars(owners):
        await mail_to(ctx, owner, MailKind.ORGANIZATION_DELETION, organization=ctx.organization_id)
