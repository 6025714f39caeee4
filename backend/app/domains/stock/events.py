"""Facts about stock."""

from dataclasses import dataclass
from uuid import UUID

from app.core.facts import DomainEvent


@dataclass(frozen=True, slots=True)
class StockPosted(DomainEvent):
    name = "stock.posted"
    audited = False  # movements are their own record
    posting_id: UUID


@dataclass(frozen=True, slots=True)
class LotCreated(DomainEvent):
    name = "lot.created"
    lot_id: UUID


@dataclass(frozen=True, slots=True)
class LotChanged(DomainEvent):
    name = "lot.changed"
    lot_id: UUID


@dataclass(frozen=True, slots=True)
class LotDeleted(DomainEvent):
    name = "lot.deleted"
    lot_id: UUID


@dataclass(frozen=True, slots=True)
class ReservationCreated(DomainEvent):
    name = "reservation.created"
    reservation_id: UUID


@dataclass(frozen=True, slots=True)
class ReservationConsumed(DomainEvent):
    name = "reservation.consumed"
    reservation_id: UUID


@dataclass(frozen=True, slots=True)
class ReservationReleased(DomainEvent):
    name = "reservation.released"
    reservation_id: UUID


@dataclass(frozen=True, slots=True)
class ReservationExpired(DomainEvent):
    name = "reservation.expired"
    reservation_id: UUID


@dataclass(frozen=True, slots=True)
class LimitCreated(DomainEvent):
    name = "stock_limit.created"
    limit_id: UUID


@dataclass(frozen=True, slots=True)
class LimitChanged(DomainEvent):
    name = "stock_limit.changed"
    limit_id: UUID


@dataclass(frozen=True, slots=True)
class LimitDeleted(DomainEvent):
    name = "stock_limit.deleted"
    limit_id: UUID
