"""Wire shapes of tags."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.schemas import Id, Schema, Version, may_be_left_out

TagName = Annotated[str, Field(min_length=1, max_length=64)]
Colour = Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$", examples=["#1f6feb"])]
MOST_THINGS = 1000
Things = Annotated[list[UUID], Field(max_length=MOST_THINGS)]


class TagCreate(Schema):
    name: TagName
    colour: Colour = ""


class TagUpdate(Schema):
    name: TagName = may_be_left_out()
    colour: Colour = may_be_left_out()
    version: Version = None


class TagRead(Schema):
    id: Id
    name: str
    colour: str
    created_at: datetime
    updated_at: datetime
    version: int


class TagRow(TypedDict):
    """`TagRead` as the list makes it; a contract test holds the two together."""

    id: Id
    name: str
    colour: str
    created_at: datetime
    updated_at: datetime
    version: int


class TagSort(StrEnum):
    NAME = "name"
    NAME_FALLING = "-name"
    OLDEST = "created_at"
    NEWEST = "-created_at"


class TagFilter(PageRequest):
    q: TagName | None = Field(None, description="Any part of the name, whatever its case.")
    item_id: Id | None = Field(None, description="Only those on this item.")
    location_id: Id | None = Field(None, description="Only those on this place itself.")
    lot_id: Id | None = Field(None, description="Only those on this lot itself.")
    sort: TagSort = TagSort.NAME


class TagThings(Schema):
    """What a tag is put on or taken off: up to 1,000 of each kind."""

    item_ids: Things = []
    location_ids: Things = []
    lot_ids: Things = []

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.item_ids or self.location_ids or self.lot_ids):
            raise ValueError("name some item_ids, location_ids or lot_ids")
        return self
