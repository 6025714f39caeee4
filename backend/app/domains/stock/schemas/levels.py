"""What is where, and what a refused draw is told of it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.quantities import Held
from app.core.schemas import Day, Id, Instant, Schema
from app.domains.catalog.schemas import FOUND, ItemRead, ItemReadRow, Search
from app.domains.stock.schemas.lines import LotCode
from app.domains.tags.schemas import TagRead, TagRow


class LevelRead(Schema):
    id: Id
    item_id: Id
    item_name: str
    sku: str | None
    barcode: str | None
    category_id: Id | None
    category: str | None = Field(description="The category's name.")
    unit: str
    min_level: Held | None = Field(description="Of the item, wherever it is.")
    lot_id: Id
    lot: str
    quality: int | None
    expires_on: date | None
    location_id: Id
    location_name: str
    location_path: list[str]
    on_hand: Held
    reserved: Held
    available: Held
    created_at: datetime
    updated_at: datetime


class LevelRow(TypedDict):
    """`LevelRead` as the list makes it; a contract test holds the two together."""

    id: Id
    item_id: Id
    item_name: str
    sku: str | None
    barcode: str | None
    category_id: Id | None
    category: str | None
    unit: str
    min_level: Decimal | None
    lot_id: Id
    lot: str
    quality: int | None
    expires_on: date | None
    location_id: Id
    location_name: str
    location_path: list[str]
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    created_at: datetime
    updated_at: datetime


class StockElsewhere(Schema):
    """Free stock of the same item at another place."""

    location_id: Id
    location_path: list[str]
    lot: str
    available: Held


class Shortage(Schema):
    """A line that asks for more than is free; quantities are in the item's unit."""

    pointer: str = Field(description="Where the line says how much.")
    item_id: Id
    item_name: str
    unit: str
    location_id: Id
    location_path: list[str]
    asked: Held
    on_hand: Held
    reserved: Held
    available: Held
    elsewhere: list[StockElsewhere] = Field(description="Up to 5, the most first.")


class LevelSort(StrEnum):
    OLDEST = "created_at"
    NEWEST = "-created_at"
    LEAST_RECENT = "updated_at"
    MOST_RECENT = "-updated_at"
    LEAST = "on_hand"
    MOST = "-on_hand"


class _LevelSearch(PageRequest):
    q: Search | None = Field(None, description=FOUND)
    item_id: Id | None = None
    category_id: Id | None = Field(None, description="Of items in this category or below it.")
    lot: LotCode | None = None
    expires_before: Day | None = Field(None, description="Of lots that expire before this day.")
    sort: LevelSort = LevelSort.OLDEST


class ContentsFilter(_LevelSearch):
    """What is held in a place and below it."""

    held: bool = Field(True, description="False also shows levels of 0.")


class LevelFilter(_LevelSearch):
    location_id: Id | None = Field(None, description="In this place or below it.")
    held: bool = Field(False, description="True leaves out levels of 0.")
    below_minimum: bool = Field(
        False,
        description="True: only of items of which less is held, over all places, than their minimum.",
    )
    as_of: Instant | None = Field(
        None,
        description="What was there then, by the time at which it was recorded; names are today's.",
    )

    @model_validator(mode="after")
    def _now_or_then(self) -> Self:
        if self.below_minimum and self.as_of is not None:
            raise ValueError("below_minimum looks at what is there now: leave out as_of")
        return self


class ItemMerge(Schema):
    into_id: Id = Field(description="The item that stays.")


class ItemWithStockRow(ItemReadRow):
    """`ItemWithStock` as its queries make it; a contract test holds the two together."""

    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    tags: list[TagRow]
    levels: list[LevelRow]


class ItemWithStock(ItemRead):
    """An item, where it is and how much of it."""

    on_hand: Held
    reserved: Held
    available: Held
    tags: list[TagRead] = Field(description="By name, up to 200.")
    levels: list[LevelRead] = Field(description="The 1,000 largest, zero levels left out.")
