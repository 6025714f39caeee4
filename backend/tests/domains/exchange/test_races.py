"""Imports at the same moment."""

import asyncio

import pytest

from tests.domains.exchange.files import CONSUMABLES, uploaded, written
from tests.world import World, refused

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


async def test_one_import_committed_by_many_happens_once(org: World) -> None:
    row = await uploaded(org, CONSUMABLES)
    path = f"/imports/{row['id']}/commit"
    answers = await asyncio.gather(*(org.call("POST", path) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    codes = {refused(answer) for answer in answers if answer.status_code == 409}
    assert codes == {(409, "already_committed")}
    counts = await written(org)
    assert (counts["StockMovement"], counts["Posting"], counts["Item"]) == (3, 1, 3)


async def test_one_file_brought_in_by_many_posts_once(org: World) -> None:
    rows = [await uploaded(org, CONSUMABLES) for _ in range(5)]
    answers = await asyncio.gather(
        *(org.call("POST", f"/imports/{row['id']}/commit") for row in rows)
    )
    assert [answer.status_code for answer in answers] == [200] * 5
    raised = sorted(answer.json()["levels_raised"] for answer in answers)
    assert raised == [0, 0, 0, 0, 3]
    counts = await written(org)
    assert (counts["StockMovement"], counts["Item"], counts["Category"]) == (3, 3, 2)


async def test_receipts_meanwhile_are_counted_or_come_after(org: World) -> None:
    """Whatever the order, the level is what the ledger says, and no receipt is lost."""
    item, place = await org.item("Bolt"), await org.location("Depot")
    row = await uploaded(org, "Name,QTY,Location\nBolt,100,Depot\n")
    await asyncio.gather(
        org.call("POST", f"/imports/{row['id']}/commit"),
        *(org.receive(item, place, 1) for _ in range(10)),
    )
    held = (await org.held())[("", "Depot")]
    assert 100 <= int(held) <= 110
    moved = (await org.get("/movements", params={"limit": 200}))["items"]
    assert sum(int(m["quantity"]) for m in moved if m["kind"] == "receive") == int(held)
