"""Lots, levels, and the ledger: postings of movements that are never changed and never deleted."""

from datetime import date, datetime
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

from app.core.db import TenantOwned, Versioned, plain, tenant_fk
from app.core.errors import Conflict
from app.core.quantities import MAX_HELD, MAX_MOVED, QuantityType, to_scaled
from app.core.triggers import append_only

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
        *tenant_fk("item_id", "items"),
    )

    item_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(plain(64))
    quality: Mapped[int | None]
    expires_on: Mapped[date | None]


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


class ReservationStatus(StrEnum):
    ACTIVE = "active"
    CONSUMED = "consumed"
    RELEASED = "released"
    EXPIRED = "expired"


class ReservationAction(StrEnum):
    CONSUME = "consume"
    RELEASE = "release"


# what may be done with a reservation that is so
ALLOWED = {status: tuple[ReservationAction, ...]() for status in ReservationStatus} | {
    ReservationStatus.ACTIVE: tuple(ReservationAction)
}


class ReservationClosed(Conflict):
    code = "reservation_closed"

    def __init__(self, status: ReservationStatus) -> None:
        says = f"It is {status}; only an active reservation is consumed or released."
        super().__init__(says, reservation_status=status, allowed=[*ALLOWED[status]])


class ReservationOfNothing(Conflict):
    code, detail = "quantity_out_of_range", "A reservation is above 0 and below 10^9."
    constraint = "ck_reservations_quantity"


class Reservation(Versioned):
    """So much of a level, kept for somebody. The sum of the active ones is the level's `reserved`.

    It ends when it expires, for whoever asks; the level follows with the next act that meets it.
    Whoever changes one has its level locked.
    """

    __tablename__ = "reservations"
    __table_args__ = (
        CheckConstraint(f"quantity > 0 AND quantity < {to_scaled(MAX_MOVED)}", name="quantity"),
        Index(None, "organization_id", "created_at", "id"),
        *tenant_fk("level_id", "stock_levels"),
        *tenant_fk("owner_id", "memberships"),
        *tenant_fk("posting_id", "postings"),
        Index(
            "ix_reservations_open",
            "organization_id",
            "expires_at",
            postgresql_where=text("status = 'active'"),
            sqlite_where=text("status = 'active'"),
        ),
    )

    level_id: Mapped[UUID]
    quantity: Mapped[Decimal] = mapped_column(QuantityType)
    purpose: Mapped[str] = mapped_column(String(200))
    owner_id: Mapped[UUID]
    expires_at: Mapped[datetime | None]
    status: Mapped[ReservationStatus]
    closed_at: Mapped[datetime | None]
    posting_id: Mapped[UUID | None]  # what it was consumed by

    def has_expired(self, at: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= at

    def close(self, status: ReservationStatus, at: datetime) -> None:
        """End it as `status`. Raises `ReservationClosed` where it has ended already."""
        if self.status is not ReservationStatus.ACTIVE:
            raise ReservationClosed(self.status)
        if self.has_expired(at) and status is not ReservationStatus.EXPIRED:
            raise ReservationClosed(ReservationStatus.EXPIRED)
        self.status, self.closed_at = status, at


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
    request_id: Mapped[UUID]


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
    request_id: Mapped[UUID]


append_only(cast("Table", Posting.__table__))
append_only(cast("Table", StockMovement.__table__))
