"""The keys that answered POSTs are kept under; the table alone, for what runs without the web."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import TenantOwned, plain

KEPT = timedelta(hours=24)


class IdempotencyKey(TenantOwned):
    __tablename__ = "idempotency_keys"
    __table_args__ = (
        UniqueConstraint("organization_id", "actor_id", "path", "key"),
        Index(None, "organization_id", "created_at"),  # the sweep's
    )

    actor_id: Mapped[UUID]
    path: Mapped[str] = mapped_column(plain(500))
    key: Mapped[str] = mapped_column(plain(255))
    body_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    headers: Mapped[dict[str, str] | None] = mapped_column(JSON)
    answer: Mapped[bytes | None] = mapped_column(info={"secret": True})  # whatever was answered
