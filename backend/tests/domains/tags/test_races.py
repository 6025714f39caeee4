"""A tag is put on or taken off while the item changes: the copies are right, and nobody waits in a circle."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from app.core.context import Context
from app.domains.catalog.models import Item
from app.domains.catalog.schemas import ItemUpdate
from app.domains.catalog.service import items
from app.domains.stock.service import tagging
from app.domains.tags.schemas import TagThings
from app.domains.tags.service import copy_tags
from tests.domains.lists import names
from tests.domains.tags.marking import assert_copied, attach, tagged
from tests.world import World, waiting

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


def asked(org: World, tag: Any, way: str, *marked: Any) -> asyncio.Task[Any]:
    things = {"item_ids": [item["id"] for item in marked]}
    return asyncio.create_task(org.call("POST", f"/tags/{tag['id']}/{way}", json=things))


async def renamed(ctx: Context, item: Any, name: str) -> None:
    row = await ctx.get(Item, UUID(item["id"]), lock=True)
    await items.apply(ctx, row, ItemUpdate(name=name))


async def test_a_tag_that_comes_while_the_item_is_renamed_waits_for_its_name(org: World) -> None:
    item, tag = await org.item("Iron"), await tagged(org)
    async with org.context(write=True) as ctx:
        await renamed(ctx, item, "Gold")
        attaching = asked(org, tag, "attach", item)
        await waiting(org.database, attaching)
    assert (await attaching).status_code == 204
    await assert_copied(org, 1)
    assert await names(org, "/items", tag_id=tag["id"]) == ["Gold"]


async def test_a_name_that_comes_while_a_tag_is_put_on_waits_for_the_tag(org: World) -> None:
    item, tag = await org.item("Iron"), await tagged(org)
    async with org.context(write=True) as ctx:
        things = TagThings(item_ids=[UUID(item["id"])])
        await tagging.attach(ctx, UUID(tag["id"]), things)
        body = {"name": "Gold", "version": item["version"]}
        renaming = asyncio.create_task(org.call("PATCH", f"/items/{item['id']}", json=body))
        await waiting(org.database, renaming)
    assert (await renaming).status_code == 200
    await assert_copied(org, 1)
    assert await names(org, "/items", tag_id=tag["id"]) == ["Gold"]


async def test_tags_are_put_on_in_the_order_in_which_others_lock_items(org: World) -> None:
    first, second = await org.item("First"), await org.item("Second")
    tags = [await tagged(org), await tagged(org)]
    async with org.context(write=True) as ctx:
        await renamed(ctx, first, "1")
        attaching = [
            asked(org, tags[0], "attach", first, second),
            asked(org, tags[1], "attach", second, first),
        ]
        await waiting(org.database, *attaching)
        await renamed(ctx, second, "2")  # which neither of them has locked yet
    assert [(await task).status_code for task in attaching] == [204, 204]
    await assert_copied(org, 4)


@pytest.mark.parametrize("way", ["detach", "delete"])
async def test_tags_are_taken_off_in_the_order_in_which_others_change_items(
    org: World, way: str
) -> None:
    first, second = await org.item("First"), await org.item("Second")
    tag = await tagged(org, second)  # its row comes first, too
    await attach(org, tag, first)
    async with org.context(write=True) as ctx:
        await renamed(ctx, first, "Z")
        if way == "detach":
            taking = asked(org, tag, way, second, first)
        else:
            taking = asyncio.create_task(org.call("DELETE", f"/tags/{tag['id']}"))
        await waiting(org.database, taking)
        await renamed(ctx, second, "A")
    assert (await taking).status_code == 204
    await assert_copied(org, 0)


async def test_a_merge_hands_on_a_tag_that_is_being_put_on_its_target(org: World) -> None:
    source, target = await org.item("Source"), await org.item("Target")
    tag = await tagged(org, source)
    async with org.context(write=True) as ctx:
        await ctx.get(Item, UUID(target["id"]), lock=True)
        attaching = asked(org, tag, "attach", target)
        await waiting(org.database, attaching)
        await copy_tags(ctx, UUID(source["id"]), UUID(target["id"]))
    assert (await attaching).status_code == 204
    await assert_copied(org, 2)


async def test_a_merge_meets_a_tag_that_is_being_deleted(org: World) -> None:
    first, source, target = [await org.item(name) for name in ("First", "Source", "Target")]
    tag = await tagged(org, first, source, target)
    async with org.context(write=True) as ctx:
        await renamed(ctx, first, "1")
        deleting = asyncio.create_task(org.call("DELETE", f"/tags/{tag['id']}"))
        await waiting(org.database, deleting)  # for the row of the first
        into = {"into_id": target["id"]}
        merging = asyncio.create_task(org.call("POST", f"/items/{source['id']}/merge", json=into))
        await waiting(org.database, deleting, merging)
    assert ((await deleting).status_code, (await merging).status_code) == (204, 200)
    await assert_copied(org, 0)
