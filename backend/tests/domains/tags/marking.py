"""Tags put on items, and whether what sorts an item is beside its tags."""

from typing import Any

from sqlalchemy import or_, select

from app.core.context import Context
from app.core.ids import new_id
from app.core.scoping import same_organization
from app.domains.catalog.queries import items
from app.domains.tags.item_keys import KEYS
from app.domains.tags.queries import taggings
from tests.world import World, ok


async def tagged(org: World, *marked: Any) -> Any:
    """A new tag that is on these items."""
    tag = await org.post("/tags", {"name": f"Tag {new_id()}"})
    if marked:
        await attach(org, tag, *marked)
    return tag


async def attach(org: World, tag: Any, *marked: Any) -> None:
    things = {"item_ids": [item["id"] for item in marked]}
    ok(await org.call("POST", f"/tags/{tag['id']}/attach", json=things))


async def change(org: World, item: Any, **fields: Any) -> None:
    present = await org.get(f"/items/{item['id']}")
    await org.patch(f"/items/{item['id']}", fields | {"version": present["version"]})


async def assert_copied(org: World, number: int) -> None:
    """So many taggings of items there are, and each has what its item has."""
    async with org.context() as ctx:
        assert await copies(ctx) == (number, 0)


async def copies(ctx: Context) -> tuple[int, int]:
    """How many taggings of items there are, and how many of them have not what their item has."""
    differs = [taggings.c[copy].is_distinct_from(items.c[key]) for copy, key in KEYS.items()]
    differs.append(taggings.c.item_archived.is_distinct_from(items.c.archived_at.is_not(None)))
    its = same_organization(taggings, items, taggings.c.item_id == items.c.id)
    joined = select(taggings.c.id).join(items, its)
    return await ctx.count(joined), await ctx.count(joined.where(or_(*differs)))
