"""Every kind of token at every operation: each opens what it is for, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import jwt
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.api.router import PUBLIC
from app.core import links
from app.core.clock import now
from app.core.keys import Keys
from app.core.unit_of_work import unit_of_work
from app.domains.identity import api_keys, tokens
from app.domains.identity.models import UserSession
from app.domains.identity.permissions import FOR_PEOPLE_ALONE, Permission
from tests.contract.calls import JUDGED_BY_BODY
from tests.contract.cases import FIXTURES
from tests.contract.operations import Operation, guards, operations
from tests.contract.test_tenant_sweep import fits, of_organizations, send
from tests.world import PASSWORD, Person, World, ok, refused, sign_up

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time

SIGNED_OUT = (401, "unauthorized")
ALL = sorted(set(Permission) - FOR_PEOPLE_ALONE)
IN_PERSON = {"leave_organization"}  # nobody leaves by a program


def guarded(app: FastAPI) -> list[Operation]:
    """All that are for somebody, in an organization or not."""
    return [
        operation
        for operation in operations(app)
        if operation.path.startswith("/api/") and operation.path not in PUBLIC
    ]


def bearing(token: str, person: Person) -> Person:
    return replace(person, headers={"Authorization": f"Bearer {token}"})


async def refresh_token(world: World) -> str:
    account = {"email": f"{world.id.hex}@example.test", "password": PASSWORD}
    ok(await world.client.post("/api/v1/auth/register", json=account))
    return str(ok(await world.client.post("/api/v1/auth/login", json=account))["refresh_token"])


async def link_token(world: World) -> str:
    async with unit_of_work(world.database, write=True) as unit:
        ctx, purpose = unit.account(), links.LinkPurpose.RESET_PASSWORD
        link = await links.make(ctx, purpose, user_id=world.owner.user_id)
    return links.derive(world.app.state.keys, link)


async def of_an_ended_session(world: World) -> str:
    person = await sign_up(world.app)
    async with unit_of_work(world.database, write=True) as unit:
        mine = UserSession.id == person.session_id
        await unit.connection.execute(update(UserSession).where(mine).values(ended_at=now()))
    return person.headers["Authorization"].removeprefix("Bearer ")


def of_another_kind(world: World) -> str:
    """Ours in everything but its type."""
    key, me = world.app.state.keys.access[0], world.owner
    at = now()
    claims = {"iss": tokens.ISSUER, "aud": tokens.AUDIENCE, "sub": str(me.user_id)}
    claims |= {"sid": str(me.session_id), "jti": "x"}
    times = {"iat": at, "exp": at + timedelta(minutes=5)}
    return jwt.encode(claims | times, key.key, "HS256", headers={"typ": "mfa+jwt", "kid": key.kid})


async def test_what_is_no_access_token_is_refused_by_every_operation(
    app: FastAPI, org: World
) -> None:
    keys: Keys = app.state.keys
    kinds = {
        "refresh token": await refresh_token(org),
        "token of a link": await link_token(org),
        "access token of an ended session": await of_an_ended_session(org),
        "token of another type": of_another_kind(org),
        "key that was never made": api_keys.draw(keys),
        "nonsense": "x",
    }
    wrong = []
    for operation in guarded(app):
        call = await FIXTURES[operation.id](org)
        for kind, token in kinds.items():
            answer = await send(org, operation, call, bearing(token, org.owner))
            if refused(answer) != SIGNED_OUT:
                wrong.append((operation.id, kind, answer.text))
    assert wrong == []


async def test_a_key_opens_its_organization_and_there_what_no_person_alone_may(
    app: FastAPI, org: World, other_org: World
) -> None:
    body = {"name": "Scanner", "scopes": ALL}
    program = bearing((await org.post("/api-keys", body))["key"], org.owner)
    stranger = bearing((await other_org.post("/api-keys", body))["key"], other_org.owner)
    inside = {operation.id for operation in of_organizations(app)}
    wrong = []
    for operation in guarded(app):
        call = await FIXTURES[operation.id](org)
        if operation.id not in inside:
            answer = await send(org, operation, call, program)
            right = refused(answer) == SIGNED_OUT
        else:
            guard = guards(app)[operation.method, operation.path]
            needed = JUDGED_BY_BODY.get(operation.id, set()) | {guard.permission}
            foreign = await send(org, operation, call, stranger)
            answer = await send(org, operation, call, program)
            may = needed.isdisjoint(FOR_PEOPLE_ALONE) and not guard.step_up
            may &= operation.id not in IN_PERSON
            right = fits(answer, may) if may else answer.status_code == 403
            right &= refused(foreign) == (404, "not_found")
        if not right:
            wrong.append((operation.id, answer.status_code, answer.text))
    assert wrong == []


async def test_what_is_no_refresh_token_refreshes_nothing(app: FastAPI, org: World) -> None:
    key = await org.post("/api-keys", {"name": "Scanner", "scopes": ["stock:read"]})
    access = org.owner.headers["Authorization"].removeprefix("Bearer ")
    for token in (key["key"], access[:200], await link_token(org), api_keys.draw(app.state.keys)):
        answer = await org.client.post("/api/v1/auth/refresh", json={"refresh_token": token})
        assert refused(answer) == (401, "refresh_refused")
    assert (await org.client.get("/api/v1/users/me", headers=org.owner.headers)).is_success
