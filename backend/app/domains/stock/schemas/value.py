"""What the stock is worth."""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.quantities import Held
from app.core.schemas import Id, Schema
from app.domains.catalog.schemas import FOUND, Search


class ValueRead(Schema):
    """An item that is held, at the average of what was paid for it."""

    id: Id = Field(description="Of the item.")
    name: str
    sku: str | None
    category_id: Id | None
    category: str | None = Field(description="The category's name.")
    unit: str
    on_hand: Held
    average_cost: Held | None = Field(
        description="Of a unit, over all receipts with a price; null: there was none."
    )
    value: Held | None = Field(description="`on_hand` at that cost, rounded half up.")
    currency: str


class ValueRow(TypedDict):
    """`ValueRead` as the list makes it; a contract test holds the two together."""

    id: Id
    name: str
    sku: str | None
    category_id: Id | None
    category: str | None
    unit: str
    on_hand: Decimal
    average_cost: Decimal | None
    value: Decimal | None
    currency: str


class ValueTotal(Schema):
    """The sum of all values."""

    value: Held
    currency: str
    items: int = Field(description="As many items are held and have a price.")
    unpriced: int = Field(description="As many are held, and nobody has said what they cost.")


class ValueSort(StrEnum):
    NAME = "name"
    NAME_FALLING = "-name"


class _ValueSearch(Schema):
    location_id: Id | None = Field(None, description="What is in this place or below it.")
    category_id: Id | None = Field(None, description="Of items in this category or below it.")


class ValueFilter(PageRequest, _ValueSearch):
    q: Search | None = Field(None, description=FOUND)
    sort: ValueSort = ValueSort.NAME


class TotalFilter(_ValueSearch):
    pass
