"""An installation of a test's own whose logs are sealed, and what an administrator of the database can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

import httpx2
from fastapi import FastAPI
from sqlalchemy import Delete, Insert, Table, Update, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.clock import now
from app.core.engine import Database
from app.core.ids import first_id_at, new_id
from app.core.keys import SigningKey
from app.core.unit_of_work import unit_of_work
from app.domains.activity.service import sealing, verifying
from app.domains.activity.service.sealing import LOOK_BACK, Head, Pass
from app.domains.activity.service.verifying import Report
from app.models import metadata
from tests.world import World

ACTIVITY = metadata.tables["activity"]
CHAIN = metadata.tables["activity_chain"]
ACCOUNT_CHAIN = metadata.tables["account_chain"]


@dataclass
class Chained:
    """An organization with things in it, alone in its database."""

    org: World
    client: httpx2.AsyncClient

    @property
    def database(self) -> Database:
        return self.org.database

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        app: FastAPI = self.org.app
        return cast("tuple[SigningKey, ...]", app.state.keys.seal)

    async def seal(self, back: timedelta = LOOK_BACK) -> Pass:
        return await sealing.seal(self.database, self.keys[0], back)

    async def seal_all(self) -> int:
        total = 0
        while passed := (await self.seal()).sealed:
            total += passed
        return total

    async def report(
        self,
        heads: Sequence[Head] = (),
        organization_id: UUID | None = None,
        keys: Sequence[SigningKey] | None = None,
    ) -> Report:
        async with unit_of_work(self.database, write=False, snapshot=True) as unit:
            known = self.keys if keys is None else keys
            return await verifying.verify(unit, known, organization_id, heads)

    async def faults(self, heads: Sequence[Head] = ()) -> list[str]:
        return [str(fault) for fault in (await self.report(heads)).faults]

    async def head(self) -> Head:
        """Of the organization's chain."""
        (head,) = (h for h in (await self.report()).heads if h.owner == self.org.id)
        return head

    async def entries(self, chain: Table = CHAIN, **where: Any) -> list[dict[str, Any]]:
        query = select(chain).order_by(chain.c.no)
        for name, value in where.items():
            query = query.where(chain.c[name] == value)
        async with self.database.engine.connect() as connection:
            return [dict(row) for row in (await connection.execute(query)).mappings()]

    async def line(self, age: timedelta, **values: Any) -> UUID:
        """A line whose id was drawn so long ago, and that is committed now."""
        id = UUID(int=first_id_at(now() - age).int | new_id().int & (1 << 62) - 1)
        row = {
            "id": id,
            "created_at": now(),
            "organization_id": self.org.id,
            "verb": "item.changed",
        }
        row |= {"entity_type": "item", "entity_id": new_id(), "request_id": new_id()}
        async with self.database.engine.begin() as connection:
            await connection.execute(insert(ACTIVITY).values(row | {"payload": "{}"} | values))
        return id

    async def tampered(self, *statements: Update | Delete | Insert) -> None:
        """Carry these out without triggers and unique keys, as who administers the database can."""
        async with self.database.engine.begin() as connection:
            for name in await _guarded(connection):
                await connection.execute(text(name))
            for statement in statements:
                await connection.execute(statement)


async def _guarded(connection: AsyncConnection) -> list[str]:
    """The statements that take the guards off."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        return [f"DROP TRIGGER {name}" for name in await connection.scalars(text(query))]
    tables = ("activity", "postings", "stock_movements", "account_events", "activity_sources")
    more = ("account_sources", "activity_chain", "account_chain")
    return [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in (*tables, *more)]
