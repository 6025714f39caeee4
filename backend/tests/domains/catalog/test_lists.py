"""The lists of the catalogue: every order, every filter."""

from typing import Any

import pytest

from app.core.schemas import folded
from app.domains.catalog.schemas import CategorySort, ItemSort
from tests.domains.lists import assert_ordered, names
from tests.world import World, faults


@pytest.mark.parametrize("sort", list(ItemSort))
async def test_items_come_in_every_order_forwards_and_backwards(org: World, sort: str) -> None:
    made = [
        await org.item(name, sku=sku)
        for name, sku in [("b", "2"), ("A", None), ("a", "1"), ("B", None), ("Ä", "3"), ("c", "B")]
    ]
    await org.patch(f"/items/{made[0]['id']}", {"notes": "changed", "version": 1})
    name = sort.removeprefix("-")

    def key(row: dict[str, Any]) -> str:
        return folded(row[name] or "")

    await assert_ordered(org, "/items", sort, key)


@pytest.mark.parametrize("sort", list(CategorySort))
async def test_categories_come_in_every_order_forwards_and_backwards(org: World, sort: str) -> None:
    for name in ("b", "A", "a", "B", "Ä"):
        await org.post("/categories", {"name": name})
    await assert_ordered(org, "/categories", sort, lambda row: folded(row[sort.removeprefix("-")]))


async def test_items_are_found_by_what_people_remember_of_them(org: World) -> None:
    await org.item("100% cotton", sku="CO_1", barcode="4006", model_number="Weave")
    await org.item("100 x cotton", sku="COX1")
    await org.item("Straße", sku="S-1")

    async def found(q: str) -> list[str]:
        return await names(org, "/items", q=q)

    assert await found("COTTON") == ["100 x cotton", "100% cotton"]
    assert await found("0%") == ["100% cotton"]
    assert await found("co_1") == ["100% cotton"]
    assert await found("4006") == await found("Weave") == ["100% cotton"]
    assert await found("00") == ["100 x cotton", "100% cotton"]
    assert await found("006") == await found("eav") == ["100% cotton"]
    assert await found("cotton 4006") == []
    assert await found("STRASSE") == ["Straße"]
    assert await found("\\") == []


async def test_items_are_filtered_by_each_field(org: World) -> None:
    category = await org.post("/categories", {"name": "Ores"})
    iron = await org.item("Iron", sku="I", barcode="1", category_id=category["id"])
    ship = await org.item("Ship", tracking="serialized")
    assert await names(org, "/items", sku="I") == ["Iron"]
    assert await names(org, "/items", sku="i") == []
    assert await names(org, "/items", barcode="1") == ["Iron"]
    assert await names(org, "/items", category_id=category["id"]) == ["Iron"]
    assert await names(org, "/items", tracking="serialized") == ["Ship"]
    assert await names(org, "/items", updated_since=ship["updated_at"]) == ["Ship"]
    assert await names(org, "/items", updated_since=iron["updated_at"]) == ["Iron", "Ship"]
    assert await names(org, "/items", key="category", sort="-name") == [None, "Ores"]


async def test_categories_are_filtered_by_their_parent(org: World) -> None:
    top = await org.post("/categories", {"name": "Top"})
    await org.post("/categories", {"name": "Under", "parent_id": top["id"]})
    assert await names(org, "/categories", parent_id=top["id"]) == ["Under"]
    assert await names(org, "/categories") == ["Top", "Under"]


async def test_lists_hold_nothing_of_another_organization(org: World, other_org: World) -> None:
    theirs = await other_org.post("/categories", {"name": "Theirs"})
    await other_org.item(category_id=theirs["id"], sku="X")
    assert await names(org, "/items") == await names(org, "/categories") == []
    for filters in ({"category_id": theirs["id"]}, {"sku": "X"}, {"q": "ore"}):
        assert await names(org, "/items", **filters) == []
    assert await names(org, "/categories", parent_id=theirs["id"]) == []


@pytest.mark.parametrize(
    ("path", "params", "pointer"),
    [
        ("/items", {"colour": "red"}, "/query/colour"),
        ("/items", {"sort": "notes"}, "/query/sort"),
        ("/items", {"q": ""}, "/query/q"),
        ("/items", {"category_id": "ores"}, "/query/category_id"),
        ("/items", {"tracking": "loosely"}, "/query/tracking"),
        ("/items", {"updated_since": "2026-01-01T00:00:00"}, "/query/updated_since"),
        ("/items", {"limit": 201}, "/query/limit"),
        ("/items", {"cursor": "e30"}, "/query/cursor"),
        ("/categories", {"q": "x"}, "/query/q"),
        ("/categories", {"sort": "code"}, "/query/sort"),
    ],
)
async def test_a_filter_that_there_is_not_is_refused(
    org: World, path: str, params: dict[str, Any], pointer: str
) -> None:
    answer = await org.call("GET", path, params=params)
    assert answer.status_code == 422
    assert set(faults(answer)) == {pointer}
