"""One key, one effect: however often, however parallel, however it ends."""

import asyncio
from datetime import timedelta
from typing import Annotated, Any

import httpx2
import pytest
from fastapi import FastAPI, File, Form, Response, UploadFile
from sqlalchemy import select, update
from sqlalchemy.exc import DataError

from app.core import engine
from app.core.clock import now
from app.core.context import Context, Tenant
from app.core.engine import Database
from app.core.errors import Conflict
from app.core.idempotency_keys import KEPT, IdempotencyKey
from app.core.ids import new_id
from app.core.routers import tenant_router
from app.core.unit_of_work import unit_of_work
from app.domains.identity.deps import requires
from app.domains.identity.models import Membership
from app.domains.identity.permissions import Permission, Role
from app.domains.identity.queries.authority import personal_tenant
from app.main import create_app
from tests.core.tables import Gadget
from tests.settings import settings_for
from tests.world import Person, World, ok, refused

URL = "/api/v1/organizations"
Writer = Annotated[Context, requires(Permission.CATALOG_WRITE)]


async def found(
    world: World, key: str | None, by: Person | None = None, **request: Any
) -> httpx2.Response:
    """Found an organization with this key; the account's own list says what came of it."""
    headers = (by or world.owner).headers | ({"Idempotency-Key": key} if key is not None else {})
    headers |= request.pop("headers", {})
    if "content" not in request:
        request.setdefault("json", {"name": "Twice"})
    return await world.client.post(URL, headers=headers, **request)


async def count(world: World, by: Person | None = None) -> int:
    """How many organizations there are beside the personal one and the test's own."""
    answer = await world.client.get(URL, headers=(by or world.owner).headers)
    return len(ok(answer)["items"]) - (2 if by is None else 1)


async def test_the_second_time_answers_like_the_first_and_does_nothing(org: World) -> None:
    first = await found(org, "k")
    again = await found(org, "k")
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    for header in ("location", "etag", "content-type"):
        assert first.headers[header] == again.headers[header]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    assert await count(org) == 1


async def test_without_a_key_twice_is_twice(org: World) -> None:
    await found(org, None)
    await found(org, None)
    assert await count(org) == 2


async def test_another_body_with_the_key_is_refused(org: World) -> None:
    ok(await found(org, "k"))
    response = await found(org, "k", json={"name": "Other"})
    assert refused(response) == (422, "idempotency_key_reused")
    assert response.json()["errors"][0]["pointer"] == "/header/Idempotency-Key"
    assert await count(org) == 1


async def test_the_same_json_in_another_spelling_is_the_same_body(org: World) -> None:
    kind = {"Content-Type": "application/json"}
    one = b'{"name": "Twice", "currency": "EUR"}'
    other = b'{ "currency":"EUR",\n"name" : "Twic\\u0065" }'
    first = ok(await found(org, "k", content=one, headers=kind))
    assert ok(await found(org, "k", content=other, headers=kind)) == first
    assert await count(org) == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "k" * 256, "caf\u00e9", "a\tb"])
async def test_a_malformed_key_is_refused_and_named(org: World, key: str) -> None:
    response = await found(org, None, headers={"Idempotency-Key": key.encode("latin-1")})
    assert refused(response) == (422, "idempotency_key_malformed")
    assert response.json()["errors"][0]["pointer"] == "/header/Idempotency-Key"
    assert await count(org) == 0


@pytest.mark.parametrize("key", ["!", "k" * 255, "8e03978e-40d5-43e8-bc93-6894a57f9324", "~"])
async def test_any_visible_ascii_is_a_key(org: World, key: str) -> None:
    assert ok(await found(org, key)) == ok(await found(org, key))
    assert await count(org) == 1


