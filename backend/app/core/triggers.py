"""Triggers that keep append-only tables so, as DDL beside the models and for migrations.

Rows of an organization may be deleted while a row for it stands in `purges`, which the purge of the
organization writes and takes away in its own transaction; nothing else deletes them, nor changes any.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import DDL, Connection, MetaData, Table, event, inspect

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME; END'
"""
PURGE_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change_unless_purged() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN
    IF TG_OP = ''DELETE'' AND EXISTS (SELECT FROM purges WHERE organization_id = OLD.organization_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME;
END'
"""


def append_only(table: Table) -> None:
    """Make `create_all` guard `table` against UPDATE, DELETE and (PostgreSQL) TRUNCATE."""
    purged = "organization_id" in table.c
    for dialect in ("postgresql", "sqlite"):
        for statement in _statements(table.name, dialect, purged=purged):
            event.listen(table, "after_create", only_on(dialect, statement))


def install_function(metadata: MetaData) -> None:
    for function in (FUNCTION, PURGE_FUNCTION):
        event.listen(metadata, "before_create", only_on("postgresql", function))


def only_on(dialect: str, statement: str) -> Any:
    """A listener that runs `statement` where the engine is of this dialect."""
    # DDL() takes % for its own placeholders
    ddl: Any = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy's
    return ddl.execute_if(dialect=dialect)


def create_append_only(op: Any, table: str) -> None:
    """The same in a migration; also after a batch operation, which drops SQLite's triggers."""
    dialect, purged = op.get_context().dialect.name, _is_purged(op.get_bind(), table)
    if dialect == "postgresql":
        op.execute(PURGE_FUNCTION if purged else FUNCTION)
    for statement in _statements(table, dialect, purged=purged):
        op.execute(statement)


def _is_purged(connection: Connection, table: str) -> bool:
    """Whether rows of `table` go with their organization, at this revision of the schema."""
    found = inspect(connection)
    columns = {column["name"] for column in found.get_columns(table)}
    return "organization_id" in columns and found.has_table("purges")


def drop_function(op: Any) -> None:
    """The last step of a downgrade, when no table is left that uses it."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")


def drop_purge_function(op: Any) -> None:
    """The same for what lets a purge through."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change_unless_purged()")


def _statements(table: str, dialect: str, *, purged: bool) -> Iterator[str]:
    if dialect == "postgresql":
        function = "refuse_change_unless_purged" if purged else "refuse_change"
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_keep BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    else:
        standing = "SELECT 1 FROM purges WHERE organization_id = OLD.organization_id"
        unless = {"DELETE": f"WHEN NOT EXISTS ({standing}) "} if purged else {}
        for action in ("UPDATE", "DELETE"):
            yield f"DROP TRIGGER IF EXISTS {table}_no_{action.lower()}"
            yield (
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"{unless.get(action, '')}BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
