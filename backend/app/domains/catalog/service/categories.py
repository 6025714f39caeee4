"""Categories: a tree."""

from typing import cast
from uuid import UUID

from sqlalchemy import Table, select

from app.core import trees
from app.core.context import Context
from app.core.errors import InUse
from app.core.schemas import changes
from app.domains.catalog.events import CategoryChanged, CategoryCreated, CategoryDeleted
from app.domains.catalog.models import TREE, Category, Item
from app.domains.catalog.schemas import CategoryCreate, CategoryUpdate

TABLE = cast("Table", Category.__table__)


async def create(ctx: Context, data: CategoryCreate) -> Category:
    if data.parent_id is not None:
        await ctx.referred(Category, data.parent_id, "/body/parent_id")
        await trees.refuse_misplaced(ctx, TABLE, None, data.parent_id)
    category = Category(**data.model_dump())
    await ctx.store(category)
    ctx.emit(CategoryCreated(category.id))
    await ctx.flush()
    return category


async def update(
    ctx: Context, category_id: UUID, data: CategoryUpdate, if_match: str | None
) -> Category:
    """Change a category; a new `parent_id` moves it with all that hangs under it."""
    moves = "parent_id" in data.model_fields_set
    if moves:
        await trees.lock(ctx, TREE)
    category = await ctx.get(Category, category_id, lock=True)
    ctx.expect_if_named(category, if_match, data.version)
    if moves and data.parent_id is not None:
        await ctx.referred(Category, data.parent_id, "/body/parent_id")
        await trees.refuse_misplaced(ctx, TABLE, category.id, data.parent_id)
    for name, value in changes(data).items():
        setattr(category, name, value)
    ctx.emit(CategoryChanged(category.id))
    await ctx.flush()
    return category


async def delete(ctx: Context, category_id: UUID) -> None:
    """Delete an empty category; InUse names what is in it."""
    category = await ctx.get(Category, category_id)
    inside = (
        select(Category.name).where(Category.parent_id == category.id).limit(1),
        select(Item.name).where(Item.category_id == category.id).limit(1),
    )
    for kind, query in zip(("category", "item"), inside, strict=True):
        if (name := await ctx.session.scalar(query)) is not None:
            raise InUse(f"{category.name} is not empty: the {kind} {name} is in it.")
    await ctx.session.delete(category)
    ctx.emit(CategoryDeleted(category.id))
    await ctx.flush()
