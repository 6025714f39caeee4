"""The start: it waits for the database, refuses one that does not fit, and says so plainly."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from fastapi import FastAPI
from sqlalchemy import func, select, text
from starlette.types import Message

from app.api.router import Unguarded
from app.cli.migrating import alembic_config
from app.core import startup
from app.core.config import BACKEND
from app.core.engine import Database
from app.core.errors import Busy
from app.core.revisions import before, head, present_revision
from app.core.startup import StartupRefused, refuse_if_behind, wait_for
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import User
from app.main import create_app
from tests.databases import prepared
from tests.settings import settings_for
from tests.world import PASSWORD


async def at_revision(database: Database, revision: str | None) -> None:
    """Say that the database was migrated to `revision`."""
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        if revision is not None:
            insert = text("INSERT INTO alembic_version VALUES (:revision)")
            await connection.execute(insert, {"revision": revision})


def served(**environment: str) -> tuple[int, str]:
    """Exit code and output of a server that does not come up."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    plain = {
        name: value
        for name, value in os.environ.items()
        if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}
    }
    done = subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-m", "uvicorn", "app.main:app", "--port", port],
        cwd=BACKEND,
        env=plain | environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_database_that_was_never_migrated_stops_the_start_in_one_sentence(
    empty_url: str, tmp_path: Path
) -> None:
    code, output = served(DATABASE_URL=empty_url, DATA_DIR=str(tmp_path))
    assert code == 3
    assert f"The database is at revision none, this version needs {head()}" in output
    assert "run `quartermaster migrate apply`" in output
    assert "Traceback" not in output
    assert output.count("The database is at revision") == 1


def test_settings_that_are_refused_stop_the_start_in_plain_sentences(tmp_path: Path) -> None:
    code, output = served(
        ENVIRONMENT="production", SECRET_KEY="short", JWT_ALGORITHM="none", DATA_DIR=str(tmp_path)
    )
    assert code == 3
    assert output.splitlines() == [
        "Settings: JWT_ALGORITHM must be HS256, not none.",
        "Settings: SECRET_KEY must have at least 32 characters.",
    ]


async def test_a_database_that_is_away_stops_the_start_after_a_while(tmp_path: Path) -> None:
    with socket.socket() as probe:  # bound and not listening: nobody else can take it
        probe.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody:hunter2@127.0.0.1:{probe.getsockname()[1]}/x"
        settings = settings_for(tmp_path, database_url=url, db_wait_seconds=0)
        app = create_app(settings)
        with pytest.raises(StartupRefused, match="cannot be used") as refusal:
            async with app.router.lifespan_context(app):
                raise AssertionError
    assert app.state.refusal == str(refusal.value)
    assert "hunter2" not in app.state.refusal
    assert "\n" not in app.state.refusal
    await app.state.database.dispose()


async def test_the_start_goes_on_once_the_database_answers(
    own_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    async def late(database: Database) -> str | None:
        calls.append(database)
        if len(calls) < 3:
            raise Busy from ConnectionRefusedError()  # why: nothing real comes back on a third try
        return await present_revision(database)

    async def at_once(_seconds: float) -> None: ...

    monkeypatch.setattr(startup, "present_revision", late)
    monkeypatch.setattr("asyncio.sleep", at_once)  # why: and nobody waits for it
    await wait_for(own_database)
    assert len(calls) == 3


async def test_a_database_of_a_newer_version_is_left_alone(own_database: Database) -> None:
    await at_revision(own_database, "f00df00df00d")
    with pytest.raises(StartupRefused, match="was migrated by a newer one; run that one"):
        await refuse_if_behind(own_database)


async def test_a_database_that_fits_is_let_through(own_database: Database) -> None:
    await at_revision(own_database, head())
    await refuse_if_behind(own_database)
    assert await present_revision(own_database) == head()


async def test_a_start_that_succeeds_makes_the_superuser_and_ends_by_closing(
    empty_url: str, tmp_path: Path
) -> None:
    given: dict[str, Any] = {
        "first_superuser_email": "root@example.test",
        "first_superuser_password": PASSWORD,
    }
    database = await prepared(settings_for(tmp_path, database_url=empty_url, **given))
    await at_revision(database, head())
    for _ in range(2):
        app = create_app(database.settings, database)
        query = select(func.count(User.id)).where(User.is_superuser)
        async with (
            app.router.lifespan_context(app),
            unit_of_work(database, write=False) as unit,
        ):
            assert await unit.account().session.scalar(query) == 1
    await database.dispose()


def test_the_scripts_are_found_wherever_the_program_lies() -> None:
    scripts = ScriptDirectory.from_config(alembic_config())
    assert before() == {
        script.revision: script.down_revision for script in scripts.walk_revisions()
    }
    assert head() == scripts.get_current_head()


async def lived(app: FastAPI) -> list[Message]:
    """What the server hears of a start and, where it came to that, of the end."""
    heard: list[Message] = []
    said = iter(["lifespan.startup", "lifespan.shutdown"])

    async def receive() -> Message:
        return {"type": next(said)}

    async def send(message: Message) -> None:
        heard.append(message)

    await app({"type": "lifespan", "state": {}}, receive, send)
    return heard


async def test_the_server_hears_the_sentence_and_no_traceback(own_database: Database) -> None:
    app = create_app(own_database.settings, own_database)
    (failed,) = await lived(app)
    assert failed["type"] == "lifespan.startup.failed"
    assert failed["message"] == app.state.refusal
    assert failed["message"].startswith("The database is at revision none")


async def test_a_start_that_succeeds_is_heard_and_so_is_its_end(own_database: Database) -> None:
    await at_revision(own_database, head())
    heard = await lived(create_app(own_database.settings, own_database))
    assert [message["type"] for message in heard] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]


async def test_a_defect_at_the_start_keeps_its_traceback(own_database: Database) -> None:
    app = create_app(own_database.settings, own_database)

    @app.get("/api/v1/forgotten")
    async def forgotten() -> None: ...

    with pytest.raises(Unguarded):
        await lived(app)
