"""Invitations: made and taken back by those who manage members, accepted once by whom they are for.

Nobody invites to a role above their own. An invitation is as good as the inviter: it ends with
their right to invite, else an administrator who was removed would come back by a link kept aside.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select, update

from app.core import links
from app.core.clock import now
from app.core.context import AccountContext, Context, Tenant
from app.core.errors import Conflict, Forbidden
from app.core.kept_mails import MailKind
from app.core.keys import Keys
from app.core.languages import preferred
from app.core.links import Link, LinkPurpose, LinkRefused
from app.core.mail import mail
from app.domains.identity.events import (
    InvitationAccepted,
    InvitationEnded,
    InvitationSent,
    MemberReturned,
)
from app.domains.identity.models import AlreadyMember, Invitation, Membership, Organization, User
from app.domains.identity.models import email_key as key_of
from app.domains.identity.permissions import RANK, Permission, Role, permissions_of
from app.domains.identity.schemas import InvitationCreate
from app.domains.identity.service import deletion, organizations
from app.domains.identity.service.members import OwnersOnly


class RoleAboveOwn(Forbidden):
    code, detail = "role_above_own", "Nobody invites to a role above their own."


class InvitationOver(Conflict):
    code, detail = "invitation_over", "It was accepted or has ended; invite anew."


class ForAnother(Forbidden):
    code = "invitation_for_another"
    detail = "This invitation is for another address; sign in with the account that has it."


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with its link, as known once."""

    invitation: Invitation
    link: Link


async def invite(ctx: Context, acting: Role, data: InvitationCreate, life: timedelta) -> Invited:
    """A new invitation; earlier ones to the same address end."""
    _refuse_above(acting, data.role)
    await deletion.locked(ctx)
    if data.email is not None:
        await _refuse_member(ctx, data.email)
        await _supersede(ctx, data.email)
    assert ctx.actor.user_id is not None
    link = await links.make(ctx, LinkPurpose.INVITATION, email=data.email, life=life)
    invitation = Invitation(
        email=data.email or "",
        role=data.role,
        link_id=link.id,
        invited_by_id=ctx.actor.user_id,
        expires_at=link.expires_at,
        accepted_at=None,
        accepted_by_id=None,
        ended_at=None,
    )
    ctx.session.add(invitation)
    await _send(ctx, invitation, link)
    return Invited(invitation, link)


async def resend(ctx: Context, acting: Role, invitation_id: UUID, life: timedelta) -> Invited:
    """Another link in place of the first, in the name of whoever sends it now."""
    invitation = await _open(ctx, acting, invitation_id)
    assert ctx.actor.user_id is not None
    await _spend(ctx, invitation)
    email = invitation.email or None
    link = await links.make(ctx, LinkPurpose.INVITATION, email=email, life=life)
    invitation.link_id, invitation.expires_at = link.id, link.expires_at
    invitation.invited_by_id = ctx.actor.user_id
    await _send(ctx, invitation, link)
    return Invited(invitation, link)


async def revoke(ctx: Context, acting: Role, invitation_id: UUID) -> None:
    await _end(ctx, await _open(ctx, acting, invitation_id))
    await ctx.flush()


async def shown(
    ctx: AccountContext, keys: Keys, token: str, *, at: str = "/body/token"
) -> tuple[Invitation, Organization]:
    """What the link is for. Raises `LinkRefused`, pointing `at` it, where it cannot be accepted."""
    link = await links.peek(ctx, keys, LinkPurpose.INVITATION, token, at=at)
    query = (
        select(Invitation, Organization)
        .join(Organization, Organization.id == Invitation.organization_id)
        .where(Invitation.link_id == link.id)
    )
    row = (await ctx.session.execute(query)).one_or_none()
    if row is None:
        raise LinkRefused(at=at)
    invitation, organization = row
    over = invitation.accepted_at is not None or invitation.ended_at is not None
    if over or not organization.is_open or not await _stands(ctx, invitation, organization):
        raise LinkRefused(at=at)
    return invitation, organization


