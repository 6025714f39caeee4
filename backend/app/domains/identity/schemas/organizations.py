"""Wire shapes of organizations."""

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from app.core.links import LinkPurpose, page_of
from app.core.pages import PageRequest
from app.core.schemas import Id, Name, Schema, Version, may_be_left_out
from app.domains.identity.models import OrganizationKind
from app.domains.identity.permissions import MemberAccess, Permission, Role


def _currency(code: str) -> str:
    if not (3 <= len(code) <= 8 and code.isascii() and code.isalpha()):
        raise ValueError("must be a currency code such as EUR or aUEC")
    return code


# the system's database of them is read file by file, which takes longer than a whole request
_timezones = cache(available_timezones)


def _timezone(name: str) -> str:
    if name not in _timezones():
        raise ValueError("must be a time zone such as Europe/Berlin")
    return name


def is_id(text: str) -> bool:
    """Whether an address takes `text` for an organization's id, not for its slug."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


# first parts of the server's own addresses and of the web UI's, where else a slug stands
SPOKEN_FOR = frozenset(
    {
        *("api", "assets", "docs", "health", "metrics", "redoc", "static"),
        *("admin", "invitations", "me", "posters", "sign-in", "sign-up", "welcome"),
        *map(page_of, LinkPurpose),
    }
)


def _slug(slug: str) -> str:
    if is_id(slug):
        raise ValueError("must not look like an id")
    if slug in SPOKEN_FOR:
        raise ValueError("must not be a word that addresses of the server begin with")
    return slug


Currency = Annotated[str, AfterValidator(_currency), Field(examples=["EUR"])]
TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_timezone)]
Slug = Annotated[
    str,
    Field(min_length=2, max_length=64, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$"),
    AfterValidator(_slug),
]


class OrganizationCreate(Schema):
    name: Name
    slug: Slug | None = None
    currency: Currency = "EUR"
    timezone: TimeZone = "UTC"


class OrganizationUpdate(Schema):
    name: Name = may_be_left_out()
    slug: Slug = may_be_left_out()
    timezone: TimeZone = may_be_left_out()
    member_access: MemberAccess = may_be_left_out()
    version: Version = None


class OrganizationRead(Schema):
    id: Id
    slug: str
    name: str
    kind: OrganizationKind
    currency: str
    timezone: str
    member_access: MemberAccess
    is_active: bool = Field(description="False: shut by the operator; nothing in it can be used.")
    deletion_due_at: datetime | None = Field(
        description="Set while it is being deleted: until then it can be read, and restored."
    )
    role: Role
    permissions: list[Permission]
    created_at: datetime
    updated_at: datetime
    version: int


class OrganizationSettings(Schema):
    """What is decided for an organization as a whole; the currency was, when it was founded."""

    name: str
    slug: str
    currency: str
    timezone: str
    member_access: MemberAccess
    updated_at: datetime
    version: int


class OrganizationSort(StrEnum):
    NAME = "name"
    NAME_FALLING = "-name"


class OrganizationFilter(PageRequest):
    sort: OrganizationSort = OrganizationSort.NAME
