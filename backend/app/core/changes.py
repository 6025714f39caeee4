"""Before and after of every changed row, collected as it is flushed, for the activity log."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import inspect
from sqlalchemy.orm import PassiveFlag, Session
from sqlalchemy.orm.attributes import get_history

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
        _keep(session.info, row, change)


def keep_first(info: dict[Any, Any], row: Identified) -> None:
    """The same for a new row that was stored without a flush."""
    info.setdefault("changes", {})
    if row.announced:
        stored = ((name, jsonable(getattr(row, name))) for name in _told(type(row)))
        _keep(info, row, {name: (None, value) for name, value in stored if value is not None})


def _keep(info: dict[Any, Any], row: Identified, change: Changes) -> None:
    about = _personal(type(row)) & change.keys()
    _add(info, "personal", row.id, {name: change[name] for name in about})
    _add(info, "changes", row.id, change | {name: _hidden(*change[name]) for name in about})


def _add(info: dict[Any, Any], where: str, id: UUID, change: Changes) -> None:
    if not change:
        return
    kept: dict[UUID, Changes] = info.setdefault(where, {})
    earlier = kept.setdefault(id, {})
    for name, (before, after) in change.items():
        earlier[name] = (earlier[name][0] if name in earlier else before, after)


def _hidden(before: Any, after: Any) -> tuple[Any, Any]:
    return before and PERSONAL, after and PERSONAL


def _changed(session: Session) -> Iterator[tuple[Identified, Changes]]:
    new, deleted = session.new, session.deleted  # each is a set made anew at every look
    for row in new | session.dirty | deleted:
        if not (isinstance(row, Identified) and row.announced):
            continue
        change: Changes = {}
        for name in _told(type(row)):
            history = get_history(row, name, PassiveFlag.PASSIVE_NO_INITIALIZE)
            now = history.added or history.unchanged or [None]
            was = history.deleted or history.unchanged or [None]
            before = None if row in new else jsonable(was[0])
            after = None if row in deleted else jsonable(now[0])
            if before != after:
                change[name] = (before, after)
        if change:
            yield row, change


@cache
def _personal(model: type[Base]) -> frozenset[str]:
    """The columns that tell who somebody is (`info={"personal": True}`)."""
    columns = inspect(model).column_attrs
    return frozenset(c.key for c in columns if c.columns[0].info.get("personal"))


@cache
def _told(model: type[Base]) -> tuple[str, ...]:
    """The columns worth telling: no keys for sorting, no secrets (`info={"secret": True}`)."""
    return tuple(
        attribute.key
        for attribute in inspect(model).column_attrs
        if attribute.key not in BOOKKEEPING
        and not attribute.key.endswith("_key")
        and not attribute.columns[0].info.get("secret")
    )


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
