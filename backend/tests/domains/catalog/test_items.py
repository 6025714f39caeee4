"""Items: creating, reading, changing, archiving and deleting them."""

from typing import Any

import pytest

from app.core.ids import new_id
from app.domains.identity.permissions import Role
from tests.world import World, faults, refused

FULL = {
    "name": "Quantanium",
    "sku": "Q-1",
    "barcode": "4006381333931",
    "tracking": "stock",
    "unit": "SCU",
    "manufacturer": "Mines of Aaron",
    "model_number": "M 7",
    "notes": "Explodes.",
    "min_level": "1.5",
    "max_level": "20",
    "attributes": {"volatile": True, "grade": 3, "colour": "violet"},
}


async def test_an_item_is_created_with_all_that_was_said_and_read_back(org: World) -> None:
    category = await org.post("/categories", {"name": "Ores"})
    response = await org.call("POST", "/items", json=FULL | {"category_id": category["id"]})
    assert response.status_code == 201
    item = response.json()
    assert FULL.items() <= item.items()
    assert (item["category_id"], item["archived_at"], item["version"]) == (category["id"], None, 1)
    assert response.headers["location"] == f"{org.path}/items/{item['id']}"
    read = await org.call("GET", f"/items/{item['id']}")
    assert read.headers["etag"] == response.headers["etag"] == '"v1"'
    assert item.items() <= read.json().items()


async def test_an_item_needs_no_more_than_a_name(org: World) -> None:
    item = await org.post("/items", {"name": " Bolt "})
    assert (item["name"], item["tracking"], item["unit"]) == ("Bolt", "stock", "pcs")
    assert (item["sku"], item["category_id"], item["min_level"]) == (None, None, None)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": ""}, "/body/name"),
        ({"name": None}, "/body/name"),
        ({"name": "x" * 201}, "/body/name"),
        ({"sku": ""}, "/body/sku"),
        ({"tracking": "loosely"}, "/body/tracking"),
        ({"min_level": "-1"}, "/body/min_level"),
        ({"min_level": "3", "max_level": "2"}, "/body"),
        ({"attributes": {"a": 0.5}}, "/body/attributes/a"),
        ({"attributes": {"": "x"}}, "/body/attributes"),
        ({"version": 1}, "/body/version"),
        ({"unit": "furlong"}, "/body/unit"),
    ],
)
async def test_bad_input_is_named_and_makes_nothing(
    org: World, wrong: dict[str, Any], pointer: str
) -> None:
    response = await org.call("POST", "/items", json={"name": "Ore"} | wrong)
    assert response.status_code == 422
    assert any(found.startswith(pointer) for found in faults(response))
    assert (await org.get("/items"))["items"] == []


async def test_another_organizations_category_is_nowhere(org: World, other_org: World) -> None:
    theirs = await other_org.post("/categories", {"name": "Theirs"})
    for id in (theirs["id"], str(new_id())):
        made = await org.call("POST", "/items", json={"name": "Ore", "category_id": id})
        assert refused(made) == (404, "not_found")
        assert faults(made) == {"/body/category_id": "not_found"}
    item = await org.item()
    changed = await org.call(
        "PATCH", f"/items/{item['id']}", json={"category_id": theirs["id"], "version": 1}
    )
    assert faults(changed) == {"/body/category_id": "not_found"}


async def test_another_organizations_item_is_nowhere(org: World, other_org: World) -> None:
    path = f"/items/{(await other_org.item())['id']}"
    for answer in (
        await org.call("GET", path),
        await org.call("PATCH", path, json={"name": "Mine", "version": 1}),
        await org.call("DELETE", path),
    ):
        assert refused(answer) == (404, "not_found")
    assert (await other_org.get(path))["name"] == "Ore"


@pytest.mark.parametrize(("field", "code"), [("sku", "sku_taken"), ("barcode", "barcode_taken")])
async def test_a_code_belongs_to_one_item_of_an_organization(
    org: World, other_org: World, field: str, code: str
) -> None:
    await org.item("One", **{field: "A-1"})
    two = await org.item("Two")
    again = await org.call("POST", "/items", json={"name": "Three", field: "A-1"})
    assert refused(again) == (409, code)
    taken = await org.call("PATCH", f"/items/{two['id']}", json={field: "A-1", "version": 1})
    assert refused(taken) == (409, code)
    assert (await other_org.item("One", **{field: "A-1"}))[field] == "A-1"


