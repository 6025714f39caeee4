"""What superusers read: accounts, organizations and sessions; nothing that an organization owns."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, or_, select

from app.core.clock import now
from app.core.context import AccountContext
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.schemas import folded
from app.domains.identity.models import OrganizationKind
from app.domains.identity.queries.tables import memberships, organizations, sessions, users
from app.domains.identity.schemas import (
    AccountFilter,
    OrganizationSearch,
    OrganizationShown,
    SessionFilter,
    SessionShown,
)

ESCAPE = "\\"
# parameters of their own: what is looked for is no filter of the page's
_FOLDED = bindparam("folded", type_=users.c.email_key.type)
_NOW = bindparam("now", type_=sessions.c.expires_at.type)

_ACCOUNT = select(
    users.c.id,
    users.c.email,
    users.c.full_name,
    users.c.is_active,
    users.c.is_superuser,
    (users.c.password_hash != "").label("has_password"),
    users.c.created_at,
    users.c.updated_at,
    users.c.version,
)
_ORGANIZATION = select(*(organizations.c[name] for name in OrganizationShown.model_fields))
_SESSION = select(
    users.c.email,
    *(sessions.c[name] for name in SessionShown.model_fields if name != "email"),
).join_from(sessions, users, users.c.id == sessions.c.user_id)
_IS_LIVE = (sessions.c.ended_at.is_(None), sessions.c.expires_at > _NOW, sessions.c.ends_at > _NOW)


def _accounts(filters: AccountFilter) -> Select[Any]:
    query = _ACCOUNT.where(users.c.emptied_at.is_(None))
    return _filtered(query, users, filters, "is_active", "is_superuser")


def _accounts_found(filters: AccountFilter) -> Select[Any]:
    found = or_(_like(users.c.email_key), _like(users.c.full_name_key))
    return _accounts(filters).where(found)


def _organizations(filters: OrganizationSearch) -> Select[Any]:
    return _filtered(_ORGANIZATION, organizations, filters, "kind", "is_active")


def _organizations_found(filters: OrganizationSearch) -> Select[Any]:
    found = or_(_like(organizations.c.name_key), _like(organizations.c.slug))
    return _organizations(filters).where(found)


def _sessions(filters: SessionFilter) -> Select[Any]:
    query = _filtered(_SESSION, sessions, filters, "user_id")
    return query.where(*_IS_LIVE) if filters.live else query


def _filtered(query: Select[Any], table: Any, filters: Any, *names: str) -> Select[Any]:
    wanted = ((name, getattr(filters, name)) for name in names)
    return query.where(*(table.c[name] == value for name, value in wanted if value is not None))


def _like(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return column.like(_FOLDED, escape=ESCAPE)


_SORTED_BY_EMAIL = {"email": users.c.email_key}
_SORTED_BY_NAME = {"name": organizations.c.name_key}
_ACCOUNTS = Listing(users, _accounts, _SORTED_BY_EMAIL)
_ACCOUNTS_FOUND = Listing(users, _accounts_found, _SORTED_BY_EMAIL)
_ORGANIZATIONS = Listing(organizations, _organizations, _SORTED_BY_NAME)
_ORGANIZATIONS_FOUND = Listing(organizations, _organizations_found, _SORTED_BY_NAME)
_SESSIONS = Listing(sessions, _sessions)


async def accounts(ctx: AccountContext, filters: AccountFilter) -> PageRows[Any]:
    listing = _ACCOUNTS_FOUND if filters.q else _ACCOUNTS
    return await page(ctx, listing, filters, **_sought(filters.q))


async def all_organizations(ctx: AccountContext, filters: OrganizationSearch) -> PageRows[Any]:
    listing = _ORGANIZATIONS_FOUND if filters.q else _ORGANIZATIONS
    return await page(ctx, listing, filters, **_sought(filters.q))


async def all_sessions(ctx: AccountContext, filters: SessionFilter) -> PageRows[Any]:
    return await page(ctx, _SESSIONS, filters, now=now())


def _sought(q: str | None) -> dict[str, str]:
    return {} if q is None else {"folded": _pattern(folded(q))}


def _pattern(text: str) -> str:
    for sign in (ESCAPE, "%", "_"):
        text = text.replace(sign, ESCAPE + sign)
    return f"%{text}%"


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


async def stats(ctx: AccountContext) -> dict[str, Any]:
    """One query a table; they are small beside what organizations own."""
    of_users: Any = select(
        func.count().label("users"),
        _count(users.c.is_active).label("active_users"),
        _count(users.c.is_superuser).label("superusers"),
    ).where(users.c.emptied_at.is_(None))
    of_organizations: Any = select(
        func.count().label("organizations"),
        _count(organizations.c.kind == OrganizationKind.TEAM).label("team_organizations"),
        _count(~organizations.c.is_active).label("shut_organizations"),
        _count(organizations.c.deletion_due_at.is_not(None)).label("closing_organizations"),
    )
    of_memberships: Any = select(func.count().label("memberships")).where(
        memberships.c.ended_at.is_(None)
    )
    of_sessions: Any = (
        select(func.count().label("live_sessions")).select_from(sessions).where(*_IS_LIVE)
    )
    found: dict[str, Any] = {}
    for query in (of_users, of_organizations, of_memberships, of_sessions):
        (row,) = await ctx.rows(query, now=now())
        found |= row
    return found
