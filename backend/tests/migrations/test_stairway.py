"""Every migration up, down and up again, over tables that hold something."""

from pathlib import Path

import pytest

from app.core.triggers import FUNCTION
from app.models import metadata
from tests.inspection import Contents, contents, differing, execute, schema
from tests.migrations.conftest import Migrations

pytestmark = pytest.mark.untraced  # goes over the same lines again and again: half the time
NEXT = '''
"""Another column for items and for movements, as the next engineer may add one."""

import sqlalchemy as sa
from alembic import op

from app.core.search_ddl import restore_search
from app.core.triggers import create_append_only
from app.domains.catalog.models import ITEM_SEARCH
from app.domains.tags.item_keys import restore_item_keys

revision, down_revision, branch_labels, depends_on = "next", "{head}", None, None


def upgrade():
    for table in ("items", "stock_movements"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("hue", sa.String(20), nullable=False, server_default="red"))
    create_append_only(op, "stock_movements")
    restore_search(op, ITEM_SEARCH)
    restore_item_keys(op)
    op.create_table("hues", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("hues")
    for table in ("stock_movements", "items"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("hue")
    create_append_only(op, "stock_movements")
    restore_search(op, ITEM_SEARCH)
    restore_item_keys(op)
'''


def assert_kept(before: Contents, after: Contents) -> None:
    """Every table and column that both have holds the same."""
    for name in before.keys() & after.keys():
        columns = {*before[name].columns} & {*after[name].columns}
        assert after[name].only(columns) == before[name].only(columns), name


@pytest.fixture
def with_next(filled: Migrations, tmp_path: Path) -> Migrations:
    folder = tmp_path / "next"
    folder.mkdir()
    (folder / "next.py").write_text(NEXT.format(head=filled.revisions()[0]))
    filled.added.append(folder)
    return filled


def test_every_table_is_filled(filled: Migrations) -> None:
    """Else the tests below would prove nothing about the empty ones."""
    stored = contents(filled.settings)
    assert stored.keys() == metadata.tables.keys()
    assert [name for name, table in stored.items() if not table.rows] == []


@pytest.mark.long
def test_each_migration_goes_up_down_and_up(filled: Migrations) -> None:
    """From the top to the bottom each step down, up, and down for good; and all the way up."""
    revisions = filled.revisions()
    for revision, previous in zip(revisions, [*revisions[1:], "base"], strict=True):
        made, held = schema(filled.settings), contents(filled.settings)
        filled.down(previous)
        below = contents(filled.settings)
        assert_kept(held, below)
        filled.up(revision)
        assert filled.present() == revision
        assert differing(schema(filled.settings), made) == []
        assert_kept(below, contents(filled.settings))
        filled.down(previous)
    assert not any(schema(filled.settings).values())
    assert filled.present() is None
    filled.up()
    assert schema(filled.settings)["tables"] == {(name,) for name in metadata.tables}


@pytest.mark.long
def test_data_survives_a_step_down_and_up(with_next: Migrations) -> None:
    """On a migration such as the next engineer may write."""
    at_first = schema(with_next.settings), contents(with_next.settings)
    with_next.up()
    assert ("hues",) in schema(with_next.settings)["tables"]
    hue = contents(with_next.settings)["stock_movements"].only({"hue"})
    assert {value for (value,) in hue} == {"red"}
    with_next.down("-1")
    assert (schema(with_next.settings), contents(with_next.settings)) == at_first
    with_next.up()
    assert contents(with_next.settings)["stock_movements"].only({"hue"}) == hue


def test_the_migrated_schema_is_that_of_the_models(
    migrations: Migrations, engine_name: str
) -> None:
    migrations.up()
    migrated = schema(migrations.settings)
    migrations.down("base")
    migrations.create_all()
    declared = schema(migrations.settings)
    assert differing(migrated, declared) == []
    # SQLite's keep the search of three tables too
    assert len(declared["triggers"]) == (16 if engine_name == "postgresql" else 16 + 3 * 3)
    assert declared.get("functions", set()) != set() or engine_name == "sqlite"


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("tables", "CREATE TABLE extra (id integer)"),
        ("columns", "ALTER TABLE items ADD COLUMN extra integer"),
        ("indexes", "DROP INDEX ix_stock_movements_reference"),
        ("triggers", "DROP TRIGGER {trigger}"),
        ("functions", FUNCTION.replace("append-only", "kept")),
        ("constraints", "ALTER TABLE stock_levels DROP CONSTRAINT ck_stock_levels_on_hand"),
        ("constraints", "ALTER TABLE items ALTER COLUMN name_key DROP NOT NULL"),
    ],
)
def test_the_comparison_sees(
    migrations: Migrations, engine_name: str, kind: str, statement: str
) -> None:
    """A schema test that sees no difference must be able to see one."""
    if engine_name == "sqlite" and kind in {"functions", "constraints"}:
        return  # SQLite has no functions, and cannot change a table's constraints
    trigger = {"sqlite": "activity_no_update", "postgresql": "activity_keep ON activity"}
    migrations.up()
    before = schema(migrations.settings)
    execute(migrations.settings, statement.replace("{trigger}", trigger[engine_name]))
    assert kind in {kind for kind, _ in differing(before, schema(migrations.settings))}
