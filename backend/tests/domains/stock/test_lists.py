"""Where is it, and how much? Items, levels, contents and movements as they are listed."""

from typing import Any

import pytest

from app.core import listing
from app.core.ids import new_id
from app.domains.stock.schemas import LevelSort, MovementSort
from tests.domains.lists import assert_ordered, names, walk
from tests.world import World, faults, refused


async def test_an_item_shows_where_it_is_the_most_first_and_how_much_there_is(
    org: World,
) -> None:
    site = await org.location("Site", "site")
    shelf = await org.location("Shelf", "bin", parent_id=site["id"])
    item, other = await org.item("Iron", sku="I", unit="kg"), await org.item()
    await org.receive(item, shelf, "1.5")
    await org.receive(item, site, 7, lot="A", quality=9)
    await org.receive(item, site, 1, lot="B")
    await org.issue(item, site, 1, lot="B")
    await org.receive(other, site, 100)
    read = await org.get(f"/items/{item['id']}")
    assert (read["on_hand"], read["reserved"], read["available"]) == ("8.5", "0", "8.5")
    first, second = read["levels"]
    assert (first["lot"], first["on_hand"], first["location_path"]) == ("A", "7", ["Site"])
    assert (second["lot"], second["on_hand"]) == ("", "1.5")
    assert second["location_path"] == ["Site", "Shelf"]
    assert (second["item_name"], second["sku"], second["unit"]) == ("Iron", "I", "kg")
    empty = await org.get(f"/items/{(await org.item())['id']}")
    assert (empty["on_hand"], empty["available"], empty["levels"]) == ("0", "0", [])
    assert refused(await org.call("GET", f"/items/{new_id()}")) == (404, "not_found")


async def test_levels_are_found_by_item_subtree_lot_and_whether_there_is_any(
    org: World,
) -> None:
    site = await org.location("Site", "site")
    shelf = await org.location("Shelf", "bin", parent_id=site["id"])
    away = await org.location("Away")
    iron, gold = await org.item("Iron"), await org.item("Gold")
    await org.receive(iron, shelf, 1)
    await org.receive(iron, site, 2, lot="A")
    await org.receive(gold, away, 3)
    await org.receive(gold, site, 4)
    await org.issue(gold, site, 4)

    async def found(path: str = "/stock", **params: Any) -> list[str]:
        return sorted(await names(org, path, "on_hand", **params))

    assert await found() == ["0", "1", "2", "3"]
    assert await found(held="true") == ["1", "2", "3"]
    assert await found(item_id=iron["id"]) == ["1", "2"]
    assert await found(location_id=site["id"]) == ["0", "1", "2"]
    assert await found(location_id=shelf["id"]) == ["1"]
    assert await found(lot="A") == ["2"]
    assert await found(lot="") == ["0", "1", "3"]
    assert await found(item_id=iron["id"], location_id=site["id"], lot="") == ["1"]
    contents = f"/locations/{site['id']}/contents"
    assert await found(contents) == ["1", "2"]
    assert await found(contents, held="false") == ["0", "1", "2"]
    assert await found(contents, item_id=gold["id"], held="false") == ["0"]
    assert await found(contents, lot="A") == ["2"]
    assert await found(f"/locations/{shelf['id']}/contents") == ["1"]
    assert await found(location_id=str(new_id())) == []
    assert await names(org, "/stock", "location_path", item_id=iron["id"], lot="") == [
        ["Site", "Shelf"]
    ]


