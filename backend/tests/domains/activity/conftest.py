"""A database of the test's own where the logs are sealed."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from app.core.engine import Database
from app.main import create_app
from tests.domains.activity.chained import Chained
from tests.world import World


@pytest.fixture
async def chained(own_database: Database) -> AsyncIterator[Chained]:
    app = create_app(own_database.settings, own_database)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield Chained(await World.founded(app, client), client)
