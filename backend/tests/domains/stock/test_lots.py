"""Lots: what came together, of one quality and one expiry."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from app.core.ids import new_id
from app.domains.identity.permissions import Role
from app.domains.stock.schemas import LotSort, Receive
from app.domains.stock.service import lots, sheets
from tests.domains.lists import assert_ordered, names
from tests.world import World, faults, refused, waiting


async def test_a_receipt_makes_the_lot_that_it_names(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    movement = await org.receive(item, shelf, 2, lot=" A ", quality=700, expires_on="2030-01-02")
    assert movement["lot"] == "A"
    (lot,) = (await org.get("/lots"))["items"]
    assert (lot["item_id"], lot["code"], lot["version"]) == (item["id"], "A", 1)
    assert (lot["quality"], lot["expires_on"]) == (700, "2030-01-02")
    (level,) = (await org.get("/stock"))["items"]
    assert (level["lot"], level["quality"]) == ("A", 700)
    assert (level["expires_on"], level["lot_id"]) == ("2030-01-02", lot["id"])
    await org.receive(item, shelf, 1, lot="A")
    await org.receive(item, shelf, 1, lot="A", quality=700)
    assert await org.held() == {("A", "Shelf"): "4"}


async def test_stock_of_other_lots_is_not_drawn_and_the_refusal_lists_it(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    await org.receive(item, shelf, 2, lot="A")
    await org.receive(item, shelf, 3, lot="B")
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1}
    without = await org.call("POST", "/stock/issue", json=body)
    unknown = await org.call("POST", "/stock/issue", json=body | {"lot": "C"})
    for answer in (without, unknown):
        assert refused(answer) == (409, "insufficient_stock")
        have = [(lot["lot"], lot["available"]) for lot in answer.json()["lots"]]
        assert have == [("A", "2"), ("B", "3")]
    assert faults(unknown) == {"/body/lot": "insufficient_stock"}
    await org.issue(item, shelf, 2, lot="A")
    assert await org.held() == {("B", "Shelf"): "3"}


@pytest.mark.parametrize(
    ("known", "said", "pointer"),
    [
        ({"quality": 5}, {"quality": 6}, "/body/quality"),
        ({}, {"quality": 0}, "/body/quality"),
        ({"expires_on": "2030-01-01"}, {"expires_on": "2030-01-02"}, "/body/expires_on"),
    ],
)
async def test_a_receipt_does_not_contradict_its_lot(
    org: World, known: dict[str, Any], said: dict[str, Any], pointer: str
) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    await org.receive(item, shelf, 1, lot="A", **known)
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1, "lot": "A"}
    answer = await org.call("POST", "/stock/receive", json=body | said)
    assert refused(answer) == (409, "lot_differs")
    assert faults(answer) == {pointer: "lot_differs"}
    assert await org.held() == {("A", "Shelf"): "1"}


async def test_the_lines_of_a_sheet_describe_a_new_lot_together(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    line = {"kind": "receive", "item_id": item["id"], "location_id": shelf["id"]}
    line |= {"quantity": 1, "lot": "A"}
    contrary = {"lines": [line | {"quality": 5}, line | {"quality": 6}]}
    answer = await org.call("POST", "/stock/postings", json=contrary)
    assert refused(answer) == (409, "lot_differs")
    assert faults(answer) == {"/body/lines/1/quality": "lot_differs"}
    assert (await org.get("/lots"))["items"] == []
    said = [line, line | {"quality": 5}, line | {"expires_on": "2030-01-01"}]
    await org.post("/stock/postings", {"lines": said})
    (lot,) = (await org.get("/lots"))["items"]
    assert (lot["quality"], lot["expires_on"]) == (5, "2030-01-01")


async def test_a_receipt_that_waited_does_not_contradict_the_lot_made_meanwhile(
    org: World,
) -> None:
    item, shelf = await org.item(), await org.location()
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1, "lot": "A"}
    async with org.context(write=True) as ctx:
        await lots.make(ctx, UUID(item["id"]), "A", quality=5)
        receiving = asyncio.create_task(
            org.call("POST", "/stock/receive", json=body | {"quality": 6})
        )
        await waiting(org.database, receiving)
    assert refused(await receiving) == (409, "lot_differs")


async def test_sheets_make_lots_in_one_order_and_wait_for_each_other_in_no_circle(
    org: World,
) -> None:
    item, shelf = await org.item(), await org.location("Shelf")

    def line(code: str) -> dict[str, Any]:
        place = {"item_id": item["id"], "location_id": shelf["id"]}
        return place | {"kind": "receive", "quantity": 1, "lot": code}

    async with org.context(write=True) as ctx:
        await lots.make(ctx, UUID(item["id"]), "A")
        posting = asyncio.create_task(
            org.call("POST", "/stock/postings", json={"lines": [line("B"), line("A")]})
        )
        await waiting(org.database, posting)
        await lots.make(ctx, UUID(item["id"]), "B")
    assert (await posting).status_code == 201
    assert await org.held() == {("A", "Shelf"): "1", ("B", "Shelf"): "1"}


async def test_one_code_means_another_lot_of_another_item(org: World) -> None:
    iron, gold, shelf = await org.item("Iron"), await org.item("Gold"), await org.location("Shelf")
    await org.receive(iron, shelf, 1, lot="A", quality=1)
    await org.receive(gold, shelf, 2, lot="A", quality=2)
    assert await names(org, "/lots", "quality", item_id=gold["id"]) == [2]
    assert await org.held(item_id=iron["id"]) == {("A", "Shelf"): "1"}


async def test_a_count_or_a_find_makes_its_lot_and_a_loss_does_not(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    body = {"item_id": item["id"], "location_id": shelf["id"], "reason": "Found"}
    await org.post("/stock/adjust", body | {"counted": 2, "lot": "A"})
    await org.post("/stock/adjust", body | {"delta": 3, "lot": "B"})
    lost = await org.call("POST", "/stock/adjust", json=body | {"delta": -1, "lot": "C"})
    assert refused(lost) == (409, "insufficient_stock")
    ends = {"from_location_id": shelf["id"], "to_location_id": (await org.location())["id"]}
    moved = await org.call(
        "POST",
        "/stock/transfer",
        json={"item_id": item["id"], "quantity": 1, "lot": "C"} | ends,
    )
    assert refused(moved) == (409, "insufficient_stock")
    assert await org.held() == {("A", "Shelf"): "2", ("B", "Shelf"): "3"}
    assert await names(org, "/lots", "code") == ["A", "B"]


async def test_a_lot_is_described_before_it_comes_corrected_and_deleted(org: World) -> None:
    item = await org.item()
    body = {"item_id": item["id"], "code": "A", "quality": 5}
    response = await org.call("POST", "/lots", json=body)
    lot = response.json()
    path = f"/lots/{lot['id']}"
    assert response.headers["location"] == f"{org.path}{path}"
    read = await org.call("GET", path)
    assert (read.json(), read.headers["etag"]) == (lot, '"v1"')
    assert refused(await org.call("POST", "/lots", json=body)) == (409, "lot_known")
    changed = await org.patch(path, {"quality": None, "expires_on": "2030-01-01", "version": 1})
    assert (changed["quality"], changed["expires_on"]) == (None, "2030-01-01")
    stale = await org.call("PATCH", path, json={"quality": 1}, headers={"If-Match": '"v1"'})
    assert (refused(stale), stale.json()["version"]) == ((412, "version_mismatch"), 2)
    assert (await org.call("DELETE", path)).status_code == 204
    assert refused(await org.call("GET", path)) == (404, "not_found")


async def test_a_lot_that_the_ledger_names_is_not_deleted(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, 1, lot="A")
    await org.issue(item, shelf, 1, lot="A")
    (lot,) = (await org.get("/lots"))["items"]
    assert refused(await org.call("DELETE", f"/lots/{lot['id']}")) == (409, "in_use")


async def test_the_lot_without_a_code_is_not_touched(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, 1)
    (level,) = (await org.get("/stock"))["items"]
    assert (await org.get("/lots"))["items"] == []
    path = f"/lots/{level['lot_id']}"
    for method, body in (("PATCH", {"quality": 1}), ("DELETE", None)):
        assert refused(await org.call(method, path, json=body)) == (404, "not_found")


async def test_a_serialized_item_has_no_lots(org: World) -> None:
    ship = await org.item("Ship", tracking="serialized")
    answer = await org.call("POST", "/lots", json={"item_id": ship["id"], "code": "A"})
    assert (answer.status_code, faults(answer)) == (422, {"/body/item_id": "invalid"})


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"code": ""}, "/body/code"),
        ({"quality": -1}, "/body/quality"),
        ({"quality": 1001}, "/body/quality"),
        ({"expires_on": "soon"}, "/body/expires_on"),
    ],
)
async def test_bad_input_is_named(org: World, wrong: dict[str, Any], pointer: str) -> None:
    item = await org.item()
    answer = await org.call("POST", "/lots", json={"item_id": item["id"], "code": "A"} | wrong)
    assert (answer.status_code, set(faults(answer))) == (422, {pointer})


async def test_another_organizations_lots_are_nowhere(org: World, other_org: World) -> None:
    theirs = await other_org.item()
    lot = await other_org.post("/lots", {"item_id": theirs["id"], "code": "A"})
    path = f"/lots/{lot['id']}"
    for method, body in (("GET", None), ("PATCH", {"quality": 1}), ("DELETE", None)):
        assert refused(await org.call(method, path, json=body)) == (404, "not_found")
    for id in (theirs["id"], str(new_id())):
        answer = await org.call("POST", "/lots", json={"item_id": id, "code": "A"})
        assert faults(answer) == {"/body/item_id": "not_found"}
    for filters in ({}, {"item_id": theirs["id"]}, {"code": "A"}):
        assert await names(org, "/lots", **filters) == []


async def test_a_viewer_reads_lots_and_changes_none(org: World) -> None:
    viewer, item = await org.person(Role.VIEWER), await org.item()
    lot = await org.post("/lots", {"item_id": item["id"], "code": "A"})
    path = f"/lots/{lot['id']}"
    assert await org.get(path, by=viewer) == lot
    assert (await org.get("/lots", by=viewer))["items"] == [lot]
    for method, at, body in (
        ("POST", "/lots", {"item_id": item["id"], "code": "B"}),
        ("PATCH", path, {"quality": 1}),
        ("DELETE", path, None),
    ):
        assert refused(await org.call(method, at, by=viewer, json=body)) == (403, "forbidden")


@pytest.mark.parametrize("sort", list(LotSort))
async def test_lots_come_in_every_order_forwards_and_backwards(org: World, sort: str) -> None:
    item = await org.item()
    for code in "ABCDE":
        await org.post("/lots", {"item_id": item["id"], "code": code})
    await assert_ordered(org, "/lots", sort, lambda row: row["created_at"])
    assert await names(org, "/lots", "code", code="C") == ["C"]


async def test_a_refusal_says_what_there_is_however_many_lots_there_are(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    place = {"item_id": item["id"], "location_id": shelf["id"]}
    codes = [f"{number:03}" for number in range(210)]
    async with org.context(write=True) as ctx:
        lines = [
            Receive(
                item_id=UUID(item["id"]),
                location_id=UUID(shelf["id"]),
                quantity=Decimal(1),
                lot=code,
            )
            for code in codes
        ]
        await sheets.post_lines(ctx, lines, [""] * len(lines))
    drawn = [place | {"kind": "issue", "quantity": 2, "lot": code} for code in reversed(codes)]
    answer = await org.call("POST", "/stock/postings", json={"lines": drawn})
    assert refused(answer) == (409, "insufficient_stock")
    problem = answer.json()
    assert len(problem["errors"]) == 100
    assert {fault["message"] for fault in problem["errors"]} == {
        "Ore: 1 pcs available there, 2 asked for."
    }
    assert len(problem["lots"]) == 200


async def test_lots_are_found_by_quality_expiry_and_whether_there_is_any(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    described = (("A", 100, "2030-01-01"), ("B", 900, None), ("C", None, "2029-06-01"))
    for code, quality, ends in described:
        await org.post(
            "/lots", {"item_id": item["id"], "code": code, "quality": quality, "expires_on": ends}
        )
    await org.receive(item, shelf, 1, lot="A")
    await org.receive(item, shelf, 1, lot="D", quality=500, expires_on="2031-01-01")
    await org.receive(item, shelf, 1, lot="B")
    await org.issue(item, shelf, 1, lot="B")

    async def found(**filters: Any) -> list[str]:
        return await names(org, "/lots", "code", **filters)

    assert await found(sort="expires_on") == ["C", "A", "D", "B"]
    assert await found(sort="-expires_on") == ["B", "D", "A", "C"]
    assert await found(quality_from=500) == ["B", "D"]
    assert await found(quality_to=500, quality_from=100) == ["A", "D"]
    assert await found(expires_before="2030-01-01") == ["C"]
    assert await found(expires_from="2030-01-01", expires_before="2030-01-02") == ["A"]
    assert await found(held="true") == ["A", "D"]
    (lot,) = (await org.get("/lots", params={"code": "B"}))["items"]
    await org.patch(f"/lots/{lot['id']}", {"expires_on": "2028-01-01"})
    assert await found(sort="expires_on") == ["B", "C", "A", "D"]
    await org.patch(f"/lots/{lot['id']}", {"expires_on": None})
    for sort in ("expires_on", "-expires_on"):
        await assert_ordered(org, "/lots", sort, lambda row: row["expires_on"] or "9999-12-31")
    wrong = await org.call("GET", "/lots", params={"quality_from": 1001})
    assert set(faults(wrong)) == {"/query/quality_from"}
