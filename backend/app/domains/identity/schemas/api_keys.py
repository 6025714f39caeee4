"""Wire shapes of API keys."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from app.core.clock import now
from app.core.pages import PageRequest
from app.core.schemas import Id, Instant, Name, Schema
from app.domains.identity.permissions import FOR_PEOPLE_ALONE, Permission

LIFE = timedelta(days=90)
LONGEST_LIFE = timedelta(days=366)


def _scope(scope: Permission) -> Permission:
    if scope in FOR_PEOPLE_ALONE:
        raise ValueError("is for people alone, and for no API key")
    return scope


def _moment(at: datetime) -> datetime:
    if not now() < at <= now() + LONGEST_LIFE:
        raise ValueError("must be in the future, and within a year")
    return at


Scope = Annotated[Permission, AfterValidator(_scope), Field(examples=["stock:read"])]


class ApiKeyCreate(Schema):
    name: Name
    scopes: list[Scope] = Field(
        min_length=1,
        max_length=len(Permission),
        description="What it may do, as far as your role includes it at the moment of each request.",
    )
    expires_at: Annotated[Instant, AfterValidator(_moment)] | None = Field(
        default=None, description=f"In {LIFE.days} days unless said; within a year."
    )


class ApiKeyRead(Schema):
    id: Id
    name: str
    prefix: str = Field(description="How the key begins.")
    scopes: list[Permission]
    created_by_id: Id
    created_by: str = Field(description="The maker's name, or e-mail address if they gave none.")
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(description="To within five minutes.")
    revoked_at: datetime | None


class ApiKeyCreated(Schema):
    """The only answer that ever has the key itself."""

    id: Id
    name: str
    prefix: str
    scopes: list[Permission]
    created_by_id: Id
    created_at: datetime
    expires_at: datetime
    key: str = Field(description="Shown this once.", examples=["qk_…"])


class ApiKeySort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class ApiKeyFilter(PageRequest):
    live: bool | None = Field(
        default=None, description="True: those that still work, as far as they themselves say."
    )
    sort: ApiKeySort = ApiKeySort.NEWEST
