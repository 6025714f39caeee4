"""Closing one's account: shut it, or be forgotten. History goes on pointing to an emptied row."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from app.core.clock import now
from app.core.context import AccountContext, Context, Tenant
from app.core.db import sort_key
from app.core.kept_mails import KeptMail, MailKind
from app.core.links import Link
from app.domains.identity.events import (
    DeletionAsked,
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


async def empty(ctx: AccountContext, grace: timedelta) -> None:
    """Forget the person for good, and end their memberships. Raises `LastOwner`.

    What they did stays done, by somebody without name and address. The personal organization loses
    its name; where nobody else is in it, it is purged after the days of `grace`, as any other.
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
    await _leave_all(ctx, user.id, grace)
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
    """Refuse where others would be left without an owner.

    The organizations are locked, as for changes of roles.
    """
    owns = (Membership.role == Role.OWNER, Membership.ended_at.is_(None))
    mine = select(Membership.organization_id).where(Membership.user_id == user_id, *owns)
    team = Organization.kind == OrganizationKind.TEAM
    concerned = Organization.id.in_(mine), or_(team, _is_shared(user_id))
    teams = select(Organization).where(*concerned).order_by(Organization.id)
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
        "full_name_key": "",
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


def _is_shared(user_id: UUID) -> ColumnElement[bool]:
    """Whether anybody else is a member."""
    return exists().where(
        Membership.organization_id == Organization.id,
        Membership.user_id != user_id,
        Membership.ended_at.is_(None),
    )


async def _leave_all(ctx: AccountContext, user_id: UUID, grace: timedelta) -> None:
    theirs = aliased(Membership)
    query = (
        select(Organization, theirs.id, _is_shared(user_id))
        .join(theirs, theirs.organization_id == Organization.id)
        .where(theirs.user_id == user_id, theirs.ended_at.is_(None))
    )
    for organization, membership_id, is_shared in (await ctx.session.execute(query)).all():
        tenant = Tenant(organization.id, organization.slug, organization.currency)
        inside = ctx.unit.context(tenant, ctx.actor)
        is_personal = organization.kind is OrganizationKind.PERSONAL
        if is_personal:
            await _unname(inside)
        if is_personal and not is_shared:  # they stay in it, so that it has an owner to the end
            await _give_up(inside, grace)
        else:
            membership = await inside.get(Membership, membership_id)
            membership.ended_at = now()
            inside.emit(MemberEnded(membership.id))
        await inside.flush()


async def _unname(ctx: Context) -> None:
    """Not through the session either: the name is the person's."""
    named = {"name": NAMELESS, "name_key": sort_key(NAMELESS)}
    mine = update(organizations).where(organizations.c.id == ctx.organization_id)
    await ctx.session.execute(mine.values(named))
    ctx.emit(OrganizationChanged(ctx.organization_id))


async def _give_up(ctx: Context, grace: timedelta) -> None:
    """As if they had asked for its end; there is nobody to export it for, or to restore it."""
    mine = update(organizations).where(organizations.c.id == ctx.organization_id)
    await ctx.session.execute(mine.values(deletion_due_at=now() + grace))
    ctx.emit(DeletionAsked(ctx.organization_id))
