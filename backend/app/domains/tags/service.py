"""What can be done with tags. (Putting them on things stands with the stock, which knows all of these.)"""

from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.core.clock import now
from app.core.context import Context
from app.core.ids import new_id
from app.core.schemas import changes
from app.domains.tags.events import TagChanged, TagCreated, TagDeleted
from app.domains.tags.models import Tag, Tagging
from app.domains.tags.queries import is_on, taggings, tags
from app.domains.tags.schemas import TagCreate, TagUpdate


async def create(ctx: Context, data: TagCreate) -> Tag:
    tag = Tag(**data.model_dump())
    await ctx.store(tag)
    ctx.emit(TagCreated(tag.id))
    await ctx.flush()
    return tag


async def update(ctx: Context, tag_id: UUID, data: TagUpdate, if_match: str | None) -> Tag:
    tag = await ctx.get(Tag, tag_id, lock=True)
    ctx.expect_if_named(tag, if_match, data.version)
    for name, value in changes(data).items():
        setattr(tag, name, value)
    ctx.emit(TagChanged(tag.id))
    await ctx.flush()
    return tag


async def copy_tags(ctx: Context, item_id: UUID, other_id: UUID) -> None:
    """Put the tags of an item on another one, which may have some of them.

    They are there to the end: whoever takes one off waits, before any row of the item waits for him.
    """
    mine = select(tags.c.id.label("tag_id")).where(is_on("item_id")).order_by(tags.c.id)
    lasting = mine.with_for_update(read=True, key_share=True)
    rows = await ctx.rows(lasting, item_id=item_id)
    others = {"item_id": other_id, "location_id": None, "lot_id": None}
    made = [row | others | {"id": new_id(), "created_at": now()} for row in rows]
    await ctx.insert(Tagging, made, ignore=True)


async def lock_marks(ctx: Context, tag: Tag, *where: ColumnElement[bool]) -> None:
    """Lock what is about to come off items, in the order in which who changes many of them does."""
    rows = select(taggings.c.id).where(taggings.c.tag_id == tag.id, *where)
    await ctx.count(rows.order_by(taggings.c.item_id).with_for_update())


async def delete(ctx: Context, tag_id: UUID) -> None:
    """Delete a tag, and take it off everything: it is a mark, nothing depends on it."""
    tag = await ctx.get(Tag, tag_id, lock=True)
    await lock_marks(ctx, tag)
    await ctx.delete(Tagging, taggings.c.tag_id == tag.id)
    await ctx.session.delete(tag)
    ctx.emit(TagDeleted(tag.id))
    await ctx.flush()
