"""The lists of the catalogue: columns to bytes."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, bindparam, literal_column, select

from app.core.among import Marked, Within
from app.core.context import Context
from app.core.errors import NotFound
from app.core.listing import Listing, page
from app.core.pages import PageRows
from app.core.scoping import same_organization
from app.core.trees import below
from app.domains.catalog.models import ITEM_SEARCH, Category, Item, Tracking
from app.domains.catalog.schemas import (
    CategoryFilter,
    CategoryRow,
    ItemFilter,
    ItemReadRow,
    ItemRow,
)
from app.domains.tags.queries import has_tag, marked

items = cast("Table", Item.__table__)
categories = cast("Table", Category.__table__)

ITEM_LIST = select(
    *(items.c[name] for name in ItemRow.__annotations__ if name != "category"),
    categories.c.name.label("category"),
).select_from(
    items.outerjoin(
        categories,
        same_organization(items, categories, items.c.category_id == categories.c.id),
    )
)
SORT_KEYS = {"name": items.c.name_key, "sku": items.c.sku_key}
CATEGORY_LIST = select(*(categories.c[name] for name in CategoryRow.__annotations__))


_ITEM = select(*(items.c[name] for name in ItemReadRow.__annotations__)).where(
    items.c.id == bindparam("id")
)


async def item(ctx: Context, item_id: UUID) -> ItemReadRow:
    """One item, whole. Raises `NotFound`."""
    rows = cast("list[ItemReadRow]", await ctx.rows(_ITEM, id=item_id))
    if not rows:
        raise NotFound
    return rows[0]


async def search_items(ctx: Context, filters: ItemFilter) -> PageRows[ItemRow]:
    return await page(ctx, _ITEM_LIST, filters)


def _items(filters: ItemFilter) -> Select[Any]:
    found = _shown(filters)
    exact = {"sku": filters.sku, "barcode": filters.barcode}
    found += [items.c[name] == value for name, value in exact.items() if value is not None]
    if filters.tag_id is not None and _is_named(filters):
        found.append(has_tag(items.c.id, "item", filters.tag_id))
    if filters.tracking is not None:
        found.append(_tracked(filters.tracking))
    if filters.updated_since is not None:
        found.append(items.c.updated_at >= filters.updated_since)
    return ITEM_LIST.where(*found)


def _shown(filters: ItemFilter) -> list[ColumnElement[bool]]:
    archived = items.c.archived_at
    return [archived.is_not(None) if filters.archived else archived.is_(None)]


def _of_category(filters: ItemFilter) -> Within | None:
    if filters.category_id is None:
        return None
    return Within(items.c.category_id, below(categories, "category_id"))


def _is_named(filters: ItemFilter) -> bool:
    """Whether an exact code says which item it is, if any; by its index, and not among all of a tag."""
    return filters.sku is not None or filters.barcode is not None


def _of_tag(filters: ItemFilter) -> Marked | None:
    if filters.tag_id is None or _is_named(filters):
        return None
    return marked(
        items.c.id,
        filters.tag_id,
        archived=filters.archived,
        updated_since=filters.updated_since,
    )


def _tracked(kind: Tracking) -> ColumnElement[bool]:
    # in the text of the statement: the planner must not take a rare kind for the average one
    return items.c.tracking == literal_column(f"'{kind}'", items.c.tracking.type)


_ITEM_LIST = Listing(
    items,
    _items,
    SORT_KEYS,
    (ITEM_SEARCH, items),
    _shown,
    _of_category,
    _of_tag,
)


async def search_categories(ctx: Context, filters: CategoryFilter) -> PageRows[CategoryRow]:
    return await page(ctx, _CATEGORY_LIST, filters)


def _categories(filters: CategoryFilter) -> Select[Any]:
    if filters.parent_id is None:
        return CATEGORY_LIST
    return CATEGORY_LIST.where(categories.c.parent_id == filters.parent_id)


_CATEGORY_LIST = Listing(categories, _categories, {"name": categories.c.name_key})
