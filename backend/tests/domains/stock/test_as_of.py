"""What was where at any moment: the levels as they stood after each posting."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.core.clock import now
from app.core.ids import new_id
from app.domains.stock.models import StockMovement
from app.domains.stock.queries import movements
from tests.world import World, faults, refused


async def then(org: World, as_of: Any, **filters: Any) -> dict[tuple[str, str], tuple[str, ...]]:
    """On hand, reserved and available by lot and place."""
    at = as_of if isinstance(as_of, str) else as_of.isoformat()
    rows = (await org.get("/stock", params={"as_of": at, "limit": 200} | filters))["items"]
    names = ("on_hand", "reserved", "available")
    return {(row["lot"], row["location_name"]): tuple(row[name] for name in names) for row in rows}


async def test_every_posting_can_be_gone_back_to(org: World) -> None:
    item, a, b = await org.item(), await org.location("A"), await org.location("B")
    ends = {"from_location_id": a["id"], "to_location_id": b["id"]}
    one = {"item_id": item["id"]}
    seen: list[tuple[datetime, dict[tuple[str, str], tuple[str, ...]]]] = []

    async def look() -> None:
        at = now()
        rows = (await org.get("/stock", params={"limit": 200}))["items"]
        names = ("on_hand", "reserved", "available")
        shown = {
            (row["lot"], row["location_name"]): tuple(row[name] for name in names) for row in rows
        }
        seen.append((at, shown))

    await look()
    received = await org.receive(item, a, "10.000001")
    await look()
    await org.receive(item, a, 5, lot="L")
    await look()
    await org.post("/stock/transfer", one | ends | {"quantity": "4"})
    await look()
    at_b = one | {"location_id": b["id"]}
    kept = await org.post("/reservations", at_b | {"quantity": "1.5", "for": "R"})
    await look()
    await org.post("/stock/adjust", one | {"location_id": a["id"], "counted": 20, "reason": "R"})
    await look()
    await org.post(f"/reservations/{kept['id']}/consume")
    await look()
    await org.post(f"/movements/{received['id']}/reverse")
    await look()
    for at, shown in seen:
        assert await then(org, at) == shown, at
    assert seen[3][1] == {
        ("", "A"): ("6.000001", "0", "6.000001"),
        ("L", "A"): ("5", "0", "5"),
        ("", "B"): ("4", "0", "4"),
    }
    assert (await then(org, seen[4][0]))["", "B"] == ("4", "1.5", "2.5")
    # the lines of one sheet share its moment; so does the balance right at it
    moment = received["created_at"]
    assert await then(org, moment, held="true") == {("", "A"): ("10.000001", "0", "10.000001")}
    before = datetime.fromisoformat(moment) - timedelta(microseconds=1)
    assert await then(org, before, held="true") == {}
    assert await then(org, seen[5][0], location_id=b["id"]) == {("", "B"): ("4", "1.5", "2.5")}
    order = [
        row["on_hand"]
        for row in (
            await org.get("/stock", params={"as_of": seen[3][0].isoformat(), "sort": "-on_hand"})
        )["items"]
    ]
    assert order == ["6.000001", "5", "4"]


async def test_a_reservation_counts_until_it_expires(org: World) -> None:
    item, shelf = await org.item(), await org.location("A")
    await org.receive(item, shelf, 10)
    at = {"item_id": item["id"], "location_id": shelf["id"]}
    ends = now() + timedelta(days=1)
    body = at | {"quantity": 4, "for": "R", "expires_at": ends.isoformat()}
    await org.post("/reservations", body)
    assert (await then(org, now()))["", "A"] == ("10", "4", "6")


@pytest.mark.parametrize("when", [timedelta(minutes=1), timedelta(days=-400)])
async def test_the_future_and_the_time_before_the_beginning_are_refused(
    org: World, when: timedelta
) -> None:
    answer = await org.call("GET", "/stock", params={"as_of": (now() + when).isoformat()})
    assert refused(answer) == (422, "not_then")
    assert faults(answer) == {"/query/as_of": "not_then"}


async def test_what_is_no_moment_is_refused(org: World) -> None:
    for wrong in ("yesterday", "2026-01-01", "1764000000"):
        answer = await org.call("GET", "/stock", params={"as_of": wrong})
        assert faults(answer).keys() == {"/query/as_of"}
    both = {"as_of": now().isoformat(), "below_minimum": "true"}
    assert (await org.call("GET", "/stock", params=both)).status_code == 422


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_flows_beyond_64_bits_are_exact(org: World) -> None:
    item, shelf = await org.item(), await org.location("A")
    await org.receive(item, shelf, "0.000001")
    at = now()
    await org.receive(item, shelf, 1)
    async with org.context(write=True) as ctx:
        _, there = await ctx.rows(select(movements).order_by(movements.c.created_at))
        ends = {"from_location_id": there["to_location_id"]}
        back = there | ends | {"to_location_id": there["from_location_id"]}
        much = {"quantity": Decimal("999999999.999999")}
        for row in (there, back):  # 9.3 * 10^18 millionths each way: 2^63 is 9.2 * 10^18
            more = [row | much | {"id": new_id()} for _ in range(9300)]
            await ctx.insert(StockMovement, more)
    assert await then(org, at) == {("", "A"): ("0.000001", "0", "0.000001")}
