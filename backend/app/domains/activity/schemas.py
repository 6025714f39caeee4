"""Wire shapes of the activity log."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import Field

from app.core.pages import PageRequest
from app.core.schemas import Instant, Schema


class ActivityRead(Schema):
    id: UUID
    created_at: datetime
    verb: str
    entity_type: str
    entity_id: UUID
    actor_id: UUID | None
    actor: str | None = Field(description="The person's name, or e-mail address if they gave none.")
    session_id: UUID | None
    request_id: UUID
    changes: dict[str, list[Any]] = Field(description="Before and after of what changed.")


class ActivitySort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class ActivityFilter(PageRequest):
    entity_id: UUID | None = None
    entity_type: str | None = Field(None, max_length=32)
    actor_id: UUID | None = None
    since: Instant | None = None
    sort: ActivitySort = ActivitySort.NEWEST
