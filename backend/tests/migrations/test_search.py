"""The index of texts is made for the rows that there are, and by whom it is kept afterwards."""

import asyncio
from typing import Any

from sqlalchemy import select

from app.core.context import Actor, Tenant
from app.core.engine import Database
from app.core.unit_of_work import unit_of_work
from app.domains.catalog.queries import search_items
from app.domains.catalog.schemas import ItemFilter
from app.domains.identity.models import Organization
from tests.inspection import execute
from tests.migrations.conftest import Migrations

BEFORE = "0008_merged_items"


def found(migrations: Migrations, q: str) -> list[str]:
    """The items of test-org with `q` in them."""

    async def search() -> list[str]:
        database = Database(migrations.settings)
        async with unit_of_work(database, write=False) as unit:
            of_slug = select(Organization).where(Organization.slug == "test-org")
            organization: Any = (await unit.account().session.scalars(of_slug)).one()
            tenant = Tenant(organization.id, organization.slug, organization.currency)
            ctx = unit.context(tenant, Actor())
            page = await search_items(ctx, ItemFilter.model_validate({"q": q}))
        await database.dispose()
        return [row["name"] for row in page["items"]]

    return asyncio.run(search())


def test_what_was_there_before_is_found_and_what_changes_afterwards(filled: Migrations) -> None:
    things = [f"Thing {number}" for number in range(5)]
    assert found(filled, "hing") == things
    filled.down(BEFORE)
    execute(filled.settings, "UPDATE items SET name_key = 'widget' WHERE name = 'Thing 4'")
    filled.up()
    assert found(filled, "hing") == things[:4]
    assert found(filled, "dge") == things[4:]
    execute(filled.settings, "UPDATE items SET name_key = 'gadget' WHERE name = 'Thing 4'")
    assert found(filled, "dget") == found(filled, "gad") == things[4:]
    assert found(filled, "widg") == []