@pytest.mark.parametrize("path", ["/stock", "/locations/{place}/contents"])
async def test_levels_are_found_by_what_their_item_is_and_by_expiry(org: World, path: str) -> None:
    metals = await org.post("/categories", {"name": "Metals"})
    ores = await org.post("/categories", {"name": "Ores", "parent_id": metals["id"]})
    iron = await org.item("Iron ore", sku="FE-1", barcode="4006", category_id=ores["id"])
    gold = await org.item("Gold", category_id=metals["id"], model_number="AU", min_level="5")
    milk = await org.item("Milk 100%")
    site = await org.location("Site", "site")
    place = await org.location("Room", parent_id=site["id"])
    await org.receive(iron, place, 1)
    await org.receive(gold, site, 2)
    await org.receive(milk, place, 3, lot="A", expires_on="2026-12-01")
    await org.receive(milk, place, 4, lot="B", expires_on="2027-01-01")
    path = path.replace("{place}", site["id"])

    async def found(**params: Any) -> list[str]:
        return sorted(await names(org, path, "on_hand", **params))

    assert await found(q="IRON") == await found(q="fe-") == await found(q="4006") == ["1"]
    assert await found(q="AU") == ["2"]
    assert await found(q="0%") == ["3", "4"]
    assert await found(q="nothing") == []
    assert await found(category_id=metals["id"]) == ["1", "2"]
    assert await found(category_id=ores["id"]) == ["1"]
    assert await found(category_id=str(new_id())) == []
    assert await found(expires_before="2026-12-01") == []
    assert await found(expires_before="2026-12-02") == ["3"]
    assert await found(expires_before="2030-01-01", q="milk", lot="B") == ["4"]
    (row,) = (await org.get(path, params={"q": "FE-1"}))["items"]
    assert (row["barcode"], row["category"], row["category_id"]) == ("4006", "Ores", ores["id"])
    (row,) = (await org.get(path, params={"q": "gold"}))["items"]
    assert (row["min_level"], row["barcode"]) == ("5", None)
    answer = await org.call("GET", path, params={"expires_before": "soon"})
    assert faults(answer).keys() == {"/query/expires_before"}


async def test_levels_of_a_category_in_a_place_are_those_of_both(org: World) -> None:
    metals = await org.post("/categories", {"name": "Metals"})
    gold, milk = await org.item("Gold", category_id=metals["id"]), await org.item("Milk")
    here, there = await org.location("Here"), await org.location("There")
    for number, (item, place) in enumerate([(gold, here), (gold, there), (milk, here)], start=1):
        await org.receive(item, place, number)
    both = {"category_id": metals["id"], "location_id": there["id"]}
    assert await names(org, "/stock", "on_hand", **both) == ["2"]


