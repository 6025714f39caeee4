"""The sessions: one that knows its organization, one that may not touch any. Both keep track."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Column, event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql import visitors

from app.core.changes import collect
from app.core.clock import now
from app.core.db import Editable, TenantOwned
from app.core.scoping import TenantEscape, is_subquery, tenant_tables

UNSAID = "this unit of work did not say that it writes"


class TrackedSession(Session):
    """Refuses a flush in a unit of work that only reads; stamps and collects what changes."""


class TenantSession(TrackedSession):
    """Sees and stores rows of `info["organization_id"]` alone; what it cannot scope, it refuses."""


class SystemSession(TrackedSession):
    """Belongs to no organization: people, their sessions, organizations and who is in them."""


@event.listens_for(TrackedSession, "do_orm_execute")
def _refuse_unsaid_write(state: ORMExecuteState) -> None:
    # a unit of work that reads is in autocommit on PostgreSQL: nothing would roll this back
    if (state.is_update or state.is_delete or state.is_insert) and not state.session.info["write"]:
        raise RuntimeError(UNSAID)


@event.listens_for(TenantSession, "do_orm_execute")
def _scope_statement(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load or not tenant_tables(state.statement):
        return
    if state.is_insert or not state.is_orm_statement or _names_bare_columns(state):
        raise TenantEscape("use the ORM entity, or ctx.rows and ctx.insert for bare tables")
    if state.is_update and (state.parameters or _moves(state.statement)):
        raise TenantEscape("an UPDATE names its rows by WHERE, and leaves them where they belong")
    organization_id = state.session.info["organization_id"]
    state.statement = state.statement.options(
        with_loader_criteria(
            TenantOwned,
            lambda cls: cls.organization_id == organization_id,
            include_aliases=True,
        )
    )


def _names_bare_columns(state: ORMExecuteState) -> bool:
    """Whether a column of a tenant's table stands there without its entity, which scopes it."""
    statement: Any = state.statement
    by_id = state.bind_mapper._get_clause[0] if state.bind_mapper else None  # session.get's
    if state.is_select and by_id is not None and statement.whereclause is by_id:
        return False
    return any(
        isinstance(part, Column)
        and "parententity" not in part._annotations
        and not is_subquery(part.table)
        and tenant_tables(part.table)
        for part in visitors.iterate(statement)
    )


def _moves(statement: Any) -> bool:
    return any(
        getattr(column, "key", column) == "organization_id" for column in statement._values or ()
    )


@event.listens_for(TrackedSession, "before_flush")
def _stamp_and_collect(session: Session, _ctx: UOWTransaction, _instances: object) -> None:
    if not (session.new or session.dirty or session.deleted):
        return
    if not session.info["write"]:
        raise RuntimeError(UNSAID)
    for row in session.dirty:
        if isinstance(row, Editable) and session.is_modified(row):
            row.updated_at = now()
    collect(session)


@event.listens_for(TenantSession, "before_flush")
def _scope_rows(session: Session, _ctx: UOWTransaction, _instances: object) -> None:
    organization_id = session.info["organization_id"]
    for row in cast("set[Any]", session.new | session.dirty | session.deleted):
        if isinstance(row, TenantOwned):
            belong(row, organization_id)


def belong(row: TenantOwned, organization_id: UUID) -> None:
    """Make a new row one of this organization. Raises `TenantEscape` for that of another."""
    if getattr(row, "organization_id", None) is None:
        row.organization_id = organization_id
    if row.organization_id != organization_id:
        raise TenantEscape(f"{type(row).__name__} belongs to another organization")
