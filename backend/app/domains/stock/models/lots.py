"""Lots: what came together."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import Versioned, plain, tenant_fk
from app.core.errors import Conflict

NEVER = date.max
NO_LOT = ""  # the lot of all that has none, made with its item


class LotKnown(Conflict):
    code, detail = "lot_known", "The item has a lot with this code already."
    constraint = "uq_lots_organization_id_item_id_code"


class QualityOutOfRange(Conflict):
    code, detail = "quality_out_of_range", "A quality is a whole number from 0 to 1000."
    constraint = "ck_lots_quality"


class Lot(Versioned):
    """Some of an item that came together: of one quality, with one expiry."""

    __tablename__ = "lots"
    __table_args__ = (
        UniqueConstraint("organization_id", "item_id", "code"),
        CheckConstraint("quality BETWEEN 0 AND 1000", name="quality"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "expires_key", "id"),
        *tenant_fk("item_id", "items"),
    )

    item_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(plain(64))
    quality: Mapped[int | None]
    expires_on: Mapped[date | None]
    expires_key: Mapped[date]  # what is sorted by: those that never expire come last

    @validates("expires_on")
    def _keep_key(self, _name: str, expires_on: date | None) -> date | None:
        self.expires_key = expires_on or NEVER
        return expires_on
