"""Who is in which organization."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Versioned
from app.core.errors import Conflict
from app.domains.identity.permissions import Role


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
