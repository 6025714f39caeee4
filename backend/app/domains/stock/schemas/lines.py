"""What people post: lines, and sheets of them."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from app.core.quantities import Level, Price, Quantity, SignedQuantity
from app.core.schemas import Day, Id, Instant, Line, Schema, Whole
from app.domains.catalog.schemas import UnitCode

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


class Named(Schema):
    """What it is about, and the unit that its quantity is given in."""

    item_id: Id
    lot: LotCode = ""
    unit: UnitCode | None = Field(
        default=None, description="Converted exactly into the item's unit."
    )


class _Moved(Named):
    reason: Reason = ""
    reference: Line = ""
    occurred_at: OccurredAt | None = None


class Receive(_Moved):
    """Stock comes in from a supplier."""

    location_id: Id
    quantity: Quantity
    unit_cost: Price | None = None
    quality: Quality | None = Field(default=None, description="Of a lot that this receipt makes.")
    expires_on: Day | None = Field(default=None, description="Of a lot that this receipt makes.")


class Issue(_Moved):
    """Stock goes out to a customer."""

    location_id: Id
    quantity: Quantity


class Transfer(_Moved):
    """Stock goes from one place to another."""

    from_location_id: Id
    to_location_id: Id
    quantity: Quantity

    @model_validator(mode="after")
    def _two_places(self) -> Self:
        if self.from_location_id == self.to_location_id:
            raise ValueError("from_location_id and to_location_id must differ")
        return self


class Adjust(_Moved):
    """The level is set right: to what was `counted`, or by `delta`."""

    location_id: Id
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
    pick: Literal["first_expired"] | None = Field(
        default=None,
        description="Draw from the lots that are there, the first to expire first; "
        "lots that have expired are left. One movement for each lot.",
    )

    @model_validator(mode="after")
    def _lot_or_pick(self) -> Self:
        if self.pick is not None and self.lot:
            raise ValueError("name a lot or let one be picked, not both")
        return self


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
