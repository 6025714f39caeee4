"""Before and after of every changed row, collected as it is flushed, for the activity log."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from app.core.db import Base, Identified

# column name -> (before, after), both JSON-ready
Changes: TypeAlias = dict[str, tuple[Any, Any]]
BOOKKEEPING = {"id", "organization_id", "created_at", "updated_at", "version"}
PERSONAL = "(personal)"  # stands for what must not be kept for ever


def collect(session: Session) -> None:
    """Add what is about to be flushed to `session.info["changes"]`, by the row's id.

    Columns with `info={"personal": True}` are only said to have changed; from what to what is
    added to `session.info["personal"]`.
    """
    session.info.setdefault("changes", {})
    for row, change in _changed(session):
        about = {name for name in change if _column(type(row), name).info.get("personal")}
        _add(session, "personal", row.id, {name: change[name] for name in about})
        _add(session, "changes", row.id, change | {name: _hidden(*change[name]) for name in about})


def _add(session: Session, where: str, id: UUID, change: Changes) -> None:
    if not change:
        return
    kept: dict[UUID, Changes] = session.info.setdefault(where, {})
    earlier = kept.setdefault(id, {})
    for name, (before, after) in change.items():
        earlier[name] = (earlier[name][0] if name in earlier else before, after)


def _hidden(before: Any, after: Any) -> tuple[Any, Any]:
    return before and PERSONAL, after and PERSONAL


def _changed(session: Session) -> Iterator[tuple[Identified, Changes]]:
    for row in session.new | session.dirty | session.deleted:
        if not (isinstance(row, Identified) and row.announced):
            continue
        change: Changes = {}
        for name in _told(type(row)):
            history = inspect(row).attrs[name].history
            now = history.added or history.unchanged or [None]
            was = history.deleted or history.unchanged or [None]
            before = None if row in session.new else jsonable(was[0])
            after = None if row in session.deleted else jsonable(now[0])
            if before != after:
                change[name] = (before, after)
        if change:
            yield row, change


def _column(model: type[Base], name: str) -> Any:
    return inspect(model).column_attrs[name].columns[0]


def _told(model: type[Base]) -> list[str]:
    """The columns worth telling: no keys for sorting, no secrets (`info={"secret": True}`)."""
    return [
        attribute.key
        for attribute in inspect(model).column_attrs
        if attribute.key not in BOOKKEEPING
        and not attribute.key.endswith("_key")
        and not attribute.columns[0].info.get("secret")
    ]


def jsonable(value: Any) -> Any:
    """Decimals, times and ids as text, so that the stored line reads the same for ever."""
    match value:
        case date():
            return value.isoformat().replace("+00:00", "Z")
        case Enum():
            return value.value
        case Decimal() | UUID():
            return str(value)
        case dict():
            return {str(key): jsonable(item) for key, item in value.items()}
        case list() | tuple():
            return [jsonable(item) for item in value]
    return value
