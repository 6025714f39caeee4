"""Many at once: never below zero, exactly once, and nobody waits in a circle."""

import asyncio
from collections import Counter
from decimal import Decimal
from itertools import permutations
from typing import Any
from uuid import UUID

import httpx2
import pytest

from app.domains.stock.schemas import Issue, Receive
from app.domains.stock.service import audit, ledger, sheets
from tests.world import World, refused, waiting

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


async def post(org: World, path: str, body: Any, count: int = 1, **more: Any) -> Any:
    """The answers to so many parallel requests."""
    calls = [org.call("POST", f"/stock/{path}", json=body, **more) for _ in range(count)]
    return await asyncio.gather(*calls)


def statuses(answers: list[httpx2.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def assert_books_are_right(org: World) -> None:
    async with org.context() as ctx:
        assert await audit.differences(ctx) == []


async def kinds(org: World) -> Counter[str]:
    rows = (await org.get("/movements", params={"limit": 200}))["items"]
    return Counter(row["kind"] for row in rows)


async def test_of_two_hundred_who_take_one_of_a_hundred_exactly_a_hundred_succeed(
    org: World,
) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, 100)
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1}
    answers = await post(org, "issue", body, 200)
    assert statuses(answers) == {201: 100, 409: 100}
    lost = {refused(answer) for answer in answers if answer.status_code == 409}
    assert lost == {(409, "insufficient_stock")}
    (level,) = (await org.get("/stock"))["items"]
    assert level["on_hand"] == "0"
    issued = await org.get("/movements", params={"kind": "issue", "count": "exact"})
    assert issued["total"] == 100
    await assert_books_are_right(org)


async def test_a_key_that_is_sent_fifty_times_at_once_posts_once(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 3}
    answers = await post(org, "receive", body, 50, headers={"Idempotency-Key": "k-1"})
    assert statuses(answers) == {201: 50}
    assert len({answer.content for answer in answers}) == 1
    replayed = Counter(answer.headers.get("idempotency-replayed") for answer in answers)
    assert replayed == {None: 1, "true": 49}
    assert await org.held() == {("", "Shelf"): "3"}
    assert await kinds(org) == {"receive": 1}


async def test_counts_at_once_of_what_was_never_there_agree(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    body = {"item_id": item["id"], "location_id": shelf["id"], "counted": 5, "reason": "R"}
    answers = await post(org, "adjust", body | {"lot": "New"}, 12)
    assert statuses(answers) == {201: 12}
    found = sorted(answer.json()["quantity"] for answer in answers)
    assert found == ["0"] * 11 + ["5"]
    assert await org.held() == {("New", "Shelf"): "5"}


async def test_receipts_at_once_of_one_new_lot_make_it_once(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1, "lot": "L"}
    assert statuses(await post(org, "receive", body, 12)) == {201: 12}
    assert await org.held() == {("L", "Shelf"): "12"}
    assert len((await org.get("/lots"))["items"]) == 1


async def test_transfers_to_and_fro_and_sheets_in_any_order_wait_in_no_circle(
    org: World,
) -> None:
    a, b, c = [await org.location(name) for name in "ABC"]
    items = [await org.item(name) for name in ("Iron", "Gold")]
    for item in items:
        for place in (a, b):
            await org.receive(item, place, 100)

    def moved(item: Any, one: Any, other: Any) -> dict[str, Any]:
        ends = {"from_location_id": one["id"], "to_location_id": other["id"]}
        return {"item_id": item["id"], "quantity": 1} | ends

    def sheet(*ways: tuple[Any, Any, Any]) -> dict[str, Any]:
        lines = [moved(*way) | {"kind": "transfer"} for way in ways]
        count = {"kind": "adjust", "item_id": ways[0][0]["id"], "location_id": c["id"]}
        found = [count | {"delta": 1, "reason": "R", "lot": lot} for lot in ("X", "Y")]
        return {"lines": lines + (found if ways[0][1] is a else found[::-1])}

    iron, gold = items
    ways = ((iron, a, b), (gold, b, a), (iron, b, c), (gold, a, c))
    answers = await asyncio.gather(
        *(org.call("POST", "/stock/transfer", json=moved(iron, a, b)) for _ in range(24)),
        *(org.call("POST", "/stock/transfer", json=moved(iron, b, a)) for _ in range(24)),
        *(org.call("POST", "/stock/postings", json=sheet(*some)) for some in permutations(ways)),
    )
    assert statuses(answers) == {201: 72}
    for item in items:
        read = await org.get(f"/items/{item['id']}")
        # six permutations begin with each of the four ways; each counts two in
        assert read["on_hand"] == str(200 + 12 * 2)
    await assert_books_are_right(org)


async def test_a_count_takes_levels_in_the_order_in_which_receipts_do(
    org: World, engine_name: str
) -> None:
    if engine_name == "sqlite":
        pytest.skip("its writers come one by one and wait for no row")
    item = await org.item()
    first, second, third = [await org.location(name) for name in "123"]
    for place in (first, third):
        await org.receive(item, place, 1)

    def lines(kind: str, quantity: str, *places: Any) -> dict[str, Any]:
        line = {"kind": kind, "item_id": item["id"], quantity: 5}
        return {"lines": [line | {"location_id": place["id"]} for place in places], "reason": "R"}

    counts = lines("adjust", "counted", first, second, third)
    receipts = lines("receive", "quantity", first, second)
    async with org.context(write=True) as ctx:
        held = {"item_id": item["id"], "location_id": third["id"], "quantity": 1}
        await sheets.post_line(ctx, Receive.model_validate(held))
        # it made the second level, and waits for the third; the receipts want the first two
        counting = asyncio.create_task(org.call("POST", "/stock/postings", json=counts))
        await waiting(org.database, counting)
        receiving = asyncio.create_task(org.call("POST", "/stock/postings", json=receipts))
        await waiting(org.database, counting, receiving)
    assert {(await task).status_code for task in (counting, receiving)} == {201}
    assert await org.held() == {("", "1"): "10", ("", "2"): "10", ("", "3"): "5"}


async def test_a_count_waits_for_a_draw_in_flight(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    await org.receive(item, shelf, 10)
    lot = (await org.get("/stock"))["items"][0]["lot_id"]
    body = {"item_id": item["id"], "location_id": shelf["id"], "counted": 7, "reason": "R"}
    key = UUID(item["id"]), UUID(lot), UUID(shelf["id"])
    async with org.context(write=True) as ctx:
        assert await ledger.locked_levels(ctx, [key]) == {key: Decimal(10)}
        counting = asyncio.create_task(org.call("POST", "/stock/adjust", json=body))
        await waiting(org.database, counting)
        issue = Issue.model_validate(
            {"item_id": item["id"], "location_id": shelf["id"], "quantity": 4}
        )
        await sheets.post_line(ctx, issue)
    assert (await counting).json()["quantity"] == "1"
    assert await org.held() == {("", "Shelf"): "7"}
