"""What sorts an item, beside its tags: the same as the item's own, whatever happens to either."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.core.clock import now
from app.core.ids import new_id
from app.domains.catalog.models import Item
from app.domains.catalog.queries import SORT_KEYS, items
from app.domains.catalog.schemas import ItemSort
from app.domains.tags.models import Tagging
from app.domains.tags.queries import taggings
from tests.domains.catalog.making import quiet_item
from tests.domains.exchange.files import commit
from tests.domains.lists import assert_ordered, names, walk
from tests.domains.tags.marking import assert_copied, attach, change, tagged
from tests.statements import Statements, plan_of
from tests.world import World


@pytest.mark.parametrize("sort", list(ItemSort))
async def test_the_items_of_a_tag_are_in_order_whatever_has_changed_since(
    org: World, sort: str
) -> None:
    made = [await org.item(name, sku=name) for name in "dbfaec"]
    await org.item("bb", sku="bb")
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
    assert await names(org, "/items", sku="Z", sort=sort, **asked) == ["b"]
    assert await names(org, "/items", sku="bb", sort=sort, **asked) == []
    found = await names(org, "/items", q="b", sort=sort, **asked)
    assert sorted(found) == ["B2", "b"]


async def test_what_changed_since_a_moment_of_those_with_a_tag(org: World) -> None:
    first, second, other = [await org.item(name) for name in ("First", "Second", "Other")]
    tag = await tagged(org, first, second)
    await change(org, first, notes="changed")
    asked = {"tag_id": tag["id"], "updated_since": other["updated_at"]}
    assert await names(org, "/items", **asked) == ["First"]
    asked["updated_since"] = second["updated_at"]
    with Statements(org.database) as statements:
        assert await names(org, "/items", sort="-updated_at", **asked) == ["First", "Second"]
    plan = await plan_of(org.database, statements.sent[-1], statements.parameters[-1])
    assert "item_updated_at>" in plan.replace(" ", ""), plan  # what is older is not walked over


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
    await commit(org, "Name,Item Number,Notes\nRenamed,Other,by a file\nTwo,2,\n")
    assert (await org.get(f"/items/{one['id']}"))["notes"] == "by a file"
    await assert_copied(org, 3)
    await tagged(org, twin)
    await assert_copied(org, 4)


async def test_whoever_writes_the_copies_follow(org: World, other_org: World) -> None:
    """Also who goes past the services; and nothing of another organization does."""
    item, theirs = await org.item("Iron"), await other_org.item("Iron")
    await tagged(org, item)
    await tagged(other_org, theirs)
    changes: list[dict[str, Any]] = [
        *({key: "gold"} for key in ("name_key", "sku_key")),
        *({key: now()} for key in ("created_at", "updated_at", "archived_at")),
        {"archived_at": None},
    ]
    for one in changes:
        async with org.context(write=True) as ctx:
            assert await ctx.update(Item, items.c.id == UUID(item["id"]), **one) == 1
        await assert_copied(org, 1)
    await assert_copied(other_org, 1)
    async with other_org.context() as ctx:
        keys = await ctx.rows(select(taggings.c.item_name_key))
    assert keys == [{"item_name_key": "iron"}]


@pytest.mark.parametrize("sort", list(ItemSort))
async def test_the_index_of_the_order_is_walked_and_nothing_sorted(org: World, sort: str) -> None:
    """What the engines plan, with other filters too, before anybody has counted the tables."""
    top = await org.post("/categories", {"name": "Top"})
    tag = await tagged(org)
    made = [
        quiet_item(name_key=f"{number:03}", category_id=UUID(top["id"])) for number in range(300)
    ]
    async with org.context(write=True) as ctx:
        await ctx.insert(Item, made)
        await ctx.insert(Tagging, [tagging(tag, item) for item in made])
    asked = {"tag_id": tag["id"], "sort": sort}
    cursor = (await org.get("/items", params=asked))["next"]
    with Statements(org.database) as statements:
        for more in ({}, {"cursor": cursor}, {"category_id": top["id"]}, {"tracking": "stock"}):
            assert len((await org.get("/items", params=asked | more))["items"]) == 50
    lists = [at for at, sent in enumerate(statements.sent) if "taggings" in sent]
    assert len(lists) == 4
    key = sort.removeprefix("-")
    index = f"ix_taggings_item_{SORT_KEYS[key].name if key in SORT_KEYS else key}"
    for at in lists:
        plan = await plan_of(org.database, statements.sent[at], statements.parameters[at])
        assert index in plan, plan
        assert not any(word in plan for word in ("Sort", "TEMP B-TREE")), plan


def tagging(tag: Any, item: dict[str, Any]) -> dict[str, Any]:
    return {"id": new_id(), "created_at": now(), "tag_id": UUID(tag["id"]), "item_id": item["id"]}
