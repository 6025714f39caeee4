from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI

from app.core.engine import Database
from app.main import create_app
from tests.core import tables
from tests.world import World


@pytest.fixture
def app(own_app: FastAPI) -> FastAPI:
    """Of each test's own: here they add routes."""
    return own_app


@pytest.fixture
async def gadgets(database: Database) -> type[tables.Gadget]:
    """The tests' own tables, in the database of this engine."""
    await _create(database)
    return tables.Gadget


@pytest.fixture
async def postgres_org(postgresql_database: Database) -> AsyncIterator[World]:
    """An organization for what only PostgreSQL does."""
    await _create(postgresql_database)
    app = create_app(postgresql_database.settings, postgresql_database)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield await World.founded(app, client)


async def _create(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(tables.metadata.create_all)
