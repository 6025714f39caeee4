"""Every operation of an organization by every kind of caller, and every id of somebody else's.

The operations come from the OpenAPI document, the permission that each needs from the guard of its
route; a new operation without a case in `cases.FIXTURES` fails here by its name.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from app.core.clock import now
from app.core.ids import new_id
from app.domains.identity.models import Membership
from app.domains.identity.permissions import (
    FOR_PEOPLE_ALONE,
    MemberAccess,
    Permission,
    Role,
    permissions_of,
)
from tests.contract import rows
from tests.contract.calls import CHANGE_THE_CALLER, JUDGED_BY_BODY, Call
from tests.contract.cases import FIXTURES
from tests.contract.makers import superuser
from tests.contract.operations import (
    JSON,
    Operation,
    guards,
    id_fields,
    is_id,
    operations,
    permission_of,
    variants,
)
from tests.contract.wire import request_of
from tests.world import Person, World, refused, sign_up

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time


def of_organizations(app: FastAPI) -> list[Operation]:
    """All that the document has; and it has all that there are."""
    found = [operation for operation in operations(app) if operation.of_organization]
    assert {(operation.method, operation.path) for operation in found} == guards(app).keys()
    return found


async def send(
    world: World,
    operation: Operation,
    call: Call,
    by: Person | None,
    organization: object = None,
) -> httpx2.Response:
    """Past the client, whose share of so many requests is a quarter."""
    request = request_of(operation, call, world)
    request.path["organization"] = str(organization or world.id).encode()
    headers = {name: value for name, value in request.headers.items() if name != b"authorization"}
    if by:
        headers[b"authorization"] = by.headers["Authorization"].encode()
    answer = await request.send(world.app, raw=[*headers.items()])
    return httpx2.Response(answer.status, headers=answer.headers, content=answer.content)


def told(response: httpx2.Response) -> Any:
    """The body; of a file its rows."""
    kind, lines = response.headers["content-type"].partition(";")[0], response.text.splitlines()
    rows_of_files = {"text/csv": lines[1:], "application/jsonl": lines}
    return {"items": rows_of_files[kind]} if kind in rows_of_files else response.json()


def same(response: httpx2.Response) -> tuple[int, Any]:
    """What two answers must have in common so that neither tells more than the other."""
    body = told(response)
    body.pop("request_id", None)
    return response.status_code, body


def places_of_ids(call: Call) -> Iterator[tuple[str, ...]]:
    """Where in the call ids stand: in path, query and body, also inside of lists."""
    for name in call.ids:
        yield "ids", name
    for name in call.query:
        yield "query", name
    yield from _ids_in(call.body, ("body",))


def _ids_in(value: Any, at: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    match value:
        case dict():
            for name, inner in value.items():
                yield from _ids_in(inner, (*at, name))
        case list():
            for index, inner in enumerate(value):
                yield from _ids_in(inner, (*at, index))
        case str():
            try:
                UUID(value)
            except ValueError:
                return
            yield at


def value_at(call: Call, at: tuple[Any, ...]) -> str:
    value = getattr(call, at[0])
    for part in at[1:]:
        value = value[part]
    return str(value)


def exchanged(call: Call, at: tuple[Any, ...], value: str) -> Call:
    """The call with another value in one place."""
    spoilt = replace(call, ids=dict(call.ids), query=dict(call.query), body=deepcopy(call.body))
    holder = getattr(spoilt, at[0])
    for part in at[1:-1]:
        holder = holder[part]
    holder[at[-1]] = value
    return spoilt


def left_out(operation: Operation, call: Call) -> set[str]:
    """Ids that the document knows and the case does not name: the sweep would miss them."""
    query = {name for name, schema in operation.named("query").items() if is_id(schema)}
    path = set(operation.named("path")) - {"organization"}
    named = set()
    for at in _ids_in(call.body, ()):
        line = call.body[at[0]][at[1]] if len(at) > 2 else {}
        kind = f":{line['kind']}" if "kind" in line else ""
        named.add("".join(f"/*{kind}" if isinstance(part, int) else f"/{part}" for part in at))
    body = set(id_fields(operation.body)) if operation.media == JSON else set()
    return (query - set(call.query)) | (path ^ set(call.ids)) | (body - named)


async def test_every_operation_has_a_case_that_names_every_id(app: FastAPI, org: World) -> None:
    all_of_them = operations(app)
    assert {operation.id for operation in all_of_them} - FIXTURES.keys() == set()
    assert FIXTURES.keys() - {operation.id for operation in all_of_them} == set()
    for operation in of_organizations(app):
        missing = left_out(operation, await FIXTURES[operation.id](org))
        assert not missing, (operation.id, missing)


async def strangers_to(org: World, other_org: World) -> dict[str, Person]:
    """Everybody with an account or a key, and no place in `org`."""
    former, invited = await org.person(Role.ADMIN), await sign_up(org.app)
    async with org.context(write=True) as ctx:
        mine = Membership.id == former.membership_id
        await ctx.session.execute(update(Membership).where(mine).values(ended_at=now()))
    await org.post("/invitations", {"email": invited.email, "role": "owner"})
    scopes = sorted(set(Permission) - FOR_PEOPLE_ALONE)
    key = await other_org.post("/api-keys", {"name": "Scanner", "scopes": scopes})
    headers = {"Authorization": f"Bearer {key['key']}"}
    program = replace(other_org.owner, headers=headers)
    return {
        "no member of any": await sign_up(org.app),
        "invited, and not in yet": invited,
        "member of another": await other_org.person(Role.ADMIN),
        "owner of another": other_org.owner,
        "former member": former,
        "superuser": await superuser(org),
        "key of another": program,
    }


async def test_who_has_no_place_there_learns_nothing(
    app: FastAPI, org: World, other_org: World
) -> None:
    strangers = await strangers_to(org, other_org)
    nowhere = new_id()
    wrong: list[Any] = []
    calls = [(op, await FIXTURES[op.id](org)) for op in of_organizations(app)]
    before = await rows.of_organization(org.database, org.id)
    for operation, call in calls:
        anonymous = await send(org, operation, call, None)
        if refused(anonymous) != (401, "unauthorized"):
            wrong.append((operation.id, "anonymous", anonymous.text))
        unreadable = replace(call, body={"nonsense": 1}, file=None)
        for who, person in strangers.items():
            answers = [
                await send(org, operation, call, person, organization)
                for organization in (org.id, nowhere, org.tenant.slug, f"no-{nowhere}")
            ]
            answers.append(await send(org, operation, unreadable, person))
            first = same(answers[0])
            if first[0] != 404 or any(same(answer) != first for answer in answers):
                wrong.append((operation.id, who, [answer.text for answer in answers]))
    assert wrong == []
    assert await rows.of_organization(org.database, org.id) == before


@pytest.mark.long
async def test_each_role_may_do_what_the_matrix_says(app: FastAPI, org: World) -> None:
    roles = [(await org.person(role), role, MemberAccess.WRITE) for role in Role]
    wrong = await misjudged(app, org, roles)
    await org.patch("", {"member_access": "read"}, headers={"If-Match": "*"})
    roles = [(await org.person(Role.MEMBER), Role.MEMBER, MemberAccess.READ)]
    assert wrong + await misjudged(app, org, roles) == []


async def misjudged(
    app: FastAPI, org: World, people: list[tuple[Person, Role, MemberAccess]]
) -> list[Any]:
    """Every operation that one of them could use and must not, or the other way round."""
    wrong = []
    for operation in of_organizations(app):
        needed = JUDGED_BY_BODY.get(operation.id, set()) | {permission_of(app, operation)}
        call = await FIXTURES[operation.id](org)
        for known, role, access in people:
            changed = operation.id in CHANGE_THE_CALLER
            person = await org.person(role) if changed else known
            answer = await send(org, operation, call, person)
            if not fits(answer, needed <= permissions_of(role, access)):
                wrong.append((operation.id, role, access, answer.status_code, answer.text))
            if answer.is_success and operation.method != "GET":
                call = await FIXTURES[operation.id](org)
    return wrong


def fits(answer: httpx2.Response, allowed: bool) -> bool:
    return answer.is_success if allowed else refused(answer) == (403, "forbidden")


async def test_without_the_right_the_body_is_not_even_looked_at(app: FastAPI, org: World) -> None:
    viewer, wrong = await org.person(Role.VIEWER), []
    for operation in of_organizations(app):
        if permission_of(app, operation) in permissions_of(Role.VIEWER, MemberAccess.WRITE):
            continue
        call = await FIXTURES[operation.id](org)
        answer = await send(org, operation, replace(call, body={"nonsense": 1}, file=None), viewer)
        if refused(answer) != (403, "forbidden"):
            wrong.append((operation.id, answer.text))
    assert wrong == []


async def test_ids_of_another_organization_are_unknown_ones(
    app: FastAPI, org: World, other_org: World
) -> None:
    """In its own organization an owner names the other's things, one at a time."""
    calls = [
        (operation, await FIXTURES[operation.id](org), await FIXTURES[operation.id](other_org))
        for operation in of_organizations(app)
    ]
    mine = await rows.of_organization(org.database, org.id)
    theirs = await rows.of_organization(org.database, other_org.id)
    wrong = []
    for operation, own, foreign in calls:
        for at in places_of_ids(own):
            named = await send(org, operation, exchanged(own, at, value_at(foreign, at)), org.owner)
            unknown = await send(org, operation, exchanged(own, at, str(new_id())), org.owner)
            hidden = at[0] == "query" and same(named)[1].get("items") in ([], 0)  # rows, or a count
            if not (named.status_code == 404 or hidden) or same(named) != same(unknown):
                wrong.append((operation.id, at, named.text, unknown.text))
    assert wrong == []
    assert await rows.of_organization(org.database, other_org.id) == theirs
    assert await rows.of_organization(org.database, org.id) == mine
    for operation, own, _ in calls:
        if own.query:  # the filters do find what is one's own
            assert told(await send(org, operation, own, org.owner))["items"], operation.id


