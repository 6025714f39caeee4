"""What a database holds and how it is made, read from the database itself."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Select, inspect, literal_column, select, table, text

from app.core.config import Settings
from app.core.engine import Database
from app.core.search_ddl import is_search

T = TypeVar("T")
BOOKKEEPING = "alembic_version"
POSTGRESQL_PARTS = {
    "triggers": (
        "SELECT c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
    ),
    "functions": (
        "SELECT p.proname, pg_get_functiondef(p.oid) FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'"
    ),
    "constraints": (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    ),
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "columns": (
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,"
        " collation_name, column_default FROM information_schema.columns"
        " WHERE table_schema = 'public'"
    ),
    "types": (
        "SELECT t.typname, t.typtype::text FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace"
        " AND t.typtype IN ('e', 'd')"
    ),
}
SQLITE_PARTS = {
    "triggers": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'",
    "indexes": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''",
    "columns": (
        'SELECT m.name, i.name, i.type, i."notnull", i.dflt_value, i.pk FROM sqlite_master m'
        " JOIN pragma_table_xinfo(m.name) i WHERE m.type = 'table'"
    ),
}

Schema: TypeAlias = dict[str, set[Any]]


@dataclass(frozen=True)
class Rows:
    """The rows of a table, in an order of their own."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def only(self, columns: set[str]) -> list[tuple[Any, ...]]:
        """The rows with these columns alone."""
        kept = [(at, name) for at, name in enumerate(self.columns) if name in columns]
        ordered = [at for at, _ in sorted(kept, key=lambda pair: pair[1])]
        return sorted((tuple(row[at] for at in ordered) for row in self.rows), key=repr)


Contents: TypeAlias = dict[str, Rows]


def read(settings: Settings, what: Callable[[Connection], T]) -> T:
    async def reading() -> T:
        database = Database(settings)
        try:
            async with database.transaction(write=False) as connection:
                return await connection.run_sync(what)
        finally:
            await database.dispose()

    return asyncio.run(reading())


def execute(settings: Settings, *statements: str) -> None:
    async def executing() -> None:
        database = Database(settings)
        async with database.transaction(write=True) as connection:
            for statement in statements:
                await connection.execute(text(statement))
            await connection.commit()
        await database.dispose()

    asyncio.run(executing())


def contents(settings: Settings) -> Contents:
    """Every row of every table as it is stored, without Alembic's own."""

    def rows(connection: Connection) -> Contents:
        tables = {*inspect(connection).get_table_names()} - {BOOKKEEPING}
        return {name: _rows(connection, name) for name in tables if not is_search(name)}

    return read(settings, rows)


def _rows(connection: Connection, name: str) -> Rows:
    every: Select[Any] = select(literal_column("*")).select_from(table(name))
    stored = connection.execute(every)
    return Rows(tuple(stored.keys()), tuple(sorted(map(tuple, stored), key=repr)))


def differing(one: Schema, other: Schema) -> list[tuple[str, Any]]:
    """What only one of the two has, with its kind."""
    kinds = sorted(one.keys() | other.keys())
    return [
        (kind, row)
        for kind in kinds
        for row in sorted(one.get(kind, set()) ^ other.get(kind, set()), key=repr)
    ]


def schema(settings: Settings) -> Schema:
    """All that a migration can make, without Alembic's own table."""

    def parts(connection: Connection) -> Schema:
        sqlite = connection.dialect.name == "sqlite"
        found: Schema = {
            name: {tuple(row) for row in connection.execute(text(query))}
            for name, query in (SQLITE_PARTS if sqlite else POSTGRESQL_PARTS).items()
        }
        inspector = inspect(connection)
        found["tables"] = {(name,) for name in inspector.get_table_names() if not is_search(name)}
        if sqlite:  # keeps constraints as the text of CREATE TABLE only
            found["constraints"] = {
                (name, repr(constraint))
                for (name,) in found["tables"]
                for constraint in (
                    inspector.get_pk_constraint(name),
                    *inspector.get_unique_constraints(name),
                    *inspector.get_check_constraints(name),
                    *inspector.get_foreign_keys(name),
                )
            }
        return {
            kind: {row for row in rows if row[0] != BOOKKEEPING} for kind, rows in found.items()
        }

    return read(settings, parts)
