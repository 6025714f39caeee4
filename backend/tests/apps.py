"""The application under test, who calls it, and organizations to act in, each a test's own."""

from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import FastAPI

from app.core.engine import Database
from app.main import create_app
from tests.world import World


@pytest.fixture(scope="session")
def apps() -> dict[Database, FastAPI]:
    """The worker's applications: the first requests of each are dear."""
    return {}


@pytest.fixture
def app(database: Database, apps: dict[Database, FastAPI]) -> FastAPI:
    """Shared by the tests of a worker; who changes it takes `own_app`."""
    if database not in apps:
        apps[database] = create_app(database.settings, database)
    return apps[database]


@pytest.fixture
def own_app(database: Database) -> FastAPI:
    """An application of the test's own, to add routes to or to break."""
    return create_app(database.settings, database)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
async def org(app: FastAPI, client: httpx2.AsyncClient) -> World:
    return await World.founded(app, client)


@pytest.fixture
async def other_org(app: FastAPI, client: httpx2.AsyncClient) -> World:
    return await World.founded(app, client)
