"""Tags: marks on items, places and lots, by which lists find them."""

from typing import Any

import pytest

from app.core.ids import new_id
from app.domains.identity.permissions import Role
from tests.domains.lists import assert_ordered, names
from tests.world import World, faults, refused


async def tag(org: World, name: str = "Fragile", **fields: Any) -> Any:
    return await org.post("/tags", {"name": name} | fields)


async def attach(org: World, tag: Any, **things: list[str]) -> None:
    answer = await org.call("POST", f"/tags/{tag['id']}/attach", json=things)
    assert answer.status_code == 204, answer.text


async def lot_of(org: World, item: Any, code: str = "L") -> Any:
    return await org.post("/lots", {"item_id": item["id"], "code": code})


async def test_things_are_found_by_their_tag_and_tags_by_their_thing(org: World) -> None:
    red, blue = await tag(org, "Red", colour="#ff0000"), await tag(org, "Blue")
    item, other = await org.item("Iron"), await org.item("Gold")
    room = await org.location("Room")
    await org.location("Shelf", parent_id=room["id"])
    lot = await lot_of(org, item)
    await lot_of(org, item, "M")
    things = {"item_ids": [item["id"]], "location_ids": [room["id"]], "lot_ids": [lot["id"]]}
    await attach(org, red, **things)
    await attach(org, red, **things)  # those that have it keep it
    await attach(org, blue, item_ids=[item["id"], other["id"]])
    for path, key, expected in (
        ("/items", "name", ["Iron"]),
        ("/locations", "name", ["Room"]),
        ("/lots", "code", ["L"]),
    ):
        assert await names(org, path, key, tag_id=red["id"]) == expected
    assert await names(org, "/items", tag_id=blue["id"]) == ["Gold", "Iron"]
    assert await names(org, "/items", tag_id=str(new_id())) == []
    assert await names(org, "/tags", item_id=item["id"]) == ["Blue", "Red"]
    assert await names(org, "/tags", location_id=room["id"]) == ["Red"]
    assert await names(org, "/tags", lot_id=lot["id"]) == ["Red"]
    assert await names(org, "/tags", q="ED") == ["Red"]
    read = await org.get(f"/items/{item['id']}")
    assert [(tag["name"], tag["colour"]) for tag in read["tags"]] == [
        ("Blue", ""),
        ("Red", "#ff0000"),
    ]
    answer = await org.call("POST", f"/tags/{red['id']}/detach", json=things)
    assert answer.status_code == 204
    assert await names(org, "/items", tag_id=red["id"]) == []
    verbs = await names(org, "/activity", "verb", entity_id=red["id"])
    assert verbs == ["tag.detached", "tag.attached", "tag.attached", "tag.created"]


async def test_a_tag_is_put_on_all_that_is_named_or_on_none(org: World, other_org: World) -> None:
    mark, item, place = await tag(org), await org.item(), await org.location()
    theirs = await other_org.item()
    no_lot = await org.receive(item, place, 1)
    (level,) = (await org.get("/stock"))["items"]
    (supplier, *_) = (await org.get("/locations", params={"kind": "virtual"}))["items"]
    wrong: list[tuple[dict[str, list[str]], set[str]]] = [
        ({"item_ids": [item["id"], theirs["id"], str(new_id())]}, {"item_ids/1", "item_ids/2"}),
        ({"location_ids": [supplier["id"]]}, {"location_ids/0"}),
        ({"item_ids": [item["id"]], "lot_ids": [level["lot_id"]]}, {"lot_ids/0"}),
    ]
    for things, pointers in wrong:
        for way in ("attach", "detach"):
            answer = await org.call("POST", f"/tags/{mark['id']}/{way}", json=things)
            assert refused(answer) == (404, "not_found")
            assert set(faults(answer)) == {f"/body/{pointer}" for pointer in pointers}
    assert await names(org, "/items", tag_id=mark["id"]) == []
    nothing = await org.call("POST", f"/tags/{mark['id']}/attach", json={})
    assert nothing.status_code == 422
    many = {"item_ids": [str(new_id())] * 1001}
    answer = await org.call("POST", f"/tags/{mark['id']}/attach", json=many)
    assert set(faults(answer)) == {"/body/item_ids"}
    assert no_lot


async def test_a_name_is_known_once_whatever_its_case(org: World) -> None:
    first = await tag(org, "Fragile")
    again = await org.call("POST", "/tags", json={"name": " fRAGILE "})
    assert refused(again) == (409, "tag_known")
    second = await tag(org, "Heavy")
    path = f"/tags/{second['id']}"
    assert refused(await org.call("PATCH", path, json={"name": "FRAGILE"})) == (409, "tag_known")
    changed = await org.patch(path, {"name": "Light", "colour": "#00ff00", "version": 1})
    assert (changed["name"], changed["colour"], changed["version"]) == ("Light", "#00ff00", 2)
    stale = await org.call("PATCH", path, json={"name": "X", "version": 1})
    assert refused(stale) == (412, "version_mismatch")
    for body in ({"name": ""}, {"name": "x" * 65}, {"name": "X", "colour": "red"}):
        assert (await org.call("POST", "/tags", json=body)).status_code == 422
    assert (await org.get(f"/tags/{first['id']}"))["name"] == "Fragile"
    await tag(org, "Old")
    for sort in ("name", "-name"):
        await assert_ordered(org, "/tags", sort, lambda row: row["name"].casefold())


async def test_a_tag_goes_off_everything_when_it_is_deleted(org: World) -> None:
    mark, item = await tag(org), await org.item()
    await attach(org, mark, item_ids=[item["id"]])
    assert (await org.call("DELETE", f"/tags/{mark['id']}")).status_code == 204
    assert (await org.get(f"/items/{item['id']}"))["tags"] == []
    assert refused(await org.call("GET", f"/tags/{mark['id']}")) == (404, "not_found")


@pytest.mark.parametrize("kind", ["item", "location", "lot"])
async def test_a_thing_that_is_deleted_loses_its_tags(org: World, kind: str) -> None:
    mark, item = await tag(org), await org.item()
    things = {"item": item, "location": await org.location(), "lot": await lot_of(org, item)}
    if kind == "item":
        await attach(org, mark, lot_ids=[things["lot"]["id"]])
    await attach(org, mark, **{f"{kind}_ids": [things[kind]["id"]]})
    answer = await org.call("DELETE", f"/{kind}s/{things[kind]['id']}")
    assert answer.status_code == 204, answer.text
    assert await names(org, f"/{kind}s", "id", tag_id=mark["id"]) == []


async def test_a_viewer_sees_tags_and_changes_none(org: World, other_org: World) -> None:
    viewer, mark, item = await org.person(Role.VIEWER), await tag(org), await org.item()
    assert (await org.call("GET", "/tags", by=viewer)).status_code == 200
    body = {"item_ids": [item["id"]]}
    for method, path, sent in (
        ("POST", "/tags", {"name": "X"}),
        ("PATCH", f"/tags/{mark['id']}", {"name": "X"}),
        ("DELETE", f"/tags/{mark['id']}", None),
        ("POST", f"/tags/{mark['id']}/attach", body),
        ("POST", f"/tags/{mark['id']}/detach", body),
    ):
        assert refused(await org.call(method, path, by=viewer, json=sent)) == (403, "forbidden")
        stranger = await org.call(method, path, by=other_org.owner, json=sent)
        assert refused(stranger) == (404, "not_found")
