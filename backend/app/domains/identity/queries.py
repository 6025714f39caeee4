"""One query for authority; and the lists of people and organizations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, Table, and_, bindparam, select

from app.core.clock import now
from app.core.context import AccountContext, Context, Tenant, UnitOfWork
from app.core.errors import Unauthorized
from app.core.pages import Listing, PageRows, page
from app.domains.identity.models import (
    Membership,
    Organization,
    OrganizationKind,
    User,
    UserSession,
)
from app.domains.identity.permissions import MemberAccess, Permission, Role, permissions_of
from app.domains.identity.schemas import MemberFilter, MemberRow, OrganizationFilter
from app.domains.identity.tokens import Claims

users = cast("Table", User.__table__)
sessions = cast("Table", UserSession.__table__)
organizations = cast("Table", Organization.__table__)
memberships = cast("Table", Membership.__table__)


@dataclass(frozen=True, slots=True)
class Authority:
    """A person at work: the organization and their role there, if one was asked for and theirs."""

    user_id: UUID
    session_id: UUID
    is_superuser: bool
    tenant: Tenant | None = None
    membership_id: UUID | None = None
    role: Role | None = None
    permissions: frozenset[Permission] = frozenset()


_PERSON = (
    select(users.c.id, users.c.is_superuser, sessions.c.expires_at, sessions.c.ends_at)
    .join_from(sessions, users, users.c.id == sessions.c.user_id)
    .where(
        sessions.c.id == bindparam("session"),
        users.c.id == bindparam("user"),
        sessions.c.ended_at.is_(None),
        users.c.is_active,
    )
)
_IS_MEMBER = and_(
    memberships.c.organization_id == organizations.c.id,
    memberships.c.user_id == users.c.id,
    memberships.c.ended_at.is_(None),
)
_THERE = (
    organizations.c.id.label("organization_id"),
    organizations.c.slug,
    organizations.c.currency,
    organizations.c.member_access,
    memberships.c.id.label("membership_id"),
    memberships.c.role,
)


def _in(named: ColumnElement[bool]) -> Select[Any]:
    return (
        _PERSON.add_columns(*_THERE)
        .outerjoin(organizations, named)
        .outerjoin(memberships, _IS_MEMBER)
    )


_BY_ID = _in(organizations.c.id == bindparam("organization"))
_BY_SLUG = _in(organizations.c.slug == bindparam("organization"))


async def authority(unit: UnitOfWork, claims: Claims, organization: str | None = None) -> Authority:
    """Who this is and what they may do, as of now: nothing is remembered between requests.

    Raises `Unauthorized` where the session has ended, or the account.
    """
    values: dict[str, Any] = {"session": claims.session_id, "user": claims.user_id}
    query = _PERSON
    if organization is not None:
        id = _as_id(organization)
        query = _BY_SLUG if id is None else _BY_ID
        values["organization"] = organization.replace("\0", "") if id is None else id
    found = await unit.rows(query, **values)
    if not found or min(found[0]["expires_at"], found[0]["ends_at"]) <= now():
        raise Unauthorized
    (row,) = found
    me = Authority(row["id"], claims.session_id, row["is_superuser"])
    if organization is None or row["membership_id"] is None:
        return me
    role = Role(row["role"])
    return Authority(
        me.user_id,
        me.session_id,
        me.is_superuser,
        Tenant(row["organization_id"], row["slug"], row["currency"]),
        row["membership_id"],
        role,
        permissions_of(role, MemberAccess(row["member_access"])),
    )


async def personal_tenant(unit: UnitOfWork, user_id: UUID) -> Tenant:
    """The organization that this person got with the account: the first they were ever in."""
    query = (
        select(organizations.c.id, organizations.c.slug, organizations.c.currency)
        .join(memberships, memberships.c.organization_id == organizations.c.id)
        .where(
            memberships.c.user_id == user_id,
            organizations.c.kind == OrganizationKind.PERSONAL,
        )
        .order_by(memberships.c.created_at)
        .limit(1)
    )
    return Tenant(*(await unit.connection.execute(query)).one())


def _as_id(organization: str) -> UUID | None:
    try:
        return UUID(organization)
    except ValueError:
        return None


OF_ORGANIZATION = (
    "id",
    "slug",
    "name",
    "kind",
    "currency",
    "timezone",
    "member_access",
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


MEMBERS_JSON = TypeAdapter(PageRows[MemberRow])


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
