"""Wire shapes of scanned codes."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from app.core.schemas import Id, Schema, clean
from app.domains.catalog.models import Tracking
from app.domains.stock.schemas import LevelRead


def _stripped(code: str) -> str:
    return str(clean(code)).strip()


ScannedCode = Annotated[
    str, BeforeValidator(_stripped), Field(min_length=1, max_length=200, examples=["RIG-0325"])
]


class ScanQuery(Schema):
    alternative: ScannedCode | None = Field(
        default=None,
        description="The other reading, where a keyboard's layout may have changed the code.",
    )


class ScanKind(StrEnum):
    ITEM = "item"
    LOCATION = "location"
    LOT = "lot"


class StockAction(StrEnum):
    RECEIVE = "receive"
    ISSUE = "issue"
    TRANSFER = "transfer"
    ADJUST = "adjust"


class ScannedItem(Schema):
    """What a line of a worksheet needs to know of an item."""

    id: Id
    name: str
    sku: str | None
    barcode: str | None
    unit: str
    tracking: Tracking
    has_lots: bool = Field(description="Whether a lot has to be asked for.")


class ScanMatch(Schema):
    kind: ScanKind
    id: Id
    title: str = Field(description="The name: of a lot, its item's.")
    code: str
    matched: Literal["code", "alternative"]
    place: list[str] = Field(
        description="A location's path; of the rest, that of the only place which has some."
    )
    item: ScannedItem | None = Field(description="The item itself, or the lot's; null for a place.")
    levels: list[LevelRead] = Field(
        description="The 20 largest: where it is, or what is in the place and below it."
    )
    allowed: list[StockAction] = Field(description="What you may do with it now.")
    archived: bool


class Scan(Schema):
    matches: list[ScanMatch] = Field(
        description="At least one, the best first: by SKU, by barcode, locations, lots."
    )