async def accept(ctx: AccountContext, keys: Keys, token: str) -> tuple[Organization, Role]:
    """Make the caller a member; of parallel callers one gets in."""
    invitation, organization = await shown(ctx, keys, token)
    user = (await ctx.session.scalars(select(User).where(User.id == ctx.actor.user_id))).one()
    if invitation.email and invitation.email_key != user.email_key:
        raise ForAnother
    await links.spend(ctx, keys, LinkPurpose.INVITATION, token)
    tenant = Tenant(organization.id, organization.slug, organization.currency)
    inside = ctx.unit.context(tenant, ctx.actor)
    accepted = await inside.get(Invitation, invitation.id)
    accepted.accepted_at, accepted.accepted_by_id = now(), user.id
    inside.emit(InvitationAccepted(accepted.id))
    await _admit(inside, user.id, accepted.role)
    return organization, accepted.role


async def forget(ctx: AccountContext, address: str) -> None:
    """Nothing says any more that this address was invited; what is open to it ends."""
    key = key_of(address)
    theirs = Invitation.email_key == key
    linked = Link.id.in_(select(Invitation.link_id).where(theirs))
    reserved = and_(Link.purpose == LinkPurpose.INVITATION, Link.email == key)
    ended = func.coalesce(Invitation.ended_at, Invitation.accepted_at, now())
    await ctx.session.execute(
        update(Link)
        .where(or_(linked, reserved))
        .values(email=None, spent_at=func.coalesce(Link.spent_at, now()))
    )
    await ctx.session.execute(
        update(Invitation).where(theirs).values(email="", email_key="", ended_at=ended)
    )


async def _admit(ctx: Context, user_id: UUID, role: Role) -> None:
    """A member more; who was one before is so again, on the row that history refers to."""
    known = select(Membership).where(Membership.user_id == user_id)
    membership = (await ctx.session.scalars(known.with_for_update())).one_or_none()
    if membership is None:
        await organizations.join(ctx, user_id, role)
        return
    if membership.ended_at is None:
        raise AlreadyMember
    membership.ended_at, membership.role = None, role
    ctx.emit(MemberReturned(membership.id))
    await ctx.flush()


async def _stands(ctx: AccountContext, invitation: Invitation, there: Organization) -> bool:
    """Whether who invited could still do so."""
    query = select(Membership.role).where(
        Membership.organization_id == invitation.organization_id,
        Membership.user_id == invitation.invited_by_id,
        Membership.ended_at.is_(None),
    )
    role = await ctx.session.scalar(query)
    if role is None or RANK[invitation.role] > RANK[role]:
        return False
    return Permission.MEMBERS_MANAGE in permissions_of(role, there.member_access)


async def _open(ctx: Context, acting: Role, invitation_id: UUID) -> Invitation:
    """The invitation, locked, if it has not come to its end."""
    invitation = await ctx.get(Invitation, invitation_id, lock=True)
    _refuse_above(acting, invitation.role)
    if invitation.accepted_at is not None or invitation.ended_at is not None:
        raise InvitationOver
    return invitation


async def _send(ctx: Context, invitation: Invitation, link: Link) -> None:
    if invitation.email:
        language = preferred(ctx.origin.accept_language)
        about = {"link": link.id, "organization": ctx.organization_id}
        mail(ctx, MailKind.INVITATION, invitation.email, language, **about)
    ctx.emit(InvitationSent(invitation.id))
    await ctx.flush()


async def _supersede(ctx: Context, email: str) -> None:
    same = select(Invitation).where(
        Invitation.email_key == key_of(email),
        Invitation.accepted_at.is_(None),
        Invitation.ended_at.is_(None),
    )
    for earlier in await ctx.session.scalars(same.with_for_update()):
        await _end(ctx, earlier)


async def _end(ctx: Context, invitation: Invitation) -> None:
    await _spend(ctx, invitation)
    invitation.ended_at = now()
    ctx.emit(InvitationEnded(invitation.id))


async def _spend(ctx: Context, invitation: Invitation) -> None:
    """The link works no more; nobody needs its token for that."""
    mine = (Link.id == invitation.link_id, Link.spent_at.is_(None))
    await ctx.session.execute(update(Link).where(*mine).values(spent_at=now()))


async def _refuse_member(ctx: Context, email: str) -> None:
    query = (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(User.email_key == key_of(email), Membership.ended_at.is_(None))
    )
    if await ctx.session.scalar(query) is not None:
        raise AlreadyMember


def _refuse_above(acting: Role, role: Role) -> None:
    if RANK[role] > RANK[acting]:
        raise OwnersOnly if role is Role.OWNER else RoleAboveOwn