async def test_sixteen_at_once_with_one_key_have_one_effect(org: World) -> None:
    answers = await asyncio.gather(*(found(org, "k") for _ in range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 15
    assert await count(org) == 1


async def test_a_refused_request_leaves_nothing_and_is_judged_anew(
    org: World, other_org: World
) -> None:
    slug = f"taken-{org.id.hex[:8]}"
    taken = await found(other_org, None, json={"name": "X", "slug": slug})
    body = {"name": "Y", "slug": slug}
    for _ in range(2):
        assert refused(await found(org, "k", json=body)) == (409, "slug_taken")
    assert await keys_of(org) == 0
    await other_org.client.patch(
        taken.headers["location"],
        json={"slug": f"{slug}-2", "version": 1},
        headers=other_org.owner.headers,
    )
    assert (await found(org, "k", json=body)).status_code == 201
    assert refused(await found(org, "bad", json={"name": ""})) == (422, "invalid")
    assert (await found(org, "bad", json={"name": "right"})).status_code == 201


async def keys_of(world: World, by: Person | None = None) -> int:
    person = (by or world.owner).user_id
    async with unit_of_work(world.database, write=False) as unit:
        session = unit.account().session
        query = select(IdempotencyKey.id).where(IdempotencyKey.actor_id == person)
        return len((await session.scalars(query)).all())


async def test_a_key_belongs_to_whoever_sent_it(org: World, other_org: World) -> None:
    mine = ok(await found(org, "k"))
    theirs = ok(await found(other_org, "k"))
    assert mine["id"] != theirs["id"]
    assert await count(org) == await count(other_org) == 1


@pytest.mark.parametrize("path", ["/api/v1/auth/logout-all"])
async def test_where_no_key_is_taken_it_is_ignored(org: World, path: str) -> None:
    headers = org.owner.headers | {"Idempotency-Key": "not a key"}
    assert (await org.client.post(path, headers=headers)).status_code == 204


async def test_a_key_is_nothing_to_a_reader(org: World) -> None:
    await org.get("", headers={"Idempotency-Key": "not a key"})
    assert await keys_of(org) == 0


async def test_who_has_no_session_any_more_gets_no_replay(org: World) -> None:
    ok(await found(org, "k"))
    ok(await org.client.post("/api/v1/auth/logout", headers=org.owner.headers))
    assert refused(await found(org, "k")) == (401, "unauthorized")


async def test_expired_keys_are_swept_twenty_at_a_time(org: World) -> None:
    ok(await found(org, "old"))
    async with unit_of_work(org.database, write=True) as unit:
        await unit.connection.execute(
            update(IdempotencyKey)
            .where(IdempotencyKey.actor_id == org.owner.user_id)
            .values(created_at=now() - KEPT - timedelta(minutes=1))
        )
    ok(await found(org, "new"))
    assert await keys_of(org) == 1
    ok(await found(org, "old"))
    assert await count(org) == 3


class Remembered(Conflict):
    code, detail, keeps_writes = "remembered", "No, and that is a fact.", True


@pytest.fixture
def gadget_app(database: Database, gadgets: type[Gadget]) -> FastAPI:
    """The product with some routes of the tests' own, as a domain writes them."""
    app = create_app(database.settings, database)
    router = tenant_router("/gadgets", "gadgets")

    async def make(ctx: Context, name: str) -> str:
        id = new_id()
        row = {"id": id, "created_at": now(), "updated_at": now(), "version": 1, "name": name}
        more = {"rank": 0, "serial": 0, "amount": 0, "word": "", "search_key": ""}
        await ctx.insert(gadgets, [row | more])
        return str(id)

    @router.post("", status_code=201)
    async def create(ctx: Writer, body: dict[str, str], response: Response) -> dict[str, str]:
        id = await make(ctx, body["name"])
        response.headers["Location"] = f"/gadgets/{id}"
        return {"id": id}

    @router.post("/{name}")
    async def create_named(ctx: Writer, name: str) -> dict[str, str]:
        return {"id": await make(ctx, name)}

    @router.post("/refused/{name}")
    async def refuse(ctx: Writer, name: str) -> None:
        await make(ctx, name)
        raise Remembered

    @router.post("/file/{name}")
    async def upload(
        ctx: Writer, name: str, file: Annotated[UploadFile, File()], note: Annotated[str, Form()]
    ) -> dict[str, str]:
        content = (await file.read()).decode()
        return {"id": await make(ctx, name), "content": content, "note": note}

    @router.post("/elsewhere/{name}", response_class=Response)
    async def elsewhere(ctx: Writer, name: str) -> Response:
        await make(ctx, name)
        return Response(status_code=303, headers={"Location": "/elsewhere"})

    app.include_router(router)
    return app


@pytest.fixture
def app(gadget_app: FastAPI) -> FastAPI:
    return gadget_app


async def gadget(
    world: World, path: str, key: str = "k", by: Person | None = None, **request: Any
) -> httpx2.Response:
    return await world.call(
        "POST", f"/gadgets{path}", by=by, headers={"Idempotency-Key": key}, **request
    )


async def gadget_names(world: World) -> list[str]:
    async with world.context() as ctx:
        return list(await ctx.session.scalars(select(Gadget.name).order_by(Gadget.name)))


async def test_below_an_organization_the_key_works_alike(org: World) -> None:
    first = await gadget(org, "", json={"name": "saw"})
    again = await gadget(org, "", json={"name": "saw"})
    assert first.content == again.content
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert await gadget_names(org) == ["saw"]


async def test_a_key_is_good_for_one_organization_and_one_path(
    org: World, other_org: World
) -> None:
    person = await org.person()
    async with other_org.context(write=True) as ctx:
        await ctx.insert(
            Membership,
            [
                {
                    "id": new_id(),
                    "created_at": now(),
                    "updated_at": now(),
                    "version": 1,
                    "user_id": person.user_id,
                    "role": Role.MEMBER,
                }
            ],
        )
    for world, path in ((org, "/a"), (org, "/b"), (other_org, "/a")):
        assert "idempotency-replayed" not in (await gadget(world, path, by=person)).headers
    assert "idempotency-replayed" not in (await gadget(org, "/c", by=org.owner)).headers
    assert "idempotency-replayed" in (await gadget(org, "/a", by=person)).headers
    assert await gadget_names(org) == ["a", "b", "c"]
    assert await gadget_names(other_org) == ["a"]


async def test_authority_is_judged_before_an_answer_is_repeated(org: World) -> None:
    person = await org.person()
    ok(await gadget(org, "/saw", by=person))
    ok(await org.call("PATCH", f"/members/{person.membership_id}", json={"role": "viewer"}))
    assert refused(await gadget(org, "/saw", by=person)) == (403, "forbidden")
    ok(await org.call("DELETE", f"/members/{person.membership_id}"))
    assert refused(await gadget(org, "/saw", by=person)) == (404, "not_found")
    assert await gadget_names(org) == ["saw"]


async def test_a_refusal_that_is_a_fact_is_not_repeated(org: World) -> None:
    assert refused(await gadget(org, "/refused/saw")) == (409, "remembered")
    assert await gadget_names(org) == ["saw"]
    assert await keys_of(org) == 0
    assert refused(await org.call("POST", "/gadgets/refused/axe")) == (409, "remembered")


async def test_an_answer_that_is_no_success_is_not_repeated(org: World) -> None:
    assert (await gadget(org, "/elsewhere/saw")).status_code == 303
    assert await keys_of(org) == 0


async def test_a_file_with_other_content_is_another_body(org: World) -> None:
    def form(content: bytes = b"1,2", name: str = "a.csv", note: str = "n") -> dict[str, Any]:
        return {"files": {"file": (name, content)}, "data": {"note": note}}

    first = ok(await gadget(org, "/file/saw", **form()))
    assert (first["content"], first["note"]) == ("1,2", "n")
    assert ok(await gadget(org, "/file/saw", **form())) == first  # its boundary is another one
    others = [form(content=b"1,3"), form(name="b.csv"), form(note="m")]
    for other in others:
        assert refused(await gadget(org, "/file/saw", **other)) == (422, "idempotency_key_reused")
    assert await gadget_names(org) == ["saw"]


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000, b""])
async def test_a_body_that_is_no_json_leaves_the_key_free(org: World, content: bytes) -> None:
    kind = {"Content-Type": "application/json"}
    response = await found(org, "k", content=content, headers=kind)
    assert response.status_code in {400, 422}
    assert (await found(org, "k")).status_code == 201


