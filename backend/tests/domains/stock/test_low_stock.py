"""What is below its minimum: an item over all places, or a place with all that stands in it."""

from typing import Any

import pytest

from app.core.ids import new_id
from app.domains.identity.permissions import Role
from tests.domains.lists import assert_ordered, names
from tests.world import World, faults, refused


async def limited(org: World, item: Any, place: Any, low: object, **more: Any) -> Any:
    body = {"item_id": item["id"], "location_id": place["id"], "min_level": str(low)}
    return await org.post("/stock-limits", body | more)


async def test_an_item_is_low_when_less_is_held_over_all_places_than_its_minimum(
    org: World,
) -> None:
    metals = await org.post("/categories", {"name": "Metals"})
    ores = await org.post("/categories", {"name": "Ores", "parent_id": metals["id"]})
    a, b = await org.location("A"), await org.location("B")
    iron = await org.item("Iron", min_level="10", max_level="50", category_id=ores["id"])
    gold = await org.item("Gold", min_level="5", sku="AU")
    await org.item("Never there", min_level="0.5")
    await org.item("Nothing wanted", min_level="0")
    await org.item("No minimum")
    gone = await org.item("Archived", min_level="1")
    await org.patch(f"/items/{gone['id']}", {"archived": True}, headers={"If-Match": "*"})
    for place, lot in ((a, ""), (a, "L"), (b, "")):
        await org.receive(iron, place, 3, lot=lot)
    await org.receive(gold, a, 5)
    rows = (await org.get("/stock/low"))["items"]
    found = [(row["name"], row["on_hand"], row["missing"], row["max_level"]) for row in rows]
    assert found == [("Iron", "9", "1", "50"), ("Never there", "0", "0.5", None)]
    assert (rows[0]["category"], rows[0]["min_level"]) == ("Ores", "10")
    assert await names(org, "/stock", "item_name", below_minimum="true") == ["Iron"] * 3
    assert await names(org, "/stock", "on_hand", below_minimum="true", lot="L") == ["3"]
    await org.issue(gold, a, "0.000001")
    assert await names(org, "/stock/low") == ["Gold", "Iron", "Never there"]
    assert await names(org, "/stock/low", q="au") == ["Gold"]
    assert await names(org, "/stock/low", category_id=metals["id"]) == ["Iron"]
    for sort in ("name", "-name"):
        await assert_ordered(org, "/stock/low", sort, lambda row: row["name"].casefold())
    await org.receive(iron, b, 1)
    assert await names(org, "/stock/low") == ["Gold", "Never there"]


async def test_a_place_is_low_by_what_is_in_it_and_below_it(org: World) -> None:
    site = await org.location("Site", "site")
    room = await org.location("Room", parent_id=site["id"])
    bin_ = await org.location("Bin", "bin", parent_id=room["id"])
    away = await org.location("Away")
    iron, gold = await org.item("Iron", min_level="1"), await org.item("Gold")
    await org.receive(iron, bin_, 4)
    await org.receive(iron, room, 2, lot="L")
    await org.receive(iron, away, 100)
    await org.receive(gold, room, 7)
    of_site = await limited(org, iron, site, 10, max_level="20")
    assert (of_site["on_hand"], of_site["missing"]) == ("6", "4")
    assert (of_site["location_path"], of_site["max_level"]) == (["Site"], "20")
    of_bin = await limited(org, iron, bin_, 4)
    assert (of_bin["on_hand"], of_bin["missing"]) == ("4", "0")
    of_away = await limited(org, gold, away, 1)
    assert (of_away["on_hand"], of_away["missing"]) == ("0", "1")

    async def found(**filters: Any) -> list[Any]:
        return sorted(await names(org, "/stock-limits", "id", **filters))

    assert await found() == sorted([of_site["id"], of_bin["id"], of_away["id"]])
    assert await found(below_minimum="true") == sorted([of_site["id"], of_away["id"]])
    assert await found(item_id=gold["id"]) == [of_away["id"]]
    assert await found(location_id=site["id"]) == sorted([of_site["id"], of_bin["id"]])
    assert await found(location_id=room["id"], below_minimum="true") == []
    await org.post(f"/locations/{bin_['id']}/move", {"parent_id": away["id"]})
    assert (await org.get(f"/stock-limits/{of_site['id']}"))["on_hand"] == "2"
    assert await names(org, "/stock/low") == []  # the item itself has enough
    for sort in ("name", "-name"):
        await assert_ordered(org, "/stock-limits", sort, lambda row: row["item_name"].casefold())


async def test_a_limit_is_changed_and_deleted(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    limit = await limited(org, item, shelf, 1, max_level="2")
    path = f"/stock-limits/{limit['id']}"
    changed = await org.patch(path, {"min_level": "1.5", "version": 1})
    assert (changed["min_level"], changed["max_level"], changed["version"]) == ("1.5", "2", 2)
    stale = await org.call("PATCH", path, json={"min_level": 1, "version": 1})
    assert refused(stale) == (412, "version_mismatch")
    crossed = await org.call("PATCH", path, json={"min_level": 3})
    assert set(faults(crossed)) == {"/body/min_level"}
    assert (await org.patch(path, {"min_level": 3, "max_level": None}))["max_level"] is None
    assert (await org.call("DELETE", path)).status_code == 204
    assert refused(await org.call("GET", path)) == (404, "not_found")
    verbs = await names(org, "/activity", "verb", entity_id=limit["id"])
    assert verbs == ["stock_limit.deleted", *["stock_limit.changed"] * 2, "stock_limit.created"]


async def test_bad_limits_are_refused(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    unit = await org.item(tracking="serialized")
    (supplier,) = (
        row
        for row in (await org.get("/locations", params={"kind": "virtual"}))["items"]
        if row["name"] == "Supplier"
    )
    good: dict[str, Any] = {"item_id": item["id"], "location_id": shelf["id"], "min_level": 1}
    wrong: list[tuple[dict[str, Any], int, set[str]]] = [
        ({"item_id": str(new_id())}, 404, {"/body/item_id"}),
        ({"location_id": supplier["id"]}, 404, {"/body/location_id"}),
        ({"item_id": unit["id"]}, 409, {"/body/item_id"}),
        ({"min_level": -1}, 422, {"/body/min_level"}),
        ({"min_level": None}, 422, {"/body/min_level"}),
        ({"max_level": "0.5"}, 422, {"/body"}),
    ]
    for spoilt, status, pointers in wrong:
        answer = await org.call("POST", "/stock-limits", json=good | spoilt)
        assert (answer.status_code, set(faults(answer))) == (status, pointers), spoilt
    await org.post("/stock-limits", good)
    assert refused(await org.call("POST", "/stock-limits", json=good)) == (409, "limit_known")
    viewer = await org.person(Role.VIEWER)
    answer = await org.call("POST", "/stock-limits", by=viewer, json=good)
    assert refused(answer) == (403, "forbidden")


@pytest.mark.parametrize("what", ["items", "locations"])
async def test_a_limit_goes_with_its_item_or_place(org: World, what: str) -> None:
    item, shelf = await org.item(), await org.location()
    limit = await limited(org, item, shelf, 1)
    id = {"items": item, "locations": shelf}[what]["id"]
    assert (await org.call("DELETE", f"/{what}/{id}")).status_code == 204
    answer = await org.call("GET", f"/stock-limits/{limit['id']}")
    assert refused(answer) == (404, "not_found")