async def test_any_number_of_items_have_no_code(org: World) -> None:
    one, two = await org.item("One", sku="A-1"), await org.item("Two")
    changed = await org.patch(f"/items/{one['id']}", {"sku": None, "version": 1})
    assert changed["sku"] is two["sku"] is None


async def test_every_field_can_be_changed(org: World) -> None:
    category = await org.post("/categories", {"name": "Ores"})
    item = await org.item()
    wanted = FULL | {"category_id": category["id"], "tracking": "serialized"}
    changed = await org.patch(f"/items/{item['id']}", wanted | {"version": 1})
    assert wanted.items() <= changed.items()
    assert changed["version"] == 2
    assert changed["updated_at"] > item["updated_at"]
    assert changed["created_at"] == item["created_at"]


async def test_an_aliased_unit_is_stored_under_its_own_name(org: World) -> None:
    item = await org.item(unit="uSCU")
    assert item["unit"] == "µSCU"
    changed = await org.patch(f"/items/{item['id']}", {"unit": "pc", "version": 1})
    assert changed["unit"] == "pcs"
    unknown = await org.call("PATCH", f"/items/{item['id']}", json={"unit": "ell", "version": 2})
    assert faults(unknown) == {"/body/unit": "unit_unknown"}


async def test_levels_may_not_cross_by_a_change_of_one(org: World) -> None:
    item = await org.item(min_level="1", max_level="5")
    crossed = await org.call("PATCH", f"/items/{item['id']}", json={"min_level": 6, "version": 1})
    assert faults(crossed) == {"/body/min_level": "invalid"}
    open_end = await org.patch(
        f"/items/{item['id']}", {"min_level": 6, "max_level": None, "version": 1}
    )
    assert (open_end["min_level"], open_end["max_level"]) == ("6", None)


async def test_archiving_hides_an_item_and_brings_it_back(org: World) -> None:
    item = await org.item()
    archived = await org.patch(f"/items/{item['id']}", {"archived": True, "version": 1})
    assert archived["archived_at"] is not None
    again = await org.patch(f"/items/{item['id']}", {"archived": True, "version": 2})
    assert again["archived_at"] == archived["archived_at"]
    assert (await org.get("/items"))["items"] == []
    shown = await org.get("/items", params={"archived": "true"})
    assert [row["id"] for row in shown["items"]] == [item["id"]]
    back = await org.patch(f"/items/{item['id']}", {"archived": False, "version": 2})
    assert back["archived_at"] is None


async def test_an_item_that_is_held_is_not_archived(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    await org.receive(item, shelf, 1)
    held = await org.call("PATCH", f"/items/{item['id']}", json={"archived": True, "version": 1})
    assert refused(held) == (409, "in_use")
    assert "Shelf" in held.json()["detail"]
    await org.issue(item, shelf, 1)
    assert (await org.patch(f"/items/{item['id']}", {"archived": True, "version": 1}))[
        "archived_at"
    ] is not None


async def test_an_item_that_nothing_refers_to_is_deleted_with_its_lots(org: World) -> None:
    item = await org.item()
    lot = await org.post("/lots", {"item_id": item["id"], "code": "L1"})
    gone = await org.call("DELETE", f"/items/{item['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert refused(await org.call("GET", f"/items/{item['id']}")) == (404, "not_found")
    assert refused(await org.call("GET", f"/lots/{lot['id']}")) == (404, "not_found")


async def test_an_item_that_the_ledger_names_is_not_deleted(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, 1)
    await org.issue(item, shelf, 1)
    kept = await org.call("DELETE", f"/items/{item['id']}")
    assert refused(kept) == (409, "in_use")
    assert kept.json()["detail"] == "The ledger names it; archive it instead."
    assert (await org.get(f"/items/{item['id']}"))["name"] == "Ore"


async def test_a_viewer_reads_items_and_changes_none(org: World) -> None:
    viewer, item = await org.person(Role.VIEWER), await org.item()
    path = f"/items/{item['id']}"
    assert (await org.get(path, by=viewer))["name"] == "Ore"
    assert len((await org.get("/items", by=viewer))["items"]) == 1
    for answer in (
        await org.call("POST", "/items", by=viewer, json={"name": "Mine"}),
        await org.call("PATCH", path, by=viewer, json={"name": "Mine", "version": 1}),
        await org.call("DELETE", path, by=viewer),
    ):
        assert refused(answer) == (403, "forbidden")
