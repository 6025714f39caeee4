"""The ledger as it is read."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.quantities import Held
from app.core.schemas import Line, Schema
from app.domains.stock.models import MovementKind


class MovementRead(Schema):
    id: UUID
    posting_id: UUID
    kind: MovementKind
    item_id: UUID
    item_name: str
    unit: str
    lot: str
    from_location_id: UUID
    from_location: str
    from_location_path: list[str]
    to_location_id: UUID
    to_location: str
    to_location_path: list[str]
    quantity: Held
    unit_cost: Held | None
    currency: str | None
    reason: str
    reference: str
    occurred_at: datetime | None
    reverses_id: UUID | None
    actor_id: UUID | None
    actor: str | None = Field(description="Name or e-mail address; null: the system.")
    request_id: UUID
    created_at: datetime


class MovementRow(TypedDict):
    """`MovementRead` as the list makes it; a contract test holds the two together."""

    id: UUID
    posting_id: UUID
    kind: MovementKind
    item_id: UUID
    item_name: str
    unit: str
    lot: str
    from_location_id: UUID
    from_location: str
    from_location_path: list[str]
    to_location_id: UUID
    to_location: str
    to_location_path: list[str]
    quantity: Decimal
    unit_cost: Decimal | None
    currency: str | None
    reason: str
    reference: str
    occurred_at: datetime | None
    reverses_id: UUID | None
    actor_id: UUID | None
    actor: str | None
    request_id: UUID
    created_at: datetime


class PostingRead(Schema):
    id: UUID
    reference: str
    reason: str
    reverses_id: UUID | None
    actor_id: UUID | None
    request_id: UUID
    created_at: datetime
    movements: list[MovementRead]


class MovementSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class MovementFilter(PageRequest):
    item_id: UUID | None = None
    merged: bool = Field(
        False, description="True: with those of items that were merged into `item_id`."
    )
    location_id: UUID | None = Field(None, description="From or to this very place.")
    posting_id: UUID | None = None
    kind: MovementKind | None = None
    actor_id: UUID | None = Field(None, description="What this user did.")
    reference: Line | None = Field(None, description="Exactly this reference.")
    sort: MovementSort = MovementSort.NEWEST
