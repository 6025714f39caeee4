"""Whence a change comes: told once a visit, kept apart, and taken away with the person."""

import json
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, select, text, update
from sqlalchemy.exc import DBAPIError

from app.core import visits
from app.core.changes import PERSONAL
from app.core.context import Actor, Origin
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.identity.events import UserErased
from app.domains.tags.schemas import TagCreate
from app.domains.tags.service import create
from app.models import metadata
from tests.statements import Statements
from tests.world import World, ok

FROM = {"user-agent": "Scanner/1.0"}
T = metadata.tables


async def rows(org: World, table: Table, **where: Any) -> list[dict[str, Any]]:
    query = select(table)
    for name, value in where.items():
        query = query.where(table.c[name] == value)
    async with org.database.engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(query)).mappings()]


async def test_a_line_tells_whence_it_came_and_who_it_was_then(org: World) -> None:
    item = (await org.call("POST", "/items", json={"name": "Ore"}, headers=FROM)).json()
    (line,) = (await org.get("/activity", params={"entity_id": item["id"]}))["items"]
    assert (line["ip"], line["user_agent"]) == ("127.0.0.1", "Scanner/1.0")
    (stored,) = await rows(org, T["activity"], entity_id=UUID(item["id"]))
    (source,) = await rows(org, T["activity_sources"], id=stored["source_id"])
    assert source["organization_id"] == org.id
    assert (source["email"], source["full_name"]) == (org.owner.email, "Ada")
    assert len(source["salt"]) == 43


async def test_a_posting_tells_it_too_with_one_row_more(org: World) -> None:
    item, place = await org.item(), await org.location()
    with Statements(org.database) as statements:
        body = {"item_id": item["id"], "location_id": place["id"], "quantity": 1, "lot": "L"}
        await org.post("/stock/receive", body, headers=FROM)
    assert sum("INTO activity_sources" in sent for sent in statements.sent) == 1
    (posting,) = await rows(org, T["postings"], organization_id=org.id)
    (source,) = await rows(org, T["activity_sources"], id=posting["source_id"])
    (line,) = await rows(org, T["activity"], organization_id=org.id, verb="lot.created")
    assert line["source_id"] == posting["source_id"]
    assert source["user_agent"] == "Scanner/1.0"


async def visit(org: World, at: World | None = None, **origin: Any) -> UUID:
    """The source of a change that the owner makes from there, or `at` another organization."""
    whence = Origin(**{"ip": "10.0.0.1", "user_agent": new_id().hex} | origin)
    async with unit_of_work(org.database, write=True, origin=whence) as unit:
        owner = Actor(org.owner.user_id, org.owner.session_id)
        tag = await create(
            unit.context((at or org).tenant, owner), TagCreate(name=new_id().hex, colour="")
        )
    (line,) = await rows(org, T["activity"], entity_id=tag.id)
    (source,) = await rows(org, T["activity_sources"], id=line["source_id"])
    assert (source["ip"], source["user_agent"]) == (whence.ip, whence.user_agent)
    return UUID(str(source["id"]))


async def test_all_of_a_visit_has_one_source(org: World, other_org: World) -> None:
    agent = "Scanner/1.0"
    mine = await visit(org, user_agent=agent)
    assert await visit(org, user_agent=agent) == mine
    others = {
        await visit(org, user_agent="Scanner/2.0"),
        await visit(org, user_agent=agent, ip="10.0.0.2"),
        await visit(org, at=other_org, user_agent=agent),
    }
    assert len(others | {mine}) == 4


async def test_another_session_or_key_is_another_visit(org: World) -> None:
    whence, found = Origin(ip="10.0.0.1", user_agent="Desk"), set[UUID | None]()
    me, session, key = org.owner.user_id, new_id(), new_id()
    for actor in (
        Actor(me, session),
        Actor(me, new_id()),
        Actor(me, None, key),
        Actor(me, session),
    ):
        async with unit_of_work(org.database, write=True, origin=whence) as unit:
            ctx = unit.context(org.tenant, actor)
            await create(ctx, TagCreate(name=new_id().hex, colour=""))
            found.add(ctx.source_id)
    assert len(found) == 3


