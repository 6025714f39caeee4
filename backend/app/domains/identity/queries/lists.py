"""The lists of organizations, members, API keys and sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import Enum, Select, bindparam, case, func, not_, select, type_coerce

from app.core.clock import now
from app.core.context import AccountContext, Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.domains.identity.models import InvitationState
from app.domains.identity.permissions import MemberAccess, Role, permissions_of
from app.domains.identity.queries.tables import (
    api_keys,
    invitations,
    memberships,
    organizations,
    sessions,
    users,
)
from app.domains.identity.schemas import (
    ApiKeyFilter,
    ApiKeyRead,
    InvitationFilter,
    InvitationRow,
    MemberFilter,
    MemberRow,
    OrganizationFilter,
)

OF_ORGANIZATION = (
    "id",
    "slug",
    "name",
    "kind",
    "currency",
    "timezone",
    "member_access",
    "is_active",
    "deletion_due_at",
    "created_at",
    "updated_at",
    "version",
)


_MINE = (
    select(*(organizations.c[name] for name in OF_ORGANIZATION), memberships.c.role)
    .join(memberships, memberships.c.organization_id == organizations.c.id)
    .where(memberships.c.user_id == bindparam("user"), memberships.c.ended_at.is_(None))
)


_MY_LIST = Listing(organizations, lambda _: _MINE, {"name": organizations.c.name_key})


async def my_organizations(ctx: AccountContext, filters: OrganizationFilter) -> PageRows[Any]:
    """Where the caller is a member, with role and rights."""
    found = await page(ctx, _MY_LIST, filters, user=ctx.actor.user_id)
    for row in found["items"]:
        rights = permissions_of(Role(row["role"]), MemberAccess(row["member_access"]))
        row["permissions"] = sorted(rights)
    return found


_MEMBERS = (
    select(
        memberships.c.id,
        memberships.c.user_id,
        users.c.email,
        users.c.full_name,
        memberships.c.role,
        memberships.c.created_at,
        memberships.c.updated_at,
        memberships.c.version,
    )
    .join(users, users.c.id == memberships.c.user_id)
    .where(memberships.c.ended_at.is_(None))
)


_MEMBER_LIST = Listing(memberships, lambda _: _MEMBERS)


async def members(ctx: Context, filters: MemberFilter) -> PageRows[MemberRow]:
    return await page(ctx, _MEMBER_LIST, filters)


_STATE = type_coerce(
    case(
        (invitations.c.accepted_at.is_not(None), InvitationState.ACCEPTED),
        (invitations.c.ended_at.is_not(None), InvitationState.ENDED),
        (
            invitations.c.expires_at <= bindparam("at", type_=invitations.c.expires_at.type),
            InvitationState.EXPIRED,
        ),
        else_=InvitationState.OPEN,
    ),
    Enum(InvitationState, native_enum=False, values_callable=list),
)


_INVITATIONS = select(
    invitations.c.id,
    func.nullif(invitations.c.email, "").label("email"),
    invitations.c.role,
    _STATE.label("state"),
    invitations.c.invited_by_id,
    invitations.c.created_at,
    invitations.c.updated_at,
    invitations.c.expires_at,
    invitations.c.version,
)


def _invitations(filters: InvitationFilter) -> Select[Any]:
    if filters.open is None:
        return _INVITATIONS
    is_open = _STATE == InvitationState.OPEN
    return _INVITATIONS.where(is_open if filters.open else not_(is_open))


_INVITATION_LIST = Listing(invitations, _invitations)


async def invitations_of(ctx: Context, filters: InvitationFilter) -> PageRows[InvitationRow]:
    return await page(ctx, _INVITATION_LIST, filters, at=now())


def _keys(filters: ApiKeyFilter) -> Select[Any]:
    query = select(
        *(api_keys.c[name] for name in ApiKeyRead.model_fields if name in api_keys.c),
        func.coalesce(func.nullif(users.c.full_name, ""), users.c.email).label("created_by"),
    ).join(users, users.c.id == api_keys.c.created_by_id)
    if filters.live is not None:
        live = api_keys.c.revoked_at.is_(None) & (api_keys.c.expires_at > bindparam("at"))
        query = query.where(live if filters.live else ~live)
    return query


_KEY_LIST = Listing(api_keys, _keys)


async def keys(ctx: Context, filters: ApiKeyFilter) -> PageRows[Any]:
    return await page(ctx, _KEY_LIST, filters, at=now())


async def live_sessions(ctx: AccountContext) -> list[dict[str, Any]]:
    """The caller's sessions that still open doors, the last used first."""
    at: datetime = now()
    query = (
        select(sessions)
        .where(
            sessions.c.user_id == ctx.actor.user_id,
            sessions.c.ended_at.is_(None),
            sessions.c.expires_at > at,
            sessions.c.ends_at > at,
        )
        .order_by(sessions.c.last_used_at.desc())
        .limit(200)
    )
    return await ctx.rows(query)
