"""The whole API with one unit of work at a time and one connection: nothing waits for itself."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI

from app.core.engine import Database
from app.main import create_app
from tests.contract.cases import FIXTURES
from tests.contract.operations import Operation, operations
from tests.contract.wire import Answer, request_of
from tests.databases import prepared
from tests.settings import settings_for
from tests.world import World

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time

PATIENCE = 60
NOT_MIGRATED = "get_ready"  # the tables of this database were not made by migrations


@pytest.fixture
async def narrow_database(empty_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    settings = settings_for(
        tmp_path,
        database_url=empty_url,
        db_concurrency=1,
        db_pool_size=1,
        db_max_overflow=0,
        db_pool_timeout=5,
    )
    database = await prepared(settings)
    yield database
    await database.dispose()


async def test_every_operation_needs_one_connection_at_a_time(narrow_database: Database) -> None:
    app = create_app(narrow_database.settings, narrow_database)
    transport = httpx2.ASGITransport(app)
    async with (
        httpx2.AsyncClient(transport=transport, base_url="http://test") as client,
        asyncio.timeout(PATIENCE),
    ):
        world = await World.founded(app, client)
        found = [operation for operation in operations(app) if operation.id != NOT_MIGRATED]
        answers = await asyncio.gather(*(once(app, world, operation) for operation in found))
    wrong = {
        operation.id: (answer.status, answer.content)
        for operation, answer in zip(found, answers, strict=True)
        if not 200 <= answer.status < 300
    }
    assert wrong == {}


async def once(app: FastAPI, world: World, operation: Operation) -> Answer:
    """All of them at once, each with what it needs made just before."""
    call = await FIXTURES[operation.id](world)
    return await request_of(operation, call, world).send(app)