@pytest.mark.untraced  # goes over the same lines again and again: half the time
@pytest.mark.parametrize("sort", list(LevelSort))
@pytest.mark.parametrize("at_a_time", [False, True])
async def test_levels_of_a_category_are_the_others_left_out(
    org: World, monkeypatch: pytest.MonkeyPatch, sort: str, *, at_a_time: bool
) -> None:
    """Whether few are brought, or the next in order looked through, far enough or not."""
    metals = await org.post("/categories", {"name": "Metals"})
    ores = await org.post("/categories", {"name": "Ores", "parent_id": metals["id"]})
    kinds = [await org.item(category_id=one) for one in (metals["id"], ores["id"], None)]
    site = await org.location("Site", "site")
    places = [await org.location(parent_id=site["id"]) for _ in range(3)]
    for n in range(9):
        await org.receive(kinds[n % 3], places[n // 3], n * 7 % 9 + 1)
    moment = {"as_of": (await org.get("/movements"))["items"][0]["created_at"]} if at_a_time else {}
    whole = await walk(org, "/stock", sort=sort, **moment)
    expected = [row for row in whole if row["category"]]
    assert len(expected) == 6
    for few, ahead in ((1000, 3), (0, 3), (0, 1000)):
        monkeypatch.setattr(listing, "FEW", few)
        monkeypatch.setattr(listing, "AHEAD", ahead)
        asked = {"category_id": metals["id"], "sort": sort, **moment}
        assert await walk(org, "/stock", **asked) == expected
        assert await walk(org, "/stock", back=True, **asked) == expected
        assert await walk(org, "/stock", location_id=site["id"], **asked) == expected


async def test_a_movement_says_the_paths_of_both_ends(org: World) -> None:
    site = await org.location("Site", "site")
    shelf = await org.location("Shelf", "bin", parent_id=site["id"])
    item = await org.item()
    received = await org.receive(item, shelf, 1)
    assert received["to_location_path"] == ["Site", "Shelf"]
    assert received["from_location_path"] == [received["from_location"]]
    ends = {"from_location_id": shelf["id"], "to_location_id": site["id"]}
    await org.post("/stock/transfer", {"item_id": item["id"], "quantity": 1} | ends)
    moved, first = (await org.get("/movements"))["items"]
    assert (moved["from_location_path"], moved["to_location_path"]) == (["Site", "Shelf"], ["Site"])
    assert first == received


async def test_movements_are_found_by_each_filter_newest_first(org: World) -> None:
    iron, gold = await org.item("Iron"), await org.item("Gold")
    a, b = await org.location("A"), await org.location("B")
    first = await org.receive(iron, a, 1, reference="R-1")
    await org.receive(gold, b, 2)
    await org.issue(gold, b, "0.5")
    ends = {"from_location_id": a["id"], "to_location_id": b["id"]}
    await org.post("/stock/transfer", {"item_id": iron["id"], "quantity": "0.25"} | ends)

    async def found(**params: Any) -> list[str]:
        return await names(org, "/movements", "quantity", **params)

    assert await found() == ["0.25", "0.5", "2", "1"]
    assert await found(item_id=gold["id"]) == ["0.5", "2"]
    assert await found(location_id=a["id"]) == ["0.25", "1"]
    assert await found(location_id=b["id"]) == ["0.25", "0.5", "2"]
    assert await found(posting_id=first["posting_id"]) == ["1"]
    assert await found(kind="receive") == ["2", "1"]
    assert await found(reference="R-1") == ["1"]
    assert await found(reference="r-1") == []


@pytest.mark.parametrize("sort", list(LevelSort))
@pytest.mark.parametrize("where", ["/stock", "contents"])
async def test_levels_come_in_every_order_forwards_and_backwards(
    org: World, sort: str, where: str
) -> None:
    shelf = await org.location()
    items = [await org.item() for _ in range(5)]
    for item, quantity in zip(items, (10, 9, 9, 2, 100), strict=True):
        await org.receive(item, shelf, quantity)
    await org.receive(items[1], shelf, 1)
    name = sort.removeprefix("-")

    def key(row: dict[str, Any]) -> object:
        return float(row[name]) if name == "on_hand" else row[name]

    path = where if where == "/stock" else f"/locations/{shelf['id']}/contents"
    await assert_ordered(org, path, sort, key)


@pytest.mark.parametrize("sort", list(MovementSort))
async def test_movements_come_in_every_order_forwards_and_backwards(org: World, sort: str) -> None:
    item, shelf = await org.item(), await org.location()
    line = {"kind": "receive", "item_id": item["id"], "location_id": shelf["id"], "quantity": 1}
    for lines in (1, 3, 1):  # those of one sheet are of one moment
        await org.post("/stock/postings", {"lines": [line] * lines})
    await assert_ordered(org, "/movements", sort, lambda row: row["created_at"])


async def test_lists_hold_nothing_of_another_organization(org: World, other_org: World) -> None:
    item, shelf = await other_org.item(), await other_org.location()
    await other_org.receive(item, shelf, 1, reference="R")
    for filters in ({}, {"item_id": item["id"]}, {"location_id": shelf["id"]}):
        assert await names(org, "/stock", **filters) == []
        assert await names(org, "/movements", **filters) == []
    assert await names(org, "/movements", reference="R") == []
    contents = await org.call("GET", f"/locations/{shelf['id']}/contents")
    assert refused(contents) == (404, "not_found")


@pytest.mark.parametrize("path", ["/stock", "/movements", "/lots"])
@pytest.mark.parametrize("params", [{"colour": "red"}, {"sort": "lot"}, {"item_id": "iron"}])
async def test_a_filter_that_there_is_not_is_refused(
    org: World, path: str, params: dict[str, str]
) -> None:
    answer = await org.call("GET", path, params=params)
    assert answer.status_code == 422
    assert set(faults(answer)) == {f"/query/{name}" for name in params}


async def test_movements_are_found_by_who_made_them(org: World) -> None:
    item, shelf, ada = await org.item(), await org.location(), await org.person()
    await org.receive(item, shelf, 1)
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 2}
    assert (await org.call("POST", "/stock/receive", by=ada, json=body)).status_code == 201
    (row,) = (await org.get("/movements", params={"actor_id": str(ada.user_id)}))["items"]
    assert (row["quantity"], row["actor_id"], row["actor"]) == ("2", str(ada.user_id), "Ada")
    assert await names(org, "/movements", "quantity", actor_id=str(new_id())) == []
