"""Step-up: what a session alone must not do needs a proof that is not older than five minutes."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Annotated

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from app.core.clock import now
from app.core.context import Context
from app.core.engine import Database
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.activity.models import AccountEvent
from app.domains.identity.deps import SelfSteppedUp, SuperuserSteppedUp, requires
from app.domains.identity.models import UserSession
from app.domains.identity.permissions import Permission, Role
from tests.world import PASSWORD, Person, World, ok, refused, sign_up

AUTH = "/api/v1/auth"
NEEDED = (403, "step_up_required")
Careful = Annotated[Context, requires(Permission.MEMBERS_READ, step_up=True)]


@pytest.fixture
async def vault(own_app: FastAPI) -> AsyncIterator[World]:
    """An application with operations that need a step-up."""

    async def mine(ctx: SelfSteppedUp) -> str:
        return str(ctx.actor.user_id)

    async def inside(ctx: Careful) -> str:
        return ctx.tenant.slug

    async def superusers(ctx: SuperuserSteppedUp) -> str:
        return str(ctx.actor.user_id)

    own_app.get("/api/v1/vault")(mine)
    own_app.get("/api/v1/organizations/{organization}/vault")(inside)
    own_app.get("/api/v1/admin-vault")(superusers)
    transport = httpx2.ASGITransport(own_app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        yield await World.founded(own_app, client)


async def proved(world: World, person: Person, seconds_ago: float | None) -> None:
    at = None if seconds_ago is None else now() - timedelta(seconds=seconds_ago)
    async with unit_of_work(world.database, write=True) as unit:
        mine = UserSession.id == person.session_id
        await unit.connection.execute(update(UserSession).where(mine).values(stepped_up_at=at))


async def test_an_operation_that_needs_it_is_refused_without_and_after_five_minutes(
    vault: World,
) -> None:
    me = vault.owner
    for seconds, good in ((None, False), (1, True), (299, True), (301, False)):
        await proved(vault, me, seconds)
        mine = await vault.client.get("/api/v1/vault", headers=me.headers)
        inside = await vault.call("GET", "/vault")
        for answer in (mine, inside):
            assert answer.is_success if good else refused(answer) == NEEDED
    assert "POST /api/v1/auth/step-up" in inside.json()["detail"]


async def test_who_may_not_do_it_at_all_is_told_that_first(vault: World) -> None:
    stranger = await sign_up(vault.app, stepped_up=False)
    assert refused(await vault.call("GET", "/vault", by=stranger)) == (404, "not_found")
    answer = await vault.client.get("/api/v1/admin-vault", headers=stranger.headers)
    assert refused(answer) == (403, "forbidden")
    member = await vault.person(Role.VIEWER)
    assert (await vault.call("GET", "/vault", by=member)).is_success


class Account:
    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client, self.email = client, f"{new_id().hex}@example.test"

    async def signed_in(self) -> dict[str, str]:
        body = {"email": self.email, "password": PASSWORD}
        answer = ok(await self.client.post(f"{AUTH}/login", json=body))
        return {"Authorization": f"Bearer {answer['access_token']}"}

    async def step_up(self, headers: dict[str, str], password: str = PASSWORD) -> httpx2.Response:
        return await self.client.post(
            f"{AUTH}/step-up", json={"password": password}, headers=headers
        )


@pytest.fixture
async def account(client: httpx2.AsyncClient) -> Account:
    account = Account(client)
    body = {"email": account.email, "password": PASSWORD}
    ok(await client.post(f"{AUTH}/register", json=body))
    return account


async def marks(database: Database, headers: dict[str, str], client: httpx2.AsyncClient) -> int:
    """How many sessions of this person are proved."""
    me = ok(await client.get("/api/v1/users/me", headers=headers))["id"]
    async with unit_of_work(database, write=False) as unit:
        rows = await unit.account().session.scalars(select(UserSession))
        return sum(str(row.user_id) == me and row.stepped_up_at is not None for row in rows)


async def test_the_password_proves_this_session_and_no_other(
    account: Account, database: Database
) -> None:
    here, _there = await account.signed_in(), await account.signed_in()
    assert await marks(database, here, account.client) == 0
    response = await account.step_up(here)
    assert (response.status_code, response.content) == (204, b"")
    assert await marks(database, here, account.client) == 1


async def test_a_wrong_password_proves_nothing_and_is_remembered(
    account: Account, database: Database
) -> None:
    here = await account.signed_in()
    assert refused(await account.step_up(here, "wrong " + PASSWORD)) == (403, "step_up_refused")
    assert await marks(database, here, account.client) == 0
    me = ok(await account.client.get("/api/v1/users/me", headers=here))["id"]
    async with unit_of_work(database, write=False) as unit:
        rows = await unit.account().session.scalars(select(AccountEvent))
        verbs = [row.verb for row in rows if str(row.subject_id) == me]
    assert verbs.count("session.step_up_refused") == 1


async def test_without_a_session_there_is_nothing_to_prove(account: Account) -> None:
    assert refused(await account.step_up({})) == (401, "unauthorized")
    here = await account.signed_in()
    ok(await account.client.post(f"{AUTH}/logout", headers=here))
    assert refused(await account.step_up(here)) == (401, "unauthorized")


@pytest.mark.parametrize("body", [{}, {"password": ""}, {"password": None}, {"password": 5}, []])
async def test_a_proof_that_is_none_is_named(account: Account, body: object) -> None:
    headers = await account.signed_in()
    response = await account.client.post(f"{AUTH}/step-up", json=body, headers=headers)
    assert refused(response) == (422, "invalid")
