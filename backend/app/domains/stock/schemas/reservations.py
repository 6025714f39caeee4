"""Reservations over the wire."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.quantities import Held, Quantity
from app.core.schemas import Id, Instant, Line, Schema
from app.domains.stock.models import ReservationAction, ReservationStatus
from app.domains.stock.schemas.lines import Named, Reason

# `for` on the wire; Python keeps that word to itself
Purpose = Annotated[str, Field(alias="for")]
_For = TypedDict("_For", {"for": str})


class ReservationCreate(Named):
    """Keep some of what is free at a place for oneself."""

    location_id: Id
    quantity: Quantity
    purpose: Annotated[
        str, Field(alias="for", min_length=1, max_length=200, description="What for.")
    ]
    expires_at: Instant | None = Field(
        default=None, description="When it ends by itself; null: when it is released or consumed."
    )


class ReservationConsume(Schema):
    reason: Reason = ""
    reference: Line = ""


class ReservationRead(Schema):
    model_config = ConfigDict(populate_by_name=True)

    id: Id
    item_id: Id
    item_name: str
    unit: str
    lot_id: Id
    lot: str
    location_id: Id
    location_name: str
    location_path: list[str]
    quantity: Held
    purpose: Purpose
    owner_id: Id = Field(description="The membership of whoever it is kept for.")
    owner: str
    expires_at: datetime | None
    status: ReservationStatus = Field(description="As of now: `expired` once it has ended by time.")
    closed_at: datetime | None
    posting_id: Id | None = Field(description="The posting that consumed it.")
    allowed: list[ReservationAction] = Field(description="What may be done with it now.")
    created_at: datetime
    updated_at: datetime
    version: int


class ReservationRow(_For):
    """`ReservationRead` as the list makes it; a contract test holds the two together."""

    id: Id
    item_id: Id
    item_name: str
    unit: str
    lot_id: Id
    lot: str
    location_id: Id
    location_name: str
    location_path: list[str]
    quantity: Decimal
    owner_id: Id
    owner: str
    expires_at: datetime | None
    status: ReservationStatus
    closed_at: datetime | None
    posting_id: Id | None
    allowed: list[ReservationAction]
    created_at: datetime
    updated_at: datetime
    version: int


class ReservationSort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class ReservationFilter(PageRequest):
    item_id: Id | None = None
    lot_id: Id | None = None
    location_id: Id | None = Field(None, description="In this place or below it.")
    owner_id: Id | None = Field(None, description="Of this membership.")
    status: ReservationStatus | None = None
    sort: ReservationSort = ReservationSort.NEWEST
