"""Wire shapes of places."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.schemas import Code, Id, Name, Schema, Text, Version, may_be_left_out
from app.domains.locations.models import LocationKind


def _physical(kind: LocationKind) -> LocationKind:
    if kind is LocationKind.VIRTUAL:
        raise ValueError("virtual locations come with the organization; nobody makes one")
    return kind


PhysicalKind = Annotated[LocationKind, AfterValidator(_physical)]


class LocationCreate(Schema):
    name: Name
    kind: PhysicalKind
    parent_id: Id | None = None
    code: Code | None = None
    notes: Text = ""


class LocationUpdate(Schema):
    name: Name = may_be_left_out()
    kind: PhysicalKind = may_be_left_out()
    code: Code | None = None
    notes: Text = may_be_left_out()
    version: Version = None


class LocationMove(Schema):
    parent_id: Id | None = Field(description="Where it goes; null puts it at the top.")
    version: Version = None


class LocationRead(Schema):
    id: Id
    parent_id: Id | None
    name: str
    kind: LocationKind
    code: str | None
    notes: str
    path: list[str] = Field(description="Names from the top down to this one.")
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class LocationListed(Schema):
    """A location as lists show it."""

    id: Id
    parent_id: Id | None
    name: str
    kind: LocationKind
    code: str | None
    path: list[str]
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class LocationRow(TypedDict):
    """`LocationListed` as the list makes it; a contract test holds the two together."""

    id: Id
    parent_id: Id | None
    name: str
    kind: LocationKind
    code: str | None
    path: list[str]
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class LocationNode(Schema):
    """A location with what hangs under it."""

    id: Id
    name: str
    kind: LocationKind
    code: str | None
    children: list["LocationNode"]


class LocationSort(StrEnum):
    NAME = "name"
    NAME_FALLING = "-name"
    OLDEST = "created_at"
    NEWEST = "-created_at"


class LocationFilter(PageRequest):
    q: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        None, description="Any part of the name or the code, whatever its case."
    )
    kind: LocationKind | None = Field(
        None, description="`virtual` lists where stock comes from and goes to; else these hide."
    )
    parent_id: Id | None = Field(None, description="Only what stands directly in this one.")
    roots: bool = Field(False, description="Only those that stand in no other.")
    code: Code | None = Field(None, description="Exactly this code.")
    archived: bool = Field(False, description="True lists the archived ones instead.")
    tag_id: Id | None = Field(None, description="Only what has this tag itself.")
    sort: LocationSort = LocationSort.NAME
