"""The floor does what the product does, or its figures would compare two different duties."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import make_url, update

from app.core.clock import now
from app.core.context import Actor
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import UserSession
from app.domains.locations.models import VirtualRole
from app.domains.stock.queries import locations
from app.domains.stock.service.audit import differences
from app.main import create_app
from bench import dataset, loading
from bench.floor import Floor
from tests.databases import prepared
from tests.services import postgres
from tests.settings import settings_for
from tests.world import World, ok, sign_up

ITEM = dataset.id_of(dataset.ITEM, 3)


@dataclass(frozen=True)
class Both:
    """The two programs over one database, with the data set in it."""

    app: FastAPI
    world: World
    product: httpx2.AsyncClient
    floor: httpx2.AsyncClient

    @property
    def clients(self) -> tuple[httpx2.AsyncClient, httpx2.AsyncClient]:
        return self.product, self.floor

    def path(self, what: str) -> str:
        return f"/api/v1/organizations/{self.world.tenant.id}/{what}"


def calling(program: object) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(program)  # type: ignore[arg-type]
    return httpx2.AsyncClient(transport=transport, base_url="http://test")


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    name = f"qm_floor_{new_id().hex}"
    postgres.shared().create_database(name)
    url = postgres.shared().url(name)
    settings = settings_for(tmp_path, database_url=url, db_concurrency=2)
    database = await prepared(settings)
    app, floor = create_app(settings, database), Floor(settings)
    await floor.open()
    async with calling(app) as product, calling(floor) as beside:
        world = await World.founded(app, product)
        premises = dataset.Premises(
            world.tenant.id,
            world.owner.user_id,
            await _virtual(world, VirtualRole.SUPPLIER),
            await _virtual(world, VirtualRole.CUSTOMER),
        )
        dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        await loading.copy(dsn, dataset.fixtures(premises))
        await loading.copy(dsn, dataset.grown(premises, 0, 100))
        yield Both(app, world, product, beside)
    await floor.close()
    await database.dispose()
    postgres.shared().drop_database(name)


async def _virtual(world: World, role: VirtualRole) -> UUID:
    async with unit_of_work(world.database, write=False) as unit:
        ctx = unit.context(world.tenant, Actor())
        (row,) = await ctx.rows(locations.select().where(locations.c.role == role))
    return UUID(str(row["id"]))


@pytest.mark.parametrize("what", ["items?limit=50", "stock?limit=50", f"items/{ITEM}"])
async def test_both_give_the_same_answer(both: Both, what: str) -> None:
    product, floor = [
        ok(await client.get(both.path(what), headers=both.world.owner.headers))
        for client in both.clients
    ]
    for page in (product, floor):
        assert page.pop("next", "") is not None  # each has cursors of its own
    assert product == floor


async def test_both_write_and_keep_the_books_right(both: Both) -> None:
    receipt = {
        "item_id": str(ITEM),
        "location_id": str(dataset.place_of(3)),
        "quantity": "2.5",
    }
    headers = both.world.owner.headers
    for number, client in enumerate(both.clients):
        new = {"name": "New", "sku": f"NEW-{number}"}
        made = ok(await client.post(both.path("items"), json=new, headers=headers))
        assert (made["name"], made["unit"], made["version"]) == ("New", "pcs", 1)
        moved = ok(await client.post(both.path("stock/receive"), json=receipt, headers=headers))
        assert (moved["kind"], moved["quantity"]) == ("receive", "2.5")
        shown = ok(await both.product.get(both.path(f"items/{made['id']}"), headers=headers))
        assert shown["sku"] == new["sku"]
    async with unit_of_work(both.world.database, write=False, snapshot=True) as unit:
        assert await differences(unit.context(both.world.tenant, Actor())) == []
    item = ok(await both.product.get(both.path(f"items/{ITEM}"), headers=headers))
    whole, part = divmod(dataset.received(3) - dataset.issued(3) + 5_000_000, 1_000_000)
    assert item["on_hand"] == f"{whole}.{part:06}".rstrip("0").rstrip(".")


async def test_both_let_nobody_in_whom_the_other_would_not(both: Both) -> None:
    stranger = await sign_up(both.app)
    for client in both.clients:
        none = await client.get(both.path("items"))
        assert none.status_code == 401
        not_theirs = await client.get(both.path("items"), headers=stranger.headers)
        assert not_theirs.status_code == 404
    async with unit_of_work(both.world.database, write=True) as unit:
        ended = update(UserSession).where(UserSession.id == both.world.owner.session_id)
        await unit.account().session.execute(ended.values(ended_at=now()))
    for client in both.clients:
        ended_now = await client.get(both.path("items"), headers=both.world.owner.headers)
        assert ended_now.status_code == 401
