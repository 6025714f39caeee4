"""All that an organization owns, by construction: whoever adds a table has added it here."""

from sqlalchemy import LargeBinary, Table

from app.core.db import Base, TenantOwned

AT_ONCE = 1000  # rows
FILES_AT_ONCE = 5  # … of a table that keeps files, of up to 10 MB each


def owned_models() -> list[type[TenantOwned]]:
    """Every model whose rows belong to an organization, none before one that it refers to."""
    owners = {
        mapper.local_table: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, TenantOwned)
    }
    return [owners[table] for table in Base.metadata.sorted_tables if table in owners]


def at_once(table: Table) -> int:
    """How many rows of `table` are dealt with at once by what goes through all of them."""
    keeps_files = any(isinstance(column.type, LargeBinary) for column in table.c)
    return FILES_AT_ONCE if keeps_files else AT_ONCE
