"""Triggers of tables whose rows may go, but never change."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, event

from app.core.triggers import only_on


def written_once(table: Table) -> None:
    """Make `create_all` guard `table` against UPDATE."""
    for dialect, statement in _statements(table.name).items():
        event.listen(table, "after_create", only_on(dialect, statement))


def create_written_once(op: Any, table: str) -> None:
    """The same in a migration."""
    op.execute(_statements(table)[op.get_context().dialect.name])


def _statements(table: str) -> Mapping[str, str]:
    return {
        "postgresql": (
            f"CREATE OR REPLACE TRIGGER {table}_written_once BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        ),
        "sqlite": (
            f"CREATE TRIGGER IF NOT EXISTS {table}_written_once BEFORE UPDATE "
            f"ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        ),
    }
