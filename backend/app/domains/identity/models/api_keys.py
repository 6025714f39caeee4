"""Keys by which programs act for the one who made them."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import TenantOwned, plain
from app.core.errors import Conflict


class ApiKeyKnown(Conflict):
    constraint = "uq_api_keys_key_hash"


class ApiKey(TenantOwned):
    """What it may do is its scopes, of those that its maker's role includes at the moment."""

    __tablename__ = "api_keys"
    __table_args__ = (
        UniqueConstraint("key_hash"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "created_by_id", "expires_at"),
    )
    announced: ClassVar[bool] = True

    name: Mapped[str] = mapped_column(String(200))
    prefix: Mapped[str] = mapped_column(plain(16))  # as much of the key as may be shown
    key_hash: Mapped[str] = mapped_column(plain(64), info={"secret": True})
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
