"""What stands in the tables, to show that a refused request left it as it was."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.engine import Database
from app.core.errors import AppError
from app.models import metadata


async def of_organization(database: Database, organization_id: UUID) -> dict[str, list[Any]]:
    """Every row of an organization, in each table."""
    found: dict[str, list[Any]] = {}
    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            owner = table.c.get("organization_id")
            if table.name == "organizations":
                owner = table.c.id
            if owner is not None:
                rows = await connection.execute(select(table).where(owner == organization_id))
                found[table.name] = sorted(map(repr, rows))
    return found


async def of_installation(database: Database) -> dict[str, list[str]]:
    """Every row that belongs to no organization."""
    found: dict[str, list[str]] = {}
    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            if "organization_id" not in table.c:
                found[table.name] = sorted(map(repr, await connection.execute(select(table))))
    return found


async def ids_of(database: Database, organization_id: UUID) -> set[str]:
    """The ids of all that an organization owns, and its own."""
    found = {str(organization_id)}
    async with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            if "organization_id" in table.c and "id" in table.c:
                mine = select(table.c.id).where(table.c.organization_id == organization_id)
                found |= {str(id) for id in await connection.scalars(mine)}
    return found


def _kinds(of: type[AppError]) -> list[type[AppError]]:
    return [of, *(kind for child in of.__subclasses__() for kind in _kinds(child))]


def remembered() -> set[str]:
    """Codes of the refusals that are a fact themselves: they leave a line in a log."""
    return {kind.code for kind in _kinds(AppError) if kind.keeps_writes}
