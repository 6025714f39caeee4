"""An organization as a file: a zip of one JSON Lines file a table, and a manifest.

Every table of organizations is in it by construction. Columns marked `info={"secret": True}` are
left out; the manifest names them. All rows are as of one moment: they are read in one snapshot, a
thousand at a time, into a temporary file. Only the finished file is sent, so that a slow reader
holds no connection, and a refusal is still an answer.
"""

import asyncio
import errno
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Column, Table, case, select, update

from app.core.changes import jsonable
from app.core.clock import now
from app.core.context import Actor, Context, Tenant
from app.core.engine import Database
from app.core.errors import AppError
from app.core.owned import at_once, owned_models
from app.core.unit_of_work import unit_of_work
from app.domains.identity.events import OrganizationExported
from app.domains.identity.models import Organization
from app.domains.identity.queries.tables import memberships, organizations, users

PIECE = 64 * 1024  # bytes
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORMAT = 1
Row = dict[str, Any]


@dataclass(slots=True)
class Archive:
    """A zip that grows, and what it will say of itself at the end."""

    zip: ZipFile
    tables: dict[str, Any] = field(default_factory=dict)

    async def add(
        self, name: str, chunks: AsyncIterator[Sequence[Row]], left_out: Sequence[str] = ()
    ) -> None:
        rows, digest, file = 0, sha256(), f"{name}.jsonl"
        with self.zip.open(file, "w", force_zip64=True) as out:
            async for chunk in chunks:
                lines = "".join(f"{_line(row)}\n" for row in chunk).encode()
                digest.update(lines)
                rows += len(chunk)
                await asyncio.to_thread(out.write, lines)
        said = {"file": file, "rows": rows, "sha256": digest.hexdigest()}
        self.tables[name] = said | {"left_out": sorted(left_out)}

    def close(self, **about: Any) -> None:
        manifest = {"format": FORMAT} | about | {"tables": self.tables}
        self.zip.writestr("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))


class NoSpace(AppError):
    status, code = 503, "no_space"
    detail = "There is no space to put the file together; tell the operator of this installation."
    headers = {"Retry-After": "60"}


async def made(database: Database, tenant: Tenant, actor: Actor, revision: str | None) -> IO[bytes]:
    """The finished file, at its end; that it was handed out is in the organization's log.

    Raises `NoSpace` where the disk, or what we may have of it, is full.
    """
    file = TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    try:
        with ZipFile(file, "w", ZIP_DEFLATED) as zip_file:
            await _fill(Archive(zip_file), database, tenant, revision)
        async with unit_of_work(database, write=True) as unit:
            ctx = unit.context(tenant, actor)
            mine = update(Organization).where(Organization.id == tenant.id)
            await ctx.session.execute(mine.values(exported_at=now()))
            ctx.emit(OrganizationExported(tenant.id))
    except BaseException as error:
        with suppress(OSError):  # nor is there space for what it still holds
            file.close()
        if isinstance(error, OSError) and error.errno in FULL:
            raise NoSpace from error
        raise
    return file


async def pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """The file from its beginning; it is gone when all of it was read, or nobody reads on."""
    with file:
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece


async def _fill(archive: Archive, database: Database, tenant: Tenant, revision: str | None) -> None:
    async with unit_of_work(database, write=False, snapshot=True) as unit:
        ctx = unit.context(tenant, Actor())
        own = select(*organizations.c).where(organizations.c.id == tenant.id)
        await archive.add("organizations", _once(await unit.rows(own)))
        await archive.add("users", _once(await unit.rows(_people(tenant.id))))
        for model in owned_models():
            table: Any = model.__table__
            kept = [column for column in table.c if not column.info.get("secret")]
            left_out = {column.name for column in table.c} - {column.name for column in kept}
            await archive.add(table.name, _rows(ctx, table, kept), sorted(left_out))
        archive.close(
            organization={"id": str(tenant.id), "slug": tenant.slug},
            made_at=jsonable(now()),
            revision=revision,
        )


def _people(organization_id: UUID) -> Any:
    """Who is or was a member: the ids in the other tables by name; addresses of present ones alone."""
    email = case((memberships.c.ended_at.is_(None), users.c.email))
    return (
        select(users.c.id, users.c.full_name, email.label("email"))
        .join(memberships, memberships.c.user_id == users.c.id)
        .where(memberships.c.organization_id == organization_id)
        .order_by(users.c.id)
    )


async def _once(rows: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    yield rows


async def _rows(
    ctx: Context, table: Table, columns: Sequence[Column[Any]]
) -> AsyncIterator[Sequence[Row]]:
    """All rows of the organization by id, the next ones after those that were read."""
    most = at_once(table)
    query = select(*columns).order_by(table.c.id).limit(most)
    rows = await ctx.rows(query)
    while rows:
        yield rows
        rows = await ctx.rows(query.where(table.c.id > rows[-1]["id"])) if len(rows) == most else []


def _line(row: Row) -> str:
    told = {
        name: b64encode(value).decode() if isinstance(value, bytes) else jsonable(value)
        for name, value in row.items()
    }
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False)
