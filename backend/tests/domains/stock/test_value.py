"""What the stock is worth: each item at the average of what was paid for it."""

from typing import Any

import httpx2
from fastapi import FastAPI

from app.core.ids import new_id
from tests.domains.lists import assert_ordered, names
from tests.world import World, faults


async def worth(org: World, **filters: Any) -> dict[str, tuple[Any, ...]]:
    rows = (await org.get("/stock/value", params=filters))["items"]
    return {row["name"]: (row["on_hand"], row["average_cost"], row["value"]) for row in rows}


async def test_the_average_is_weighted_by_what_was_received(org: World) -> None:
    iron, gold, free = [await org.item(name) for name in ("Iron", "Gold", "Free")]
    site = await org.location("Site", "site")
    room, away = await org.location("Room", parent_id=site["id"]), await org.location("Away")
    await org.receive(iron, room, 3, unit_cost="1.00")
    await org.receive(iron, room, 1, unit_cost="2.00", lot="L")
    wrong = await org.receive(iron, room, 100, unit_cost="50")
    await org.receive(gold, away, "0.000001", unit_cost="1000000")
    await org.receive(free, room, 7)
    await org.post(f"/movements/{wrong['id']}/reverse")
    assert await worth(org) == {
        "Free": ("7", None, None),
        "Gold": ("0.000001", "1000000", "1.00"),
        "Iron": ("4", "1.25", "5.00"),
    }
    await org.issue(iron, room, 2)
    await org.receive(iron, away, 4)  # nobody said what these cost: the average holds
    assert (await worth(org))["Iron"] == ("6", "1.25", "7.50")
    assert await worth(org, location_id=site["id"]) == {
        "Free": ("7", None, None),
        "Iron": ("2", "1.25", "2.50"),
    }
    total = await org.get("/stock/value/total")
    assert total == {"value": "8.50", "currency": "EUR", "items": 2, "unpriced": 1}
    there = await org.get("/stock/value/total", params={"location_id": site["id"]})
    assert (there["value"], there["items"], there["unpriced"]) == ("2.50", 1, 1)
    assert await names(org, "/stock/value", q="gol") == ["Gold"]
    assert await worth(org, location_id=str(new_id())) == {}
    for sort in ("name", "-name"):
        await assert_ordered(org, "/stock/value", sort, lambda row: row["name"].casefold())


async def test_values_are_rounded_half_up_and_add_up(org: World) -> None:
    shelf = await org.location()
    for name, quantity in (("A", "0.5"), ("B", "0.499999"), ("C", "1.5")):
        item = await org.item(name)
        await org.receive(item, shelf, quantity, unit_cost="0.01")
    thirds = await org.item("D")
    for cost in ("0.01", "0.01", "0.02"):
        await org.receive(thirds, shelf, 1, unit_cost=cost)
    assert await worth(org) == {
        "A": ("0.5", "0.01", "0.01"),
        "B": ("0.499999", "0.01", "0.00"),
        "C": ("1.5", "0.01", "0.02"),
        "D": ("3", "0.013333", "0.04"),
    }
    assert (await org.get("/stock/value/total"))["value"] == "0.07"


async def test_values_beyond_64_bits_and_other_currencies_are_exact(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    org = await World.founded(app, client, currency="JPY")
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, "999999999.999999", unit_cost="99999999999")
    whole = 999999999999999 * 99999999999
    rounded = str((2 * whole + 10**6) // (2 * 10**6))
    assert await worth(org) == {"Ore": ("999999999.999999", "99999999999", rounded)}
    total = await org.get("/stock/value/total")
    assert (total["value"], total["currency"]) == (rounded, "JPY")


async def test_what_was_wholly_reversed_has_no_price(org: World) -> None:
    item, shelf = await org.item(), await org.location()
    wrong = await org.receive(item, shelf, 5, unit_cost="3")
    await org.post(f"/movements/{wrong['id']}/reverse")
    assert await worth(org) == {}
    await org.receive(item, shelf, 2)
    assert await worth(org) == {"Ore": ("2", None, None)}
    bad = await org.call("GET", "/stock/value/total", params={"location_id": "x", "q": "x"})
    assert set(faults(bad)) == {"/query/location_id", "/query/q"}
