"""Minimum and maximum by place, and what is below."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.quantities import Held, Level
from app.core.schemas import Id, Schema, Version, may_be_left_out
from app.domains.catalog.schemas import FOUND, Search, refuse_crossed


class LimitCreate(Schema):
    item_id: Id
    location_id: Id
    min_level: Level
    max_level: Level | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_crossed(self.min_level, self.max_level)
        return self


class LimitUpdate(Schema):
    min_level: Level = may_be_left_out()
    max_level: Level | None = None
    version: Version = None


class LimitRead(Schema):
    """A limit, and how much is there: in the place and all that stands in it."""

    id: Id
    item_id: Id
    item_name: str
    sku: str | None
    unit: str
    location_id: Id
    location_name: str
    location_path: list[str]
    min_level: Held
    max_level: Held | None
    on_hand: Held
    missing: Held = Field(description="How much brings it to the minimum; 0 if it is there.")
    created_at: datetime
    updated_at: datetime
    version: int


class LimitRow(TypedDict):
    """`LimitRead` as the list makes it; a contract test holds the two together."""

    id: Id
    item_id: Id
    item_name: str
    sku: str | None
    unit: str
    location_id: Id
    location_name: str
    location_path: list[str]
    min_level: Decimal
    max_level: Decimal | None
    on_hand: Decimal
    missing: Decimal
    created_at: datetime
    updated_at: datetime
    version: int


class LimitSort(StrEnum):
    NAME = "name"
    NAME_FALLING = "-name"
    OLDEST = "created_at"
    NEWEST = "-created_at"


class LimitFilter(PageRequest):
    item_id: Id | None = None
    location_id: Id | None = Field(None, description="Of this place or below it.")
    below_minimum: bool = Field(False, description="True: only where less is held.")
    sort: LimitSort = Field(LimitSort.NAME, description="`name` is the item's.")


class LowRead(Schema):
    """An item of which less is held, over all places, than its own minimum."""

    id: Id = Field(description="Of the item.")
    name: str
    sku: str | None
    category_id: Id | None
    category: str | None = Field(description="The category's name.")
    unit: str
    min_level: Held
    max_level: Held | None
    on_hand: Held
    missing: Held = Field(description="How much brings it to the minimum.")


class LowRow(TypedDict):
    """`LowRead` as the list makes it; a contract test holds the two together."""

    id: Id
    name: str
    sku: str | None
    category_id: Id | None
    category: str | None
    unit: str
    min_level: Decimal
    max_level: Decimal | None
    on_hand: Decimal
    missing: Decimal


class LowSort(StrEnum):
    NAME = "name"
    NAME_FALLING = "-name"


class LowFilter(PageRequest):
    q: Search | None = Field(None, description=FOUND)
    category_id: Id | None = Field(None, description="Of items in this category or below it.")
    sort: LowSort = LowSort.NAME
