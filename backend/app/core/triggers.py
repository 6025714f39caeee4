"""Triggers that keep append-only tables so, as DDL beside the models and for migrations."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import DDL, MetaData, Table, event

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME; END'
"""


def append_only(table: Table) -> None:
    """Make `create_all` guard `table` against UPDATE, DELETE and (PostgreSQL) TRUNCATE."""
    for dialect in ("postgresql", "sqlite"):
        for statement in _statements(table.name, dialect):
            event.listen(table, "after_create", only_on(dialect, statement))


def install_function(metadata: MetaData) -> None:
    event.listen(metadata, "before_create", only_on("postgresql", FUNCTION))


def only_on(dialect: str, statement: str) -> Any:
    """A listener that runs `statement` where the engine is of this dialect."""
    # DDL() takes % for its own placeholders
    ddl: Any = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy's
    return ddl.execute_if(dialect=dialect)


def create_append_only(op: Any, table: str) -> None:
    """The same in a migration; also after a batch operation, which drops SQLite's triggers."""
    dialect = op.get_context().dialect.name
    if dialect == "postgresql":
        op.execute(FUNCTION)
    for statement in _statements(table, dialect):
        op.execute(statement)


def drop_function(op: Any) -> None:
    """The last step of a downgrade, when no table is left that uses it."""
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS refuse_change()")


def _statements(table: str, dialect: str) -> Iterator[str]:
    if dialect == "postgresql":
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {table}_keep BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    else:
        for action in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{action.lower()} BEFORE {action} "
                f"ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
