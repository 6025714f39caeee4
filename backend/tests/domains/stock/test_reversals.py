"""A reversal posts the same movements the other way, once; nothing leaves the ledger."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from app.core.ids import new_id
from app.domains.stock.service import reversals
from tests.world import World, refused, waiting


async def undo(org: World, movement: Any, what: str = "posting", **body: Any) -> Any:
    """Reverse the sheet of `movement`, or the movement alone."""
    path = f"/movements/{movement['id']}" if what == "movement" else _sheet(movement)
    return await org.call("POST", f"{path}/reverse", json=body)


def _sheet(movement: Any) -> str:
    return f"/stock/postings/{movement['posting_id']}"


async def test_a_sheet_is_reversed_as_one(org: World) -> None:
    item, a, b = await org.item(), await org.location("A"), await org.location("B")
    one: dict[str, Any] = {"item_id": item["id"]}
    ends = {"from_location_id": a["id"], "to_location_id": b["id"]}
    lines = [
        one
        | {
            "kind": "receive",
            "location_id": a["id"],
            "quantity": 5,
            "unit_cost": "2",
            "reference": "L-1",
            "occurred_at": "2026-01-01T00:00:00Z",
        },
        one | ends | {"kind": "transfer", "quantity": 2},
        one | {"kind": "issue", "location_id": b["id"], "quantity": 1},
        one | {"kind": "adjust", "location_id": a["id"], "counted": 3, "reason": "R"},
    ]
    sheet = await org.post("/stock/postings", {"lines": lines, "reference": "S-1"})
    response = await undo(org, sheet["movements"][0], reason="Mistake")
    assert response.status_code == 201
    reversal = response.json()
    assert response.headers["location"].endswith(f"/stock/postings/{reversal['id']}")
    assert (reversal["reverses_id"], reversal["reason"]) == (sheet["id"], "Mistake")
    assert reversal["reference"] == "S-1"
    for undone, movement in zip(sheet["movements"], reversal["movements"], strict=True):
        assert movement["kind"] == "reverse"
        assert movement["reverses_id"] == undone["id"]
        assert movement["from_location_id"] == undone["to_location_id"]
        assert movement["to_location_id"] == undone["from_location_id"]
        same = ("quantity", "unit_cost", "currency", "reference", "occurred_at", "lot")
        assert [movement[name] for name in same] == [undone[name] for name in same]
    assert await org.held() == {}
    assert len((await org.get("/movements"))["items"]) == 8


async def test_one_movement_of_a_sheet_is_reversed_alone(org: World) -> None:
    item, a = await org.item(), await org.location("A")
    line = {"item_id": item["id"], "location_id": a["id"], "kind": "receive"}
    lines = [line | {"quantity": 5, "lot": "L"}, line | {"quantity": 2}]
    sheet = await org.post("/stock/postings", {"lines": lines})
    response = await undo(org, sheet["movements"][0], "movement", reason="Mistake")
    assert (response.json()["kind"], response.json()["quantity"]) == ("reverse", "5")
    assert await org.held() == {("", "A"): "2"}
    part = await org.get(response.headers["location"].removeprefix(org.path))
    assert (part["reverses_id"], len(part["movements"])) == (None, 1)
    for what in ("posting", "movement"):
        again = await undo(org, sheet["movements"][0], what)
        assert refused(again) == (409, "already_reversed")
    assert (await undo(org, sheet["movements"][1], "movement")).status_code == 201
    assert await org.held() == {}


async def test_a_movement_alone_on_its_sheet_reverses_the_sheet(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    movement = await org.receive(item, shelf, 5)
    undone = (await undo(org, movement, "movement")).json()
    sheet = await org.get(_sheet(undone))
    assert sheet["reverses_id"] == movement["posting_id"]


async def test_a_count_that_found_the_level_right_is_reversed_too(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    body = {"item_id": item["id"], "location_id": shelf["id"], "counted": 0, "reason": "R"}
    movement = await org.post("/stock/adjust", body)
    assert (await undo(org, movement)).json()["movements"][0]["quantity"] == "0"


@pytest.mark.parametrize("first", ["posting", "movement"])
@pytest.mark.parametrize("then", ["posting", "movement"])
async def test_nothing_is_reversed_twice_and_no_reversal_is_reversed(
    org: World, first: str, then: str
) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    await org.receive(item, shelf, 1)
    movement = await org.receive(item, shelf, 5)
    await undo(org, movement, first)
    assert refused(await undo(org, movement, then)) == (409, "already_reversed")
    newest = (await org.get("/movements"))["items"][0]
    assert newest["kind"] == "reverse"
    assert refused(await undo(org, newest, then)) == (409, "is_reversal")
    assert await org.held() == {("", "Shelf"): "1"}


async def test_the_reversal_of_a_part_is_no_less_a_reversal(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    line = {"item_id": item["id"], "location_id": shelf["id"], "kind": "receive", "quantity": 5}
    sheet = await org.post("/stock/postings", {"lines": [line, line]})
    part = (await undo(org, sheet["movements"][0], "movement")).json()
    for what in ("posting", "movement"):
        assert refused(await undo(org, part, what)) == (409, "is_reversal")


@pytest.mark.parametrize("what", ["posting", "movement"])
async def test_of_parallel_reversals_one_happens(org: World, what: str) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    await org.receive(item, shelf, 5)
    movement = await org.receive(item, shelf, 5)
    answers = await asyncio.gather(*(undo(org, movement, what) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    lost = {refused(answer) for answer in answers if answer.status_code != 201}
    assert lost == {(409, "already_reversed")}
    assert await org.held() == {("", "Shelf"): "5"}


@pytest.mark.parametrize("what", ["posting", "movement"])
@pytest.mark.parametrize("lines", [1, 2])
async def test_a_reversal_that_waited_for_another_finds_it_done(
    org: World, what: str, lines: int
) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    line = {"item_id": item["id"], "location_id": shelf["id"], "kind": "receive", "quantity": 5}
    sheet = await org.post("/stock/postings", {"lines": [line] * lines})
    movement = sheet["movements"][0]
    async with org.context(write=True) as ctx:
        await reversals.reverse_movement(ctx, UUID(movement["id"]), "")
        second = asyncio.create_task(undo(org, movement, what))
        await waiting(org.database, second)
    assert refused(await second) == (409, "already_reversed")


async def test_what_has_gone_out_since_is_not_reversed(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    movement = await org.receive(item, shelf, 5)
    await org.issue(item, shelf, 1)
    answer = await undo(org, movement)
    assert refused(answer) == (409, "insufficient_stock")
    assert "4 pcs available there, 5 asked for" in answer.json()["detail"]
    assert await org.held() == {("", "Shelf"): "4"}


async def test_stock_does_not_come_back_to_an_archived_place(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    await org.receive(item, shelf, 5)
    movement = await org.issue(item, shelf, 5)
    await org.post(f"/locations/{shelf['id']}/archive")
    answer = await undo(org, movement)
    assert refused(answer) == (409, "archived")
    assert answer.json()["detail"] == "Shelf is archived; restore it first."
    await org.post(f"/locations/{shelf['id']}/restore")
    assert (await undo(org, movement)).status_code == 201


async def test_what_is_reversed_already_says_so_even_in_an_archived_place(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    movement = await org.receive(item, shelf, 5)
    await undo(org, movement)
    await org.post(f"/locations/{shelf['id']}/archive")
    assert refused(await undo(org, movement)) == (409, "already_reversed")


async def test_stock_of_an_archived_item_does_not_come_back(org: World) -> None:
    item, shelf = await org.item("Iron"), await org.location("Shelf")
    await org.receive(item, shelf, 5)
    movement = await org.issue(item, shelf, 5)
    await org.patch(f"/items/{item['id']}", {"archived": True, "version": 1})
    answer = await undo(org, movement)
    assert refused(answer) == (409, "archived")
    assert answer.json()["detail"] == "Iron is archived; restore it first."
    await org.patch(f"/items/{item['id']}", {"archived": False, "version": 2})
    assert (await undo(org, movement)).status_code == 201
    assert await org.held() == {("", "Shelf"): "5"}


async def test_what_there_is_not_is_not_reversed(org: World) -> None:
    for path in (f"/movements/{new_id()}", f"/stock/postings/{new_id()}"):
        answer = await org.call("POST", f"{path}/reverse", json={})
        assert refused(answer) == (404, "not_found")
