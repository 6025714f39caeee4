"""One transaction: all of it or nothing, and what the database refuses in the domain's words."""

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, exc, func, make_url, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm.exc import StaleDataError

from app.core import engine, facts, sqlite
from app.core.clock import now
from app.core.context import Actor, Context
from app.core.engine import Database
from app.core.errors import (
    AppError,
    Busy,
    ChangedMeanwhile,
    Conflict,
    InUse,
    NotFound,
    SchemaBehind,
    VersionMismatch,
    VersionRequired,
)
from app.core.facts import DomainEvent
from app.core.ids import new_id
from app.core.refusals import may_pass, reason, translated, unreachable
from app.core.startup import StartupRefused, wait_for
from app.core.unit_of_work import unit_of_work
from app.core.writing import met
from app.domains.identity.events import MemberChanged
from app.domains.identity.models import Organization, User
from app.domains.identity.service.accounts import by_email
from app.main import create_app
from tests.core.tables import Gadget, GadgetTaken, Part
from tests.databases import prepared
from tests.services import postgres
from tests.settings import settings_for
from tests.world import World, ok, refused, sign_up

Gadgets = type[Gadget]


@dataclass(frozen=True, slots=True)
class Happened(DomainEvent):
    name = "test.happened"
    gadget_id: UUID


async def made(world: World, gadgets: Gadgets, name: str = "saw") -> UUID:
    async with world.context(write=True) as ctx:
        gadget = gadgets(name=name, seen_at=None)
        ctx.session.add(gadget)
        ctx.emit(Happened(gadget.id))
    return gadget.id


async def names(world: World) -> list[str]:
    async with world.context() as ctx:
        return list(await ctx.session.scalars(select(Gadget.name).order_by(Gadget.name)))


class Remembered(AppError):
    status, code, keeps_writes = 400, "remembered", True


async def test_a_refusal_rolls_everything_back(org: World, gadgets: Gadgets) -> None:
    with pytest.raises(NotFound):
        async with org.context(write=True) as ctx:
            gadget = gadgets(name="saw", seen_at=None)
            ctx.session.add(gadget)
            ctx.emit(Happened(gadget.id))
            await ctx.flush()
            raise NotFound
    with pytest.raises(ZeroDivisionError):
        async with org.context(write=True) as ctx:
            await made_in(ctx, gadgets)
            raise ZeroDivisionError
    assert await names(org) == []


async def made_in(ctx: Context, gadgets: Gadgets) -> Gadget:
    gadget = gadgets(name="saw", seen_at=None)
    ctx.session.add(gadget)
    ctx.emit(Happened(gadget.id))
    await ctx.flush()
    return gadget


async def test_a_refusal_that_is_a_fact_keeps_what_was_written(
    org: World, gadgets: Gadgets
) -> None:
    with pytest.raises(Remembered):
        async with org.context(write=True) as ctx:
            await made_in(ctx, gadgets)
            raise Remembered
    assert await names(org) == ["saw"]


async def test_what_was_not_flushed_is_flushed_before_the_commit(
    org: World, gadgets: Gadgets
) -> None:
    await made(org, gadgets)
    assert await names(org) == ["saw"]


async def test_a_unit_of_work_that_reads_commits_nothing(org: World, gadgets: Gadgets) -> None:
    async with org.context() as ctx:
        ctx.session.add(gadgets(name="saw", seen_at=None))
    assert await names(org) == []