async def test_a_first_request_that_takes_too_long_is_said_to_run_still(
    postgres_org: World, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    world = postgres_org
    quick = engine.SERVER_SETTINGS | {"lock_timeout": "50"}
    monkeypatch.setattr(engine, "SERVER_SETTINGS", quick)  # why: nobody waits five seconds here
    settings = settings_for(
        tmp_path_factory.mktemp("data"), database_url=world.database.settings.database
    )
    impatient = Database(settings)
    app = create_app(settings, impatient)
    row = {
        "id": new_id(),
        "created_at": now(),
        "actor_id": world.owner.user_id,
        "path": URL,
        "key": "k",
        "body_hash": "",
    }
    transport = httpx2.ASGITransport(app)
    async with (
        httpx2.AsyncClient(transport=transport, base_url="http://test") as client,
        world.context(write=True) as ctx,
    ):
        personal = await personal_of(world)
        first = ctx.unit.context(personal, ctx.actor)
        assert await first.insert_new(IdempotencyKey, row)
        headers = world.owner.headers | {"Idempotency-Key": "k"}
        response = await client.post(URL, json={"name": "X"}, headers=headers)
        assert refused(response) == (409, "idempotency_in_progress")
        assert response.headers["retry-after"] == "1"
    await impatient.dispose()


async def personal_of(world: World) -> Tenant:
    async with unit_of_work(world.database, write=False) as unit:
        return await personal_tenant(unit, world.owner.user_id)


async def test_a_key_whose_first_request_just_ended_without_effect_is_in_progress(
    org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def taken(*_: Any) -> bool:
        return False  # why: the first request ends exactly between the claim and the look

    monkeypatch.setattr(Context, "insert_new", taken)
    assert refused(await found(org, "k")) == (409, "idempotency_in_progress")


async def test_a_defect_in_claiming_is_not_called_progress(
    org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> bool:
        raise DataError("INSERT", {}, Exception())  # why: no key of ours is refused like that

    monkeypatch.setattr(Context, "insert_new", broken)
    with pytest.raises(DataError):
        await found(org, "k")


async def test_two_people_may_choose_the_same_key(org: World) -> None:
    person = await org.person()
    for by, name in ((person, "saw"), (org.owner, "axe")):
        for _ in range(2):
            assert (await gadget(org, "", by=by, json={"name": name})).status_code == 201
    assert await gadget_names(org) == ["axe", "saw"]
