"""Invitations to an organization, each with a link that works once."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import Versioned, plain
from app.domains.identity.models.users import email_key
from app.domains.identity.permissions import Role


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    ENDED = "ended"
    EXPIRED = "expired"


class Invitation(Versioned):
    """For whoever holds the link; where it names an address, for the account with that one alone."""

    __tablename__ = "invitations"
    __table_args__ = (
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "email_key"),
        Index(None, "link_id"),
        Index(None, "invited_by_id"),
        Index(None, "accepted_by_id"),
    )

    # '': for whoever has the link. In no log and no export: whose it is may want to be forgotten
    email: Mapped[str] = mapped_column(String(320), info={"secret": True})
    email_key: Mapped[str] = mapped_column(plain(320), info={"secret": True})
    role: Mapped[Role]
    link_id: Mapped[UUID] = mapped_column(ForeignKey("links.id"))
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]  # taken back, or replaced by a newer one

    @validates("email")
    def _fold(self, _name: str, email: str) -> str:
        self.email_key = email_key(email)
        return email
