"""Purge and export, killed in the middle or out of space: nothing half done is seen, a repeat finishes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, text

from app.core import owned
from app.core.clock import now
from app.core.db import complete
from app.core.engine import Database
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import Membership, Organization
from app.domains.identity.service import archives, purges
from app.main import create_app
from tests.contract import rows
from tests.domains.identity import halting
from tests.domains.identity.test_deletion import change, lived_in
from tests.world import World, ok, refused

PATIENCE = 60  # seconds
NEVER = 10**9  # steps


@pytest.fixture
async def lived(own_database: Database) -> AsyncIterator[World]:
    """An organization in a database that another process can open, with one beside it."""
    transport = httpx2.ASGITransport(app := create_app(own_database.settings, own_database))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        world = await World.founded(app, client)
        await lived_in(world)
        yield world


async def killed(org: World, what: str, after: int, folder: Path) -> bool:
    work = halting.Work(what, org.id, after, folder)
    return await asyncio.to_thread(halting.killed, org.database.settings, work)


@pytest.mark.parametrize(
    "after", [0, 3, 30, 60]
)  # DELETEs: before the first commit, later, at the end
async def test_a_purge_that_was_killed_is_finished_by_the_next(
    lived: World, tmp_path: Path, after: int
) -> None:
    beside = await World.founded(lived.app, lived.client)
    await lived_in(beside)
    untouched = await rows.of_organization(beside.database, beside.id)
    await change(lived, deletion_due_at=now() - timedelta(seconds=1))
    before = await rows.of_organization(lived.database, lived.id)
    assert await killed(lived, "purge", after, tmp_path)
    left = await rows.of_organization(lived.database, lived.id)
    if after:  # gone for everybody, and nobody brings a part of it back
        assert left != before
        assert refused(await lived.call("GET", "")) == (404, "not_found")
        assert refused(await lived.call("POST", "/restore")) == (404, "not_found")
    else:
        assert left == before
    assert left["purges"] == []
    assert lived.id in {id for id, _ in await purges.due(lived.database)}
    assert await purges.purge(lived.database, lived.id)
    after_all = await rows.of_organization(lived.database, lived.id)
    assert {name for name, found in after_all.items() if found} == set()
    assert await rows.of_organization(beside.database, beside.id) == untouched


async def test_who_restores_while_the_purge_begins_is_too_late(lived: World) -> None:
    """Else there would be an organization without anybody in it."""
    await change(lived, deletion_due_at=now() - timedelta(seconds=1))
    async with purges._portion(lived.database, lived.id) as ctx:
        assert ctx is not None
        await ctx.update(Membership, Membership.ended_at.is_(None), ended_at=now())
        restoring = asyncio.ensure_future(lived.call("POST", "/restore"))
        await asyncio.wait_for(waiting(lived.database), PATIENCE)
    assert refused(await restoring) == (404, "not_found")
    assert await purges.purge(lived.database, lived.id)


async def waiting(database: Database) -> None:
    """Until somebody waits for a lock; on SQLite they wait before they have looked at anything."""
    query = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while not database.is_sqlite:
        async with database.engine.connect() as connection:
            if await connection.scalar(query):
                return
        await asyncio.sleep(0.01)


async def test_of_processes_that_purge_at_once_each_comes_to_its_end(
    lived: World, tmp_path: Path
) -> None:
    await change(lived, deletion_due_at=now() - timedelta(seconds=1))
    halted = await asyncio.gather(*(killed(lived, "purge", NEVER, tmp_path) for _ in range(3)))
    assert halted == [False] * 3
    left = await rows.of_organization(lived.database, lived.id)
    assert {name for name, found in left.items() if found} == set()


@pytest.mark.untraced  # goes over the same lines again and again: half the time
async def test_no_other_waits_for_more_than_a_portion(
    lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else writes between any two portions, in an organization of their own."""
    monkeypatch.setattr(owned, "AT_ONCE", 2)
    monkeypatch.setattr(purges, "BREATH", 0)
    beside = await World.founded(lived.app, lived.client)
    items = [await lived.item() for _ in range(6)]
    await change(lived, deletion_due_at=now() - timedelta(seconds=1))
    portions: list[int] = []
    thinned = purges._thinned

    async def between(*arguments: Any) -> int:
        portions.append(await thinned(*arguments))
        await beside.item()
        return portions[-1]

    monkeypatch.setattr(purges, "_thinned", between)
    assert await purges.purge(lived.database, lived.id)
    assert max(portions) == 2
    assert portions.count(2) >= len(items) / 2
    left = await rows.of_organization(lived.database, lived.id)
    assert {name for name, found in left.items() if found} == set()


async def test_what_is_written_while_it_is_purged_goes_too(
    lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the system, which needs no membership."""
    late = {"code": "late", "name": "Late", "base": "pcs", "factor": Decimal(2)}
    await change(lived, deletion_due_at=now() - timedelta(seconds=1))
    thinned = purges._thinned

    async def written(database: Database, id: Any, model: Any) -> int:
        gone = await thinned(database, id, model)
        if not gone and model.__tablename__ == "units":
            async with lived.context(write=True) as ctx:
                await ctx.insert(model, [complete(model(**late))])
        return gone

    monkeypatch.setattr(purges, "_thinned", written)
    assert await purges.purge(lived.database, lived.id)
    left = await rows.of_organization(lived.database, lived.id)
    assert {name for name, found in left.items() if found} == set()


@pytest.mark.parametrize("after", [0, 1, 12])
async def test_an_export_that_was_killed_leaves_nothing(
    lived: World, tmp_path: Path, after: int
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    assert await killed(lived, "export", after, folder)
    assert list(folder.iterdir()) == []
    async with unit_of_work(lived.database, write=False) as unit:
        mine = select(Organization.exported_at).where(Organization.id == lived.id)
        assert await unit.account().session.scalar(mine) is None
    assert refused(await lived.call("DELETE", "")) == (409, "export_first")
    assert (await lived.call("GET", "/export")).is_success
    ok(await lived.call("DELETE", ""))


async def test_an_export_without_space_is_refused_and_says_so(
    org: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await org.item()
    full: list[Any] = []

    def without_space() -> Any:
        full.append(Path("/dev/full").open("w+b"))  # noqa: SIM115 (what is tried closes it)
        return full[-1]

    with monkeypatch.context() as patch:
        patch.setattr(archives, "TemporaryFile", without_space)
        answer = await org.call("GET", "/export")
    assert refused(answer) == (503, "no_space")
    assert full[0].closed
    assert refused(await org.call("DELETE", "")) == (409, "export_first")
    assert (await org.call("GET", "/export")).is_success
