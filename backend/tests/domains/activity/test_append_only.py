"""What is written in a ledger or a log is never changed and never taken out, by nobody."""

from typing import Any

import pytest
from sqlalchemy import Table, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from app.models import metadata
from tests.world import World

TABLES = ["postings", "stock_movements", "activity", "account_events"]


async def filled(org: World, name: str) -> tuple[Table, Any]:
    """The table, and the condition of one row in it that this test made."""
    await org.receive(await org.item(), await org.location(), 1)
    table = metadata.tables[name]
    mine = (
        table.c.organization_id == org.id
        if "organization_id" in table.c
        else table.c.subject_id == org.owner.user_id
    )
    async with org.database.engine.connect() as connection:
        id = (await connection.execute(select(table.c.id).where(mine).limit(1))).scalar_one()
    return table, table.c.id == id


@pytest.mark.parametrize("name", TABLES)
async def test_a_row_is_neither_changed_nor_deleted(org: World, name: str) -> None:
    table, row = await filled(org, name)
    for statement in (update(table).values(created_at=table.c.created_at), delete(table)):
        with pytest.raises(DBAPIError, match="append-only"):
            async with org.database.engine.begin() as connection:
                await connection.execute(statement.where(row))
    async with org.database.engine.connect() as connection:
        assert (await connection.execute(select(table.c.id).where(row))).one()


@pytest.mark.parametrize("name", TABLES)
async def test_a_table_is_not_emptied_either(org: World, engine_name: str, name: str) -> None:
    if engine_name == "sqlite":
        pytest.skip("it has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"):
        async with org.database.engine.begin() as connection:
            await connection.execute(text(f"TRUNCATE {name} CASCADE"))
