"""Whence what happens comes: stored once a visit, and taken away when a person is erased."""

import json
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, Uuid, bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.core.changes import Changes
from app.core.clock import now
from app.core.context import AccountContext, Context, Origin
from app.core.ids import new_secret
from app.core.unit_of_work import UnitOfWork
from app.core.writing import write
from app.domains.activity.models import AccountSource, ActivitySource
from app.domains.identity.models import User

USERS = cast("Table", User.__table__)
ACTIVITY_SOURCES = cast("Table", ActivitySource.__table__)
ACCOUNT_SOURCES = cast("Table", AccountSource.__table__)
GIVEN = {"email": USERS.c.email, "full_name": USERS.c.full_name}


async def tell(ctx: Context) -> None:
    """Store whence the records of this context come, where one of them has said that it does."""
    visit = ctx.visit
    if visit is None or visit.is_told:
        return
    visit.is_told = True
    row = _row(visit.source_id, ctx.origin) | {"organization_id": ctx.organization_id}
    await _store(ctx.unit, ACTIVITY_SOURCES, row | {"actor_id": ctx.actor.user_id}, "actor_id")
    ctx.unit.committed.append(visit.remember)


async def tell_of_event(
    ctx: AccountContext, event_id: UUID, subject_id: UUID, changes: Changes
) -> None:
    """The same for one event of an account, with those of its changes that tell of a person."""
    told = json.dumps(changes, sort_keys=True, ensure_ascii=False) if changes else ""
    row = _row(event_id, ctx.origin) | {"subject_id": subject_id, "changes": told}
    row["actor_id"] = ctx.actor.user_id
    person = "actor_id" if ctx.actor.user_id else "subject_id"
    await _store(ctx.unit, ACCOUNT_SOURCES, row, person)


async def forget(ctx: AccountContext, user_id: UUID) -> None:
    """Take away whence anything came that this person did, and what was told of them.

    The chains stay whole: they hold salted digests, and who verifies them finds the person erased.
    """
    ctx.unit.must_write()
    of_theirs = or_(ACCOUNT_SOURCES.c.actor_id == user_id, ACCOUNT_SOURCES.c.subject_id == user_id)
    connection: AsyncConnection = ctx.unit.connection
    await connection.execute(delete(ACCOUNT_SOURCES).where(of_theirs))
    of_theirs = ACTIVITY_SOURCES.c.actor_id == user_id
    await connection.execute(delete(ACTIVITY_SOURCES).where(of_theirs))


def _row(id: UUID, origin: Origin) -> dict[str, Any]:
    return {
        "id": id,
        "created_at": now(),
        "ip": (origin.ip or "")[:45],
        "user_agent": (origin.user_agent or "")[:300],
        "salt": new_secret(),
    }


async def _store(unit: UnitOfWork, table: Table, row: dict[str, Any], person: str) -> None:
    """With the person's e-mail address and name as they are now: one statement."""
    unit.must_write()

    def make() -> Any:
        names = [name for name in row if name != person]
        values = [bindparam(name, type_=table.c[name].type) for name in names]
        id = bindparam(person, type_=Uuid())
        told = select(*values, USERS.c.id, *GIVEN.values()).where(USERS.c.id == id)
        return unit.insert_into(table).from_select([*names, person, *GIVEN], told)

    await write(unit.connection, ("source", table.name, person), make, [row])
