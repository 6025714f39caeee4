"""Closing one's account: shut it, or be forgotten. History goes on pointing to an emptied row."""

from uuid import UUID

from sqlalchemy import delete, select, update

from app.core.clock import now
from app.core.context import AccountContext, Tenant
from app.core.db import sort_key
from app.core.kept_mails import KeptMail, MailKind
from app.core.links import Link
from app.domains.identity.events import (
    MemberEnded,
    OrganizationChanged,
    UserDeactivated,
    UserErased,
)
from app.domains.identity.models import (
    EndedBecause,
    Membership,
    Organization,
    OrganizationKind,
    Preferences,
    User,
    UserSession,
    email_key,
)
from app.domains.identity.permissions import Role
from app.domains.identity.queries.tables import organizations, users
from app.domains.identity.service import accounts, invitations, second_factor, sessions
from app.domains.identity.service.mailing import mail_to
from app.domains.identity.service.members import LastOwner

NAMELESS = "Personal organization"


async def deactivate(ctx: AccountContext) -> None:
    """Shut the account: nobody signs in to it until an administrator opens it. Raises `LastOwner`."""
    user = await _leaving(ctx)
    user.is_active = False
    ctx.emit(UserDeactivated(user.id))
    await ctx.flush()


async def empty(ctx: AccountContext) -> None:
    """Forget the person for good, and end their memberships. Raises `LastOwner`.

    What they did stays done, by somebody without name and address. The personal organization
    stays theirs, so that it has an owner.
    """
    user = await _leaving(ctx)
    await second_factor.forget(ctx, user.id)
    await ctx.session.execute(delete(Preferences).where(Preferences.user_id == user.id))
    notices = (KeptMail.recipient == user.email, KeptMail.kind != MailKind.ACCOUNT_CLOSED)
    await ctx.session.execute(delete(KeptMail).where(*notices))
    await ctx.session.execute(update(Link).where(Link.user_id == user.id).values(email=None))
    nowhere = {"device_name": "", "user_agent": "", "ip": ""}
    theirs = UserSession.user_id == user.id
    await ctx.session.execute(update(UserSession).where(theirs).values(**nowhere))
    await invitations.forget(ctx, user.email)
    await _blank(ctx, user)
    await ctx.flush()
    await _leave_all(ctx, user.id)
    ctx.emit(UserErased(user.id))
    await ctx.flush()


async def _leaving(ctx: AccountContext) -> User:
    """The caller, who leaves no team without an owner, and who is signed in nowhere any more."""
    assert ctx.actor.user_id is not None
    user = await accounts.locked(ctx, ctx.actor.user_id)
    await _keep_owners(ctx, user.id)
    await mail_to(ctx, user, MailKind.ACCOUNT_CLOSED)
    await sessions.end_all(ctx, user.id, EndedBecause.DEACTIVATED)
    return user


async def _keep_owners(ctx: AccountContext, user_id: UUID) -> None:
    """Refuse where a team would be left to nobody; the teams are locked, as for changes of roles."""
    owns = (Membership.role == Role.OWNER, Membership.ended_at.is_(None))
    mine = select(Membership.organization_id).where(Membership.user_id == user_id, *owns)
    team = Organization.kind == OrganizationKind.TEAM
    teams = select(Organization).where(Organization.id.in_(mine), team).order_by(Organization.id)
    owned = list(await ctx.session.scalars(teams.with_for_update(key_share=True)))
    others = (
        select(Membership.organization_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organization_id.in_([team.id for team in owned]),
            Membership.user_id != user_id,
            User.is_active,
            *owns,
        )
    )
    kept = set(await ctx.session.scalars(others))
    alone = sorted(team.slug for team in owned if team.id not in kept)
    if alone:
        raise LastOwner(
            f"You are the only owner of {', '.join(alone)}; name another one first.",
            organizations=alone,
        )


async def _blank(ctx: AccountContext, user: User) -> None:
    """Not through the session, which would tell the log what is to be forgotten."""
    nobody = f"{user.id.hex}@emptied.invalid"
    at = now()
    blank = {
        "email": nobody,
        "email_key": email_key(nobody),
        "full_name": "",
        "password_hash": "",
        "is_active": False,
        "is_superuser": False,
        "email_verified_at": None,
        "emptied_at": at,
        "updated_at": at,
        "version": users.c.version + 1,
    }
    await ctx.session.execute(update(users).where(users.c.id == user.id).values(blank))
    ctx.session.expunge(user)


async def _leave_all(ctx: AccountContext, user_id: UUID) -> None:
    theirs = (Membership.user_id == user_id, Membership.ended_at.is_(None))
    query = select(Organization, Membership.id).join(
        Membership, Membership.organization_id == Organization.id
    )
    for organization, membership_id in (await ctx.session.execute(query.where(*theirs))).all():
        tenant = Tenant(organization.id, organization.slug, organization.currency)
        inside = ctx.unit.context(tenant, ctx.actor)
        if organization.kind is OrganizationKind.PERSONAL:
            named = {"name": NAMELESS, "name_key": sort_key(NAMELESS)}
            renaming = update(organizations).where(organizations.c.id == organization.id)
            await inside.session.execute(renaming.values(named))
            inside.emit(OrganizationChanged(organization.id))
        else:
            membership = await inside.get(Membership, membership_id)
            membership.ended_at = now()
            inside.emit(MemberEnded(membership.id))
        await inside.flush()
