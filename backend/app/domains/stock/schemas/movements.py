"""The ledger as it is read."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.quantities import Held
from app.core.schemas import Id, Line, Schema
from app.domains.stock.models import MovementKind


class MovementRead(Schema):
    id: Id
    posting_id: Id
    kind: MovementKind
    item_id: Id
    item_name: str
    unit: str
    lot: str
    from_location_id: Id
    from_location: str
    from_location_path: list[str]
    to_location_id: Id
    to_location: str
    to_location_path: list[str]
    quantity: Held
    unit_cost: Held | None
    currency: str | None
    reason: str
    reference: str
    occurred_at: datetime | None
    reverses_id: Id | None
    actor_id: Id | None
    actor: str | None = Field(description="Name or e-mail address; null: the system.")
    key_id: Id | None = Field(description="The API key that did it for the actor.")
    request_id: Id
    created_at: datetime


class MovementRow(TypedDict):
    """`MovementRead` as the list makes it; a contract test holds the two together."""

    id: Id
    posting_id: Id
    kind: MovementKind
    item_id: Id
    item_name: str
    unit: str
    lot: str
    from_location_id: Id
    from_location: str
    from_location_path: list[str]
    to_location_id: Id
    to_location: str
    to_location_path: list[str]
    quantity: Decimal
    unit_cost: Decimal | None
    currency: str | None
    reason: str
    reference: str
    occurred_at: datetime | None
    reverses_id: Id | None
    actor_id: Id | None
    actor: str | None
    key_id: Id | None
    request_id: Id
    created_at: datetime


class PostingRead(Schema):
    id: Id
    reference: str
    reason: str
    reverses_id: Id | None
    actor_id: Id | None
    key_id: Id | None
    request_id: Id
    created_at: datetime
    movements: list[MovementRead]


class MovementSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class MovementFilter(PageRequest):
    item_id: Id | None = None
    merged: bool = Field(
        False, description="True: with those of items that were merged into `item_id`."
    )
    location_id: Id | None = Field(None, description="From or to this very place.")
    posting_id: Id | None = None
    kind: MovementKind | None = None
    actor_id: Id | None = Field(None, description="What this user did.")
    reference: Line | None = Field(None, description="Exactly this reference.")
    sort: MovementSort = MovementSort.NEWEST
