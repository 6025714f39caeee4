"""`create-superuser`, `doctor`, `openapi` and `env-example`."""

import asyncio
import json
from pathlib import Path

import httpx2
import pytest

from app.core.config import Settings
from app.core.engine import Database
from app.main import create_app
from tests.commands import BACKEND, ROOT, Quartermaster
from tests.inspection import contents, execute
from tests.settings import settings_for

PASSWORD = "a password of some length"


def superusers(settings: Settings) -> list[tuple[str, bool]]:
    table = contents(settings)["users"]
    email, is_superuser = (table.columns.index(name) for name in ("email", "is_superuser"))
    return sorted((row[email], bool(row[is_superuser])) for row in table.rows)


def create(quartermaster: Quartermaster, email: str, password: str = PASSWORD) -> tuple[int, str]:
    done = quartermaster("create-superuser", "--email", email, "--password", password)
    return done.status, done.said if done.status == 0 else done.refused(done.status)


def test_a_superuser_is_made(migrated: Quartermaster, empty_url: str, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, database_url=empty_url)
    for _ in range(2):  # the second time there is nothing left to do
        assert create(migrated, "ada@example.org") == (0, "ada@example.org is a superuser.\n")
        assert superusers(settings) == [("ada@example.org", True)]


def test_a_known_account_becomes_one_and_keeps_its_password(
    seeded: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, database_url=empty_url)
    before = contents(settings)["users"].only({"email", "password_hash"})
    assert create(seeded, "Member@SCIMS.test")[0] == 0
    assert ("member@scims.test", True) in superusers(settings)
    assert contents(settings)["users"].only({"email", "password_hash"}) == before


def test_a_superuser_needs_an_address_and_a_password(
    migrated: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    for email, password, named in (
        ("ada", PASSWORD, "EMAIL"),
        ("ada@example.org", "short", "PASSWORD"),
    ):
        status, said = create(migrated, email, password)
        assert status == 2
        assert said.startswith(f"{named}: ")
        assert "Value error" not in said
    assert superusers(settings_for(tmp_path, database_url=empty_url)) == []


def test_doctor_shows_the_set_up_and_finds_nothing_wrong(seeded: Quartermaster) -> None:
    said = seeded("doctor").said
    assert "pool         5 + 10, timeout 30 s, recycle 3600 s, at work 12" in said
    assert "4 users, 16 movements" in said
    assert "Every level is the sum of its movements." in said
    assert "in the database; all others in the process\n" in said
    assert "limits       off" in seeded("doctor", RATE_LIMITS="off").said
    redis = "redis://127.0.0.1:1"
    live = {"ENVIRONMENT": "production", "PASSWORD_HASH_COST": 12}
    said = seeded("doctor", **live, REDIS_URL=redis, CELERY_BROKER_URL=redis).said
    assert "pool         20 + 50, timeout 30 s, recycle 3600 s, at work 12" in said
    shown = (
        "limits       of sign-in, recovery, codes, invitations in the database; all others in the"
    )
    assert f"{shown} process, since Redis does not answer" in said
    assert "jobs         Celery" in said


def test_doctor_names_a_level_that_is_not_what_was_moved(
    seeded: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    planted = "UPDATE stock_levels SET on_hand = on_hand + 1 WHERE on_hand = 12250000"
    execute(settings_for(tmp_path, database_url=empty_url), planted)
    done = seeded("doctor")
    assert "1 levels are not what their movements add up to." in done.refused(1)
    assert "test-org: lot " in done.out
    assert "the level says 12.250001, its movements 12.25" in done.out


def test_doctor_needs_the_newest_revision(quartermaster: Quartermaster) -> None:
    assert "run `quartermaster migrate apply`" in quartermaster("doctor").refused(1)


async def served(settings: Settings, *paths: str) -> list[object]:
    database = Database(settings)
    transport = httpx2.ASGITransport(create_app(settings, database))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        answers = [(await client.get(path)).json() for path in paths]
    await database.dispose()
    return answers


@pytest.mark.untraced  # goes over the same lines again and again: half the time
@pytest.mark.of_http_alone
def test_openapi_is_what_the_server_serves(
    quartermaster: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    printed = quartermaster("openapi").said
    file = tmp_path / "client/openapi.json"
    assert quartermaster("openapi", "--output", str(file)).said == ""
    assert file.read_text(encoding="utf-8") == printed
    settings = settings_for(tmp_path, database_url=empty_url)
    answers = asyncio.run(served(settings, "/openapi.json", "/api/v1/openapi.json"))
    assert answers == [json.loads(printed)] * 2


@pytest.mark.of_http_alone
@pytest.mark.untraced  # goes over the same lines again and again: half the time
def test_openapi_that_cannot_be_written(quartermaster: Quartermaster, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = quartermaster("openapi", "-o", str(tmp_path / "file/openapi.json")).refused(1)
    assert said.startswith(str(tmp_path / "file"))


@pytest.mark.parametrize("folder", [ROOT, BACKEND])
def test_env_example_is_the_committed_one(quartermaster: Quartermaster, folder: Path) -> None:
    printed = quartermaster("env-example").said
    assert (folder / ".env.example").read_text() == printed, "run `quartermaster env-example`"
    for name in Settings.model_fields:
        assert f"\n#{name.upper()}=" in printed


@pytest.mark.of_http_alone
def test_the_permission_table_is_the_committed_one(
    quartermaster: Quartermaster, tmp_path: Path
) -> None:
    printed = quartermaster("permissions").said
    committed = (ROOT / "docs/reference/permissions.md").read_text(encoding="utf-8")
    again = "run `quartermaster permissions -o ../docs/reference/permissions.md`"
    assert committed == printed, again
    file = tmp_path / "permissions.md"
    assert quartermaster("permissions", "--output", str(file)).said == ""
    assert file.read_text(encoding="utf-8") == printed