async def test_no_answer_shows_what_is_of_another_organization(
    app: FastAPI, org: World, other_org: World
) -> None:
    """Neither lists nor files: no filter is needed to keep them apart."""
    secret = f"secret-{new_id().hex}"
    item, place = await other_org.item(secret), await other_org.location(secret)
    await other_org.receive(item, place, 7, lot=secret[:40], reference=secret)
    calls = [(op, await FIXTURES[op.id](org)) for op in of_organizations(app)]
    for operation, _ in calls:
        await FIXTURES[operation.id](other_org)
    theirs = await rows.ids_of(other_org.database, other_org.id) | {secret[:40]}
    for operation, call in calls:
        if operation.method == "GET":
            answer = await send(org, operation, replace(call, query={}), org.owner)
            assert answer.is_success, operation.id
            seen = {mark for mark in theirs if mark in answer.text}
            assert not seen, (operation.id, seen)


async def test_units_of_another_organization_are_unknown_ones(
    app: FastAPI, org: World, other_org: World
) -> None:
    """A unit goes by its code: the other's own one converts nothing here."""
    tried = 0
    for operation in of_organizations(app):
        if not any("unit" in kind.get("properties", {}) for kind in variants(operation.body)):
            continue
        own, foreign = await FIXTURES[operation.id](org), await FIXTURES[operation.id](other_org)
        if "unit" not in own.body:
            continue
        code, unknown = foreign.body["unit"], f"u-{new_id().hex[-12:]}"
        at, answers = ("body", "unit"), []
        for value in (code, unknown):
            answer = await send(org, operation, exchanged(own, at, value), org.owner)
            assert answer.status_code == 422, (operation.id, answer.text)
            body = answer.text.replace(value, "…").replace(answer.json()["request_id"], "…")
            answers.append(body)
        assert answers[0] == answers[1], operation.id
        tried += 1
    assert tried >= 3
