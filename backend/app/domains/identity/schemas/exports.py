"""What a person takes along of their own."""

from datetime import datetime
from typing import Any

from pydantic import Field

from app.core.schemas import Id, Schema
from app.domains.identity.permissions import Role
from app.domains.identity.schemas.accounts import PreferencesRead, UserRead
from app.domains.identity.schemas.sessions import SessionRead


class OwnMembership(Schema):
    organization_id: Id
    slug: str
    name: str
    role: Role
    created_at: datetime
    ended_at: datetime | None


class AccountExport(Schema):
    """All that is kept about a person outside of organizations."""

    exported_at: datetime
    user: UserRead
    preferences: PreferencesRead
    memberships: list[OwnMembership]
    sessions: list[SessionRead]
    more: dict[str, list[dict[str, Any]]] = Field(description="What other parts keep, by its name.")
