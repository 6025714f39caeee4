"""What is wrong with a database or a setting is said in one sentence, by every program that starts."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from app.core.config import Settings
from app.core.startup import StartupRefused
from app.main import create_app, lifespan
from tests.commands import SECRET, Checkout, Done, Quartermaster, free_port
from tests.inspection import contents, execute
from tests.services import postgres
from tests.settings import settings_for

USER = ("create-superuser", "--email", "ada@example.org", "--password", "long enough, surely")
COMMANDS = (
    ("migrate", "apply"),
    ("migrate", "check"),
    ("seed",),
    ("doctor",),
    ("reset", "--yes"),
    ("serve",),
    USER,
)
Trouble: TypeAlias = Callable[[Path], tuple[str, str]]


def in_a_missing_folder(directory: Path) -> tuple[str, str]:
    return f"sqlite:///{directory}/none/own.db", "unable to open database file"


def no_database_at_all(directory: Path) -> tuple[str, str]:
    (directory / "bad.db").write_bytes(b"This was never a database. " * 200)
    return f"sqlite:///{directory}/bad.db", "file is not a database"


def a_folder(directory: Path) -> tuple[str, str]:
    return f"sqlite:///{directory}", "unable to open database file"


def nobody_there(_: Path) -> tuple[str, str]:
    return "postgresql://ada:secret@127.0.0.1:1/none", "Conn"  # "ect call failed", "ection refused"


def a_name_unknown(_: Path) -> tuple[str, str]:
    return postgres.shared().url("qm_none"), 'database "qm_none" does not exist'


def a_wrong_password(_: Path) -> tuple[str, str]:
    url = postgres.shared().address.set(password="wrong")
    return url.render_as_string(hide_password=False), "password authentication failed"


TROUBLES: tuple[Trouble, ...] = (
    in_a_missing_folder,
    no_database_at_all,
    a_folder,
    nobody_there,
    a_name_unknown,
    a_wrong_password,
)


def uvicorn(checkout: Checkout, *options: str, **environment: object) -> Done:
    port = str(free_port())
    return checkout.run("uvicorn", "app.main:app", "--port", port, *options, **environment)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/here.db"


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)
def test_a_database_that_cannot_be_used(
    tmp_path: Path, alone: Quartermaster, trouble: Trouble
) -> None:
    url, why = trouble(tmp_path)
    for command in COMMANDS:
        said = alone(*command, DATABASE_URL=url, PORT=free_port(), DB_WAIT_SECONDS=0).refused(1)
        assert said.startswith("The database "), command
        assert why in said
        assert len(said.splitlines()) == 1
        assert "secret" not in said


@pytest.mark.parametrize("trouble", [no_database_at_all, nobody_there, a_name_unknown])
def test_uvicorn_on_a_database_that_cannot_be_used(
    tmp_path: Path, checkout: Checkout, trouble: Trouble
) -> None:
    """It ends at once where waiting cannot help, else when the time is over."""
    url, why = trouble(tmp_path)
    seconds = 0.3 if trouble is nobody_there else 600
    said = uvicorn(checkout, DATABASE_URL=url, DB_WAIT_SECONDS=seconds).refused(3)
    assert why in said
    assert said.count("cannot be used") == 1


@pytest.mark.parametrize("environment", ["development", "production"])
def test_serving_waits_for_the_database_before_it_gives_up(
    checkout: Checkout, tmp_path: Path, environment: str
) -> None:
    """In development, too, where it would migrate first."""
    url, why = nobody_there(tmp_path)
    live = {"ENVIRONMENT": environment, "SECRET_KEY": SECRET, "PASSWORD_HASH_COST": 12}
    live |= {"DATABASE_URL": url, "DB_WAIT_SECONDS": "0.3", "PORT": free_port()}
    *waiting, last = checkout.run("quartermaster", "serve", **live).refused(1).splitlines()
    assert waiting
    assert all("waiting for the database" in line for line in waiting)
    assert why in last


def test_a_locked_file(tmp_path: Path, alone: Quartermaster) -> None:
    url = f"sqlite:///{tmp_path}/own.db"
    assert alone("migrate", "apply", DATABASE_URL=url).status == 0
    other = sqlite3.connect(tmp_path / "own.db")
    other.execute("BEGIN EXCLUSIVE")
    said = alone("seed", DATABASE_URL=url).refused(1)
    other.close()
    assert said.endswith("cannot be used: database is locked.")


def test_uvicorn_on_a_database_that_was_never_migrated(checkout: Checkout, empty_url: str) -> None:
    said = uvicorn(checkout, DATABASE_URL=empty_url).refused(3)
    assert "is at revision none, this version needs" in said
    assert "run `quartermaster migrate apply`" in said


def refusal_of(settings: Settings) -> str:
    """Why the application does not start."""

    async def start() -> str:
        app = create_app(settings)
        with pytest.raises(StartupRefused) as refused:
            async with lifespan(app):
                pass
        await app.state.database.dispose()
        assert app.state.refusal == str(refused.value)
        return str(refused.value)

    return asyncio.run(start())


def test_a_database_of_a_newer_version(
    quartermaster: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    assert quartermaster("migrate", "apply").status == 0
    settings = settings_for(tmp_path, database_url=empty_url)
    execute(settings, "UPDATE alembic_version SET version_num = 'future'")
    assert "revision future, which this version does not know" in refusal_of(settings)
    assert "revision future, which this version does not know" in quartermaster("seed").refused(1)


REFUSED: dict[str, dict[str, object]] = {
    "SECRET_KEY must have at least 32 characters": {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "short",
        "PASSWORD_HASH_COST": 12,
    },
    "PORT: Input should be a valid integer": {"PORT": "eighty"},
    "DATABASE_URL: must begin with": {"DATABASE_URL": "mysql://localhost/stock"},
    "CORS_ORIGINS must name origins": {"CORS_ORIGINS": "*"},
    "DATA_DIR: /dev/null/here cannot be used": {"DATA_DIR": "/dev/null/here", "DATABASE_URL": ""},
    "SECRET_KEY_FILE": {"SECRET_KEY_FILE": "/dev/null/none"},
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_settings_that_are_refused(alone: Quartermaster, on_sqlite: str, sentence: str) -> None:
    for command in ("seed", "migrate apply", "doctor", "openapi", "serve"):
        said = alone(*command.split(), **{"DATABASE_URL": on_sqlite} | REFUSED[sentence])
        assert sentence in said.refused(2)
        assert len(said.err.strip().splitlines()) == 1


@pytest.mark.parametrize("program", ["uvicorn", "workers", "alembic"])
def test_programs_of_others_refuse_settings_plainly_too(checkout: Checkout, program: str) -> None:
    """And end: a supervisor must not start its workers again and again."""
    live = {"ENVIRONMENT": "production", "PASSWORD_HASH_COST": 12}
    if program == "alembic":
        said = checkout.run("alembic", "upgrade", "head", **live).refused(1)
    elif program == "uvicorn":
        said = uvicorn(checkout, **live).refused(3)
    else:
        said = uvicorn(checkout, "--workers", "2", **live).refused(0)
    assert "Settings: SECRET_KEY must be set in production" in said


def test_a_first_superuser_that_cannot_be(alone: Quartermaster, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/own.db"
    assert alone("migrate", "apply", DATABASE_URL=url).status == 0
    user = {"first_superuser_email": "ada", "first_superuser_password": "short"}
    said = refusal_of(settings_for(tmp_path, database_url=url, **user))
    assert said.startswith("FIRST_SUPERUSER_EMAIL: must be an e-mail address")
    assert "FIRST_SUPERUSER_PASSWORD: " in said
    assert contents(settings_for(tmp_path, database_url=url))["users"].rows == ()
