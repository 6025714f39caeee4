"""The activity of an organization: who did what to which thing, and whence."""

import json
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, Table, func, select

from app.core.context import Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.scoping import same_organization
from app.domains.activity.models import Activity, ActivitySource
from app.domains.activity.queries.filters import narrowed
from app.domains.activity.schemas import ActivityFilter
from app.domains.catalog.models import OwnUnit
from app.domains.catalog.queries import categories, items
from app.domains.identity.queries.tables import memberships, users
from app.domains.locations.queries import locations
from app.domains.stock.queries.tables import lots
from app.domains.tags.queries import tags

activity = cast("Table", Activity.__table__)
sources = cast("Table", ActivitySource.__table__)
units = cast("Table", OwnUnit.__table__)
people = users.alias("people")
FILTERED = ("entity_id", "entity_type", "actor_id", "request_id", "session_id", "key_id")
NAMES: tuple[tuple[Table, ColumnElement[str]], ...] = (
    (items, items.c.name),
    (locations, locations.c.name),
    (categories, categories.c.name),
    (lots, lots.c.code),
    (tags, tags.c.name),
    (units, units.c.name),
)


def name_of(table: Any) -> ColumnElement[str | None]:
    """The person's name, or e-mail address if they gave none."""
    return func.coalesce(func.nullif(table.c.full_name, ""), table.c.email)


async def search(ctx: Context, filters: ActivityFilter) -> PageRows[Any]:
    """Lines as `ActivityRead` has them."""
    found = await page(ctx, _LINES, filters)
    for row in found["items"]:
        row["changes"] = json.loads(row.pop("payload"))["changes"]
        row["entity_name"] = row["entity_name"] or _name_once(row["changes"])
    return found


def _name_once(changes: dict[str, list[Any]]) -> str | None:
    """What is gone was called something: its last line tells what."""
    for name in ("name", "code"):
        if name in changes:
            before, after = changes[name]
            return str(after or before or "") or None
    return None


def _lines(filters: ActivityFilter) -> Select[Any]:
    here = same_organization(activity, sources, sources.c.id == activity.c.source_id)
    told = [column for column in activity.c if column.name not in {"organization_id", "source_id"}]
    query = (
        select(
            *told,
            name_of(users).label("actor"),
            sources.c.ip,
            sources.c.user_agent,
            func.coalesce(*(name for _, name in NAMES), name_of(people)).label("entity_name"),
        )
        .outerjoin_from(activity, users, users.c.id == activity.c.actor_id)
        .outerjoin(sources, here)
    )
    for table in (*(table for table, _ in NAMES), memberships):
        is_it = same_organization(activity, table, table.c.id == activity.c.entity_id)
        query = query.outerjoin(table, is_it)
    query = query.outerjoin(people, people.c.id == memberships.c.user_id)
    return narrowed(query, activity, filters, FILTERED)


_LINES = Listing(activity, _lines)
