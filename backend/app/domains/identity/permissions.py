"""Roles, permissions and the matrix between them: readable in one screen."""

from enum import StrEnum


class Role(StrEnum):
    VIEWER = "viewer"
    MEMBER = "member"
    MANAGER = "manager"
    ADMIN = "admin"
    OWNER = "owner"


RANK = {role: rank for rank, role in enumerate(Role)}


class Permission(StrEnum):
    ORGANIZATION_READ = "organization:read"
    ORGANIZATION_CONFIGURE = "organization:configure"
    ORGANIZATION_EXPORT = "organization:export"
    ORGANIZATION_DELETE = "organization:delete"
    MEMBERS_READ = "members:read"
    MEMBERS_MANAGE = "members:manage"
    OWNERS_MANAGE = "owners:manage"
    API_KEYS_MANAGE = "api_keys:manage"
    CATALOG_READ = "catalog:read"
    CATALOG_WRITE = "catalog:write"
    CATALOG_MERGE = "catalog:merge"
    LOCATIONS_READ = "locations:read"
    LOCATIONS_WRITE = "locations:write"
    STOCK_READ = "stock:read"
    STOCK_RECEIVE = "stock:receive"
    STOCK_ISSUE = "stock:issue"
    STOCK_TRANSFER = "stock:transfer"
    STOCK_ADJUST = "stock:adjust"
    STOCK_REVERSE = "stock:reverse"
    STOCK_RESERVE = "stock:reserve"
    RESERVATIONS_MANAGE = "reservations:manage"
    ACTIVITY_READ = "activity:read"
    IMPORTS_RUN = "imports:run"
    EXPORTS_RUN = "exports:run"
    VIEWS_SHARE = "views:share"


class MemberAccess(StrEnum):
    """What a plain member may do, as the organization decides."""

    WRITE = "write"
    READ = "read"


_P = Permission
_READ = frozenset(
    {
        _P.ORGANIZATION_READ,
        _P.MEMBERS_READ,
        _P.CATALOG_READ,
        _P.LOCATIONS_READ,
        _P.STOCK_READ,
        _P.EXPORTS_RUN,
    }
)
_WRITE = _READ | {
    _P.CATALOG_WRITE,
    _P.LOCATIONS_WRITE,
    _P.STOCK_RECEIVE,
    _P.STOCK_ISSUE,
    _P.STOCK_TRANSFER,
    _P.STOCK_ADJUST,
    _P.STOCK_REVERSE,
    _P.STOCK_RESERVE,
    _P.IMPORTS_RUN,
}
_MANAGE = _WRITE | {
    _P.ORGANIZATION_CONFIGURE,
    _P.ACTIVITY_READ,
    _P.VIEWS_SHARE,
    _P.RESERVATIONS_MANAGE,
    _P.CATALOG_MERGE,
}
_ADMINISTER = _MANAGE | {_P.MEMBERS_MANAGE, _P.API_KEYS_MANAGE}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _READ,
    Role.MEMBER: _WRITE,
    Role.MANAGER: _MANAGE,
    Role.ADMIN: _ADMINISTER,
    Role.OWNER: _ADMINISTER | {_P.OWNERS_MANAGE, _P.ORGANIZATION_EXPORT, _P.ORGANIZATION_DELETE},
}


# no API key has them: what a stolen one could make would outlive it
FOR_PEOPLE_ALONE = frozenset({_P.MEMBERS_MANAGE, _P.OWNERS_MANAGE, _P.API_KEYS_MANAGE})


def permissions_of(role: Role, member_access: MemberAccess) -> frozenset[Permission]:
    """What `role` may do in an organization that gives its members `member_access`."""
    if role is Role.MEMBER and member_access is MemberAccess.READ:
        return ROLE_PERMISSIONS[Role.VIEWER]
    return ROLE_PERMISSIONS[role]
