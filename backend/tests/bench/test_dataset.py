"""The data set of the bench: rows that the product itself finds right."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import make_url

from app.core.context import Actor, Tenant
from app.core.engine import Database
from app.core.ids import new_id
from app.core.unit_of_work import unit_of_work
from app.domains.catalog.queries import search_items
from app.domains.catalog.schemas import ItemFilter
from app.domains.identity.models import User
from app.domains.identity.schemas import OrganizationCreate
from app.domains.identity.service import accounts, organizations
from app.domains.stock.queries import search_levels
from app.domains.stock.schemas import LevelFilter
from app.domains.stock.service.audit import differences
from bench import dataset, loading, pages
from tests.domains.tags.marking import copies

ITEMS = 150


@pytest.fixture
async def loaded(own_database: Database) -> tuple[Database, Tenant]:
    """The organization `bench` with a small data set, loaded in two steps."""
    async with unit_of_work(own_database, write=True) as unit:
        account = unit.account()
        user = User(email="bench@example.test", full_name="", password_hash=new_id().hex)
        person = await accounts.add(account, user)
        data = OrganizationCreate(name="Bench", slug="bench")
        found = await organizations.found(account, data, person.id)
        tenant = Tenant(found.id, found.slug, found.currency)
    url = make_url(own_database.settings.database)
    if own_database.is_sqlite:
        file = Path(str(url.database))
        premises = loading.premises_in_sqlite(file)
        for rows in _chunks(premises):
            loading.load_sqlite(file, rows)
    else:
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        premises = await loading.premises_in_postgresql(dsn)
        for rows in _chunks(premises):
            await loading.copy(dsn, rows)
    assert premises.organization_id == tenant.id
    return own_database, tenant


def _chunks(premises: dataset.Premises) -> list[list[dataset.Rows]]:
    """As a run that grows loads them."""
    return [
        list(dataset.fixtures(premises)),
        list(dataset.grown(premises, 0, 50)),
        list(dataset.grown(premises, 50, ITEMS)),
    ]


async def test_levels_are_the_fold_of_their_movements(loaded: tuple[Database, Tenant]) -> None:
    database, tenant = loaded
    async with unit_of_work(database, write=False, snapshot=True) as unit:
        ctx = unit.context(tenant, Actor())
        assert await differences(ctx) == []
        page = await search_levels(ctx, LevelFilter.model_validate({"limit": 200}))
    assert len(page["items"]) == ITEMS
    assert page["items"][0]["location_path"][0] == "Warehouse"
    assert {row["on_hand"] > 0 for row in page["items"]} == {True}


async def test_items_are_found_and_sorted_as_the_product_does(
    loaded: tuple[Database, Tenant],
) -> None:
    database, tenant = loaded
    async with unit_of_work(database, write=False) as unit:
        ctx = unit.context(tenant, Actor())
        page = await search_items(ctx, ItemFilter.model_validate({"q": dataset.name_of(7)}))
        everything = await search_items(ctx, ItemFilter.model_validate({"limit": 200}))
    assert [row["id"] for row in page["items"]] == [dataset.id_of(dataset.ITEM, 7)]
    names = [row["name"] for row in everything["items"]]
    assert names == sorted(dataset.name_of(n) for n in range(ITEMS))


async def test_what_the_bench_filters_by_finds_what_it_says(
    loaded: tuple[Database, Tenant],
) -> None:
    database, tenant = loaded
    every = {pages.STOCKED: 1, pages.CHANGED: 1, pages.CATEGORISED: 20, pages.TAGGED: 20}
    async with unit_of_work(database, write=False) as unit:
        ctx = unit.context(tenant, Actor())

        async def found(query: dict[str, str]) -> int:
            filters = ItemFilter.model_validate({"limit": 200} | query)
            return len((await search_items(ctx, filters))["items"])

        for one in pages.FILTERED:
            expected = len(range(0, ITEMS, every[one.filter]))
            # those of the rare category are missing in another
            assert expected - 1 <= await found(one.query) <= expected, one.name
        few = [await found(filter.query) for filter in pages.rare(ITEMS)]
        marks = await copies(ctx)
    assert few == [len(dataset.FEW), len(dataset.FEW), 0, 0, 0]
    assert marks == (len(range(0, ITEMS, dataset.TAGGED_EVERY)) + len(dataset.FEW), 0)


def test_ids_are_uuidv7_in_the_order_of_their_making() -> None:
    ids = [dataset.id_of(dataset.LEVEL, n) for n in (0, 1, 999_999)]
    assert ids == sorted(ids)
    assert {id.version for id in ids} == {7}
    kinds = {dataset.id_of(kind, 1) for kind in range(1, 12)}
    assert len(kinds) == 11
    assert all(isinstance(id, UUID) for id in kinds)
