"""Lots over the wire."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field
from typing_extensions import TypedDict

from app.core.pages import PageRequest
from app.core.schemas import Day, Schema, Version
from app.domains.stock.schemas.lines import LotCode, Quality


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
