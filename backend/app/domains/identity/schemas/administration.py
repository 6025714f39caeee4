"""Wire shapes of what superusers see and do: accounts, organizations, sessions, figures."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from app.core.pages import PageRequest
from app.core.schemas import Id, Line, Name, Schema
from app.domains.identity.models import EndedBecause, OrganizationKind
from app.domains.identity.schemas.accounts import Email
from app.domains.identity.schemas.organizations import Currency, Slug, TimeZone

Sought = Annotated[str, Field(min_length=1, max_length=200)]
AT_MOST = 200  # operations of one request


class AccountRead(Schema):
    """An account as the operator sees it."""

    id: Id
    email: str
    full_name: str
    is_active: bool
    is_superuser: bool
    has_password: bool = Field(description="False: until its owner chooses one, nobody signs in.")
    created_at: datetime
    updated_at: datetime
    version: int


class AccountSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"
    EMAIL = "email"
    EMAIL_FALLING = "-email"


class AccountFilter(PageRequest):
    sort: AccountSort = AccountSort.NEWEST
    q: Sought | None = Field(default=None, description="Part of the address or of the name.")
    is_active: bool | None = None
    is_superuser: bool | None = None


class CreateAccount(Schema):
    email: Email
    full_name: Line = ""


class Treatment(StrEnum):
    ACTIVATE = "activate"
    DEACTIVATE = "deactivate"
    REQUIRE_PASSWORD_RESET = "require_password_reset"  # noqa: S105 (a verb)


class TreatAccount(Schema):
    """One thing done to one account."""

    action: Literal[Treatment.ACTIVATE, Treatment.DEACTIVATE, Treatment.REQUIRE_PASSWORD_RESET]
    user_id: Id


class OpenAccount(CreateAccount):
    """One account more."""

    action: Literal["create"]


def _kind_of(said: Any) -> str | None:
    action = said.get("action") if isinstance(said, dict) else getattr(said, "action", None)
    if action == "create":
        return "open"
    return "treat" if isinstance(action, str) and action in set(Treatment) else None


Asked = Annotated[
    Annotated[TreatAccount, Tag("treat")] | Annotated[OpenAccount, Tag("open")],
    Discriminator(
        _kind_of,
        custom_error_type="action_unknown",
        custom_error_message="action must be create, activate, deactivate or require_password_reset",
    ),
]


class BulkRequest(Schema):
    operations: Annotated[list[Asked], Field(min_length=1, max_length=AT_MOST)]
    atomic: bool = Field(
        default=True, description="True: all of them or none. False: each by itself."
    )


class RowReport(Schema):
    """What came of one operation."""

    index: int = Field(description="Its place in the request, from 0.")
    status: int = Field(description="As the operation alone would have answered.")
    user: AccountRead | None = None
    code: str | None = Field(default=None, description="Of the refusal.")
    detail: str | None = None


class BulkReport(Schema):
    results: list[RowReport]


class OrganizationShown(Schema):
    """An organization as the operator sees it: nothing of what is in it."""

    id: Id
    slug: str
    name: str
    kind: OrganizationKind
    is_active: bool
    deletion_due_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class OrganizationSearchSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"
    NAME = "name"
    NAME_FALLING = "-name"


class OrganizationSearch(PageRequest):
    sort: OrganizationSearchSort = OrganizationSearchSort.NEWEST
    q: Sought | None = Field(default=None, description="Part of the name or of the slug.")
    kind: OrganizationKind | None = None
    is_active: bool | None = None


class OrganizationOpened(Schema):
    """An organization for somebody else, who is its owner."""

    name: Name
    owner_id: Id
    slug: Slug | None = None
    currency: Currency = "EUR"
    timezone: TimeZone = "UTC"


class SessionShown(Schema):
    id: Id
    user_id: Id
    email: str
    device_name: str
    user_agent: str
    ip: str
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    ended_because: EndedBecause | None


class SessionSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class SessionFilter(PageRequest):
    sort: SessionSort = SessionSort.NEWEST
    user_id: Id | None = None
    live: bool | None = Field(default=None, description="Only those that still open doors.")


class Stats(Schema):
    """How many there are, as of one moment."""

    users: int
    active_users: int
    superusers: int
    organizations: int
    team_organizations: int
    shut_organizations: int
    closing_organizations: int
    memberships: int
    live_sessions: int
