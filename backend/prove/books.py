"""The books read past the product: what is really stored, as a witness that shares no code with it."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import make_url

MILLIONTHS = 10**6  # quantities are kept in them
# the organization that was written in; others have a few lines of their founding
BUSIEST = "SELECT organization_id FROM activity_chain GROUP BY organization_id ORDER BY count(*) DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Books:
    """Of one database, either a server's or a file."""

    postgresql: str = ""
    sqlite: Path | None = None

    async def movements(self) -> list[tuple[str, str]]:
        """Reference and id (32 hex digits) of every movement that has a reference."""
        rows = await self._rows("SELECT reference, id FROM stock_movements WHERE reference <> ''")
        return [(reference, str(id).replace("-", "")) for reference, id in rows]

    async def held(self) -> tuple[float, float]:
        """What all levels hold together, and the least of them, as of one moment."""
        ((total, least),) = await self._rows("SELECT sum(on_hand), min(on_hand) FROM stock_levels")
        return int(total) / MILLIONTHS, int(least) / MILLIONTHS

    async def members_of(self, slugs: str) -> list[int]:
        """How many members each organization has whose slug is like this."""
        return await self._counted(slugs, "")

    async def owners_of(self, slugs: str) -> list[int]:
        """How many of them are owners."""
        return await self._counted(slugs, "AND m.role = 'owner'")

    async def accounts_of(self, addresses: str) -> int:
        """How many accounts have an address like this."""
        query = f"SELECT count(id) FROM users WHERE email_key LIKE '{addresses}'"
        ((count,),) = await self._rows(query)
        return int(count)

    async def reasons(self) -> set[str]:
        """Why sessions have ended."""
        rows = await self._rows(
            "SELECT DISTINCT ended_because FROM sessions WHERE ended_because IS NOT NULL"
        )
        return {reason for (reason,) in rows}

    async def _counted(self, slugs: str, also: str) -> list[int]:
        joined = f"m.organization_id = o.id AND m.ended_at IS NULL {also}"
        query = (
            f"SELECT count(m.id) FROM organizations o LEFT JOIN memberships m ON {joined}"
            f" WHERE o.slug LIKE '{slugs}' GROUP BY o.id"
        )
        return [int(count) for (count,) in await self._rows(query)]

    async def sealed(self) -> list[tuple[int, str]]:
        """Number and row (32 hex digits) of each line in the one chain that has more than a few."""
        theirs = f"organization_id = ({BUSIEST})"
        rows = await self._rows(f"SELECT no, row_id FROM activity_chain WHERE {theirs} ORDER BY no")
        return [(no, str(id).replace("-", "")) for no, id in rows]

    async def unsealed(self) -> int:
        """How many lines are in no chain."""
        chained = "SELECT 1 FROM activity_chain c WHERE c.kind = 'activity' AND c.row_id = a.id"
        query = f"SELECT count(*) FROM activity a WHERE NOT EXISTS ({chained})"
        ((count,),) = await self._rows(query)
        return int(count)

    async def sealed_behind(self) -> float:
        """Seconds that a line in that chain waited at most."""
        behind = (
            "(julianday(c.created_at) - julianday(a.created_at)) * 86400"
            if self.sqlite
            else "extract(epoch FROM c.created_at - a.created_at)"
        )
        theirs = f"c.organization_id = ({BUSIEST})"
        joined = f"activity_chain c JOIN activity a ON a.id = c.row_id AND {theirs}"
        ((longest,),) = await self._rows(f"SELECT max({behind}) FROM {joined}")
        return float(longest)

    async def texts(self) -> str:
        """Everything that every table holds."""
        names = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            if self.sqlite
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        tables = [name for (name,) in await self._rows(names)]
        rows = [await self._rows(f'SELECT * FROM "{name}"') for name in tables]
        return "\n".join(str(tuple(row)) for some in rows for row in some)

    async def tamper(self, *statements: str) -> None:
        """Change what must not be changed, as who administers the database can: without triggers."""
        if self.sqlite:
            await asyncio.to_thread(self._tamper_with_file, statements)
            return
        connection = await self._connected()
        try:
            # all or nothing, and no trigger or reference is heard
            await connection.execute(
                ";".join(["SET session_replication_role = replica", *statements])
            )
        finally:
            await connection.close()

    def _tamper_with_file(self, statements: Sequence[str]) -> None:
        with closing(sqlite3.connect(str(self.sqlite), timeout=30)) as connection:
            named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in named.fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    async def _rows(self, query: str) -> Sequence[Any]:
        if self.sqlite:
            return await asyncio.to_thread(self._from_file, query)
        connection = await self._connected()
        try:
            return [*await connection.fetch(query)]
        finally:
            await connection.close()

    async def _connected(self) -> "asyncpg.Connection[Any]":
        url = make_url(self.postgresql).set(drivername="postgresql")
        return await asyncpg.connect(url.render_as_string(hide_password=False))

    def _from_file(self, query: str) -> Sequence[Any]:
        with closing(sqlite3.connect(f"file:{self.sqlite}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()
