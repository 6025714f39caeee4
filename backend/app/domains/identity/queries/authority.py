"""One query for authority: who calls, and what they may do where they call."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select

from app.core.clock import now
from app.core.context import Tenant
from app.core.errors import Unauthorized
from app.core.unit_of_work import UnitOfWork
from app.domains.identity.models import (
    OrganizationKind,
)
from app.domains.identity.permissions import (
    FOR_PEOPLE_ALONE,
    MemberAccess,
    Permission,
    Role,
    permissions_of,
)
from app.domains.identity.queries.tables import (
    api_keys,
    memberships,
    organizations,
    sessions,
    users,
)
from app.domains.identity.tokens import Claims

STEPPED_UP_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Authority:
    """A person at work: the organization and their role there, if one was asked for and theirs.

    By an API key they have the rights that it names, of those that they have themselves.
    """

    user_id: UUID
    session_id: UUID | None
    is_superuser: bool
    last_used_at: datetime | None  # of session or key
    tenant: Tenant | None = None
    membership_id: UUID | None = None
    role: Role | None = None
    permissions: frozenset[Permission] = frozenset()
    stepped_up_at: datetime | None = None
    is_shut: bool = False  # the organization, by a superuser
    is_closing: bool = False  # it is on its way out, and read only
    key_id: UUID | None = None
    scopes: frozenset[Permission] | None = None  # None: all that the role includes

    @property
    def is_stepped_up(self) -> bool:
        """Whether they proved who they are a moment ago, for what a session alone must not do."""
        return self.stepped_up_at is not None and self.stepped_up_at > now() - STEPPED_UP_FOR

    def rights(self, access: MemberAccess) -> frozenset[Permission]:
        """What this caller may do where plain members have that `access`."""
        assert self.role is not None
        return _rights(self.role, access, self.scopes)


def _rights(
    role: Role, access: MemberAccess, scopes: frozenset[Permission] | None
) -> frozenset[Permission]:
    rights = permissions_of(role, access)
    return rights if scopes is None else rights & scopes - FOR_PEOPLE_ALONE


_PERSON = (
    select(
        users.c.id,
        users.c.is_superuser,
        sessions.c.expires_at,
        sessions.c.ends_at,
        sessions.c.stepped_up_at,
        sessions.c.last_used_at,
    )
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
    organizations.c.is_active,
    organizations.c.deletion_due_at,
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
    me = Authority(
        row["id"],
        claims.session_id,
        row["is_superuser"],
        row["last_used_at"],
        stepped_up_at=row["stepped_up_at"],
    )
    if organization is None or row["membership_id"] is None:
        return me
    role = Role(row["role"])
    return Authority(
        me.user_id,
        me.session_id,
        me.is_superuser,
        me.last_used_at,
        Tenant(row["organization_id"], row["slug"], row["currency"]),
        row["membership_id"],
        role,
        permissions_of(role, MemberAccess(row["member_access"])),
        me.stepped_up_at,
        is_shut=not row["is_active"],
        is_closing=row["deletion_due_at"] is not None,
    )


_OF_KEY = (
    select(
        api_keys.c.id,
        api_keys.c.created_by_id,
        api_keys.c.scopes,
        api_keys.c.expires_at,
        api_keys.c.last_used_at,
        *_THERE,
    )
    .join_from(api_keys, users, users.c.id == api_keys.c.created_by_id)
    .join(organizations, organizations.c.id == api_keys.c.organization_id)
    .join(memberships, _IS_MEMBER)
    .where(
        # as it is stored under the present secret, or under the one before
        or_(
            api_keys.c.key_hash == bindparam("present"),
            api_keys.c.key_hash == bindparam("previous"),
        ),
        api_keys.c.revoked_at.is_(None),
        users.c.is_active,
    )
)


async def authority_of_key(unit: UnitOfWork, forms: list[str], organization: str) -> Authority:
    """What its maker may do there now, as far as the key names it; no `tenant` anywhere else.

    Raises `Unauthorized` where the key has ended, or its maker's membership, or their account.
    """
    found = await unit.rows(_OF_KEY, present=forms[0], previous=forms[-1])
    if not found or found[0]["expires_at"] <= now():
        raise Unauthorized
    (row,) = found
    role, maker = Role(row["role"]), row["created_by_id"]
    scopes = frozenset(map(Permission, row["scopes"]))
    me = Authority(maker, None, False, row["last_used_at"], key_id=row["id"], scopes=scopes)
    id = _as_id(organization)
    if (row["slug"] if id is None else row["organization_id"]) != (id or organization):
        return me
    return replace(
        me,
        tenant=Tenant(row["organization_id"], row["slug"], row["currency"]),
        membership_id=row["membership_id"],
        role=role,
        permissions=_rights(role, MemberAccess(row["member_access"]), scopes),
        is_shut=not row["is_active"],
        is_closing=row["deletion_due_at"] is not None,
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
