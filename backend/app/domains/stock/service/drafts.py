"""Movements to be, as sheets, reversals and targets hand them to the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from app.domains.stock.models import MovementKind
from app.domains.stock.queries.of_sheets import KnownItem

Key: TypeAlias = tuple[UUID, UUID, UUID]  # item, lot, location: the order in which rows are taken


@dataclass(slots=True, kw_only=True)
class Draft:
    """A movement to be. An end that is None is virtual: it keeps no level."""

    at: str  # the line in the input, as a JSON pointer
    quantity_at: str = ""  # and where it says how much, if it does
    kind: MovementKind
    item: KnownItem
    lot_id: UUID
    from_id: UUID
    to_id: UUID
    from_level: bool
    to_level: bool
    quantity: Decimal
    unit_cost: int | None = None
    currency: str | None = None
    reason: str = ""
    reference: str = ""
    occurred_at: datetime | None = None
    reverses_id: UUID | None = None

    def effects(self) -> Iterable[tuple[Key, Decimal]]:
        """What it does to each level it touches."""
        if self.from_level:
            yield (self.item.id, self.lot_id, self.from_id), -self.quantity
        if self.to_level:
            yield (self.item.id, self.lot_id, self.to_id), self.quantity
