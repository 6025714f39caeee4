"""Tracking and unit are frozen once something was counted in them."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from app.domains.catalog.schemas import ItemUpdate
from app.domains.catalog.service import items
from app.domains.stock.schemas import Receive
from app.domains.stock.service import sheets
from tests.world import World, refused, waiting

RECASTS = [{"unit": "kg"}, {"tracking": "serialized"}]


@pytest.mark.parametrize("recast", RECASTS)
async def test_what_was_counted_stays_in_its_unit_and_tracking(
    org: World, recast: dict[str, Any]
) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, 1)
    await org.issue(item, shelf, 1)
    answer = await org.call("PATCH", f"/items/{item['id']}", json=recast | {"version": 1})
    assert refused(answer) == (409, "frozen")
    read = await org.get(f"/items/{item['id']}")
    assert (read["unit"], read["tracking"], read["version"]) == ("pcs", "stock", 1)


async def test_naming_the_present_unit_and_tracking_changes_nothing(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, 1)
    same = {"unit": "pcs", "tracking": "stock", "name": "Iron", "version": 1}
    assert (await org.patch(f"/items/{item['id']}", same))["name"] == "Iron"


async def test_an_item_that_becomes_counted_has_the_lot_without_a_code(org: World) -> None:
    item, shelf = await org.item(tracking="serialized"), await org.location()
    await org.patch(f"/items/{item['id']}", {"tracking": "stock", "version": 1})
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": "1"}
    short = await org.call("POST", "/stock/issue", json=body)
    assert refused(short) == (409, "insufficient_stock")
    assert "0 pcs available there" in short.json()["detail"]


@pytest.mark.parametrize("recast", RECASTS)
async def test_a_receipt_in_flight_freezes_the_item(org: World, recast: dict[str, Any]) -> None:
    item, shelf = await org.item(), await org.location()
    line = Receive(item_id=item["id"], location_id=shelf["id"], quantity=Decimal(1))
    async with org.context(write=True) as ctx:
        await sheets.post_lines(ctx, [line], ["/body"])
        changing = asyncio.create_task(
            org.call("PATCH", f"/items/{item['id']}", json=recast | {"version": 1})
        )
        await waiting(org.database, changing)
    assert refused(await changing) == (409, "frozen")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"unit": "kg"}, None),
        ({"tracking": "serialized"}, (409, "not_stock_tracked")),
        ({"archived": True}, (409, "archived")),
    ],
)
async def test_a_receipt_waits_for_a_change_in_flight(
    org: World, change: dict[str, Any], refusal: tuple[int, str] | None
) -> None:
    item, shelf = await org.item(unit="g"), await org.location()
    receipt = {"item_id": item["id"], "location_id": shelf["id"], "quantity": "1", "unit": "g"}
    async with org.context(write=True) as ctx:
        await items.update(ctx, UUID(item["id"]), ItemUpdate(**change), "*")
        receiving = asyncio.create_task(org.call("POST", "/stock/receive", json=receipt))
        await waiting(org.database, receiving)
    answer = await receiving
    if refusal is None:
        assert answer.json()["quantity"] == "0.001"
    else:
        assert refused(answer) == refusal


@pytest.mark.parametrize("recast", RECASTS)
async def test_receipts_and_a_change_at_once_never_both_succeed_in_the_old_terms(
    org: World, recast: dict[str, Any]
) -> None:
    item, shelf = await org.item(unit="g"), await org.location()
    receipt = {"item_id": item["id"], "location_id": shelf["id"], "quantity": "1", "unit": "g"}
    changed, *received = await asyncio.gather(
        org.call("PATCH", f"/items/{item['id']}", json=recast | {"version": 1}),
        *(org.call("POST", "/stock/receive", json=receipt) for _ in range(4)),
    )
    quantities = {answer.json()["quantity"] for answer in received if answer.status_code == 201}
    if changed.status_code == 200:
        assert quantities <= {"0.001"}
    else:
        assert refused(changed) == (409, "frozen")
        assert quantities == {"1"}
