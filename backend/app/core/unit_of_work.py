"""One transaction, the contexts opened in it, and the only code that commits."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.core.context import (
    AccountContext,
    Actor,
    Context,
    Origin,
    Tenant,
    Work,
)
from app.core.engine import Database
from app.core.errors import AppError
from app.core.reading import read
from app.core.refusals import LOST, translated
from app.core.tenancy import SystemSession, TenantSession, TrackedSession

NOWHERE = UUID(int=0)


@dataclass(slots=True)
class UnitOfWork:
    """One transaction on one connection, and the contexts opened in it."""

    database: Database
    connection: AsyncConnection
    write: bool
    origin: Origin
    contexts: list[Work[Any]] = field(default_factory=list)
    version_named: bool = False
    committed: list[Callable[[], None]] = field(default_factory=list)  # what is then to be done

    def context(self, tenant: Tenant, actor: Actor) -> Context:
        opening = partial(self._session, TenantSession, organization_id=tenant.id)
        ctx = Context(unit=self, open_session=opening, actor=actor, tenant=tenant)
        self.contexts.append(ctx)
        return ctx

    def account(self, actor: Actor | None = None) -> AccountContext:
        opening = partial(self._session, SystemSession)
        ctx = AccountContext(unit=self, open_session=opening, actor=actor or Actor())
        self.contexts.append(ctx)
        return ctx

    def outside(self) -> AsyncSession:
        """A session inside no organization: it finds no row of any, and can store none."""
        return self._session(TenantSession, organization_id=NOWHERE)

    def must_write(self) -> None:
        if not self.write:
            raise RuntimeError("this unit of work did not say that it writes")

    async def rows(self, query: Select[Any], **values: Any) -> list[dict[str, Any]]:
        """Columns of tables that belong to no organization."""
        return await read(self.connection, query, values)

    def insert_into(self, table: Any) -> Any:
        """INSERT that knows ON CONFLICT, which both engines spell alike and SQLAlchemy does not."""
        return sqlite.insert(table) if self.database.is_sqlite else postgresql.insert(table)

    def _session(self, kind: type[TrackedSession], **info: Any) -> AsyncSession:
        return AsyncSession(
            self.connection,
            sync_session_class=kind,
            expire_on_commit=False,
            join_transaction_mode="rollback_only",
            info={"write": self.write} | info,
        )

    async def _settle(self) -> None:
        """Flush until nothing is left to tell; a subscriber may open a context of its own."""
        for ctx in self.contexts:
            await ctx.flush()
        if self.database.strict:
            for ctx in self.contexts:
                if untold := set(ctx.session.info.get("changes", {})) - ctx.told:
                    raise RuntimeError(f"rows changed without a fact: {untold}")


@asynccontextmanager
async def unit_of_work(
    database: Database, *, write: bool, snapshot: bool = False, origin: Origin | None = None
) -> AsyncIterator[UnitOfWork]:
    """One transaction, and the only code that commits; `write` says so before it begins."""
    refusal: AppError | None = None
    version_named = False
    try:
        async with database.transaction(write=write, snapshot=snapshot) as connection:
            unit = UnitOfWork(database, connection, write, origin or Origin())
            try:
                try:
                    yield unit
                except AppError as error:
                    if not error.keeps_writes:
                        raise
                    refusal = error
                version_named = unit.version_named
                if write:
                    await unit._settle()
                    await connection.commit()
                    for done in unit.committed:
                        done()
            finally:
                version_named = unit.version_named
                while unit.contexts:  # to the last: a circle would be left to the garbage collector
                    ctx = unit.contexts.pop()
                    if ctx.opened is not None:
                        await ctx.opened.close()
    except (SQLAlchemyError, *LOST) as error:
        if answer := translated(error, version_named=version_named):
            raise answer from error
        raise
    if refusal is not None:
        raise refusal
