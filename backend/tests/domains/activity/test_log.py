"""The activity log: one line for each change, in the transaction of the change."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, select

from app.domains.activity.models import Activity
from app.domains.activity.schemas import ActivitySort
from app.domains.identity.permissions import Role
from tests.domains.lists import assert_ordered, names
from tests.world import World, faults, refused


async def lines(org: World, **params: Any) -> list[tuple[str, dict[str, Any]]]:
    """Verb and changes of what people did to `entity_id`, the oldest first."""
    asked = {"sort": "created_at", "limit": 200} | params
    found = await org.get("/activity", params=asked)
    return [(row["verb"], row["changes"]) for row in found["items"]]


async def test_an_items_life_is_told_with_before_and_after(org: World) -> None:
    item = await org.item("Iron", sku="I", min_level="1.50", attributes={"grade": 3})
    path = f"/items/{item['id']}"
    await org.patch(path, {"name": "Steel", "sku": None, "version": 1})
    archived = await org.patch(path, {"archived": True, "version": 2})
    await org.call("DELETE", path)
    created, changed, hidden, deleted = await lines(org, entity_id=item["id"])
    assert created[0] == "item.created"
    assert created[1]["name"] == [None, "Iron"]
    assert created[1]["min_level"] == [None, "1.5"]
    assert created[1]["attributes"] == [None, {"grade": 3}]
    assert not {"id", "version", "created_at", "name_key", "organization_id"} & created[1].keys()
    assert changed == ("item.changed", {"name": ["Iron", "Steel"], "sku": ["I", None]})
    assert hidden == ("item.changed", {"archived_at": [None, archived["archived_at"]]})
    assert deleted[0] == "item.deleted"
    assert deleted[1]["name"] == ["Steel", None]


async def test_every_kind_of_change_is_told_once(org: World) -> None:
    item, shelf, room = await org.item(), await org.location(), await org.location()
    ores = await org.post("/categories", {"name": "Ores"})
    box = await org.post("/units", {"code": "box", "name": "Box", "base": "pcs", "factor": 12})
    lot = await org.post("/lots", {"item_id": item["id"], "code": "L", "quality": 5})
    await org.patch(f"/categories/{ores['id']}", {"name": "Rocks"})
    await org.patch(f"/lots/{lot['id']}", {"quality": 6})
    await org.patch(f"/locations/{shelf['id']}", {"name": "Shelf", "version": 1})
    await org.post(f"/locations/{shelf['id']}/move", {"parent_id": room["id"]})
    await org.post(f"/locations/{room['id']}/archive")
    await org.post(f"/locations/{room['id']}/restore")
    for path in (
        f"/lots/{lot['id']}",
        f"/units/{box['id']}",
        f"/categories/{ores['id']}",
        f"/locations/{shelf['id']}",
    ):
        assert (await org.call("DELETE", path)).status_code == 204

    async def verbs(row: Any) -> list[str]:
        return [verb for verb, _ in await lines(org, entity_id=row["id"])]

    assert await verbs(item) == ["item.created"]
    assert await verbs(ores) == ["category.created", "category.changed", "category.deleted"]
    assert await verbs(box) == ["unit.created", "unit.deleted"]
    assert await verbs(lot) == ["lot.created", "lot.changed", "lot.deleted"]
    life = ["created", "changed", "moved", "archived", "deleted"]
    assert await verbs(shelf) == [f"location.{verb}" for verb in life]
    assert await verbs(room) == ["location.created", "location.archived", "location.restored"]
    moved = (await lines(org, entity_id=shelf["id"]))[2]
    assert moved == ("location.moved", {"parent_id": [None, room["id"]]})


async def test_movements_are_their_own_record(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    before = await lines(org)
    await org.receive(item, shelf, 1)
    issued = await org.issue(item, shelf, 1)
    await org.post(f"/movements/{issued['id']}/reverse")
    assert await lines(org) == before


async def test_a_lot_that_a_receipt_makes_is_told_with_what_it_is(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, 1, lot="A", quality=700, expires_on="2030-01-02")
    await org.receive(item, shelf, 1, lot="A")
    told = {
        "item_id": [None, item["id"]],
        "code": [None, "A"],
        "quality": [None, 700],
        "expires_on": [None, "2030-01-02"],
    }
    assert await lines(org, entity_type="lot") == [("lot.created", told)]


async def test_what_is_refused_is_not_told(org: World) -> None:
    item, shelf = await org.item(sku="A"), await org.location()
    await org.receive(item, shelf, 1)
    before = await lines(org)
    for method, path, body in (
        ("POST", "/items", {"name": "Again", "sku": "A"}),
        ("PATCH", f"/items/{item['id']}", {"unit": "kg", "version": 1}),
        ("PATCH", f"/items/{item['id']}", {"archived": True, "version": 1}),
        ("DELETE", f"/items/{item['id']}", None),
        ("POST", f"/locations/{shelf['id']}/archive", None),
        ("DELETE", f"/locations/{shelf['id']}", None),
        (
            "POST",
            "/stock/receive",
            {"item_id": item["id"], "location_id": shelf["id"], "lot": "N", "quantity": 1}
            | {"unit": "kg"},
        ),
    ):
        assert (await org.call(method, path, json=body)).status_code in {409, 422}, path
    assert await lines(org) == before


async def test_a_line_says_who_did_it_in_which_request(org: World) -> None:
    person = await org.person()
    item = await org.post("/items", {"name": "Ore"}, by=person)
    (line,) = (await org.get("/activity", params={"entity_id": item["id"]}))["items"]
    assert line["actor_id"] == str(person.user_id)
    assert line["session_id"] == str(person.session_id)
    assert (line["actor"], line["entity_type"]) == ("Ada", "item")
    answer = await org.call("POST", "/items", json={"name": "Iron"})
    (line,) = (await org.get("/activity", params={"entity_id": answer.json()["id"]}))["items"]
    assert line["request_id"] == answer.headers["x-request-id"]


async def test_the_log_is_filtered_by_each_field(org: World) -> None:
    person = await org.person()
    item = await org.item()
    place = await org.post("/locations", {"name": "A", "kind": "room"}, by=person)
    assert await names(org, "/activity", "entity_id", entity_id=item["id"]) == [item["id"]]
    assert await names(org, "/activity", "entity_id", entity_type="item") == [item["id"]]
    assert await names(org, "/activity", "entity_id", actor_id=str(person.user_id)) == [place["id"]]
    since = await names(org, "/activity", "entity_id", since=place["created_at"])
    assert place["id"] in since
    assert item["id"] not in since
    until = await names(org, "/activity", "entity_id", until=place["created_at"])
    assert item["id"] in until
    assert place["id"] not in until
    (line,) = (await org.get("/activity", params={"entity_id": place["id"]}))["items"]
    for name in ("request_id", "session_id"):
        assert await names(org, "/activity", "entity_id", **{name: line[name]}) == [place["id"]]
    assert await names(org, "/activity", "entity_id", key_id=line["request_id"]) == []


@pytest.mark.parametrize(
    ("verb", "found"),
    [
        ("item.", ["item.changed", "item.created"]),
        ("item.c", ["item.changed", "item.created"]),
        ("item.created", ["item.created"]),
        ("tem.", []),
        ("i%", []),
        ("item_", []),
        ("ITEM", []),
    ],
)
async def test_a_verb_is_found_by_how_it_begins(org: World, verb: str, found: list[str]) -> None:
    item = await org.item()
    await org.patch(f"/items/{item['id']}", {"name": "Iron", "version": 1})
    await org.location()
    assert await names(org, "/activity", "verb", verb=verb) == found


async def test_a_line_says_what_the_thing_is_called(org: World) -> None:
    item, place = await org.item("Ore"), await org.location("Hall")
    ores = await org.post("/categories", {"name": "Ores"})
    box = await org.post("/units", {"code": "box", "name": "Box", "base": "pcs", "factor": 12})
    lot = await org.post("/lots", {"item_id": item["id"], "code": "L7"})
    tag = await org.post("/tags", {"name": "Fragile"})
    person = await org.person()
    await org.patch(f"/items/{item['id']}", {"name": "Iron", "version": 1})
    await org.call("DELETE", f"/categories/{ores['id']}")
    found = (await org.get("/activity", params={"limit": 200}))["items"]
    called = {row["entity_id"]: row["entity_name"] for row in found}
    assert called[item["id"]] == "Iron"
    assert called[place["id"]] == "Hall"
    assert called[ores["id"]] == "Ores"  # gone, and its last line knows
    assert called[box["id"]] == "Box"
    assert called[lot["id"]] == "L7"
    assert called[tag["id"]] == "Fragile"
    assert called[str(person.membership_id)] == "Ada"


@pytest.mark.parametrize("sort", list(ActivitySort))
async def test_the_log_comes_in_every_order_forwards_and_backwards(org: World, sort: str) -> None:
    await org.item()
    await assert_ordered(org, "/activity", sort, lambda row: row["created_at"])


@pytest.mark.parametrize("params", [{"colour": "red"}, {"sort": "verb"}, {"since": "yesterday"}])
async def test_a_filter_that_there_is_not_is_refused(org: World, params: dict[str, str]) -> None:
    answer = await org.call("GET", "/activity", params=params)
    assert set(faults(answer)) == {f"/query/{name}" for name in params}


async def test_others_see_nothing_of_it(org: World, other_org: World) -> None:
    item = await org.item()
    assert await names(other_org, "/activity", entity_id=item["id"]) == []
    assert refused(await org.call("GET", "/activity", by=other_org.owner)) == (404, "not_found")
    for role, status in ((Role.VIEWER, 403), (Role.MEMBER, 403), (Role.MANAGER, 200)):
        answer = await org.call("GET", "/activity", by=await org.person(role))
        assert answer.status_code == status


async def test_a_line_is_kept_as_canonical_json_text(org: World) -> None:
    item = await org.item("Größe", min_level="1.50")
    table = Activity.__table__
    assert isinstance(table, Table)
    async with org.context() as ctx:
        (row,) = await ctx.rows(select(table).where(table.c.entity_id == UUID(item["id"])))
    payload = row["payload"]
    assert isinstance(payload, str)
    line = json.loads(payload)
    again = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert payload == again
    assert "Größe" in payload
    assert (line["v"], line["fact"]) == (1, {"item_id": item["id"]})
    assert line["changes"]["min_level"] == [None, "1.5"]
