"""Wire shapes of people, sessions and organizations."""

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.schemas import Line, Name, Schema, Version, may_be_left_out
from app.domains.identity.models import OrganizationKind
from app.domains.identity.permissions import MemberAccess, Permission, Role

Password = Annotated[str, Field(min_length=12, max_length=256, examples=["correct horse battery"])]
GivenPassword = Annotated[str, Field(min_length=1, max_length=256)]


def _email(address: str) -> str:
    try:
        # `.test` is for trying things out (RFC 2606); nothing is ever sent there
        known = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValueError("must be an e-mail address such as ada@example.org") from None
    return known.normalized


Email = Annotated[
    str,
    Field(max_length=320, examples=["ada@example.org"], json_schema_extra={"format": "email"}),
    AfterValidator(_email),
]
GivenEmail = Annotated[str, Field(min_length=1, max_length=320, examples=["ada@example.org"])]
DeviceName = Annotated[str, Field(max_length=300, description="Cut to 100 characters.")]


class Register(Schema):
    email: Email
    password: Password
    full_name: Line = ""


class Registered(Schema):
    """The same for a new and for a known address."""

    email: str
    status: Literal["registered", "verification_required"]


class Login(Schema):
    email: GivenEmail
    password: GivenPassword
    device_name: DeviceName = ""


class Refresh(Schema):
    refresh_token: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="Left out in cookie mode, and only there."
    )


class UserRead(Schema):
    id: UUID
    email: str
    full_name: str
    is_superuser: bool
    created_at: datetime
    updated_at: datetime
    version: int


class UserUpdate(Schema):
    full_name: Line = may_be_left_out()
    version: Version = None


Language = Literal["en", "de", "ko"]
Scheme = Literal["auto", "light", "dark"]
Density = Literal["compact", "normal", "comfortable"]
ScreenName = Annotated[str, Field(min_length=1, max_length=64)]
Columns = Annotated[list[ScreenName], Field(max_length=64)]


class PreferencesRead(Schema):
    """How you like to see things, on every device."""

    language: Language | None = Field(default=None, description="Null: the browser's.")
    scheme: Scheme = "auto"
    density: Density = "normal"
    sounds: bool = True
    shortcuts: bool = True
    columns: dict[ScreenName, Columns] = Field(
        default={}, description="The columns of a list, by its name, in their order."
    )


class PreferencesUpdate(Schema):
    language: Language | None = None
    scheme: Scheme = may_be_left_out()
    density: Density = may_be_left_out()
    sounds: bool = may_be_left_out()
    shortcuts: bool = may_be_left_out()
    columns: Annotated[
        dict[ScreenName, Columns | None],
        Field(max_length=64, description="Of the lists named; null: as they come."),
    ] = may_be_left_out()


class SignedInRead(Schema):
    user: UserRead
    access_token: str
    refresh_token: str | None = Field(description="Null in cookie mode: it is in the cookie.")
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 (a kind, not a secret)
    expires_in: int = Field(description="Seconds until the access token ends.")


class SessionRead(Schema):
    id: UUID
    device_name: str
    user_agent: str
    ip: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    current: bool = False


class SessionList(Schema):
    items: list[SessionRead]
    next: str | None = None
    prev: str | None = None
    total: int | None = None


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
    id: UUID
    slug: str
    name: str
    kind: OrganizationKind
    currency: str
    timezone: str
    member_access: MemberAccess
    role: Role
    permissions: list[Permission]
    created_at: datetime
    updated_at: datetime
    version: int


class OrganizationSort(StrEnum):
    NAME = "name"
    NAME_FALLING = "-name"


class OrganizationFilter(PageRequest):
    sort: OrganizationSort = OrganizationSort.NAME


class MemberRead(Schema):
    id: UUID
    user_id: UUID
    email: str
    full_name: str
    role: Role
    created_at: datetime
    updated_at: datetime
    version: int


class MemberRow(TypedDict):
    id: UUID
    user_id: UUID
    email: str
    full_name: str
    role: Role
    created_at: datetime
    updated_at: datetime
    version: int


class MemberUpdate(Schema):
    role: Role
    version: Version = None


class MemberSort(StrEnum):
    OLDEST = "created_at"
    NEWEST = "-created_at"


class MemberFilter(PageRequest):
    sort: MemberSort = MemberSort.OLDEST
