"""What sorts an item, beside its tags: the same as the item's own, whatever happens to either."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import and_, func, or_, select

from app.core.ids import new_id
from app.domains.catalog.models import Item
from app.domains.catalog.queries import items
from app.domains.catalog.schemas import ItemSort
from app.domains.tags.item_keys import KEYS
from app.domains.tags.models import Tagging
from app.domains.tags.queries import taggings
from tests.domains.lists import assert_ordered, names, walk
from tests.statements import Statements
from tests.world import World, ok, waiting


async def tagged(org: World, *marked: Any) -> Any:
    """A new tag that is on these items."""
    tag = await org.post("/tags", {"name": f"Tag {new_id()}"})
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
    differs = [taggings.c[copy].is_distinct_from(items.c[key]) for copy, key in KEYS.items()]
    differs.append(taggings.c.item_archived.is_distinct_from(items.c.archived_at.is_not(None)))
    its = and_(
        taggings.c.organization_id == items.c.organization_id, taggings.c.item_id == items.c.id
    )
    async with org.context() as ctx:
        joined = select(taggings.c.id).join(items, its)
        assert await ctx.rows(joined.where(or_(*differs))) == []
        assert await ctx.count(joined) == number


@pytest.mark.parametrize("sort", list(ItemSort))
async def test_the_items_of_a_tag_are_in_order_whatever_has_changed_since(
    org: World, sort: str
) -> None:
    made = [await org.item(name, sku=name) for name in "dbfaec"]
    await org.item("bb")
    tag = await tagged(org, *made)
    await change(org, made[0], name="B2")
    await change(org, made[1], sku="Z")
    await change(org, made[2], notes="changed")
    await change(org, made[3], archived=True)
    await change(org, made[4], archived=True)
    await change(org, made[4], archived=False)
    key = sort.removeprefix("-")
    asked = {"tag_id": tag["id"]}
    await assert_ordered(org, "/items", sort, lambda row: row[key].casefold(), **asked)
    shown = await walk(org, "/items", sort=sort, **asked)
    assert {row["id"] for row in shown} == {item["id"] for item in made} - {made[3]["id"]}
    assert await names(org, "/items", archived="true", sort=sort, **asked) == ["a"]
    found = await names(org, "/items", q="b", sort=sort, **asked)
    assert sorted(found) == ["B2", "b"]


async def test_what_changed_since_a_moment_of_those_with_a_tag(org: World) -> None:
    first, second, other = [await org.item(name) for name in ("First", "Second", "Other")]
    tag = await tagged(org, first, second)
    await change(org, first, notes="changed")
    asked = {"tag_id": tag["id"], "updated_since": other["updated_at"]}
    assert await names(org, "/items", **asked) == ["First"]
    asked["updated_since"] = second["updated_at"]
    assert await names(org, "/items", sort="-updated_at", **asked) == ["First", "Second"]


async def test_the_copies_are_those_of_the_items_after_all_that_happens_to_them(
    org: World,
) -> None:
    one, other, third = [await org.item(name, sku=name) for name in ("One", "Other", "Third")]
    tag = await tagged(org, one, other)
    await assert_copied(org, 2)
    await attach(org, tag, other, third)
    await assert_copied(org, 3)
    await change(org, third, archived=True)
    twin = await org.post(f"/items/{third['id']}/duplicate", {"name": "Twin"})
    await assert_copied(org, 4)
    await org.call("DELETE", f"/items/{third['id']}")
    await assert_copied(org, 3)
    await change(org, one, sku=None)
    await org.post(f"/items/{other['id']}/merge", {"into_id": one["id"]})
    await assert_copied(org, 3)
    sheet = f"Name,Item Number,Barcode\nTwin again,TW,77\nOne,Other,{one['id'][:8]}\n"
    imported = await org.post("/imports", files={"file": ("some.csv", sheet, "text/csv")})
    await org.post(f"/imports/{imported['id']}/commit")
    await assert_copied(org, 3)
    await attach(org, await org.post("/tags", {"name": "Another"}), twin)
    await assert_copied(org, 4)


async def test_whoever_writes_the_copies_follow(org: World, other_org: World) -> None:
    """Also who goes past the services; and nothing of another organization does."""
    item, theirs = await org.item("Iron"), await other_org.item("Iron")
    await tagged(org, item)
    await tagged(other_org, theirs)
    async with org.context(write=True) as ctx:
        named = items.c.id == UUID(item["id"])
        assert await ctx.update(Item, named, name_key="gold", sku_key="au") == 1
    await assert_copied(org, 1)
    await assert_copied(other_org, 1)
    async with other_org.context() as ctx:
        keys = await ctx.rows(select(taggings.c.item_name_key))
    assert keys == [{"item_name_key": "iron"}]
