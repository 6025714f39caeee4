"""Tags put on items, places and lots, and taken off: all that are named, or none."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.clock import now
from app.core.context import Context
from app.core.errors import Fault, NotFound
from app.core.ids import new_id
from app.domains.catalog.models import Item
from app.domains.locations.models import Location, LocationKind
from app.domains.stock.models import NO_LOT, Lot
from app.domains.tags.events import TagAttached, TagDetached
from app.domains.tags.models import Tag, Tagging
from app.domains.tags.queries import taggings
from app.domains.tags.schemas import TagThings
from app.domains.tags.service import lock_marks

MOST_NAMED = 100  # of what is not there


async def attach(ctx: Context, tag_id: UUID, things: TagThings) -> None:
    """Put a tag on things; those that have it keep it. `NotFound` names what is not there."""
    # others may refer to the tag meanwhile: a merge that hands it on may hold an item that we want
    lasting = select(Tag).where(Tag.id == tag_id).with_for_update(key_share=True)
    tag = await ctx.one(lasting)
    await _refuse_unknown(ctx, things)
    of_one = dict.fromkeys(("item_id", "location_id", "lot_id"))
    rows: list[dict[str, Any]] = [
        of_one | {"id": new_id(), "created_at": now(), "tag_id": tag.id, name: id}
        for name, ids in _by_column(things)
        for id in sorted(ids)  # each item is locked (tags/item_keys.py), in the order of sheets
    ]
    await ctx.insert(Tagging, rows, ignore=True)
    ctx.emit(TagAttached(tag.id, *(tuple(ids) for _, ids in _by_column(things))))
    await ctx.flush()


async def detach(ctx: Context, tag_id: UUID, things: TagThings) -> None:
    """Take a tag off things; those that do not have it are as they should be."""
    tag = await ctx.get(Tag, tag_id, lock=True)
    await _refuse_unknown(ctx, things)
    if things.item_ids:
        await lock_marks(ctx, tag, taggings.c.item_id.in_(things.item_ids))
    for name, ids in _by_column(things):
        if ids:
            await ctx.delete(Tagging, taggings.c.tag_id == tag.id, taggings.c[name].in_(ids))
    ctx.emit(TagDetached(tag.id, *(tuple(ids) for _, ids in _by_column(things))))
    await ctx.flush()


def _by_column(things: TagThings) -> Sequence[tuple[str, list[UUID]]]:
    return (
        ("item_id", things.item_ids),
        ("location_id", things.location_ids),
        ("lot_id", things.lot_ids),
    )


async def _refuse_unknown(ctx: Context, things: TagThings) -> None:
    items = select(Item.id).where(Item.id.in_(things.item_ids))
    places = select(Location.id).where(
        Location.id.in_(things.location_ids), Location.kind != LocationKind.VIRTUAL
    )
    lots = select(Lot.id).where(Lot.id.in_(things.lot_ids), Lot.code != NO_LOT)
    faults = []
    for (name, ids), query in zip(_by_column(things), (items, places, lots), strict=True):
        there = set(await ctx.session.scalars(query)) if ids else set()
        faults += [
            Fault(f"/body/{name}s/{index}", NotFound.detail, NotFound.code).as_json()
            for index, id in enumerate(ids)
            if id not in there
        ]
    if faults:
        raise NotFound(errors=faults[:MOST_NAMED])
