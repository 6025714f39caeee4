"""Sign-ins, each with the chain of its refresh tokens."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, plain
from app.core.errors import Conflict

LONGEST = timedelta(days=30)  # that a session lasts, however busy


class EndedBecause(StrEnum):
    LOGOUT = "logout"
    LOGOUT_ALL = "logout_all"
    REVOKED = "revoked"
    REFRESH_REUSED = "refresh_reused"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (a reason)
    PASSWORD_RESET = "password_reset"  # noqa: S105 (likewise)
    EMAIL_CHANGED = "email_changed"
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    DEACTIVATED = "deactivated"
    REVOKED_BY_ADMIN = "revoked_by_admin"
    PASSWORD_RESET_REQUIRED = "password_reset_required"  # noqa: S105 (likewise)


class UserSession(Identified):
    """A sign-in on one device. No row, no token; an ended one ends its tokens at once."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index(None, "user_id", "created_at"),
        Index(None, "expires_at"),
        Index(None, "created_at", "id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]  # idle for too long
    ends_at: Mapped[datetime]  # however busy
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[EndedBecause | None]
    stepped_up_at: Mapped[datetime | None]  # when this person last proved who they are
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
