"""`seed` and `reset`: the demo world comes, stays as it is, and is refused where strangers come."""

import asyncio
from pathlib import Path

import httpx2
import pytest

from app.core.engine import Database
from app.main import create_app
from tests.commands import SECRET, Quartermaster
from tests.inspection import contents, execute
from tests.settings import settings_for

ROLES = {
    "owner": {"test-org": "owner", "another-org": "owner"},
    "admin": {"test-org": "admin"},
    "member": {"test-org": "member"},
    "viewer": {"test-org": "viewer", "another-org": "member"},
}


async def sign_in(url: str, directory: Path, name: str, **more: object) -> httpx2.Response:
    """The organizations of a demo user, or the refusal to sign in."""
    settings = settings_for(directory, database_url=url, secret_key=SECRET, **more)
    database = Database(settings)
    transport = httpx2.ASGITransport(create_app(settings, database))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        body = {"email": f"{name}@scims.test", "password": f"{name}123"}
        answer = await client.post("/api/v1/auth/login", json=body)
        if answer.is_success:
            headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
            answer = await client.get("/api/v1/organizations", headers=headers)
    await database.dispose()
    return answer


def test_seeding_again_changes_nothing(
    seeded: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, database_url=empty_url)
    once = contents(settings)
    assert len(once["users"].rows) == 4
    assert len(once["stock_movements"].rows) == 16
    assert seeded("seed").status == 0
    assert contents(settings) == once


def test_seeding_brings_back_what_is_missing(
    seeded: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, database_url=empty_url)
    once = contents(settings)
    execute(settings, "DELETE FROM memberships WHERE role = 'viewer'")
    assert seeded("seed").status == 0
    assert len(contents(settings)["memberships"].rows) == len(once["memberships"].rows)


def test_each_demo_user_signs_in_with_the_role_decided(
    seeded: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    del seeded
    for name, expected in ROLES.items():
        answer = asyncio.run(sign_in(empty_url, tmp_path, name))
        listed = {row["slug"]: row["role"] for row in answer.json()["items"]}
        assert {slug: listed[slug] for slug in listed if slug in ROLES["owner"]} == expected
        assert len(listed) == len(expected) + 1  # and the own one


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_a_demo_user_does_not_sign_in_where_strangers_come(
    seeded: Quartermaster, empty_url: str, tmp_path: Path, environment: str
) -> None:
    del seeded
    # 4 is refused there, and here it would only cost time
    answer = asyncio.run(
        sign_in(empty_url, tmp_path, "owner", environment=environment, password_hash_cost=12)
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("environment", ["staging", "production"])
@pytest.mark.parametrize("command", ["seed", "reset --yes", "serve --demo"])
def test_demo_data_is_refused_where_strangers_come(
    quartermaster: Quartermaster,
    empty_url: str,
    tmp_path: Path,
    command: str,
    environment: str,
) -> None:
    said = quartermaster(*command.split(), ENVIRONMENT=environment, PASSWORD_HASH_COST=12).refused(
        2
    )
    assert f"refused in {environment}." in said
    assert len(said.splitlines()) == 1
    assert contents(settings_for(tmp_path, database_url=empty_url)) == {}


def test_seed_needs_the_newest_revision(quartermaster: Quartermaster) -> None:
    assert "run `quartermaster migrate apply`" in quartermaster("seed").refused(1)


def test_reset_makes_the_first_day_again(
    seeded: Quartermaster, empty_url: str, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, database_url=empty_url)
    execute(settings, "UPDATE users SET full_name = 'Somebody'")
    assert seeded("reset").refused(1).startswith("Abort")  # nobody there to say yes
    assert "Somebody" in repr(contents(settings)["users"])
    assert "first day" in seeded("reset", "--yes").said
    assert "Somebody" not in repr(contents(settings)["users"])
    assert len(contents(settings)["stock_movements"].rows) == 16
