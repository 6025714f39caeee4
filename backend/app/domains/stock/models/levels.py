"""Levels: how much of a lot is at a place."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import TenantOwned, tenant_fk
from app.core.errors import Conflict
from app.core.quantities import MAX_HELD, QuantityType, to_scaled


class InsufficientStock(Conflict):
    code, detail = "insufficient_stock", "There is not enough of it there."
    constraint = "ck_stock_levels_on_hand"


class ReservedBeyondStock(InsufficientStock):
    constraint = "ck_stock_levels_reserved"


class LevelTooHigh(Conflict):
    code, detail = "level_too_high", "A level stays below 10^12."
    constraint = "ck_stock_levels_ceiling"


class LevelKnown(Conflict):
    constraint = "uq_stock_levels_organization_id_lot_id_location_id"


class StockLevel(TenantOwned):
    """How much of a lot is at a place: the fold of its movements, kept in their transactions."""

    __tablename__ = "stock_levels"
    __table_args__ = (
        UniqueConstraint("organization_id", "lot_id", "location_id"),
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved >= 0 AND reserved <= on_hand", name="reserved"),
        CheckConstraint(f"on_hand < {to_scaled(MAX_HELD)}", name="ceiling"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "updated_at", "id"),
        Index(None, "organization_id", "on_hand", "id"),
        *tenant_fk("item_id", "items"),
        *tenant_fk("lot_id", "lots"),
        *tenant_fk("location_id", "locations"),
    )

    item_id: Mapped[UUID]
    lot_id: Mapped[UUID]
    location_id: Mapped[UUID]
    on_hand: Mapped[Decimal] = mapped_column(QuantityType)
    reserved: Mapped[Decimal] = mapped_column(QuantityType)
    updated_at: Mapped[datetime]
