"""The events of accounts: of oneself, and for superusers of all."""

import json
from typing import Any, cast

from sqlalchemy import Select, Table, bindparam, select

from app.core.context import AccountContext
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.domains.activity.models import AccountEvent, AccountSource
from app.domains.activity.queries.filters import narrowed
from app.domains.activity.queries.lines import name_of
from app.domains.activity.schemas import AccountEventFilter, MyEventFilter
from app.domains.identity.queries.tables import users

events = cast("Table", AccountEvent.__table__)
sources = cast("Table", AccountSource.__table__)
subjects = users.alias("subjects")
FILTERED = ("session_id", "request_id")


async def mine(ctx: AccountContext, filters: MyEventFilter) -> PageRows[Any]:
    """Events as `AccountEventRead` has them. Whence others came who did something is theirs."""
    me = ctx.actor.user_id
    found = await page(ctx, _MINE, filters, me=me)
    for row in found["items"]:
        _complete(row)
        if row["actor_id"] not in {None, me}:
            row["ip"] = row["user_agent"] = None
    return found


async def search(ctx: AccountContext, filters: AccountEventFilter) -> PageRows[Any]:
    found = await page(ctx, _ALL, filters)
    for row in found["items"]:
        _complete(row)
    return found


def _complete(row: dict[str, Any]) -> None:
    told = json.loads(row.pop("payload"))["changes"]
    row["changes"] = told | json.loads(row.pop("personal") or "{}")


def _events(filters: MyEventFilter) -> Select[Any]:
    query = (
        select(
            events,
            name_of(users).label("actor"),
            name_of(subjects).label("subject"),
            sources.c.ip,
            sources.c.user_agent,
            sources.c.changes.label("personal"),
        )
        .outerjoin_from(events, users, users.c.id == events.c.actor_id)
        .outerjoin(subjects, subjects.c.id == events.c.subject_id)
        .outerjoin(sources, sources.c.id == events.c.id)
    )
    return narrowed(query, events, filters, FILTERED)


def _mine(filters: MyEventFilter) -> Select[Any]:
    return _events(filters).where(events.c.subject_id == bindparam("me"))


def _all(filters: AccountEventFilter) -> Select[Any]:
    return narrowed(_events(filters), events, filters, ("subject_id", "actor_id"))


_MINE, _ALL = Listing(events, _mine), Listing(events, _all)
