"""Wire shapes of the catalogue."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.quantities import Held, Level, Quantity
from app.core.schemas import Code, Id, Instant, Line, Name, Schema, Text, Version, may_be_left_out
from app.domains.catalog.models import Tracking

UnitCode = Annotated[str, Field(min_length=1, max_length=16, examples=["pcs"])]
Colour = Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$", examples=["#1f6feb"])]
Icon = Annotated[str, Field(max_length=64)]
AttributeName = Annotated[str, Field(min_length=1, max_length=64)]
AttributeText = Annotated[str, Field(max_length=1000)]
AttributeNumber = Annotated[int, Field(ge=-(2**53), le=2**53)]
Attributes = Annotated[
    dict[AttributeName, AttributeText | bool | AttributeNumber], Field(max_length=100)
]
Search = Annotated[str, Field(min_length=1, max_length=200)]
FOUND = "Any part of the name, SKU, barcode or model number, whatever its case."


class CategoryCreate(Schema):
    name: Name
    parent_id: Id | None = None
    code: Code | None = None
    icon: Icon = ""
    colour: Colour = ""


class CategoryUpdate(Schema):
    name: Name = may_be_left_out()
    parent_id: Id | None = None
    code: Code | None = None
    icon: Icon = may_be_left_out()
    colour: Colour = may_be_left_out()
    version: Version = None


class CategoryRead(Schema):
    id: Id
    parent_id: Id | None
    name: str
    code: str | None
    icon: str
    colour: str
    created_at: datetime
    updated_at: datetime
    version: int


class CategoryRow(TypedDict):
    id: Id
    parent_id: Id | None
    name: str
    code: str | None
    icon: str
    colour: str
    created_at: datetime
    updated_at: datetime
    version: int


class CategorySort(StrEnum):
    NAME = "name"
    NAME_FALLING = "-name"
    OLDEST = "created_at"
    NEWEST = "-created_at"


class CategoryFilter(PageRequest):
    parent_id: Id | None = Field(None, description="Only what hangs directly under this one.")
    sort: CategorySort = CategorySort.NAME


class ItemFields(Schema):
    """What creating and reading have in common."""

    name: Name
    sku: Code | None = None
    barcode: Code | None = None
    category_id: Id | None = None
    unit: UnitCode = "pcs"
    manufacturer: Line = ""
    model_number: Line = ""
    notes: Text = ""
    min_level: Level | None = None
    max_level: Level | None = None
    attributes: Attributes = {}


class ItemCreate(ItemFields):
    tracking: Tracking = Tracking.STOCK

    @model_validator(mode="after")
    def _levels(self) -> Self:
        refuse_crossed(self.min_level, self.max_level)
        return self


class ItemDuplicate(Schema):
    """What a copy does not have from its original."""

    name: Name
    sku: Code | None = None
    barcode: Code | None = None


class ItemUpdate(Schema):
    name: Name = may_be_left_out()
    sku: Code | None = None
    barcode: Code | None = None
    category_id: Id | None = None
    tracking: Tracking = may_be_left_out()
    unit: UnitCode = may_be_left_out()
    manufacturer: Line = may_be_left_out()
    model_number: Line = may_be_left_out()
    notes: Text = may_be_left_out()
    min_level: Level | None = None
    max_level: Level | None = None
    attributes: Attributes = may_be_left_out()
    archived: bool = may_be_left_out()
    version: Version = None


def refuse_crossed(low: Decimal | None, high: Decimal | None) -> None:
    if low is not None and high is not None and low > high:
        raise ValueError("min_level must not be above max_level")


class ItemRead(Schema):
    id: Id
    name: str
    sku: str | None
    barcode: str | None
    category_id: Id | None
    tracking: Tracking
    unit: str
    manufacturer: str
    model_number: str
    notes: str
    min_level: Held | None
    max_level: Held | None
    attributes: dict[str, str | bool | int]
    archived_at: datetime | None
    merged_into_id: Id | None = Field(description="The item that this one was merged into.")
    created_at: datetime
    updated_at: datetime
    version: int


class ItemReadRow(TypedDict):
    """`ItemRead` as its queries make it; a contract test holds the two together."""

    id: Id
    name: str
    sku: str | None
    barcode: str | None
    category_id: Id | None
    tracking: Tracking
    unit: str
    manufacturer: str
    model_number: str
    notes: str
    min_level: Decimal | None
    max_level: Decimal | None
    attributes: dict[str, str | bool | int]
    archived_at: datetime | None
    merged_into_id: Id | None
    created_at: datetime
    updated_at: datetime
    version: int


class ItemListed(Schema):
    """An item as lists show it."""

    id: Id
    name: str
    sku: str | None
    barcode: str | None
    category_id: Id | None
    category: str | None = Field(description="The category's name.")
    tracking: Tracking
    unit: str
    manufacturer: str
    model_number: str
    min_level: Held | None
    max_level: Held | None
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class ItemRow(TypedDict):
    """`ItemListed` as the list makes it; a contract test holds the two together."""

    id: Id
    name: str
    sku: str | None
    barcode: str | None
    category_id: Id | None
    category: str | None
    tracking: Tracking
    unit: str
    manufacturer: str
    model_number: str
    min_level: Decimal | None
    max_level: Decimal | None
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class ItemSort(StrEnum):
    NAME = "name"
    NAME_FALLING = "-name"
    SKU = "sku"
    SKU_FALLING = "-sku"
    OLDEST = "created_at"
    NEWEST = "-created_at"
    LEAST_RECENT = "updated_at"
    MOST_RECENT = "-updated_at"


BY_CHANGE = {ItemSort.LEAST_RECENT, ItemSort.MOST_RECENT}


class ItemFilter(PageRequest):
    q: Search | None = Field(None, description=FOUND)
    sku: Code | None = Field(None, description="Exactly this SKU.")
    barcode: Code | None = Field(None, description="Exactly this barcode.")
    category_id: Id | None = Field(None, description="In this category or below it.")
    tracking: Tracking | None = None
    archived: bool = Field(False, description="True lists the archived ones instead.")
    updated_since: Instant | None = Field(
        None, description="Only with the order `updated_at`, or `-updated_at`; that is its default."
    )
    tag_id: Id | None = Field(None, description="Only what has this tag itself.")
    sort: ItemSort = ItemSort.NAME

    @model_validator(mode="after")
    def _in_the_order_of_changes(self) -> Self:
        """In another order what changed lies anywhere, and a page may have to read all that did not."""
        if self.updated_since is not None and self.sort not in BY_CHANGE:
            if "sort" in self.model_fields_set:
                raise ValueError("updated_since needs the order updated_at or -updated_at")
            self.sort = ItemSort.LEAST_RECENT
        return self


class UnitCreate(Schema):
    code: UnitCode
    name: Name
    base: UnitCode = Field(description="A built-in unit.")
    factor: Quantity = Field(description="How many of `base` one of this is.")


class UnitRead(Schema):
    id: Id | None = Field(description="Null for a built-in unit, which nobody can delete.")
    code: str
    name: str
    dimension: str
    base: str
    factor: str = Field(description="An exact decimal or a fraction such as 1/60.")


class UnitList(Schema):
    items: list[UnitRead]
    next: str | None = None
    prev: str | None = None
    total: int | None = None
