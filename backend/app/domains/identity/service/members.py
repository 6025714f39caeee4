"""Members: their roles, and leaving. The last owner stays, and nobody raises their own role."""

from uuid import UUID

from sqlalchemy import func, select

from app.core.clock import now
from app.core.context import Context
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.domains.identity.events import MemberChanged, MemberEnded
from app.domains.identity.models import Membership, Organization, OrganizationKind, User
from app.domains.identity.permissions import RANK, Role
from app.domains.identity.schemas import MemberUpdate
from app.domains.identity.service import deletion


class LastOwner(Conflict):
    code, detail = "last_owner", "An organization keeps at least one owner; name another first."


class OwnersOnly(Forbidden):
    code, detail = "owners_only", "Only an owner can make, change or remove an owner."


class OwnRole(Forbidden):
    code, detail = "own_role", "Nobody raises their own role; ask another administrator."


class InPersonOnly(Forbidden):
    code, detail = "in_person_only", "People leave by themselves; no program does it for them."


class OwnMembership(Invalid):
    code, detail = "own_membership", "Ownership goes to somebody else."


async def get(ctx: Context, membership_id: UUID) -> tuple[Membership, User]:
    membership = await _present(ctx, membership_id)
    user = (await ctx.session.scalars(select(User).where(User.id == membership.user_id))).one()
    return membership, user


async def change_role(
    ctx: Context, acting: Role, membership_id: UUID, data: MemberUpdate, if_match: str | None
) -> tuple[Membership, User]:
    """Give a member another role, as someone who is `acting` there."""
    membership = await _locked(ctx, acting, membership_id)
    ctx.expect_if_named(membership, if_match, data.version)
    if data.role is Role.OWNER and acting is not Role.OWNER:
        raise OwnersOnly
    if membership.user_id == ctx.actor.user_id and RANK[data.role] > RANK[membership.role]:
        raise OwnRole
    if data.role is not Role.OWNER:
        await _keep_an_owner(ctx, membership)
    membership.role = data.role
    ctx.emit(MemberChanged(membership.id))
    await ctx.flush()
    return await get(ctx, membership_id)


async def end(ctx: Context, acting: Role, membership_id: UUID) -> None:
    """Take a member out; what they did stays theirs in the history."""
    await _end(ctx, await _locked(ctx, acting, membership_id))


async def leave(ctx: Context) -> None:
    """Whoever asks goes, whatever their role, unless they are the last owner."""
    if ctx.actor.session_id is None:
        raise InPersonOnly
    await _lock(ctx)
    await _end(ctx, await _own(ctx))


async def transfer_ownership(ctx: Context, membership_id: UUID) -> tuple[Membership, User]:
    """Make another member an owner in place of the caller, who becomes an administrator."""
    organization = await deletion.locked(ctx)
    if organization.kind is OrganizationKind.PERSONAL:
        raise deletion.PersonalOrganization
    own = await _own(ctx)
    if own.role is not Role.OWNER:  # not any more: they have given it to somebody at the same time
        raise OwnersOnly
    heir = await ctx.referred(Membership, membership_id, "/body/membership_id")
    if heir.ended_at is not None:
        raise NotFound(at="/body/membership_id")
    if heir.id == own.id:
        raise OwnMembership(at="/body/membership_id")
    own.role, heir.role = Role.ADMIN, Role.OWNER
    for membership in (own, heir):
        ctx.emit(MemberChanged(membership.id))
    await ctx.flush()
    return await get(ctx, heir.id)


async def _end(ctx: Context, membership: Membership) -> None:
    await _keep_an_owner(ctx, membership)
    membership.ended_at = now()
    ctx.emit(MemberEnded(membership.id))
    await ctx.flush()


async def _present(ctx: Context, membership_id: UUID) -> Membership:
    membership = await ctx.get(Membership, membership_id)
    if membership.ended_at is not None:
        raise NotFound
    return membership


async def _own(ctx: Context) -> Membership:
    """The caller's, as it is now that the organization is locked."""
    mine = select(Membership).where(
        Membership.user_id == ctx.actor.user_id, Membership.ended_at.is_(None)
    )
    return await ctx.one(mine)


async def _lock(ctx: Context) -> None:
    """Hold the organization's row: role changes and departures happen one by one."""
    await ctx.session.execute(
        select(Organization.id).where(Organization.id == ctx.organization_id).with_for_update()
    )


async def _locked(ctx: Context, acting: Role, membership_id: UUID) -> Membership:
    """The membership, once no other role can change."""
    await _lock(ctx)
    membership = await _present(ctx, membership_id)
    if membership.role is Role.OWNER and acting is not Role.OWNER:
        raise OwnersOnly
    return membership


async def _keep_an_owner(ctx: Context, membership: Membership) -> None:
    if membership.role is not Role.OWNER:
        return
    others = (
        select(func.count(Membership.id))
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.id != membership.id,
            Membership.role == Role.OWNER,
            Membership.ended_at.is_(None),
            User.is_active,  # who cannot sign in owns nothing
        )
    )
    if not await ctx.session.scalar(others):
        raise LastOwner
