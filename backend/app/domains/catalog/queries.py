"""The lists of the catalogue: columns to bytes."""

from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Table, select

from app.core.context import Context
from app.core.pages import PageRows, page
from app.core.scoping import same_organization
from app.core.trees import below
from app.domains.catalog.models import ITEM_SEARCH, Category, Item
from app.domains.catalog.schemas import CategoryFilter, CategoryRow, ItemFilter, ItemRow
from app.domains.tags.queries import has_tag

items = cast("Table", Item.__table__)
categories = cast("Table", Category.__table__)
ITEMS_JSON = TypeAdapter(PageRows[ItemRow])
CATEGORIES_JSON = TypeAdapter(PageRows[CategoryRow])

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


async def search_items(ctx: Context, filters: ItemFilter) -> PageRows[ItemRow]:
    query, roots = ITEM_LIST.where(*_conditions(filters)), dict[str, Any]()
    if filters.category_id is not None:
        roots["root"] = filters.category_id
        query = query.where(items.c.category_id.in_(select(below(categories).c.id)))
    found = ITEM_SEARCH.narrowed(ctx, query, items, filters.q)
    return await page(ctx, found, items, filters, SORT_KEYS, **roots)


def _conditions(filters: ItemFilter) -> list[ColumnElement[bool]]:
    archived = items.c.archived_at
    found: list[ColumnElement[bool]] = [
        archived.is_not(None) if filters.archived else archived.is_(None)
    ]
    exact = {"sku": filters.sku, "barcode": filters.barcode, "tracking": filters.tracking}
    found += [items.c[name] == value for name, value in exact.items() if value is not None]
    if filters.tag_id is not None:
        found.append(has_tag(items.c.id, "item", filters.tag_id))
    if filters.updated_since is not None:
        found.append(items.c.updated_at >= filters.updated_since)
    return found


async def search_categories(ctx: Context, filters: CategoryFilter) -> PageRows[CategoryRow]:
    query = CATEGORY_LIST
    if filters.parent_id is not None:
        query = query.where(categories.c.parent_id == filters.parent_id)
    return await page(ctx, query, categories, filters, {"name": categories.c.name_key})
