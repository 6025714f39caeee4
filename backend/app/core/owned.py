"""All that an organization owns, by construction: whoever adds a table has added it here."""

from app.core.db import Base, TenantOwned


def owned_models() -> list[type[TenantOwned]]:
    """Every model whose rows belong to an organization, none before one that it refers to."""
    owners = {
        mapper.local_table: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, TenantOwned)
    }
    return [owners[table] for table in Base.metadata.sorted_tables if table in owners]
