"""Races against real servers: four processes on PostgreSQL, one on SQLite."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.core.ids import new_id
from tests.races.server import Server, serving
from tests.world import PASSWORD, ok

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time
REMOVALS, STOCK, RETRIES, AT_ONCE = 200, 100, 50, 64
WORKERS = {"sqlite": 1, "postgresql": 4}


class Customer:
    """Somebody with an organization of their own on a real server, and a connection a request."""

    def __init__(self, client: httpx2.AsyncClient, path: str) -> None:
        self.client, self.path = client, path

    @classmethod
    async def signed_in(cls, client: httpx2.AsyncClient) -> "Customer":
        account = {"email": "ada@example.test", "password": PASSWORD}
        ok(await client.post("/api/v1/auth/register", json=account))
        session = ok(await client.post("/api/v1/auth/login", json=account))
        client.headers["Authorization"] = f"Bearer {session['access_token']}"
        organization = ok(await client.post("/api/v1/organizations", json={"name": "Fleet"}))
        return cls(client, f"/api/v1/organizations/{organization['id']}")

    async def get(self, path: str, **query: Any) -> Any:
        return ok(await self.client.get(self.path + path, params=query))

    async def send(self, path: str, body: Any, key: str | None = None) -> httpx2.Response:
        headers = {"Idempotency-Key": key} if key else {}
        return await self.client.post(self.path + path, json=body, headers=headers)

    async def stocked(self, quantity: int) -> dict[str, str]:
        """A new item that lies in a new place."""
        item = ok(await self.send("/items", {"name": f"Ore {new_id().hex}"}))
        place = ok(await self.send("/locations", {"name": "Hold", "kind": "room"}))
        at = {"item_id": item["id"], "location_id": place["id"]}
        ok(await self.send("/stock/receive", at | {"quantity": str(quantity)}))
        return at

    async def on_hand(self, at: dict[str, str]) -> str:
        (level,) = (await self.get("/stock", **at))["items"]
        return str(level["on_hand"])

    async def moved(self, at: dict[str, str], kind: str) -> int:
        found = await self.get("/movements", item_id=at["item_id"], kind=kind, count="exact")
        return int(found["total"])


@pytest.mark.long
async def test_on_real_servers(empty_url: str, engine_name: str, tmp_path: Path) -> None:
    with serving(empty_url, tmp_path, WORKERS[engine_name]) as server:
        # none is kept: the server closes idle ones, and may do so just as the next request is sent
        limits = httpx2.Limits(max_connections=REMOVALS, max_keepalive_connections=0)
        async with httpx2.AsyncClient(base_url=server.address, limits=limits, timeout=60) as client:
            customer = await Customer.signed_in(client)
            await more_take_than_there_is(customer)
            await one_key_is_sent_many_times(customer)
            await one_person_asks_much_at_once(customer)
            await the_server_is_ended_at_work(customer, server)
        examined = server.command("doctor")
        assert examined.returncode == 0, examined.stdout + examined.stderr
        log = server.log.read_text()
        assert "Traceback" not in log, log[log.index("Traceback") :][:5000]


async def more_take_than_there_is(customer: Customer) -> None:
    at = await customer.stocked(STOCK)
    take = at | {"quantity": "1"}
    answers = await asyncio.gather(*(customer.send("/stock/issue", take) for _ in range(REMOVALS)))
    codes = Counter((a.status_code, a.json().get("code")) for a in answers)
    assert codes == {(201, None): STOCK, (409, "insufficient_stock"): REMOVALS - STOCK}
    assert await customer.on_hand(at) == "0"
    assert await customer.moved(at, "issue") == STOCK


async def one_key_is_sent_many_times(customer: Customer) -> None:
    at = await customer.stocked(STOCK)
    sheet = {"lines": [at | {"kind": "issue", "quantity": "3"}], "reference": "retried"}
    answers = await asyncio.gather(
        *(customer.send("/stock/postings", sheet, "one-key") for _ in range(RETRIES))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    replayed = Counter(answer.headers.get("idempotency-replayed") for answer in answers)
    assert replayed == {None: 1, "true": RETRIES - 1}
    assert await customer.on_hand(at) == str(STOCK - 3)
    assert await customer.moved(at, "issue") == 1


async def one_person_asks_much_at_once(customer: Customer) -> None:
    at = await customer.stocked(STOCK)

    async def one(index: int) -> int:
        match index % 4:
            case 0:
                answer = await customer.send("/stock/receive", at | {"quantity": "1"})
            case 1:
                answer = await customer.send("/items", {"name": f"Part {index}"})
            case 2:
                answer = await customer.client.get(f"{customer.path}/items/{at['item_id']}")
            case _:
                answer = await customer.client.get("/api/v1/users/me")
        return answer.status_code

    statuses = await asyncio.gather(*(one(index) for index in range(AT_ONCE)))
    assert set(statuses) == {200, 201}, Counter(statuses)
    assert await customer.on_hand(at) == str(STOCK + AT_ONCE // 4)


async def the_server_is_ended_at_work(customer: Customer, server: Server) -> None:
    """Whoever is being served gets their answer; the server exits as one that was asked to."""
    at = await customer.stocked(1)
    statuses: Counter[int] = Counter()
    busy = asyncio.Event()

    async def work() -> None:
        for _ in range(1000):
            try:
                answer = await customer.send("/stock/receive", at | {"quantity": "1"})
            except httpx2.TransportError:
                return  # it is gone
            statuses[answer.status_code] += 1
            if statuses.total() >= 20:
                busy.set()

    workers = [asyncio.create_task(work()) for _ in range(4)]
    await busy.wait()
    status = await asyncio.to_thread(server.end)
    await asyncio.gather(*workers)
    assert set(statuses) <= {201, 503}, statuses
    assert status in {0, -15}, server.log.read_text()[-5000:]
