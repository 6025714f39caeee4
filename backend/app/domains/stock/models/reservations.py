"""Reservations: some of a level, kept for somebody."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Versioned, tenant_fk
from app.core.errors import Conflict
from app.core.quantities import MAX_MOVED, QuantityType, to_scaled


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
