"""A scanned code: what it stands for, where that is, and what may be done with it."""

from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import event

from app.domains.identity.permissions import Role
from tests.world import Person, World, faults, ok, refused

EVERYTHING = ["receive", "issue", "transfer", "adjust"]


async def matches(
    org: World, code: str, alternative: str | None = None, by: Person | None = None
) -> list[Any]:
    params = {"alternative": alternative} if alternative else {}
    answer = await org.call("GET", f"/scan/{quote(code, safe='')}", params=params, by=by)
    return list(ok(answer)["matches"])


async def test_an_items_code_says_what_it_is_and_where_the_most_first(org: World) -> None:
    site = await org.location("Site", "site")
    shelf = await org.location("Shelf", "bin", parent_id=site["id"])
    bolt = await org.item("Bolt", sku="B-1", barcode="4006381333931", unit="m")
    await org.receive(bolt, shelf, 2, lot="L")
    await org.receive(bolt, site, "7.5")
    (match,) = await matches(org, "B-1")
    levels = match.pop("levels")
    assert match == {
        "kind": "item",
        "id": bolt["id"],
        "title": "Bolt",
        "code": "B-1",
        "matched": "code",
        "place": [],
        "item": {
            "id": bolt["id"],
            "name": "Bolt",
            "sku": "B-1",
            "barcode": "4006381333931",
            "unit": "m",
            "tracking": "stock",
            "has_lots": True,
        },
        "allowed": EVERYTHING,
        "archived": False,
    }
    assert [(row["on_hand"], row["lot"], row["location_path"]) for row in levels] == [
        ("7.5", "", ["Site"]),
        ("2", "L", ["Site", "Shelf"]),
    ]
    assert levels == (await org.get(f"/items/{bolt['id']}"))["levels"]
    (by_barcode,) = await matches(org, "4006381333931")
    assert (by_barcode["id"], by_barcode["code"]) == (bolt["id"], "4006381333931")


async def test_a_places_code_says_its_path_and_what_is_in_it_and_below(org: World) -> None:
    site = await org.location("Site", "site")
    rack = await org.location("Rack", "room", parent_id=site["id"], code="R")
    shelf = await org.location("Shelf", "bin", parent_id=rack["id"])
    item = await org.item()
    await org.receive(item, shelf, 2)
    await org.receive(item, site, 5)
    (match,) = await matches(org, "R")
    assert (match["kind"], match["id"], match["title"]) == ("location", rack["id"], "Rack")
    assert (match["place"], match["item"]) == (["Site", "Rack"], None)
    assert [row["location_id"] for row in match["levels"]] == [shelf["id"]]


async def test_a_lots_code_brings_its_item_and_the_only_place(org: World) -> None:
    site = await org.location("Site", "site")
    shelf = await org.location("Shelf", "bin", parent_id=site["id"])
    iron, gold = await org.item("Iron"), await org.item("Gold")
    held = await org.receive(iron, shelf, 2, lot="L-1")
    await org.receive(iron, site, 3)
    await org.receive(gold, site, 3, lot="L-1")
    first, second = await matches(org, "L-1")
    assert (first["kind"], first["title"], first["item"]["name"]) == ("lot", "Iron", "Iron")
    assert first["place"] == ["Site", "Shelf"]
    assert [row["lot"] for row in first["levels"]] == [held["lot"]]
    assert (second["title"], second["place"]) == ("Gold", ["Site"])


async def test_of_several_the_sku_comes_first_and_one_thing_comes_once(org: World) -> None:
    place = await org.location("Place", code="X")
    named = await org.item("By barcode", barcode="X")
    await org.receive(await org.item("With lot"), place, 1, lot="X")
    both = await org.item("Both", sku="X")
    found = await matches(org, "X")
    assert [match["title"] for match in found] == ["Both", "By barcode", "Place", "With lot"]
    await org.patch(f"/items/{named['id']}", {"barcode": None}, headers={"If-Match": "*"})
    await org.patch(f"/items/{both['id']}", {"barcode": "X"}, headers={"If-Match": "*"})
    found = await matches(org, "X")
    assert [match["title"] for match in found] == ["Both", "Place", "With lot"]


