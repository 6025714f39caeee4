"""Items: what things are."""

from collections.abc import Sequence
from uuid import UUID

from app.core.clock import now
from app.core.context import Context
from app.core.errors import Fault, InvalidFields
from app.core.schemas import changes
from app.domains.catalog.events import (
    ItemArchiving,
    ItemChanged,
    ItemCreated,
    ItemDeleted,
    ItemDeleting,
    ItemRecast,
)
from app.domains.catalog.models import Category, Item
from app.domains.catalog.schemas import ItemCreate, ItemDuplicate, ItemUpdate, refuse_crossed
from app.domains.catalog.service import units
from app.domains.tags.service import copy_tags


async def create(ctx: Context, data: ItemCreate) -> Item:
    values = data.model_dump()
    values["unit"] = (await units.resolve(ctx, data.unit, "/body/unit")).code
    if data.category_id is not None:
        await ctx.referred(Category, data.category_id, "/body/category_id")
    item = Item(**values, archived_at=None, merged_into_id=None)
    await ctx.store(item)
    ctx.emit(ItemCreated(item.id))
    await ctx.flush()
    return item


COPIED = (
    "category_id",
    "tracking",
    "unit",
    "manufacturer",
    "model_number",
    "notes",
    "min_level",
    "max_level",
    "attributes",
)


async def duplicate(ctx: Context, item_id: UUID, data: ItemDuplicate) -> Item:
    """Another item like this one, with its tags; nothing is held of it, and codes are its own."""
    original = await ctx.get(Item, item_id)
    copied = {name: getattr(original, name) for name in COPIED}
    item = Item(**copied, **data.model_dump(), archived_at=None, merged_into_id=None)
    await ctx.store(item)
    ctx.emit(ItemCreated(item.id))
    await ctx.flush()
    await copy_tags(ctx, original.id, item.id)
    return item


async def create_all(ctx: Context, rows: Sequence[ItemCreate]) -> list[Item]:
    """Many items at once; their categories are known to be the organization's."""
    codes = {
        code: (await units.resolve(ctx, code, "/unit")).code for code in {row.unit for row in rows}
    }
    made = [
        Item(
            **data.model_dump() | {"unit": codes[data.unit]}, archived_at=None, merged_into_id=None
        )
        for data in rows
    ]
    ctx.session.add_all(made)
    for item in made:
        ctx.emit(ItemCreated(item.id))
    await ctx.flush()
    return made


async def update(ctx: Context, item_id: UUID, data: ItemUpdate, if_match: str | None) -> Item:
    """Change an item. Its tracking and unit are frozen once something was counted in them."""
    item = await ctx.get(Item, item_id, lock=True)
    ctx.expect(item, if_match, data.version)
    await apply(ctx, item, data)
    return item


async def apply(ctx: Context, item: Item, data: ItemUpdate) -> None:
    """Set what `data` sets, and tell it."""
    values = changes(data)
    if "unit" in values:
        values["unit"] = (await units.resolve(ctx, data.unit, "/body/unit")).code
    if data.category_id is not None:
        await ctx.referred(Category, data.category_id, "/body/category_id")
    recast = any(
        name in values and values[name] != getattr(item, name) for name in ("tracking", "unit")
    )
    archived = values.pop("archived", None)
    for name, value in values.items():
        setattr(item, name, value)
    try:
        refuse_crossed(item.min_level, item.max_level)
    except ValueError as error:
        given = [name for name in ("min_level", "max_level") if name in values]
        raise InvalidFields([Fault(f"/body/{name}", str(error)) for name in given]) from None
    if archived is not None:
        _archive(ctx, item, archived=archived)
    if recast:
        ctx.emit(ItemRecast(item.id))
    ctx.emit(ItemChanged(item.id))
    await ctx.flush()


def _archive(ctx: Context, item: Item, *, archived: bool) -> None:
    if archived and item.archived_at is None:
        item.archived_at = now()
        ctx.emit(ItemArchiving(item.id))
    elif not archived:
        item.archived_at = item.merged_into_id = None


async def delete(ctx: Context, item_id: UUID) -> None:
    """Delete an item that nothing refers to; InUse names what does."""
    item = await ctx.get(Item, item_id, lock=True)
    ctx.emit(ItemDeleting(item.id))
    await ctx.flush()
    await ctx.session.delete(item)
    ctx.emit(ItemDeleted(item.id))
    await ctx.flush()
