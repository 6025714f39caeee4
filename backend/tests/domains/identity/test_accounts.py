"""Opening an account, the profile, and the installation's superuser."""

import asyncio
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from app.core.context import Origin
from app.core.engine import Database
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import Membership, Organization, User, email_key
from app.domains.identity.service import accounts
from app.domains.identity.service.desk import Desk
from tests.world import PASSWORD, World, ok, refused

REGISTER, LOGIN, ME = "/api/v1/auth/register", "/api/v1/auth/login", "/api/v1/users/me"


def address() -> str:
    return f"{new_id().hex}@example.test"


async def register(client: httpx2.AsyncClient, **account: Any) -> httpx2.Response:
    return await client.post(REGISTER, json={"email": address(), "password": PASSWORD} | account)


async def users_at(database: Database, email: str) -> int:
    async with unit_of_work(database, write=False) as unit:
        query = select(func.count(User.id)).where(User.email_key == email_key(email))
        return int(await unit.account().session.scalar(query) or 0)


async def test_a_known_address_gets_the_answer_of_a_new_one(
    client: httpx2.AsyncClient, database: Database
) -> None:
    email = address()
    first = await register(client, email=email)
    assert first.status_code == 201
    assert first.json() == {"email": email, "status": "registered"}
    again = await register(client, email=email, password="another " + PASSWORD)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers.keys() == first.headers.keys()
    assert await users_at(database, email) == 1
    signed_in = await client.post(LOGIN, json={"email": email, "password": PASSWORD})
    assert signed_in.status_code == 200  # by the first password, not by the second


async def test_of_many_who_register_one_address_at_once_all_get_the_same_answer(
    client: httpx2.AsyncClient, database: Database
) -> None:
    email = address()
    answers = await asyncio.gather(*(register(client, email=email) for _ in range(6)))
    assert {(answer.status_code, answer.text) for answer in answers} == {(201, answers[0].text)}
    assert await users_at(database, email) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada{}@example.test", "ADA{}@EXAMPLE.TEST"),
        ("stra\u00dfe{}@example.test", "STRASSE{}@example.test"),
        ("\uff41da{}@example.test", "ada{}@example.test"),
    ],
)
async def test_an_address_is_the_same_however_it_is_written(
    client: httpx2.AsyncClient, database: Database, one: str, other: str
) -> None:
    number = new_id().hex
    for email in (one, other):
        assert (await register(client, email=email.format(number))).status_code == 201
    assert await users_at(database, one.format(number)) == 1


BAD_EMAILS = [
    "",
    "x",
    "@example.org",
    "ada@",
    "ada@localhost",
    "ada @example.org",
    "ada@example..org",
    "a\0@example.org",
    "ada@exa mple.org",
    "Ada <ada@example.org>",
    "ada@" + "x" * 320 + ".org",
    5,
    None,
    ["ada@example.org"],
    {},
]


@pytest.mark.parametrize("email", BAD_EMAILS, ids=lambda email: repr(email)[:20])
async def test_what_is_no_address_is_refused_and_named(
    client: httpx2.AsyncClient, email: object
) -> None:
    response = await register(client, email=email)
    assert refused(response) == (422, "invalid")
    assert [fault["pointer"] for fault in response.json()["errors"]] == ["/body/email"]


@pytest.mark.parametrize("password", ["x" * 11, "x" * 257, "", "correct\0horse battery", 5, None])
async def test_a_password_out_of_bounds_is_refused_and_not_repeated(
    client: httpx2.AsyncClient, password: object
) -> None:
    response = await register(client, password=password)
    assert refused(response) == (422, "invalid")
    assert [fault["pointer"] for fault in response.json()["errors"]] == ["/body/password"]
    if isinstance(password, str) and password:
        assert password not in response.text


@pytest.mark.parametrize("length", [12, 256])
async def test_a_password_within_bounds_is_taken_whole(
    client: httpx2.AsyncClient, length: int
) -> None:
    email, password = address(), ("pass word " * 26)[: length - 1] + "!"
    ok(await register(client, email=email, password=password))
    ok(await client.post(LOGIN, json={"email": email, "password": password}))
    other = await client.post(LOGIN, json={"email": email, "password": password[:-1]})
    assert other.status_code == 401


async def test_the_address_is_no_password(client: httpx2.AsyncClient) -> None:
    email = address()
    response = await register(client, email=email, password=email.upper())
    assert refused(response) == (422, "password_weak")
    assert response.json()["errors"][0]["pointer"] == "/body/password"


@pytest.mark.parametrize("extra", [{"is_superuser": True}, {"id": "x"}, {"role": "owner"}])
async def test_nobody_sets_what_is_not_asked_for(
    client: httpx2.AsyncClient, extra: dict[str, Any]
) -> None:
    response = await register(client, **extra)
    assert refused(response) == (422, "invalid")


