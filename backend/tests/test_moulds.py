from datetime import datetime
from typing import Any

import httpx2
import pytest

from app.core.engine import Database
from app.core.unit_of_work import unit_of_work
from app.main import create_app
from tests import moulds
from tests.moulds import Rows, stored
from tests.world import World, sign_up


@pytest.fixture
async def cast(own_database: Database) -> World:
    app = create_app(own_database.settings, own_database)
    return await World.founded(app, httpx2.AsyncClient())


def but(rows: Rows, known: Rows) -> Rows:
    """Those of `rows` that are not among the known ones, of tables that have any."""
    new = {table: [row for row in rows[table] if row not in known[table]] for table in rows}
    return {table: rows for table, rows in new.items() if rows}


def without_names(rows: Rows) -> dict[str, list[str]]:
    """What tells one person or organization from another left out; in the order of the ids."""

    def shown(name: str, value: Any) -> str:
        text = "…" if name == "salt" or isinstance(value, datetime) else str(value)
        return f"{name}={moulds.IDS.sub('…', text)}"

    return {
        table: [
            " ".join(shown(*part) for part in sorted(row.items()))
            for row in sorted(rows[table], key=lambda row: row["id"])
        ]
        for table in rows
    }


async def test_another_world_is_like_one_that_was_founded(cast: World) -> None:
    rows = await stored(cast.database)
    async with unit_of_work(cast.database, write=True) as unit:
        user, _ = await moulds.signed_in(unit)
    async with unit_of_work(cast.database, write=True) as unit:
        await moulds.founded(unit, user.id)
    founded = but(await stored(cast.database), rows)
    assert len(founded["organizations"]) == 2
    assert without_names(rows) == without_names(founded)


async def test_everybody_is_somebody_else(cast: World) -> None:
    ours = await stored(cast.database)
    person = await sign_up(cast.app)
    theirs = but(await stored(cast.database), ours)
    assert [row["id"] for row in theirs["users"]] == [person.user_id]
    assert person.email.startswith(person.user_id.hex)
    assert not set(moulds.IDS.findall(repr(ours))) & set(moulds.IDS.findall(repr(theirs)))
    salts = [row["salt"] for row in ours["account_sources"] + theirs["account_sources"]]
    assert len(set(salts)) == len(salts) == 3
