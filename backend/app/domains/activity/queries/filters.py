"""What both logs are narrowed by."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, String, Table, func, type_coerce


def narrowed(query: Select[Any], log: Table, filters: Any, exact: Iterable[str]) -> Select[Any]:
    """The lines with these values in the columns `exact`, in that time, whose verb begins so."""
    for name in exact:
        if (value := getattr(filters, name)) is not None:
            query = query.where(log.c[name] == value)
    if filters.since is not None:
        query = query.where(log.c.created_at >= filters.since)
    if filters.until is not None:
        query = query.where(log.c.created_at < filters.until)
    if filters.verb is not None:
        begins = type_coerce(filters.verb, String())
        query = query.where(func.substr(log.c.verb, 1, func.length(begins)) == begins)
    return query
