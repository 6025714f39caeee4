"""A process that halts in the middle of what it does, to be killed there.

It is forked from one that has imported everything, since fifty of them are needed and that takes longest.
"""

import asyncio
import multiprocessing
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.config import Settings
from app.core.context import Actor, Context, Tenant
from app.core.engine import Database
from app.core.unit_of_work import unit_of_work
from app.domains.identity.models import Organization
from app.domains.identity.service import archives, purges
from app.main import create_app

PATIENCE = 60  # seconds
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload([__name__])
Step = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Work:
    """`purge` or `export` this organization, and halt after so many steps: DELETEs, or tables."""

    what: str
    organization_id: UUID
    after: int
    temporary: Path


def killed(settings: Settings, work: Work) -> bool:
    """Let a process do it, and kill it by -9 where it halts; False where it came to its end before."""
    hear, say = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=_run, args=(settings, work, say))
    process.start()
    say.close()
    try:
        halted = hear.poll(PATIENCE) and bool(hear.recv())
    except EOFError:  # it has ended
        halted = False
    if halted:
        process.kill()
    process.join(PATIENCE)
    assert halted or process.exitcode == 0
    process.close()
    hear.close()
    return halted


def _run(settings: Settings, work: Work, say: Connection) -> None:
    tempfile.tempdir = str(work.temporary)
    asyncio.run(_begin(settings, work, lambda step: _halting(step, work.after, say)))


def _halting(step: Step, after: int, say: Connection) -> Step:
    taken = 0

    async def halts(*arguments: Any, **named: Any) -> Any:
        nonlocal taken
        if taken == after:
            say.send(True)
            await asyncio.Event().wait()
        taken += 1
        return await step(*arguments, **named)

    return halts


async def _begin(settings: Settings, work: Work, halting: Callable[[Step], Step]) -> None:
    database = Database(settings)
    create_app(settings, database)
    if work.what == "purge":
        Context.delete = halting(Context.delete)  # type: ignore[method-assign, assignment]  # to halt there
        await purges.purge(database, work.organization_id)
        return
    archives.Archive.add = halting(archives.Archive.add)  # type: ignore[method-assign, assignment]  # likewise
    async with unit_of_work(database, write=False) as unit:
        mine = select(Organization).where(Organization.id == work.organization_id)
        organization = (await unit.account().session.scalars(mine)).one()
    tenant = Tenant(organization.id, organization.slug, organization.currency)
    await archives.made(database, tenant, Actor(), None)
