"""The activity log as people read it."""

import json
from typing import Any, cast

from sqlalchemy import Select, Table, func, select

from app.core.context import Context
from app.core.pages import Listing, PageRows, page
from app.domains.activity.models import Activity
from app.domains.activity.schemas import ActivityFilter
from app.domains.identity.models import User

activity = cast("Table", Activity.__table__)
users = cast("Table", User.__table__)


async def search(ctx: Context, filters: ActivityFilter) -> PageRows[Any]:
    found = await page(ctx, _LINES, filters)
    for row in found["items"]:
        del row["organization_id"]
        row["changes"] = json.loads(row.pop("payload"))["changes"]
    return found


def _lines(filters: ActivityFilter) -> Select[Any]:
    query = select(
        activity,
        func.coalesce(func.nullif(users.c.full_name, ""), users.c.email).label("actor"),
    ).outerjoin(users, users.c.id == activity.c.actor_id)
    for name in ("entity_id", "entity_type", "actor_id"):
        if (value := getattr(filters, name)) is not None:
            query = query.where(activity.c[name] == value)
    if filters.since is not None:
        query = query.where(activity.c.created_at >= filters.since)
    return query


_LINES = Listing(activity, _lines)
