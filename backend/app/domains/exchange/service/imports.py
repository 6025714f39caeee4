"""Imports: a file is brought in, looked at, and committed once, all of it or nothing."""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.core import trees
from app.core.changes import jsonable
from app.core.clock import now
from app.core.context import Context
from app.core.errors import Conflict
from app.core.schemas import UNSTORABLE
from app.domains.catalog.models import TREE as CATEGORIES
from app.domains.catalog.service import units
from app.domains.exchange import queries
from app.domains.exchange.events import ImportCommitted, ImportCreated
from app.domains.exchange.models import Import, ImportStatus
from app.domains.exchange.schemas import ImportPreview, Outcome
from app.domains.exchange.service import checks, previews, rows, sketches, works
from app.domains.exchange.service.branches import Branches
from app.domains.exchange.service.faults import BadCells, as_json
from app.domains.exchange.service.plans import Known, Plan
from app.domains.exchange.service.rows import Reading, Wishes
from app.domains.exchange.service.things import Things
from app.domains.locations.models import TREE as PLACES

P = ParamSpec("P")
T = TypeVar("T")
LARGE_BYTES, LARGE_ROWS = 50_000, 500  # what would keep the loop from serving others


class AlreadyCommitted(Conflict):
    code, detail = "already_committed", "This import was committed before; upload the file anew."


async def read(content: bytes, wishes: Wishes, currency: str) -> Reading:
    """What the file says. A large one is read on a thread, so that others are served meanwhile."""
    large = len(content) > LARGE_BYTES
    return await _apart(large, rows.read, content, wishes, currency)


async def _apart(large: bool, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.to_thread(work, *args, **kwargs) if large else work(*args, **kwargs)


async def create(ctx: Context, reading: Reading, content: bytes, file_name: str) -> Import:
    """Keep the file and how it is read. Nothing else is written yet."""
    row = Import(
        file_name=plain_name(file_name),
        content=content,
        encoding=reading.sheet.encoding,
        delimiter=reading.sheet.delimiter,
        kind=reading.kind,
        dates=reading.dates,
        columns=reading.sheet.columns,
        mapping=reading.mapping,
        rows=len(reading.sheet.lines),
        status=ImportStatus.UPLOADED,
        faults=as_json(reading.faults),
        fault_count=len(reading.faults),
        report=None,
        committed_at=None,
        posting_id=None,
        actor_id=ctx.actor.user_id,
    )
    ctx.session.add(row)
    ctx.emit(ImportCreated(row.id))
    await ctx.flush()
    return row


def plain_name(file_name: str) -> str:
    """The name of a file without its folders, as a person would say it."""
    name = re.split(r"[/\\]", UNSTORABLE.sub("", file_name))[-1]
    return "".join(filter(str.isprintable, name)).strip()[-200:] or "file"


async def content_of(ctx: Context, import_id: UUID) -> Import:
    """The import with the bytes of its file."""
    return await ctx.one(
        select(Import).where(Import.id == import_id).options(undefer(Import.content))
    )


def wishes_of(row: Import) -> Wishes:
    """How the file was read, to be read so again: the mapping as it was, and nothing besides."""
    mapping = {column: row.mapping.get(column) for column in row.columns}
    return Wishes(row.kind, mapping, row.dates)


async def preview(ctx: Context, row: Import, reading: Reading) -> ImportPreview:
    """What committing would do now. Writes nothing and locks nothing."""
    return previews.of(row, await plan(ctx, reading))


async def plan(ctx: Context, reading: Reading) -> Plan:
    """What the rows mean for what the organization has now."""
    categories = Branches("category", await queries.all_categories(ctx))
    places = Branches("location", await queries.all_places(ctx))
    things = Things(await queries.all_items(ctx), categories.by_id)
    known = Known(categories, places, things, await units.known(ctx))
    large = len(reading.rows) + len(things.all) > LARGE_ROWS
    found = await _apart(large, sketches.sketch, reading, known)
    ids = {level.thing.id for level in found.levels if level.thing.id is not None}
    for level in await queries.levels_of(ctx, ids):
        known.levels[level["item_id"], level["lot"], level["location_id"]] = level["on_hand"]
    for lot in await queries.lots_of(ctx, ids):
        known.lots[lot["item_id"], lot["code"]] = (lot["quality"], lot["expires_on"])
    await _apart(large, checks.of_levels, found)
    return found


async def commit(
    ctx: Context, import_id: UUID, reading: Reading, progress: works.Progress = lambda _d, _n: None
) -> Import:
    """Do what the file says, all of it or nothing, and once.

    Imports of one organization happen one by one: each locks both trees, which also keeps the
    places and categories that it has found where they are. Raises `BadCells`.
    """
    row = await ctx.get(Import, import_id, lock=True)
    if row.status is ImportStatus.COMMITTED:
        raise AlreadyCommitted
    await trees.lock(ctx, CATEGORIES)
    await trees.lock(ctx, PLACES)
    made = await plan(ctx, reading)
    if made.all_faults:
        raise BadCells(made.all_faults)
    outcome = previews.outcome(made)
    reached = await works.carry_out(ctx, made, f"import {row.file_name}", progress)
    outcome.levels_raised, outcome.levels_lowered = reached.received, reached.removed
    _note(row, outcome, reached.posting_id, now())
    ctx.emit(ImportCommitted(row.id))
    await ctx.flush()
    return row


def _note(row: Import, outcome: Outcome, posting_id: UUID | None, at: datetime) -> None:
    row.status, row.committed_at, row.posting_id = ImportStatus.COMMITTED, at, posting_id
    row.report = jsonable(outcome.model_dump())
