"""What is asked of a database, and how it goes about it: a regression fails by that, not by time."""

from typing import Any, Self

from sqlalchemy import event

from app.core.engine import Database

# how a transaction is held on SQLite; PostgreSQL's driver does it by itself
NO_STATEMENTS = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


class Statements:
    """Collects what is sent to `database` inside of `with`."""

    def __init__(self, database: Database) -> None:
        self.engine = database.engine.sync_engine
        self.sent: list[str] = []
        self.parameters: list[Any] = []  # of each

    def __enter__(self) -> Self:
        event.listen(self.engine, "before_cursor_execute", self._collect)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._collect)

    def _collect(
        self, _connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any
    ) -> None:
        if not statement.startswith(NO_STATEMENTS):
            self.sent.append(statement)
            self.parameters.append(parameters)

    def __len__(self) -> int:
        return len(self.sent)

    def __str__(self) -> str:
        return "\n".join(" ".join(statement.split())[:160] for statement in self.sent)


async def plan_of(database: Database, statement: str, parameters: Any) -> str:
    """What the engine means to do for it."""
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    async with database.transaction(write=False) as connection:
        rows = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
        return "\n".join(str(row[-1]) for row in rows)
