"""The activity of an organization as a file, a chunk at a time."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from app.core.context import Context
from app.core.formulas import csv_of
from app.core.pages import PageRows
from app.domains.activity import queries
from app.domains.activity.schemas import (
    ActivityExport,
    ActivityFilter,
    ActivityRead,
    ActivitySort,
)

AT_ONCE = 1000
LINE = TypeAdapter(ActivityRead)
COLUMNS = {
    "Time": "created_at",
    "Actor": "actor",
    "Verb": "verb",
    "Type": "entity_type",
    "Name": "entity_name",
    "Changes": "changes",
    "IP": "ip",
    "User Agent": "user_agent",
    "Entity ID": "entity_id",
    "Actor ID": "actor_id",
    "Session ID": "session_id",
    "Key ID": "key_id",
    "Request ID": "request_id",
    "ID": "id",
}
# how rows are written; the first ones of a file may need a head
Form: TypeAlias = Callable[[Sequence[dict[str, Any]], bool], str]
Opening: TypeAlias = Callable[[], AbstractAsyncContextManager[Context]]


def asked(filters: ActivityExport) -> ActivityFilter:
    """The first page of the list that these filters find, in the order of a file."""
    named = {name: getattr(filters, name) for name in filters.model_fields_set}
    return ActivityFilter(**named, sort=ActivitySort.OLDEST).model_copy(update={"limit": AT_ONCE})


async def written(
    form: Form, filters: ActivityFilter, found: PageRows[Any], opened: Opening
) -> AsyncIterator[str]:
    """`found` and what follows, each from a unit of work of its own: none is held while sending."""
    yield form(found["items"], True)
    while found["next"] is not None:
        filters = filters.model_copy(update={"cursor": found["next"]})
        async with opened() as ctx:
            found = await queries.search(ctx, filters)
        yield form(found["items"], False)


def as_csv(rows: Sequence[dict[str, Any]], first: bool) -> str:
    head = [list(COLUMNS)] if first else []
    return csv_of([*head, *(_cells(row) for row in rows)])


def as_json_lines(rows: Sequence[dict[str, Any]], _first: bool) -> str:
    return "".join(f"{LINE.dump_json(ActivityRead(**row)).decode()}\n" for row in rows)


def _cells(row: dict[str, Any]) -> list[Any]:
    changes = json.dumps(row["changes"], ensure_ascii=False, sort_keys=True)
    told = row | {"changes": changes, "created_at": row["created_at"].isoformat()}
    return [told[name] for name in COLUMNS.values()]
