"""Before and after of changed rows, as the activity log will have it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from app.core.changes import Changes, jsonable
from app.core.clock import now
from app.core.context import Context
from app.core.engine import Database
from app.core.facts import DomainEvent
from app.core.ids import new_id
from app.core.triggers import create_append_only, drop_function
from app.domains.identity.permissions import Role
from app.models import metadata
from tests.core.tables import Gadget, Line, Person
from tests.world import World

Gadgets = type[Gadget]


@dataclass(frozen=True, slots=True)
class Happened(DomainEvent):
    name = "test.happened"
    gadget_id: UUID


def told(ctx: Context, gadget: Gadget) -> Changes:
    return ctx.changes_of(Happened(gadget.id))


async def test_a_new_row_is_told_with_all_that_it_holds(org: World, gadgets: Gadgets) -> None:
    seen = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    async with org.context(write=True) as ctx:
        gadget = gadgets(name="saw", amount=Decimal("1.50"), seen_at=seen, rank=2)
        ctx.session.add(gadget)
        ctx.emit(Happened(gadget.id))
        await ctx.flush()
        assert told(ctx, gadget) == {
            "name": (None, "saw"),
            "amount": (None, "1.50"),
            "seen_at": (None, "2026-01-02T03:04:05Z"),
            "rank": (None, 2),
        }


async def test_an_edit_is_told_by_what_changed_since_the_beginning(
    org: World, gadgets: Gadgets
) -> None:
    id = await saw(org, gadgets)
    async with org.context(write=True) as ctx:
        gadget = await ctx.get(gadgets, id)
        ctx.emit(Happened(id))
        gadget.name = "hammer"
        await ctx.flush()
        gadget.name, gadget.rank = "axe", 3
        await ctx.flush()
        assert told(ctx, gadget) == {"name": ("saw", "axe"), "rank": (0, 3)}


async def test_a_deletion_is_told_with_all_that_is_gone(org: World, gadgets: Gadgets) -> None:
    id = await saw(org, gadgets)
    async with org.context(write=True) as ctx:
        gadget = await ctx.get(gadgets, id)
        await ctx.session.delete(gadget)
        ctx.emit(Happened(id))
        await ctx.flush()
        assert told(ctx, gadget) == {
            "name": ("saw", None),
            "rank": (0, None),
            "serial": (0, None),
            "amount": ("0", None),
        }


async def saw(org: World, gadgets: Gadgets) -> UUID:
    async with org.context(write=True) as ctx:
        gadget = gadgets(name="saw", seen_at=None)
        ctx.session.add(gadget)
        ctx.emit(Happened(gadget.id))
    return gadget.id


async def test_secrets_and_keys_for_sorting_are_never_told(org: World, gadgets: Gadgets) -> None:
    id = await saw(org, gadgets)
    async with org.context(write=True) as ctx:
        gadget = await ctx.get(gadgets, id)
        gadget.word, gadget.search_key = "hunter2", "saw"
        await ctx.flush()
        assert told(ctx, gadget) == {}


@pytest.mark.usefixtures("gadgets")
async def test_rows_that_nobody_edits_are_not_told(org: World) -> None:
    async with org.context(write=True) as ctx:
        line = Line(text="x")
        ctx.session.add_all([line, Person(name="Ada")])
        await ctx.flush()
        assert ctx.session.info["changes"] == {}


async def test_a_row_that_was_touched_and_not_changed_is_not_told(
    org: World, gadgets: Gadgets
) -> None:
    id = await saw(org, gadgets)
    async with org.context(write=True) as ctx:
        gadget = await ctx.get(gadgets, id)
        gadget.name = "saw"
        await ctx.flush()
        assert ctx.session.info.get("changes", {}) == {}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (1, 1),
        ("x", "x"),
        (Decimal("1.5"), "1.5"),
        (Role.OWNER, "owner"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), "2026-01-02T03:04:05.000006Z"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({"a": [Decimal(1), (Role.VIEWER,)]}, {"a": ["1", ["viewer"]]}),
    ],
)
def test_every_value_is_told_as_json_can_hold_it(value: Any, text: Any) -> None:
    assert jsonable(value) == text


@pytest.mark.usefixtures("gadgets")
async def test_a_table_that_only_grows_refuses_everything_else(org: World) -> None:
    statements = ["UPDATE test_lines SET text = 'y'", "DELETE FROM test_lines"]
    if not org.database.is_sqlite:
        statements.append("TRUNCATE test_lines")
    async with org.context(write=True) as ctx:
        await ctx.insert(Line, [{"id": new_id(), "created_at": now(), "text": "x"}])
    for statement in statements:
        with pytest.raises(DBAPIError, match="test_lines is append-only"):
            async with org.context(write=True) as ctx:
                await ctx.unit.connection.execute(text(statement))
    async with org.context() as ctx:
        assert (await ctx.session.scalars(select(Line.text))).all() == ["x"]


async def test_a_migration_guards_a_table_like_the_model_does(own_database: Database) -> None:
    def migrate(connection: Connection) -> None:
        op = Operations(MigrationContext.configure(connection))
        op.create_table("grown", sa.Column("id", sa.Integer()))
        create_append_only(op, "grown")
        create_append_only(op, "grown")  # again, as after a batch operation
        op.execute("INSERT INTO grown VALUES (1)")

    def undo(connection: Connection) -> None:
        op = Operations(MigrationContext.configure(connection))
        op.drop_table("grown")
        metadata.drop_all(connection)
        drop_function(op)

    async with own_database.engine.begin() as connection:
        await connection.run_sync(migrate)
    for statement in ("UPDATE grown SET id = 2", "DELETE FROM grown"):
        with pytest.raises(DBAPIError, match="grown is append-only"):
            async with own_database.engine.begin() as connection:
                await connection.execute(text(statement))
    async with own_database.engine.begin() as connection:
        await connection.run_sync(undo)