async def test_a_commit_that_fails_is_a_503_and_leaves_no_row(
    org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(_connection: AsyncConnection) -> None:
        raise ConnectionResetError  # why: nothing else can lose it exactly there on both engines

    before = await organizations_of(org)
    with monkeypatch.context() as patch:
        patch.setattr(AsyncConnection, "commit", lost)
        response = await org.client.post(
            "/api/v1/organizations", json={"name": "Lost"}, headers=org.owner.headers
        )
    assert refused(response) == (503, "busy")
    assert response.headers["retry-after"] == "1"
    assert await organizations_of(org) == before


async def organizations_of(world: World) -> list[str]:
    answer = ok(await world.client.get("/api/v1/organizations", headers=world.owner.headers))
    return [row["name"] for row in answer["items"]]


async def test_a_session_that_the_server_ends_is_a_503_and_leaves_no_row(
    postgres_org: World,
) -> None:
    with pytest.raises(Busy):
        async with postgres_org.context(write=True) as ctx:
            await made_in(ctx, Gadget)
            me = await ctx.unit.connection.scalar(select(func.pg_backend_pid()))
            async with postgres_org.database.engine.connect() as other:
                await other.execute(select(func.pg_terminate_backend(me)))
    assert await names(postgres_org) == []


async def test_a_server_that_is_there_and_says_nothing_is_a_503(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    monkeypatch.setattr(engine, "CONNECT_SECONDS", 0.1)
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        url = f"postgresql://ada:secret@127.0.0.1:{port}/none"
        database = Database(settings_for(tmp_path, database_url=url))
        with pytest.raises(Busy):
            async with asyncio.timeout(30), unit_of_work(database, write=False):
                raise AssertionError
        over.set()
        await database.dispose()


async def test_whoever_saves_an_old_version_is_told(org: World, gadgets: Gadgets) -> None:
    id = await made(org, gadgets)
    for named, answer in ((False, ChangedMeanwhile), (True, VersionMismatch)):
        with pytest.raises(answer):
            async with org.context(write=True) as ctx:
                gadget = await ctx.get(gadgets, id)
                if named:
                    ctx.expect(gadget, gadget.etag, None)
                await ctx.update(gadgets, version=gadget.version + 1)
                gadget.rank += 1
                ctx.emit(Happened(id))
                await ctx.flush()


async def test_the_version_and_the_time_follow_each_edit(org: World, gadgets: Gadgets) -> None:
    id = await made(org, gadgets)
    async with org.context(write=True) as ctx:
        gadget = await ctx.get(gadgets, id)
        assert gadget.version == 1
        assert gadget.updated_at == gadget.created_at
        gadget.rank = 5
        ctx.emit(Happened(id))
        await ctx.flush()
        assert gadget.version == 2
        assert gadget.updated_at > gadget.created_at
        gadget.rank = 5  # the same again is no edit
        await ctx.flush()
        assert gadget.etag == '"v2"'


@pytest.mark.parametrize(
    ("if_match", "version"),
    [('"v1"', None), ('W/"v1"', None), ("*", None), (None, 1), ('"v7", "v1"', None), ('"v1"', 1)],
)
async def test_an_edit_that_names_the_present_version_is_let_through(
    org: World, gadgets: Gadgets, if_match: str | None, version: int | None
) -> None:
    id = await made(org, gadgets)
    async with org.context() as ctx:
        ctx.expect(await ctx.get(gadgets, id), if_match, version)
        assert ctx.unit.version_named


@pytest.mark.parametrize(
    ("if_match", "version"),
    [('"v2"', None), ("v1", None), ("", None), (None, 2), ('"v1"', 2), ('"v2"', 1)],
)
async def test_an_edit_that_names_another_version_is_told_the_present_one(
    org: World, gadgets: Gadgets, if_match: str | None, version: int | None
) -> None:
    id = await made(org, gadgets)
    async with org.context() as ctx:
        gadget = await ctx.get(gadgets, id)
        with pytest.raises(VersionMismatch) as told:
            ctx.expect(gadget, if_match, version)
        assert told.value.more == {"version": 1}


async def test_an_edit_that_names_no_version_is_told_both_ways(
    org: World, gadgets: Gadgets
) -> None:
    id = await made(org, gadgets)
    async with org.context() as ctx:
        gadget = await ctx.get(gadgets, id)
        with pytest.raises(VersionRequired, match='If-Match: "v1", or "version": 1') as told:
            ctx.expect(gadget, None, None)
        assert told.value.more == {"version": 1}
        ctx.expect_if_named(gadget, None, None)


async def test_a_unique_key_that_is_taken_is_the_conflict_of_its_name(
    org: World, gadgets: Gadgets, monkeypatch: pytest.MonkeyPatch
) -> None:
    await made(org, gadgets)
    constraint = "uq_test_gadgets_organization_id_name"
    with pytest.raises(exc.IntegrityError):  # unregistered: a defect of ours, said as such
        await made(org, gadgets)
    monkeypatch.setitem(Conflict.by_constraint, constraint, GadgetTaken)
    with pytest.raises(GadgetTaken):
        await made(org, gadgets)
    assert await names(org) == ["saw"]


async def test_a_reference_to_nothing_is_in_use(org: World, gadgets: Gadgets) -> None:
    part = {"id": new_id(), "created_at": now(), "gadget_id": new_id()}
    with pytest.raises(InUse):
        async with org.context(write=True) as ctx:
            await ctx.insert(Part, [part])
    id = await made(org, gadgets)
    async with org.context(write=True) as ctx:
        await ctx.insert(Part, [part | {"gadget_id": id}])
    with pytest.raises(InUse):
        async with org.context(write=True) as ctx:
            await ctx.delete(gadgets, gadgets.id == id)
    assert await names(org) == ["saw"]


async def test_a_missing_value_is_a_defect_and_no_conflict(org: World, gadgets: Gadgets) -> None:
    id = await made(org, gadgets)
    with pytest.raises(exc.IntegrityError):
        async with org.context(write=True) as ctx:
            await ctx.update(gadgets, gadgets.id == id, name=None)


async def test_a_table_that_is_not_there_means_that_the_database_is_behind(
    empty_url: str, tmp_path: Path
) -> None:
    database = Database(settings_for(tmp_path, database_url=empty_url))
    app = create_app(database.settings, database)
    for query in (select(User.id), select(User.id).where(User.email == "x")):
        with pytest.raises(SchemaBehind):
            async with unit_of_work(database, write=False) as unit:
                await unit.account().session.execute(query)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        body = {"email": "ada@example.test", "password": "correct horse battery"}
        response = await client.post("/api/v1/auth/login", json=body)
    assert refused(response) == (503, "schema_behind")
    assert response.headers["retry-after"] == "30"
    assert "quartermaster migrate apply" in response.json()["detail"]
    await database.dispose()


@pytest.mark.usefixtures("gadgets")
async def test_a_column_that_is_not_there_means_the_same(org: World) -> None:
    with pytest.raises(SchemaBehind):
        async with org.context() as ctx:
            await ctx.unit.connection.execute(text("SELECT no_such FROM organizations"))


async def test_a_syntax_error_is_a_defect(org: World) -> None:
    with pytest.raises(exc.DBAPIError):
        async with org.context() as ctx:
            await ctx.unit.connection.execute(text("SELEC 1"))


async def test_a_sqlite_file_that_somebody_else_locks_is_a_503(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = (*sqlite.PRAGMAS, "busy_timeout=1")
    monkeypatch.setattr(sqlite, "PRAGMAS", pragmas)  # why: nobody waits for five seconds here
    path = tmp_path / "locked.db"
    database = await prepared(settings_for(tmp_path, database_url=f"sqlite:///{path}"))
    app = create_app(database.settings, database)
    person = await sign_up(app)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:

        async def found() -> httpx2.Response:
            url = "/api/v1/organizations"
            return await client.post(url, json={"name": "X"}, headers=person.headers)

        response = await found()
        assert refused(response) == (503, "busy")
        assert response.headers["retry-after"] == "1"
        ok(await client.get("/api/v1/users/me", headers=person.headers))  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        ok(await found())
    await database.dispose()


@pytest.fixture
async def stopped(
    tmp_path: Path,
) -> AsyncIterator[tuple[Database, FastAPI, postgres.PostgresServer]]:
    """A PostgreSQL of the test's own, to be stopped."""
    # not below tmp_path, which nobody else may enter: as root the server runs as another user
    server = postgres.start(Path(mkdtemp(prefix="quartermaster-own-")))
    try:
        settings = settings_for(tmp_path, database_url=server.url("postgres"))
        database = await prepared(settings)
        yield database, create_app(settings, database), server
        await database.dispose()
    finally:
        server.stop()


async def test_a_database_that_is_away_is_a_503_and_its_return_is_noticed(
    stopped: tuple[Database, FastAPI, postgres.PostgresServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, app, server = stopped
    person = await sign_up(app)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:

        async def me() -> httpx2.Response:
            return await client.get("/api/v1/users/me", headers=person.headers)

        ok(await me())
        server.halt()
        for _ in range(2):  # by a connection that was open, and by a new one
            response = await me()
            assert refused(response) == (503, "busy")
            assert response.headers["retry-after"] == "1"
            health = await client.get("/health")
            assert (health.status_code, health.json()["database"]) == (503, "unreachable")
            assert (await client.get("/health/ready")).status_code == 503
            assert (await client.get("/health/live")).status_code == 200
        server.restart()
        ok(await me())
        monkeypatch.setattr(engine, "IDLE_SECONDS", 0)  # why: nobody rests for five seconds here
        server.restart()
        ok(await me())  # the connection that rested was asked, and replaced
        ok(await me())


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (ConnectionRefusedError(), Busy),
        (TimeoutError(), Busy),
        (asyncpg.CannotConnectNowError(), Busy),
        (asyncpg.TooManyConnectionsError(), Busy),
        (exc.TimeoutError(), Busy),
        (ValueError(), None),
    ],
)
def test_a_connection_that_cannot_be_had_is_busy(
    error: Exception, answer: type[AppError] | None
) -> None:
    assert type(unreachable(error)) is (answer or type(None))


async def test_a_defect_in_connecting_is_not_called_busy(
    org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        async def connect(self) -> None:
            raise LookupError  # why: no real connection fails in a way that is our own fault

    monkeypatch.setattr(org.database, "_reading", Broken())
    with pytest.raises(LookupError):
        async with org.context():
            raise AssertionError


def database_error(
    kind: type[exc.DBAPIError], cause: BaseException | None = None
) -> exc.DBAPIError:
    original = Exception("told by the driver")
    original.__cause__ = cause
    return kind("SELECT 1", {}, original)


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (StaleDataError(), ChangedMeanwhile),
        (exc.TimeoutError(), Busy),
        (ConnectionResetError(), Busy),
        (database_error(exc.OperationalError, ConnectionResetError()), Busy),
        (database_error(exc.OperationalError), None),
        (database_error(exc.IntegrityError), None),
        (exc.InvalidRequestError(), None),
    ],
)
def test_each_error_of_the_database_has_its_answer(
    error: Exception, answer: type[AppError] | None
) -> None:
    assert type(translated(error, version_named=False)) is (answer or type(None))


async def test_a_connection_that_does_not_come_in_time_is_a_503(
    empty_url: str, tmp_path: Path
) -> None:
    settings = settings_for(
        tmp_path,
        database_url=empty_url,
        db_pool_size=1,
        db_max_overflow=0,
        db_pool_timeout=0.01,
        db_concurrency=2,
    )
    database = Database(settings)
    async with database.transaction(write=False):
        if database.is_sqlite:  # its pool has no bound: the gate alone counts
            async with database.transaction(write=False):
                assert database._gate.locked()
        else:
            with pytest.raises(Busy):
                async with database.transaction(write=False):
                    raise AssertionError
    await database.dispose()


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_one_unit_of_work_at_a_time_is_enough_for_everything(
    empty_url: str, tmp_path: Path
) -> None:
    settings = settings_for(
        tmp_path, database_url=empty_url, db_concurrency=1, db_pool_size=1, db_max_overflow=0
    )
    database = await prepared(settings)
    app = create_app(settings, database)
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:

        async def live(number: int) -> None:
            account = {"email": f"p{number}@example.test", "password": "correct horse battery"}
            ok(await client.post("/api/v1/auth/register", json=account))
            signed_in = ok(await client.post("/api/v1/auth/login", json=account))
            headers = {
                "Authorization": f"Bearer {signed_in['access_token']}",
                "Idempotency-Key": "once",
            }
            for _ in range(2):
                ok(await client.post("/api/v1/organizations", json={"name": "X"}, headers=headers))
            body = {"refresh_token": signed_in["refresh_token"]}
            ok(await client.post("/api/v1/auth/refresh", json=body))
            found = ok(await client.get("/api/v1/organizations", headers=headers))
            assert len(found["items"]) == 2
            ok(await client.post("/api/v1/auth/logout", headers=headers))

        await asyncio.gather(*(live(number) for number in range(8)))
    await database.dispose()


async def test_reading_as_of_one_moment_does_not_see_what_comes_after(
    own_database: Database,
) -> None:
    app = create_app(own_database.settings, own_database)
    people = select(func.count(User.id))
    async with unit_of_work(own_database, write=False, snapshot=True) as unit:
        session = unit.account().session
        assert await session.scalar(people) == 0
        await sign_up(app)
        assert await session.scalar(people) == 0
    async with unit_of_work(own_database, write=False) as unit:
        assert await unit.account().session.scalar(people) == 1


async def test_a_changed_row_without_a_fact_is_an_error(org: World, gadgets: Gadgets) -> None:
    with pytest.raises(RuntimeError, match="rows changed without a fact"):
        async with org.context(write=True) as ctx:
            ctx.session.add(gadgets(name="saw", seen_at=None))
    assert await names(org) == []
    with pytest.raises(RuntimeError, match="rows changed without a fact"):
        async with org.context(write=True) as ctx:
            (
                await ctx.session.scalars(select(Organization).where(Organization.id == org.id))
            ).one().name = "X"


async def test_it_is_an_error_in_tests_only(
    org: World, gadgets: Gadgets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(org.database, "strict", False)
    async with org.context(write=True) as ctx:
        ctx.session.add(gadgets(name="saw", seen_at=None))
    assert await names(org) == ["saw"]


async def test_whoever_hears_a_fact_may_write_and_tell_in_turn(
    org: World, gadgets: Gadgets, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, str]] = []

    async def first(ctx: Context, fact: Happened) -> None:
        gadget = await ctx.get(gadgets, fact.gadget_id)
        heard.append(("first", gadget.name))
        if len(gadget.name) < 3:
            again = gadgets(name=gadget.name + "x", seen_at=None)
            ctx.session.add(again)
            ctx.emit(Happened(again.id))
        elif len(gadget.name) == 3:  # in a context of its own, opened after the others
            inside = ctx.unit.context(ctx.tenant, Actor())
            again = gadgets(name="last", seen_at=None)
            inside.session.add(again)
            inside.emit(Happened(again.id))

    async def base(_ctx: Context, fact: DomainEvent) -> None:
        heard.append(("base", fact.name))

    facts.on(Happened)  # registers nothing by itself
    monkeypatch.setitem(facts.subscribers, Happened, [first])
    monkeypatch.setitem(facts.subscribers, DomainEvent, [base])
    await made(org, gadgets, "x")
    assert [name for kind, name in heard if kind == "first"] == ["x", "xx", "xxx", "last"]
    assert heard.count(("base", "test.happened")) == 4
    assert await names(org) == ["last", "x", "xx", "xxx"]


@pytest.mark.usefixtures("gadgets")
async def test_a_subscriber_is_registered_for_its_fact(
    org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(facts.subscribers, MemberChanged, [])
    heard: list[Any] = []

    @facts.on(MemberChanged)
    async def hear(ctx: Context, fact: MemberChanged) -> None:
        heard.append((ctx.organization_id, fact))

    id = new_id()
    async with org.context(write=True) as ctx:
        ctx.emit(MemberChanged(id))
    assert heard == [(org.id, MemberChanged(id))]


async def test_whoever_hears_a_fact_may_refuse_it(
    org: World, gadgets: Gadgets, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_ctx: Context, _fact: Happened) -> None:
        raise NotFound

    monkeypatch.setitem(facts.subscribers, Happened, [refuse])
    with pytest.raises(NotFound):
        await made(org, gadgets)
    assert await names(org) == []


async def test_a_statement_says_how_many_rows_it_met(org: World, gadgets: Gadgets) -> None:
    """Those of this organization: neither a neighbour's row nor one that is there no more."""
    id = await made(org, gadgets)
    await made(org, gadgets, "axe")
    await made(await World.founded(org.app, org.client), gadgets)
    async with org.context(write=True) as ctx:
        assert await met(ctx.session, update(gadgets).values(name=gadgets.name + "!")) == 2
        assert await met(ctx.session, delete(gadgets).where(gadgets.id == id)) == 1
        assert await met(ctx.session, delete(gadgets).where(gadgets.id == id)) == 0


async def test_where_it_comes_from_is_known_in_every_context(org: World) -> None:
    async with org.context() as ctx:
        assert ctx.origin is ctx.unit.account().origin
        assert ctx.origin.request_id.version == 7


async def test_a_person_is_found_by_the_address_however_it_is_written(org: World) -> None:
    async with unit_of_work(org.database, write=False) as unit:
        found = await by_email(unit.account(), org.owner.email.upper())
        assert found is not None
        assert found.id == org.owner.user_id


async def test_a_time_without_a_zone_is_never_stored(org: World, gadgets: Gadgets) -> None:
    id = await made(org, gadgets)
    with pytest.raises(exc.StatementError, match="a time without a zone"):
        async with org.context(write=True) as ctx:
            naive = now().replace(tzinfo=None)
            await ctx.update(gadgets, gadgets.id == id, seen_at=naive)


@pytest.mark.parametrize(
    ("error", "passes", "said"),
    [
        (ConnectionRefusedError(111, "Connection refused"), True, "Connection refused"),
        (asyncpg.CannotConnectNowError("starting up"), True, "starting up"),
        (asyncpg.InvalidPasswordError("no such word"), False, "no such word"),
        (exc.TimeoutError("too long"), True, "too long"),
        (ValueError(), False, "ValueError"),
        (None, False, None),
    ],
)
def test_waiting_helps_against_what_passes_and_nothing_else(
    error: Exception | None, passes: bool, said: str | None
) -> None:
    assert may_pass(error) is passes
    if error is not None:
        assert reason(error) == said
        busy = Busy()
        busy.__cause__ = error
        assert reason(busy) == said


async def test_the_threads_of_sqlite_get_their_turn_soon(tmp_path: Path) -> None:
    """While requests compute: every statement waits for it several times (figure F20)."""
    before = sys.getswitchinterval()
    try:
        sys.setswitchinterval(0.005)
        await Database(settings_for(tmp_path)).dispose()
        assert sys.getswitchinterval() == pytest.approx(sqlite.SWITCH_SECONDS)
    finally:
        sys.setswitchinterval(before)


async def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "not.db").write_text("no database " * 100)
    for name, said in (("not.db", "file is not a database"), ("no/where.db", "unable to open")):
        url = f"sqlite:///{tmp_path / name}"
        database = Database(settings_for(tmp_path, database_url=url, db_wait_seconds=60))
        with pytest.raises(StartupRefused, match=said):
            await wait_for(database)  # at once: waiting does not make one of it
        await database.dispose()


async def test_a_server_that_does_not_let_us_in_is_a_503(
    postgres_org: World, tmp_path: Path
) -> None:
    url = make_url(postgres_org.database.settings.database).set(password="wrong")
    settings = settings_for(tmp_path, database_url=url.render_as_string(hide_password=False))
    database = Database(settings)
    with pytest.raises(Busy, match="cannot be reached"):
        async with unit_of_work(database, write=False):
            raise AssertionError
    with pytest.raises(StartupRefused, match="password authentication failed") as refused_start:
        await wait_for(database)  # at once: waiting does not make it right
    assert "wrong" not in str(refused_start.value)
    await database.dispose()
