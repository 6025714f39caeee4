"""Wire shapes of the activity log."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from app.core.pages import PageRequest
from app.core.schemas import Id, Instant, Schema


class ActivityRead(Schema):
    id: Id
    created_at: datetime
    verb: str
    entity_type: str
    entity_id: Id
    actor_id: Id | None
    actor: str | None = Field(description="The person's name, or e-mail address if they gave none.")
    session_id: Id | None
    key_id: Id | None = Field(description="The API key that did it for the actor.")
    request_id: Id
    changes: dict[str, list[Any]] = Field(description="Before and after of what changed.")


class ActivitySort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class ActivityFilter(PageRequest):
    entity_id: Id | None = None
    entity_type: str | None = Field(None, max_length=32)
    actor_id: Id | None = None
    since: Instant | None = None
    sort: ActivitySort = ActivitySort.NEWEST