async def test_the_other_reading_counts_only_where_the_first_finds_nothing(org: World) -> None:
    rig, other = await org.item("Rig", sku="RIG-0325"), await org.item("Other", sku="RIGß0325")
    found = await matches(org, "RIGß0325", "RIG-0325")
    assert [(match["id"], match["matched"]) for match in found] == [(other["id"], "code")]
    found = await matches(org, "RIGÄ0325", "RIG-0325")
    assert [(match["id"], match["matched"]) for match in found] == [(rig["id"], "alternative")]
    assert found[0]["code"] == "RIG-0325"
    found = await matches(org, "RIG-0325", "RIG-0325")
    assert [match["matched"] for match in found] == ["code"]


@pytest.mark.parametrize(
    "code", ["a/b", "/a//b/", "50%", "a b", "?#&=+", "ä☃", "(01)0\x1d17", '"\\', "x" * 64, "%2F"]
)
async def test_a_code_may_hold_anything_that_prints(org: World, code: str) -> None:
    item = await org.item(sku=code)
    (match,) = await matches(org, code)
    assert match["id"] == item["id"]
    (match,) = await matches(org, "nothing", code)
    assert match["id"] == item["id"]


async def test_codes_are_exact(org: World) -> None:
    await org.item("Bolt", sku="Ab_1")
    for code in ("ab_1", "AbX1", "Ab_", "Bolt", "%"):
        answer = await org.call("GET", f"/scan/{quote(code)}")
        assert refused(answer) == (404, "unknown_code")


async def test_what_is_too_long_or_cannot_be_stored_is_named(org: World) -> None:
    assert refused(await org.call("GET", f"/scan/{'x' * 200}")) == (404, "unknown_code")
    for code in ("x" * 201, "%00", "%20"):
        answer = await org.call("GET", f"/scan/{code}")
        assert faults(answer).keys() == {"/path/code"}, answer.text
    answer = await org.call("GET", "/scan/x", params={"alternative": "x" * 201})
    assert faults(answer).keys() == {"/query/alternative"}
    answer = await org.call("GET", "/scan/x", params={"other": "x"})
    assert faults(answer) == {"/query/other": "extra_forbidden"}


async def test_what_may_be_done_follows_the_role_and_the_thing(org: World) -> None:
    await org.item("Bolt", sku="B")
    await org.item("Drill", sku="D", tracking="serialized")
    old = await org.item("Old", sku="O")
    await org.patch(f"/items/{old['id']}", {"archived": True}, headers={"If-Match": "*"})
    place = await org.location(code="P")
    viewer = await org.person(Role.VIEWER)

    async def allowed(code: str, by: Person | None = None) -> Any:
        (match,) = await matches(org, code, by=by)
        return match["allowed"]

    assert await allowed("B") == EVERYTHING
    assert await allowed("P") == EVERYTHING
    assert await allowed("D") == []
    assert await allowed("O") == []
    assert await allowed("B", viewer) == []
    await org.post(f"/locations/{place['id']}/archive")
    (match,) = await matches(org, "P")
    assert (match["allowed"], match["archived"]) == ([], True)


async def test_an_item_without_lots_needs_none(org: World) -> None:
    await org.receive(await org.item(sku="B"), await org.location("Room"), 1)
    (match,) = await matches(org, "B")
    assert match["item"]["has_lots"] is False
    assert match["place"] == ["Room"]


async def test_codes_of_another_organization_stand_for_nothing(
    org: World, other_org: World
) -> None:
    item, place = await other_org.item(sku="S", barcode="B"), await other_org.location(code="P")
    await other_org.receive(item, place, 1, lot="L")
    for code in ("S", "B", "P", "L"):
        assert len(await matches(other_org, code)) == 1
        assert refused(await org.call("GET", f"/scan/{code}")) == (404, "unknown_code")
    mine = await org.item("Mine", sku="S")
    (match,) = await matches(org, "S")
    assert (match["id"], match["levels"], match["item"]["has_lots"]) == (mine["id"], [], False)


async def test_a_scan_takes_few_statements(org: World) -> None:
    await org.receive(await org.item(sku="B"), await org.location(), 1, lot="L")
    await matches(org, "B")
    engine, said = org.database.engine.sync_engine, []

    def heard(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    try:
        await matches(org, "B")
    finally:
        event.remove(engine, "before_cursor_execute", heard)
    selects = [statement for statement in said if statement.startswith(("SELECT", "WITH"))]
    assert len(selects) == 4, said  # who asks, what it is, where it is, and the paths
