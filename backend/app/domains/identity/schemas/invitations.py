"""Wire shapes of invitations."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.schemas import Id, Schema
from app.domains.identity.models import InvitationState
from app.domains.identity.permissions import Role
from app.domains.identity.schemas.accounts import Email

Token = Annotated[str, Field(min_length=1, max_length=200)]


class InvitationCreate(Schema):
    email: Email | None = Field(
        default=None,
        description="Whom it is mailed to, and who alone can accept it; null: whoever has the link.",
    )
    role: Role = Role.MEMBER


class InvitationRead(Schema):
    id: Id
    email: str | None
    role: Role
    state: InvitationState
    invited_by_id: Id
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    version: int


class InvitationRow(TypedDict):
    id: Id
    email: str | None
    role: Role
    state: InvitationState
    invited_by_id: Id
    created_at: datetime
    updated_at: datetime
    expires_at: datetime
    version: int


class InvitationMade(InvitationRead):
    """With the link, which is shown this once."""

    token: str
    url: str = Field(description="What to send to whom it may concern; it works once.")


class InvitationShown(Schema):
    """What the holder of a link is told before they sign in."""

    organization: str = Field(description="Its name.")
    role: Role
    email: str | None = Field(description="Of the account that can accept it; null: any.")
    expires_at: datetime


class InvitationSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class InvitationFilter(PageRequest):
    sort: InvitationSort = InvitationSort.NEWEST
    open: bool | None = Field(default=None, description="Only those that can still be accepted.")
