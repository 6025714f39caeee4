"""Items duplicated, and merged: levels add up, history stays, in one transaction."""

import asyncio
from typing import Any

import httpx2
import pytest

from app.core.ids import new_id
from app.domains.identity.permissions import Role
from app.domains.stock.service import audit
from tests.contract.rows import of_organization
from tests.domains.lists import names
from tests.world import World, faults, refused


async def merge(org: World, source: Any, target: Any, **request: Any) -> httpx2.Response:
    body = {"into_id": target["id"]}
    return await org.call("POST", f"/items/{source['id']}/merge", json=body, **request)


async def merged(org: World, source: Any, target: Any) -> Any:
    answer = await merge(org, source, target)
    assert answer.status_code == 200, answer.text
    async with org.context() as ctx:
        assert await audit.differences(ctx) == []
    return answer.json()


async def test_levels_add_up_and_each_keeps_its_history(org: World) -> None:
    a, b = await org.location("A"), await org.location("B")
    source, target = await org.item("Iron"), await org.item("Iron ore")
    await org.receive(source, a, 3, unit_cost="2.00")
    await org.receive(source, b, "1.5", lot="L", quality=7)
    await org.receive(source, b, 1, lot="Gone")
    await org.issue(source, b, 1, lot="Gone")
    await org.receive(target, a, 4)
    answer = await merged(org, source, target)
    assert (answer["id"], answer["on_hand"]) == (target["id"], "8.5")
    assert await org.held(item_id=target["id"]) == {("", "A"): "7", ("L", "B"): "1.5"}
    assert await org.held(item_id=source["id"]) == {}
    read = await org.get(f"/items/{source['id']}")
    assert read["merged_into_id"] == target["id"]
    assert read["archived_at"] is not None
    kinds = await names(org, "/movements", "kind", item_id=target["id"], sort="created_at")
    assert kinds == ["receive", "produce", "produce"]
    everything = {"item_id": target["id"], "merged": "true", "limit": 200}
    rows = (await org.get("/movements", params=everything))["items"]
    assert len(rows) == 9
    (posting,) = {row["posting_id"] for row in rows if row["kind"] in {"consume", "produce"}}
    assert (await org.get(f"/stock/postings/{posting}"))["reason"] == (
        "Iron was merged into Iron ore."
    )
    (lot,) = (await org.get("/lots", params={"item_id": target["id"]}))["items"]
    assert (lot["code"], lot["quality"]) == ("L", 7)
    (worth,) = (await org.get("/stock/value"))["items"]
    assert (worth["average_cost"], worth["value"]) == ("2", "17.00")
    assert await names(org, "/activity", "verb", entity_id=source["id"]) == [
        "item.merged",
        "item.created",
    ]


async def test_reservations_codes_tags_and_limits_go_along(org: World) -> None:
    shelf, ada = await org.location("Shelf"), await org.person()
    source = await org.item("Iron", sku="FE", barcode="4006")
    target = await org.item("Iron ore", sku="ORE")
    await org.receive(source, shelf, 10)
    at = {"item_id": source["id"], "location_id": shelf["id"]}
    body = at | {"quantity": 4, "for": "Refit", "expires_at": "2999-01-01T00:00:00Z"}
    old = (await org.call("POST", "/reservations", by=ada, json=body)).json()
    tag = await org.post("/tags", {"name": "Heavy"})
    await org.call("POST", f"/tags/{tag['id']}/attach", json={"item_ids": [source["id"]]})
    await org.post("/stock-limits", at | {"min_level": 20})
    answer = await merged(org, source, target)
    assert (answer["on_hand"], answer["reserved"], answer["available"]) == ("10", "4", "6")
    assert (answer["sku"], answer["barcode"]) == ("ORE", "4006")
    assert [tag["name"] for tag in answer["tags"]] == ["Heavy"]
    read = await org.get(f"/items/{source['id']}")
    assert (read["sku"], read["barcode"]) == ("FE", None)
    (new,) = (await org.get("/reservations", params={"status": "active"}))["items"]
    for name in ("quantity", "for", "owner_id", "expires_at", "location_id"):
        assert new[name] == old[name]
    assert new["item_id"] == target["id"]
    assert (await org.get(f"/reservations/{old['id']}"))["status"] == "released"
    (limit,) = (await org.get("/stock-limits"))["items"]
    assert (limit["item_id"], limit["on_hand"], limit["missing"]) == (target["id"], "10", "10")
    found = await org.get("/scan/4006")
    assert [match["id"] for match in found["matches"]] == [target["id"]]
    used = f"/reservations/{new['id']}/consume"
    assert (await org.call("POST", used, by=ada, json={})).status_code == 200


