"""The lists of the catalogue: every order, every filter."""

from collections.abc import Callable
from itertools import product
from typing import Any

import httpx2
import pytest

from app.core.clock import now
from app.core.engine import Database
from app.core.schemas import folded
from app.domains.catalog.models import Item, Tracking
from app.domains.catalog.queries import SORT_KEYS, search_items
from app.domains.catalog.schemas import CategorySort, ItemFilter, ItemSort
from app.main import create_app
from tests.domains.catalog.making import quiet_item
from tests.domains.lists import assert_ordered, names, walk
from tests.statements import Statements, plan_of
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


@pytest.mark.untraced  # goes over the same lines again and again: half the time
@pytest.mark.parametrize("sort", list(ItemSort))
async def test_a_narrowed_list_is_the_whole_one_without_the_others(org: World, sort: str) -> None:
    top = await org.post("/categories", {"name": "Top"})
    under = await org.post("/categories", {"name": "Under", "parent_id": top["id"]})
    tag = await org.post("/tags", {"name": "Marked"})
    for n in range(9):
        where = {"category_id": (top if n % 4 else under)["id"]} if n % 3 else {}
        kind = "serialized" if n % 2 else "stock"
        made = await org.item(f"{n * 7 % 9}", sku=f"{n * 5 % 9}", tracking=kind, **where)
        if n % 3 < 2:
            await org.post(f"/tags/{tag['id']}/attach", {"item_ids": [made["id"]]})
    whole = await walk(org, "/items", sort=sort)
    marked = await org.get("/items", params={"tag_id": tag["id"], "limit": 200})
    ids = {row["id"] for row in marked["items"]}
    assert len(ids) == 6
    of_category = {top["id"], under["id"]}
    filters: list[tuple[dict[str, Any], Callable[[Any], bool]]] = [
        ({"category_id": top["id"]}, lambda row: row["category_id"] in of_category),
        ({"tracking": "stock"}, lambda row: row["tracking"] == "stock"),
        ({"tag_id": tag["id"]}, lambda row: row["id"] in ids),
        (
            {"tag_id": tag["id"], "category_id": top["id"], "tracking": "serialized"},
            lambda row: (
                row["id"] in ids
                and row["category_id"] in of_category
                and row["tracking"] == "serialized"
            ),
        ),
    ]
    for query, has in filters:
        expected = [row for row in whole if has(row)]
        assert await walk(org, "/items", sort=sort, **query) == expected != []
        assert await walk(org, "/items", back=True, sort=sort, **query) == expected


@pytest.fixture
async def counted(own_database: Database) -> World:
    """Its items lie by their tracking, in use and archived; the database knows how many there are."""
    app = create_app(own_database.settings, own_database)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        org = await World.founded(app, client)
    kinds = ["stock"] * 2000 + ["serialized"] * 1000
    made = [
        quiet_item(
            name_key=f"{number:04}", tracking=kind, archived_at=now() if number % 2 else None
        )
        for number, kind in enumerate(kinds)
    ]
    async with org.context(write=True) as ctx:
        await ctx.insert(Item, made)
    async with own_database.engine.begin() as connection:
        await connection.exec_driver_sql("ANALYZE")
    return org


async def test_the_items_of_a_way_of_tracking_are_walked_in_order(counted: World) -> None:
    """Wherever in the order of all items they lie."""
    for sort, archived in product(ItemSort, (False, True)):
        asked = {"tracking": Tracking.SERIALIZED, "sort": sort, "archived": archived}
        async with counted.context() as ctx:
            with Statements(counted.database) as statements:
                assert (
                    len((await search_items(ctx, ItemFilter.model_validate(asked)))["items"]) == 50
                )
        (sent,), (parameters,) = statements.sent, statements.parameters
        plan = await plan_of(counted.database, sent, parameters)
        name = sort.removeprefix("-")
        key = SORT_KEYS[name].name if name in SORT_KEYS else name
        assert f"ix_items_{'archived' if archived else 'in_use'}_tracking_{key}" in plan, plan
        assert not any(word in plan for word in ("Sort", "TEMP B-TREE")), plan


async def test_what_changed_since_a_moment_comes_in_the_order_of_changes_alone(org: World) -> None:
    first, second = [await org.item(name) for name in ("b", "a")]
    since = {"updated_since": first["updated_at"]}
    assert await names(org, "/items", **since) == ["b", "a"]
    assert await names(org, "/items", sort="-updated_at", **since) == ["a", "b"]
    answer = await org.call("GET", "/items", params=since | {"sort": "name"})
    assert answer.status_code == 422
    assert "updated_at" in answer.text
    assert second["updated_at"] > first["updated_at"]


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
