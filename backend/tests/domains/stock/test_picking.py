"""Issues that ask for the first lots to expire, where they name none."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from typing import Any

import httpx2
import pytest

from app.core.clock import now
from app.domains.stock.service import audit
from tests.world import World, faults, refused


def line(item: Any, place: Any, quantity: object, **more: Any) -> dict[str, Any]:
    ids = {"item_id": item["id"], "location_id": place["id"]}
    return ids | {"kind": "issue", "quantity": str(quantity), "pick": "first_expired"} | more


async def post(org: World, *lines: dict[str, Any]) -> httpx2.Response:
    return await org.call("POST", "/stock/postings", json={"lines": lines, "reason": "R"})


async def drawn(org: World, *lines: dict[str, Any]) -> list[tuple[str, str]]:
    answer = await post(org, *lines)
    assert answer.status_code == 201, answer.text
    return [(move["lot"], move["quantity"]) for move in answer.json()["movements"]]


def days(count: int) -> str:
    day: date = now().date() + timedelta(days=count)
    return day.isoformat()


@pytest.fixture
async def stocked(org: World) -> tuple[Any, Any]:
    """Three lots that will expire, one that has, and some without a lot."""
    item, shelf = await org.item("Milk", unit="L"), await org.location("Shelf")
    await org.receive(item, shelf, 9)
    for code, ends in (("late", 9), ("soon", 0), ("gone", -1), ("mid", 5)):
        await org.receive(item, shelf, 2, lot=code, expires_on=days(ends))
    await org.receive(item, await org.location("Other"), 2, lot="soon")
    return item, shelf


async def test_the_first_to_expire_goes_first_and_what_has_expired_stays(
    org: World, stocked: tuple[Any, Any]
) -> None:
    assert await drawn(org, line(*stocked, "1.5")) == [("soon", "1.5")]
    assert await drawn(org, line(*stocked, "2000", unit="mL")) == [("soon", "0.5"), ("mid", "1.5")]
    assert await drawn(org, line(*stocked, 5)) == [("mid", "0.5"), ("late", "2"), ("", "2.5")]
    assert await org.held() == {
        ("", "Shelf"): "6.5",
        ("gone", "Shelf"): "2",
        ("soon", "Other"): "2",
    }


async def test_nothing_is_picked_unless_asked_for(org: World, stocked: tuple[Any, Any]) -> None:
    assert await drawn(org, line(*stocked, 1, pick=None)) == [("", "1")]
    assert await drawn(org, line(*stocked, 1, pick=None, lot="gone")) == [("gone", "1")]


async def test_what_is_reserved_is_not_picked(org: World, stocked: tuple[Any, Any]) -> None:
    item, shelf = stocked
    at = {"item_id": item["id"], "location_id": shelf["id"]}
    await org.post("/reservations", at | {"lot": "soon", "quantity": "1.5", "for": "R"})
    assert await drawn(org, line(*stocked, 1)) == [("soon", "0.5"), ("mid", "0.5")]


async def test_lines_stand_on_the_lines_before_them(org: World, stocked: tuple[Any, Any]) -> None:
    item, shelf = stocked
    at = {"item_id": item["id"], "location_id": shelf["id"]}
    lines = (
        line(*stocked, 1),
        at | {"kind": "adjust", "lot": "mid", "counted": "0.25"},
        line(*stocked, 2),
        at | {"kind": "issue", "lot": "late", "quantity": "0.5"},
        line(*stocked, 1),
    )
    assert await drawn(org, *lines) == [
        ("soon", "1"),
        ("mid", "1.75"),
        ("soon", "1"),
        ("mid", "0.25"),
        ("late", "0.75"),
        ("late", "0.5"),
        ("late", "0.75"),
        ("", "0.25"),
    ]


async def test_each_line_that_there_is_too_little_for_is_named(
    org: World, stocked: tuple[Any, Any]
) -> None:
    other = await org.item("Cream")
    before = await org.held()
    answer = await post(org, line(*stocked, 16), line(*stocked, 15), line(other, stocked[1], 1))
    assert refused(answer) == (409, "insufficient_stock")
    assert faults(answer) == {f"/body/lines/{n}/quantity": "short" for n in (0, 2)}
    assert "15 L available there in lots that have not expired" in answer.json()["detail"]
    assert {lot["lot"] for lot in answer.json()["lots"]} == {"", "soon", "mid", "late", "gone"}
    assert await org.held() == before


@pytest.mark.parametrize("wrong", [{"lot": "mid"}, {"pick": "newest"}, {"kind": "transfer"}])
async def test_bad_input_is_named(
    org: World, stocked: tuple[Any, Any], wrong: dict[str, Any]
) -> None:
    answer = await post(org, line(*stocked, 1) | wrong)
    assert answer.status_code == 422
    assert all(pointer.startswith("/body/lines/0") for pointer in faults(answer))


async def test_many_who_pick_at_once_take_what_there_is_and_no_more(
    org: World, stocked: tuple[Any, Any]
) -> None:
    answers = await asyncio.gather(*(post(org, line(*stocked, "1.5")) for _ in range(16)))
    assert Counter(answer.status_code for answer in answers) == {201: 10, 409: 6}
    assert await org.held() == {("gone", "Shelf"): "2", ("soon", "Other"): "2"}
    async with org.context() as ctx:
        assert await audit.differences(ctx) == []


async def test_a_picked_sheet_is_reversed_as_one(org: World, stocked: tuple[Any, Any]) -> None:
    before = await org.held()
    sheet = (await post(org, line(*stocked, 5))).json()
    await org.post(f"/stock/postings/{sheet['id']}/reverse")
    assert await org.held() == before
    again = await org.call("POST", f"/stock/postings/{sheet['id']}/reverse", json={})
    assert refused(again) == (409, "already_reversed")
