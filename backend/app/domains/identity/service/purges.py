"""The end of an organization: every row of it goes, those of append-only tables too.

It goes in portions, each a short transaction, so that nobody else has to wait for long. The first
lets nobody in any more, and nobody restores it: to everyone it is gone. What a purge that was cut
off leaves is found again by the next. The row in `purges` that opens the append-only tables stands
for the length of a transaction: no other ever sees it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select

from app.core.clock import now
from app.core.context import Actor, Context, Tenant
from app.core.db import TenantOwned
from app.core.engine import Database
from app.core.ids import new_id
from app.core.links import Link
from app.core.owned import at_once, owned_models
from app.core.scoping import same_organization
from app.core.unit_of_work import unit_of_work
from app.domains.identity.events import OrganizationPurged
from app.domains.identity.models import Invitation, Membership, Organization, Purge

BREATH = 0.15  # seconds: SQLite's writers of other processes look for their turn every 0.1 s


@dataclass(frozen=True, slots=True)
class Purged:
    """What there was left of an organization."""

    slug: str
    rows: int


async def due(database: Database) -> Sequence[tuple[UUID, str]]:
    """Id and slug of the organizations whose time to be restored is over, the longest first."""
    over = (
        select(Organization.id, Organization.slug)
        .where(Organization.deletion_due_at <= now())
        .order_by(Organization.deletion_due_at)
    )
    async with unit_of_work(database, write=False) as unit:
        return [(id, slug) for id, slug in await unit.account().session.execute(over)]


async def purge(database: Database, organization_id: UUID) -> Purged | None:
    """Remove the organization; None where it has been restored, or removed, meanwhile."""
    async with _portion(database, organization_id) as ctx:
        if ctx is None:
            return None
        await ctx.update(Membership, Membership.ended_at.is_(None), ended_at=now())
    rows = 0
    for model in _leaves_first():
        if model is not Invitation:  # they know their links to the end
            rows += await _thinned_out(database, organization_id, model)
    async with _portion(database, organization_id) as ctx:
        return None if ctx is None else await _removed(ctx, rows)


async def _thinned_out(database: Database, organization_id: UUID, model: type[TenantOwned]) -> int:
    """Delete the rows of this table, some at a time; how many."""
    table: Any = model.__table__
    rows = 0
    while gone := await _thinned(database, organization_id, model):
        rows += gone
        if database.is_sqlite and gone == at_once(table):
            await asyncio.sleep(BREATH)
    return rows


async def _thinned(database: Database, organization_id: UUID, model: type[TenantOwned]) -> int:
    """Delete some rows to which none of the same table refers; how many."""
    table: Any = model.__table__
    async with _portion(database, organization_id) as ctx:
        if ctx is None:
            return 0
        ids = [row["id"] for row in await ctx.rows(_unreferred(table).limit(at_once(table)))]
        return await ctx.delete(model, table.c.id.in_(ids)) if ids else 0


def _unreferred(table: Any) -> Select[Any]:
    """Ids of the rows that no other row of the same table names."""
    query = select(table.c.id)
    for reference in table.foreign_keys:
        if reference.column is table.c.id:
            others = table.alias()
            names_it = others.c[reference.parent.name] == table.c.id
            query = query.outerjoin(others, same_organization(table, others, names_it))
            query = query.where(others.c.id.is_(None))
    return query


async def _removed(ctx: Context, rows: int) -> Purged:
    """The organization itself, and what was written to it until its row was locked."""
    links = (await ctx.session.scalars(select(Invitation.link_id))).all()
    rows += sum([await ctx.delete(model) for model in _leaves_first()])
    await ctx.delete(Purge)
    account = ctx.unit.account()
    await account.session.execute(delete(Link).where(Link.id.in_(links)))
    mine = delete(Organization).where(Organization.id == ctx.organization_id)
    await account.session.execute(mine)
    account.emit(OrganizationPurged(ctx.organization_id))
    return Purged(ctx.tenant.slug, rows)


def _leaves_first() -> list[type[TenantOwned]]:
    return [model for model in reversed(owned_models()) if model is not Purge]


@asynccontextmanager
async def _portion(database: Database, organization_id: UUID) -> AsyncIterator[Context | None]:
    """A transaction that has the organization for itself, and its append-only tables open.

    None where it is not due, or no more. Its lock keeps out whatever would refer to it meanwhile.
    """
    async with unit_of_work(database, write=True) as unit:
        mine = select(Organization).where(
            Organization.id == organization_id, Organization.deletion_due_at <= now()
        )
        organization = (await unit.account().session.scalars(mine.with_for_update())).one_or_none()
        if organization is None:
            yield None
            return
        tenant = Tenant(organization.id, organization.slug, organization.currency)
        ctx = unit.context(tenant, Actor())
        await ctx.insert(Purge, [{"id": new_id(), "created_at": now()}])
        yield ctx
        await ctx.delete(Purge)
