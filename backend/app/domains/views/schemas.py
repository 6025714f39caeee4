"""Wire shapes of saved views."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.schemas import Id, Name, Schema, Version, Whole, may_be_left_out
from app.domains.views.models import Screen

Search = Annotated[
    str,
    Field(
        max_length=2000,
        description="The query of the list's address.",
        examples=["held=true&sort=-on_hand"],
    ),
]
Position = Annotated[Whole, Field(ge=0, le=10_000, description="Its place among the others.")]


class SavedViewCreate(Schema):
    name: Name
    screen: Screen
    search: Search
    shared: bool = False
    position: Position = 0


class SavedViewUpdate(Schema):
    name: Name = may_be_left_out()
    search: Search = may_be_left_out()
    shared: bool = may_be_left_out()
    position: Position = may_be_left_out()
    version: Version = None


class SavedViewRead(Schema):
    id: Id
    owner_id: Id
    screen: Screen
    name: str
    search: str
    shared: bool
    position: int
    created_at: datetime
    updated_at: datetime
    version: int


class SavedViewRow(TypedDict):
    """`SavedViewRead` as the list makes it; a contract test holds the two together."""

    id: Id
    owner_id: Id
    screen: Screen
    name: str
    search: str
    shared: bool
    position: int
    created_at: datetime
    updated_at: datetime
    version: int


class SavedViewSort(StrEnum):
    POSITION = "position"
    POSITION_FALLING = "-position"


class SavedViewFilter(PageRequest):
    screen: Screen | None = None
    sort: SavedViewSort = SavedViewSort.POSITION