async def test_what_was_merged_before_follows(org: World) -> None:
    a, b, c = [await org.item(name) for name in "ABC"]
    await merged(org, a, b)
    await merged(org, b, c)
    for item in (a, b):
        assert (await org.get(f"/items/{item['id']}"))["merged_into_id"] == c["id"]
    back = await org.patch(f"/items/{a['id']}", {"archived": False}, headers={"If-Match": "*"})
    assert (back["archived_at"], back["merged_into_id"]) == (None, None)


async def test_items_that_are_not_one_thing_are_not_merged(org: World, other_org: World) -> None:
    shelf = await org.location()
    source = await org.item("Iron")
    await org.receive(source, shelf, 5, lot="L", quality=1)
    kilos, unit = await org.item(unit="kg"), await org.item(tracking="serialized")
    other_lot, gone = await org.item(), await org.item()
    await org.receive(other_lot, shelf, 5, lot="L", quality=2)
    await org.patch(f"/items/{gone['id']}", {"archived": True}, headers={"If-Match": "*"})
    theirs, nowhere = await other_org.item(), {"id": str(new_id())}
    member = await org.person(Role.MEMBER)
    before = await of_organization(org.database, org.id)
    wrong: list[tuple[Any, Any, tuple[int, str]]] = [
        (source, source, (422, "invalid")),
        (source, kilos, (409, "units_differ")),
        (source, unit, (409, "not_stock_tracked")),
        (source, other_lot, (409, "lot_differs")),
        (source, gone, (409, "archived")),
        (gone, source, (409, "archived")),
        (source, theirs, (404, "not_found")),
        (source, nowhere, (404, "not_found")),
        (theirs, source, (404, "not_found")),
    ]
    for one, other, expected in wrong:
        assert refused(await merge(org, one, other)) == expected
    assert set(faults(await merge(org, source, nowhere))) == {"/body/into_id"}
    assert refused(await merge(org, source, kilos, by=member)) == (403, "forbidden")
    assert await of_organization(org.database, org.id) == before


@pytest.mark.parametrize("kind", ["issue", "receive"])
async def test_merging_while_others_post_loses_nothing(org: World, kind: str) -> None:
    shelf = await org.location("Shelf")
    source, target = await org.item("A"), await org.item("B")
    await org.receive(source, shelf, 100)
    await org.receive(target, shelf, 100)
    bodies = [
        {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1}
        for item in (source, target) * 8
    ]
    merging, *posted = await asyncio.gather(
        merge(org, source, target),
        *(org.call("POST", f"/stock/{kind}", json=body) for body in bodies),
    )
    assert merging.status_code == 200
    late = {refused(answer) for answer in posted if answer.status_code != 201}
    assert late <= {(409, "archived")}
    count = sum(answer.status_code == 201 for answer in posted)
    expected = 200 + (count if kind == "receive" else -count)
    assert await org.held() == {("", "Shelf"): str(expected)}
    async with org.context() as ctx:
        assert await audit.differences(ctx) == []


async def test_two_that_are_merged_into_each_other_at_once_become_one(org: World) -> None:
    a, b, shelf = await org.item("A"), await org.item("B"), await org.location("Shelf")
    for item in (a, b):
        await org.receive(item, shelf, 5)
    answers = await asyncio.gather(merge(org, a, b), merge(org, b, a))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert await org.held() == {("", "Shelf"): "10"}


async def test_a_duplicate_has_all_but_codes_and_stock(org: World) -> None:
    category = await org.post("/categories", {"name": "Ores"})
    rest = {"unit": "kg", "min_level": "1", "max_level": "9", "attributes": {"grade": 3}}
    item = await org.item("Iron", sku="FE", category_id=category["id"], notes="N", **rest)
    await org.receive(item, await org.location(), 5, lot="L")
    tag = await org.post("/tags", {"name": "Heavy"})
    await org.call("POST", f"/tags/{tag['id']}/attach", json={"item_ids": [item["id"]]})
    copy = await org.post(f"/items/{item['id']}/duplicate", {"name": "Steel", "barcode": "1"})
    own = {"id", "name", "sku", "barcode", "created_at", "updated_at"}
    same = {name: value for name, value in copy.items() if name not in own}
    read = await org.get(f"/items/{item['id']}")
    assert same == {name: read[name] for name in same}
    assert (copy["name"], copy["sku"], copy["barcode"]) == ("Steel", None, "1")
    assert await names(org, "/items", tag_id=tag["id"]) == ["Iron", "Steel"]
    await org.receive(copy, await org.location("Other"), 1)
    taken = await org.call(
        "POST", f"/items/{item['id']}/duplicate", json={"name": "X", "sku": "FE"}
    )
    assert refused(taken) == (409, "sku_taken")
    unnamed = await org.call("POST", f"/items/{item['id']}/duplicate", json={})
    assert set(faults(unnamed)) == {"/body/name"}
