"""People, sessions, organizations and memberships."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import Editable, Identified, Versioned, plain, sort_key
from app.core.errors import Conflict
from app.domains.identity.permissions import MemberAccess, Role


def email_key(email: str) -> str:
    """E-mail addresses are the same when these are: NFKC, then case folded."""
    return normalize("NFKC", email).casefold()


class EmailTaken(Conflict):
    code, detail = "email_taken", "Another account has this e-mail address."
    constraint = "uq_users_email_key"


class User(Editable):
    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("email_key"),)

    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(plain(320))
    full_name: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str] = mapped_column(String(200), info={"secret": True})
    # of the documented demo users: signs in on a laptop and in tests, nowhere else
    password_is_public: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_superuser: Mapped[bool] = mapped_column(default=False)

    @validates("email")
    def _fold(self, _name: str, email: str) -> str:
        self.email_key = email_key(email)
        return email


class PreferencesKnown(Conflict):
    constraint = "uq_preferences_user_id"


class Preferences(Identified):
    """How a person likes to see things, on every device; no business of anybody else's."""

    __tablename__ = "preferences"
    __table_args__ = (UniqueConstraint("user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON)  # what differs from the defaults


class EndedBecause(StrEnum):
    LOGOUT = "logout"
    LOGOUT_ALL = "logout_all"
    REVOKED = "revoked"
    REFRESH_REUSED = "refresh_reused"


class UserSession(Identified):
    """A sign-in on one device. No row, no token; an ended one ends its tokens at once."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "user_id", "created_at"), Index(None, "expires_at"))

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]  # idle for too long
    ends_at: Mapped[datetime]  # however busy
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[EndedBecause | None]
    device_name: Mapped[str] = mapped_column(String(100), default="")
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    ip: Mapped[str] = mapped_column(String(45), default="")


class RefreshTokenKnown(Conflict):
    constraint = "uq_refresh_tokens_token_hash"


class RefreshToken(Identified):
    """One link in a session's chain; old links stay, so that a replay is recognised."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "session_id"))

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(plain(64))
    rotated_at: Mapped[datetime | None]


class OrganizationKind(StrEnum):
    PERSONAL = "personal"
    TEAM = "team"


class SlugTaken(Conflict):
    code, detail = "slug_taken", "Another organization has this slug."
    constraint = "uq_organizations_slug"


class Organization(Editable):
    __tablename__ = "organizations"
    __table_args__ = (UniqueConstraint("slug"), Index(None, "name_key", "id"))

    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(plain(200))
    slug: Mapped[str] = mapped_column(plain(64))
    kind: Mapped[OrganizationKind]
    currency: Mapped[str] = mapped_column(String(8), default="EUR")
    timezone: Mapped[str] = mapped_column(String(64), default="UTC")
    member_access: Mapped[MemberAccess] = mapped_column(default=MemberAccess.WRITE)

    @validates("name")
    def _fold(self, _name: str, name: str) -> str:
        self.name_key = sort_key(name)
        return name

    def __init__(self, **values: Any) -> None:
        defaults = {"currency": "EUR", "timezone": "UTC", "member_access": MemberAccess.WRITE}
        super().__init__(**defaults | values)


class AlreadyMember(Conflict):
    code, detail = "already_member", "This person is a member already."
    constraint = "uq_memberships_organization_id_user_id"


class Membership(Versioned):
    """A person in an organization. It is ended, never deleted: history refers to it."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("organization_id", "user_id"),
        Index(None, "user_id"),
        Index(None, "organization_id", "created_at", "id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Role]
    ended_at: Mapped[datetime | None]
