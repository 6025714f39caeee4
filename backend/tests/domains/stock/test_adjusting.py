"""Adjusting sets a level right: to what was counted, or by a difference."""

from typing import Any

import httpx2
import pytest

from tests.world import World, faults, refused


async def adjust(org: World, item: Any, place: Any, **more: Any) -> httpx2.Response:
    body = {"item_id": item["id"], "location_id": place["id"], "reason": "Recount"}
    return await org.call("POST", "/stock/adjust", json=body | more)


@pytest.mark.parametrize(
    ("how", "quantity", "ends", "level"),
    [
        ({"counted": 7}, "2", ("Loss", "Shelf"), {("", "Shelf"): "7"}),
        ({"counted": "1.5"}, "3.5", ("Shelf", "Loss"), {("", "Shelf"): "1.5"}),
        ({"counted": 0}, "5", ("Shelf", "Loss"), {}),
        ({"counted": 5}, "0", ("Loss", "Shelf"), {("", "Shelf"): "5"}),
        ({"delta": "0.5"}, "0.5", ("Loss", "Shelf"), {("", "Shelf"): "5.5"}),
        ({"delta": -5}, "5", ("Shelf", "Loss"), {}),
        ({"counted": 1, "unit": "dozen"}, "7", ("Loss", "Shelf"), {("", "Shelf"): "12"}),
        ({"delta": 1, "unit": "pair"}, "2", ("Loss", "Shelf"), {("", "Shelf"): "7"}),
    ],
)
async def test_an_adjustment_moves_the_difference(
    org: World, how: dict[str, Any], quantity: str, ends: Any, level: Any
) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    await org.receive(item, shelf, 5)
    movement = (await adjust(org, item, shelf, **how)).json()
    assert (movement["kind"], movement["quantity"]) == ("adjust", quantity)
    assert (movement["from_location"], movement["to_location"]) == ends
    assert movement["reason"] == "Recount"
    assert await org.held() == level
    assert len((await org.get("/movements"))["items"]) == 2


async def test_counting_where_nothing_was_makes_the_level(org: World) -> None:
    item, a, b = await org.item(), await org.location("A"), await org.location("B")
    await adjust(org, item, a, counted=3)
    nothing = (await adjust(org, item, b, counted=0)).json()
    assert nothing["quantity"] == "0"
    assert await org.held() == {("", "A"): "3"}
    assert len((await org.get("/stock"))["items"]) == 2


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({}, "/body"),
        ({"counted": 1, "delta": 1}, "/body"),
        ({"delta": 0}, "/body"),
        ({"counted": -1}, "/body/counted"),
        ({"counted": "1e9"}, "/body/counted"),
        ({"counted": 1, "reason": " "}, "/body/reason"),
        ({"counted": 1, "reason": None}, "/body/reason"),
        ({"counted": 1, "unit": "kg"}, "/body/unit"),
        ({"counted": 1, "quantity": 1}, "/body/quantity"),
    ],
)
async def test_bad_input_is_named(org: World, wrong: dict[str, Any], pointer: str) -> None:
    item, shelf = await org.item(), await org.location()
    answer = await adjust(org, item, shelf, **wrong)
    assert answer.status_code == 422
    assert set(faults(answer)) == {pointer}


async def test_an_adjustment_does_not_take_more_than_there_is(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    await org.receive(item, shelf, 5)
    assert refused(await adjust(org, item, shelf, delta=-6)) == (409, "insufficient_stock")
    assert await org.held() == {("", "Shelf"): "5"}


async def test_a_count_stands_on_the_lines_before_it(org: World) -> None:
    item, a, b = await org.item(), await org.location("A"), await org.location("B")
    await org.receive(item, a, 10)
    one = {"item_id": item["id"]}
    ends = {"from_location_id": a["id"], "to_location_id": b["id"]}
    lines = [
        one | ends | {"kind": "transfer", "quantity": 4},
        one | {"kind": "adjust", "location_id": a["id"], "counted": 5},
        one | {"kind": "adjust", "location_id": b["id"], "counted": 5},
        one | {"kind": "issue", "location_id": b["id"], "quantity": 2},
        one | {"kind": "adjust", "location_id": b["id"], "counted": 3},
    ]
    sheet = await org.post("/stock/postings", {"lines": lines, "reason": "Stocktake"})
    assert [line["quantity"] for line in sheet["movements"]] == ["4", "1", "1", "2", "0"]
    assert await org.held() == {("", "A"): "5", ("", "B"): "3"}


async def test_an_adjustment_needs_a_reason_its_own_or_the_sheets(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    line = {"kind": "adjust", "item_id": item["id"], "location_id": shelf["id"], "counted": 1}
    bare = await org.call("POST", "/stock/postings", json={"lines": [line | {"reason": "R"}, line]})
    assert refused(bare) == (422, "reason_missing")
    assert faults(bare) == {"/body/lines/1/reason": "reason_missing"}
    sheet = {"lines": [line | {"reason": "Own"}, line], "reason": "Sheet"}
    reasons = [m["reason"] for m in (await org.post("/stock/postings", sheet))["movements"]]
    assert reasons == ["Own", "Sheet"]


async def test_a_count_that_finds_the_level_right_leaves_it_as_it_was(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, 5)
    before = (await org.get("/stock"))["items"]
    assert (await adjust(org, item, shelf, counted=5)).json()["quantity"] == "0"
    assert (await org.get("/stock"))["items"] == before
    await adjust(org, item, shelf, counted=6)
    (after,) = (await org.get("/stock"))["items"]
    assert after["updated_at"] > before[0]["updated_at"]
