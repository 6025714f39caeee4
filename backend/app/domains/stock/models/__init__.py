"""Lots, levels, and the ledger; what is kept for whom, and how much is to be where."""

from app.domains.stock.models.ledger import (
    AlreadyReversed,
    MovementKind,
    MovementReversed,
    Posting,
    QuantityOutOfRange,
    StockMovement,
)
from app.domains.stock.models.levels import (
    InsufficientStock,
    LevelKnown,
    LevelTooHigh,
    ReservedBeyondStock,
    StockLevel,
)
from app.domains.stock.models.limits import (
    LimitKnown,
    LimitsCrossed,
    StockLimit,
)
from app.domains.stock.models.lots import (
    NEVER,
    NO_LOT,
    Lot,
    LotKnown,
    QualityOutOfRange,
)
from app.domains.stock.models.reservations import (
    ALLOWED,
    Reservation,
    ReservationAction,
    ReservationClosed,
    ReservationOfNothing,
    ReservationStatus,
)

__all__ = [
    "ALLOWED",
    "NEVER",
    "NO_LOT",
    "AlreadyReversed",
    "InsufficientStock",
    "LevelKnown",
    "LevelTooHigh",
    "LimitKnown",
    "LimitsCrossed",
    "Lot",
    "LotKnown",
    "MovementKind",
    "MovementReversed",
    "Posting",
    "QualityOutOfRange",
    "QuantityOutOfRange",
    "Reservation",
    "ReservationAction",
    "ReservationClosed",
    "ReservationOfNothing",
    "ReservationStatus",
    "ReservedBeyondStock",
    "StockLevel",
    "StockLimit",
    "StockMovement",
]
