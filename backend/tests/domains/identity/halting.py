"""A process that halts in the middle of what it does, to be killed there.

`python -m tests.domains.identity.halting purge|export ID STEPS` says `here` before the step after so
many: a DELETE of a purge, a table of an export.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.config import load_settings
from app.core.context import Actor, Context, Tenant, unit_of_work
from app.core.engine import Database
from app.domains.identity.models import Organization
from app.domains.identity.service import archives, purges
from app.main import create_app

Step = Callable[..., Awaitable[Any]]


def halting(step: Step, after: int) -> Step:
    taken = 0

    async def halts(*arguments: Any, **named: Any) -> Any:
        nonlocal taken
        if taken == after:
            sys.stdout.write("here\n")
            sys.stdout.flush()
            await asyncio.Event().wait()
        taken += 1
        return await step(*arguments, **named)

    return halts


async def main(what: str, id: UUID, after: int) -> None:
    database = Database(load_settings(_env_file=None))
    create_app(database.settings, database)
    if what == "purge":
        Context.delete = halting(Context.delete, after)  # type: ignore[method-assign, assignment]  # to halt there
        await purges.purge(database, id)
        return
    archives.Archive.add = halting(archives.Archive.add, after)  # type: ignore[method-assign, assignment]  # likewise
    async with unit_of_work(database, write=False) as unit:
        mine = select(Organization).where(Organization.id == id)
        organization = (await unit.account().session.scalars(mine)).one()
    tenant = Tenant(organization.id, organization.slug, organization.currency)
    await archives.made(database, tenant, Actor(), None)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3])))
