"""The driver of SQLite: one errand a statement, and nothing left begun."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core.engine import Database
from app.core.sqlite import Driver
from tests.settings import settings_for


@pytest.fixture
async def driver(tmp_path: Path) -> AsyncIterator[Driver]:
    def opened() -> sqlite3.Connection:
        return sqlite3.connect(tmp_path / "own.db", isolation_level=None, timeout=5)

    driver = Driver(opened, iter_chunk_size=0)
    await driver
    yield driver
    await driver.close()


async def test_a_statement_brings_its_rows_and_how_many_it_met(driver: Driver) -> None:
    assert await driver.execute("CREATE TABLE things (n integer)") == -1
    await driver.executemany("INSERT INTO things VALUES (?)", [(1,), (2,), (3,)])
    assert await driver.execute("UPDATE things SET n = n + ? WHERE n > ?", 10, 1) == 2
    assert await driver.fetch("SELECT n FROM things WHERE n > ? ORDER BY n", 5) == [(12,), (13,)]
    cursor = await driver.cursor().execute("SELECT n AS number FROM things")
    assert cursor.description[0][0] == "number"
    assert len(await cursor.fetchall()) == 3
    with pytest.raises(sqlite3.OperationalError):
        await driver.fetch("SELEC 1")


async def test_a_transaction_that_nobody_waited_for_is_undone(
    driver: Driver, tmp_path: Path
) -> None:
    """Else the pool would hand it on, and everybody's writes would wait for it."""
    other = sqlite3.connect(tmp_path / "own.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begin = asyncio.ensure_future(driver.execute("BEGIN IMMEDIATE"))
    await asyncio.sleep(0.05)  # it waits for the other by now
    begin.cancel()
    undone = asyncio.ensure_future(driver.rollback())
    await asyncio.sleep(0)
    other.execute("ROLLBACK")
    other.close()
    await undone
    assert await driver.fetch("SELECT 1") == [(1,)]
    assert not driver.in_transaction


async def test_a_read_begins_no_transaction_and_ends_none(tmp_path: Path) -> None:
    database = Database(settings_for(tmp_path, database_url=f"sqlite:///{tmp_path / 'own.db'}"))
    async with database.transaction(write=False) as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert isinstance(driver, Driver)
        assert await driver.fetch("SELECT 1") == [(1,)]
        assert not driver.in_transaction
    async with database.transaction(write=True) as connection:
        assert (await connection.execute(text("SELECT 2"))).scalar_one() == 2
        raw = await connection.get_raw_connection()
        assert raw.driver_connection.in_transaction  # type: ignore[union-attr]  # checked above
    await database.dispose()
