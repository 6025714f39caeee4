"""What most tests begin with: a person who is signed in, and an organization with its owner.

To make them the product's way takes longer than most tests do in them. Each process makes them so once, in a
database of its own; whoever wants one gets the same rows as somebody else's, with other ids (also where a text
holds one) and of this moment.
"""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.clock import now
from app.core.context import Actor
from app.core.engine import Database
from app.core.ids import new_id, new_secret
from app.core.unit_of_work import UnitOfWork, unit_of_work
from app.domains.identity.models import Organization, User, UserSession
from app.domains.identity.schemas import OrganizationCreate
from app.domains.identity.service import accounts, organizations
from app.models import metadata
from tests.settings import settings_for

Rows = dict[str, list[dict[str, Any]]]  # by table; one comes after those that it refers to
IDS = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|(?<=personal-)[0-9a-f]{12}"
)


class Renamed(dict[str, str]):
    """The hexadecimal digits of somebody's ids by those of the first one's."""

    def __missing__(self, first: str) -> str:
        self[first] = new_id().hex[-len(first) :]
        return self[first]

    def id(self, first: UUID) -> UUID:
        return UUID(self[first.hex])

    def text(self, first: str) -> str:
        return IDS.sub(self._in_text, first)

    def _in_text(self, found: re.Match[str]) -> str:
        first = found[0]
        return str(self.id(UUID(first))) if "-" in first else self[first]


@dataclass(frozen=True)
class Mould:
    """What is stored of the first one."""

    rows: Rows
    made_at: datetime

    async def cast(self, connection: AsyncConnection) -> Renamed:
        """Store another one like it; its ids sort as the first one's do."""
        renamed, moment = Renamed(), now()
        for id in sorted(row["id"] for rows in self.rows.values() for row in rows):
            renamed.id(id)

        def as_anothers(name: str, value: Any) -> Any:
            match value:
                case str() if name == "salt":
                    return new_secret()
                case UUID():
                    return renamed.id(value)
                case str():
                    return renamed.text(value)
                case datetime():
                    return moment + max(value - self.made_at, timedelta())
            return value

        for table, rows in self.rows.items():
            anothers = [{name: as_anothers(name, row[name]) for name in row} for row in rows]
            await connection.execute(insert(metadata.tables[table]), anothers)
        return renamed


@dataclass(frozen=True)
class First:
    """The person and the organization that a process has made, and how to have others."""

    user: User
    session: UserSession
    organization: Organization
    person: Mould
    world: Mould


@cache
def first() -> First:
    with ThreadPoolExecutor(1) as thread:  # the caller is inside a running event loop
        return thread.submit(asyncio.run, _made()).result()


async def _made() -> First:
    with TemporaryDirectory() as folder:
        url = "sqlite:///file:/qm-first?vfs=memdb&uri=true"
        database = Database(settings_for(Path(folder), database_url=url))
        async with database.engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        async with unit_of_work(database, write=True) as unit:
            user, session = await signed_in(unit)
        person = Mould(await stored(database), made_at=now())
        async with unit_of_work(database, write=True) as unit:
            organization = await founded(unit, user.id)
        world = Mould(await stored(database), made_at=now())
        await database.dispose()
    return First(user, session, organization, person, world)


async def signed_in(unit: UnitOfWork) -> tuple[User, UserSession]:
    """An account and a session that has proved whose it is for longer than any test takes."""
    ctx, id, in_a_week = unit.account(), new_id(), now() + timedelta(days=7)
    user = User(id=id, email=f"{id.hex}@example.test", full_name="Ada", password_hash="")
    await accounts.add(ctx, user)
    session = UserSession(
        user_id=id,
        expires_at=in_a_week,
        ends_at=in_a_week,
        last_used_at=now(),
        ended_at=None,
        ended_because=None,
        stepped_up_at=in_a_week,
    )
    ctx.session.add(session)
    await ctx.session.flush()
    return user, session


async def founded(unit: UnitOfWork, owner_id: UUID, currency: str = "EUR") -> Organization:
    data = OrganizationCreate(name=f"Org {new_id().hex}", currency=currency)
    return await organizations.found(unit.account(Actor(owner_id)), data, owner_id)


async def stored(database: Database) -> Rows:
    """All that there is in the database."""
    found: Rows = {}
    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = (await connection.execute(select(table))).mappings().all()
            if rows:
                found[table.name] = [dict(row) for row in rows]
    return found
