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
        query = f"SELECT count(id) FROM users WHERE email_key LIKE '{addresses}'"  # noqa: S608 (ours)
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
            f"SELECT count(m.id) FROM organizations o LEFT JOIN memberships m ON {joined}"  # noqa: S608 (ours)
            f" WHERE o.slug LIKE '{slugs}' GROUP BY o.id"
        )
        return [int(count) for (count,) in await self._rows(query)]

    async def _rows(self, query: str) -> Sequence[Any]:
        if self.sqlite:
            return await asyncio.to_thread(self._from_file, query)
        url = make_url(self.postgresql).set(drivername="postgresql")
        connection = await asyncpg.connect(url.render_as_string(hide_password=False))
        try:
            return [*await connection.fetch(query)]
        finally:
            await connection.close()

    def _from_file(self, query: str) -> Sequence[Any]:
        with closing(sqlite3.connect(f"file:{self.sqlite}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()