@pytest.mark.parametrize("full_name", ["", "   ", "x" * 200, "\u2028", "\U0001f40b" * 50])
async def test_everybody_has_an_organization_of_their_own_that_tells_nothing(
    client: httpx2.AsyncClient, full_name: str
) -> None:
    email = address()
    ok(await register(client, email=email, full_name=full_name))
    signed_in = ok(await client.post(LOGIN, json={"email": email, "password": PASSWORD}))
    headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
    (own,) = ok(await client.get("/api/v1/organizations", headers=headers))["items"]
    assert own["kind"] == "personal"
    assert own["role"] == "owner"
    assert own["slug"].startswith("personal-")
    assert email.partition("@")[0] not in own["slug"]
    assert own["name"] == (full_name.strip() or email.partition("@")[0])


async def test_the_profile_is_edited_by_version(org: World) -> None:
    headers = org.owner.headers
    first = await org.client.get(ME, headers=headers)
    assert first.headers["etag"] == '"v1"'
    assert first.headers["cache-control"] == "private, no-store"
    edited = await org.client.patch(
        ME, json={"full_name": " Ada\u0301 "}, headers=headers | {"If-Match": '"v1"'}
    )
    assert ok(edited)["full_name"] == "Ad\u00e1"
    assert edited.headers["etag"] == '"v2"'
    assert ok(edited)["version"] == 2
    assert ok(edited)["updated_at"] > ok(first)["updated_at"]
    stale = headers | {"If-Match": '"v1"'}
    for version, given in (({}, stale), ({"version": 1}, headers)):
        response = await org.client.patch(ME, json={"full_name": "X"} | version, headers=given)
        assert refused(response) == (412, "version_mismatch")
        assert response.json()["version"] == 2
    ok(await org.client.patch(ME, json={"full_name": "B", "version": 2}, headers=headers))
    assert ok(await org.client.patch(ME, json={"full_name": "C"}, headers=headers))["version"] == 4
    assert ok(await org.client.patch(ME, json={}, headers=headers))["version"] == 4


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"full_name": None}, "/body/full_name"),
        ({"full_name": "x" * 201}, "/body/full_name"),
        ({"full_name": 5}, "/body/full_name"),
        ({"email": "x@example.org"}, "/body/email"),
        ({"is_superuser": True}, "/body/is_superuser"),
        ({"version": 0}, "/body/version"),
        ({"version": "x"}, "/body/version"),
        ([], "/body"),
        ("x", "/body"),
    ],
)
async def test_a_wrong_edit_of_the_profile_is_named(org: World, body: Any, pointer: str) -> None:
    response = await org.client.patch(ME, json=body, headers=org.owner.headers)
    assert refused(response) == (422, "invalid")
    assert [fault["pointer"] for fault in response.json()["errors"]] == [pointer]


def at_desk(app: FastAPI) -> Desk:
    state = app.state
    return Desk(
        state.database, state.settings, state.keys, state.passwords, Origin(), state.attempts
    )


async def test_the_superuser_is_made_once_and_keeps_the_password(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    email = address()
    desk = at_desk(app)
    id = await accounts.ensure_superuser(desk, email, PASSWORD)
    assert await accounts.ensure_superuser(desk, email.upper(), "another " + PASSWORD) == id
    signed_in = ok(await client.post(LOGIN, json={"email": email, "password": PASSWORD}))
    assert signed_in["user"]["is_superuser"]


async def test_somebody_who_has_an_account_becomes_superuser(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    email = address()
    ok(await register(client, email=email))
    await accounts.ensure_superuser(at_desk(app), email, "another " + PASSWORD)
    signed_in = ok(await client.post(LOGIN, json={"email": email, "password": PASSWORD}))
    assert signed_in["user"]["is_superuser"]


async def test_processes_that_start_at_once_make_one_superuser(
    app: FastAPI, database: Database
) -> None:
    email = address()
    ids = await asyncio.gather(
        *(accounts.ensure_superuser(at_desk(app), email, PASSWORD) for _ in range(6))
    )
    assert len(set(ids)) == 1
    assert await users_at(database, email) == 1


async def test_nobody_is_in_the_superusers_organization_but_the_superuser(app: FastAPI) -> None:
    id = await accounts.ensure_superuser(at_desk(app), address(), PASSWORD)
    async with unit_of_work(app.state.database, write=False) as unit:
        query = (
            select(Organization.kind, Membership.role)
            .join(Membership, Membership.organization_id == Organization.id)
            .where(Membership.user_id == id)
        )
        rows = (await unit.account().session.execute(query)).all()
    assert [(row.kind.value, row.role.value) for row in rows] == [("personal", "owner")]
