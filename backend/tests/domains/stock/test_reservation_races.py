"""Many who reserve, consume, release and draw at once: never more than there is, each ended once."""

import asyncio
from collections import Counter
from datetime import timedelta
from itertools import cycle
from typing import Any
from uuid import UUID

import httpx2
import pytest

from app.core.clock import now
from app.domains.stock.models import Reservation
from app.domains.stock.schemas import Issue, ReservationConsume
from app.domains.stock.service import audit, reservations, sheets
from tests.world import World, refused, waiting

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


def statuses(answers: list[httpx2.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def assert_books_are_right(org: World) -> None:
    async with org.context() as ctx:
        assert await audit.differences(ctx) == []


async def stocked(org: World, quantity: int) -> dict[str, Any]:
    item, shelf = await org.item(), await org.location()
    await org.receive(item, shelf, quantity)
    return {"item_id": item["id"], "location_id": shelf["id"]}


async def expired(org: World, at: dict[str, Any], quantity: int) -> UUID:
    made = await org.post("/reservations", at | {"quantity": quantity, "for": "Old"})
    id = UUID(made["id"])
    async with org.context(write=True) as ctx:
        past = now() - timedelta(seconds=1)
        assert await ctx.update(Reservation, Reservation.__table__.c.id == id, expires_at=past)
    return id


async def test_reservations_and_issues_at_once_never_exceed_what_is_there(org: World) -> None:
    at = await stocked(org, 24)
    reserve, issue = at | {"quantity": 1, "for": "R"}, at | {"quantity": 1}
    answers = await asyncio.gather(
        *(org.call("POST", "/reservations", json=reserve) for _ in range(24)),
        *(org.call("POST", "/stock/issue", json=issue) for _ in range(24)),
    )
    assert statuses(answers) == {201: 24, 409: 24}
    (level,) = (await org.get("/stock"))["items"]
    made = (await org.get("/reservations", params={"count": "exact"}))["total"]
    assert (level["on_hand"], level["reserved"], level["available"]) == (str(made),) * 2 + ("0",)
    await assert_books_are_right(org)


async def test_of_many_who_end_one_reservation_one_does(org: World) -> None:
    at = await stocked(org, 10)
    made = await org.post("/reservations", at | {"quantity": 4, "for": "R"})
    ways = cycle(["consume", "release"])
    paths = [f"/reservations/{made['id']}/{next(ways)}" for _ in range(24)]
    answers = await asyncio.gather(*(org.call("POST", path, json={}) for path in paths))
    assert statuses(answers) == {200: 1, 409: 23}
    lost = {refused(answer) for answer in answers if answer.status_code == 409}
    assert lost == {(409, "reservation_closed")}
    (won,) = (answer.json()["status"] for answer in answers if answer.status_code == 200)
    (level,) = (await org.get("/stock"))["items"]
    assert (level["on_hand"], level["reserved"]) == ({"consumed": "6", "released": "10"}[won], "0")
    await assert_books_are_right(org)


async def test_a_consumption_sent_twice_with_one_key_happens_once(org: World) -> None:
    at = await stocked(org, 10)
    made = await org.post("/reservations", at | {"quantity": 4, "for": "R"})
    path, headers = f"/reservations/{made['id']}/consume", {"Idempotency-Key": "k-1"}
    calls = [org.call("POST", path, json={}, headers=headers) for _ in range(12)]
    answers = await asyncio.gather(*calls)
    assert statuses(answers) == {200: 12}
    assert len({answer.content for answer in answers}) == 1
    assert await org.held() == {("", "Room"): "6"}


async def test_what_expires_while_many_want_it_is_given_back_once(org: World) -> None:
    at = await stocked(org, 10)
    for _ in range(5):
        await expired(org, at, 1)  # each of these sweeps the one before
    old = [await org.post("/reservations", at | {"quantity": 2, "for": "Old"}) for _ in range(5)]
    async with org.context(write=True) as ctx:
        which = Reservation.__table__.c.id.in_([UUID(made["id"]) for made in old])
        await ctx.update(Reservation, which, expires_at=now() - timedelta(seconds=1))
    answers = await asyncio.gather(
        *(org.call("POST", "/stock/issue", json=at | {"quantity": 1}) for _ in range(12)),
        *(
            org.call("POST", "/reservations", json=at | {"quantity": 1, "for": "New"})
            for _ in range(12)
        ),
        *(org.call("POST", f"/reservations/{made['id']}/release", json={}) for made in old),
    )
    assert statuses(answers) == {201: 10, 409: 19}
    (level,) = (await org.get("/stock"))["items"]
    assert level["available"] == "0"
    verbs = Counter(
        row["verb"] for row in (await org.get("/activity", params={"limit": 200}))["items"]
    )
    assert verbs["reservation.expired"] == 10
    await assert_books_are_right(org)


async def test_sweeping_levels_and_sheets_over_them_wait_in_no_circle(org: World) -> None:
    item, places = await org.item(), [await org.location(name) for name in "ABCD"]
    ats = [{"item_id": item["id"], "location_id": place["id"]} for place in places]
    for place in places:
        await org.receive(item, place, 40)
    kept = [await org.post("/reservations", at | {"quantity": 9, "for": "Old"}) for at in ats * 4]
    async with org.context(write=True) as ctx:
        which = Reservation.__table__.c.id.in_([UUID(made["id"]) for made in kept[:12]])
        await ctx.update(Reservation, which, expires_at=now() - timedelta(seconds=1))
    draw = [at | {"kind": "issue", "quantity": 1} for at in ats]
    sheet, count = {"lines": draw, "reason": "R"}, {"kind": "adjust", "counted": 30}
    counts = {"lines": [draw[3], *(at | count for at in ats[:3])], "reason": "R"}
    answers = await asyncio.gather(
        *(org.call("POST", "/stock/postings", json=sheet) for _ in range(12)),
        *(org.call("POST", "/stock/postings", json=counts) for _ in range(4)),
        *(
            org.call("POST", "/reservations", json=at | {"quantity": 1, "for": "R"})
            for at in ats * 3
        ),
        *(org.call("POST", f"/reservations/{made['id']}/consume", json={}) for made in kept[12:]),
    )
    assert statuses(answers).keys() <= {200, 201, 409}, [
        a.text for a in answers if a.status_code > 409
    ]
    await assert_books_are_right(org)


async def test_who_comes_while_it_is_consumed_waits_and_then_finds_it_ended(org: World) -> None:
    at = await stocked(org, 10)
    made = await org.post("/reservations", at | {"quantity": 4, "for": "R"})
    async with org.context(write=True) as ctx:
        data = ReservationConsume()
        await reservations.consume(ctx, UUID(made["id"]), data, owner=None)
        issuing = asyncio.create_task(org.call("POST", "/stock/issue", json=at | {"quantity": 5}))
        ending = asyncio.create_task(
            org.call("POST", f"/reservations/{made['id']}/release", json={})
        )
        await waiting(org.database, issuing, ending)
    assert (await issuing).status_code == 201
    assert refused(await ending) == (409, "reservation_closed")
    assert await org.held() == {("", "Room"): "1"}
    await assert_books_are_right(org)


async def test_a_sweep_passes_over_levels_that_others_hold(org: World, engine_name: str) -> None:
    if engine_name == "sqlite":
        pytest.skip("its writers come one by one and wait for no row")
    at, elsewhere = await stocked(org, 10), await stocked(org, 10)
    made = await org.post("/reservations", at | {"quantity": 4, "for": "R"})
    await expired(org, elsewhere, 5)
    async with org.context(write=True) as ctx:
        await sheets.post_line(ctx, Issue.model_validate(elsewhere | {"quantity": 1}))
        answer = await org.call("POST", f"/reservations/{made['id']}/release", json={})
        assert answer.status_code == 200  # it did not wait
    rows = (await org.get("/reservations", params={"status": "expired"}))["items"]
    assert [row["closed_at"] for row in rows] == [None]
    await assert_books_are_right(org)
