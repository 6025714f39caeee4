"""When a session or key was last used: seldom written, after the answer, and never at its expense."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from starlette.types import Message, Send

from app.core.clock import now
from app.core.engine import Database
from app.core.errors import Busy
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import ApiKey, UserSession
from app.domains.identity.service.usage import Usage
from app.main import create_app
from tests.statements import Statements
from tests.world import World

ITEMS = "/items"


@pytest.fixture
async def here(own_app: FastAPI) -> AsyncIterator[World]:
    """A process that has written nothing yet."""
    transport = httpx2.ASGITransport(own_app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield await World.founded(own_app, client)


async def used_at(database: Database, model: Any, id: UUID) -> datetime:
    async with unit_of_work(database, write=False) as unit:
        query = select(model.last_used_at).where(model.id == id)
        found: datetime | None = await unit.account().session.scalar(query)
        assert found is not None
        return found


async def rested(world: World, **ago: float) -> datetime:
    """Its owner's session was last used so long ago."""
    at = now() - timedelta(**ago)
    async with unit_of_work(world.database, write=True) as unit:
        mine = UserSession.id == world.owner.session_id
        await unit.connection.execute(update(UserSession).where(mine).values(last_used_at=at))
    return at


def updates(statements: Statements) -> int:
    return sum(text.startswith("UPDATE") for text in statements.sent)


async def test_after_five_minutes_it_is_written_once(here: World) -> None:
    before = await rested(here, minutes=5, seconds=1)
    with Statements(here.database) as statements:
        answers = await asyncio.gather(*(here.call("GET", ITEMS) for _ in range(16)))
    assert {answer.status_code for answer in answers} == {200}
    assert updates(statements) == 1
    assert await used_at(here.database, UserSession, here.owner.session_id) > before


async def test_within_five_minutes_a_read_writes_nothing(here: World) -> None:
    await rested(here, minutes=4, seconds=50)
    with Statements(here.database) as statements:
        assert (await here.call("GET", ITEMS)).status_code == 200
    assert updates(statements) == 0


async def test_what_another_process_wrote_counts(here: World, app: FastAPI) -> None:
    await rested(here, minutes=9)
    assert (await here.call("GET", ITEMS)).status_code == 200
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as other:
        with Statements(here.database) as statements:
            answer = await other.get(f"{here.path}{ITEMS}", headers=here.owner.headers)
    assert answer.status_code == 200
    assert updates(statements) == 0


async def test_a_key_is_used_at_its_first_request(here: World) -> None:
    key = await here.post("/api-keys", {"name": "Scanner", "scopes": ["catalog:read"]})
    (row,) = (await here.get("/api-keys"))["items"]
    assert row["last_used_at"] is None
    headers = {"Authorization": f"Bearer {key['key']}"}
    with Statements(here.database) as statements:
        for _ in range(3):
            answer = await here.client.get(f"{here.path}{ITEMS}", headers=headers)
            assert answer.status_code == 200
    assert updates(statements) == 1
    used = await used_at(here.database, ApiKey, UUID(key["id"]))
    assert used > now() - timedelta(minutes=1)


async def test_what_is_refused_is_used_all_the_same(here: World, other_org: World) -> None:
    before = await rested(here, minutes=9)
    path = f"/api/v1/organizations/{other_org.id}/items"
    assert (await here.client.get(path, headers=here.owner.headers)).status_code == 404
    assert await used_at(here.database, UserSession, here.owner.session_id) > before


async def listed(here: World, send: Send) -> None:
    """`GET /items` as a server calls the application: it returns when all is done."""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    token = here.owner.headers["Authorization"].encode()
    scope = {"type": "http", "method": "GET", "path": f"{here.path}{ITEMS}", "query_string": b""}
    scope |= {"headers": [(b"authorization", token)], "client": ("192.0.2.1", 1)}
    scope |= {"scheme": "http", "server": ("test", 80), "root_path": "", "http_version": "1.1"}
    await here.app(scope, receive, send)


async def test_it_is_written_after_the_answer(here: World) -> None:
    await rested(here, minutes=9)
    order: list[str] = []

    async def send(message: Message) -> None:
        order.append(message["type"])

    written = here.app.state.usage.write

    async def write(me: Any) -> None:
        order.append("written")
        await written(me)

    here.app.state.usage.write = write
    await listed(here, send)
    assert order == ["http.response.start", "http.response.body", "written"]


async def test_a_database_that_has_no_time_for_it_harms_no_answer(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rested(here, minutes=9)

    async def write(_self: Usage, _me: Any) -> None:
        raise Busy

    monkeypatch.setattr(Usage, "write", write)
    answer = await here.call("GET", ITEMS)
    assert (answer.status_code, answer.json()["items"]) == (200, [])


async def test_a_writer_at_work_is_waited_for_after_the_answer(own_database: Database) -> None:
    """On SQLite there is one writer at a time; a read does not stand in its line.

    In a file, as it is served: in memory, readers would wait for a writer.
    """
    app = create_app(own_database.settings, own_database)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        here = await World.founded(app, client)
    await rested(here, minutes=9)
    answered = asyncio.Event()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            answered.set()

    async with unit_of_work(here.database, write=True):
        request = asyncio.create_task(listed(here, send))
        await answered.wait()
    await request
    session_id = here.owner.session_id
    assert await used_at(here.database, UserSession, session_id) > now() - timedelta(minutes=1)
