"""The lines of the logs: append-only, so they have neither version nor `updated_at`.

`payload` is the canonical JSON text of the line, kept as text: what is sealed is these bytes.
"""

from typing import cast
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Identified, TenantOwned
from app.core.triggers import append_only


class Activity(TenantOwned):
    """A change inside an organization."""

    __tablename__ = "activity"
    __table_args__ = (
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "entity_id", "created_at", "id"),
        Index(None, "actor_id"),
    )

    verb: Mapped[str] = mapped_column(String(64))
    entity_type: Mapped[str] = mapped_column(String(32))
    entity_id: Mapped[UUID]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    session_id: Mapped[UUID | None]
    key_id: Mapped[UUID | None]  # of an API key
    request_id: Mapped[UUID]
    source_id: Mapped[UUID | None]
    payload: Mapped[str] = mapped_column(Text)


class AccountEvent(Identified):
    """A sign-in, or a change of an account: of a person, outside every organization."""

    __tablename__ = "account_events"
    __table_args__ = (
        Index(None, "subject_id", "created_at", "id"),
        Index(None, "created_at", "id"),
        Index(None, "actor_id"),
    )

    verb: Mapped[str] = mapped_column(String(64))
    subject_id: Mapped[UUID]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    session_id: Mapped[UUID | None]
    request_id: Mapped[UUID]
    payload: Mapped[str] = mapped_column(Text)


append_only(cast("Table", Activity.__table__))
append_only(cast("Table", AccountEvent.__table__))
