"""Receiving, issuing and transferring: levels follow exactly, and nothing goes below zero."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from app.domains.stock.models import StockLevel
from app.domains.stock.service import audit
from tests.world import World, faults, refused


async def transfer(org: World, item: Any, ends: tuple[Any, Any], quantity: object) -> Any:
    body = {
        "item_id": item["id"],
        "from_location_id": ends[0]["id"],
        "to_location_id": ends[1]["id"],
        "quantity": quantity,
    }
    return await org.call("POST", "/stock/transfer", json=body)


async def test_stock_is_received_moved_and_issued(org: World) -> None:
    item, a, b = await org.item("Iron", unit="kg"), await org.location("A"), await org.location("B")
    body = {
        "item_id": item["id"],
        "location_id": a["id"],
        "quantity": "10.50",
        "reason": "Bought",
        "reference": "PO-1",
        "occurred_at": "2026-01-02T03:04:05+01:00",
        "unit_cost": "1.5",
    }
    response = await org.call("POST", "/stock/receive", json=body)
    assert response.status_code == 201
    movement = response.json()
    posting = f"{org.path}/stock/postings/{movement['posting_id']}"
    assert response.headers["location"] == posting
    assert (movement["kind"], movement["quantity"]) == ("receive", "10.5")
    assert (movement["from_location"], movement["to_location"]) == ("Supplier", "A")
    assert (movement["item_name"], movement["unit"], movement["lot"]) == ("Iron", "kg", "")
    assert (movement["unit_cost"], movement["currency"]) == ("1.50", "EUR")
    assert (movement["reason"], movement["reference"]) == ("Bought", "PO-1")
    assert movement["occurred_at"] == "2026-01-02T02:04:05Z"
    assert movement["actor_id"] == str(org.owner.user_id)
    moved = (await transfer(org, item, (a, b), 4)).json()
    assert (moved["kind"], moved["from_location"], moved["to_location"]) == ("transfer", "A", "B")
    issued = await org.issue(item, b, "0.000001")
    assert (issued["kind"], issued["to_location"]) == ("issue", "Customer")
    assert await org.held() == {("", "A"): "6.5", ("", "B"): "3.999999"}


async def test_a_posting_of_one_line_is_read_with_its_reference_and_reason(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    movement = await org.receive(item, shelf, 1, reference="PO-1", reason="Bought")
    posting = await org.get(f"/stock/postings/{movement['posting_id']}")
    assert posting["movements"] == [movement]
    assert (posting["reference"], posting["reason"]) == ("PO-1", "Bought")
    assert (posting["reverses_id"], posting["actor_id"]) == (None, str(org.owner.user_id))


async def test_more_than_there_is_does_not_go_out(org: World) -> None:
    item, a, b = await org.item("Iron", unit="kg"), await org.location("A"), await org.location("B")
    await org.receive(item, a, 5)
    body = {"item_id": item["id"], "location_id": a["id"], "quantity": "5.000001"}
    for answer in (
        await org.call("POST", "/stock/issue", json=body),
        await transfer(org, item, (a, b), "5.000001"),
    ):
        assert refused(answer) == (409, "insufficient_stock")
        problem = answer.json()
        assert problem["detail"] == (
            "There is not enough of it there: Iron: 5 kg available there, 5.000001 asked for."
        )
        assert faults(answer) == {"/body/quantity": "short"}
        place = {"item_id": item["id"], "location_id": a["id"], "lot": "", "available": "5"}
        assert problem["lots"] == [place]
    nothing = await transfer(org, item, (b, a), 1)
    assert nothing.json()["lots"] == []
    assert await org.held() == {("", "A"): "5"}
    assert len((await org.get("/movements"))["items"]) == 1


async def test_a_refusal_says_how_much_is_free_and_where_else_there_is_some(org: World) -> None:
    item, other = await org.item("Iron", unit="kg"), await org.item("Gold")
    site = await org.location("Site", "site")
    here = await org.location("C-02", parent_id=site["id"])
    await org.receive(item, here, 8)
    await org.receive(item, here, 30, lot="Here too")
    async with org.context(write=True) as ctx:
        levels = StockLevel.__table__.c
        await ctx.update(StockLevel, levels.on_hand == Decimal(8), reserved=Decimal(2))
    for number in range(1, 8):
        place = await org.location(f"B-{number}", parent_id=site["id"])
        await org.receive(item, place, number, lot=f"L{number}" if number > 4 else "")
        await org.receive(other, place, 100)
    lines = [
        {"kind": "issue", "item_id": other["id"], "location_id": place["id"], "quantity": 1},
        {"kind": "issue", "item_id": item["id"], "location_id": here["id"], "quantity": 10},
    ]
    answer = await org.call("POST", "/stock/postings", json={"lines": lines})
    assert refused(answer) == (409, "insufficient_stock")
    assert faults(answer) == {"/body/lines/1/quantity": "short"}
    (short,) = answer.json()["shortages"]
    elsewhere = short.pop("elsewhere")
    assert short == {
        "pointer": "/body/lines/1/quantity",
        "item_id": item["id"],
        "item_name": "Iron",
        "unit": "kg",
        "location_id": here["id"],
        "location_path": ["Site", "C-02"],
        "asked": "10",
        "on_hand": "8",
        "reserved": "2",
        "available": "6",
    }
    assert [(row["location_path"], row["lot"], row["available"]) for row in elsewhere] == [
        (["Site", "B-7"], "L7", "7"),
        (["Site", "B-6"], "L6", "6"),
        (["Site", "B-5"], "L5", "5"),
        (["Site", "B-4"], "", "4"),
        (["Site", "B-3"], "", "3"),
    ]
    assert elsewhere[0]["location_id"] == place["id"]


async def test_of_a_thing_that_is_nowhere_there_is_nothing_elsewhere(
    org: World, other_org: World
) -> None:
    item, shelf = await org.item(), await org.location()
    await other_org.receive(await other_org.item(), await other_org.location(), 5)
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1}
    (short,) = (await org.call("POST", "/stock/issue", json=body)).json()["shortages"]
    assert (short["available"], short["on_hand"], short["elsewhere"]) == ("0", "0", [])
    body = {"item_id": item["id"], "location_id": shelf["id"], "delta": "-1", "reason": "Lost"}
    (short,) = (await org.call("POST", "/stock/adjust", json=body)).json()["shortages"]
    assert (short["pointer"], short["asked"]) == ("/body/delta", "1")


async def test_of_two_items_short_each_has_its_own_places(org: World) -> None:
    iron, gold = await org.item("Iron"), await org.item("Gold")
    a, b, c = [await org.location(name) for name in "ABC"]
    for place, item, quantity in ((a, gold, 9), (b, iron, 8), (c, iron, 7), (c, gold, 6)):
        await org.receive(item, place, quantity)
    lines = [
        {"kind": "issue", "item_id": item["id"], "location_id": place["id"], "quantity": 50}
        for item, place in ((iron, a), (gold, b), (gold, c))
    ]
    answer = await org.call("POST", "/stock/postings", json={"lines": lines})
    told = {
        short["pointer"]: [
            (row["location_path"][0], row["available"]) for row in short["elsewhere"]
        ]
        for short in answer.json()["shortages"]
    }
    assert told == {
        "/body/lines/0/quantity": [("B", "8"), ("C", "7")],
        "/body/lines/1/quantity": [("A", "9")],
        "/body/lines/2/quantity": [("A", "9")],
    }


async def test_what_is_reserved_is_not_drawn(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, 5)
    async with org.context(write=True) as ctx:
        levels = StockLevel.__table__.c
        await ctx.update(StockLevel, levels.item_id == UUID(item["id"]), reserved=Decimal(2))
    body = {"item_id": item["id"], "location_id": shelf["id"]}
    short = await org.call("POST", "/stock/issue", json=body | {"quantity": 4})
    assert refused(short) == (409, "insufficient_stock")
    assert "3 pcs available there" in short.json()["detail"]
    counted = await org.call("POST", "/stock/adjust", json=body | {"counted": 1, "reason": "Lost"})
    assert refused(counted) == (409, "insufficient_stock")
    assert faults(counted) == {"/body/counted": "short"}
    await org.issue(item, shelf, 3)
    read = await org.get(f"/items/{item['id']}")
    assert (read["on_hand"], read["reserved"], read["available"]) == ("2", "2", "0")


async def test_a_transfer_to_the_same_place_is_refused(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    answer = await transfer(org, item, (shelf, shelf), 1)
    assert (answer.status_code, set(faults(answer))) == (422, {"/body"})


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"quantity": "0.0000001"}, "quantity"),
        ({"quantity": "1000000000"}, "quantity"),
        ({"quantity": "many"}, "quantity"),
        ({"quantity": None}, "quantity"),
        ({"quantity": True}, "quantity"),
        ({"quantity": "NaN"}, "quantity"),
        ({"unit_cost": "-1"}, "unit_cost"),
        ({"unit_cost": "0.001"}, "unit_cost"),
        ({"unit_cost": "1000000000000"}, "unit_cost"),
        ({"quality": 5}, "lot"),
        ({"expires_on": "2030-01-01"}, "lot"),
        ({"lot": "L", "quality": 1001}, "quality"),
        ({"lot": "x" * 65}, "lot"),
        ({"occurred_at": "1899-12-31T00:00:00Z"}, "occurred_at"),
        ({"occurred_at": "2026-01-01T00:00:00"}, "occurred_at"),
        ({"to": "nowhere"}, "to"),
        ({"item_id": "ore"}, "item_id"),
    ],
)
async def test_bad_input_is_named_and_moves_nothing(
    org: World, wrong: dict[str, Any], pointer: str
) -> None:
    item, shelf = await org.item(), await org.location()
    body = {"item_id": item["id"], "location_id": shelf["id"], "quantity": 1} | wrong
    answer = await org.call("POST", "/stock/receive", json=body)
    assert answer.status_code == 422
    assert set(faults(answer)) == {f"/body/{pointer}"}
    assert (await org.get("/stock"))["items"] == (await org.get("/movements"))["items"] == []
    assert (await org.get("/lots"))["items"] == []


async def test_a_movement_is_below_a_thousand_million(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    largest = "999999999.999999"
    assert (await org.receive(item, shelf, largest))["quantity"] == largest
    assert (await org.issue(item, shelf, largest))["quantity"] == largest
    assert await org.held() == {}


async def test_a_level_stays_below_a_million_million(org: World) -> None:
    item, shelf = await org.item(), await org.location("Shelf")
    line = {"kind": "receive", "item_id": item["id"], "location_id": shelf["id"]}
    lines = [line | {"quantity": "999999999"} for _ in range(1000)]
    await org.post("/stock/postings", {"lines": lines})
    full = {("", "Shelf"): "999999999000"}
    assert await org.held() == full
    body = {"item_id": item["id"], "location_id": shelf["id"]}
    over = await org.call("POST", "/stock/receive", json=body | {"quantity": 1000})
    assert refused(over) == (409, "level_too_high")
    counted = {"counted": 0, "reason": "Recount"}
    far = await org.call("POST", "/stock/adjust", json=body | counted)
    assert refused(far) == (409, "quantity_out_of_range")
    assert await org.held() == full
    async with org.context() as ctx:
        assert await audit.differences(ctx) == []


@pytest.mark.parametrize(
    ("kind", "code"), [("receive", "level_too_high"), ("issue", "insufficient_stock")]
)
@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_a_sheet_that_adds_up_to_more_than_64_bits_is_refused(
    org: World, kind: str, code: str
) -> None:
    item, shelf = await org.item(), await org.location()
    line = {"kind": kind, "item_id": item["id"], "location_id": shelf["id"]}
    lines = [line | {"quantity": "999999999"}] * 9300
    answer = await org.call("POST", "/stock/postings", json={"lines": lines})
    assert refused(answer) == (409, code)
    assert await org.held() == {}


@pytest.mark.parametrize(
    ("currency", "cost", "kept"),
    [("EUR", "1.5", "1.50"), ("JPY", "12", "12"), ("KWD", "0.001", "0.001"), ("XTS", "0", "0.00")],
)
async def test_money_has_as_many_decimals_as_its_currency(
    org: World, currency: str, cost: str, kept: str
) -> None:
    world = await World.founded(org.app, org.client, currency)
    item, shelf = await world.item(), await world.location()
    movement = await world.receive(item, shelf, 1, unit_cost=cost)
    assert (movement["unit_cost"], movement["currency"]) == (kept, currency)
    listed = (await world.get("/movements"))["items"]
    assert listed == [movement]
    finer = await world.call(
        "POST",
        "/stock/receive",
        json={
            "item_id": item["id"],
            "location_id": shelf["id"],
            "quantity": 1,
            "unit_cost": "0.0001",
        },
    )
    assert faults(finer) == {"/body/unit_cost": "invalid"}
    assert currency in finer.json()["detail"]


async def test_nothing_moves_of_a_serialized_or_archived_item(org: World) -> None:
    shelf, other = await org.location(), await org.location()
    ship, old = await org.item("Ship", tracking="serialized"), await org.item("Old")
    await org.patch(f"/items/{old['id']}", {"archived": True, "version": 1})
    for item, code, says in (
        (ship, "not_stock_tracked", "Ship is tracked by unit, not by quantity."),
        (old, "archived", "Old is archived."),
    ):
        one = {"item_id": item["id"], "location_id": shelf["id"]}
        ends = {"from_location_id": shelf["id"], "to_location_id": other["id"]}
        for path, body in (
            ("receive", one | {"quantity": 1}),
            ("issue", one | {"quantity": 1}),
            ("adjust", one | {"delta": 1, "reason": "Found"}),
            ("transfer", {"item_id": item["id"], "quantity": 1} | ends),
        ):
            answer = await org.call("POST", f"/stock/{path}", json=body)
            assert refused(answer) == (409, code)
            assert answer.json()["detail"] == says
            assert faults(answer) == {"/body/item_id": code}


async def test_nothing_moves_from_or_to_an_archived_place(org: World) -> None:
    item, shelf, old = await org.item(), await org.location(), await org.location("Old")
    await org.receive(item, shelf, 1)
    await org.post(f"/locations/{old['id']}/archive")
    for ends, field in (((shelf, old), "to"), ((old, shelf), "from")):
        answer = await transfer(org, item, ends, 1)
        assert refused(answer) == (409, "archived")
        assert faults(answer) == {f"/body/{field}_location_id": "archived"}
