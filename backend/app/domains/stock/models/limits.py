"""Limits: how much of an item is to be in a place and all that stands in it."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Versioned, tenant_fk
from app.core.errors import Conflict
from app.core.quantities import QuantityType


class LimitKnown(Conflict):
    code, detail = "limit_known", "The item has a limit for this place already; change that one."
    constraint = "uq_stock_limits_organization_id_item_id_location_id"


class LimitsCrossed(Conflict):
    code, detail = "limits_crossed", "A minimum is not above its maximum, and neither is below 0."
    constraint = "ck_stock_limits_in_order"


class StockLimit(Versioned):
    """A minimum and maximum of an item for one place with its subtree; the item's own are for all
    that is held of it anywhere.
    """

    __tablename__ = "stock_limits"
    __table_args__ = (
        UniqueConstraint("organization_id", "item_id", "location_id"),
        CheckConstraint(
            "min_level >= 0 AND (max_level IS NULL OR max_level >= min_level)", name="in_order"
        ),
        Index(None, "organization_id", "created_at", "id"),
        *tenant_fk("item_id", "items"),
        *tenant_fk("location_id", "locations"),
    )

    item_id: Mapped[UUID]
    location_id: Mapped[UUID]
    min_level: Mapped[Decimal] = mapped_column(QuantityType)
    max_level: Mapped[Decimal | None] = mapped_column(QuantityType)
