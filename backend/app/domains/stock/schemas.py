"""Wire shapes of stock."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.quantities import Held, Level, Price, Quantity, SignedQuantity
from app.core.schemas import Day, Instant, Line, Schema, Version, Whole
from app.domains.catalog.schemas import ItemRead, Search, UnitCode
from app.domains.stock.models import MovementKind

LotCode = Annotated[
    str, Field(max_length=64, description="The lot's code; absent or empty: stock without a lot.")
]
Quality = Annotated[Whole, Field(ge=0, le=1000, description="0 to 1000.")]
Reason = Annotated[str, Field(max_length=1000)]
MOST_LINES = 10_000
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


def _sensible(at: datetime) -> datetime:
    if at < EARLIEST:
        raise ValueError("must be in 1900 or later")
    return at


OccurredAt = Annotated[
    Instant,
    AfterValidator(_sensible),
    Field(description="When it really happened: information; balances go by the recorded time."),
]


class _Moved(Schema):
    item_id: UUID
    lot: LotCode = ""
    unit: UnitCode | None = Field(
        default=None, description="Converted exactly into the item's unit."
    )
    reason: Reason = ""
    reference: Line = ""
    occurred_at: OccurredAt | None = None


class Receive(_Moved):
    """Stock comes in from a supplier."""

    location_id: UUID
    quantity: Quantity
    unit_cost: Price | None = None
    quality: Quality | None = Field(default=None, description="Of a lot that this receipt makes.")
    expires_on: Day | None = Field(default=None, description="Of a lot that this receipt makes.")


class Issue(_Moved):
    """Stock goes out to a customer."""

    location_id: UUID
    quantity: Quantity


class Transfer(_Moved):
    """Stock goes from one place to another."""

    from_location_id: UUID
    to_location_id: UUID
    quantity: Quantity

    @model_validator(mode="after")
    def _two_places(self) -> Self:
        if self.from_location_id == self.to_location_id:
            raise ValueError("from_location_id and to_location_id must differ")
        return self


class Adjust(_Moved):
    """The level is set right: to what was `counted`, or by `delta`."""

    location_id: UUID
    counted: Level | None = None
    delta: SignedQuantity | None = None
    reason: Annotated[str, Field(min_length=1, max_length=1000)]

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.counted is None) is (self.delta is None):
            raise ValueError("send either counted or delta")
        if self.delta == 0:
            raise ValueError("delta must not be 0")
        return self


class ReceiveLine(Receive):
    kind: Literal["receive"]


class IssueLine(Issue):
    kind: Literal["issue"]


class TransferLine(Transfer):
    kind: Literal["transfer"]


class AdjustLine(Adjust):
    kind: Literal["adjust"]
    reason: Reason = ""  # the sheet's own may stand for it


def _kind_of(line: Any) -> Any:
    return line.get("kind") if isinstance(line, dict) else getattr(line, "kind", None)


PostingLine = Annotated[
    Annotated[ReceiveLine, Tag("receive")]
    | Annotated[IssueLine, Tag("issue")]
    | Annotated[TransferLine, Tag("transfer")]
    | Annotated[AdjustLine, Tag("adjust")],
    Discriminator(
        _kind_of,
        custom_error_type="kind_unknown",
        custom_error_message="kind must be receive, issue, transfer or adjust",
    ),
]


class PostingCreate(Schema):
    """A sheet of movements: posted together or not at all. The order of its lines is free."""

    lines: Annotated[list[PostingLine], Field(min_length=1, max_length=MOST_LINES)]
    reference: Line = ""
    reason: Reason = ""


class Reverse(Schema):
    reason: Reason = ""


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
    location_id: UUID | None = Field(None, description="From or to this very place.")
    posting_id: UUID | None = None
    kind: MovementKind | None = None
    reference: Line | None = Field(None, description="Exactly this reference.")
    sort: MovementSort = MovementSort.NEWEST


class LevelRead(Schema):
    id: UUID
    item_id: UUID
    item_name: str
    sku: str | None
    barcode: str | None
    category_id: UUID | None
    category: str | None = Field(description="The category's name.")
    unit: str
    min_level: Held | None = Field(description="Of the item, wherever it is.")
    lot_id: UUID
    lot: str
    quality: int | None
    expires_on: date | None
    location_id: UUID
    location_name: str
    location_path: list[str]
    on_hand: Held
    reserved: Held
    available: Held
    created_at: datetime
    updated_at: datetime


class LevelRow(TypedDict):
    """`LevelRead` as the list makes it; a contract test holds the two together."""

    id: UUID
    item_id: UUID
    item_name: str
    sku: str | None
    barcode: str | None
    category_id: UUID | None
    category: str | None
    unit: str
    min_level: Decimal | None
    lot_id: UUID
    lot: str
    quality: int | None
    expires_on: date | None
    location_id: UUID
    location_name: str
    location_path: list[str]
    on_hand: Decimal
    reserved: Decimal
    available: Decimal
    created_at: datetime
    updated_at: datetime


class StockElsewhere(Schema):
    """Free stock of the same item at another place."""

    location_id: UUID
    location_path: list[str]
    lot: str
    available: Held


class Shortage(Schema):
    """A line that asks for more than is free; quantities are in the item's unit."""

    pointer: str = Field(description="Where the line says how much.")
    item_id: UUID
    item_name: str
    unit: str
    location_id: UUID
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
    q: Search | None = Field(None, description="As for items: part of the name or SKU, a barcode.")
    item_id: UUID | None = None
    category_id: UUID | None = Field(None, description="Of items in this category or below it.")
    lot: LotCode | None = None
    expires_before: Day | None = Field(None, description="Of lots that expire before this day.")
    sort: LevelSort = LevelSort.OLDEST


class ContentsFilter(_LevelSearch):
    """What is held in a place and below it."""

    held: bool = Field(True, description="False also shows levels of 0.")


class LevelFilter(_LevelSearch):
    location_id: UUID | None = Field(None, description="In this place or below it.")
    held: bool = Field(False, description="True leaves out levels of 0.")


class ItemWithStock(ItemRead):
    """An item, where it is and how much of it."""

    on_hand: Held
    reserved: Held
    available: Held
    levels: list[LevelRead] = Field(description="The 1,000 largest, zero levels left out.")


class LotCreate(Schema):
    item_id: UUID
    code: Annotated[str, Field(min_length=1, max_length=64)]
    quality: Quality | None = None
    expires_on: Day | None = None


class LotUpdate(Schema):
    quality: Quality | None = None
    expires_on: Day | None = None
    version: Version = None


class LotRead(Schema):
    id: UUID
    item_id: UUID
    code: str
    quality: int | None
    expires_on: date | None
    created_at: datetime
    updated_at: datetime
    version: int


class LotRow(TypedDict):
    id: UUID
    item_id: UUID
    code: str
    quality: int | None
    expires_on: date | None
    created_at: datetime
    updated_at: datetime
    version: int


class LotSort(StrEnum):
    OLDEST = "created_at"
    NEWEST = "-created_at"


class LotFilter(PageRequest):
    item_id: UUID | None = None
    code: LotCode | None = None
    sort: LotSort = LotSort.OLDEST
