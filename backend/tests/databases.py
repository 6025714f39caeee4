"""The databases of tests: every test that touches one runs on both engines."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from app.core.config import Settings
from app.core.engine import Database
from app.core.ids import new_id
from app.models import metadata
from tests import models
from tests.services import postgres
from tests.settings import settings_for

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_name" in metafunc.fixturenames:
        engines = metafunc.config.getoption("--engines").split(",")
        if metafunc.definition.get_closest_marker("of_http_alone"):
            engines = engines[:1]
        # PostgreSQL goes over the lines that SQLite is traced in, and tracing doubles the time
        again = [pytest.mark.untraced] if len(engines) > 1 else []
        marks = {"postgresql": again}
        params = [pytest.param(engine, marks=marks.get(engine, ())) for engine in engines]
        metafunc.parametrize("engine_name", params, indirect=True)


@pytest.fixture
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def prepared(settings: Settings) -> Database:
    """A database with empty tables."""
    database = Database(settings)
    # from here on the pool keeps a connection open, and memory lives as long as one does
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return database


@pytest.fixture(scope="session")
async def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    url = f"sqlite:///file:/qm-{WORKER}?vfs=memdb&uri=true"
    database = await prepared(settings_for(tmp_path_factory.mktemp("data"), database_url=url))
    yield database
    await database.dispose()


@pytest.fixture(scope="session")
async def postgresql_database(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    server, name = postgres.shared(), f"qm_{WORKER}_{new_id().hex}"
    server.create_database(name)
    url = server.url(name)
    database = await prepared(settings_for(tmp_path_factory.mktemp("data"), database_url=url))
    yield database
    await database.dispose()
    server.drop_database(name)


@pytest.fixture
def database(engine_name: str, request: pytest.FixtureRequest) -> Database:
    """The worker's database of this engine; tests share it and keep apart by organization."""
    found = request.getfixturevalue(f"{engine_name}_database")
    assert isinstance(found, Database)
    return found


@pytest.fixture
def empty_url(engine_name: str, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the test's own, without a table in it."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'own.db'}"
        return
    server, name = postgres.shared(), f"qm_own_{new_id().hex}"
    server.create_database(name)
    yield server.url(name)
    server.drop_database(name)


async def _with_tables(folder: Path, url: str) -> None:
    await (await prepared(settings_for(folder, database_url=url))).dispose()


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with empty tables, to be copied: a tenth of what making them takes."""

    def fill(model: Path) -> None:
        asyncio.run(_with_tables(tmp_path_factory.mktemp("model"), f"sqlite:///{model}"))

    return models.file("tables", fill)


@pytest.fixture(scope="session")
def postgresql_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The same as a template."""
    server = postgres.shared()

    def fill(name: str) -> None:
        server.create_database(name)
        asyncio.run(_with_tables(tmp_path_factory.mktemp("model"), server.url(name)))

    return models.template("tables", fill)


@pytest.fixture
def own_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database of the test's own, with empty tables."""
    model = request.getfixturevalue(f"{engine_name}_model")
    if engine_name == "sqlite":
        shutil.copy(model, tmp_path / "own.db")
        yield f"sqlite:///{tmp_path / 'own.db'}"
        return
    server, name = postgres.shared(), f"qm_own_{new_id().hex}"
    server.create_database(name, template=model)
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
async def own_database(own_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(settings_for(tmp_path, database_url=own_url))
    yield database
    await database.dispose()
