"""Wire shapes of the logs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from app.core.pages import PageRequest
from app.core.schemas import Id, Instant, Schema


class _LineRead(Schema):
    id: Id
    created_at: datetime
    verb: str
    actor_id: Id | None
    actor: str | None = Field(description="The person's name, or e-mail address if they gave none.")
    session_id: Id | None
    request_id: Id
    ip: str | None = Field(description="Where the request came from; null once that is erased.")
    user_agent: str | None
    changes: dict[str, list[Any]] = Field(description="Before and after of what changed.")


class ActivityRead(_LineRead):
    entity_type: str
    entity_id: Id
    entity_name: str | None = Field(description="What it is called; of what is gone, was called.")
    key_id: Id | None = Field(description="The API key that it was done with.")


class AccountEventRead(_LineRead):
    subject_id: Id = Field(description="The account, or the organization, that it is about.")
    subject: str | None


class ActivitySort(StrEnum):
    NEWEST = "-created_at"
    OLDEST = "created_at"


class _Narrowed(Schema):
    verb: str | None = Field(
        None, max_length=64, description="How it begins: `item.`, or `item.changed`."
    )
    since: Instant | None = Field(None, description="From then on.")
    until: Instant | None = Field(None, description="Before then.")
    request_id: Id | None = None
    session_id: Id | None = None


class ActivityExport(_Narrowed):
    entity_id: Id | None = None
    entity_type: str | None = Field(None, max_length=32)
    actor_id: Id | None = None
    key_id: Id | None = Field(None, description="The API key that it was done with.")


class ActivityFilter(PageRequest, ActivityExport):
    sort: ActivitySort = ActivitySort.NEWEST


class MyEventFilter(PageRequest, _Narrowed):
    sort: ActivitySort = ActivitySort.NEWEST


class AccountEventFilter(MyEventFilter):
    subject_id: Id | None = None
    actor_id: Id | None = None
