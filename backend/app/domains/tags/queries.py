"""Tags as they are listed, and the condition by which other lists find what has one."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Table, bindparam, select

from app.core.among import Marked
from app.core.context import Context
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.scoping import TENANT
from app.domains.tags.item_keys import KEYS
from app.domains.tags.models import TAG_SEARCH, Tag, Tagging
from app.domains.tags.schemas import TagFilter, TagRow

tags = cast("Table", Tag.__table__)
taggings = cast("Table", Tagging.__table__)
TAG_LIST = select(*(tags.c[name] for name in TagRow.__annotations__))
ITEM_KEYS = {key: taggings.c[copy] for copy, key in KEYS.items()}
MOST_TAGS = 200  # of one thing, shown with it


def has_tag(thing: Column[UUID], kind: str, tag_id: UUID) -> ColumnElement[bool]:
    """Whether the thing with this id has the tag; `kind` is `item`, `location` or `lot`."""
    id = taggings.c[f"{kind}_id"]
    own = taggings.c.organization_id == TENANT
    return thing.in_(select(id).where(own, taggings.c.tag_id == tag_id, id.is_not(None)))


def marked(
    item: Column[UUID], tag_id: UUID, *, archived: bool, updated_since: datetime | None
) -> Marked:
    """That the item with this id has the tag, and is in use or archived, as its tags know too."""
    own = taggings.c.organization_id == TENANT
    where = [own, taggings.c.tag_id == tag_id, taggings.c.item_archived.is_(archived)]
    if updated_since is not None:
        where.append(taggings.c.item_updated_at >= updated_since)
    return Marked(item, taggings.c.item_id, where, ITEM_KEYS)


async def tags_of_item(ctx: Context, item_id: UUID) -> list[TagRow]:
    """The first 200 of them, by name."""
    return cast("list[TagRow]", await ctx.rows(_OF_ITEM, item_id=item_id))


def is_on(name: str) -> ColumnElement[bool]:
    """Whether a tag is on the thing whose id is the parameter `name`."""
    on_it = select(taggings.c.tag_id).where(
        taggings.c.organization_id == TENANT, taggings.c[name] == bindparam(name)
    )
    return tags.c.id.in_(on_it)


_OF_ITEM = TAG_LIST.where(is_on("item_id")).order_by(tags.c.name_key).limit(MOST_TAGS)


async def search_tags(ctx: Context, filters: TagFilter) -> PageRows[TagRow]:
    return await page(ctx, _TAGS, filters)


def _tags(filters: TagFilter) -> Select[Any]:
    query = TAG_LIST
    for name in ("item_id", "location_id", "lot_id"):
        if getattr(filters, name) is not None:
            query = query.where(is_on(name))
    return query


_TAGS = Listing(tags, _tags, {"name": tags.c.name_key}, (TAG_SEARCH, tags))
