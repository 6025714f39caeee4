"""Limits that guard no account: in Redis, in the process, and what happens between the two."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from app.core.limits import rates as module
from app.core.limits.rates import Rates
from app.core.limits.rules import By, Limit, RateLimited
from app.main import create_app
from tests.commands import free_port
from tests.services import valkey
from tests.services.valkey import ValkeyServer
from tests.settings import settings_for

FEW = Limit("few", By.ADDRESS, 10, 60)
MANY = Limit("many", By.ACCOUNT, 1000, 60)
SHORT = Limit("short", By.ADDRESS, 3, 1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyServer]:
    with valkey.running(tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture
def one_more_try(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis, once away, is asked again at every turn."""
    monkeypatch.setattr(module, "AWAY", 0.0)


@asynccontextmanager
async def process(folder: Path, **values: Any) -> AsyncIterator[Rates]:
    """What one process counts with."""
    rates = Rates(settings_for(folder, rate_limits=True, **values))
    yield rates
    await rates.close()


async def granted(rates: Rates, limit: Limit, times: int, subject: str = "ada") -> int:
    """How many of so many parallel requests get through."""
    answers = await asyncio.gather(
        *(rates.admit(limit, subject) for _ in range(times)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, RateLimited)]
    strange = [a for a in answers if isinstance(a, Exception) and not isinstance(a, RateLimited)]
    assert strange == []
    return times - len(refused)


@pytest.mark.parametrize("limit", [FEW, MANY])
async def test_one_process_grants_exactly_as_often_as_it_says(tmp_path: Path, limit: Limit) -> None:
    async with process(tmp_path) as rates:
        assert await granted(rates, limit, limit.times + 50) == limit.times
        assert await granted(rates, limit, 5, "grace") == 5
        assert await granted(rates, limit, 5) == 0


async def test_two_processes_grant_together_no_more_than_one(
    tmp_path: Path, server: ValkeyServer
) -> None:
    url = {"redis_url": server.url}
    async with process(tmp_path, **url) as one, process(tmp_path, **url) as other:
        both = await asyncio.gather(granted(one, MANY, 800), granted(other, MANY, 800))
        shares = 2 * MANY.times // module.SHARES
        assert MANY.times - shares <= sum(both) <= MANY.times
        assert await granted(one, FEW, 7) + await granted(other, FEW, 7) == FEW.times


async def test_an_answer_tells_what_is_left_and_a_refusal_when_to_come_back(
    tmp_path: Path,
) -> None:
    async with process(tmp_path) as rates:
        left = []
        for _ in range(FEW.times):
            standing = await rates.admit(FEW, "ada")
            assert standing is not None
            left.append(standing.left)
            policy, says = (value.decode() for _, value in standing.headers())
            assert policy == '"few";q=10;w=60'
            assert says.startswith(f'"few";r={standing.left};t=')
        assert left == [*range(9, -1, -1)]
        with pytest.raises(RateLimited) as refusal:
            await rates.admit(FEW, "ada")
    assert 1 <= int(refusal.value.headers["Retry-After"]) <= 60
    assert refusal.value.headers["RateLimit"].startswith('"few";r=0;t=')
    assert (refusal.value.status, refusal.value.code) == (429, "rate_limited")


@pytest.mark.parametrize("where", ["here", "there"])
async def test_after_the_window_it_begins_anew(
    tmp_path: Path, server: ValkeyServer, where: str
) -> None:
    async with process(tmp_path, redis_url=server.url if where == "there" else None) as rates:
        for _ in range(2):
            assert await granted(rates, SHORT, 5) == 3
            await asyncio.sleep(SHORT.seconds + 1)  # Redis tells whole seconds


async def test_health_tells_that_redis_is_away_and_is_ready_all_the_same(
    app: FastAPI,
) -> None:
    settings = app.state.settings.model_copy(
        update={"rate_limits": True, "redis_url": f"redis://127.0.0.1:{free_port()}"}
    )
    own = create_app(settings, app.state.database)
    own.state.revision = None  # the tables of the tests are made without migrations
    transport = httpx2.ASGITransport(own)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        assert (await client.get("/health/ready")).json()["status"] == "ok"
        assert (await client.get("/api/v1/users/me")).status_code == 401
        ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    await own.state.rates.close()


@pytest.mark.usefixtures("one_more_try")
async def test_while_redis_is_away_each_process_counts_for_itself(tmp_path: Path) -> None:
    with valkey.running(tmp_path / "own") as server:
        async with process(tmp_path, redis_url=server.url) as rates:
            assert await rates.answers()
            assert await granted(rates, FEW, 20) == 10
            server.kill()
            assert not await rates.answers()
            assert await granted(rates, FEW, 20, "bob") == 10, "neither open nor shut"
            server.start()
            async with process(tmp_path, redis_url=server.url) as other:
                assert await granted(rates, FEW, 6, "eve") == 6
                assert await granted(other, FEW, 20, "eve") == 4, "it noticed that Redis is back"


async def test_a_redis_that_answers_nothing_is_away_too(tmp_path: Path) -> None:
    with valkey.running(tmp_path / "own") as server:
        async with process(tmp_path, redis_url=server.url) as rates:
            assert await granted(rates, FEW, 1) == 1
            with server.frozen():
                assert await granted(rates, FEW, 20, "bob") == 10


async def test_switched_off_nothing_is_counted(tmp_path: Path) -> None:
    rates = Rates(settings_for(tmp_path, rate_limits=False))
    assert await rates.admit(FEW, "ada") is None
    assert await granted(rates, FEW, 100) == 100


async def test_of_too_many_callers_the_first_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 10)
    async with process(tmp_path) as rates:
        for number in range(100):
            assert await granted(rates, FEW, 1, str(number)) == 1
        assert len(rates._shares) == 10
        assert await granted(rates, FEW, 20, "0") == 9, "counted all the same, where it is counted"
