"""The ledger: postings of movements that are never changed and never deleted."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import TenantOwned, plain, tenant_fk
from app.core.errors import Conflict
from app.core.quantities import MAX_MOVED, QuantityType, to_scaled
from app.core.triggers import append_only


class MovementKind(StrEnum):
    RECEIVE = "receive"
    ISSUE = "issue"
    TRANSFER = "transfer"
    ADJUST = "adjust"
    COUNT = "count"
    CONSUME = "consume"
    PRODUCE = "produce"
    REVERSE = "reverse"


class AlreadyReversed(Conflict):
    code, detail = "already_reversed", "It was reversed before; a movement is reversed once."
    constraint = "uq_postings_organization_id_reverses_id"


class MovementReversed(AlreadyReversed):
    constraint = "uq_stock_movements_organization_id_reverses_id"


class Posting(TenantOwned):
    """A sheet of movements that happened together: all of them, or none."""

    __tablename__ = "postings"
    __table_args__ = (
        UniqueConstraint("organization_id", "reverses_id"),
        Index(None, "organization_id", "created_at", "id"),
        *tenant_fk("reverses_id", "postings"),
        Index(None, "actor_id"),
    )

    reference: Mapped[str] = mapped_column(plain(200))
    reason: Mapped[str] = mapped_column(String(1000))
    reverses_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    session_id: Mapped[UUID | None]
    key_id: Mapped[UUID | None]  # of an API key
    request_id: Mapped[UUID]
    source_id: Mapped[UUID | None]  # of the activity log, which tells whence it came


class QuantityOutOfRange(Conflict):
    code, detail = "quantity_out_of_range", "A movement is above 0 and below 10^9."
    constraint = "ck_stock_movements_quantity"


class StockMovement(TenantOwned):
    """So much of a lot from one place to another. Stock that enters comes from a virtual place.

    An adjustment may be of 0: somebody counted and found the level right.
    """

    __tablename__ = "stock_movements"
    __table_args__ = (
        UniqueConstraint("organization_id", "reverses_id"),
        CheckConstraint(
            f"quantity < {to_scaled(MAX_MOVED)} AND "
            "(quantity > 0 OR (quantity = 0 AND kind IN ('adjust', 'count', 'reverse')))",
            name="quantity",
        ),
        Index(None, "organization_id", "created_at", "id"),
        *tenant_fk("posting_id", "postings"),
        *tenant_fk("item_id", "items", "created_at", "id"),
        *tenant_fk("lot_id", "lots"),
        *tenant_fk("from_location_id", "locations", "created_at", "id"),
        *tenant_fk("to_location_id", "locations", "created_at", "id"),
        *tenant_fk("reverses_id", "stock_movements"),
        Index(None, "actor_id"),
        Index(None, "organization_id", "actor_id", "created_at", "id"),
        Index(
            "ix_stock_movements_priced",
            "organization_id",
            "item_id",
            postgresql_where=text("unit_cost IS NOT NULL"),
            sqlite_where=text("unit_cost IS NOT NULL"),
        ),
        Index(
            "ix_stock_movements_reference",
            "organization_id",
            "reference",
            "created_at",
            "id",
            postgresql_where=text("reference <> ''"),
            sqlite_where=text("reference <> ''"),
        ),
    )

    posting_id: Mapped[UUID]
    kind: Mapped[MovementKind]
    item_id: Mapped[UUID]
    lot_id: Mapped[UUID]
    from_location_id: Mapped[UUID]
    to_location_id: Mapped[UUID]
    quantity: Mapped[Decimal] = mapped_column(QuantityType)
    unit_cost: Mapped[int | None] = mapped_column(BigInteger)  # in minor units of `currency`
    currency: Mapped[str | None] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(1000))
    reference: Mapped[str] = mapped_column(plain(200))
    occurred_at: Mapped[datetime | None]
    reverses_id: Mapped[UUID | None]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    session_id: Mapped[UUID | None]
    key_id: Mapped[UUID | None]  # of an API key
    request_id: Mapped[UUID]


append_only(cast("Table", Posting.__table__))
append_only(cast("Table", StockMovement.__table__))