async def test_a_visit_that_lasts_is_told_anew(org: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or a new name would never be told."""
    first, begun = await visit(org, user_agent="Desk"), monotonic()
    path, headers = "/api/v1/users/me", org.owner.headers
    ok(await org.client.patch(path, json={"full_name": "Grace"}, headers=headers))
    later = begun + visits.LASTS + 1
    monkeypatch.setattr(visits, "monotonic", lambda: later)  # why: nobody waits for as long
    second = await visit(org, user_agent="Desk")
    sources = await rows(org, T["activity_sources"], user_agent="Desk")
    names = {source["id"]: source["full_name"] for source in sources}
    assert (names[first], names[second]) == ("Ada", "Grace")


async def test_what_is_rolled_back_is_not_remembered(org: World) -> None:
    whence, tags = Origin(ip="10.0.0.1", user_agent="Desk"), list[UUID | None]()

    async def lost() -> None:
        async with unit_of_work(org.database, write=True, origin=whence) as unit:
            ctx = unit.context(org.tenant, Actor(org.owner.user_id, org.owner.session_id))
            await create(ctx, TagCreate(name="Lost", colour=""))
            tags.append(ctx.source_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await lost()
    assert await visit(org, user_agent="Desk") not in tags


async def test_a_process_remembers_some_visits(org: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MOST", 2)  # why: thousands take their time
    first = await visit(org, user_agent="1")
    for agent in ("2", "3", "4"):
        await visit(org, user_agent=agent)
    assert len(visits._remembered) <= 2
    assert await visit(org, user_agent="1") != first


async def test_a_long_user_agent_is_cut(org: World) -> None:
    headers = {"user-agent": "x" * 5000}
    item = (await org.call("POST", "/items", json={"name": "Ore"}, headers=headers)).json()
    (line,) = (await org.get("/activity", params={"entity_id": item["id"]}))["items"]
    assert line["user_agent"] == "x" * 300


async def test_the_system_comes_from_nowhere(org: World) -> None:
    async with org.context(write=True) as ctx:
        assert ctx.source_id is None


async def test_a_key_stands_in_the_line(org: World) -> None:
    key_id = new_id()
    async with unit_of_work(org.database, write=True) as unit:
        ctx = unit.context(org.tenant, Actor(org.owner.user_id, None, key_id))
        await create(ctx, TagCreate(name="Fragile", colour=""))
    (line,) = (await org.get("/activity", params={"key_id": str(key_id)}))["items"]
    assert (line["verb"], line["key_id"], line["session_id"]) == (
        "tag.created",
        str(key_id),
        None,
    )


async def test_what_tells_of_a_person_is_not_in_the_line(org: World) -> None:
    path, headers = "/api/v1/users/me", org.owner.headers
    ok(await org.client.patch(path, json={"full_name": "Grace Hopper"}, headers=headers))
    stored = await rows(org, T["account_events"], subject_id=org.owner.user_id)
    assert not [row for row in stored if "Grace" in row["payload"] or "@" in row["payload"]]
    payload = json.loads(next(row["payload"] for row in stored if row["verb"] == "user.changed"))
    assert payload["changes"] == {"full_name": [PERSONAL, PERSONAL]}
    found = ok(await org.client.get(f"{path}/activity", headers=headers))["items"]
    assert found[0]["changes"] == {"full_name": ["Ada", "Grace Hopper"]}


async def test_an_erased_person_leaves_no_trace_of_who_they_were(org: World) -> None:
    person = await org.person()
    item = await org.post("/items", {"name": "Ore"}, by=person)
    async with unit_of_work(org.database, write=True) as unit:
        ctx = unit.account(Actor(org.owner.user_id, org.owner.session_id))
        ctx.emit(UserErased(person.user_id))
    assert await rows(org, T["activity_sources"], actor_id=person.user_id) == []
    assert await rows(org, T["account_sources"], subject_id=person.user_id) == []
    (line,) = (await org.get("/activity", params={"entity_id": item["id"]}))["items"]
    assert (line["ip"], line["user_agent"]) == (None, None)
    assert line["actor_id"] == str(person.user_id)
    await org.item()
    assert await rows(org, T["activity_sources"], actor_id=org.owner.user_id)
    erased = await rows(org, T["account_events"], subject_id=person.user_id, verb="user.erased")
    assert erased[0]["actor_id"] == org.owner.user_id


@pytest.mark.parametrize("name", ["activity_sources", "account_sources"])
async def test_a_source_is_never_changed(org: World, name: str) -> None:
    await org.item()
    table = T[name]
    mine = table.c.actor_id == org.owner.user_id
    if name == "account_sources":
        mine = table.c.subject_id == org.owner.user_id
    with pytest.raises(DBAPIError, match="append-only"):
        async with org.database.engine.begin() as connection:
            await connection.execute(update(table).where(mine).values(ip="10.0.0.1"))


@pytest.mark.parametrize("name", ["activity_chain", "account_chain"])
async def test_a_chain_is_append_only(org: World, engine_name: str, name: str) -> None:
    """`test_append_only.py` says the same of what the chains seal."""
    if engine_name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name"
        wanted = {f"{name}_no_update", f"{name}_no_delete"}
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST(:name AS regclass) AND NOT tgisinternal"
        wanted = {f"{name}_append_only", f"{name}_keep"}
    async with org.database.engine.connect() as connection:
        assert {*await connection.scalars(text(query), {"name": name})} == wanted
