"""Lots over the wire."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.schemas import Day, Id, Schema, Version
from app.domains.stock.schemas.lines import LotCode, Quality


class LotCreate(Schema):
    item_id: Id
    code: Annotated[str, Field(min_length=1, max_length=64)]
    quality: Quality | None = None
    expires_on: Day | None = None


class LotUpdate(Schema):
    quality: Quality | None = None
    expires_on: Day | None = None
    version: Version = None


class LotRead(Schema):
    id: Id
    item_id: Id
    code: str
    quality: int | None
    expires_on: date | None
    created_at: datetime
    updated_at: datetime
    version: int


class LotRow(TypedDict):
    id: Id
    item_id: Id
    code: str
    quality: int | None
    expires_on: date | None
    created_at: datetime
    updated_at: datetime
    version: int


class LotSort(StrEnum):
    OLDEST = "created_at"
    NEWEST = "-created_at"
    FIRST_EXPIRED = "expires_on"
    LAST_EXPIRED = "-expires_on"


class LotFilter(PageRequest):
    item_id: Id | None = None
    code: LotCode | None = None
    quality_from: Quality | None = Field(None, description="Of this quality or better.")
    quality_to: Quality | None = Field(None, description="Of this quality or worse.")
    expires_from: Day | None = Field(None, description="Expiring on this day or later.")
    expires_before: Day | None = Field(None, description="Expiring before this day.")
    held: bool = Field(False, description="True: only lots of which there is some somewhere.")
    tag_id: Id | None = Field(None, description="Only what has this tag itself.")
    sort: LotSort = Field(
        LotSort.OLDEST, description="By `expires_on`, those that never expire come last."
    )
