"""Every operation that is of no organization, by everybody whom it is not for.

With the sweep of organizations this is every operation of the OpenAPI document.
"""

from typing import Any

import pytest
from fastapi import FastAPI

from app.api.permission_table import guards_by_operation
from app.api.router import PUBLIC
from app.core.ids import new_id
from app.domains.identity.deps import InAccount, Proving, Who
from app.domains.identity.permissions import Role
from tests.contract import rows
from tests.contract.cases import FIXTURES
from tests.contract.makers import superuser
from tests.contract.operations import Operation, operations
from tests.contract.test_tenant_sweep import exchanged, places_of_ids, same, send
from tests.world import World, refused, sign_up

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


def outside(app: FastAPI) -> list[Operation]:
    return [
        operation
        for operation in operations(app)
        if not operation.of_organization and operation.path.startswith("/api/")
    ]


def for_superusers(app: FastAPI) -> list[Operation]:
    """By the guards of their routes; and no other lies below `/admin`."""
    guards = guards_by_operation(app)
    found = [
        operation
        for operation in outside(app)
        if any(
            isinstance(guard, InAccount | Proving) and guard.who is Who.SUPERUSER
            for guard in guards[operation.method, operation.path]
        )
    ]
    assert found == [operation for operation in outside(app) if "/admin/" in operation.path]
    return found


async def test_without_a_token_nothing_but_the_public_ones(app: FastAPI, org: World) -> None:
    wrong = []
    for operation in outside(app):
        answer = await send(org, operation, await FIXTURES[operation.id](org), None)
        public = operation.path in PUBLIC
        if public is (answer.status_code == 401):
            wrong.append((operation.id, answer.status_code, answer.text))
    assert wrong == []


async def test_what_is_for_superusers_is_for_nobody_else(
    app: FastAPI, org: World, other_org: World
) -> None:
    people = {
        "no member of any": await sign_up(app),
        "owner": org.owner,
        "admin": await org.person(Role.ADMIN),
        "viewer": await org.person(Role.VIEWER),
        "owner of another": other_org.owner,
    }
    calls = [(operation, await FIXTURES[operation.id](org)) for operation in for_superusers(app)]
    before = await rows.of_installation(org.database)
    wrong: list[Any] = []
    for operation, call in calls:
        for who, person in people.items():
            for body in (call.body, {"nonsense": 1}):
                answer = await send(org, operation, call.saying(body), person)
                if refused(answer) != (403, "forbidden"):
                    wrong.append((operation.id, who, answer.text))
    assert wrong == []
    assert await rows.of_installation(org.database) == before
    for operation, call in calls:
        answer = await send(org, operation, call, call.by)
        assert answer.is_success, (operation.id, answer.text)


async def test_ids_of_somebody_else_are_unknown_ones(app: FastAPI, org: World) -> None:
    """A session, say: what is another person's is answered as what is nobody's."""
    tried, wrong = 0, []
    for operation in outside(app):
        if "/admin/" in operation.path or operation.path in PUBLIC:
            continue
        theirs = await FIXTURES[operation.id](org)
        mine = await sign_up(app)
        for at in places_of_ids(theirs):
            if at[-1] == "token":  # whoever holds a link may use it
                continue
            tried += 1
            named = await send(org, operation, theirs, mine)
            unknown = await send(org, operation, exchanged(theirs, at, str(new_id())), mine)
            if named.status_code != 404 or same(named) != same(unknown):
                wrong.append((operation.id, at, named.text, unknown.text))
    assert wrong == []
    assert tried


async def test_a_superuser_names_what_is_not_there(app: FastAPI, org: World) -> None:
    """Ids in path, query, body and in the lists of a bulk: 404, or nothing found."""
    admin, wrong = await superuser(org), []
    for operation in for_superusers(app):
        call = await FIXTURES[operation.id](org)
        for at in places_of_ids(call):
            answer = await send(org, operation, exchanged(call, at, str(new_id())), admin)
            hidden = at[0] == "query" and answer.json().get("items") == []
            row = "results" in answer.json() and answer.json()["results"][-1]["status"] == 404
            if not (answer.status_code == 404 or hidden or row):
                wrong.append((operation.id, at, answer.text))
    assert wrong == []


async def test_no_answer_for_superusers_shows_what_an_organization_owns(
    app: FastAPI, org: World
) -> None:
    secret = f"secret-{new_id().hex}"
    item, place = await org.item(secret), await org.location(secret)
    await org.receive(item, place, 7, lot=secret[:40], reference=secret)
    owned = {item["id"], place["id"], secret[:40]}
    for operation in for_superusers(app):
        if operation.method == "GET":
            call = await FIXTURES[operation.id](org)
            answer = await send(org, operation, call, call.by)
            assert answer.is_success, operation.id
            assert not {mark for mark in owned if mark in answer.text}, operation.id
